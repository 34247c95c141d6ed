"""The roster as the auditor reads it: rows in order of time, whole minutes, people sorted out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from ..scenario.types import Activity, Agent, Scenario, Shift, ShiftTemplate, TimeOff
from .local_minutes import LocalMinutes, local_minutes

# Minutes are looked at from a day before the first shift of the history or the horizon on.
MARGIN = timedelta(days=1)


@dataclass(frozen=True)
class Duty:
    """A shift with its rows sorted by time and rows without length left out.

    Attributes
    ----------
    day : date
        Local date of the first instant; whatever the schedule calls the business date.
    start, end : datetime
        First and last instant of any row (UTC).
    paid_spans : tuple of (int, int)
        Paid minutes as spans of minute numbers without overlap: no minute is paid twice.
    """

    employee_id: str
    shift_id: str
    day: date
    start: datetime
    end: datetime
    rows: tuple[Activity, ...]
    paid_spans: tuple[tuple[int, int], ...]

    @property
    def paid_minutes(self) -> int:
        """Minutes paid, which are also the minutes that count towards weekly hours."""
        return sum(end - start for start, end in self.paid_spans)

    def spans_of(self, code: str) -> list[tuple[datetime, datetime]]:
        """Return the spans of an activity code; rows that touch are one span."""
        spans: list[tuple[datetime, datetime]] = []
        for row in self.rows:
            if row.code != code:
                continue
            if spans and spans[-1][1] == row.start:
                spans[-1] = (spans[-1][0], row.end)
            else:
                spans.append((row.start, row.end))
        return spans


@dataclass(frozen=True)
class Roster:
    """The duties of a schedule and of the history by agent, each in order of start.

    `planned` and `history` have a key for every agent of the scenario. `strangers` are the
    duties of people the scenario does not know.
    """

    scenario: Scenario
    minutes: LocalMinutes
    planned: Mapping[str, tuple[Duty, ...]]
    history: Mapping[str, tuple[Duty, ...]]
    strangers: tuple[Duty, ...]

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The local dates of the horizon."""
        grid = self.scenario.grid
        return tuple(grid.day(k) for k in range(grid.days))

    @cached_property
    def leaves(self) -> Mapping[str, tuple[TimeOff, ...]]:
        """The leaves of every agent, in the scenario's order."""
        found: dict[str, list[TimeOff]] = {agent.employee_id: [] for agent in self.scenario.agents}
        for leave in self.scenario.time_off:
            if leave.employee_id in found:
                found[leave.employee_id].append(leave)
        return {employee_id: tuple(leaves) for employee_id, leaves in found.items()}

    @cached_property
    def templates(self) -> Mapping[str, ShiftTemplate]:
        """The scenario's shift templates by id."""
        return {template.id: template for template in self.scenario.shifts}

    @cached_property
    def _locked(self) -> Mapping[tuple[str, datetime, datetime], Shift]:
        return {(s.employee_id, s.start, s.end): s for s in self.scenario.locked if s.activities}

    def locked_as(self, duty: Duty) -> Shift | None:
        """Return the locked shift of the scenario that a duty is, None where it is not one."""
        return self._locked.get((duty.employee_id, duty.start, duty.end))

    def agents(self) -> Iterable[tuple[Agent, tuple[Duty, ...], tuple[Duty, ...]]]:
        """Yield every agent with the planned duties and those of the history."""
        for agent in self.scenario.agents:
            yield agent, self.planned[agent.employee_id], self.history[agent.employee_id]


def make_roster(scenario: Scenario, shifts: Sequence[Shift]) -> Roster:
    """Sort a schedule by agent and time; shifts without any row of positive length drop out."""
    minutes = _minutes_around(scenario)
    known = [agent.employee_id for agent in scenario.agents]
    planned = [duty for shift in shifts if (duty := _duty(shift, scenario, minutes))]
    past = [duty for shift in scenario.history if (duty := _duty(shift, scenario, minutes))]
    return Roster(
        scenario=scenario,
        minutes=minutes,
        planned=_by_agent(planned, known),
        history=_by_agent(past, known),
        strangers=tuple(duty for duty in planned if duty.employee_id not in set(known)),
    )


def positive_rows(shift: Shift) -> tuple[Activity, ...]:
    """Return a shift's rows of positive length in order of time."""
    rows = (row for row in shift.activities if row.start < row.end)
    return tuple(sorted(rows, key=lambda row: (row.start, row.end)))


def _minutes_around(scenario: Scenario) -> LocalMinutes:
    grid = scenario.grid
    starts = [shift.start for shift in scenario.history if shift.activities]
    first = min([grid.start, *starts]).replace(second=0, microsecond=0) - MARGIN
    return local_minutes(grid.zone, first, grid.instant(grid.n_slots))


def _duty(shift: Shift, scenario: Scenario, minutes: LocalMinutes) -> Duty | None:
    rows = positive_rows(shift)
    if not rows:
        return None
    return Duty(
        employee_id=shift.employee_id,
        shift_id=shift.shift_id,
        day=scenario.grid.local(rows[0].start).date(),
        start=rows[0].start,
        end=max(row.end for row in rows),
        rows=rows,
        paid_spans=_paid_spans(rows, minutes),
    )


def _paid_spans(rows: Iterable[Activity], minutes: LocalMinutes) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for row in rows:
        if not row.paid:
            continue
        start, end = minutes.whole_minutes(row.start, row.end)
        if spans:
            start = max(start, spans[-1][1])
        if start < end:
            spans.append((start, end))
    return tuple(spans)


def _by_agent(duties: Iterable[Duty], known: Iterable[str]) -> dict[str, tuple[Duty, ...]]:
    groups: dict[str, list[Duty]] = {employee_id: [] for employee_id in known}
    for duty in duties:
        if duty.employee_id in groups:
            groups[duty.employee_id].append(duty)
    return {
        employee_id: tuple(sorted(group, key=lambda duty: (duty.start, duty.end)))
        for employee_id, group in groups.items()
    }
