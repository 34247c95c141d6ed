"""Rows of other systems' forecasts added up by queue and interval."""

from __future__ import annotations

import polars as pl

from .known import Known


def summed_rows(frame: pl.DataFrame, handled: pl.Series, known: Known) -> pl.DataFrame:
    """Return one row per queue and interval.

    Volumes are added. Handling times are weighted by the contacts that were handled, where the
    file says how many, else by the volume. An interval with contacts of which none has a handling
    time takes the mean of its queue.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns as in `forecast.SCHEMA`; handling time 0 where it is not known.
    handled : polars.Series
        Contacts behind each row's handling time; null where the file does not say.
    known : Known
        Interval and start of the horizon; where they are unknown rows keep their times.

    Returns
    -------
    polars.DataFrame
        The same columns.
    """
    weight = pl.when(pl.col("aht_s") > 0).then(pl.coalesce("weight", "volume")).otherwise(0.0)
    rows = frame.with_columns(handled.alias("weight")).with_columns(weight.alias("weight"))
    if known.start is not None and known.interval_minutes is not None:
        start, step = int(known.start.timestamp()), known.interval_minutes * 60
        since = pl.col("interval_start").dt.epoch("s") - start
        floored = (since.floordiv(step) * step + start) * 1_000_000
        rows = rows.with_columns(
            floored.cast(frame.schema["interval_start"]).alias("interval_start")
        )
    keys = ["queue", "interval_start"]
    added = (
        rows.drop_nulls([*keys, "volume"])
        .group_by(keys, maintain_order=True)
        .agg(
            pl.col("volume").sum(),
            (pl.col("weight") * pl.col("aht_s")).sum().alias("seconds"),
            pl.col("weight").sum(),
            pl.col("patience_s").first(),
        )
    )
    usual = (pl.col("seconds").sum() / pl.col("weight").sum()).over("queue")
    own = pl.col("seconds") / pl.col("weight")
    mean = pl.when(pl.col("weight") > 0).then(own).otherwise(usual)
    return added.with_columns(mean.fill_nan(0.0).alias("aht_s")).select(frame.columns)
