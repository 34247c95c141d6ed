"""CSV as text cells: separators, quotes, line ends, and files without a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np
import polars as pl

from .columns import Columns
from .faults import MAX_FAULTS_PER_COLUMN, FaultLog
from .files import FileBytes, decode
from .sheets import Sheet


def read_csv(
    file: FileBytes, layouts: Sequence[Columns], log: FaultLog
) -> tuple[Sheet, Columns, bool] | None:
    """Return the cells, the layout that the file has, and whether numbers may have a comma."""
    text = decode(file, log)
    if text is None:
        return None
    names = ", ".join(layouts[0].names)
    if not text.strip():
        log.add(file.name, f"is empty; the first row must name {names}")
        return None
    first = len(text) - len(text.lstrip("\n"))
    header = text[first:].split("\n", 1)[0]
    for layout in layouts:
        found = _without_header(header, layout)
        if found is not None:
            columns, separator = found
            sheet = _read_headerless(file.name, text, columns, separator, log)
            return None if sheet is None else (sheet, layout, separator == ";")
    layout, separator, recognised = _layout(header, layouts)
    if not recognised:
        message = f"the first row must name the columns: {names}"
        log.add(file.name, message, line=first + 1, value=header)
        return None
    if separator not in ",;":
        message = "columns must be separated by commas (or semicolons)"
        shown = "tab" if separator == "\t" else separator
        log.add(file.name, message, line=first + 1, value=shown)
        return None
    sheet = _parse(file.name, text, separator, log)
    return None if sheet is None else (sheet, layout, separator == ";")


def _parse(file: str, text: str, separator: str, log: FaultLog) -> Sheet | None:
    parse = _parse_quoted if '"' in text else _parse_plain
    return parse(file, text, separator, log)


def _layout(header: str, layouts: Sequence[Columns]) -> tuple[Columns, str, int]:
    """Return layout and separator that make the most names of the header known, and how many."""

    def cells(separator: str) -> list[str]:
        if '"' not in header:
            return header.split(separator)
        return next(csv.reader([header], delimiter=separator), [])

    tries = [
        (layout, separator, layout.recognised(cells(separator)))
        for layout in layouts
        for separator in (",", ";", "\t", "|")
    ]
    return max(tries, key=lambda tried: tried[2])


def _without_header(row: str, layout: Columns) -> tuple[tuple[str, ...], str] | None:
    """Return the names that a layout gives to the columns of a first row that names none."""
    if layout.headerless is None:
        return None
    for separator in (",", ";"):
        cells = next(csv.reader([row], delimiter=separator), [])
        names = layout.headerless([cell.strip() for cell in cells])
        if names is not None:
            return names, separator
    return None


def _read_headerless(
    file: str, text: str, names: Sequence[str], separator: str, log: FaultLog
) -> Sheet | None:
    """Parse with a header put in front; lines count without it."""
    found = FaultLog()
    sheet = _parse(file, separator.join(names) + "\n" + text, separator, found)
    for fault in found.sorted():
        line = None if fault.line is None else fault.line - 1
        log.note(replace(fault, line=line, message=fault.message.replace("header", "first row")))
    return None if sheet is None else (sheet[0], sheet[1], sheet[2] - 1)


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
