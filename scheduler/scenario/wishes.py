"""preferences.csv: wishes of agents, expanded to one per date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from .absences import Span, instant_of_wall
from .cells import CellError, dates, decimals, flags, names, parse_clock_cell, parsed, weekdays
from .faults import FaultLog
from .known import Known
from .left_out import left_out
from .tables import Columns, Table
from .types import Preference

MAX_WEIGHT = 1000
"""Largest weight of a wish."""

WEIGHT_DECIMALS = 4
"""Decimals of a weight: with those of the price they are what the search keeps exactly."""

COLUMNS = Columns(
    ("employee_id",),
    ("date", "weekday", "shift", "window", "off", "avoid", "hard", "weight"),
)

_WINDOW = re.compile(r"(\d{1,2}:\d{2}(?::00)?)\s*[-–]\s*(\d{1,2}:\d{2}(?::00)?)")


@dataclass(frozen=True)
class ReadPreferences:
    """Wishes for dates of the horizon, and sentences on what was left out."""

    rows: tuple[Preference, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Wish:
    row: int
    employee_id: str
    shift: str | None
    window: tuple[int, int] | None
    off: bool
    avoid: str | None
    hard: bool
    weight: Decimal

    def on(self, day: date, zone: str) -> Preference:
        return Preference(
            employee_id=self.employee_id,
            day=day,
            shift=self.shift,
            window=None if self.window is None else _window_on(day, self.window, zone),
            off=self.off,
            weight=self.weight,
            avoid=self.avoid,
            hard=self.hard,
        )


def read_preferences(
    table: Table, known: Known, employees: frozenset[str] | None, log: FaultLog
) -> ReadPreferences:
    """Read and check wishes.

    A row has a date or a weekday, and one of shift, window (``HH:MM-HH:MM``, past midnight
    where the end is not above the start), off and avoid. `hard` makes a rule of off and avoid.
    Rows for a date replace the agent's rows for its weekday. Windows are on the agent's clock.
    Wishes for dates outside the horizon are left out and counted.
    """
    ids = names(table, "employee_id", log, what="employee", allowed=employees).to_list()
    day = dates(table, "date", log, required=False).to_list()
    weekday = weekdays(table, "weekday", log, required=False).to_list()
    shift = names(
        table, "shift", log, what="shift or kind", allowed=known.shifts, required=False
    ).to_list()
    window = parsed(
        table, "window", log, _parse_window, pl.List(pl.Int64), required=False
    ).to_list()
    off = flags(table, "off", log, required=False).to_list()
    avoid = names(
        table, "avoid", log, what="shift or kind", allowed=known.shifts, required=False
    ).to_list()
    hard = flags(table, "hard", log, required=False).to_list()
    weight = decimals(table, "weight", log, most=MAX_WEIGHT, places=WEIGHT_DECIMALS).to_list()
    by_date: dict[tuple[str, date], list[_Wish]] = {}
    by_weekday: dict[tuple[str, int], list[_Wish]] = {}
    seen: dict[tuple[object, ...], int] = {}
    texts = table.texts("date", "weekday", "shift", "window", "off", "avoid", "hard")
    for row in range(len(table)):
        cells = {column: text[row] for column, text in texts.items()}
        if not _has_one_of_each(table, row, cells, bool(off[row]), bool(hard[row]), log):
            continue
        wished = (
            shift[row],
            None if window[row] is None else tuple(window[row]),
            bool(off[row]),
            avoid[row],
        )
        key = (ids[row], day[row], weekday[row], *wished)
        if ids[row] is None or (day[row] is None and weekday[row] is None) or not any(wished):
            continue
        if key in seen:
            line = int(table.lines[seen[key]])
            table.fault(log, row, "employee_id", f"the same wish stands on line {line}")
            continue
        seen[key] = row
        wish = _Wish(row, ids[row], *wished, hard=bool(hard[row]), weight=_exact(weight[row]))
        if day[row] is not None:
            by_date.setdefault((ids[row], day[row]), []).append(wish)
        else:
            by_weekday.setdefault((ids[row], weekday[row]), []).append(wish)
    return _expanded(table, by_date, by_weekday, known)


def _expanded(
    table: Table,
    by_date: dict[tuple[str, date], list[_Wish]],
    by_weekday: dict[tuple[str, int], list[_Wish]],
    known: Known,
) -> ReadPreferences:
    horizon = set(known.dates())
    chosen: list[tuple[int, Preference]] = []
    outside = 0
    for (employee, on), wishes in by_date.items():
        if on in horizon:
            chosen += [(wish.row, wish.on(on, known.zone_of(employee))) for wish in wishes]
        else:
            outside += len(wishes)
    for (employee, weekday), wishes in by_weekday.items():
        for on in known.dates():
            if on.weekday() == weekday and (employee, on) not in by_date:
                chosen += [(wish.row, wish.on(on, known.zone_of(employee))) for wish in wishes]
    chosen.sort(key=lambda item: (item[0], item[1].day))
    notes: tuple[str, ...] = ()
    if outside and known.first_day is not None:
        notes = (left_out(table.file, outside, ("wish", "wishes"), "outside the horizon"),)
    return ReadPreferences(tuple(wish for _, wish in chosen), notes)


def _has_one_of_each(
    table: Table, row: int, cells: dict[str, str | None], off: bool, hard: bool, log: FaultLog
) -> bool:
    """Check that a row has a date or weekday, and one wish that may be hard if it is."""
    right = True
    if (cells["date"] is None) == (cells["weekday"] is None):
        table.fault(log, row, "date", "give either a date or a weekday")
        right = False
    named = ("shift", "window", "avoid")
    if sum(cells[column] is not None for column in named) + off != 1:
        wishes = {column: cells[column] for column in ("shift", "window", "off", "avoid")}
        shown = ", ".join(f"{column}={cell}" for column, cell in wishes.items() if cell)
        message = "give exactly one of shift, window, off=true and avoid"
        table.fault(log, row, "shift", message, shown or None)
        right = False
    elif hard and not off and cells["avoid"] is None:
        message = "only off and avoid can be hard: what somebody must work is a locked shift"
        table.fault(log, row, "hard", message)
        right = False
    return right


def _parse_window(text: str) -> list[int]:
    match = _WINDOW.fullmatch(text)
    if match is None:
        raise CellError("write a window HH:MM-HH:MM, for example 06:00-14:30")
    start, end = (parse_clock_cell(part) for part in match.groups())
    if start == end:
        raise CellError("start and end of the window are the same")
    return [start, end]


def _window_on(day: date, window: tuple[int, int], zone: str) -> Span:
    start, end = window
    until = day if end > start else day + timedelta(days=1)
    return (
        instant_of_wall(day, start, zone),
        instant_of_wall(until, end, zone, fold=1),
    )


def _exact(weight: str | None) -> Decimal:
    return Decimal(1) if weight is None else Decimal(weight).normalize() + 0
