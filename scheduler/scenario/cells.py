"""From text cells to values: numbers, names, flags, dates, clock times and instants.

Each function reads one column, notes a fault for every cell that is wrong and leaves null in
its place, so that a reader can go on with the rest. Distinct texts are parsed once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import polars as pl

from ..calendar import WEEKDAYS, SkippedTimeError, midnight, parse_clock, to_utc
from ..errors import InputError
from .faults import FaultLog, one_of
from .tables import Table

INSTANT = pl.Datetime("us", "UTC")

_TRUE = frozenset({"true", "1", "yes", "y", "wahr", "ja", "x"})
_FALSE = frozenset({"false", "0", "no", "n", "falsch", "nein"})
_DATE = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?")
_OFFSET = re.compile(r"(?:Z|([+-])(\d{2}):?(\d{2}))", re.IGNORECASE)
_EXCEL_DAY_ZERO = re.compile(r"^18(?:99-12-3[01]|00-01-00)[ T]")
_FIRST_YEAR, _LAST_YEAR = 1970, 2199


class CellError(Exception):
    """A cell that cannot be read; the message says what is allowed."""


def parsed(
    table: Table,
    column: str,
    log: FaultLog,
    parse: Callable[[str], Any],
    dtype: Any,
    *,
    required: bool = True,
) -> pl.Series:
    """Return a column parsed text by text, null where a cell is empty or wrong.

    Parameters
    ----------
    parse : callable
        From a text to a value; raises `CellError` where it cannot.
    required : bool
        Whether an empty cell is a fault.
    """
    distinct, values = _distinct(table, column, log, parse, required=required)
    found = pl.DataFrame({"text": distinct, "value": pl.Series(values, dtype=dtype)})
    return _placed(table, column, found)["value"].alias(column)


def _distinct(
    table: Table, column: str, log: FaultLog, parse: Callable[[str], Any], *, required: bool
) -> tuple[pl.Series, list[Any]]:
    """Return the distinct texts of a column and what each means, None where it is wrong."""
    text = table.text(column)
    if required and table.has(column):
        table.faults(log, column, text.is_null(), "the cell is empty")
    distinct = text.drop_nulls().unique()
    values: list[Any] = []
    for item in distinct:
        try:
            values.append(parse(item))
        except CellError as error:
            values.append(None)
            table.faults(log, column, text == item, str(error))
    return distinct, values


def _placed(table: Table, column: str, found: pl.DataFrame) -> pl.DataFrame:
    """Return what the texts of a column mean, row by row."""
    text = pl.DataFrame({"text": table.text(column)})
    return text.join(found, on="text", how="left", maintain_order="left")


def numbers(
    table: Table,
    column: str,
    log: FaultLog,
    *,
    required: bool = True,
    above: float | None = None,
    least: float | None = None,
    most: float | None = None,
) -> pl.Series:
    """Return a column of finite numbers within limits as f8."""
    if not table.has(column):
        return pl.repeat(None, len(table), dtype=pl.Float64, eager=True).alias(column)
    text = table.text(column)
    if required:
        table.faults(log, column, text.is_null(), "the cell is empty; write a number")
    point = text
    if table.decimal_comma:
        point = text.str.replace(r"^([+-]?\d+),(\d+)$", "${1}.${2}")
    values = point.cast(pl.Float64, strict=False)
    wrong = values.is_null() & text.is_not_null()
    if wrong.any():
        mark = "a decimal comma or point" if table.decimal_comma else "a decimal point"
        table.faults(log, column, wrong, f"is not a number; write digits and {mark}")
    infinite = ~values.is_finite()
    if infinite.any():
        table.faults(log, column, infinite, "must be a finite number")
        values = values.set(infinite.fill_null(False), None)
    limits = (
        (above, "above", pl.Series.le),
        (least, "at least", pl.Series.lt),
        (most, "at most", pl.Series.gt),
    )
    read = values
    for limit, words, is_beyond in limits:
        if limit is not None:
            beyond = is_beyond(read, limit)
            if beyond.any():
                table.faults(log, column, beyond, f"must be {words} {limit:.12g}")
                values = values.set(beyond.fill_null(False), None)
    return values


def decimals(
    table: Table,
    column: str,
    log: FaultLog,
    *,
    required: bool = False,
    most: int,
    places: int | None = None,
) -> pl.Series:
    """Return a column of exact numbers above 0 as text, with at most `places` decimals."""
    values = numbers(table, column, log, required=required, above=0, most=most)

    def parse(text: str) -> str | None:
        try:
            number = Decimal(text.replace(",", ".") if table.decimal_comma else text)
        except InvalidOperation:
            return None  # numbers() has noted the fault
        exponent = number.normalize().as_tuple().exponent if number.is_finite() else 0
        if places is not None and isinstance(exponent, int) and -exponent > places:
            raise CellError(f"may have at most {places} decimals")
        return str(number)

    text = parsed(table, column, log, parse, pl.String, required=False)
    return text.set(values.is_null(), None)


def whole_numbers(
    table: Table, column: str, log: FaultLog, *, required: bool = True, least: int, most: int
) -> pl.Series:
    """Return a column of whole numbers within limits as i8; 15.0 is read as 15."""
    values = numbers(table, column, log, required=required, least=least, most=most)
    broken = values != values.floor()
    table.faults(log, column, broken, "must be a whole number")
    return values.set(broken.fill_null(False), None).cast(pl.Int64)


def names(
    table: Table,
    column: str,
    log: FaultLog,
    *,
    what: str,
    allowed: Iterable[str] | None = None,
    required: bool = True,
) -> pl.Series:
    """Return a column of names, each one of `allowed` where that is given."""
    known = None if allowed is None else frozenset(allowed)

    def parse(text: str) -> str:
        if known is not None and text not in known:
            raise CellError(f"unknown {what}; {one_of(text, known)}")
        if len(text) > 200 or any(ord(c) < 32 or ord(c) == 127 for c in text):
            raise CellError(f"a {what} has at most 200 characters and no control characters")
        return text

    return parsed(table, column, log, parse, pl.String, required=required)


def flags(table: Table, column: str, log: FaultLog, *, required: bool = True) -> pl.Series:
    """Return a column of true and false, in the ways in which spreadsheets write them."""

    def parse(text: str) -> bool:
        folded = text.casefold().removesuffix(".0")
        if folded in _TRUE:
            return True
        if folded in _FALSE:
            return False
        raise CellError("write true or false (also 1 and 0, yes and no)")

    return parsed(table, column, log, parse, pl.Boolean, required=required)


def parse_date(text: str) -> date:
    """Return the date of ``2026-03-23`` or ``23.03.2026``; midnight behind it is ignored."""
    match = _DATE.match(text)
    rest = text[match.end() :].strip(" T") if match else ""
    if match is None or rest not in ("", "00:00", "00:00:00", "0:00"):
        hint = " (3/4/2026 could be March or April)" if "/" in text else ""
        raise CellError(f"is not a date; write it like 2026-03-23{hint}")
    parts = match.group(1, 2, 3) if match.group(1) else match.group(6, 5, 4)
    try:
        value = date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError as error:
        raise CellError(f"is not a date: {error}") from error
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise CellError(f"the year must lie between {_FIRST_YEAR} and {_LAST_YEAR}")
    return value


def dates(table: Table, column: str, log: FaultLog, *, required: bool = True) -> pl.Series:
    """Return a column of dates."""
    return parsed(table, column, log, parse_date, pl.Date, required=required)


def parse_clock_cell(text: str) -> int:
    """Return minutes after midnight of ``6:00``, ``06:00:00`` or a spreadsheet's time cell."""
    text = _EXCEL_DAY_ZERO.sub("", text)
    if text.count(":") == 2 and text.endswith(":00"):
        text = text[:-3]
    try:
        return parse_clock(text)
    except InputError as error:
        raise CellError("write a clock time HH:MM, from 00:00 to 24:00") from error


