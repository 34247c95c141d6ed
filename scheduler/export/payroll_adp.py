"""Pay data for ADP: a row per employee and rate, further rows for further earnings codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..formulas import neutral
from ..payroll_lines import BASE, MINIMUM, OVERTIME
from ..plan import PayLine
from .payroll_options import (
    PayrollOptions,
    PayrollTable,
    base_rates,
    hours,
    shift_key,
)

HEADER = (
    "Co Code",
    "Batch ID",
    "File #",
    "Reg Hours",
    "O/T Hours",
    "Hours 3 Code",
    "Hours 3 Amount",
    "Hours 4 Code",
    "Hours 4 Amount",
    "Earnings 3 Code",
    "Earnings 3 Amount",
    "Earnings 4 Code",
    "Earnings 4 Amount",
    "Earnings 5 Code",
    "Earnings 5 Amount",
    "Temp Dept",
    "Temp Rate",
)
"""Columns; the first three must stand first."""

_EARNINGS = 3
_PLACES = 2
_TIME_AND_A_HALF = Decimal("0.5")
_DOUBLE = Decimal(1)


@dataclass
class _Sums:
    """Minutes and money of one employee at one base rate."""

    worked: int = 0
    half: int = 0
    double: int = 0
    minimum: int = 0
    earnings: dict[str, Decimal] = field(default_factory=dict)


def adp_table(lines: Sequence[PayLine], options: PayrollOptions) -> PayrollTable:
    """Return pay lines as ADP pay data.

    Hours at time and a half of the base rate are O/T Hours, hours at double the base rate
    Hours 3; both are taken off Reg Hours. Everything else is money under an earnings code:
    differentials, allowances, and overtime at another percentage or on another rate.
    """
    batch = options.batch_id
    if batch is None:
        batch = min((line.work_date for line in lines), default="").replace("-", "")
    rows = []
    for (employee_id, rate), sums in _summed(lines, options).items():
        earnings = [(code, f"{amount}") for code, amount in sums.earnings.items() if amount]
        worked = _hour_cells(sums, options)
        for group in _groups(earnings):
            cells = [cell for pair in group for cell in pair]
            cells += [""] * (2 * _EARNINGS - len(cells))
            head = (neutral(options.company_code), neutral(batch), neutral(employee_id))
            rows.append((*head, *worked, *cells, neutral(options.department), f"{rate}"))
            worked = ("",) * len(worked)
    return PayrollTable(HEADER, tuple(rows), ",", "utf-8")


def _summed(lines: Sequence[PayLine], options: PayrollOptions) -> dict[tuple[str, Decimal], _Sums]:
    """Add up lines by employee and base rate."""
    rates = base_rates(lines)
    sums: dict[tuple[str, Decimal], _Sums] = {}
    for line in lines:
        rate = rates.get(shift_key(line), line.rate)
        own = sums.setdefault((line.employee_id, rate), _Sums())
        on_base = line.pay_code == OVERTIME and line.rate == rate
        if line.pay_code == BASE:
            own.worked += line.minutes
        elif line.pay_code == MINIMUM:
            own.minimum += line.minutes
        elif on_base and line.multiplier == _TIME_AND_A_HALF:
            own.half += line.minutes
        elif on_base and line.multiplier == _DOUBLE:
            own.double += line.minutes
        else:
            code = neutral(options.earnings_codes.get(line.pay_code, line.pay_code))
            own.earnings[code] = own.earnings.get(code, Decimal(0)) + line.amount
    return sums


def _hour_cells(sums: _Sums, options: PayrollOptions) -> tuple[str, ...]:
    """Return Reg Hours to Hours 4 Amount."""
    cells = [hours(sums.worked - sums.half - sums.double, _PLACES)]
    cells.append(hours(sums.half, _PLACES) if sums.half else "")
    for minutes, code in (
        (sums.double, options.double_time_code),
        (sums.minimum, options.minimum_code),
    ):
        cells += [neutral(code), hours(minutes, _PLACES)] if minutes else ["", ""]
    return tuple(cells)


def _groups(earnings: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Yield as many earnings as a row holds; one empty group where there are none."""
    for first in range(0, max(1, len(earnings)), _EARNINGS):
        yield earnings[first : first + _EARNINGS]
