"""Amounts, bounds and gaps as every line of the terminal writes them."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from math import ceil

_CENT = Decimal("0.01")
_PLACES = 6


def amount(value: Decimal | float, *, signed: bool = False) -> str:
    """Write an amount to the cent with thousands separators, half a cent rounded up."""
    # a float stands for the decimal it was made of: 0.795 and not the binary number below it
    exact = Decimal(str(round(value, _PLACES)))
    cents = exact.quantize(_CENT, ROUND_HALF_UP) + 0  # nothing is not below nothing
    return f"{cents:{'+' if signed else ''},}"


def money(value: Decimal | float, currency: str) -> str:
    """Write an amount with the currency."""
    return f"{amount(value)} {currency}"


def bound_amount(bound: float) -> str:
    """Write a bound, rounded down: what is shown holds too, and lies above no cost shown."""
    return f"{Decimal(bound).quantize(_CENT, ROUND_FLOOR):,}"


def gap_percent(gap: float) -> str:
    """Write a gap in percent, rounded up."""
    return f"{ceil(gap * 10_000 - 1e-9) / 100:.2f} %"
