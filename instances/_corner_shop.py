"""Corner Shop: one queue, six agents, one week."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from ._tables import (
    AGENT_COLUMNS,
    FORECAST_COLUMNS,
    PREFERENCE_COLUMNS,
    SCHEDULE_COLUMNS,
    TIME_OFF_COLUMNS,
    Chance,
    Person,
    Row,
    later,
    local,
    steps,
    worked_shift,
    write,
)

ZONE = "Europe/Vienna"
FIRST_DAY = date(2026, 5, 4)
DAYS = 7
INTERVAL_MINUTES = 30
AHT_S = 260
WEEKDAY_FACTORS = (1.15, 1.0, 0.95, 1.0, 1.1, 0.7)

PEOPLE = (
    Person("CS1", "Valentina Gruber", "full", "1", "17.40", ("orders",), date(2014, 9, 1), 1, "a"),
    Person("CS2", "Tomáš Beneš", "full", "1", "16.80", ("orders",), date(2017, 3, 15), 2, "a"),
    Person("CS3", "Amira Selimović", "full", "1", "16.10", ("orders",), date(2020, 6, 1), 3, "b"),
    Person("CS4", "Jonas Pichler", "full", "1", "15.50", ("orders",), date(2023, 11, 1), 4, "b"),
    Person("CS5", "Réka Balogh", "part", "1", "15.90", ("orders",), date(2021, 2, 1), 5, "a"),
    Person("CS6", "Luca Rossi", "part", "1", "15.50", ("orders",), date(2025, 1, 15), 6, "b"),
)


def forecast() -> Iterator[Row]:
    """Yield forecast.csv: every open half-hour from Monday to Saturday."""
    chance = Chance("corner_shop forecast")
    for offset, factor in enumerate(WEEKDAY_FACTORS):
        day = FIRST_DAY + timedelta(days=offset)
        opening = local(day, "08:00", ZONE)
        for at in steps(opening, later(opening, 690), INTERVAL_MINUTES):
            hour = at.hour + at.minute / 60 + 0.25
            peaks = 6.5 * math.exp(-0.5 * ((hour - 10.8) / 1.6) ** 2)
            peaks += 5.6 * math.exp(-0.5 * ((hour - 16.2) / 1.9) ** 2)
            noise = 1.0 + chance.uniform(-0.1, 0.1)
            yield {
                "queue": "orders",
                "channel": "voice",
                "interval_start": at.isoformat(),
                "interval_minutes": INTERVAL_MINUTES,
                "volume": f"{(1.2 + factor * peaks) * noise:.2f}",
                "aht_s": AHT_S,
            }


def time_off() -> list[Row]:
    """Return one day of paid leave."""
    return [
        {
            "employee_id": "CS2",
            "start": local(date(2026, 5, 7), "00:00", ZONE).isoformat(),
            "end": local(date(2026, 5, 8), "00:00", ZONE).isoformat(),
            "kind": "vacation",
            "paid_minutes": 480,
        }
    ]


def preferences() -> list[Row]:
    """Return a wish for a free Saturday and one for a short day."""
    return [
        {"employee_id": "CS3", "date": "2026-05-09", "off": "true", "weight": 3},
        {"employee_id": "CS5", "date": "2026-05-06", "window": "08:00-14:00", "weight": 2},
    ]


def history() -> list[Row]:
    """Return the week before; 1 May is a public holiday."""
    rows: list[Row] = []
    worked = (
        ("CS1", "day", "08:00", (0, 1, 2, 3)),
        ("CS2", "day", "11:00", (0, 1, 2, 3)),
        ("CS3", "day", "10:00", (0, 2, 3, 5)),
        ("CS4", "day", "09:00", (1, 2, 3, 5)),
        ("CS5", "half", "08:30", (0, 1, 3)),
        ("CS6", "half", "14:30", (1, 2, 5)),
    )
    people = {person.employee_id: person for person in PEOPLE}
    for employee_id, template, start, days in worked:
        for offset in days:
            day = FIRST_DAY + timedelta(days=offset - 7)
            begin = local(day, start, ZONE)
            length = 510 if template == "day" else 300
            breaks = [("meal", 240, 30, False)] if template == "day" else []
            span = (begin, later(begin, length))
            rows += worked_shift(people[employee_id], template, day, span, breaks, "orders")
    return rows


def write_tables(folder: Path) -> None:
    """Write every table of the scenario into a folder."""
    write(folder, "forecast.csv", FORECAST_COLUMNS, forecast())
    write(folder, "agents.csv", AGENT_COLUMNS, (person.row() for person in PEOPLE))
    write(folder, "time_off.csv", TIME_OFF_COLUMNS, time_off())
    write(folder, "preferences.csv", PREFERENCE_COLUMNS, preferences())
    write(folder, "history.csv", SCHEDULE_COLUMNS, history())
