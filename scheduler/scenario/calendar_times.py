"""When an event of a calendar takes place: once, or repeated over the horizon."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr
from icalendar import Event, vDDDLists, vDDDTypes, vRecur

from .known import Known

MAX_OCCURRENCES = 1000
"""Most repetitions of one event around the horizon."""

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_AROUND = timedelta(days=9)
_MOST = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_YEARS = (2027, 2028)
"""One of 365 days and one of 366."""

Span = tuple[date, date] | tuple[datetime, datetime]
"""First and last date of an all-day event, or begin and end (UTC) of a timed one."""


class CalendarError(Exception):
    """An event that cannot be read; the message says what is allowed."""

    def __init__(self, message: str, column: str, value: object = None) -> None:
        super().__init__(message)
        self.column = column
        self.value = value


def occurrences(event: Event, known: Known, replaced: frozenset[datetime]) -> list[Span]:
    """Return the spans of an event that lie around the horizon.

    Times without a zone are the site's. Repetitions are reckoned on the event's own clock, so
    that they keep their clock time over a clock change.

    Parameters
    ----------
    replaced : frozenset of datetime
        Begins, on the event's clock, of repetitions that other events stand for.

    Raises
    ------
    CalendarError
        If begin or end is missing or wrong, or a repetition is of a kind that is not read.
    """
    try:
        start, end = event.start, event.end
    except (ValueError, TypeError) as error:
        raise CalendarError(f"has no usable begin and end: {error}", "DTSTART") from error
    begin, until = _wall(start), _wall(end)
    lasts = until - begin
    if isinstance(start, datetime) and isinstance(end, datetime):
        zone = start.tzinfo or ZoneInfo(known.zone)
        lasts = _instant(end, zone) - _instant(start, zone)
    if lasts <= timedelta(0):
        raise CalendarError("must be after the begin", "DTEND", end)
    is_repeated = "RRULE" in event or "RDATE" in event
    begins = _repeated(event, begin, lasts, known) if is_repeated else [begin]
    spans = (_span(at, start, lasts, known) for at in begins if at not in replaced)
    return [span for span in spans if _is_near(span, known)]


def replaced_occurrences(events: Iterable[Event]) -> dict[str, frozenset[datetime]]:
    """Return by UID the begins of repetitions that an event of its own replaces."""
    found: dict[str, set[datetime]] = {}
    for event in events:
        value = event.get("RECURRENCE-ID")
        if isinstance(value, vDDDTypes) and isinstance(value.dt, date):
            found.setdefault(str(event.get("UID")), set()).add(_wall(value.dt))
    return {uid: frozenset(begins) for uid, begins in found.items()}


def _wall(at: date) -> datetime:
    """Return a date or time as its clock shows it."""
    if isinstance(at, datetime):
        return at.replace(tzinfo=None)
    return datetime.combine(at, time())


def _instant(at: datetime, zone: Any) -> datetime:
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(UTC)


def _span(begin: datetime, start: date, lasts: timedelta, known: Known) -> Span:
    """Return the span that begins at a clock time of an event."""
    if not isinstance(start, datetime):
        return begin.date(), (begin + lasts - timedelta(days=1)).date()
    instant = _instant(begin, start.tzinfo or ZoneInfo(known.zone))
    return instant, instant + lasts


def _is_near(span: Span, known: Known) -> bool:
    if known.first_day is None:
        return True
    first, last = (at.date() if isinstance(at, datetime) else at for at in span)
    end = known.first_day + timedelta(days=known.days)
    return first < end + _AROUND and last > known.first_day - _AROUND


def _repeated(event: Event, begin: datetime, lasts: timedelta, known: Known) -> list[datetime]:
    """Return the begins of a repeated event around the horizon, on its own clock."""
    if known.first_day is None:
        return []
    rules = rruleset()
    for rule in _listed(event.get("RRULE")):
        rules.rrule(_rule(rule, begin, known))
    rules.rdate(begin)
    for name, add in (("RDATE", rules.rdate), ("EXDATE", rules.exdate)):
        for item in _listed(event.get(name)):
            if not isinstance(item, vDDDLists):
                raise CalendarError("is no list of dates or times", name, item)
            for value in item.dts:
                if not isinstance(value.dt, date):
                    raise CalendarError("periods are not read; write dates", name)
                add(_on_clock(value.dt, event.start))
    first = datetime.combine(known.first_day, time()) - _AROUND - lasts
    last = datetime.combine(known.first_day + timedelta(days=known.days), time()) + _AROUND
    found = list(rules.between(first, last, inc=True))
    if len(found) > MAX_OCCURRENCES:
        message = f"takes place {len(found)} times around the horizon; at most {MAX_OCCURRENCES}"
        raise CalendarError(message, "RRULE")
    return found


def _rule(rule: Any, begin: datetime, known: Known) -> Any:
    """Return a rule of repetition without zones."""
    if not isinstance(rule, vRecur):
        raise CalendarError("is no rule of repetition as in RFC 5545", "RRULE", rule)
    text = str(rule.to_ical().decode())  # type: ignore[no-untyped-call]
    frequency = str((rule.get("FREQ") or [""])[0]).upper()
    if frequency not in _FREQUENCIES:
        raise CalendarError(f"FREQ must be one of {', '.join(_FREQUENCIES)}", "RRULE", text)
    if any(int(interval) < 1 for interval in _listed(rule.get("INTERVAL"))):
        raise CalendarError("INTERVAL must be at least 1", "RRULE", text)  # else it never ends
    if "COUNT" in rule and "UNTIL" in rule:
        raise CalendarError("COUNT and UNTIL exclude each other", "RRULE", text)
    _check_numbers(rule, text)
    if not _has_a_day(rule):
        raise CalendarError("no year has a day of this rule", "RRULE", text)
    parts = [part for part in text.split(";") if not part.upper().startswith("UNTIL=")]
    until = (rule.get("UNTIL") or [None])[0]
    if until is not None:
        # an end as an instant is compared on the site's clock, at most hours off
        local = until.astimezone(ZoneInfo(known.zone)) if getattr(until, "tzinfo", None) else until
        parts.append(f"UNTIL={_wall(local):%Y%m%dT%H%M%S}")
    try:
        return rrulestr(";".join(parts), dtstart=begin)
    except (ValueError, TypeError) as error:
        raise CalendarError(f"is no rule of repetition: {error}", "RRULE", text) from error


def _check_numbers(rule: vRecur, text: str) -> None:
    """Refuse numbers outside those of RFC 5545, section 3.3.10: some libraries take 0 for any."""
    for part, most in _MOST.items():
        for number in _numbers(rule, part):
            size = number if part == "BYMONTH" else abs(number)
            if not 1 <= size <= most:
                below = "" if part == "BYMONTH" else f", or -{most} and -1"
                raise CalendarError(f"{part} must be between 1 and {most}{below}", "RRULE", text)


def _has_a_day(rule: vRecur) -> bool:
    """Say whether some year has a day of the rule: else its search goes on for centuries."""
    months, month_days, year_days = (
        _numbers(rule, part) for part in ("BYMONTH", "BYMONTHDAY", "BYYEARDAY")
    )
    for year in _YEARS:
        length = 366 if isleap(year) else 365
        for k in range(length):
            day = date(year, 1, 1) + timedelta(days=k)
            from_end = day.day - monthrange(year, day.month)[1] - 1
            if (
                (not months or day.month in months)
                and (not month_days or {day.day, from_end} & month_days)
                and (not year_days or {k + 1, k - length} & year_days)
            ):
                return True
    return False


def _numbers(rule: vRecur, part: str) -> set[int]:
    return {int(item) for item in _listed(rule.get(part))}


def _on_clock(at: date, start: date) -> datetime:
    """Return a date or time on the clock of the event's begin."""
    zone = start.tzinfo if isinstance(start, datetime) else None
    if isinstance(at, datetime) and at.tzinfo is not None and zone is not None:
        at = at.astimezone(zone)
    return _wall(at)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
