"""Events with a window get a time before rostering: where the agent's queues need it least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from .plan import Requirement
from .scenario.types import Agent, Event, Scenario
from .shifts import ShiftOption, absent_slots, slots_outward

IntArray = npt.NDArray[np.int64]


def place_events(
    scenario: Scenario, requirement: Requirement, options: Sequence[ShiftOption]
) -> tuple[Event, ...]:
    """Return the events with a start and an end each.

    A window is searched slot by slot for the span with the least requirement on the agent's
    queues among those that a shift of the agent's contract can hold clear of leave and of its
    other events; agents already placed at a time make it less attractive for the next. An event
    that fits nowhere stays without a time and is left out of the roster, which the audit reports
    where the event is mandatory.
    """
    grid = scenario.grid
    pressure = _pressure(scenario, requirement)
    agents = {agent.employee_id: agent for agent in scenario.agents}
    busy = {agent.employee_id: np.zeros(grid.n_slots + 1, dtype=bool) for agent in scenario.agents}
    for employee_id, first, last in absent_slots(scenario):
        busy[employee_id][first:last] = True
    for event in scenario.events:
        if event.start is not None and event.end is not None:
            first, last = slots_outward(grid, event.start, event.end)
            busy[event.employee_id][first:last] = True
    attending = np.zeros(grid.n_slots)
    placed = []
    for event in scenario.events:
        if event.start is not None or event.window is None:
            placed.append(event)
            continue
        agent = agents[event.employee_id]
        need = sum((pressure[name] for name in sorted(agent.skills)), attending.copy())
        at = _best_start(scenario, event, agent, options, busy[event.employee_id], need)
        if at is None:
            placed.append(event)
            continue
        slots = -(-event.duration_minutes // grid.slot_minutes)
        busy[event.employee_id][at : at + slots] = True
        attending[at : at + slots] += 1
        start = grid.instant(at)
        end = start + timedelta(minutes=event.duration_minutes)
        placed.append(replace(event, start=start, end=end))
    return tuple(placed)


def _pressure(scenario: Scenario, requirement: Requirement) -> dict[str, npt.NDArray[np.float64]]:
    """Return the requirement of every queue per slot."""
    grid = scenario.grid
    pressure = {}
    for k, queue in enumerate(scenario.queues):
        need = np.zeros(grid.n_slots)
        need[: grid.n_demand_slots] = np.repeat(requirement.scheduled[k], grid.slots_per_interval)
        pressure[queue.id] = need
    return pressure


def _best_start(
    scenario: Scenario,
    event: Event,
    agent: Agent,
    options: Sequence[ShiftOption],
    busy: npt.NDArray[np.bool_],
    need: npt.NDArray[np.float64],
) -> int | None:
    """Return the slot at which the event disturbs least, None where no shift can hold it."""
    grid = scenario.grid
    if event.window is None:
        return None
    slots = -(-event.duration_minutes // grid.slot_minutes)
    first = max(
        0, -(-int((event.window[0] - grid.start).total_seconds()) // (60 * grid.slot_minutes))
    )
    last = grid.slot_at(event.window[1]) - slots
    candidates = [
        (float(need[at : at + slots].sum()), at)
        for at in range(first, last + 1)
        if not busy[at : at + slots].any()
        and any(
            o.kind in agent.contract.shift_kinds
            and o.start <= at
            and at + slots <= o.end
            and not any(_must_overlap(o, k, at, slots) for k in range(len(o.breaks)))
            for o in options
        )
    ]
    return min(candidates)[1] if candidates else None


def _must_overlap(option: ShiftOption, k: int, at: int, slots: int) -> bool:
    """Say whether the k-th break of an option cannot avoid [at, at + slots)."""
    window = option.breaks[k]
    before = window.first + window.slots <= at
    after = at + slots <= window.last
    return not (before or after)
