"""Forecast files of our own and of other systems, as one table.

* Amazon Connect, "Import historical data for forecasting": a header of eight columns.
* Genesys Cloud, "Prepare the historical data import .csv file": a header; skills joined by ``|||``.
* Calabrio (Teleopti), "Forecast file formats": no header; six or seven columns.

They are told by their header, or by what stands in its place. What they mean beyond their columns
is in docs/formats.md.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import polars as pl

from .cells import numbers
from .columns import Columns
from .faults import FaultLog
from .forecast import COLUMNS, HANDLED, MAX_VOLUME, SOURCE
from .forecast_names import ForecastNames, renamed_queues, without_rows
from .tables import Table, TableSource, read_table

_CALABRIO_TIME = re.compile(r"(\d{4})(\d{2})(\d{2}) (\d{2}:\d{2})")
_CALABRIO_NAMES = ("skill", "start", "end", "volume", "task_s", "acw_s", "agents")
_FEWEST_FOR_HALF_HOURS = 8


def _calabrio_names(row: list[str]) -> tuple[str, ...] | None:
    """Return the columns of a Calabrio file, from its first row."""
    if len(row) not in (6, 7) or not all(_CALABRIO_TIME.fullmatch(cell) for cell in row[1:3]):
        return None
    return _CALABRIO_NAMES[: len(row)]


CONNECT = Columns(
    ("QueueName", "ChannelType", "TimeStamp", "IntervalDuration", "IncomingContactVolume",
     "AverageHandleTime"),
    ("QueueId", "ContactsHandled"),
    open=True,
)  # fmt: skip
GENESYS = Columns(
    ("Interval Start UTC Date", "Queue", "Offered", "Interactions Handled", "Total Handle Time"),
    ("Media Type", "Skill Set", "Language"),
    open=True,
    aliases=(("Total Handle Time (Seconds)", "Total Handle Time"),),
)
CALABRIO = Columns((), _CALABRIO_NAMES, headerless=_calabrio_names)


def read_forecast_table(source: TableSource, names: ForecastNames, log: FaultLog) -> Table | None:
    """Read a forecast of any known layout as a table with the columns of forecast.csv.

    Parameters
    ----------
    source : FileBytes or FrameCells
    names : ForecastNames
        Queues by the file's names.
    log : FaultLog
        Receives every fault, under the file's own names of columns.
    """
    table = read_table(source, COLUMNS, log, CONNECT, GENESYS, CALABRIO)
    if table is None:
        return None
    if table.layout is CONNECT:
        table = _from_connect(table)
    elif table.layout is GENESYS:
        table = _from_genesys(table, names, log)
    elif table.layout is CALABRIO:
        table = _from_calabrio(table, log)
    return renamed_queues(table, names)


def _from_connect(table: Table) -> Table:
    table = _renamed(
        table,
        queue="QueueName",
        channel="ChannelType",
        interval_start="TimeStamp",
        interval_minutes="IntervalDuration",
        volume="IncomingContactVolume",
        aht_s="AverageHandleTime",
        **{HANDLED: "ContactsHandled"},
    )
    return _voice_only(_in_utc(table), "Amazon Connect")


def _from_genesys(table: Table, names: ForecastNames, log: FaultLog) -> Table:
    most = MAX_VOLUME * 1e4
    handled = numbers(table, "Interactions Handled", log, least=0, most=MAX_VOLUME)
    seconds = numbers(table, "Total Handle Time", log, least=0, most=most)
    mean = pl.select(pl.when(handled > 0).then(seconds / handled)).to_series()
    skills = table.text("Skill Set").map_elements(_sorted_skills, return_dtype=pl.String)
    parts = (table.text("Queue"), skills.fill_null(""), table.text("Language").fill_null(""))
    queue = [
        None
        if name is None
        else names.queue_of(f"{name}/{skill}/{language}", f"{name}/{skill}", name)
        for name, skill, language in zip(*parts, strict=True)
    ]
    rows = [f"{name}/{skill}/{language}" for name, skill, language in zip(*parts, strict=True)]
    table = _renamed(
        table,
        queue="Queue",
        channel="Media Type",
        interval_start="Interval Start UTC Date",
        volume="Offered",
        aht_s="Total Handle Time",
        **{HANDLED: "Interactions Handled"},
    )
    frame = table.frame.with_columns(
        pl.Series("queue", queue, dtype=pl.String),
        pl.Series(SOURCE, rows, dtype=pl.String),
        mean.cast(pl.String).alias("aht_s"),
    )
    table = _in_utc(replace(table, frame=frame))
    minutes = pl.repeat(str(_genesys_minutes(table)), len(table), dtype=pl.String, eager=True)
    table = replace(table, frame=table.frame.with_columns(minutes.alias("interval_minutes")))
    return _voice_only(table, "Genesys Cloud")


def _sorted_skills(text: str) -> str:
    """Return skills in one order: their order in the file means nothing."""
    return "|||".join(sorted(part.strip() for part in text.split("|||") if part.strip()))


def _genesys_minutes(table: Table) -> int:
    """Return 15, or 30 where so many rows lie on half hours only that it is no chance."""
    starts = table.text("interval_start").drop_nulls().unique()
    half_hours = starts.str.contains(r"[ T]\d{1,2}:[03]0(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:?\d{2})$")
    return 30 if len(starts) >= _FEWEST_FOR_HALF_HOURS and half_hours.all() else 15


def _from_calabrio(table: Table, log: FaultLog) -> Table:
    table = _renamed(
        table, queue="skill", interval_start="start", volume="volume", aht_s="task_s", acw_s="acw_s"
    )
    texts = table.frame.select("interval_start", "end")
    wrong = ~texts["end"].str.contains(rf"^{_CALABRIO_TIME.pattern}$").fill_null(False)
    table.faults(log, "end", wrong, "is not a time as yyyyMMdd HH:mm")
    plain = texts.with_columns(
        pl.all().str.replace(rf"^{_CALABRIO_TIME.pattern}$", "${1}-${2}-${3} ${4}")
    )
    times = plain.select(pl.all().str.to_datetime("%Y-%m-%d %H:%M", strict=False))
    lasts = (times["end"] - times["interval_start"]).dt.total_minutes()
    # the end stands on the other side of a clock change; the files have a quarter or half an hour
    minutes = pl.DataFrame(lasts.alias("m")).select(
        pl.when(pl.col("m") > 60).then(pl.col("m") - 60)
        .when(pl.col("m") <= 0).then(pl.col("m") + 60)
        .otherwise(pl.col("m")).cast(pl.String)
    ).to_series()  # fmt: skip
    frame = table.frame.drop("end", "agents", strict=False).with_columns(
        plain["interval_start"],
        minutes.alias("interval_minutes"),
        table.text("queue").alias(SOURCE),
    )
    return replace(table, frame=frame, shown={**table.shown, "interval_minutes": "end"})


def _renamed(table: Table, **columns: str) -> Table:
    """Return a table with our names of columns; faults keep the file's."""
    kept = {name: table.text(theirs).alias(name) for name, theirs in columns.items()}
    rest = [column for column in ("end", "agents") if table.has(column)]
    frame = pl.DataFrame([*kept.values(), *(table.frame[name] for name in rest)])
    return replace(table, frame=frame, shown=columns)


def _in_utc(table: Table) -> Table:
    """Let times without an offset be UTC, as these systems write them."""
    start = table.text("interval_start")
    local = start.str.contains(r"\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?$")
    frame = table.frame.with_columns(
        pl.when(local).then(start + "Z").otherwise(start).alias("interval_start")
    )
    return replace(table, frame=frame)


def _voice_only(table: Table, system: str) -> Table:
    """Leave out rows of other channels, which cannot be planned, and say so."""
    channel = table.text("channel").str.to_lowercase()
    other = (channel != "voice").fill_null(False)
    named = ", ".join(channel.filter(other).unique().sort())
    table = without_rows(table, other, f"of the {system} channels {named}")
    lines = np.asarray(table.lines)
    return replace(table, frame=table.frame.drop("channel"), lines=lines)
