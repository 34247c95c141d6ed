"""time_off.csv and availability.csv: when agents cannot be rostered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal

import polars as pl

from ..calendar import SkippedTimeError, midnight, to_utc
from .cells import (
    INSTANT,
    clocks,
    dates,
    flags,
    instants,
    is_whole_day,
    names,
    parse_instant,
    weekdays,
    whole_numbers,
)
from .faults import FaultLog
from .known import Known
from .left_out import left_out
from .tables import Columns, Table
from .types import TimeOff, Unavailability

TIME_OFF_COLUMNS = Columns(("employee_id", "start", "end"), ("kind", "paid_minutes"))
AVAILABILITY_COLUMNS = Columns(("employee_id", "available"), ("weekday", "date", "start", "end"))

ABSENCE = "absence"
"""Kind of leave that a repair makes of an absence."""
_DAY = 1440
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class ReadTimeOff:
    """Leave that touches the horizon or the weeks around it, and the line of each."""

    rows: tuple[TimeOff, ...] = ()
    notes: tuple[str, ...] = ()


def read_time_off(
    table: Table, known: Known, employees: frozenset[str] | None, log: FaultLog
) -> ReadTimeOff:
    """Read and check leave; overlapping leave of an agent is a fault."""
    ids = names(table, "employee_id", log, what="employee", allowed=employees)
    start = instants(table, "start", known.zone, log, whole_days="start").first
    end_read = instants(table, "end", known.zone, log, whole_days="end")
    start = _own_days(table, "start", ids, start, known)
    # a leave that ends in the repeated hour covers both of them: nobody is called in early
    end = _own_days(table, "end", ids, end_read.second, known)
    kind = names(table, "kind", log, what="kind", required=False).fill_null("leave")
    paid = whole_numbers(table, "paid_minutes", log, required=False, least=0, most=1_000_000)
    table.faults(log, "end", end <= start, "must be after the start")
    # a shift lost to an absence is paid as a whole in its week, of which less may be left
    most = (end - start).dt.total_minutes() + pl.Series((kind == ABSENCE).cast(pl.Int64)) * _DAY
    table.faults(log, "paid_minutes", paid > most, "is more than the leave lasts")
    frame = pl.DataFrame(
        {"id": ids, "start": start, "end": end, "kind": kind, "paid": paid.fill_null(0)}
    ).with_row_index("row")
    frame = frame.drop_nulls().filter(pl.col("end") > pl.col("start")).sort("id", "start", "row")
    before = frame.select(
        pl.col("end").cum_max().shift().over("id"), line=pl.col("row").shift().over("id")
    )
    overlapping = frame.with_columns(before["end"].alias("until"), before["line"].alias("other"))
    for row in overlapping.filter(pl.col("start") < pl.col("until")).rows(named=True):
        other = int(table.lines[row["other"]])
        message = f"overlaps the leave of {row['id']} on line {other}"
        table.fault(log, row["row"], "start", message)
    notes = table.notes
    if len(table) and not table.has("paid_minutes"):
        notes = (*notes, f"{table.file}: without the column paid_minutes leave counts as unpaid.")
    notes = (*notes, *_outside(table, frame, known))
    rows = tuple(
        leave
        for leave in map(_leave, frame.sort("row").rows(named=True))
        if _near_horizon(leave.start, leave.end, known)
    )
    return ReadTimeOff(rows, notes)


def _outside(table: Table, frame: pl.DataFrame, known: Known) -> tuple[str, ...]:
    """Return a note on leave that does not touch the horizon, which may be a slip in its dates."""
    # a calendar holds other weeks as a matter of course
    if known.start is None or known.end is None or table.file.endswith(".ics"):
        return ()
    away = frame.filter((pl.col("end") <= known.start) | (pl.col("start") >= known.end))["row"]
    if not len(away):
        return ()
    lines = [int(table.lines[row]) for row in away]
    said = ("lies outside the horizon", "lie outside the horizon")
    return (left_out(table.file, len(away), ("row", "rows"), "of leave", lines, said=said),)


def _own_days(
    table: Table, column: Literal["start", "end"], ids: pl.Series, read: pl.Series, known: Known
) -> pl.Series:
    """Move dates without a clock time to the days of agents whose clock is not the site's."""
    if not known.zones:
        return read
    values = read.to_list()
    for row, (employee, text) in enumerate(zip(ids, table.text(column), strict=True)):
        if employee in known.zones and values[row] is not None and is_whole_day(text):
            values[row] = parse_instant(text, known.zones[employee], column)[0]
    return pl.Series(column, values, dtype=INSTANT)


