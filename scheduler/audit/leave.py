"""Leave as the hours, fairness and absence rules need it: by local date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from ..calendar import Grid, midnight
from ..scenario.types import TimeOff


def dates_touched(grid: Grid, start: datetime, end: datetime) -> list[date]:
    """Return the local dates that a span has a part of."""
    first = grid.local(start).date()
    last = grid.local(end - timedelta(microseconds=1)).date()
    return [first + timedelta(days=k) for k in range((last - first).days + 1)]


def paid_leave_minutes(grid: Grid, leaves: Iterable[TimeOff]) -> dict[date, int]:
    """Spread the paid minutes of each leave evenly over the local dates it touches.

    The remainder goes minute by minute to the first of them.
    """
    minutes: dict[date, int] = {}
    for leave in leaves:
        touched = dates_touched(grid, leave.start, leave.end)
        share, remainder = divmod(leave.paid_minutes, len(touched))
        for k, day in enumerate(touched):
            minutes[day] = minutes.get(day, 0) + share + (k < remainder)
    return minutes


def wholly_covered(grid: Grid, day: date, leaves: Iterable[TimeOff]) -> bool:
    """Say whether leaves, taken together, cover every instant of a local day."""
    reached = midnight(day, grid.zone)
    end = midnight(day + timedelta(days=1), grid.zone)
    for leave in sorted(leaves, key=lambda leave: leave.start):
        if leave.start <= reached:
            reached = max(reached, leave.end)
    return reached >= end
