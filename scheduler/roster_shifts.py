"""A solved roster back in the planner's world: shifts with activities, each slot on a queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from ..models.rostering.assignment import queue_per_slot
from ..models.rostering.problem import OFF, Roster
from .problem import ProblemMap
from .problem_bought import blocks_of
from .scenario.bought_types import BoughtBlock
from .scenario.types import Activity, Event, Scenario, Shift
from .shifts import ShiftOption

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Assigned:
    """A roster in the planner's world: shifts by agent and date, blocks by pool and time."""

    shifts: tuple[Shift, ...]
    bought: tuple[BoughtBlock, ...]


def assigned(scenario: Scenario, solved: ProblemMap, roster: Roster) -> Assigned:
    """Return the roster's shifts and the blocks it buys, everybody on a queue."""
    queue_of = queue_per_slot(solved.problem, roster)
    units = queue_of[len(scenario.agents) :]
    bought = blocks_of(scenario, solved.offers, roster.bought, units)
    return Assigned(_shifts(scenario, solved, roster, queue_of), bought)


def shifts_of(scenario: Scenario, solved: ProblemMap, roster: Roster) -> tuple[Shift, ...]:
    """Return the roster's shifts, by agent and date."""
    return assigned(scenario, solved, roster).shifts


def _shifts(
    scenario: Scenario, solved: ProblemMap, roster: Roster, queue_of: IntArray
) -> tuple[Shift, ...]:
    locked = {(s.employee_id, s.business_date): s for s in scenario.locked}
    events: dict[str, list[Event]] = {}
    for event in solved.events:
        if event.start is not None:
            events.setdefault(event.employee_id, []).append(event)
    shifts = []
    for a, agent in enumerate(scenario.agents):
        for d in range(scenario.grid.days):
            o = int(roster.option[a, d])
            if o == OFF:
                continue
            option = solved.options[o]
            day = scenario.grid.day(d)
            activities = _activities(
                scenario,
                option,
                roster.breaks[a, d],
                queue_of[a],
                events.get(agent.employee_id, ()),
            )
            is_locked = (agent.employee_id, day) in locked
            shifts.append(Shift(agent.employee_id, option.shift_id, day, activities, is_locked))
    return tuple(shifts)


def _activities(
    scenario: Scenario,
    option: ShiftOption,
    breaks: IntArray,
    queue_of: IntArray,
    events: Sequence[Event],
) -> tuple[Activity, ...]:
    """Cut one shift into breaks, events and work on one queue at a time."""
    grid = scenario.grid
    label: list[tuple[str, bool, bool, str | None]] = []
    for t in range(option.start, option.end):
        if option.queues is not None:
            queue = option.queues[t - option.start]
        else:
            queue = scenario.queues[queue_of[t]].id if queue_of[t] >= 0 else None
        label.append(("work", True, True, queue))
    for event in events:
        if event.start is None or event.end is None:
            continue
        first, last = grid.slot_at(event.start), grid.slot_at(event.end - timedelta(seconds=1)) + 1
        if option.start <= first and last <= option.end:
            mark = (f"event:{event.event_id}", event.paid, False, None)
            label[first - option.start : last - option.start] = [mark] * (last - first)
    for window, at in zip(option.breaks, breaks.tolist(), strict=False):
        mark = (window.code, window.paid, False, None)
        begin = at - option.start
        label[begin : begin + window.slots] = [mark] * window.slots
    activities = []
    begin = 0
    for k in range(1, len(label) + 1):
        if k == len(label) or label[k] != label[begin]:
            code, paid, work, queue = label[begin]
            span = (grid.instant(option.start + begin), grid.instant(option.start + k))
            activities.append(Activity(code, *span, paid, work, queue))
            begin = k
    return tuple(activities)
