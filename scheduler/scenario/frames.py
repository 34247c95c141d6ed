"""Data frames of polars and pandas as text cells, so that they are checked like files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

import numpy as np
import polars as pl

from .faults import FaultLog
from .sheets import Sheet, text_column

_KINDS = (str, bool, int, float, Decimal, datetime, date, time)


class Frame(Protocol):
    """A data frame of polars or pandas."""

    @property
    def columns(self) -> Any:
        """Names of the columns."""

    def __getitem__(self, key: Any, /) -> Any:
        """Return a column."""


@dataclass(frozen=True)
class FrameCells:
    """The cells of a data frame as text, under the name that faults call it by.

    Rows count as in a file with a header: the first one is line 2.
    """

    name: str
    sheet: Sheet

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of header and cells."""
        header, cells, _ = self.sheet
        digest = hashlib.sha256(repr(header).encode())
        for column in cells:
            digest.update(repr(column.to_list()).encode())
        return digest.hexdigest()


def frame_cells(name: str, frame: Any, log: FaultLog) -> FrameCells | None:
    """Return the cells of a data frame; None with a fault where it is none or holds no values.

    Parameters
    ----------
    name : str
        Name for faults.
    frame : polars.DataFrame, polars.LazyFrame or pandas.DataFrame
        Text, numbers, flags, dates and times; what is missing is null, NaN or NaT.
    """
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if not hasattr(frame, "columns") or not hasattr(frame, "__getitem__"):
        log.add(name, "must be a data frame of polars or pandas", value=type(frame).__name__)
        return None
    header = [str(column) for column in frame.columns]
    if len(set(header)) < len(header):
        log.add(name, "two columns have the same name", value=", ".join(header))
        return None
    cells: list[pl.Series] = []
    for column in frame.columns:
        values = frame[column]
        is_polars = isinstance(values, pl.Series)
        text = text_column(values) if is_polars else _text_of_pandas(values)
        if text is None:
            message = f"a column of type {values.dtype} cannot be read as text, number or time"
            log.add(name, message, column=str(column))
            return None
        cells.append(text)
    rows = len(cells[0]) if cells else 0
    return FrameCells(name, (header, cells, np.arange(rows + 1, dtype=np.int64) + 1))


def _text_of_pandas(values: Any) -> pl.Series | None:
    """Return a pandas column as text; its missing values are null."""
    if getattr(values.dtype, "kind", "O") in "iuf":
        return pl.Series(values.to_numpy(), nan_to_null=True).cast(pl.String)
    missing = values.isna().tolist()
    found: list[str | None] = []
    for value, is_missing in zip(values.tolist(), missing, strict=True):
        if is_missing:
            found.append(None)
        elif isinstance(value, _KINDS):
            found.append(_text(value))
        else:
            return None
    return pl.Series(found, dtype=pl.String)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
