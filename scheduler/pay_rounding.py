"""Rounding of money and of the search's whole numbers, without passing through a float."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction) -> int:
    """Round to a whole number, halves away from zero."""
    return divided(value.numerator, value.denominator)


def divided(numerator: int, denominator: int) -> int:
    """Return a quotient with a positive denominator as a whole number, halves away from zero."""
    units = (2 * abs(numerator) + denominator) // (2 * denominator)
    return units if numerator >= 0 else -units


def to_places(amount: Fraction, places: int) -> Decimal:
    """Round to `places` decimals, halves away from zero."""
    return Decimal(half_up(amount * 10**places)).scaleb(-places)
