"""What a repair is asked for, from text: from when it may change things, and who is absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .calendar import Grid, SkippedTimeError, midnight, to_utc
from .errors import ScenarioError
from .scenario.cells import CellError, parse_date, parse_instant
from .scenario.faults import FaultLog, one_of
from .scenario.types import Scenario, Shift


@dataclass(frozen=True)
class Asked:
    """What faults call the time of a repair and its absences."""

    since: str = "--from"
    absent: str = "--absent"


@dataclass(frozen=True)
class Absence:
    """A span (UTC) in which an agent who was rostered does not come."""

    employee_id: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Request:
    """From when on the roster may change (a slot's edge, UTC), and who is absent from then on."""

    since: datetime
    absences: tuple[Absence, ...]


def read_request(
    scenario: Scenario, since: str, absent: Sequence[str] = (), asked: Asked | None = None
) -> Request:
    """Read the time and the absences of a repair.

    Parameters
    ----------
    since : str
        ``2026-03-25 07:40`` or ``25.03.2026 07:40`` on the site's clock, or with an offset.
        Rounded up to the planning step.
    absent : sequence of str
        Each a list such as ``E17,E23:2026-03-25,E5:2026-03-25..2026-03-27``: without dates until
        the end of the horizon, with dates (of the agent's zone) on these.
    asked : Asked, optional
        What faults call them; by default the options of the command.

    Raises
    ------
    ScenarioError
        With every fault: a time that is none or outside the horizon, unknown employees, dates
        that are over or outside.
    """
    log, asked = FaultLog(), asked or Asked()
    edge = _read_time(scenario.grid, since, asked.since, log)
    items = [item.strip() for text in absent for item in text.split(",") if item.strip()]
    agents = {agent.employee_id: scenario.zone_of(agent) for agent in scenario.agents}
    absences = []
    for item in items:
        who, _, dates = (item, "", "") if item in agents else item.rpartition(":")
        who, dates = (who, dates) if who or item in agents else (item, "")
        if who not in agents:
            log.add(asked.absent, f"unknown employee; {one_of(who, agents)}", value=who)
        elif edge is not None:
            given = _Given(asked.absent, item, log)
            span = _absent_dates(scenario.grid, dates, given)
            if span is not None:
                absences.append(_absence(scenario.grid, who, agents[who], span, edge, given))
    if len(log) or edge is None:
        raise ScenarioError(log.sorted())
    return Request(edge, tuple(sorted(set(absences), key=lambda a: (a.employee_id, a.start))))


def slot_edge(grid: Grid, at: datetime) -> datetime:
    """Return the first slot's edge that is not before an instant."""
    return grid.instant(-((grid.start - at) // timedelta(minutes=grid.slot_minutes)))


def check_belongs(scenario: Scenario, shifts: Sequence[Shift], file: str) -> None:
    """Refuse a schedule with shifts outside the scenario's horizon.

    Raises
    ------
    ScenarioError
        With a fault for every date outside.
    """
    grid = scenario.grid
    first, last = grid.first_day, grid.day(grid.days - 1)
    outside = sorted({s.business_date for s in shifts if not first <= s.business_date <= last})
    log = FaultLog()
    if not shifts:
        log.add(file, "holds no shift; a repair starts from a plan of this scenario")
    for day in outside:
        message = f"lies outside the horizon, {first} to {last}: a plan of another scenario?"
        log.add(file, message, column="business_date", value=day)
    if len(log):
        raise ScenarioError(log.sorted())


@dataclass(frozen=True)
class _Given:
    """One absence as it was written, and where its faults go."""

    place: str
    text: str
    log: FaultLog

    def fault(self, message: str) -> None:
        """Note what is wrong with it."""
        self.log.add(self.place, message, value=self.text)


def _read_time(grid: Grid, text: str, place: str, log: FaultLog) -> datetime | None:
    try:
        instant = _instant(text.strip(), grid.zone)
    except (CellError, SkippedTimeError) as error:
        log.add(place, str(error), value=text)
        return None
    if not grid.start <= instant < grid.end:
        first, end = (grid.local(i).strftime("%Y-%m-%d %H:%M") for i in (grid.start, grid.end))
        message = f"lies outside the horizon, {first} to before {end} in {grid.zone}"
        log.add(place, message, value=text)
        return None
    return slot_edge(grid, instant)


def _instant(text: str, zone: str) -> datetime:
    """Return an instant in any form of the tables, or with seconds as programs write it."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return parse_instant(text, zone, "start")[0]
    return at if at.tzinfo is not None else to_utc(at, zone)


def _absent_dates(grid: Grid, text: str, given: _Given) -> tuple[date | None, date | None] | None:
    """Return first and last date; (None, None) where none are given, None with a fault."""
    if not text:
        return None, None
    first, _, last = text.partition("..")
    try:
        span = parse_date(first.strip()), parse_date((last or first).strip())
    except CellError:
        given.fault("write E17, E17:2026-03-25 or E17:2026-03-25..2026-03-27")
        return None
    if span[1] < span[0]:
        given.fault("the last date is before the first")
        return None
    if span[1] < grid.first_day or span[0] > grid.day(grid.days - 1):
        given.fault(f"outside the horizon, {grid.first_day} to {grid.day(grid.days - 1)}")
        return None
    return span


def _absence(
    grid: Grid,
    who: str,
    zone: str,
    dates: tuple[date | None, date | None],
    since: datetime,
    given: _Given,
) -> Absence:
    """Return the absence from `since` on, within the horizon."""
    end = max(grid.end, midnight(grid.first_day + timedelta(days=grid.days), zone))
    start = since
    if dates[0] is not None and dates[1] is not None:
        start = max(since, slot_edge(grid, midnight(dates[0], zone)))
        end = min(end, midnight(dates[1] + timedelta(days=1), zone))
    if end <= start:
        given.fault("the dates are over by then")
    return Absence(who, start, end)
