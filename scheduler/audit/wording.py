"""How the auditor writes times and durations, and makes a violation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..results import Violation


def elapsed_minutes(start: datetime, end: datetime) -> int:
    """Return the whole minutes that pass from `start` to `end`; negative where `end` is first."""
    return (end - start) // timedelta(minutes=1)


def local_date(zone: str, instant: datetime) -> date:
    """Return the date that a zone's calendar shows at an instant."""
    return instant.astimezone(ZoneInfo(zone)).date()


def clock_text(zone: str, instant: datetime) -> str:
    """Write an instant as date and time of a zone; seconds only where there are any."""
    local = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return local.isoformat(sep=" ", timespec="seconds" if local.second else "minutes")


def span_text(zone: str, start: datetime, end: datetime) -> str:
    """Write a span as ``2026-03-28 22:00 to 2026-03-29 06:00``, the date once where it is one."""
    first, last = clock_text(zone, start), clock_text(zone, end)
    if first[:10] == last[:10]:
        last = last[11:]
    return f"{first} to {last}"


def minutes_text(minutes: int) -> str:
    """Write a number of minutes."""
    return counted(minutes, "minute")


def counted(number: int, noun: str) -> str:
    """Write a number of things: ``1 day``, ``2 days``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def broken(
    rule: str, employee_id: str | None, day: date, measured: str, allowed: str, sentence: str
) -> Violation:
    """Return a violation whose message names the agent, if it is one's, and the day."""
    who = "" if employee_id is None else f"{employee_id}, "
    return Violation(
        rule=rule,
        employee_id=employee_id,
        day=day.isoformat(),
        measured=measured or "nothing",
        allowed=allowed,
        message=f"{who}{day.isoformat()}: {sentence}",
    )
