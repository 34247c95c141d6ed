"""Where the cost of coverage bends: steps of under-prices and the worth of late contacts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from .plan import Requirement
from .prices import ticks
from .scenario.types import Queue, Scenario
from .service_value import SAVED_SCALE, ServiceValue

IntArray = npt.NDArray[np.int64]


def hinges(scenario: Scenario, requirement: Requirement) -> tuple[IntArray, IntArray]:
    """Return levels and their prices in ticks per agent and slot, both (K, Q, T)."""
    grid = scenario.grid
    values = {value.queue: value for value in requirement.service_values}
    rows = []
    for k, queue in enumerate(scenario.queues):
        value = values.get(queue.id)
        if value is None:
            rows.append(_steps(scenario, queue, requirement.scheduled[k]))
        else:
            rows.append((value.level, _late_ticks(value)))
    most = max((len(level) for level, _ in rows), default=0)
    both = np.zeros((2, most, len(rows), grid.n_slots), dtype=np.int64)
    for k, row in enumerate(rows):
        for number, part in enumerate(row):
            slots = np.repeat(part, grid.slots_per_interval, axis=1)
            both[number, : len(part), k, : grid.n_demand_slots] = slots
    return both[0], both[1]


def _steps(scenario: Scenario, queue: Queue, scheduled: IntArray) -> tuple[IntArray, IntArray]:
    """Return level and price of every step: what it adds to the price before it."""
    hours = Fraction(scenario.grid.slot_minutes, 60)
    before = [queue.under_price, *(step.price for step in queue.under_steps)]
    shape = (len(queue.under_steps), scheduled.size)
    level, price = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for k, step in enumerate(queue.under_steps):
        level[k] = scheduled - (step.missing - 1)
        price[k] = ticks(Fraction(step.price - before[k]) * hours)
    return level, price


def _late_ticks(value: ServiceValue) -> IntArray:
    """Return the ticks per agent and slot below each level, exactly."""
    unit = np.array([ticks(p / SAVED_SCALE) for p in value.price_by_interval()], dtype=np.int64)
    return value.saved * unit


def late_ticks_of(requirement: Requirement, served: IntArray) -> int:
    """Return what the objective charges for late contacts with `served` (Q, T) agents, in ticks."""
    grid = requirement.grid
    index = {queue_id: k for k, queue_id in enumerate(requirement.queues)}
    total = 0
    for value in requirement.service_values:
        covered = served[index[value.queue], : grid.n_demand_slots]
        missing = value.level[:, :, None] - covered.reshape(1, -1, grid.slots_per_interval)
        total += int((np.maximum(0, missing).sum(axis=2) * _late_ticks(value)).sum())
    return total


def dearest_late_hour(requirement: Requirement) -> Decimal:
    """Return more than the late contacts that an agent-hour can save are worth."""
    per_hour = Fraction(60, requirement.grid.slot_minutes * SAVED_SCALE)
    worth = [
        price * saved * per_hour
        for value in requirement.service_values
        for price, saved in zip(
            value.price_by_interval(), value.saved.sum(axis=0).tolist(), strict=True
        )
    ]
    return Decimal(-int(-max(worth, default=Fraction(0)) // 1))
