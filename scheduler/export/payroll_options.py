"""What payroll systems want to know that a scenario does not, and cells they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from ..errors import InputError
from ..plan import PayLine

PayrollKind = Literal["adp", "datev", "bamboohr"]

_PLAIN = (
    "company_code",
    "batch_id",
    "double_time_code",
    "minimum_code",
    "department",
    "cost_center",
)


@dataclass(frozen=True)
class PayrollOptions:
    """Numbers and codes of the payroll system.

    Attributes
    ----------
    company_code : str
        ADP: company code.
    batch_id : str or None
        ADP: batch; None takes the first date that is paid, as YYYYMMDD.
    earnings_codes : dict
        ADP: code of a pay code's money; a pay code without entry stands for itself.
    double_time_code, minimum_code : str
        ADP: codes of hours paid double and of hours paid but not worked.
    department : str
        ADP: temporary department.
    wage_types : dict
        DATEV: number of a pay code's wage type; ``OVERTIME:DT`` stands for overtime paid double.
    cost_center : str
        DATEV: cost centre.
    """

    company_code: str = "000"
    batch_id: str | None = None
    earnings_codes: Mapping[str, str] = field(default_factory=dict)
    double_time_code: str = "DT"
    minimum_code: str = "MIN"
    department: str = ""
    wage_types: Mapping[str, int] = field(default_factory=dict)
    cost_center: str = ""


def payroll_options(settings: Sequence[str]) -> PayrollOptions:
    """Read settings written as ``name=value``; codes by pay code as ``wage_types.NIGHT=1234``.

    Raises
    ------
    InputError
        If a setting is not of that form, its name is unknown, or a wage type is no number.
    """
    plain: dict[str, str] = {}
    codes: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for setting in settings:
        name, separator, value = setting.partition("=")
        section, _, code = name.partition(".")
        if separator and name in _PLAIN:
            plain[name] = value
        elif separator and section == "earnings_codes" and code:
            codes[code.upper()] = value
        elif separator and section == "wage_types" and code and value.isdecimal():
            numbers[code.upper()] = int(value)
        else:
            raise InputError(
                f"payroll setting {setting!r}: write name=value with {', '.join(_PLAIN)}, "
                "earnings_codes.CODE=TEXT or wage_types.CODE=NUMBER"
            )
    return replace(PayrollOptions(earnings_codes=codes, wage_types=numbers), **plain)  # type: ignore[arg-type]


@dataclass(frozen=True)
class PayrollTable:
    """A file for a payroll system: header, rows of cells, and how they are written."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    encoding: str


def hours(minutes: int, places: int) -> str:
    """Return minutes as hours with so many decimals, rounded half up."""
    exact = Decimal(minutes) / 60
    return str(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


ShiftKey = tuple[str, str, str]
"""Employee, date and id of a shift."""


def shift_key(line: PayLine) -> ShiftKey:
    """Return what names the shift of a line."""
    return line.employee_id, line.work_date, line.shift_id


def base_rates(lines: Sequence[PayLine]) -> dict[ShiftKey, Decimal]:
    """Return the base rate of every shift."""
    return {shift_key(line): line.rate for line in lines if line.pay_code == "BASE"}
