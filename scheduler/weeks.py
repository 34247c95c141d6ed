"""Weekly minutes: what contract, leave and history leave to the roster in every week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from ..models.rostering.problem import Budget
from .calendar import midnight
from .scenario.types import Agent, Scenario, TimeOff

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class WeeklyLimits:
    """Week of every day (D,); least, most and overtime threshold in minutes, (A, W).

    History and paid leave are taken off, so that the limits hold for the roster's own minutes.
    """

    week: IntArray
    least: IntArray
    most: IntArray
    overtime_after: IntArray


class _OfEmployee(Protocol):
    @property
    def employee_id(self) -> str: ...


T = TypeVar("T", bound=_OfEmployee)


def by_employee(items: Iterable[T]) -> dict[str, list[T]]:
    """Group shifts or leave by employee, once for all agents."""
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(item.employee_id, []).append(item)
    return groups


def week_begin(day: date, week_start: int) -> date:
    """Return the first date of the week that contains `day` (0 is Monday)."""
    return day - timedelta(days=(day.weekday() - week_start) % 7)


def weekly_limits(scenario: Scenario, weekly_tier: IntArray) -> WeeklyLimits:
    """Return the weekly limits of every agent (docs/rules.md: weekly_max, weekly_min).

    `weekly_tier` (A,) are the minutes a week above which pay is overtime.
    """
    grid = scenario.grid
    begins = [week_begin(grid.day(d), scenario.week_start) for d in range(grid.days)]
    weeks = sorted(set(begins))
    week = np.array([weeks.index(b) for b in begins], dtype=np.int64)
    shape = (len(scenario.agents), len(weeks))
    least, most, overtime = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    leave_of, history_of = by_employee(scenario.time_off), by_employee(scenario.history)
    for a, agent in enumerate(scenario.agents):
        leave = leave_of.get(agent.employee_id, [])
        worked = history_of.get(agent.employee_id, [])
        credit = leave_minutes(leave, scenario.zone_of(agent))
        for w, begin in enumerate(weeks):
            dates = [begin + timedelta(days=k) for k in range(7)]
            inside = [d for d in dates if 0 <= (d - grid.first_day).days < grid.days]
            past = sum(s.paid_minutes for s in worked if s.business_date in dates)
            paid_leave = sum(credit.get(d, 0) for d in dates)
            needed = _weekly_minimum(scenario, agent, leave, inside)
            least[a, w] = max(0, needed - sum(credit.get(d, 0) for d in inside))
            most[a, w] = max(0, agent.max_weekly_minutes - paid_leave - past)
            overtime[a, w] = max(0, int(weekly_tier[a]) - past)
    return WeeklyLimits(week, least, most, overtime)


NO_LIMIT = 10**9
"""Minutes that no tour reaches."""


def average_budgets(scenario: Scenario) -> Budget:
    """Return what average weekly hours leave of every window of weeks that ends in the horizon.

    Windows are those of all contracts; an agent whose contract has no such window is not limited
    by it. Weeks before the agent's first known one hold neither shifts nor paid leave
    (docs/rules.md: max_average_weekly_minutes).
    """
    grid = scenario.grid
    begins = sorted({week_begin(grid.day(d), scenario.week_start) for d in range(grid.days)})
    spans = sorted(
        {
            scenario.work_rules(agent.contract).average_weeks
            for agent in scenario.agents
            if scenario.work_rules(agent.contract).max_average_weekly_minutes is not None
        }
    )
    ends = [(n, w) for n in spans for w in range(len(begins))]
    weeks = np.array(
        [[w - n < k <= w for k in range(len(begins))] for n, w in ends], dtype=np.bool_
    ).reshape(len(ends), len(begins))
    minutes = np.full((len(scenario.agents), len(ends)), NO_LIMIT, dtype=np.int64)
    leave_of, history_of = by_employee(scenario.time_off), by_employee(scenario.history)
    for a, agent in enumerate(scenario.agents):
        rules = scenario.work_rules(agent.contract)
        if rules.max_average_weekly_minutes is None:
            continue
        used: dict[date, int] = {}
        for shift in history_of.get(agent.employee_id, []):
            begin = week_begin(shift.business_date, scenario.week_start)
            used[begin] = used.get(begin, 0) + shift.paid_minutes
        known = min([begins[0], *used])
        leave = leave_of.get(agent.employee_id, [])
        for day, credit in leave_minutes(leave, scenario.zone_of(agent)).items():
            begin = week_begin(day, scenario.week_start)
            if begin >= known:
                used[begin] = used.get(begin, 0) + credit
        for k, (n, w) in enumerate(ends):
            if n == rules.average_weeks:
                window = [begins[w] - timedelta(days=7 * i) for i in range(n)]
                spent = sum(used.get(begin, 0) for begin in window)
                minutes[a, k] = max(0, n * rules.max_average_weekly_minutes - spent)
    return Budget(weeks, minutes)


def _weekly_minimum(
    scenario: Scenario, agent: Agent, leave: list[TimeOff], inside: list[date]
) -> int:
    """Return the agent's least minutes in the days of a week that lie inside the horizon."""
    zone = scenario.zone_of(agent)
    free = [(t.start, t.end) for t in leave if t.paid_minutes == 0]
    unpaid = sum(
        wholly_covered(midnight(d, zone), midnight(d + timedelta(days=1), zone), free)
        for d in inside
    )
    return agent.min_weekly_minutes * (5 - min(5, unpaid)) * len(inside) // 35


def wholly_covered(
    begin: datetime, end: datetime, spans: Sequence[tuple[datetime, datetime]]
) -> bool:
    """Say whether spans, taken together, leave no instant of [begin, end) open."""
    for first, last in sorted(spans):
        if first > begin:
            break
        begin = max(begin, last)
    return begin >= end


def leave_minutes(leave: list[TimeOff], zone: str) -> dict[date, int]:
    """Spread paid leave minutes evenly over the dates of a zone that each leave touches."""
    credit: dict[date, int] = {}
    clock = ZoneInfo(zone)
    for absence in leave:
        first = absence.start.astimezone(clock).date()
        last = (absence.end - timedelta(microseconds=1)).astimezone(clock).date()
        dates = [first + timedelta(days=k) for k in range((last - first).days + 1)]
        share, extra = divmod(absence.paid_minutes, len(dates))
        for k, d in enumerate(dates):
            credit[d] = credit.get(d, 0) + share + (k < extra)
    return credit
