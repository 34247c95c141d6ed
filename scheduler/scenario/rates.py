"""rates.csv: base rates of agents by date and length of service, and whether everybody has one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .agents import MAX_RATE, RATE_DECIMALS, AgentRow, ReadAgents
from .build_pay import in_order
from .cells import dates, decimals, names, whole_numbers
from .faults import FaultLog
from .pay_types import Rate
from .tables import Columns, Table

COLUMNS = Columns(("employee_id", "base_rate"), ("start", "service_years"))

MAX_SERVICE_YEARS = 80
"""Longest length of service."""


@dataclass(frozen=True)
class ReadRates:
    """Rates by employee id, in order of date and service; `named` has those with faults too."""

    by_agent: dict[str, tuple[Rate, ...]] = field(default_factory=dict)
    named: frozenset[str] = frozenset()


def read_rates(table: Table, employees: frozenset[str] | None, log: FaultLog) -> ReadRates:
    """Read and check base rates; two for the same date and length of service are a fault."""
    ids = names(table, "employee_id", log, what="employee", allowed=employees).to_list()
    start = dates(table, "start", log, required=False).to_list()
    years = whole_numbers(
        table, "service_years", log, required=False, least=0, most=MAX_SERVICE_YEARS
    ).to_list()
    rate = decimals(
        table, "base_rate", log, required=True, most=MAX_RATE, places=RATE_DECIMALS
    ).to_list()
    found: dict[str, list[Rate]] = defaultdict(list)
    seen: dict[tuple[str, date | None, int], int] = {}
    for row in range(len(table)):
        if ids[row] is None or rate[row] is None:
            continue
        key = (ids[row], start[row], years[row] or 0)
        if key in seen:
            line = int(table.lines[seen[key]])
            message = f"line {line} has another rate for the same start and service_years"
            table.fault(log, row, "base_rate", message)
            continue
        seen[key] = row
        found[ids[row]].append(Rate(Decimal(rate[row]), key[2], key[1]))
    return ReadRates(
        {employee: in_order(rates) for employee, rates in found.items()},
        frozenset(name for name in ids if name is not None),
    )


def check_base_rates(
    read: ReadAgents,
    rates: ReadRates,
    of_contracts: Mapping[str, Sequence[Rate]],
    first_day: date | None,
    log: FaultLog,
) -> None:
    """Every agent needs a base rate on every date of the horizon.

    A rate that holds on the first date holds on all later ones, or another one does.

    Parameters
    ----------
    of_contracts : mapping
        Rates by contract id; contracts with faults are left out, and their agents not checked.
    first_day : date or None
        First date of the horizon; without it only whether there is any rate is checked.
    """
    without = [
        row
        for row in read.rows
        if row.employee_id in read.without_rate
        and row.contract_id in of_contracts
        and row.employee_id not in rates.named - rates.by_agent.keys()
        and not _holds(
            (*rates.by_agent.get(row.employee_id, ()), *of_contracts[row.contract_id]),
            row,
            first_day,
        )
    ]
    if without and not read.has_rates:
        message = "the column is missing; without it rates.csv or the contract gives every rate"
        log.add(read.file, message, line=1, column="base_rate")
        return
    for row in without:
        message = "the cell is empty; write a rate, or give one in rates.csv or with the contract"
        if first_day is not None:
            message += f" that holds on {first_day}"
        line = read.line_of.get(row.employee_id)
        log.add(read.file, message, line=line, column="base_rate")


def _holds(rates: Sequence[Rate], row: AgentRow, day: date | None) -> bool:
    if day is None:
        return bool(rates)
    served = 0 if row.hire_date is None else whole_years(row.hire_date, day)
    return any(
        (rate.start is None or rate.start <= day) and rate.service_years <= served for rate in rates
    )


def whole_years(since: date, day: date) -> int:
    """Return the whole years from one date to another, at least 0."""
    return max(0, day.year - since.year - ((day.month, day.day) < (since.month, since.day)))
