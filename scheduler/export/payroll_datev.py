"""Movement data for DATEV Lohn und Gehalt: a row per employee, date and wage type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ..errors import InputError
from ..formulas import neutral
from ..payroll_lines import BASE, CREDIT, MINIMUM, OVERTIME
from ..plan import PayLine
from ..scenario.types import Scenario
from .payroll_options import PayrollOptions, PayrollTable, hours

HEADER = (
    "Personalnummer",
    "Kalendertag",
    "Ausfallschlüssel",
    "Lohnartennummer",
    "Stundenanzahl",
    "Tagesanzahl",
    "Wert",
    "Abw. Faktor",
    "Abw. Lohnveränderung",
    "Kostenstelle",
    "Kostenträger",
)
"""Columns of the movement data."""

DOUBLE_TIME = f"{OVERTIME}:DT"
WAGE_TYPES: Mapping[str, int] = {
    BASE: 1000,
    MINIMUM: 1010,
    OVERTIME: 1500,
    DOUBLE_TIME: 1510,
    CREDIT: 1520,
}
"""Wage types where the options name none."""

FIRST_OF_PREMIUMS = 2000
"""Wage type of the first differential; the others and the allowances follow in their order."""

_PLACES = 2


def default_wage_types(scenario: Scenario) -> dict[str, int]:
    """Return the wage type of every pay code of a scenario."""
    ids = [p.id for p in scenario.premiums] + [a.id for a in scenario.pay.allowances]
    numbered = {name.upper(): FIRST_OF_PREMIUMS + k for k, name in enumerate(ids)}
    return {**numbered, **WAGE_TYPES}


def datev_table(
    lines: Sequence[PayLine], options: PayrollOptions, wage_types: Mapping[str, int]
) -> PayrollTable:
    """Return pay lines as movement data: Windows-1252, semicolons, decimal comma.

    Parameters
    ----------
    lines : sequence of PayLine
    options : PayrollOptions
        Its own wage types come before `wage_types`.
    wage_types : mapping
        Number by pay code.

    Raises
    ------
    InputError
        If a pay code has no wage type.
    """
    numbers = {**WAGE_TYPES, **wage_types, **options.wage_types}
    codes = {_code(line) for line in lines}
    unknown = sorted(codes - numbers.keys())
    if unknown:
        raise InputError(
            f"pay codes {', '.join(unknown)} have no DATEV wage type; give one for each"
        )
    sums: dict[tuple[str, str, str], tuple[int, Decimal]] = {}
    for line in lines:
        key = (line.employee_id, line.work_date, _code(line))
        minutes, amount = sums.get(key, (0, Decimal(0)))
        sums[key] = minutes + line.minutes, amount + line.amount
    rows = tuple(
        (
            neutral(employee_id),
            "/".join(reversed(day.split("-"))),
            "",
            str(numbers[code]),
            hours(minutes, _PLACES).replace(".", ",") if minutes else "",
            "",
            f"{amount}".replace(".", ","),
            "",
            "",
            neutral(options.cost_center),
            "",
        )
        for (employee_id, day, code), (minutes, amount) in sums.items()
    )
    return PayrollTable(HEADER, rows, ";", "cp1252")


def _code(line: PayLine) -> str:
    """Return the pay code, overtime paid double told apart."""
    return DOUBLE_TIME if (line.pay_code, line.rate_type) == (OVERTIME, "DT") else line.pay_code
