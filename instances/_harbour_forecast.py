"""Forecast of Harbour Line: two peaks a day, thin nights, a busy Good Friday.

The load of a queue is a floor through the night plus bell-shaped bumps around the day's peaks,
the bumps times a factor for the date, all of it times a little noise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from ._tables import Chance, Row, local, steps

ZONE = "Europe/Berlin"
FIRST_DAY = date(2026, 3, 23)
DAYS = 14
CARRY_OUT = "06:00"
GOOD_FRIDAY = date(2026, 4, 3)
EASTER_SUNDAY = date(2026, 4, 5)
EASTER_MONDAY = date(2026, 4, 6)
HOLIDAYS = (GOOD_FRIDAY, EASTER_SUNDAY, EASTER_MONDAY)

INTERVAL_MINUTES = 15


@dataclass(frozen=True)
class Bump:
    """A peak: its hour of the day, its width in hours and its contacts per quarter-hour."""

    hour: float
    width: float
    height: float


@dataclass(frozen=True)
class Stream:
    """The contacts of a queue: shape of a day, factors by weekday and date, handling time.

    `weekdays` begins with Monday; `dates` replaces the weekday's factor.
    """

    queue: str
    aht_s: float
    floor: float
    bumps: tuple[Bump, ...]
    weekdays: tuple[float, ...]
    dates: dict[date, float] = field(default_factory=dict)
    open_hours: tuple[float, float] = (0.0, 24.0)
    closed_sundays_and_holidays: bool = False


STREAMS = (
    Stream(
        "billing",
        aht_s=280,
        floor=0.20,
        bumps=(Bump(10.3, 1.8, 13.0), Bump(15.6, 2.2, 10.5), Bump(19.6, 1.2, 2.2)),
        weekdays=(1.10, 1.03, 1.00, 0.97, 0.95, 0.62, 0.55),
        dates={
            date(2026, 3, 31): 1.09,  # invoices go out at the end of the month
            date(2026, 4, 1): 1.10,
            GOOD_FRIDAY: 0.52,
            date(2026, 4, 4): 0.52,
            EASTER_SUNDAY: 0.45,
            EASTER_MONDAY: 0.45,
        },
    ),
    Stream(
        "technical",
        aht_s=420,
        floor=0.16,
        bumps=(Bump(7.0, 1.0, 2.0), Bump(10.0, 1.8, 8.0), Bump(16.6, 2.4, 8.2)),
        weekdays=(1.04, 0.98, 0.97, 0.98, 1.05, 0.66, 0.62),
        dates={
            date(2026, 4, 2): 1.12,  # travel before Easter
            GOOD_FRIDAY: 1.34,  # ferry disruptions
            date(2026, 4, 4): 0.80,
            EASTER_SUNDAY: 0.66,
            EASTER_MONDAY: 0.80,
        },
    ),
    Stream(
        "retention",
        aht_s=360,
        floor=1.0,
        bumps=(Bump(11.2, 1.7, 4.8), Bump(16.4, 1.9, 4.1)),
        weekdays=(1.08, 1.02, 1.00, 0.98, 0.96, 0.60, 0.0),
        dates={date(2026, 4, 2): 0.85, date(2026, 4, 4): 0.42},
        open_hours=(8.0, 20.0),
        closed_sundays_and_holidays=True,
    ),
)


def factor(stream: Stream, day: date) -> float:
    """Return how busy a date is."""
    return stream.dates.get(day, stream.weekdays[day.weekday()])


def is_open(stream: Stream, day: date, hour: float) -> bool:
    """Say whether the queue takes contacts at an hour of the local day."""
    closed = stream.closed_sundays_and_holidays and (day.weekday() == 6 or day in HOLIDAYS)
    return not closed and stream.open_hours[0] <= hour < stream.open_hours[1]


def mean_volume(stream: Stream, day: date, hour: float) -> float:
    """Return the contacts of a quarter-hour around `hour` before noise."""
    bumps = (b.height * math.exp(-0.5 * ((hour - b.hour) / b.width) ** 2) for b in stream.bumps)
    return stream.floor + factor(stream, day) * sum(bumps)


def handling_time(stream: Stream, hour: float) -> float:
    """Return the mean handling time: callers take longer in the evening and at night."""
    return stream.aht_s * (1.0 + 0.04 * math.cos((hour - 23.0) * math.pi / 12.0))


def rows() -> Iterator[Row]:
    """Yield forecast.csv: every open quarter-hour from the first midnight to the carry-out."""
    first = local(FIRST_DAY, "00:00", ZONE)
    last = local(FIRST_DAY + timedelta(days=DAYS), CARRY_OUT, ZONE)
    for stream in STREAMS:
        chance = Chance(f"harbour_line forecast {stream.queue}")
        for at in steps(first, last, INTERVAL_MINUTES):
            hour = at.hour + at.minute / 60
            noise = 1.0 + sum(chance.uniform(-0.05, 0.05) for _ in range(3))
            if not is_open(stream, at.date(), hour):
                continue
            middle = hour + INTERVAL_MINUTES / 120
            yield {
                "queue": stream.queue,
                "channel": "voice",
                "interval_start": at.isoformat(),
                "interval_minutes": INTERVAL_MINUTES,
                "volume": f"{mean_volume(stream, at.date(), middle) * noise:.2f}",
                "aht_s": f"{handling_time(stream, middle):.0f}",
            }
