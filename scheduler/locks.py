"""Locked shifts among the options: a template's shift with open breaks, or rows that fix it all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .break_windows import BreakWindow
from .scenario.types import Activity, Scenario, Shift
from .shifts import BoolArray, IntArray, ShiftOption, Spans, rest_slots, template_of


@dataclass(frozen=True)
class LockedOption:
    """An agent whose only option on a day is `option`."""

    employee_id: str
    option: int


@dataclass(frozen=True)
class LockedOptions:
    """All options, locked ones added, in order of day; and who is locked to which."""

    options: tuple[ShiftOption, ...]
    locks: tuple[LockedOption, ...]


def locked_options(scenario: Scenario, options: Sequence[ShiftOption]) -> LockedOptions:
    """Add an option for every locked shift whose rows fix its activities; point to the others."""
    wanted = [(shift, _option_for(scenario, shift, options)) for shift in scenario.locked]
    offered = set(options)
    new = [option for _, option in wanted if option not in offered]
    merged = tuple(sorted((*options, *dict.fromkeys(new)), key=lambda option: option.day))
    position = {option: k for k, option in enumerate(merged)}
    locks = tuple(LockedOption(shift.employee_id, position[option]) for shift, option in wanted)
    return LockedOptions(merged, locks)


def apply_locks(
    scenario: Scenario, locked: LockedOptions, allowed: BoolArray, must_work: BoolArray
) -> None:
    """A locked shift is the only option of its day, must be taken, and has its rest around it."""
    row = {agent.employee_id: a for a, agent in enumerate(scenario.agents)}
    spans = Spans.of(locked.options)
    for lock in locked.locks:
        a, option = row[lock.employee_id], locked.options[lock.option]
        rest = rest_slots(scenario, scenario.agents[a].contract)
        clear = (spans.start >= option.end + rest) | (spans.end + rest <= option.start)
        allowed[a] &= clear & (spans.day != option.day)
    for lock in locked.locks:
        a, option = row[lock.employee_id], locked.options[lock.option]
        allowed[a, lock.option] = True
        must_work[a, option.day] = True


def locked_minutes(scenario: Scenario, locked: LockedOptions, week: IntArray) -> IntArray:
    """Return the paid minutes of every agent's locked shifts by week, (A, W)."""
    row = {agent.employee_id: a for a, agent in enumerate(scenario.agents)}
    minutes = np.zeros((len(scenario.agents), int(week[-1]) + 1), dtype=np.int64)
    for lock in locked.locks:
        option = locked.options[lock.option]
        paid = option.paid_slots * scenario.grid.slot_minutes
        minutes[row[lock.employee_id], week[option.day]] += paid
    return minutes


def _option_for(scenario: Scenario, shift: Shift, options: Sequence[ShiftOption]) -> ShiftOption:
    grid = scenario.grid
    zone = next(scenario.zone_of(a) for a in scenario.agents if a.employee_id == shift.employee_id)
    start, end = grid.slot_at(shift.start), grid.slot_at(shift.end)
    day = (shift.business_date - grid.first_day).days
    if shift.activities[0].code == "shift":
        for option in options:
            span = (option.shift_id, option.day, option.start, option.end, option.zone)
            if span == (shift.shift_id, day, start, end, zone):
                return option
    known = {f"event:{e.event_id}" for e in scenario.events if e.employee_id == shift.employee_id}
    fixed = tuple(
        BreakWindow(a.code, first, first, grid.slot_at(a.end) - first, a.paid)
        for a in shift.activities
        if not _is_work(a) and a.code not in known  # the event itself keeps its slots free
        for first in [grid.slot_at(a.start)]
    )
    template = template_of(scenario, shift, zone)
    kind = "" if template is None else template.kind
    queues = _queues(scenario, shift.activities)
    return ShiftOption(shift.shift_id, kind, day, start, end, fixed, None, queues, zone)


def _queues(scenario: Scenario, activities: Sequence[Activity]) -> tuple[str | None, ...] | None:
    """Return the queue of every slot where the rows name queues, None where they name none.

    A work row without a queue beside rows with one takes the queue of the row before it.
    """
    if not any(_is_work(a) and a.queue for a in activities):
        return None
    named = next(a.queue for a in activities if _is_work(a) and a.queue)
    queues: list[str | None] = []
    for activity in activities:
        slots = scenario.grid.slot_at(activity.end) - scenario.grid.slot_at(activity.start)
        if _is_work(activity):
            named = activity.queue or named
        queues.extend([named if _is_work(activity) else None] * slots)
    return tuple(queues)


def _is_work(activity: Activity) -> bool:
    """Say whether an activity serves queues; the `work` column of a file does not decide that."""
    return activity.code in ("work", "shift")
