"""forecast.csv: contacts offered and handling time by queue and interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from .cells import INSTANT, Instants, instants, names, numbers, whole_numbers
from .faults import FaultLog
from .forecast_sums import summed_rows
from .known import Known
from .left_out import left_out
from .tables import Columns, Table

MAX_VOLUME = 1e7
"""Most contacts in an interval."""

MAX_SECONDS = 1e6
"""Longest handling time, after-contact work and patience in seconds."""

QUANTILE = "volume_p"
"""Beginning of the columns with quantiles of the volume; the percent follows."""

HANDLED = "handled"
"""Column that other systems' forecasts are given: contacts behind a row's handling time."""

SOURCE = "source"
"""Column that other systems' forecasts are given: what tells their rows apart beside the time."""

COLUMNS = Columns(
    ("interval_start", "volume", "aht_s"),
    ("queue", "channel", "interval_minutes", "acw_s", "patience_s", "concurrency"),
    numbered=(QUANTILE,),
)
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "queue": pl.String,
    "interval_start": INSTANT,
    "volume": pl.Float64,
    "aht_s": pl.Float64,
    "patience_s": pl.Float64,
}


@dataclass(frozen=True)
class ReadForecast:
    """The forecast's rows inside the horizon, and sentences on what was left out."""

    frame: pl.DataFrame
    notes: tuple[str, ...] = ()


def empty_forecast() -> ReadForecast:
    """Return a forecast without rows."""
    return ReadForecast(pl.DataFrame(schema=SCHEMA))


def read_forecast(table: Table, known: Known, log: FaultLog) -> ReadForecast:
    """Read and check the forecast.

    Parameters
    ----------
    table : Table
        Columns as in `COLUMNS`.
    known : Known
        Queues, time zone and horizon; what is unknown there is not checked here.

    Returns
    -------
    ReadForecast
        Columns as in `Scenario.forecast`. Rows with faults are left out.
    """
    if not len(table):
        log.add(table.file, "has no rows below the header; a forecast needs at least one")
        return empty_forecast()
    queue = _queues(table, known, log)
    start = instants(table, "interval_start", known.zone, log)
    volume = numbers(table, "volume", log, least=0, most=MAX_VOLUME)
    aht = numbers(table, "aht_s", log, required=False, least=0, most=MAX_SECONDS)
    after = numbers(table, "acw_s", log, required=False, least=0, most=MAX_SECONDS)
    patience = numbers(table, "patience_s", log, required=False, above=0, most=MAX_SECONDS)
    quantiles = _quantiles(table, log)
    _check_channel(table, log)
    summed = table.layout is not COLUMNS
    step = _check_interval_minutes(table, known, log, may_be_finer=summed)
    total = aht.fill_null(0.0) + after.fill_null(0.0)
    if table.has("aht_s") and not summed:
        # only empty and zero cells: those that are no number have their fault already
        unread = aht.is_null() & table.text("aht_s").is_not_null()
        largest = pl.DataFrame([volume, *quantiles]).max_horizontal()
        without = (largest > 0) & (total <= 0) & ~unread
        table.faults(log, "aht_s", without, "must be above 0 where there is volume")
    frame = pl.DataFrame(
        {
            "queue": queue,
            "interval_start": _second_of_repeated(table.text(SOURCE).fill_null(queue), start),
            "volume": volume,
            "aht_s": total,
            "patience_s": patience,
        },
        schema=SCHEMA,
    ).with_columns(quantiles)
    if known.start is not None and known.interval_minutes is not None:
        since = frame["interval_start"].dt.epoch("s") - int(known.start.timestamp())
        table.faults(
            log,
            "interval_start",
            since % (step * 60) != 0,
            f"is not on the grid of {step.to_numpy().min()}-minute intervals from midnight",
        )
    if summed:
        weight = numbers(table, HANDLED, log, required=False, least=0, most=MAX_VOLUME)
        frame = summed_rows(frame, weight, known)
        _check_handling_times(table, frame, log)
    else:
        _check_duplicates(table, frame, log)
    read = _inside(table, frame, known, log)
    return replace(read, notes=(*table.notes, *read.notes))


def _queues(table: Table, known: Known, log: FaultLog) -> pl.Series:
    if table.has("queue"):
        return names(table, "queue", log, what="queue", allowed=known.queues)
    if known.queues is not None and len(known.queues) > 1:
        log.add(
            table.file,
            "the column is missing; it may be left out only where there is one queue",
            line=1,
            column="queue",
        )
        return table.text("queue")
    only = next(iter(known.queues)) if known.queues else None
    return pl.Series("queue", [only], dtype=pl.String).new_from_index(0, len(table))


def quantile_columns(names: Iterable[str]) -> list[tuple[str, float]]:
    """Return the columns with quantiles of the volume and their probabilities, in order."""
    percents = sorted(int(n.removeprefix(QUANTILE)) for n in names if n.startswith(QUANTILE))
    return [(f"{QUANTILE}{percent}", percent / 100) for percent in percents]


