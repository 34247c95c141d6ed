"""Another forecast laid over a scenario's from a time on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl

from ..errors import ScenarioError
from .faults import FaultLog
from .forecast import quantile_columns, read_forecast
from .forecast_files import read_forecast_table
from .frames import Frame
from .known import Known
from .left_out import left_out
from .tables import table_source
from .types import Scenario


def with_forecast(scenario: Scenario, source: str | Path | Frame, since: datetime) -> Scenario:
    """Return the scenario with the rows of another forecast file.

    A row replaces that of the scenario for its queue and interval; intervals without one keep
    their forecast. Rows of intervals that begin before `since` change nothing.

    Parameters
    ----------
    source : path or data frame
        A ``.csv``, ``.parquet`` or ``.xlsx`` file, or a frame of polars or pandas, with the
        columns of forecast.csv.
    since : datetime

    Raises
    ------
    ScenarioError
        With every fault found.
    """
    log = FaultLog()
    grid = scenario.grid
    file = table_source(source, "forecast", log)
    table = None if file is None else read_forecast_table(file, scenario.forecast_names, log)
    if file is None or table is None:
        raise ScenarioError(log.sorted())
    known = Known(
        zone=scenario.zone,
        queues=frozenset(queue.id for queue in scenario.queues),
        first_day=grid.first_day,
        days=grid.days,
        interval_minutes=grid.interval_minutes,
        start=grid.start,
        end=grid.end,
        demand_end=grid.instant(grid.n_demand_slots),
    )
    read = read_forecast(table, known, log)
    _check_quantiles(scenario.forecast, read.frame, table.file, log)
    if len(log):
        raise ScenarioError(log.sorted())
    new = read.frame.filter(pl.col("interval_start") >= since)
    ignored = len(read.frame) - len(new)
    keys = ["queue", "interval_start"]
    kept = scenario.forecast.join(new.select(keys), on=keys, how="anti")
    merged = pl.concat([kept, new], how="diagonal").sort(keys)
    notes = [note for note in read.notes if "no volume" not in note]
    if ignored:
        notes.append(
            left_out(table.file, ignored, ("row", "rows"), "before the time of the repair")
        )
    return replace(
        scenario,
        forecast=merged,
        defaults_used=(*scenario.defaults_used, *notes),
        notes=(*scenario.notes, *notes),
        input_hashes={**scenario.input_hashes, f"replan: {table.file}": file.sha256},
    )


def _check_quantiles(old: pl.DataFrame, new: pl.DataFrame, file: str, log: FaultLog) -> None:
    """Quantiles of two forecasts must be of the same probabilities to stand in one table."""
    wanted, given = ([n for n, _ in quantile_columns(f.columns)] for f in (old, new))
    if wanted and given and wanted != given:
        message = f"quantiles must be those of the scenario's forecast: {', '.join(wanted)}"
        log.add(file, message, value=", ".join(given))
