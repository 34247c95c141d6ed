"""A table of text cells, from a CSV file, a Parquet or Excel file, or a data frame.

A table keeps the line of every row, so that whatever is found wrong with a cell later can
say where it stands. Columns are checked here, cells in `cells`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from ..formulas import NEUTRALISED
from .columns import Columns as Columns
from .csv_cells import read_csv
from .faults import MAX_FAULTS_PER_COLUMN, FaultLog, one_of
from .files import SUFFIXES, FileBytes, read_file
from .frames import Frame, FrameCells, frame_cells
from .sheets import Sheet, read_sheet

MAX_ROWS = 5_000_000
"""Most rows read from one table."""


TableSource = FileBytes | FrameCells


@dataclass(frozen=True)
class Table:
    """A table of text cells; empty cells are null.

    Attributes
    ----------
    file : str
        File name in messages.
    frame : polars.DataFrame
        Text columns, blank rows left out.
    lines : ndarray of int64, shape (rows,)
        One-based line (or sheet row) of each row.
    decimal_comma : bool
        Whether numbers may be written with a decimal comma (semicolon-separated files).
    layout : Columns
        Which of the layouts asked for the table has.
    shown : mapping
        What faults call a column where the file's own name is another.
    notes : tuple of str
        Sentences on what was left out or assumed when the table was made.
    """

    file: str
    frame: pl.DataFrame
    lines: npt.NDArray[np.int64]
    decimal_comma: bool = False
    layout: Columns = field(default_factory=lambda: Columns(()))
    shown: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def has(self, column: str) -> bool:
        """Say whether the file has a column."""
        return column in self.frame.columns

    def text(self, column: str) -> pl.Series:
        """Return a column's text, all null where the file does not have it."""
        if self.has(column):
            return self.frame[column]
        return pl.repeat(None, len(self), dtype=pl.String, eager=True).alias(column)

    def texts(self, *columns: str) -> dict[str, list[str | None]]:
        """Return the text of columns as lists, for going through the table row by row."""
        return {column: self.text(column).to_list() for column in columns}

    def faults(self, log: FaultLog, column: str, rows: pl.Series, message: str) -> None:
        """Note the same fault for every row where `rows` is true."""
        at = np.flatnonzero(rows.fill_null(False).to_numpy())
        values = self.text(column).gather(at[:MAX_FAULTS_PER_COLUMN])
        name = self.shown.get(column, column)
        for row, value in zip(at, values, strict=False):
            log.add(self.file, message, line=int(self.lines[row]), column=name, value=value)
        if len(at) > MAX_FAULTS_PER_COLUMN:
            log.count_more(self.file, name, len(at) - MAX_FAULTS_PER_COLUMN)

    def fault(
        self, log: FaultLog, row: int, column: str, message: str, value: object = None
    ) -> None:
        """Note a fault in one row; the value is the cell's unless another is given."""
        shown = self.text(column)[row] if value is None else value
        name = self.shown.get(column, column)
        log.add(self.file, message, line=int(self.lines[row]), column=name, value=shown)


def table_source(source: str | Path | Frame, name: str, log: FaultLog) -> TableSource | None:
    """Read a file, or take the cells of a data frame, which faults call `name`."""
    if isinstance(source, (str, Path)):
        return read_file(Path(source), log, sheet=name)
    return frame_cells(name, source, log)


def read_table(
    source: TableSource, columns: Columns, log: FaultLog, *others: Columns
) -> Table | None:
    """Read a table; None where no cell of it can be used.

    A required column that is missing is a fault, yet the other columns are read on.

    Parameters
    ----------
    source : FileBytes or FrameCells
        Content of a ``.csv``, ``.parquet`` or ``.xlsx`` file, or a data frame.
    columns : Columns
        What the table must and may have.
    log : FaultLog
        Receives every fault.
    *others : Columns
        Layouts that the table may have instead; the one that most names of its header belong to
        is taken, `columns` where none fits better.
    """
    layouts = (columns, *others)
    decimal_comma = False
    sheet: Sheet | None
    if isinstance(source, FrameCells):
        sheet = source.sheet
    elif source.suffix not in SUFFIXES:
        message = f"tables are read from {', '.join(SUFFIXES)} files"
        log.add(source.name, message, value=source.suffix)
        return None
    elif source.suffix == ".csv":
        read = read_csv(source, layouts, log)
        if read is None:
            return None
        sheet, columns, decimal_comma = read
    else:
        sheet = read_sheet(source, log)
    if sheet is None:
        return None
    header, cells, lines = sheet
    if isinstance(source, FrameCells) or source.suffix != ".csv":
        columns = max(layouts, key=lambda layout: layout.recognised(header))
    names = _check_header(source.name, int(lines[0]), header, columns, log)
    if names is None:
        return None
    if len(lines) - 1 > MAX_ROWS:
        log.add(source.name, f"has {len(lines) - 1} rows; at most {MAX_ROWS} are read")
        return None
    keep = {k: name for k, name in enumerate(names) if name}
    frame = pl.DataFrame({name: cells[k].alias(name) for k, name in keep.items()})
    # text that a spreadsheet might compute is marked in its own formats only
    marked = not isinstance(source, FrameCells) and source.suffix != ".parquet"
    frame = frame.select(_cleaned(column, marked) for column in frame.iter_columns())
    table = Table(source.name, frame, lines[1:], decimal_comma, columns)
    return _without_blank_rows(table)


def _cleaned(cells: pl.Series, marked: bool) -> pl.Series:
    """Strip cells, undo what an exporter did against formulas, and make empty ones null."""
    if cells.str.contains(r"^\s|\s$|^'|^$").any():
        plain = cells.str.strip_chars()
        if marked:
            plain = plain.str.replace(NEUTRALISED, "${1}")
        return plain.replace("", None)
    return cells


def _without_blank_rows(table: Table) -> Table:
    filled = ~table.frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
    if filled.all():
        return table
    mask = filled.to_numpy()
    return replace(table, frame=table.frame.filter(filled), lines=table.lines[mask])


def _check_header(
    file: str, line: int, header: Sequence[str], columns: Columns, log: FaultLog
) -> list[str] | None:
    """Return the column name of each position, empty where it is not to be read."""
    names: list[str] = []
    for text in header:
        name = columns.known(text) or ""
        if name and name in names:
            log.add(file, "the column stands twice", line=line, column=name)
            name = ""
        names.append(name)
    if not any(names):
        log.add(
            file,
            f"the first row must name the columns: {', '.join(columns.names)}",
            line=line,
            value=", ".join(header),
        )
        return None
    missing = [name for name in columns.required if name not in names]
    for text, name in zip(header, names, strict=True):
        if not name and text.strip() and not columns.open and columns.known(text) is None:
            free = [known for known in columns.names if known not in names]
            allowed = one_of(text.strip(), columns.names, meant=free, most=None)
            message = f"unknown column; {allowed}"
            log.add(file, message, line=line, column=text.strip(), value=text.strip())
    for name in missing:
        log.add(
            file,
            f"the column is missing; the columns are {', '.join(columns.names)}",
            line=line,
            column=name,
        )
    return names
