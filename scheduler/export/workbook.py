"""plan.xlsx: the roster as sheets that can be printed and hung up, and the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from ..errors import InputError
from ..formulas import neutral
from ..plan import Plan
from .roster_pages import DayCell, RosterPage, roster_pages
from .table_files import neutralised, with_dates

MOST_ROWS = 1_048_575
"""Rows of a table that a sheet of Excel holds below its header."""

_A4 = 9
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
_COLOURS = (
    "#DCE9F7", "#FBE5CF", "#DDEEDB", "#EADCF2", "#FFF3BF",
    "#D3EEEE", "#F7D9E0", "#E4E4D0", "#D6DEFF", "#EFD9C3",
)  # fmt: skip
_WIDEST_NAME = 31
_HEADER_ROWS = 2
_AS_TEXT = {"quote_prefix": True, "num_format": "@"}


def write_workbook(plan: Plan, tables: Mapping[str, pl.DataFrame], path: Path) -> None:
    """Write the workbook: a roster sheet for each week and team, then a sheet for each table.

    The same plan gives the same bytes. Text that a spreadsheet would take for a formula gets an
    apostrophe in front in tables, as in CSV; in roster sheets, which are for people, its cell is
    marked as text instead, so that nothing is shown and editing computes nothing. Dates are
    dates. Instants stay text with their offset: a clock time alone says nothing of which of two
    passes of an hour is meant when clocks are set back.

    Raises
    ------
    InputError
        If a table has more rows than a sheet holds.
    """
    import xlsxwriter

    for name, table in tables.items():
        if len(table) > MOST_ROWS:
            raise InputError(
                f"the table {name} has {len(table)} rows, a sheet of Excel {MOST_ROWS}; "
                "choose csv or parquet"
            )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    created = datetime.combine(plan.scenario.grid.first_day, time(), UTC).replace(tzinfo=None)
    title = plan.scenario.name if plan.scenario.is_named else "Roster"
    book.set_properties({"title": title, "created": created})
    pages = roster_pages(plan)
    roster = _RosterSheets(book, plan)
    for name, page in zip(sheet_names(pages), pages, strict=True):
        roster.add(name, page)
    for name, table in tables.items():
        _add_table(book, name, table)
    book.close()


def sheet_names(pages: tuple[RosterPage, ...]) -> list[str]:
    """Return a name for the sheet of each page: the team and the week's first date.

    Excel takes 31 characters, none of ``[ ] : * ? / \\`` and no apostrophe at the ends, and does
    not tell names apart by case.
    """
    names: list[str] = []
    taken: set[str] = set()
    for page in pages:
        team = "".join(" " if c in "[]:*?/\\" or ord(c) < 32 else c for c in page.team or "Roster")
        ending = f" {page.days[0].isoformat()}"
        count = 1
        while True:
            tail = ending if count == 1 else f" {count}{ending}"
            name = team.strip(" '")[: _WIDEST_NAME - len(tail)] + tail
            if name.casefold() not in taken:
                break
            count += 1
        taken.add(name.casefold())
        names.append(name.strip())
    return names


@dataclass(frozen=True)
class _Style:
    """A format of the workbook, and the same for text that looks like a formula."""

    plain: Any
    as_text: Any

    def of(self, text: str) -> Any:
        """Return the format in which no spreadsheet computes the text, edited or not."""
        return self.plain if neutral(text) == text else self.as_text


class _RosterSheets:
    """Writes roster pages with one set of formats for the whole workbook."""

    def __init__(self, book: Any, plan: Plan) -> None:
        self._book = book
        self._scenario = plan.scenario
        self._has_teams = any(agent.group is not None for agent in plan.scenario.agents)
        ids = sorted({shift.shift_id for shift in plan.shifts})
        self._colour = {name: _COLOURS[k % len(_COLOURS)] for k, name in enumerate(ids)}
        cell = {"border": 1, "border_color": "#999999", "valign": "vcenter", "font_size": 9}
        wrapped = {**cell, "text_wrap": True, "align": "center"}
        self._title = self._style({"bold": True, "font_size": 14})
        self._head = self._style({**wrapped, "bold": True, "bg_color": "#E8E8E8"})
        self._special = self._style({**wrapped, "bold": True, "bg_color": "#CFCFCF"})
        self._text = self._style({**cell, "text_wrap": True})
        self._hours = book.add_format({**cell, "num_format": "0.00"})
        self._free = self._style(wrapped)
        self._leave = self._style({**wrapped, "italic": True, "bg_color": "#EEEEEE"})
        self._outside = self._style({**wrapped, "pattern": 16, "fg_color": "#BBBBBB"})
        self._small = self._style({"font_size": 9})
        self._shift = {
            name: self._style({**wrapped, "bg_color": colour})
            for name, colour in self._colour.items()
        }

    def _style(self, properties: Mapping[str, Any]) -> _Style:
        return _Style(
            self._book.add_format(dict(properties)),
            self._book.add_format({**properties, **_AS_TEXT}),
        )

    def add(self, name: str, page: RosterPage) -> None:
        """Add the sheet of one team and week."""
        sheet = self._book.add_worksheet(name)
        self._set_up(sheet, page)
        _write(sheet, 0, 0, self._heading(page), self._title)
        for column, text in enumerate(("Agent", "Id")):
            _write(sheet, 1, column, text, self._head)
        for column, day in enumerate(page.days, 2):
            special = day.weekday() >= 5 or day in self._scenario.holidays
            _write(sheet, 1, column, _day(day), self._special if special else self._head)
        _write(sheet, 1, 2 + len(page.days), "Paid h", self._head)
        for row, agent in enumerate(page.rows, _HEADER_ROWS):
            _write(sheet, row, 0, agent.name, self._text)
            _write(sheet, row, 1, agent.employee_id, self._text)
            for column, (cell, planned) in enumerate(
                zip(agent.cells, page.planned, strict=True), 2
            ):
                self._write_cell(sheet, row, column, cell, planned)
            sheet.write_number(row, 2 + len(page.days), agent.minutes / 60, self._hours)
            lines = max((len(cell.lines) for cell in agent.cells), default=1)
            sheet.set_row(row, 15 * max(2, lines))
        self._legend(sheet, page, _HEADER_ROWS + len(page.rows) + 1)

    def _heading(self, page: RosterPage) -> str:
        """Return site, team and week; no word of teams or sites where none has a name."""
        week = f"{page.days[0].isoformat()} to {page.days[-1].isoformat()}"
        site = self._scenario.name if self._scenario.is_named else "Roster"
        team = f"{page.team or 'no team'}, " if self._has_teams else ""
        return f"{site}: {team}{week}"

    def _write_cell(self, sheet: Any, row: int, column: int, cell: DayCell, planned: bool) -> None:
        style = self._free if planned else self._outside
        if cell.leave:
            style = self._leave
        elif cell.shift_id is not None:
            style = self._shift[cell.shift_id]
        if cell.lines:
            _write(sheet, row, column, "\n".join(cell.lines), style)
        else:
            sheet.write_blank(row, column, None, style.plain)

    def _legend(self, sheet: Any, page: RosterPage, row: int) -> None:
        """Write what the colours mean, for what the page has."""
        shown = {cell.shift_id for agent in page.rows for cell in agent.cells}
        _write(sheet, row, 0, "Legend", self._small)
        for name in sorted(name for name in shown if name is not None):
            row += 1
            _write(sheet, row, 0, name, self._shift[name])
            _write(sheet, row, 1, "shift, from start to end with breaks", self._small)
        for style, text in ((self._leave, "leave"), (self._outside, "not planned")):
            row += 1
            sheet.write_blank(row, 0, None, style.plain)
            _write(sheet, row, 1, text, self._small)
        row += 1
        _write(sheet, row, 0, "Empty: day off. Times on the agent's clock.", self._small)

    def _set_up(self, sheet: Any, page: RosterPage) -> None:
        """Landscape A4, as wide as the paper, title and days on every page."""
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, _HEADER_ROWS - 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        site = self._scenario.name if self._scenario.is_named else ""
        name, zone = (text.replace("&", "&&") for text in (site, self._scenario.zone))
        sheet.set_footer(f"&L{name[:80]}&C&P / &N&R{zone}")
        sheet.freeze_panes(_HEADER_ROWS, 2)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 10)
        sheet.set_column(2, 1 + len(page.days), 14)
        sheet.set_column(2 + len(page.days), 2 + len(page.days), 8)


def _write(sheet: Any, row: int, column: int, text: str, style: _Style) -> None:
    """Write text of a roster sheet as it is, whatever it looks like."""
    sheet.write_string(row, column, text, style.of(text))


def _day(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]}\n{day.day} {_MONTHS[day.month - 1]}"


def _add_table(book: Any, name: str, table: pl.DataFrame) -> None:
    """Add a table with its header frozen and a filter; numbers, flags and dates have their type."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, series in enumerate(neutralised(with_dates(table)).iter_columns()):
        sheet.write_string(0, column, series.name, bold)
        for row, value in enumerate(series.to_list(), 1):
            if isinstance(value, bool):
                sheet.write_boolean(row, column, value)
            elif isinstance(value, (int, float, Decimal)):
                sheet.write_number(row, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, as_date)
            elif value is not None:
                sheet.write_string(row, column, value)
    sheet.set_column(0, max(0, table.width - 1), 16)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), max(0, table.width - 1))
