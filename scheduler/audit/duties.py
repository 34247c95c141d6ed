"""The roster as the auditor reads it: rows in order of time, whole minutes, people sorted out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from ..scenario.rule_types import WorkRules
from ..scenario.types import Activity, Agent, Scenario, Shift, ShiftTemplate, TimeOff
from .local_minutes import LocalMinutes, local_minutes, week_of
from .wording import clock_text

# Minutes are looked at from a day before the first shift of the history or the horizon on.
MARGIN = timedelta(days=1)
BREAK = "break:"


@dataclass(frozen=True)
class TakenBreak:
    """A break as the schedule has it; rows of one code that touch are one break."""

    id: str
    start: datetime
    end: datetime
    paid: bool
    zone: str

    @property
    def label(self) -> str:
        """How sentences name the break."""
        return f"break {self.id!r} at {clock_text(self.zone, self.start)}"


@dataclass(frozen=True)
class Duty:
    """A shift with its rows sorted by time and rows without length left out.

    Attributes
    ----------
    day : date
        Date of the first instant in the agent's zone; whatever the schedule calls the business
        date.
    start, end : datetime
        First and last instant of any row (UTC).
    zone : str
        The agent's zone.
    begins, ends : datetime
        Start and end as the clock of the agent's zone shows them (naive).
    paid_spans : tuple of (int, int)
        Paid minutes as spans of minute numbers without overlap: no minute is paid twice.
    """

    employee_id: str
    shift_id: str
    day: date
    start: datetime
    end: datetime
    zone: str
    begins: datetime
    ends: datetime
    rows: tuple[Activity, ...]
    paid_spans: tuple[tuple[int, int], ...]

    @cached_property
    def paid_minutes(self) -> int:
        """Minutes paid, which are also the minutes that count towards weekly hours."""
        return sum(end - start for start, end in self.paid_spans)

    @property
    def begins_clock(self) -> int:
        """Minutes after midnight that the clock shows at the start."""
        return self.begins.hour * 60 + self.begins.minute

    @cached_property
    def breaks(self) -> tuple[TakenBreak, ...]:
        """The breaks of the shift in order of time."""
        found = []
        for code in {row.code for row in self.rows if row.code.startswith(BREAK)}:
            for start, end in self.spans_of(code):
                paid = all(r.paid for r in self.rows if r.code == code and start <= r.start < end)
                found.append(TakenBreak(code.removeprefix(BREAK), start, end, paid, self.zone))
        return tuple(sorted(found, key=lambda taken: (taken.start, taken.end, taken.id)))

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
class Person:
    """An agent with its rules, the duties planned and those of the history, in order of start."""

    agent: Agent
    rules: WorkRules
    zone: str
    planned: tuple[Duty, ...]
    history: tuple[Duty, ...]
    first_day: date
    last_day: date

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """History and plan together, in order of start."""
        return tuple(sorted((*self.history, *self.planned), key=lambda d: (d.start, d.end)))

    @cached_property
    def planned_days(self) -> frozenset[date]:
        """Business dates of the plan."""
        return frozenset(duty.day for duty in self.planned)

    @cached_property
    def history_days(self) -> frozenset[date]:
        """Business dates of the history."""
        return frozenset(duty.day for duty in self.history)

    @cached_property
    def first_known(self) -> date:
        """The first date of which it is known whether the agent worked.

        That of its first shift in the history, or the horizon's first where it has none.
        """
        return min(self.first_day, *self.history_days) if self.history else self.first_day


@dataclass(frozen=True)
class Roster:
    """The duties of a schedule and of the history by agent, each in order of start.

    `planned` and `history` have a key for every agent of the scenario. `strangers` are the
    duties of people the scenario does not know. `minutes` is the site's clock; the tables of
    other zones (`minutes_of`) have the same numbers for the same minutes.
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
    def weeks(self) -> Mapping[date, tuple[date, ...]]:
        """The first day of every week of the horizon with the week's days inside it."""
        weeks: dict[date, list[date]] = {}
        for day in self.days:
            weeks.setdefault(week_of(day, self.scenario.week_start), []).append(day)
        return {week: tuple(days) for week, days in weeks.items()}

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Every agent of the scenario with its rules and duties."""
        return tuple(
            Person(
                agent=agent,
                rules=self.scenario.work_rules(agent.contract),
                zone=self.scenario.zone_of(agent),
                planned=planned,
                history=history,
                first_day=self.days[0],
                last_day=self.days[-1],
            )
            for agent, planned, history in self.agents()
        )

    @cached_property
    def zones(self) -> Mapping[str, str]:
        """The zone of every agent by employee id."""
        return zones_of(self.scenario)

    def zone_of(self, employee_id: str) -> str:
        """Return the zone of an agent's clock; the site's for people not in the scenario."""
        return self.zones.get(employee_id, self.scenario.zone)

    def minutes_of(self, agent: Agent) -> LocalMinutes:
        """Return the local minutes of an agent's zone, numbered as those of the site."""
        return _minutes_around(self.scenario, self.scenario.zone_of(agent), self.minutes.origin)

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
    minutes = _minutes_around(scenario, scenario.zone, _origin(scenario))
    zones = zones_of(scenario)
    planned = [duty for s in shifts if (duty := _duty(s, scenario, zones, minutes))]
    past = [duty for s in scenario.history if (duty := _duty(s, scenario, zones, minutes))]
    return Roster(
        scenario=scenario,
        minutes=minutes,
        planned=_by_agent(planned, zones),
        history=_by_agent(past, zones),
        strangers=tuple(duty for duty in planned if duty.employee_id not in zones),
    )


def zones_of(scenario: Scenario) -> dict[str, str]:
    """Return the zone of every agent by employee id."""
    return {agent.employee_id: scenario.zone_of(agent) for agent in scenario.agents}


def positive_rows(shift: Shift) -> tuple[Activity, ...]:
    """Return a shift's rows of positive length in order of time."""
    rows = (row for row in shift.activities if row.start < row.end)
    return tuple(sorted(rows, key=lambda row: (row.start, row.end)))


def _origin(scenario: Scenario) -> datetime:
    starts = [shift.start for shift in scenario.history if shift.activities]
    return min([scenario.grid.start, *starts]).replace(second=0, microsecond=0) - MARGIN


def _minutes_around(scenario: Scenario, zone: str, origin: datetime) -> LocalMinutes:
    return local_minutes(zone, origin, scenario.grid.instant(scenario.grid.n_slots))


def _duty(
    shift: Shift, scenario: Scenario, zones: Mapping[str, str], minutes: LocalMinutes
) -> Duty | None:
    rows = positive_rows(shift)
    if not rows:
        return None
    zone = zones.get(shift.employee_id, scenario.zone)
    clock = ZoneInfo(zone)
    start, end = rows[0].start, max(row.end for row in rows)
    begins = start.astimezone(clock).replace(tzinfo=None)
    return Duty(
        employee_id=shift.employee_id,
        shift_id=shift.shift_id,
        day=begins.date(),
        start=start,
        end=end,
        zone=zone,
        begins=begins,
        ends=end.astimezone(clock).replace(tzinfo=None),
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
