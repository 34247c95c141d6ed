"""The roster as pages to hang up: one for each team and week, agents by days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from ..calendar import midnight
from ..plan import Plan
from ..scenario.types import Agent, Scenario, Shift, TimeOff

DAYS = 7


@dataclass(frozen=True)
class DayCell:
    """What one agent does on one day.

    Attributes
    ----------
    lines : tuple of str
        A line per shift and leave; empty for a day off.
    shift_id : str or None
        The day's first shift.
    leave : bool
        Whether there is leave and no shift.
    """

    lines: tuple[str, ...] = ()
    shift_id: str | None = None
    leave: bool = False


@dataclass(frozen=True)
class AgentRow:
    """The week of one agent; `minutes` are paid ones of its shifts."""

    employee_id: str
    name: str
    cells: tuple[DayCell, ...]
    minutes: int


@dataclass(frozen=True)
class RosterPage:
    """A team in a week.

    Attributes
    ----------
    team : str or None
        Group of the agents; None for those without.
    days : tuple of date
        The week's seven dates.
    planned : tuple of bool
        Which of them lie in the horizon.
    """

    team: str | None
    days: tuple[date, ...]
    planned: tuple[bool, ...]
    rows: tuple[AgentRow, ...]


def roster_pages(plan: Plan) -> tuple[RosterPage, ...]:
    """Return the pages of a roster by week and team; agents stand in the scenario's order.

    Shift times are on the clock of the agent. People of the roster whom the scenario does not
    know stand among those without a team.
    """
    scenario = plan.scenario
    shifts: dict[tuple[str, date], list[Shift]] = {}
    for shift in sorted(plan.shifts, key=lambda s: s.start):
        shifts.setdefault((shift.employee_id, shift.business_date), []).append(shift)
    leave: dict[str, list[TimeOff]] = {}
    for item in scenario.time_off:
        leave.setdefault(item.employee_id, []).append(item)
    members = _members(plan)
    return tuple(
        RosterPage(
            team,
            days,
            tuple(scenario.grid.first_day <= day <= last_day(scenario) for day in days),
            tuple(_row(scenario, agent, days, shifts, leave) for agent in agents),
        )
        for days in weeks(scenario)
        for team, agents in members
    )


def last_day(scenario: Scenario) -> date:
    """Return the last date of the horizon."""
    return scenario.grid.day(scenario.grid.days - 1)


def weeks(scenario: Scenario) -> list[tuple[date, ...]]:
    """Return the dates of every week that the horizon touches."""
    first = scenario.grid.first_day
    first -= timedelta(days=(first.weekday() - scenario.week_start) % DAYS)
    count = ((last_day(scenario) - first).days // DAYS) + 1
    return [
        tuple(first + timedelta(days=DAYS * week + day) for day in range(DAYS))
        for week in range(count)
    ]


_Person = Agent | str


def _members(plan: Plan) -> list[tuple[str | None, list[_Person]]]:
    """Return the people by team, those without one last."""
    known = {agent.employee_id for agent in plan.scenario.agents}
    strangers = sorted({shift.employee_id for shift in plan.shifts} - known)
    people: list[tuple[str | None, _Person]] = [
        *((agent.group, agent) for agent in plan.scenario.agents),
        *((None, stranger) for stranger in strangers),
    ]
    people.sort(key=lambda entry: (entry[0] is None, entry[0] or ""))
    return [
        (team, [person for _, person in group])
        for team, group in groupby(people, key=lambda entry: entry[0])
    ]


def _row(
    scenario: Scenario,
    person: _Person,
    days: tuple[date, ...],
    shifts: Mapping[tuple[str, date], list[Shift]],
    leave: Mapping[str, list[TimeOff]],
) -> AgentRow:
    if isinstance(person, Agent):
        employee, name, zone = person.employee_id, person.name, scenario.zone_of(person)
    else:
        employee, name, zone = person, person, scenario.zone
    off = leave.get(employee, [])
    cells = tuple(_cell(shifts.get((employee, day), []), off, day, zone) for day in days)
    worked = (shift for day in days for shift in shifts.get((employee, day), []))
    return AgentRow(employee, name, cells, sum(shift.paid_minutes for shift in worked))


def _cell(shifts: list[Shift], leave: list[TimeOff], day: date, zone: str) -> DayCell:
    clock = ZoneInfo(zone)
    lines = [
        f"{_time(shift.start, clock)}-{_time(shift.end, clock)} {shift.shift_id}".strip()
        for shift in shifts
    ]
    start, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    kinds = sorted({item.kind for item in leave if item.start < end and start < item.end})
    return DayCell(
        lines=(*lines, *kinds),
        shift_id=shifts[0].shift_id if shifts else None,
        leave=bool(kinds) and not shifts,
    )


def _time(at: datetime, clock: ZoneInfo) -> str:
    return f"{at.astimezone(clock):%H:%M}"
