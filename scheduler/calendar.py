"""Local time and the planning grid: days of 23, 24 and 25 hours cut into equal slots.

Everything is kept in UTC; the site's zone only decides where days begin and what the
clock on the wall shows. A *slot* is the step of planning (the greatest common divisor of
the forecast interval, shift starts, lengths and breaks); an *interval* is the forecast's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from .errors import InputError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

IntArray = npt.NDArray[np.int64]


class SkippedTimeError(InputError):
    """A local time that the clock change skips."""


def to_utc(local: datetime, zone: str, *, fold: int = 0) -> datetime:
    """Return the UTC instant of a naive local time.

    Parameters
    ----------
    local : datetime
        Naive wall-clock time in `zone`.
    zone : str
        IANA time zone.
    fold : {0, 1}
        Which of the two instants an ambiguous time means; the first by default.

    Raises
    ------
    SkippedTimeError
        If the clock change skips `local`.
    """
    instant = local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise SkippedTimeError(
            f"local time {local.isoformat(sep=' ', timespec='minutes')} does not exist in {zone}: "
            "the clock change skips it"
        )
    return instant


def midnight(day: date, zone: str) -> datetime:
    """Return the UTC instant at which the local `day` begins.

    Where the clock change skips midnight itself the day begins at the first instant after it.
    """
    naive = datetime.combine(day, time())
    try:
        return to_utc(naive, zone)
    except SkippedTimeError:
        # PEP 495: fold=0 in a gap applies the offset before it, which lands on or after the change
        return naive.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def parse_clock(text: str) -> int:
    """Return the minutes after midnight of ``HH:MM``; ``24:00`` is 1440."""
    hours, separator, minutes = text.strip().partition(":")
    if not (separator and hours.isdigit() and minutes.isdigit() and len(minutes) == 2):
        raise InputError(f"clock time {text!r}: write HH:MM, from 00:00 to 24:00")
    value = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or value > 1440:
        raise InputError(f"clock time {text!r}: write HH:MM, from 00:00 to 24:00")
    return value


@dataclass(frozen=True)
class Grid:
    """The planning horizon cut into slots and intervals.

    The slots run from local midnight of the first day to local midnight two days after the
    last day, so that every shift which begins inside the horizon ends inside the grid.
    Demand counts only in the first `n_intervals` intervals.

    Attributes
    ----------
    zone : str
        IANA zone of the site.
    first_day : date
        First local day of the horizon.
    days : int
        Days in the horizon.
    interval_minutes, slot_minutes : int
        Length of a forecast interval and of a slot; the slot divides the interval.
    carry_out_minutes : int
        Wall-clock minutes after the midnight that ends the horizon until which demand counts.
    """

    zone: str
    first_day: date
    days: int
    interval_minutes: int
    slot_minutes: int
    carry_out_minutes: int = 0

    @cached_property
    def start(self) -> datetime:
        """UTC instant of slot 0."""
        return midnight(self.first_day, self.zone)

    @cached_property
    def day_starts(self) -> IntArray:
        """First slot of each local day, shape (days + 3,): horizon, two days more, the end."""
        instants = [
            midnight(self.first_day + timedelta(days=d), self.zone) for d in range(self.days + 3)
        ]
        return np.array([self.slot_at(instant) for instant in instants], dtype=np.int64)

    @cached_property
    def n_slots(self) -> int:
        """Slots in the grid, the two days after the horizon included."""
        return int(self.day_starts[self.days + 2])

    @cached_property
    def n_intervals(self) -> int:
        """Intervals in which demand counts."""
        end = int(self.day_starts[self.days])
        if self.carry_out_minutes:
            last = datetime.combine(self.first_day + timedelta(days=self.days), time())
            end = self.slot_at(to_utc(last + timedelta(minutes=self.carry_out_minutes), self.zone))
        return end // self.slots_per_interval

    @property
    def slots_per_interval(self) -> int:
        """Slots in an interval."""
        return self.interval_minutes // self.slot_minutes

    @property
    def n_demand_slots(self) -> int:
        """Slots in which demand counts."""
        return self.n_intervals * self.slots_per_interval

    @cached_property
    def end(self) -> datetime:
        """UTC instant at which the horizon's last local day ends (without carry-out)."""
        return self.instant(int(self.day_starts[self.days]))

    def instant(self, slot: int) -> datetime:
        """Return the UTC instant at which a slot begins."""
        return self.start + timedelta(minutes=int(slot) * self.slot_minutes)

    def slot_at(self, instant: datetime) -> int:
        """Return the slot that contains an instant (negative before the horizon)."""
        minutes = (instant - self.start) // timedelta(minutes=1)
        return int(minutes // self.slot_minutes)

    def is_aligned(self, instant: datetime) -> bool:
        """Say whether an instant is a slot's edge."""
        return (instant - self.start) % timedelta(minutes=self.slot_minutes) == timedelta(0)

    def day(self, index: int) -> date:
        """Return the local date of a day index (0 is the first day)."""
        return self.first_day + timedelta(days=index)

    def local(self, instant: datetime) -> datetime:
        """Return an instant as an aware local time."""
        return instant.astimezone(ZoneInfo(self.zone))

    @cached_property
    def interval_starts(self) -> tuple[datetime, ...]:
        """UTC starts of the intervals in which demand counts."""
        step = timedelta(minutes=self.interval_minutes)
        return tuple(self.start + k * step for k in range(self.n_intervals))

    @cached_property
    def slot_day(self) -> IntArray:
        """Day index of every slot, shape (n_slots,)."""
        slots = np.arange(self.n_slots)
        return np.searchsorted(self.day_starts, slots, side="right").astype(np.int64) - 1

    @cached_property
    def slot_clock(self) -> IntArray:
        """Wall-clock minute after midnight at which every slot begins, shape (n_slots,)."""
        local = (self.local(self.instant(k)) for k in range(self.n_slots))
        return np.array([at.hour * 60 + at.minute for at in local], dtype=np.int64)


def shift_span(
    day: date, start_minutes: int, length_minutes: int, zone: str
) -> tuple[datetime, datetime] | None:
    """Return start and end (UTC) of a shift given on the wall clock.

    A shift from 22:00 to 06:00 ends at 06:00 whether the clock changes or not: it lasts 7 or
    9 hours on those nights. None where the clock change skips its start or its end.
    """
    naive = datetime.combine(day, time()) + timedelta(minutes=start_minutes)
    try:
        return to_utc(naive, zone), to_utc(naive + timedelta(minutes=length_minutes), zone)
    except SkippedTimeError:
        return None
