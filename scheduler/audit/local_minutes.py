"""What the site's clock shows at every minute: the auditor's only source of local time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


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


@lru_cache(maxsize=4)
def local_minutes(zone: str, start: datetime, end: datetime) -> LocalMinutes:
    """Tabulate the local date and clock of every minute from `start` to `end` (UTC).

    The last few tables are kept: a schedule edited by hand is audited again and again.
    """
    site = ZoneInfo(zone)
    ordinals: list[int] = []
    clocks: list[int] = []
    for k in range((end - start) // MINUTE):
        local = (start + k * MINUTE).astimezone(site)
        ordinals.append(local.toordinal())
        clocks.append(local.hour * 60 + local.minute)
    return LocalMinutes(start, tuple(ordinals), tuple(clocks))


def in_clock_window(clock: int, window: tuple[int, int]) -> bool:
    """Say whether a clock minute lies in a window, which wraps where its end is not above."""
    start, end = window
    if start < end:
        return start <= clock < end
    return clock >= start or clock < end


def week_of(day: date, week_start: int) -> date:
    """Return the first day of the week that a day lies in; `week_start` 0 is Monday."""
    return day - timedelta(days=(day.weekday() - week_start) % 7)
