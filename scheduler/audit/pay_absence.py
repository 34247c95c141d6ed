"""Unplanned absence in each interval: those who are there answer contacts and earn the bonuses."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ..calendar import Grid
from ..scenario.types import Queue, ShrinkageCause
from .local_minutes import in_clock_window

FloatArray = npt.NDArray[np.float64]


def absent_shares(grid: Grid, queue: Queue) -> FloatArray:
    """Return the unplanned absence of a queue as a share of the agents, shape (intervals,).

    Causes act one after the other on who is left. Of those with the same name the last one
    whose conditions hold when the interval begins counts. A share counts as the decimal number
    that it prints as.
    """
    if not queue.causes:
        return np.full(grid.n_intervals, queue.shrinkage)
    shares = [_absent(queue, grid.local(start)) for start in grid.interval_starts]
    return np.array(shares, dtype=np.float64)


def _absent(queue: Queue, now: datetime) -> float:
    acting = {cause.name: cause.share for cause in queue.causes if _holds(cause, now)}
    left = Fraction(1)
    for share in acting.values():
        left *= 1 - Fraction(str(share))
    return float(1 - left)


def _holds(cause: ShrinkageCause, now: datetime) -> bool:
    """Say whether a cause acts in an interval that begins at a local time."""
    clock = now.hour * 60 + now.minute
    return (
        (cause.weekdays is None or now.weekday() in cause.weekdays)
        and (cause.dates is None or now.date() in cause.dates)
        and (cause.window is None or in_clock_window(clock, cause.window))
    )