def clocks(table: Table, column: str, log: FaultLog, *, required: bool = True) -> pl.Series:
    """Return a column of clock times as minutes after midnight."""
    return parsed(table, column, log, parse_clock_cell, pl.Int64, required=required)


def parse_weekday(text: str) -> int:
    """Return the weekday (0 is Monday) of ``mon``, ``Monday`` ..."""
    if text.casefold()[:3] in WEEKDAYS:
        day = WEEKDAYS.index(text.casefold()[:3])
        full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[day]
        if text.casefold() in (full, full[:3], full[:4], full[:5]):
            return day
    raise CellError(f"is not a weekday; {one_of(text.casefold(), WEEKDAYS)}")


def weekdays(table: Table, column: str, log: FaultLog, *, required: bool = True) -> pl.Series:
    """Return a column of weekdays, 0 for Monday."""
    return parsed(table, column, log, parse_weekday, pl.Int64, required=required)


def utc_values(column: pl.Series) -> list[datetime | None]:
    """Return a column of instants as datetimes in `datetime.UTC`."""
    return [None if at is None else at.replace(tzinfo=UTC) for at in column]


@dataclass(frozen=True)
class Instants:
    """A column of instants in UTC.

    Attributes
    ----------
    first, second : polars.Series
        The instant meant. A local time in the hour that a clock change repeats means either
        of two; everywhere else both are the same. `first` is what stands unless the context
        says otherwise.
    """

    first: pl.Series
    second: pl.Series


