"""What a zone's clock shows at every minute: the auditor's only source of local time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
MINUTES_OF_DAY = 1440
EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class LocalMinutes:
    """Local date and wall clock of every minute of a span of time.

    Minutes are numbered from `origin`. On the nights of a clock change the numbers go on by one
    per elapsed minute while `clocks` jumps or repeats.

    Attributes
    ----------
    origin : datetime
        UTC instant of minute 0.
    ordinals : tuple of int
        Proleptic Gregorian ordinal of the local date of every minute.
    clocks : tuple of int
        Minutes after local midnight on the wall clock.
    """

    origin: datetime
    ordinals: tuple[int, ...]
    clocks: tuple[int, ...]

    def whole_minutes(self, start: datetime, end: datetime) -> tuple[int, int]:
        """Return the first and the end of the whole minutes inside a span, cut to the table."""
        first = -((self.origin - start) // MINUTE)
        last = (end - self.origin) // MINUTE
        first = min(max(first, 0), len(self.clocks))
        return first, min(max(last, first), len(self.clocks))


@lru_cache(maxsize=16)
def local_minutes(zone: str, start: datetime, end: datetime) -> LocalMinutes:
    """Tabulate the local date and clock of every minute from `start` to `end` (UTC).

    The last few tables are kept: a schedule edited by hand is audited again and again.
    """
    count = max(0, (end - start) // MINUTE)
    offsets = np.array(_offsets(zone, start, count), dtype=np.int64)
    first = (start.replace(tzinfo=None) - EPOCH) // MINUTE
    shown = first + np.arange(count, dtype=np.int64) + offsets
    days, clocks = np.divmod(shown, MINUTES_OF_DAY)
    ordinals = days + EPOCH.toordinal()
    return LocalMinutes(start, tuple(ordinals.tolist()), tuple(clocks.tolist()))


def _offsets(zone: str, start: datetime, count: int) -> list[int]:
    """Return minutes ahead of UTC for `count` minutes from `start`.

    A zone is asked minute by minute only in the hours in which its clock changes.
    """
    clock = ZoneInfo(zone)
    offsets: list[int] = []
    here = _offset(clock, start)
    for done in range(0, count, 60):
        begin = start + done * MINUTE
        after = _offset(clock, begin + HOUR)
        if after == here:
            offsets.extend([here] * 60)
        else:
            offsets.extend(_offset(clock, begin + k * MINUTE) for k in range(60))
        here = after
    return offsets[:count]


def _offset(clock: ZoneInfo, instant: datetime) -> int:
    local = instant.astimezone(clock)
    return (local.replace(tzinfo=None) - instant.replace(tzinfo=None)) // MINUTE


def in_clock_window(clock: int, window: tuple[int, int]) -> bool:
    """Say whether a clock minute lies in a window, which wraps where its end is not above."""
    start, end = window
    if start < end:
        return start <= clock < end
    return clock >= start or clock < end


def week_of(day: date, week_start: int) -> date:
    """Return the first day of the week that a day lies in; `week_start` 0 is Monday."""
    return day - timedelta(days=(day.weekday() - week_start) % 7)
