"""What has to be covered, in arrays: queues, leads, and who is there whatever the roster is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ..models.rostering.problem import TICKS, Cover
from .cover_hinges import dearest_late_hour, hinges
from .locks import LockedOptions
from .plan import Requirement
from .prices import PROMISE_FACTOR, dearest_hour, ticks
from .scenario.bought_types import BoughtBlock
from .scenario.types import Scenario

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Group = tuple[frozenset[str], bool]
"""Skills, and whether the agents are leads."""


def groups(scenario: Scenario) -> tuple[Group, ...]:
    """Return the distinct skill sets of agents and pools, leads apart, in a stable order."""
    found = {(agent.skills, agent.lead) for agent in scenario.agents}
    found |= {(frozenset(pool.queues), False) for pool in scenario.bought_cover}
    return tuple(sorted(found, key=lambda group: (sorted(group[0]), group[1])))


def build_cover(
    scenario: Scenario,
    requirement: Requirement,
    locked: LockedOptions,
    event: npt.NDArray[np.int8],
    held: Sequence[BoughtBlock] = (),
) -> Cover:
    """Return the cover; `event` (A, T) marks slots in which agents attend events.

    `held` are blocks bought already that stay.
    """
    grid = scenario.grid
    n_queues, demand = len(scenario.queues), grid.n_demand_slots
    shape = (n_queues, grid.n_slots)
    required, minimum = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    under, over, hard = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    required[:, :demand] = np.repeat(requirement.scheduled, grid.slots_per_interval, axis=1)
    is_open = np.repeat(requirement.open, grid.slots_per_interval, axis=1)
    hours = Fraction(grid.slot_minutes, 60)
    promise = PROMISE_FACTOR * ticks(dearest_hour(scenario, dearest_late_hour(requirement)))
    values = {value.queue: value for value in requirement.service_values}
    lost = np.repeat(_bonus_lost(scenario, requirement), grid.slots_per_interval, axis=1)
    for k, queue in enumerate(scenario.queues):
        under[k, :demand] = ticks(Fraction(queue.under_price) * hours) + lost[k]
        over[k, :demand] = ticks(Fraction(queue.over_price) * hours)
        if (value := values.get(queue.id)) is not None:
            required[k, :demand] = np.repeat(value.at_least, grid.slots_per_interval)
            under[k, :demand] -= lost[k]
            over[k] = 0
        if queue.hard_minimum:
            minimum[k, :demand] = np.where(is_open[k], queue.minimum_staff, 0)
            hard[k, :demand] = promise
    index = scenario.queue_index()
    members = groups(scenario)
    table = np.zeros((len(members), n_queues), dtype=bool)
    for g, (names, _) in enumerate(members):
        table[g, [index[name] for name in names]] = True
    fixed, leads = _history_cover(scenario)
    _add_locked(scenario, locked, event, fixed, leads)
    add_blocks(scenario, held, fixed)
    level, level_price = hinges(scenario, requirement)
    return Cover(
        required=required,
        minimum=minimum,
        fixed=fixed,
        under=under,
        over=over,
        hard=hard,
        skills=table,
        lead=np.array([lead for _, lead in members], dtype=np.bool_),
        lead_minimum=_lead_minimum(scenario, is_open),
        lead_price=_lead_price(scenario, promise),
        lead_hard=np.array([duty.price is None for duty in scenario.rules.leads], dtype=np.bool_),
        lead_fixed=leads,
        level=level,
        level_price=level_price,
    )


def _bonus_lost(scenario: Scenario, requirement: Requirement) -> IntArray:
    """Return the ticks of bonus value less bonus that a missing agent loses in a slot, (Q, I).

    A stand-in: an agent-hour missing is an hour not worked on the queue, or 3600 / AHT contacts
    not answered. Nothing where a bonus costs what it is worth.
    """
    index = scenario.queue_index()
    lost = np.zeros(requirement.aht_s.shape)
    for bonus in scenario.pay.bonuses:
        worth = float(max(Decimal(0), bonus.value - bonus.amount)) * bonus.share
        aht_s = requirement.aht_s[index[bonus.queue]]
        contacts = np.divide(3600.0, aht_s, out=np.zeros_like(aht_s), where=aht_s > 0)
        lost[index[bonus.queue]] += worth * (contacts if bonus.per == "contact" else 1.0)
    return np.rint(lost * TICKS * scenario.grid.slot_minutes / 60).astype(np.int64)


def _history_cover(scenario: Scenario) -> tuple[IntArray, IntArray]:
    """Return agents per queue and slot, and leads per slot, of history that runs into the grid."""
    grid, index = scenario.grid, scenario.queue_index()
    lead = {agent.employee_id for agent in scenario.agents if agent.lead}
    fixed = np.zeros((len(scenario.queues), grid.n_slots), dtype=np.int64)
    leads = np.zeros(grid.n_slots, dtype=np.int64)
    for shift in scenario.history:
        for activity in shift.activities:
            served = activity.queue if activity.code == "work" else None
            if activity.code != "work" or activity.end <= grid.start:
                continue
            first = grid.slot_at(activity.start + timedelta(minutes=grid.slot_minutes - 1))
            span = slice(max(0, first), max(0, grid.slot_at(activity.end)))
            if served in index:
                fixed[index[served], span] += 1
            if shift.employee_id in lead:
                leads[span] += 1
    return fixed, leads


def add_blocks(scenario: Scenario, blocks: Sequence[BoughtBlock], fixed: IntArray) -> None:
    """Count blocks that are bought already."""
    grid, index = scenario.grid, scenario.queue_index()
    for block in blocks:
        for span in block.spans:
            if span.queue is not None:
                slots = slice(max(0, grid.slot_at(span.start)), max(0, grid.slot_at(span.end)))
                fixed[index[span.queue], slots] += block.agents


def _add_locked(
    scenario: Scenario,
    locked: LockedOptions,
    event: npt.NDArray[np.int8],
    fixed: IntArray,
    leads: IntArray,
) -> None:
    """Count locked shifts whose rows name queues, where their agents attend no event."""
    index = scenario.queue_index()
    row = {agent.employee_id: a for a, agent in enumerate(scenario.agents)}
    for lock in locked.locks:
        option, a = locked.options[lock.option], row[lock.employee_id]
        for t, name in enumerate(option.queues or (), start=option.start):
            if name is not None and not event[a, t]:
                fixed[index[name], t] += 1
                leads[t] += scenario.agents[a].lead


def _lead_minimum(scenario: Scenario, is_open: BoolArray) -> IntArray:
    """Return the leads each duty wants in every slot, (L, T)."""
    grid, index = scenario.grid, scenario.queue_index()
    wanted = np.zeros((len(scenario.rules.leads), grid.n_slots), dtype=np.int64)
    for k, duty in enumerate(scenario.rules.leads):
        some = is_open[[index[name] for name in sorted(duty.queues)]].any(axis=0)
        wanted[k, : grid.n_demand_slots] = np.where(some, duty.minimum, 0)
    return wanted


def _lead_price(scenario: Scenario, promise: int) -> IntArray:
    """Return the ticks of a lead missing for a slot, (L, T)."""
    hours = Fraction(scenario.grid.slot_minutes, 60)
    prices = [
        promise if duty.price is None else ticks(Fraction(duty.price) * hours)
        for duty in scenario.rules.leads
    ]
    row = np.array(prices, dtype=np.int64).reshape(len(prices), 1)
    return np.tile(row, (1, scenario.grid.n_slots))
