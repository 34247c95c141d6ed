"""Agents present by queue and slot, counted from the rows, and what lacks and excess cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ..calendar import Grid
from ..results import Requirement
from ..scenario.types import Activity, Queue
from .bought import Purchases
from .duties import Roster

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Staffing:
    """Agents against the requirement in the slots in which demand counts.

    Arrays have shape (queues, grid.n_demand_slots), the queues in the requirement's order.

    Attributes
    ----------
    covered, wanted : agents present, and `scheduled` of the requirement.
    least : minimum staff where it is a promise and the queue is open, else 0.
    priced : agents below which `under_price` is due: `wanted`, or what the other targets need on
        a queue valued by its service level.
    valued : bool (queues,), whether a queue is valued by its service level.
    """

    grid: Grid
    queues: tuple[Queue, ...]
    covered: IntArray
    wanted: IntArray
    least: IntArray
    priced: IntArray
    valued: BoolArray

    @property
    def under(self) -> IntArray:
        """Agents missing per queue and slot."""
        return (self.wanted - self.covered).clip(min=0)

    @property
    def over(self) -> IntArray:
        """Agents too many per queue and slot."""
        return (self.covered - self.wanted).clip(min=0)

    def hours(self, agents: IntArray) -> list[Fraction]:
        """Return the agent-hours of each queue for agents per queue and slot."""
        return [Fraction(int(row.sum()) * self.grid.slot_minutes, 60) for row in agents]

    def understaffing_cost(self) -> Fraction:
        """Return the price of the agent-hours missing, by the steps of each queue."""
        missing = (self.priced - self.covered).clip(min=0)
        total = Fraction(0)
        for queue, row in zip(self.queues, missing, strict=True):
            counts, slots = np.unique(row, return_counts=True)
            for agents, often in zip(counts.tolist(), slots.tolist(), strict=True):
                total += _price_missing(queue, agents) * often
        return total * self.grid.slot_minutes / 60

    def overstaffing_cost(self) -> Fraction:
        """Return the price of the agent-hours above the requirement."""
        hours = self.hours(np.where(self.valued[:, None], 0, self.over))
        prices = (Fraction(queue.over_price) for queue in self.queues)
        return sum((h * price for h, price in zip(hours, prices, strict=True)), Fraction(0))


def _price_missing(queue: Queue, agents: int) -> Fraction:
    """Return the price an hour of so many agents missing at once, one after the other."""
    total = Fraction(0)
    for number in range(1, agents + 1):
        price = queue.under_price
        for step in queue.under_steps:
            if number >= step.missing:
                price = step.price
        total += Fraction(price)
    return total


def staffing(roster: Roster, requirement: Requirement, purchases: Purchases) -> Staffing:
    """Count the agents present and set them against the requirement, slot by slot."""
    grid = requirement.grid
    by_id = {queue.id: queue for queue in roster.scenario.queues}
    queues = tuple(by_id[queue_id] for queue_id in requirement.queues)
    per_interval = grid.slots_per_interval
    minimum = np.array([q.minimum_staff if q.hard_minimum else 0 for q in queues], dtype=np.int64)
    covered = covered_slots(roster, grid, requirement.queues)
    covered += purchases.covered_slots(grid, requirement.queues)
    values = {value.queue: value.at_least for value in requirement.service_values}
    priced = [
        values.get(queue.id, wanted)
        for queue, wanted in zip(queues, requirement.scheduled, strict=True)
    ]
    return Staffing(
        grid=grid,
        queues=queues,
        covered=covered[:, : grid.n_demand_slots],
        wanted=np.repeat(requirement.scheduled, per_interval, axis=1),
        least=np.repeat(requirement.open * minimum[:, None], per_interval, axis=1),
        priced=np.repeat(np.array(priced, dtype=np.int64), per_interval, axis=1),
        valued=np.array([queue.id in values for queue in queues], dtype=np.bool_),
    )


def covered_slots(roster: Roster, grid: Grid, queues: Sequence[str]) -> IntArray:
    """Count agents by queue and slot, shape (queues, grid.n_slots).

    A `work` row with a queue counts as one agent in every slot that it covers whole; rows of
    the history that run into the horizon count too. An agent counts once in a slot, for the
    row that begins first, whatever overlaps it.
    """
    index = {queue_id: k for k, queue_id in enumerate(queues)}
    covered = np.zeros((len(queues), grid.n_slots), dtype=np.int64)
    for _, planned, history in roster.agents():
        free = np.ones(grid.n_slots, dtype=np.bool_)
        for duty in (*history, *planned):
            for row in duty.rows:
                queue = _queue_served(row, index)
                if queue is not None:
                    _count(row, grid, free, covered[queue])
    return covered


def required_hours(requirement: Requirement) -> float:
    """Return the agent-hours to be scheduled over the intervals in which demand counts."""
    return int(requirement.scheduled.sum()) * requirement.grid.interval_minutes / 60


def paid_hours(roster: Roster) -> dict[str, float]:
    """Return the hours of paid minutes in planned shifts of every agent of the scenario."""
    return {
        agent.employee_id: sum(duty.paid_minutes for duty in planned) / 60
        for agent, planned, _ in roster.agents()
    }


def _queue_served(row: Activity, index: dict[str, int]) -> int | None:
    if row.code != "work" or row.queue is None:
        return None
    return index.get(row.queue)


def _count(row: Activity, grid: Grid, free: BoolArray, covered: IntArray) -> None:
    """Add an agent to the free slots that a row covers whole, and take these up."""
    span = slots_covered(row, grid)
    covered[span] += free[span]
    free[span] = False


def slots_covered(row: Activity, grid: Grid) -> slice:
    """Return the slots of the grid that a row covers whole."""
    first = grid.slot_at(row.start) + (not grid.is_aligned(row.start))
    first, end = max(first, 0), grid.slot_at(row.end)
    return slice(first, max(first, end))
