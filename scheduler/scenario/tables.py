"""Reading a table as text cells: CSV here, Parquet and Excel through `sheets`.

A table keeps the line of every row, so that whatever is found wrong with a cell later can
say where it stands. Columns are checked here, cells in `cells`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import numpy.typing as npt
import polars as pl

from .faults import MAX_FAULTS_PER_COLUMN, FaultLog, one_of
from .files import SUFFIXES, FileBytes, decode
from .sheets import Sheet, read_sheet

MAX_ROWS = 5_000_000
"""Most rows read from one table."""

_NEUTRALISED = r"^'('*[=+@\t\r-])"  # exporters put an apostrophe before what a sheet would compute


@dataclass(frozen=True)
class Columns:
    """The columns of a table: those it must have, and those it may have.

    `numbered` are beginnings of names that end in a number from 1 to 99, as in ``volume_p90``.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All columns with a fixed name, the required ones first."""
        return self.required + self.optional

    def known(self, text: str) -> str | None:
        """Return the column that a header cell names, in any case; None where it is unknown."""
        folded = text.strip().strip('"').strip().casefold()
        for name in self.names:
            if folded == name.casefold():
                return name
        for beginning in self.numbered:
            digits = folded.removeprefix(beginning)
            if digits != folded and re.fullmatch(r"0?[1-9]|[1-9][0-9]", digits):
                return f"{beginning}{int(digits)}"
        return None


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
    """

    file: str
    frame: pl.DataFrame
    lines: npt.NDArray[np.int64]
    decimal_comma: bool = False

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
        for row, value in zip(at, values, strict=False):
            log.add(self.file, message, line=int(self.lines[row]), column=column, value=value)
        if len(at) > MAX_FAULTS_PER_COLUMN:
            log.count_more(self.file, column, len(at) - MAX_FAULTS_PER_COLUMN)

    def fault(
        self, log: FaultLog, row: int, column: str, message: str, value: object = None
    ) -> None:
        """Note a fault in one row; the value is the cell's unless another is given."""
        shown = self.text(column)[row] if value is None else value
        log.add(self.file, message, line=int(self.lines[row]), column=column, value=shown)


def read_table(file: FileBytes, columns: Columns, log: FaultLog) -> Table | None:
    """Read a table; None where no cell of it can be used.

    A required column that is missing is a fault, yet the other columns are read on.

    Parameters
    ----------
    file : FileBytes
        Content of a ``.csv``, ``.parquet`` or ``.xlsx`` file.
    columns : Columns
        What the table must and may have.
    log : FaultLog
        Receives every fault.
    """
    if file.suffix not in SUFFIXES:
        log.add(file.name, f"tables are read from {', '.join(SUFFIXES)} files", value=file.suffix)
        return None
    decimal_comma = False
    if file.suffix == ".csv":
        read = _read_csv(file, columns, log)
        sheet, decimal_comma = read or (None, False)
    else:
        sheet = read_sheet(file, log)
    if sheet is None:
        return None
    header, cells, lines = sheet
    names = _check_header(file.name, int(lines[0]), header, columns, log)
    if names is None:
        return None
    if len(lines) - 1 > MAX_ROWS:
        log.add(file.name, f"has {len(lines) - 1} rows; at most {MAX_ROWS} are read")
        return None
    keep = {k: name for k, name in enumerate(names) if name}
    frame = pl.DataFrame({name: cells[k].alias(name) for k, name in keep.items()})
    frame = frame.select(_cleaned(column) for column in frame.iter_columns())
    table = Table(file.name, frame, lines[1:], decimal_comma)
    return _without_blank_rows(table)


def _cleaned(cells: pl.Series) -> pl.Series:
    """Strip cells, undo what an exporter did against formulas, and make empty ones null."""
    if cells.str.contains(r"^\s|\s$|^'|^$").any():
        return cells.str.strip_chars().str.replace(_NEUTRALISED, "${1}").replace("", None)
    return cells


def _without_blank_rows(table: Table) -> Table:
    filled = ~table.frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
    if filled.all():
        return table
    mask = filled.to_numpy()
    return Table(table.file, table.frame.filter(filled), table.lines[mask], table.decimal_comma)


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
        if not name and text.strip() and columns.known(text) is None:
            free = [known for known in columns.names if known not in names]
            message = f"unknown column; {one_of(text.strip(), free or columns.names)}"
            log.add(file, message, line=line, column=text.strip(), value=text.strip())
    for name in missing:
        log.add(
            file,
            f"the column is missing; the columns are {', '.join(columns.names)}",
            line=line,
            column=name,
        )
    return names