def instants(
    table: Table,
    column: str,
    zone: str,
    log: FaultLog,
    *,
    required: bool = True,
    whole_days: str | None = None,
) -> Instants:
    """Return a column of instants: RFC 3339 with an offset, or local times of `zone`.

    Parameters
    ----------
    whole_days : {"start", "end"}, optional
        Allows dates without a clock time: the begin of that day, or its end.
    """

    def parse(text: str) -> tuple[datetime, datetime]:
        return parse_instant(text, zone, whole_days)

    distinct, both = _distinct(table, column, log, parse, required=required)
    found = pl.DataFrame(
        {
            "text": distinct,
            "first": _instant_series([None if pair is None else pair[0] for pair in both]),
            "second": _instant_series([None if pair is None else pair[1] for pair in both]),
        }
    )
    placed = _placed(table, column, found)
    return Instants(placed["first"].alias(column), placed["second"].alias(column))


def _instant_series(values: list[datetime | None]) -> pl.Series:
    """Return whole seconds as instants; by number, which is much quicker than by datetime."""
    seconds = [None if at is None else int(at.timestamp()) for at in values]
    return (pl.Series(seconds, dtype=pl.Int64) * 1_000_000).cast(INSTANT)


@lru_cache(maxsize=200_000)
def parse_instant(text: str, zone: str, whole_days: str | None = None) -> tuple[datetime, datetime]:
    """Return the one or two instants that a text may mean; see `Instants`."""
    match = _DATE.match(text)
    if match is None:
        hint = " (3/4/2026 could be March or April)" if "/" in text else ""
        raise CellError(f"is not a time; write it like 2026-03-23T06:00+01:00{hint}")
    day = parse_date(match.group())
    rest = text[match.end() :].lstrip(" T")
    if not rest:
        if whole_days is None:
            raise CellError("has no clock time; write it like 2026-03-23T06:00+01:00")
        edge = midnight(day + timedelta(days=1 if whole_days == "end" else 0), zone)
        return edge, edge
    clock = _CLOCK.match(rest)
    if clock is None:
        raise CellError("is not a time; write it like 2026-03-23T06:00+01:00")
    local = datetime.combine(day, _clock_time(clock))
    offset_text = rest[clock.end() :].strip()
    if not offset_text:
        return _from_local(local, zone)
    offset = _OFFSET.fullmatch(offset_text)
    if offset is None:
        raise CellError("ends in no offset from UTC; write one like +01:00 or Z, or none")
    instant = local.replace(tzinfo=_zone_of(offset)).astimezone(UTC)
    return instant, instant


def is_whole_day(text: str) -> bool:
    """Say whether an instant that was read is a date without a clock time."""
    match = _DATE.match(text)
    return match is not None and not text[match.end() :].strip(" T")


def _clock_time(clock: re.Match[str]) -> time:
    hour, minute, second = (int(part or 0) for part in clock.group(1, 2, 3))
    if hour > 23 or minute > 59:
        raise CellError("the clock time must lie between 00:00 and 23:59")
    if second or int(clock.group(4) or 0):
        raise CellError("must be a whole minute")
    return time(hour, minute)


def _zone_of(offset: re.Match[str]) -> timezone:
    if offset.group(1) is None:
        return UTC
    minutes = int(offset.group(2)) * 60 + int(offset.group(3))
    if minutes > 14 * 60 or int(offset.group(3)) > 59:
        raise CellError("the offset from UTC must lie between -14:00 and +14:00")
    return timezone(timedelta(minutes=-minutes if offset.group(1) == "-" else minutes))


def _from_local(local: datetime, zone: str) -> tuple[datetime, datetime]:
    try:
        return to_utc(local, zone), to_utc(local, zone, fold=1)
    except SkippedTimeError as error:
        raise CellError(f"{error}; write an offset or another time") from error
