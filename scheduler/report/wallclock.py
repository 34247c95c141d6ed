"""What the clock on the wall shows at each elapsed minute.

Axes of the report run in elapsed minutes, so days of 23 and 25 hours keep their true length;
labels come from this table and never from the time zone of the reader's browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from ..calendar import Grid
from ..scenario.types import Shift

IntArray = npt.NDArray[np.int64]

# Clocks change at quarters of an hour everywhere since 1972
STEP_MINUTES = 15
DAY_MINUTES = 1440


@dataclass(frozen=True)
class WallClock:
    """Local time over a span of elapsed minutes.

    Attributes
    ----------
    grid : Grid
        Minute 0 is the grid's first slot; earlier minutes are negative.
    first_minute, last_minute : int
        The span covered, both multiples of a quarter of an hour.
    """

    grid: Grid
    first_minute: int
    last_minute: int

    @cached_property
    def segments(self) -> tuple[tuple[int, int, int], ...]:
        """Spans of constant offset: first elapsed minute, minutes to add, offset from UTC.

        The sum of an elapsed minute and `minutes to add` counts wall-clock minutes from
        00:00 of the grid's first day; its quotient by 1440 is the day, its rest the clock.
        """
        zone = ZoneInfo(self.grid.zone)
        zero = datetime.combine(self.grid.first_day, time())
        found: list[tuple[int, int, int]] = []
        for minute in range(self.first_minute, self.last_minute, STEP_MINUTES):
            instant = self.grid.start + timedelta(minutes=minute)
            local = instant.astimezone(zone)
            wall = (local.replace(tzinfo=None) - zero) // timedelta(minutes=1)
            offset = (local.utcoffset() or timedelta(0)) // timedelta(minutes=1)
            if not found or found[-1][1] != wall - minute:
                found.append((minute, wall - minute, offset))
        return tuple(found)

    def minute_at(self, instant: datetime) -> int:
        """Return the elapsed minute of an instant."""
        return (instant - self.grid.start) // timedelta(minutes=1)

    def wall_minutes(self, minutes: IntArray) -> IntArray:
        """Return wall-clock minutes since 00:00 of the first day for elapsed `minutes`."""
        firsts = np.array([segment[0] for segment in self.segments], dtype=np.int64)
        adds = np.array([segment[1] for segment in self.segments], dtype=np.int64)
        place = np.clip(np.searchsorted(firsts, minutes, side="right") - 1, 0, None)
        return minutes + adds[place]


def wall_clock_for(grid: Grid, shifts: tuple[Shift, ...]) -> WallClock:
    """Return a wall clock that spans the grid and all of `shifts`."""
    step = timedelta(minutes=STEP_MINUTES)
    first = min([grid.start, *(shift.start for shift in shifts)])
    last = max([grid.instant(grid.n_slots), *(shift.end for shift in shifts)])
    return WallClock(
        grid=grid,
        first_minute=((first - grid.start) // step) * STEP_MINUTES,
        last_minute=-((grid.start - last) // step) * STEP_MINUTES,
    )