def _read_csv(file: FileBytes, columns: Columns, log: FaultLog) -> tuple[Sheet, bool] | None:
    """Return the sheet and whether numbers may have a decimal comma."""
    text = decode(file, log)
    if text is None:
        return None
    if not text.strip():
        log.add(file.name, f"is empty; the first row must name {', '.join(columns.names)}")
        return None
    first = len(text) - len(text.lstrip("\n"))
    header = text[first:].split("\n", 1)[0]
    separator, recognised = _separator(header, columns)
    if not recognised:
        message = f"the first row must name the columns: {', '.join(columns.names)}"
        log.add(file.name, message, line=first + 1, value=header)
        return None
    if separator not in ",;":
        message = "columns must be separated by commas (or semicolons)"
        shown = "tab" if separator == "\t" else separator
        log.add(file.name, message, line=first + 1, value=shown)
        return None
    parse = _parse_quoted if '"' in text else _parse_plain
    parsed = parse(file.name, text, separator, log)
    return None if parsed is None else (parsed, separator == ";")


def _separator(header: str, columns: Columns) -> tuple[str, int]:
    """Return the separator that makes the most names of the header known, and how many."""

    def recognised(separator: str) -> int:
        return sum(columns.known(name) is not None for name in header.split(separator))

    best = max((",", ";", "\t", "|"), key=recognised)
    return best, recognised(best)


def _parse_plain(file: str, text: str, separator: str, log: FaultLog) -> Sheet | None:
    """Parse CSV without quotes, where every line is a row."""
    data = text.encode()
    codes = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(codes == ord("\n"))
    if not data.endswith(b"\n"):
        ends = np.append(ends, len(data))
    starts = np.concatenate(([0], ends[:-1] + 1))
    at = np.flatnonzero(codes == ord(separator))
    fields = np.searchsorted(at, ends) - np.searchsorted(at, starts) + 1
    filled = np.flatnonzero(ends > starts)
    first = int(filled[0])
    n = int(fields[first])
    header = data[starts[first] : ends[first]].decode().split(separator)
    rows = filled[1:]
    wrong = rows[fields[rows] != n]
    if len(wrong):
        for row in wrong[:MAX_FAULTS_PER_COLUMN]:
            shown = data[starts[row] : ends[row]].decode()
            _wrong_width(file, int(row) + 1, int(fields[row]), n, shown, log)
        log.count_more(file, None, max(0, len(wrong) - MAX_FAULTS_PER_COLUMN))
        return None
    if not len(rows):
        empty = [pl.Series([], dtype=pl.String) for _ in header]
        return header, empty, np.array([first + 1], dtype=np.int64)
    body = data[starts[rows[0]] :]
    if len(rows) < len(ends) - rows[0]:  # polars would read blank lines as rows
        body = b"\n".join(line for line in body.split(b"\n") if line)
    frame = pl.read_csv(
        body,
        separator=separator,
        has_header=False,
        quote_char=None,
        infer_schema=False,
        schema={str(k): pl.String for k in range(n)},
    )
    return header, frame.get_columns(), filled.astype(np.int64) + 1


def _parse_quoted(file: str, text: str, separator: str, log: FaultLog) -> Sheet | None:
    """Parse CSV with quotes, where a cell may hold separators and line ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    begin = 1
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        log.add(
            file,
            f"a quoted cell is not closed or not followed by a separator ({error})",
            line=begin,
        )
        return None
    n = len(rows[0])
    wrong = [k for k, row in enumerate(rows) if len(row) != n]
    for k in wrong:
        _wrong_width(file, lines[k], len(rows[k]), n, separator.join(rows[k]), log)
    if wrong:
        return None
    if len(rows) == 1:
        columns: list[tuple[str, ...]] = [()] * n
    else:
        columns = list(zip_longest(*rows[1:]))
    cells = [pl.Series(column, dtype=pl.String) for column in columns]
    return rows[0], cells, np.array(lines, dtype=np.int64)


def _wrong_width(file: str, line: int, found: int, n: int, shown: str, log: FaultLog) -> None:
    hint = "; put quotes around a cell that holds a separator" if found > n else ""
    log.add(file, f"the row has {found} cells, the header {n}{hint}", line=line, value=shown)
