"""Local dates and clocks of the minutes that are paid, and the paid minutes of a duty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from .duties import Duty

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_WORK = "work"


@dataclass(frozen=True)
class Stretch:
    """Paid minutes in a row on one local date, on one queue or on none.

    Minutes are numbered from 1970-01-01T00:00Z; `first` belongs to the stretch, `end` does not.
    """

    first: int
    end: int
    today: date
    queue: str | None

    @property
    def minutes(self) -> int:
        """Length of the stretch."""
        return self.end - self.first


class PayClock:
    """The clock on the wall of one zone, looked up minute by minute and remembered.

    Parameters
    ----------
    zone : str
    span : (int, int)
        First minute and end of what is paid at all, those of the table that hours are counted
        by: a year typed wrong in a schedule is no reason to walk through ten of them.
    """

    def __init__(self, zone: str, span: tuple[int, int]) -> None:
        self._zone = ZoneInfo(zone)
        self._first, self._end = span
        self._shown: dict[int, tuple[date, int]] = {}
        self._cuts: dict[tuple[int, int], tuple[tuple[int, int, date], ...]] = {}

    def shows(self, minute: int) -> tuple[date, int]:
        """Return local date and minutes after midnight of a minute."""
        known = self._shown.get(minute)
        if known is None:
            local = (_EPOCH + minute * _MINUTE).astimezone(self._zone)
            known = self._shown[minute] = (local.date(), local.hour * 60 + local.minute)
        return known

    def by_date(self, first: int, end: int) -> tuple[tuple[int, int, date], ...]:
        """Cut minutes from `first` to `end` at local midnights: first, end and date of each.

        Minutes outside the clock's span are left out.
        """
        if (first, end) not in self._cuts:
            self._cuts[first, end] = tuple(self._cut(first, end))
        return self._cuts[first, end]

    def _cut(self, first: int, end: int) -> Iterator[tuple[int, int, date]]:
        begun = first = max(first, self._first)
        end = min(end, self._end)
        for minute in range(first, end):
            today, _ = self.shows(minute)
            if minute + 1 == end or self.shows(minute + 1)[0] != today:
                yield begun, minute + 1, today
                begun = minute + 1


def minute_of(instant: datetime) -> int:
    """Return the number of the minute that holds an instant."""
    return (instant - _EPOCH) // _MINUTE


def paid_stretches(duty: Duty, clock: PayClock) -> tuple[Stretch, ...]:
    """Return the whole paid minutes of a duty in order of time; no minute is paid twice."""
    found: list[Stretch] = []
    reached: int | None = None
    for row in duty.rows:
        if not row.paid:
            continue
        first, end = -((_EPOCH - row.start) // _MINUTE), minute_of(row.end)
        first = first if reached is None else max(first, reached)
        if first >= end:
            continue
        queue = row.queue if row.code == _WORK else None
        found.extend(Stretch(a, b, today, queue) for a, b, today in clock.by_date(first, end))
        reached = end
    return tuple(found)
