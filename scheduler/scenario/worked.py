"""Files in the layout of schedule.csv: one row per activity, grouped into shifts.

The plan's own schedule, its copies edited in a spreadsheet, the history and the locked
shifts are all read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

import polars as pl

from .cells import CellError, dates, flags, instants, names, parsed
from .faults import FaultLog, one_of
from .known import Known
from .left_out import left_out
from .tables import Columns, Table
from .types import Activity, Shift

COLUMNS = Columns(
    ("employee_id", "business_date", "activity_code", "start", "end"),
    ("shift_id", "paid", "work", "queue", "locked"),
)
MAX_SHIFT_MINUTES = 25 * 60
"""Longest shift in elapsed minutes: a day, and the hour a clock change adds."""

_MOST_UNSURE_ROWS = 8

Purpose = Literal["schedule", "history", "locked"]
_TIMES = frozenset({"start", "second_start", "end", "second_end"})
_PREFIXES = ("break:", "event:")


@dataclass(frozen=True)
class WorkedShift:
    """A shift of a file and the line on which it begins."""

    shift: Shift
    line: int


@dataclass(frozen=True)
class ReadWorked:
    """The shifts of a file without those that have faults."""

    file: str = ""
    shifts: tuple[WorkedShift, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    """One activity; the seconds are what a time in a repeated hour may mean as well."""

    row: int
    employee_id: str
    business_date: date
    shift_id: str
    code: str
    start: datetime
    second_start: datetime
    end: datetime
    second_end: datetime
    paid: bool
    work: bool
    queue: str | None
    locked: bool

    def activity(self) -> Activity:
        return Activity(self.code, self.start, self.end, self.paid, self.work, self.queue)


def read_worked(
    table: Table,
    known: Known,
    employees: frozenset[str] | None,
    break_paid: Mapping[str, bool],
    purpose: Purpose,
    log: FaultLog,
) -> ReadWorked:
    """Read activities and group them into shifts.

    Parameters
    ----------
    table : Table
        Columns as in `COLUMNS`.
    known : Known
        Queues, the site's time zone for times without an offset, and the agents' zones, in
        which the business date is.
    employees : frozenset of str or None
        Employee ids. Rows of the history for others (who have left) are ignored and counted.
    break_paid : mapping
        Whether each break of the scenario is paid, for rows that do not say.
    purpose : {"schedule", "history", "locked"}
        In a schedule gaps and overlaps inside a shift are left for the audit; elsewhere they
        are faults.

    Returns
    -------
    ReadWorked
        Shifts in order of employee, date and start.
    """
    leavers = purpose == "history"
    ids = names(table, "employee_id", log, what="employee", allowed=None if leavers else employees)
    start = instants(table, "start", known.zone, log)
    end = instants(table, "end", known.zone, log)
    code = parsed(table, "activity_code", log, _parse_code, pl.String)
    paid = flags(table, "paid", log, required=False)
    frame = pl.DataFrame(
        {
            "employee_id": ids,
            "business_date": dates(table, "business_date", log),
            "shift_id": names(table, "shift_id", log, what="shift id", required=False).fill_null(
                ""
            ),
            "code": code,
            "start": start.first,
            "second_start": start.second,
            "end": end.first,
            "second_end": end.second,
            "paid": paid.fill_null(_usually_paid(table, code, paid, break_paid, log)),
            "work": flags(table, "work", log, required=False).fill_null(
                code.is_in(["work", "shift"])
            ),
            "queue": names(table, "queue", log, what="queue", allowed=known.queues, required=False),
            "locked": flags(table, "locked", log, required=False).fill_null(False),
        }
    ).with_row_index("row")
    complete = frame.drop_nulls([name for name in frame.columns if name != "queue"])
    notes: tuple[str, ...] = ()
    if leavers and employees is not None:
        stays = complete["employee_id"].is_in(list(employees))
        left = complete.filter(~stays)["employee_id"].n_unique()
        complete = complete.filter(stays)
        if left:
            notes = (left_out(table.file, left, ("person", "people"), "not in agents.csv"),)
    # a shift of which one row has a fault would look as if it had a gap
    broken = frame.join(complete, on="row", how="anti").select(
        "employee_id", "business_date", "shift_id"
    )
    keys = ["employee_id", "business_date", "shift_id"]
    complete = complete.join(broken, on=keys, how="anti").sort(*keys, "start", "row")
    shifts: list[WorkedShift] = []
    group: list[_Row] = []
    for values in complete.iter_rows(named=True):
        row = _Row(**{k: v.replace(tzinfo=UTC) if k in _TIMES else v for k, v in values.items()})
        if group and _key(group[0]) != _key(row):
            _finish(table, group, known.zone_of(group[0].employee_id), purpose, log, shifts)
            group = []
        group.append(row)
    if group:
        _finish(table, group, known.zone_of(group[0].employee_id), purpose, log, shifts)
    shifts.sort(key=lambda w: (w.shift.employee_id, w.shift.start))
    return ReadWorked(table.file, tuple(shifts), notes)


def _key(row: _Row) -> tuple[str, date, str]:
    return row.employee_id, row.business_date, row.shift_id


def _parse_code(text: str) -> str:
    if text in ("work", "shift"):
        return text
    if any(text.startswith(prefix) and len(text) > len(prefix) for prefix in _PREFIXES):
        return text
    allowed = ("work", "shift", "break:<id>", "event:<id>")
    raise CellError(f"unknown activity; {one_of(text, allowed)}")


def _usually_paid(
    table: Table,
    code: pl.Series,
    paid: pl.Series,
    break_paid: Mapping[str, bool],
    log: FaultLog,
) -> pl.Series:
    """Return whether each activity is paid where its row does not say."""
    usual = {f"break:{name}": is_paid for name, is_paid in break_paid.items()}
    empty = table.text("paid").is_null()
    unknown = empty & code.str.starts_with("break:") & ~code.is_in(list(usual))
    message = "say whether the break is paid: the scenario has no break of this name"
    table.faults(log, "paid" if table.has("paid") else "activity_code", unknown, message)
    unpaid = [name for name, is_paid in usual.items() if not is_paid]
    return ~code.is_in(unpaid)


def _finish(
    table: Table,
    rows: list[_Row],
    zone: str,
    purpose: Purpose,
    log: FaultLog,
    shifts: list[WorkedShift],
) -> None:
    """Check the rows of one shift and add it."""
    rows = _resolve_repeated_hour(rows)
    first = rows[0]
    line = int(table.lines[first.row])
    backwards = [row for row in rows if row.end <= row.start]
    for row in backwards:
        table.fault(log, row.row, "end", "must be after the start")
    if backwards:
        return
    last = max(row.end for row in rows)
    if last - first.start > timedelta(minutes=MAX_SHIFT_MINUTES):
        hours = (last - first.start) / timedelta(hours=1)
        table.fault(log, first.row, "start", f"the shift lasts {hours:g} h; at most a day")
        return
    began = first.start.astimezone(ZoneInfo(zone)).date()
    if began != first.business_date:
        message = f"the shift begins on {began} in {zone}; the business date is that date"
        table.fault(log, first.row, "business_date", message)
        return
    if len(rows) > 1 and any(row.code == "shift" for row in rows):
        message = "a row with activity shift is a whole shift and stands alone"
        whole = next(row for row in rows if row.code == "shift")
        table.fault(log, whole.row, "activity_code", message)
        return
    if purpose != "schedule" and not _contiguous(table, rows, log):
        return
    shift = Shift(
        employee_id=first.employee_id,
        shift_id=first.shift_id,
        business_date=first.business_date,
        activities=tuple(row.activity() for row in rows),
        locked=purpose == "locked" or any(row.locked for row in rows),
    )
    shifts.append(WorkedShift(shift, line))


def _resolve_repeated_hour(rows: list[_Row]) -> list[_Row]:
    """Choose between the two meanings of local times so that the rows follow each other."""
    unsure = sum(row.start != row.second_start or row.end != row.second_end for row in rows)
    if not unsure:
        return rows
    chain = _chained([], rows, None) if unsure <= _MOST_UNSURE_ROWS else None
    if chain is not None:
        return chain
    return [
        row if row.end > row.start else replace(row, end=max(row.end, row.second_end))
        for row in rows
    ]


def _chained(placed: list[_Row], rest: list[_Row], until: datetime | None) -> list[_Row] | None:
    """Return the rows in an order in which each begins when the one before ends, or None."""
    if not rest:
        return placed
    for k, row in enumerate(rest):
        for start in sorted({row.start, row.second_start}):
            if until is not None and start != until:
                continue
            for end in sorted({row.end, row.second_end}):
                if end <= start:
                    continue
                settled = replace(row, start=start, end=end)
                found = _chained([*placed, settled], rest[:k] + rest[k + 1 :], end)
                if found is not None:
                    return found
    return None


def _contiguous(table: Table, rows: list[_Row], log: FaultLog) -> bool:
    right = True
    for before, row in pairwise(rows):
        minutes = (row.start - before.end) // timedelta(minutes=1)
        if minutes:
            what = "a gap" if minutes > 0 else "an overlap"
            message = f"leaves {what} of {abs(minutes)} minutes to the row before; rows must follow"
            table.fault(log, row.row, "start", message)
            right = False
    return right
