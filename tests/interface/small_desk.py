"""A desk of four agents and two days, as data frames: planned in a second."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import staffwright

SETTINGS: dict[str, Any] = {
    "site": {"name": "Desk", "time_zone": "Europe/Berlin"},
    "horizon": {"start": date(2026, 3, 28), "days": 2, "interval_minutes": 60},
    "queues": [{"id": "calls", "service_level": 0.8, "within_s": 20, "patience_s": 180}],
    "breaks": [
        {
            "id": "meal",
            "minutes": 30,
            "paid": False,
            "earliest_minutes": 180,
            "latest_minutes": 240,
        }
    ],
    "shifts": [
        {"id": "early", "kind": "day", "start": "06:00", "lengths_minutes": [480],
         "breaks": ["meal"]},
        {"id": "late", "kind": "day", "start": "14:00", "lengths_minutes": [480],
         "breaks": ["meal"]},
    ],
    "contracts": [{"id": "full", "weekly_hours": 40, "max_weekly_hours": 48}],
}  # fmt: skip


def forecast() -> pl.DataFrame:
    """Return two days of calls; times are instants."""
    starts = [datetime(2026, 3, day, hour, tzinfo=UTC) for day in (28, 29) for hour in range(6, 20)]
    return pl.DataFrame(
        {
            "queue": ["calls"] * len(starts),
            "interval_start": starts,
            "volume": [6.0 + (k % 5) for k in range(len(starts))],
            "aht_s": [300] * len(starts),
        }
    )


def agents() -> pl.DataFrame:
    """Return four agents."""
    return pl.DataFrame(
        {
            "employee_id": ["E1", "E2", "E3", "E4"],
            "name": ["Ada", "Ben", "Cem", "Dora"],
            "contract_id": ["full"] * 4,
            "base_rate": [20.0, 21.5, 19.0, 18.25],
            "skills": ["calls"] * 4,
            "hire_date": [date(2020, 1, 1), None, date(2021, 5, 1), None],
        }
    )


def time_off() -> pl.DataFrame:
    """Return a day of leave."""
    day = date(2026, 3, 29)
    return pl.DataFrame({"employee_id": ["E4"], "start": [day], "end": [day], "kind": ["leave"]})


def desk() -> staffwright.Scenario:
    """Return the scenario."""
    return staffwright.Scenario.from_frames(forecast(), agents(), SETTINGS, time_off=time_off())
