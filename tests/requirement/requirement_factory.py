"""Small scenarios for the requirement's tests, built without any file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from staffwright.scheduler.calendar import Grid, to_utc
from staffwright.scheduler.scenario.types import Objective, Queue, Rules, Scenario

ZONE = "Europe/Berlin"
MONDAY = date(2026, 3, 23)

# queue, local start, volume, AHT in seconds, patience in seconds
Row = tuple[str, datetime, float, float, float | None]


def at(day: date, clock: str, fold: int = 0) -> datetime:
    """The UTC instant of a local clock time."""
    hours, minutes = clock.split(":")
    return to_utc(datetime.combine(day, time(int(hours), int(minutes))), ZONE, fold=fold)


def queue(id: str = "calls", **changes: Any) -> Queue:
    base = Queue(
        id=id,
        service_level=0.8,
        within_s=20.0,
        mean_wait_s=None,
        max_occupancy=None,
        max_abandonment=None,
        patience_s=None,
        shrinkage=0.0,
        minimum_staff=0,
        hard_minimum=False,
        hours=(),
        closed_on_holidays=False,
        under_price=Decimal(40),
        over_price=Decimal(4),
    )
    return replace(base, **changes)


def grid(days: int = 1, first_day: date = MONDAY, **changes: Any) -> Grid:
    return replace(Grid(ZONE, first_day, days, interval_minutes=30, slot_minutes=15), **changes)


def forecast(rows: Sequence[Row]) -> pl.DataFrame:
    schema = {
        "queue": pl.String,
        "interval_start": pl.Datetime("us", "UTC"),
        "volume": pl.Float64,
        "aht_s": pl.Float64,
        "patience_s": pl.Float64,
    }
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def everywhere(on: Grid, volume: float, aht_s: float = 240.0, id: str = "calls") -> list[Row]:
    """The same row in every interval in which demand counts."""
    step = timedelta(minutes=on.interval_minutes)
    return [(id, on.start + k * step, volume, aht_s, None) for k in range(on.n_intervals)]


def scenario(
    queues: Sequence[Queue], rows: Sequence[Row], on: Grid | None = None, **changes: Any
) -> Scenario:
    base = Scenario(
        name="test",
        currency="EUR",
        week_start=0,
        grid=on or grid(),
        queues=tuple(queues),
        shifts=(),
        contracts=(),
        rules=Rules(60, (1380, 360), 180),
        premiums=(),
        objective=Objective(Decimal(0), Decimal(0), Decimal(0)),
        agents=(),
        forecast=forecast(rows),
        time_off=(),
        unavailable=(),
        preferences=(),
        events=(),
        history=(),
        locked=(),
        holidays=frozenset(),
    )
    return replace(base, **changes)
