"""Agents from the export of an HR system: its columns, words and numbers put into ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal, InvalidOperation

import polars as pl

from .columns import Columns
from .faults import FaultLog
from .spec_imports import AgentsSpec
from .tables import Table, TableSource, read_table

_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "Fr."}
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_FTE_STEP = Decimal("0.00000001")


@dataclass(frozen=True)
class Export:
    """What is needed to read an export.

    Attributes
    ----------
    spec : AgentsSpec
        The section `[agents]`.
    weekly_hours : mapping
        Weekly hours of one full-time equivalent, by contract.
    currency : str or None
        The site's, which may stand beside a rate.
    """

    spec: AgentsSpec = field(default_factory=AgentsSpec)
    weekly_hours: Mapping[str, Decimal] = field(default_factory=dict)
    currency: str | None = None


def read_agents_table(
    source: TableSource, columns: Columns, export: Export, log: FaultLog
) -> Table | None:
    """Read agents as a table with the columns of agents.csv.

    Without anything said in `[agents]` the file has these columns itself. Columns of an export that
    several of which mean one of ours are joined, names by a space and skills by a bar.

    Parameters
    ----------
    source : FileBytes or FrameCells
    columns : Columns
        Columns of agents.csv.
    export : Export
    log : FaultLog
        Receives every fault, under the export's own names of columns.
    """
    spec = export.spec
    if spec == AgentsSpec():
        return read_table(source, columns, log)
    own = tuple(name for name in columns.names if name not in spec.columns.values())
    foreign = {name.casefold() for name in spec.columns}
    layout = Columns(
        tuple(spec.columns),
        tuple(name for name in own if name not in foreign),
        open=bool(spec.columns),
    )
    table = read_table(source, layout, log)
    if table is None:
        return None
    table = _renamed(table, spec)
    _note_missing(table, columns, spec, log)
    if spec.decimal_comma:
        table = replace(table, decimal_comma=True)
    for column in spec.values:
        table = _valued(table, column, spec.values[column])
    for column, default in spec.defaults.items():
        table = _with(table, column, table.text(column).fill_null(default))
    if table.has("hire_date") and spec.dates != "year-month-day":
        month_first = spec.dates == "month/day/year"
        table = _mapped(table, "hire_date", lambda text: _iso(text, month_first))
    if table.has("base_rate") and export.currency is not None:
        marks = (export.currency, _SYMBOLS.get(export.currency, export.currency))
        table = _mapped(table, "base_rate", lambda text: _plain_rate(text, marks))
    return _with_share(table, export)


def _renamed(table: Table, spec: AgentsSpec) -> Table:
    """Return a table with our names of columns; several columns of the export are joined."""
    theirs: dict[str, list[str]] = {}
    for name, column in spec.columns.items():
        theirs.setdefault(column, []).append(name)
    joined = []
    shown = {}
    for ours, names in theirs.items():
        there = [name for name in names if table.has(name)]
        if there:
            mark = "|" if ours == "skills" else " "
            cells = pl.concat_str(there, separator=mark, ignore_nulls=True).replace("", None)
            joined.append(table.frame.select(cells.alias(ours)).to_series())
            shown[ours] = " + ".join(there)
    rest = [column for column in table.frame.iter_columns() if column.name not in spec.columns]
    frame = pl.DataFrame([*joined, *(c for c in rest if c.name not in theirs)])
    return replace(table, frame=frame, shown=shown)


def _note_missing(table: Table, columns: Columns, spec: AgentsSpec, log: FaultLog) -> None:
    """Note what agents.csv must have and neither the export nor a default gives."""
    given = {*table.frame.columns, *spec.columns.values(), *spec.defaults}
    for name in columns.required:
        if name not in given:
            message = "is given by no column; name it in [agents.columns] or [agents.defaults]"
            log.add(table.file, message, line=1, column=name)


def _with(table: Table, column: str, cells: pl.Series) -> Table:
    return replace(table, frame=table.frame.with_columns(cells.alias(column)))


def _mapped(table: Table, column: str, change: Callable[[str], str]) -> Table:
    texts = table.text(column)
    meant = {text: change(text) for text in texts.drop_nulls().unique()}
    return _with(table, column, texts.replace(meant))


def _valued(table: Table, column: str, values: Mapping[str, str]) -> Table:
    """Put values meant in the place of the export's; case does not matter."""
    folded = {value.casefold(): meant for value, meant in values.items()}

    def meant(text: str) -> str:
        if column != "skills":
            return folded.get(text.casefold(), text)
        found = (folded.get(part.strip().casefold(), part) for part in re.split(r"[|,;]", text))
        # several skills of the export may be one of ours, and some none
        return "|".join(dict.fromkeys(part.strip() for part in found if part.strip()))

    table = _mapped(table, column, meant)
    return _with(table, column, table.text(column).replace("", None))


def _iso(text: str, month_first: bool) -> str:
    match = _SLASHED.match(text)
    if match is None:
        return text
    first, second, year = match.groups()
    month, day = (first, second) if month_first else (second, first)
    return f"{year}-{month}-{day}{text[match.end() :]}"


def _plain_rate(text: str, marks: tuple[str, ...]) -> str:
    """Return a rate without the site's currency beside it."""
    for mark in marks:
        text = text.removeprefix(mark).removesuffix(mark).strip()
    return text


def _with_share(table: Table, export: Export) -> Table:
    """Return fte as a share of full time."""
    if export.spec.fte == "share" or not table.has("fte"):
        return table
    contracts = table.text("contract_id").to_list()
    shares: list[str | None] = []
    for text, contract in zip(table.text("fte").to_list(), contracts, strict=True):
        whole: Decimal | None = Decimal(100)
        if export.spec.fte == "weekly_hours":
            whole = export.weekly_hours.get(contract or "")
        # a contract that is not known has a fault of its own
        shares.append(None if text is None or whole is None else _share(text, whole))
    # a decimal comma is gone from what could be read
    return _with(table, "fte", pl.Series(shares, dtype=pl.String))


def _share(text: str, whole: Decimal) -> str:
    """Return a number as a share of `whole`; text that is none stays for its fault.

    Shares are rounded up: a contract's minutes are cut off to whole ones, and 20 of 30 hours must
    not become a minute less.
    """
    try:
        number = Decimal(text.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        return text
    if not whole or not number.is_finite():
        return text
    return f"{(number / whole).quantize(_FTE_STEP, ROUND_CEILING).normalize():f}"
