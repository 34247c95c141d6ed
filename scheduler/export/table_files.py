"""Tables as files: CSV that a spreadsheet opens safely, and Parquet."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import polars as pl

from ..errors import InputError
from ..expected_service import ExpectedService
from ..formulas import FORMULA
from ..plan import PayLine, Requirement
from ..scenario.types import Scenario
from .tables import expected_service_table, hours_table, requirements_table

TIMES = ("interval_start", "start", "end")
"""Columns with instants, in every table that has them."""

_DATES = ("business_date", "work_date", "workweek_start", "date")


def write_requirements(
    requirement: Requirement, path: Path, fmt: Literal["csv", "parquet"] | None = None
) -> None:
    """Write the requirement table to a file of its own, whole or not at all.

    Parameters
    ----------
    requirement : Requirement
        What to write.
    path : Path
        Target; an existing file is replaced.
    fmt : {"csv", "parquet"} or None
        Format; by default Parquet for the suffix ``.parquet``, else CSV.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    _write_whole(requirements_table(requirement), Path(path), fmt)


def write_expected_service(
    expected: ExpectedService, path: Path, fmt: Literal["csv", "parquet"] | None = None
) -> None:
    """Write what given agents give to a file of its own; as `write_requirements`."""
    _write_whole(expected_service_table(expected), Path(path), fmt)


def write_hours(
    scenario: Scenario,
    lines: Sequence[PayLine],
    path: Path,
    fmt: Literal["csv", "parquet"] | None = None,
) -> None:
    """Write what is paid, line by line, to a file of its own; as `write_requirements`."""
    _write_whole(hours_table(scenario, lines), Path(path), fmt)


def _write_whole(table: pl.DataFrame, path: Path, fmt: Literal["csv", "parquet"] | None) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as aside:
            fresh = Path(aside) / path.name
            write_table(table, fresh, fmt)
            os.replace(fresh, path)
    except OSError as fault:
        raise InputError(
            f"cannot write {str(path)!r}: {fault.strerror or fault}; name a file in a folder "
            "that can be written to"
        ) from fault


def write_table(
    table: pl.DataFrame, path: Path, fmt: Literal["csv", "parquet"] | None = None
) -> None:
    """Write a table as CSV (UTF-8, comma, newline) or Parquet, by `fmt` or the path's suffix.

    In CSV, text that a spreadsheet would take for a formula gets an apostrophe in front;
    numbers are left alone. In Parquet, text of times becomes UTC instants.
    """
    if (fmt or path.suffix.lower().lstrip(".")) == "parquet":
        with_instants(table).write_parquet(path)
    else:
        neutralised(table).write_csv(path, line_terminator="\n")


def neutralised(table: pl.DataFrame) -> pl.DataFrame:
    """Put an apostrophe before text that a spreadsheet would take for a formula."""
    text = pl.col(pl.String)
    return table.with_columns(
        pl.when(text.str.contains(FORMULA)).then(pl.lit("'") + text).otherwise(text).name.keep()
    )


def with_instants(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table with its times as UTC instants instead of text."""
    times = [name for name in TIMES if name in table.columns]
    return table.with_columns(
        pl.col(times).str.to_datetime("%Y-%m-%dT%H:%M:%S%:z", time_zone="UTC", time_unit="us")
    )


def with_dates(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table with its dates as dates instead of text."""
    dates = [name for name in _DATES if name in table.columns]
    return table.with_columns(pl.col(dates).str.to_date("%Y-%m-%d"))
