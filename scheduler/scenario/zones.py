"""Names of time zones."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import polars as pl

from .faults import one_of


@lru_cache(maxsize=64)
def zone_exists(name: str) -> bool:
    """Say whether a name is an IANA time zone that this machine knows."""
    try:
        ZoneInfo(name)
        pl.Series([datetime(2000, 1, 1, tzinfo=UTC)]).dt.convert_time_zone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, pl.exceptions.PolarsError):
        return False
    return True


def unknown_zone(name: str) -> str:
    """Return the message for a name that is no time zone."""
    hint = one_of(name, available_timezones()).partition("allowed:")[0]
    return f"unknown time zone; {hint}write an IANA name such as Europe/Berlin"
