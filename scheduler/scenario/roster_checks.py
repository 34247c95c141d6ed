"""What the tables must fulfil together: agents, leave, locked shifts, history and events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from ..calendar import Grid, shift_span
from .events import ReadEvents
from .faults import FaultLog
from .types import (
    Agent,
    Contract,
    Event,
    Queue,
    Rules,
    Shift,
    ShiftTemplate,
    TimeOff,
    Unavailability,
)
from .whole_shifts import starts
from .worked import WorkedShift

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Absent:
    """Spans in which each agent cannot work, and what hinders."""

    by_agent: dict[str, list[tuple[datetime, datetime, str]]]

    @staticmethod
    def of(time_off: Iterable[TimeOff], unavailable: Iterable[Unavailability]) -> Absent:
        """Collect leave and unavailability."""
        by_agent: dict[str, list[tuple[datetime, datetime, str]]] = defaultdict(list)
        for leave in time_off:
            by_agent[leave.employee_id].append((leave.start, leave.end, "leave"))
        for span in unavailable:
            by_agent[span.employee_id].append((span.start, span.end, "unavailability"))
        return Absent(dict(by_agent))

    def hindrance(self, employee_id: str, start: datetime, end: datetime) -> str | None:
        """Return what overlaps a span: ``leave``, ``unavailability`` or None."""
        for begin, until, what in self.by_agent.get(employee_id, ()):
            if begin < end and start < until:
                return what
        return None


def check_locked(
    locked: tuple[WorkedShift, ...],
    history: tuple[WorkedShift, ...],
    file: str,
    agents: dict[str, Agent],
    absent: Absent,
    rules: Rules,
    grid: Grid,
    log: FaultLog,
) -> None:
    """Locked shifts must be possible together with leave, skills, rest and the history."""
    last_day = grid.day(grid.days - 1)
    before: dict[str, Shift] = {}
    for worked in history:
        before[worked.shift.employee_id] = worked.shift
    for worked in locked:
        shift, line = worked.shift, worked.line
        agent = agents.get(shift.employee_id)
        if not grid.first_day <= shift.business_date <= last_day:
            message = f"a locked shift must begin in the horizon, {grid.first_day} to {last_day}"
            log.add(file, message, line=line, column="business_date", value=shift.business_date)
        what = absent.hindrance(shift.employee_id, shift.start, shift.end)
        if what is not None:
            message = f"the locked shift overlaps {what} of {shift.employee_id}"
            log.add(file, message, line=line, column="start", value=_local(shift.start, grid))
        for queue in sorted({a.queue for a in shift.activities if a.queue and a.work}):
            if agent is not None and queue not in agent.skills:
                skills = ", ".join(sorted(agent.skills))
                message = f"{shift.employee_id} does not have this skill; has: {skills}"
                log.add(file, message, line=line, column="queue", value=queue)
        own = rules.work if agent is None else agent.contract.rules or rules.work
        last = before.get(shift.employee_id)
        _check_rest(last, worked, file, own.min_rest_minutes, grid, log)
        before[shift.employee_id] = shift


def _check_rest(
    before: Shift | None, worked: WorkedShift, file: str, least: int, grid: Grid, log: FaultLog
) -> None:
    shift, line = worked.shift, worked.line
    if before is None:
        return
    if before.business_date == shift.business_date:
        message = f"{shift.employee_id} has two shifts on this date; one is allowed"
        log.add(file, message, line=line, column="business_date", value=shift.business_date)
        return
    rest = (shift.start - before.end) // timedelta(minutes=1)
    if rest < least:
        message = (
            f"{rest} minutes after the end of the shift of {before.business_date} of "
            f"{shift.employee_id}; the rest is at least {least}"
        )
        log.add(file, message, line=line, column="start", value=_local(shift.start, grid))


def check_history(history: tuple[WorkedShift, ...], file: str, grid: Grid, log: FaultLog) -> None:
    """History begins before the horizon, and its shifts do not overlap."""
    before: dict[str, Shift] = {}
    for worked in history:
        shift, line = worked.shift, worked.line
        if shift.business_date >= grid.first_day:
            message = f"history must begin before the horizon, {grid.first_day}"
            log.add(file, message, line=line, column="business_date", value=shift.business_date)
        last = before.get(shift.employee_id)
        if last is not None and last.end > shift.start:
            message = f"overlaps the shift of {last.business_date} of {shift.employee_id}"
            log.add(file, message, line=line, column="start", value=_local(shift.start, grid))
        before[shift.employee_id] = shift


def check_events(
    events: ReadEvents,
    agents: dict[str, Agent],
    templates: tuple[ShiftTemplate, ...],
    locked: tuple[WorkedShift, ...],
    absent: Absent,
    grid: Grid,
    log: FaultLog,
) -> None:
    """A mandatory event fits into some shift of its agent; fixed ones do not overlap."""
    fixed: dict[str, list[Event]] = defaultdict(list)
    locked_of: dict[str, list[Shift]] = defaultdict(list)
    for worked in locked:
        locked_of[worked.shift.employee_id].append(worked.shift)
    shifts_of = _spans_of_day(templates)
    for event, line in zip(events.rows, events.lines, strict=True):
        agent = agents.get(event.employee_id)
        if not event.mandatory or agent is None:
            continue
        own_locked = locked_of[event.employee_id]
        spans = _possible_spans(event, agent, shifts_of, own_locked, absent, grid)
        if not any(_fits(event, span, grid) for span in spans):
            message = (
                f"no shift that {event.employee_id} may work contains the mandatory event "
                f"{event.event_id} (contract {agent.contract.id}, leave and availability)"
            )
            shown = event.start or (event.window[0] if event.window else None)
            column = "start" if event.start is not None else "window_start"
            value = None if shown is None else _local(shown, grid)
            log.add(events.file, message, line=line, column=column, value=value)
        for other in fixed[event.employee_id]:
            if _overlap(event, other):
                message = f"overlaps the event {other.event_id} of {event.employee_id}"
                log.add(events.file, message, line=line, column="start", value=event.event_id)
        if event.start is not None:
            fixed[event.employee_id].append(event)


def _overlap(one: Event, other: Event) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def _possible_spans(
    event: Event,
    agent: Agent,
    shifts_of: Callable[[Contract, date, str], tuple[Span, ...]],
    own_locked: list[Shift],
    absent: Absent,
    grid: Grid,
) -> Iterator[Span]:
    first, last = event.window or (event.start, event.end)
    if first is None or last is None:
        return
    yield from ((shift.start, shift.end) for shift in own_locked)
    zone = agent.zone or grid.zone
    day = first.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    while day <= last.astimezone(ZoneInfo(zone)).date():
        if grid.first_day <= day < grid.first_day + timedelta(days=grid.days):
            for start, end in shifts_of(agent.contract, day, zone):
                if absent.hindrance(agent.employee_id, start, end) is None:
                    yield start, end
        day += timedelta(days=1)


def _spans_of_day(
    templates: tuple[ShiftTemplate, ...],
) -> Callable[[Contract, date, str], tuple[Span, ...]]:
    """Return a function that lists what shifts of a contract on a date of a zone may cover."""
    known: dict[tuple[str, date, str], tuple[Span, ...]] = {}

    def spans(contract: Contract, day: date, zone: str) -> tuple[Span, ...]:
        if (contract.id, day, zone) not in known:
            known[contract.id, day, zone] = tuple(
                span
                for template in templates
                if template.kind in contract.shift_kinds and day.weekday() in template.weekdays
                for start in starts(template)
                for length in template.lengths_minutes
                if (span := shift_span(day, start, length, zone)) is not None
            )
        return known[contract.id, day, zone]

    return spans


def _fits(event: Event, span: Span, grid: Grid) -> bool:
    if event.start is not None and event.end is not None:
        return span[0] <= event.start and event.end <= span[1]
    if event.window is None:
        return False
    step = timedelta(minutes=grid.slot_minutes)
    begin = max(span[0], event.window[0])
    late = (begin - grid.start) % step
    if late:
        begin += step - late  # events begin on the planning grid
    return begin + timedelta(minutes=event.duration_minutes) <= min(span[1], event.window[1])


def skill_notes(
    queues: tuple[Queue, ...], agents: Iterable[Agent], forecast: pl.DataFrame
) -> tuple[str, ...]:
    """Return a sentence for every queue with volume that no agent can serve."""
    skills = {skill for agent in agents for skill in agent.skills}
    with_volume = set(forecast.filter(pl.col("volume") > 0)["queue"].unique())
    return tuple(
        f"agents.csv: nobody has the skill {queue.id}; all of its demand will be missing."
        for queue in queues
        if queue.id in with_volume and queue.id not in skills
    )


def queues_without_patience(queues: tuple[Queue, ...], forecast: pl.DataFrame) -> tuple[int, ...]:
    """Return the positions of queues whose abandonment is limited but who never hang up."""
    with_patience = set(forecast.drop_nulls("patience_s")["queue"].unique())
    return tuple(
        k
        for k, queue in enumerate(queues)
        if queue.max_abandonment is not None
        and queue.patience_s is None
        and queue.id not in with_patience
    )


def _local(instant: datetime, grid: Grid) -> str:
    return grid.local(instant).isoformat(timespec="minutes")
