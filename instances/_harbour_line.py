"""Harbour Line: three queues around the clock, 60 agents, a clock change and Easter."""

from __future__ import annotations

from pathlib import Path

from . import _harbour_forecast as forecast
from . import _harbour_staff as staff
from . import _tables as tables
from ._harbour_history import history


def write_tables(folder: Path) -> None:
    """Write every table of the scenario into a folder."""
    people = staff.agents()
    leave = staff.time_off(people)
    wishes = staff.preferences(people, leave)
    for name, columns, rows in (
        ("forecast.csv", tables.FORECAST_COLUMNS, list(forecast.rows())),
        ("agents.csv", tables.AGENT_COLUMNS, [person.row() for person in people]),
        ("time_off.csv", tables.TIME_OFF_COLUMNS, leave),
        ("availability.csv", tables.AVAILABILITY_COLUMNS, staff.availability(people)),
        ("preferences.csv", tables.PREFERENCE_COLUMNS, wishes),
        ("events.csv", tables.EVENT_COLUMNS, staff.events(people)),
        ("history.csv", tables.SCHEDULE_COLUMNS, history(people, leave)),
        ("locked.csv", tables.SCHEDULE_COLUMNS, staff.locked(people)),
    ):
        tables.write(folder, name, columns, rows)