def _leave(row: dict[str, Any]) -> TimeOff:
    start, end = row["start"].replace(tzinfo=UTC), row["end"].replace(tzinfo=UTC)
    return TimeOff(row["id"], start, end, row["kind"], row["paid"])


def _near_horizon(start: datetime, end: datetime, known: Known) -> bool:
    if known.start is None or known.end is None:
        return True
    week = timedelta(days=8)
    return start < known.end + week and end > known.start - week


def read_availability(
    table: Table, known: Known, employees: frozenset[str] | None, log: FaultLog
) -> tuple[Unavailability, ...]:
    """Read availability and expand it into the spans in which agents cannot work.

    Rows with `available` true leave only their spans of the day (all of it without `start`
    and `end`); rows with false block theirs. Rows for a date replace those for its weekday.
    A span that ends at or before its start runs past midnight. Dates and times are on the
    agent's clock. The spans cover the horizon and the day after it.
    """
    ids = names(table, "employee_id", log, what="employee", allowed=employees)
    weekday = weekdays(table, "weekday", log, required=False)
    day = dates(table, "date", log, required=False)
    start = clocks(table, "start", log, required=False)
    end = clocks(table, "end", log, required=False)
    available = flags(table, "available", log)
    given = table.texts("weekday", "date", "start", "end")
    for row in range(len(table)):
        if (given["weekday"][row] is None) == (given["date"][row] is None):
            column = "date" if table.has("date") else "weekday"
            table.fault(log, row, column, "give either a weekday or a date")
        if (given["start"][row] is None) != (given["end"][row] is None):
            table.fault(log, row, "start", "give start and end, or neither for the whole day")
        elif start[row] is not None and start[row] == end[row]:
            table.fault(log, row, "end", "start and end are the same; leave both empty for a day")
    rules: dict[str, list[_Rule]] = defaultdict(list)
    for values in zip(ids, weekday, day, start, end, available, strict=True):
        employee, on_weekday, on_day, begin, until, is_available = values
        if employee is None or is_available is None or (on_weekday is None) == (on_day is None):
            continue
        if (begin is None) != (until is None) or (begin is not None and begin == until):
            continue
        span = (0, _DAY) if begin is None else (begin, until if until > begin else until + _DAY)
        rules[employee].append(_Rule(on_weekday, on_day, span, is_available))
    blocked: list[Unavailability] = []
    for employee in sorted(rules):
        spans = _blocked(rules[employee], known, known.zone_of(employee))
        blocked.extend(Unavailability(employee, begin, until) for begin, until in spans)
    return tuple(blocked)


@dataclass(frozen=True)
class _Rule:
    weekday: int | None
    day: date | None
    span: tuple[int, int]
    available: bool


def _blocked(rules: list[_Rule], known: Known, zone: str) -> list[Span]:
    """Return the merged spans in which one agent cannot work, over the horizon and a day more."""
    spans: list[Span] = []
    spilled: list[Span] = []
    for day in known.dates(before=1, after=1):
        own = [rule for rule in rules if rule.day == day] or [
            rule for rule in rules if rule.weekday == day.weekday()
        ]
        free = [_wall(day, rule.span, zone, True) for rule in own if rule.available]
        if free:
            whole = (
                instant_of_wall(day, 0, zone),
                instant_of_wall(day + timedelta(days=1), 0, zone),
            )
            spans += _without(whole, free + spilled)
        spans += [_wall(day, rule.span, zone, False) for rule in own if not rule.available]
        spilled = free
    if known.first_day is None:
        return []
    begin = midnight(known.first_day, zone)
    return _merged([span for span in spans if span[1] > begin and span[1] > span[0]])


def _wall(day: date, span: tuple[int, int], zone: str, available: bool) -> Span:
    """Return a wall-clock span in UTC; in a repeated hour the side that blocks more."""
    return (
        instant_of_wall(day, span[0], zone, fold=1 if available else 0),
        instant_of_wall(day, span[1], zone, fold=0 if available else 1),
    )


@lru_cache(maxsize=100_000)
def instant_of_wall(day: date, minutes: int, zone: str, *, fold: int = 0) -> datetime:
    """Return the instant of a clock time; one that the clock change skips is moved behind it."""
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    while True:
        try:
            return to_utc(local, zone, fold=fold)
        except SkippedTimeError:
            local += timedelta(minutes=1)


def _without(whole: Span, holes: list[Span]) -> list[Span]:
    rest: list[Span] = []
    at = whole[0]
    for begin, end in _merged(holes):
        if begin > at:
            rest.append((at, min(begin, whole[1])))
        at = max(at, end)
        if at >= whole[1]:
            return rest
    rest.append((at, whole[1]))
    return rest


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
