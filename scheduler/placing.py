"""Which events are attended, and when: those with a window get a time before rostering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from .plan import Requirement
from .scenario.types import Event, Scenario
from .shifts import ShiftOption, Spans, slots_outward

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]


@dataclass
class _Diary:
    """What is still open to an agent: options (O,), slots taken by events, by optional ones.

    `fixed` marks locked options (O,), `optional` the slots of optional events at a fixed time.
    """

    allowed: BoolArray
    must_work: BoolArray
    fixed: BoolArray
    busy: BoolArray
    optional: BoolArray


def place_events(
    scenario: Scenario,
    requirement: Requirement,
    options: Sequence[ShiftOption],
    allowed: BoolArray,
    must_work: BoolArray,
) -> tuple[Event, ...]:
    """Return the events with the times at which they are attended; None where they are not.

    Mandatory events come first, those at a fixed time before the others. A window is searched
    slot by slot for the span with the least requirement on the agent's queues among those that
    an option open to the agent can hold beside its other events; agents already placed at a time
    make it less attractive for the next. Rows of a locked shift decide the time of an event
    they hold. An event is not attended where no open option can hold it, another event is in its
    way or a locked shift cuts it; the audit reports that where it is mandatory.

    Parameters
    ----------
    allowed : (A, O)
        Options open to every agent, locked shifts included.
    must_work : (A, D)
        Days of locked shifts.
    """
    grid = scenario.grid
    spans = Spans.of(options)
    pressure = _pressure(scenario, requirement)
    row = {agent.employee_id: a for a, agent in enumerate(scenario.agents)}
    diaries = {
        who: _diary(scenario, who, allowed[row[who]], must_work[row[who]], spans)
        for who in {event.employee_id for event in scenario.events}
    }
    attending = np.zeros(grid.n_slots)
    events = [_as_locked(scenario, event) for event in scenario.events]
    rank = sorted(
        range(len(events)), key=lambda k: (not events[k].mandatory, events[k].start is None, k)
    )
    for k in rank:
        event, diary = events[k], diaries[events[k].employee_id]
        if event.start is None:
            agent = scenario.agents[row[event.employee_id]]
            need = sum((pressure[name] for name in sorted(agent.skills)), attending.copy())
            event = _timed(scenario, event, options, spans, diary, need)
        events[k] = _entered(scenario, event, spans, diary)
        start, end = events[k].start, events[k].end
        if start is not None and end is not None and event.window is not None:
            first, last = slots_outward(grid, start, end)
            attending[first:last] += 1
    return tuple(events)


def narrow(
    allowed: BoolArray, must_work: BoolArray, spans: Spans, first: int, last: int, mandatory: bool
) -> None:
    """Leave an agent, in place, the options that contain an event or keep clear of it.

    A mandatory event obliges the agent to work on one day: the locked one whose shift holds it,
    else the last on which an open option does.
    """
    contains = spans.contain(first, last)
    allowed &= contains | ~spans.overlap(first, last)
    holders = np.unique(spans.day[contains & allowed])
    if mandatory and len(holders):
        locked = holders[must_work[holders]]
        day = int(locked[0] if len(locked) else holders[-1])
        must_work[day] = True
        other_days = spans.day != day
        allowed &= contains | other_days
        allowed &= ~(spans.overlap(first, last) & other_days)


def _diary(
    scenario: Scenario, who: str, allowed: BoolArray, must_work: BoolArray, spans: Spans
) -> _Diary:
    n_slots = scenario.grid.n_slots
    optional = np.zeros(n_slots, dtype=bool)
    for event in scenario.events:
        mine = event.employee_id == who and not event.mandatory
        if mine and event.start is not None and event.end is not None:
            optional[slice(*slots_outward(scenario.grid, event.start, event.end))] = True
    return _Diary(
        allowed.copy(),
        must_work.copy(),
        allowed & must_work[spans.day],
        np.zeros(n_slots, dtype=bool),
        optional,
    )


def _as_locked(scenario: Scenario, event: Event) -> Event:
    """Return an event to be placed at the time that locked rows give it."""
    if event.start is not None:
        return event
    rows = [
        row
        for shift in scenario.locked
        if shift.employee_id == event.employee_id
        for row in shift.activities
        if row.code == f"event:{event.event_id}"
    ]
    if not rows:
        return event
    return replace(event, start=min(r.start for r in rows), end=max(r.end for r in rows))


def _entered(scenario: Scenario, event: Event, spans: Spans, diary: _Diary) -> Event:
    """Enter an event into the diary; return it without a time where that cannot be."""
    if event.start is None or event.end is None:
        return event
    first, last = slots_outward(scenario.grid, event.start, event.end)
    contains = spans.contain(first, last)
    cut = spans.overlap(first, last) & ~contains
    if (
        diary.busy[first:last].any()
        or (cut & diary.fixed).any()
        or not (contains & diary.allowed).any()
    ):
        return replace(event, start=None, end=None)
    diary.busy[first:last] = True
    narrow(diary.allowed, diary.must_work, spans, first, last, event.mandatory)
    return event


def _pressure(scenario: Scenario, requirement: Requirement) -> dict[str, FloatArray]:
    """Return the requirement of every queue per slot."""
    grid = scenario.grid
    pressure = {}
    for k, queue in enumerate(scenario.queues):
        need = np.zeros(grid.n_slots)
        need[: grid.n_demand_slots] = np.repeat(requirement.scheduled[k], grid.slots_per_interval)
        pressure[queue.id] = need
    return pressure


def _timed(
    scenario: Scenario,
    event: Event,
    options: Sequence[ShiftOption],
    spans: Spans,
    diary: _Diary,
    need: FloatArray,
) -> Event:
    """Return an event at the time at which it disturbs least; as it is where none is open."""
    if event.window is None:
        return event
    grid = scenario.grid
    slots = -(-event.duration_minutes // grid.slot_minutes)
    first, last = _slots_within(scenario, *event.window)
    candidates = []
    for at in range(first, last - slots + 1):
        span = slice(at, at + slots)
        holders = diary.allowed & spans.contain(at, at + slots)
        cuts = diary.fixed & spans.overlap(at, at + slots) & ~spans.contain(at, at + slots)
        if diary.busy[span].any() or cuts.any():
            continue
        if any(_can_hold(options[o], at, slots) for o in np.flatnonzero(holders).tolist()):
            in_the_way = bool(event.mandatory and diary.optional[span].any())
            candidates.append((in_the_way, float(need[span].sum()), at))
    if not candidates:
        return event
    start = grid.instant(min(candidates)[2])
    return replace(event, start=start, end=start + timedelta(minutes=event.duration_minutes))


def _slots_within(scenario: Scenario, start: datetime, end: datetime) -> tuple[int, int]:
    """Return the slots that lie wholly in a span (first, after the last)."""
    grid = scenario.grid
    step = timedelta(minutes=grid.slot_minutes)
    first = -((grid.start - start) // step)
    return max(0, first), min(grid.n_slots, (end - grid.start) // step)


def _can_hold(option: ShiftOption, at: int, slots: int) -> bool:
    """Say whether each break of an option can avoid [at, at + slots)."""
    return all(
        window.first + window.slots <= at or at + slots <= window.last for window in option.breaks
    )
