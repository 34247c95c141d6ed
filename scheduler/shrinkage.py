"""Unplanned absence: by cause and interval, and what it makes of the agents required.

Causes act one after the other on who is left: of 100 agents with 5 % sick and 2 % late,
100 * 0.95 * 0.98 = 93.1 are there, a shrinkage of 6.9 %. What is rostered (breaks, leave,
training) is in none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod

import numpy as np

from .calendar import Grid
from .opening import interval_clock_and_day, interval_weekday
from .results import BoolArray, FloatArray, IntArray
from .scenario.types import Queue, Scenario, ShrinkageCause

TOTAL = "unplanned"
"""Name of the cause of a queue of which only the total is known."""

Shares = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class QueueShrinkage:
    """The unplanned absence of one queue.

    Attributes
    ----------
    kinds : tuple of tuples (name, share)
        The combinations of causes that occur, by name and share.
    of_interval : ndarray of int, shape (intervals,)
        Which of `kinds` holds in each interval.
    """

    kinds: tuple[Shares, ...]
    of_interval: IntArray

    def causes(self, interval: int) -> Shares:
        """Return the causes that hold in an interval, by name and share."""
        return self.kinds[int(self.of_interval[interval])]

    def shares(self) -> FloatArray:
        """Return the shrinkage of every interval."""
        each = np.array([float(1 - left_after(kind)) for kind in self.kinds], dtype=np.float64)
        return each[self.of_interval]

    def scheduled(self, required: IntArray) -> IntArray:
        """Return the agents to roster so that `required` are left in every interval."""
        result = np.zeros_like(required)
        for number, kind in enumerate(self.kinds):
            here = self.of_interval == number
            result[here] = _divided(required[here], left_after(kind))
        return result


def left_after(shares: Shares) -> Fraction:
    """Return the share of agents left, ``prod(1 - s)``, exactly.

    Every share counts as the shortest decimal number that it prints as.
    """
    return prod((1 - Fraction(repr(float(share))) for _, share in shares), start=Fraction(1))


def with_shrinkage(required: IntArray, shrinkage: float) -> IntArray:
    """Return the agents to roster so that `required` are left, ``ceil(required / (1 - s))``.

    In exact arithmetic: 21 agents at a shrinkage of 0.3 are 30, where doubles say 31.

    Parameters
    ----------
    required : ndarray of int
        Agents needed, any shape.
    shrinkage : float
        Share absent, in [0, 1); its shortest decimal form counts.
    """
    return _divided(required, left_after(((TOTAL, shrinkage),)))


def queue_shrinkage(grid: Grid, queue: Queue) -> QueueShrinkage:
    """Return the unplanned absence of a queue, interval by interval.

    A condition looks at the local clock time, weekday and date at which the interval begins. Of
    causes with the same name the last one whose conditions hold counts.
    """
    if not queue.causes:
        nowhere_else = np.zeros(grid.n_intervals, dtype=np.int64)
        return QueueShrinkage((((TOTAL, queue.shrinkage),),), nowhere_else)
    holds = np.array([_holds(grid, cause) for cause in queue.causes])
    patterns, of_interval = np.unique(holds, axis=1, return_inverse=True)
    kinds = []
    for pattern in patterns.T:
        by_name = {c.name: c.share for c, on in zip(queue.causes, pattern, strict=True) if on}
        kinds.append(tuple(by_name.items()))
    return QueueShrinkage(tuple(kinds), of_interval.reshape(-1).astype(np.int64))


def shrinkage_by_interval(scenario: Scenario) -> FloatArray:
    """Return the unplanned absence of every queue and interval, shape (queues, intervals)."""
    rows = [queue_shrinkage(scenario.grid, queue).shares() for queue in scenario.queues]
    return np.array(rows, dtype=np.float64).reshape(len(rows), scenario.grid.n_intervals)


def _holds(grid: Grid, cause: ShrinkageCause) -> BoolArray:
    clock, day = interval_clock_and_day(grid)
    here = np.ones(clock.size, dtype=np.bool_)
    if cause.weekdays is not None:
        here &= np.isin(interval_weekday(grid), sorted(cause.weekdays))
    if cause.dates is not None:
        here &= np.array([grid.day(k) in cause.dates for k in range(grid.days + 2)])[day]
    if cause.window is not None:
        begin, end = cause.window
        after, before = clock >= begin, clock < end
        here &= (after & before) if begin < end else (after | before)
    return here


def _divided(required: IntArray, left: Fraction) -> IntArray:
    """Return ``ceil(required / left)`` in exact arithmetic."""
    numbers, which = np.unique(required, return_inverse=True)
    scheduled = [-(-int(n) * left.denominator // left.numerator) for n in numbers]
    return np.array(scheduled, dtype=np.int64)[which].reshape(required.shape)
