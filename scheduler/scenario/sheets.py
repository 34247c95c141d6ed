"""Parquet and Excel tables as text cells, written as a CSV file would hold them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from .faults import FaultLog
from .files import FileBytes

MAX_UNPACKED_BYTES = 2_000_000_000
"""Largest unpacked size of an Excel workbook."""

Sheet = tuple[list[str], list[pl.Series], npt.NDArray[np.int64]]


def read_sheet(file: FileBytes, log: FaultLog) -> Sheet | None:
    """Return header, text columns and line numbers (the header's first) of a table.

    Lines are rows of the sheet; a Parquet table counts as if the header were its line 1.
    """
    read = _read_parquet if file.suffix == ".parquet" else _read_excel
    try:
        return read(file, log)
    except Exception as error:  # noqa: BLE001 - the readers raise all kinds on damaged files
        log.add(file.name, f"cannot be read as {file.suffix[1:]}: {type(error).__name__}")
    except BaseException as error:
        # a panic of a compiled reader on a damaged file is no Exception
        if type(error).__name__ != "PanicException":
            raise
        log.add(file.name, f"cannot be read as {file.suffix[1:]}: the file is damaged")
    return None


def _read_parquet(file: FileBytes, log: FaultLog) -> Sheet | None:
    frame = pl.read_parquet(io.BytesIO(file.data))
    cells = []
    for column in frame.iter_columns():
        text = text_column(column)
        if text is None:
            message = f"a column of type {column.dtype} cannot be read as text, number or time"
            log.add(file.name, message, line=1, column=column.name)
            return None
        cells.append(text)
    return frame.columns, cells, np.arange(len(frame) + 1, dtype=np.int64) + 1


def text_column(column: pl.Series) -> pl.Series | None:
    """Return a column as a CSV file would hold it; None where its type has no text."""
    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        if kind.time_zone:
            return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S+00:00")
        return column.dt.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(kind, pl.Time):
        return column.dt.strftime("%H:%M:%S")
    if isinstance(kind, (pl.Categorical, pl.Enum)) or kind in (pl.String, pl.Boolean, pl.Date):
        return column.cast(pl.String)
    if kind.is_numeric() or kind == pl.Null:
        return column.cast(pl.String)
    return None


def table_sheets(file: FileBytes, tables: Sequence[str], log: FaultLog) -> dict[str, FileBytes]:
    """Return the tables that a workbook holds, each in the sheet of its name."""
    try:
        book = _workbook(file, log)
    except Exception as error:  # noqa: BLE001 - the reader raises all kinds on damaged files
        log.add(file.name, f"cannot be read as xlsx: {type(error).__name__}")
        return {}
    names = [] if book is None else book.sheet_names
    found = {name.strip().casefold(): name for name in names if name.strip().casefold() in tables}
    if book is not None and not found:
        message = f"has no sheet named after a table: {', '.join(tables)}"
        log.add(file.name, message, value=", ".join(names))
    return {
        table: replace(file, name=f"{file.name} [{name}]", sheet=name)
        for table, name in found.items()
    }


def _workbook(file: FileBytes, log: FaultLog) -> Any:
    """Open a workbook; None with a fault where it must not or cannot be opened."""
    try:
        import fastexcel
    except ImportError:
        log.add(file.name, "Excel files need the extra: pip install 'staffwright[excel]'")
        return None
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        unpacked = sum(item.file_size for item in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES:
        log.add(file.name, f"unpacks to {unpacked} bytes; at most {MAX_UNPACKED_BYTES} are read")
        return None
    return fastexcel.read_excel(file.data)


def _read_excel(file: FileBytes, log: FaultLog) -> Sheet | None:
    book = _workbook(file, log)
    if book is None:
        return None
    meant = [name for name in book.sheet_names if name.strip().casefold() == file.sheet.casefold()]
    sheet = book.load_sheet(meant[0] if meant else 0, header_row=None, skip_rows=0, dtypes="string")
    frame: pl.DataFrame = sheet.to_polars()
    rows = np.arange(0)
    if frame.width:
        rows = np.flatnonzero(~frame.select(pl.all_horizontal(pl.all().is_null())).to_numpy())
    if not len(rows):
        log.add(file.name, f"the sheet {sheet.name!r} is empty")
        return None
    header = ["" if cell is None else str(cell) for cell in frame.row(int(rows[0]))]
    body = frame.slice(int(rows[0]) + 1)
    cells = [body.to_series(k) for k in range(body.width)]
    return header, cells, np.arange(rows[0], frame.height, dtype=np.int64) + 1
