"""Worked cases of statutes: a scenario that names a preset, a schedule, and what comes of them.

Everything goes through files, as a user's would: scenario.toml with ``preset = ...``, agents,
history and schedule are written, read, audited and paid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from staffwright.scheduler.audit import audit_schedule
from staffwright.scheduler.payroll import pay_lines
from staffwright.scheduler.plan import AuditReport, PayLine
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario import load_scenario, read_schedule

MONDAY = date(2026, 4, 13)
"""The first date of the horizon unless told otherwise."""

HEAD = "employee_id,shift_id,business_date,activity_code,start,end,queue\n"
BREAKS = """
[[breaks]]
id = "meal"
minutes = 30
paid = false
earliest_minutes = 30
latest_minutes = 360

[[breaks]]
id = "quarter"
minutes = 15
paid = false
earliest_minutes = 30
latest_minutes = 500
"""

Taken = tuple[str, str, str]
"""A break: id, start and end on the clock."""


@dataclass(frozen=True)
class Duty:
    """A shift on the wall clock; hours from 24 on are of the next date."""

    day: date
    start: str
    end: str
    breaks: tuple[Taken, ...] = ()

    def rows(self) -> str:
        """Return its rows of schedule.csv, in local times."""
        edges = [self.start, *(edge for taken in self.breaks for edge in taken[1:]), self.end]
        codes = ["work", *(c for taken in self.breaks for c in (f"break:{taken[0]}", "work"))]
        spans = zip(codes, edges, edges[1:], strict=False)
        return "".join(
            f"E1,,{self.day},{code},{_at(self.day, a)},{_at(self.day, b)},"
            f"{'calls' if code == 'work' else ''}\n"
            for code, a, b in spans
        )


@dataclass(frozen=True)
class Outcome:
    """What the audit and the payroll say of a schedule."""

    audit: AuditReport
    lines: tuple[PayLine, ...]

    @property
    def found(self) -> list[tuple[str, str | None, str, str]]:
        """Rule, date, measured and allowed value of every violation."""
        return [(v.rule, v.day, v.measured, v.allowed) for v in self.audit.violations]

    def of(self, rule: str) -> list[tuple[str | None, str, str]]:
        """Return date, measured and allowed value of the violations of one rule."""
        return [(v.day, v.measured, v.allowed) for v in self.audit.violations if v.rule == rule]

    @property
    def rules(self) -> set[str]:
        """The rules that are broken."""
        return {violation.rule for violation in self.audit.violations}

    def paid(self, code: str) -> Decimal:
        """Return what hours.csv pays under one code."""
        return sum((line.amount for line in self.lines if line.pay_code == code), Decimal(0))

    @property
    def gross(self) -> Decimal:
        """The sum of hours.csv, to the cent; the audit must say the same of the files."""
        total = sum((line.amount for line in self.lines), Decimal(0))
        cost = self.audit.cost
        again = cost.base + cost.minimum + sum(cost.premiums.values()) + cost.overtime
        assert abs(again - total) < Decimal("0.01"), "payroll and audit disagree"
        return total


def day(index: int, first: date = MONDAY) -> date:
    """Return a date by its distance from the first of the horizon."""
    return first + timedelta(days=index)


def duties(days: Sequence[int], start: str, end: str, *breaks: Taken) -> list[Duty]:
    """Return the same shift on several dates."""
    return [Duty(day(k), start, end, breaks) for k in days]


def any_start(name: str, lengths: Sequence[int], *breaks: str) -> str:
    """Return a shift template in TOML that begins at any five minutes."""
    return (
        f'[[shifts]]\nid = "{name}"\nkind = "any-time"\nstart = "00:00"\n'
        f'latest_start = "23:55"\nstep_minutes = 5\nlengths_minutes = {list(lengths)}\n'
        f"breaks = {list(breaks)}\n".replace("'", '"')
    )


def work_out(
    folder: Path,
    toml: str,
    schedule: Sequence[Duty],
    *,
    history: Sequence[Duty] = (),
    first: date = MONDAY,
    days: int = 14,
    zone: str = "Europe/Berlin",
    currency: str = "EUR",
    rate: str = "20",
    rates: str = "",
) -> Outcome:
    """Write the files of a scenario of one agent, read them again, audit and pay the schedule.

    Parameters
    ----------
    toml : str
        Rules, shifts, breaks and pay of scenario.toml.
    rates : str
        Rows of rates.csv.
    """
    head = (
        f'[site]\ntime_zone = "{zone}"\ncurrency = "{currency}"\n\n'
        f"[horizon]\nstart = {first}\ndays = {days}\ninterval_minutes = 60\n\n"
        '[[queues]]\nid = "calls"\n\n'
        '[[contracts]]\nid = "full"\nweekly_hours = 40\nmax_weekly_hours = 120\n\n'
    )
    files = {
        "scenario.toml": head + toml,
        "forecast.csv": f"interval_start,volume,aht_s\n{first} 08:00,0,240\n",
        "agents.csv": f"employee_id,contract_id,base_rate,skills\nE1,full,{rate},calls\n",
        "schedule.csv": HEAD + "".join(duty.rows() for duty in schedule),
    }
    if history:
        files["history.csv"] = HEAD + "".join(duty.rows() for duty in history)
    if rates:
        files["rates.csv"] = "employee_id,start,service_years,base_rate\n" + rates
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    scenario = load_scenario(folder)
    shifts = read_schedule(folder / "schedule.csv", scenario)
    assert len(shifts) == len(schedule)
    report = audit_schedule(scenario, requirement(scenario), shifts)
    return Outcome(report, pay_lines(scenario, shifts))


def statute(preset: str, key: str) -> Callable[[Any], Any]:
    """Mark a test as the worked case of a value of a preset, named as in its `sources`."""

    def mark(test: Any) -> Any:
        test.statute = (preset, key)
        return test

    return mark


def _at(on: date, clock: str) -> str:
    hours, minutes = clock.split(":")
    instant = datetime.combine(on, time()) + timedelta(hours=int(hours), minutes=int(minutes))
    return instant.isoformat(sep=" ", timespec="minutes")
