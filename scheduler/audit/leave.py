"""Leave as the hours, fairness and absence rules need it: by local date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ..calendar import midnight
from ..scenario.types import TimeOff


def dates_touched(zone: str, start: datetime, end: datetime) -> list[date]:
    """Return the dates of a zone that a span has a part of."""
    clock = ZoneInfo(zone)
    first = start.astimezone(clock).date()
    last = (end - timedelta(microseconds=1)).astimezone(clock).date()
    return [first + timedelta(days=k) for k in range((last - first).days + 1)]


def paid_leave_minutes(zone: str, leaves: Iterable[TimeOff]) -> dict[date, int]:
    """Spread the paid minutes of each leave evenly over the local dates it touches.

    The remainder goes minute by minute to the first of them.
    """
    minutes: dict[date, int] = {}
    for leave in leaves:
        touched = dates_touched(zone, leave.start, leave.end)
        share, remainder = divmod(leave.paid_minutes, len(touched))
        for k, day in enumerate(touched):
            minutes[day] = minutes.get(day, 0) + share + (k < remainder)
    return minutes


def wholly_covered(zone: str, day: date, leaves: Iterable[TimeOff]) -> bool:
    """Say whether leaves, taken together, cover every instant of a day of the zone."""
    known = sorted(leaves, key=lambda leave: leave.start)
    if not known:
        return False
    reached, end = day_span(zone, day)
    for leave in known:
        if leave.start <= reached:
            reached = max(reached, leave.end)
    return reached >= end


@lru_cache(maxsize=4096)
def day_span(zone: str, day: date) -> tuple[datetime, datetime]:
    """Return the instants (UTC) at which a day of a zone begins and ends."""
    return midnight(day, zone), midnight(day + timedelta(days=1), zone)
