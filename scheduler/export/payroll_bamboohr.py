"""Hour records for BambooHR: hours worked per employee, date and rate type."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from ..formulas import neutral
from ..payroll_lines import BASE, OVERTIME
from ..plan import PayLine
from .payroll_options import PayrollTable, hours

HEADER = ("timeTrackingId", "employeeId", "dateHoursWorked", "hoursWorked", "rateType")
"""Columns of an hour record."""

_PLACES = 4
# Any fixed name space will do: the same hours get the same id in every export.
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "https://www.bamboohr.com/hour-records")


def bamboohr_table(lines: Sequence[PayLine]) -> PayrollTable:
    """Return pay lines as hour records.

    Overtime hours are taken off the regular ones. Minutes paid up to the minimum are no hours
    worked, and money has no place here: neither is written. An id of 36 characters follows from
    employee, date and rate type, so that a record sent again replaces itself.
    """
    minutes: dict[tuple[str, str, str], int] = {}
    for line in lines:
        if line.pay_code == BASE:
            _add(minutes, (line.employee_id, line.work_date, "REG"), line.minutes)
        elif line.pay_code == OVERTIME:
            _add(minutes, (line.employee_id, line.work_date, "REG"), -line.minutes)
            _add(minutes, (line.employee_id, line.work_date, line.rate_type), line.minutes)
    rows = tuple(
        (
            str(uuid.uuid5(_NAMES, "\t".join(key))),
            neutral(key[0]),
            key[1],
            hours(count, _PLACES),
            key[2],
        )
        for key, count in minutes.items()
        if count
    )
    return PayrollTable(HEADER, rows, ",", "utf-8")


def _add(minutes: dict[tuple[str, str, str], int], key: tuple[str, str, str], more: int) -> None:
    minutes[key] = minutes.get(key, 0) + more
