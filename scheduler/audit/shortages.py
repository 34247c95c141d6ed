"""Spans in which a queue lacks agents."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from ..results import Shortage
from .coverage import Staffing


def shortages(staffing: Staffing) -> tuple[Shortage, ...]:
    """Return the shortages by queue and time.

    A shortage is a longest span of slots in each of which agents are missing. It is hard where
    the queue, while open, falls below a minimum staff that is promised. `worst` is the largest
    number missing at one time, whether to the requirement or to that minimum.
    """
    return tuple(
        shortage for k in range(len(staffing.queues)) for shortage in _of_queue(staffing, k)
    )


def _of_queue(staffing: Staffing, queue: int) -> Iterator[Shortage]:
    grid = staffing.grid
    under = staffing.under[queue]
    breach = np.maximum(staffing.least[queue] - staffing.covered[queue], 0)
    for first, end in _runs((under > 0) | (breach > 0)):
        span = slice(first, end)
        yield Shortage(
            queue=staffing.queues[queue].id,
            start=grid.local(grid.instant(first)).isoformat(),
            end=grid.local(grid.instant(end)).isoformat(),
            agent_hours=int(under[span].sum()) * grid.slot_minutes / 60,
            worst=int(np.maximum(under, breach)[span].max()),
            hard=bool(breach[span].any()),
        )


def _runs(lacking: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield first and end of every run of True."""
    edges = np.diff(np.concatenate(([0], lacking.astype(np.int8), [0])))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    for first, end in zip(starts, ends, strict=True):
        yield int(first), int(end)
