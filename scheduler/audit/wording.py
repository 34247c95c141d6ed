"""How the auditor writes times and durations, and makes a violation."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ..calendar import Grid
from ..plan import Violation


def elapsed_minutes(start: datetime, end: datetime) -> int:
    """Return the whole minutes that pass from `start` to `end`; negative where `end` is first."""
    return (end - start) // timedelta(minutes=1)


def clock_text(grid: Grid, instant: datetime) -> str:
    """Write an instant as local date and time; seconds only where there are any."""
    local = grid.local(instant).replace(tzinfo=None)
    return local.isoformat(sep=" ", timespec="seconds" if local.second else "minutes")


def span_text(grid: Grid, start: datetime, end: datetime) -> str:
    """Write a span as ``2026-03-28 22:00 to 2026-03-29 06:00``, the date once where it is one."""
    first, last = clock_text(grid, start), clock_text(grid, end)
    if first[:10] == last[:10]:
        last = last[11:]
    return f"{first} to {last}"


def minutes_text(minutes: int) -> str:
    """Write a number of minutes."""
    return f"{minutes} minute" if minutes == 1 else f"{minutes} minutes"


def broken(
    rule: str, employee_id: str, day: date, measured: str, allowed: str, sentence: str
) -> Violation:
    """Return a violation whose message names the agent and the day before the sentence."""
    return Violation(
        rule=rule,
        employee_id=employee_id,
        day=day.isoformat(),
        measured=measured or "nothing",
        allowed=allowed,
        message=f"{employee_id}, {day.isoformat()}: {sentence}",
    )
