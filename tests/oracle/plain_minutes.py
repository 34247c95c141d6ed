"""Time counted minute by minute for the plain model."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from staffwright.scheduler.scenario.types import Scenario

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def minutes_of(start: datetime | None, end: datetime | None) -> list[datetime]:
    if start is None or end is None:
        return []
    return [start + k * MINUTE for k in range((end - start) // MINUTE)]


def is_night(scenario: Scenario, start: datetime, end: datetime) -> bool:
    """Say whether a shift has enough minutes in the site's night."""
    first, last = scenario.rules.night_window
    zone = ZoneInfo(scenario.zone)
    inside = 0
    for minute in minutes_of(start, end):
        local = minute.astimezone(zone)
        clock = local.hour * 60 + local.minute
        inside += first <= clock < last if first < last else clock >= first or clock < last
    return inside >= scenario.rules.night_minutes