def _quantiles(table: Table, log: FaultLog) -> list[pl.Series]:
    """Return the columns with quantiles; a row has all of them, none below the one before."""
    columns = [name for name, _ in quantile_columns(table.frame.columns)]
    if not columns:
        return []
    given = pl.DataFrame([table.text(column) for column in columns]).select(
        pl.any_horizontal(pl.all().is_not_null())
    )
    found: list[pl.Series] = []
    for column in columns:
        values = numbers(table, column, log, required=False, least=0, most=MAX_VOLUME)
        empty = table.text(column).is_null() & given.to_series()
        table.faults(log, column, empty, "the cell is empty; a row has all quantiles or none")
        if found:
            message = f"must not be below {found[-1].name}, the quantile before it"
            table.faults(log, column, values < found[-1], message)
        found.append(values)
    return found


def _second_of_repeated(queue: pl.Series, start: Instants) -> pl.Series:
    """Let the second row of a queue with the same repeated local time mean the second one."""
    if (start.first == start.second).all():
        return start.first
    frame = pl.DataFrame({"queue": queue, "first": start.first, "second": start.second})
    again = pl.int_range(pl.len()).over("queue", "first") > 0
    return frame.select(pl.when(again).then("second").otherwise("first")).to_series()


def _check_channel(table: Table, log: FaultLog) -> None:
    channel = table.text("channel")
    other = channel.str.to_lowercase() != "voice"
    table.faults(
        log, "channel", other, "only the channel voice can be planned; leave the column out"
    )
    if table.has("concurrency"):
        concurrency = whole_numbers(table, "concurrency", log, required=False, least=1, most=100)
        table.faults(
            log, "concurrency", concurrency > 1, "agents serve one contact at a time: write 1"
        )


def _check_interval_minutes(
    table: Table, known: Known, log: FaultLog, *, may_be_finer: bool
) -> pl.Series:
    """Return the minutes on whose grid each row must lie: the interval, or its part that it has."""
    interval = known.interval_minutes or 1
    usual = pl.repeat(interval, len(table), dtype=pl.Int64, eager=True)
    if not table.has("interval_minutes"):
        return usual
    minutes = whole_numbers(table, "interval_minutes", log, required=False, least=1, most=1440)
    if known.interval_minutes is None:
        return usual
    message = f"must be {interval}, the scenario's horizon.interval_minutes"
    wrong = minutes != interval
    if may_be_finer:
        message = f"must divide {interval}, the scenario's horizon.interval_minutes"
        wrong = usual % minutes != 0
    table.faults(log, "interval_minutes", wrong, message)
    return minutes.set(wrong.fill_null(True), None).fill_null(interval)


def _check_handling_times(table: Table, frame: pl.DataFrame, log: FaultLog) -> None:
    """Note a fault for every queue that has contacts and nowhere a handling time."""
    without = frame.filter((pl.col("volume") > 0) & (pl.col("aht_s") <= 0))["queue"].unique().sort()
    for queue in without.drop_nulls():
        message = "has contacts and no handling time in any row"
        log.add(table.file, message, column=table.shown.get("aht_s", "aht_s"), value=queue)


def _check_duplicates(table: Table, frame: pl.DataFrame, log: FaultLog) -> None:
    key = frame.select("queue", "interval_start").with_row_index("row").drop_nulls()
    # grouping by a number first keeps this quick for many rows of few queues
    n_distinct = key.select(pl.col("interval_start").n_unique().over("queue")).to_series()
    rows = key.select(pl.len().over("queue")).to_series()
    if (n_distinct == rows).all():
        return
    later = key.filter(~pl.struct("queue", "interval_start").is_first_distinct())["row"]
    repeated = pl.int_range(len(table), eager=True).is_in(later.cast(pl.Int64).implode())
    message = "the queue has another row for this interval; sum them or write offsets"
    table.faults(log, "interval_start", repeated, message)


def _inside(table: Table, frame: pl.DataFrame, known: Known, log: FaultLog) -> ReadForecast:
    if known.start is None or known.demand_end is None:
        return ReadForecast(frame.clear())
    start = frame["interval_start"]
    inside = ((start >= known.start) & (start < known.demand_end)).fill_null(False)
    outside = int((~inside & start.is_not_null()).sum())
    if start.len() and outside == start.len():
        log.add(
            table.file,
            f"no row lies inside the horizon, {_local(known.start, known.zone)} to before "
            f"{_local(known.demand_end, known.zone)} in {known.zone}: [horizon] has start = "
            f"{known.first_day} and days = {known.days}",
            column="interval_start",
            value=" to ".join(_local(at, known.zone) for at in (start.min(), start.max())),
        )
    notes = []
    if outside:
        # rows that were added up have no lines of their own
        at = np.flatnonzero(~inside & start.is_not_null()) if table.layout is COLUMNS else ()
        lines = [int(table.lines[row]) for row in at]
        notes.append(left_out(table.file, outside, ("row", "rows"), "outside the horizon", lines))
    kept = frame.filter(inside).drop_nulls(["queue", "interval_start", "volume"])
    for queue in sorted(known.queues or ()):
        if not (kept.filter(pl.col("queue") == queue)["volume"] > 0).any():
            notes.append(f"{table.file}: queue {queue} has no volume in the horizon.")
    return ReadForecast(kept.sort("queue", "interval_start"), tuple(notes))


def _local(at: Any, zone: str) -> str:
    """Return an instant on the clock of a zone."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
