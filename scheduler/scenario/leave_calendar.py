"""time_off.ics: the events of a calendar as the rows of time_off.csv.

RFC 5545. All-day and timed events, repeated ones over the horizon (`calendar_times`), whose
agent and kind the scenario's section `[time_off.calendar]` tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
from icalendar import Calendar, Event

from ..calendar_text import unescaped
from .calendar_times import CalendarError, Span, occurrences, replaced_occurrences
from .faults import FaultLog, one_of
from .files import FileBytes
from .known import Known
from .left_out import left_out
from .spec_imports import LeaveCalendarSpec
from .tables import Table

MAX_CALENDAR_BYTES = 20_000_000
"""Largest calendar read."""

_COLUMNS = ("employee_id", "start", "end", "kind", "paid_minutes")
_SHOWN = {"start": "DTSTART", "end": "DTEND", "kind": "SUMMARY"}
_PLACEHOLDERS = {"{agent}": r"(?P<agent>.+?)", "{kind}": r"(?P<kind>.+?)", "{any}": r".*?"}
_MOST_CHARACTERS = 300
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class People:
    """Whom the calendar may name: employee ids, and names by employee id."""

    ids: frozenset[str]
    names: dict[str, str]


def read_leave_calendar(
    file: FileBytes, spec: LeaveCalendarSpec, people: People, known: Known, log: FaultLog
) -> Table | None:
    """Read a calendar as a table with the columns of time_off.csv.

    Parameters
    ----------
    file : FileBytes
        A ``.ics`` file.
    spec : LeaveCalendarSpec
        How it says who is away and why.
    people : People
        The agents.
    known : Known
        Zone of times without one, and the horizon, over which repeated events are written out.
    log : FaultLog
        Receives every fault, with the line on which the event begins.
    """
    if len(file.data) > MAX_CALENDAR_BYTES:
        limit = MAX_CALENDAR_BYTES // 1_000_000
        log.add(file.name, f"has {len(file.data) / 1e6:.0f} MB; a calendar has at most {limit} MB")
        return None
    try:
        found = Calendar.from_ical(file.data, multiple=True)
        calendars = [component for component in found if isinstance(component, Calendar)]
        events = [(calendar, event) for calendar in calendars for event in calendar.events]
    except (ValueError, KeyError, IndexError, UnicodeError) as error:
        log.add(file.name, f"is not a calendar as in RFC 5545: {error}")
        return None
    lines = _event_lines(file.data)
    if not calendars or len(lines) != len(events):
        log.add(file.name, "is no whole calendar as in RFC 5545: BEGIN or END is missing")
        return None
    reader = _Reader(file.name, spec, people, known, log)
    replaced = replaced_occurrences(event for _, event in events)
    for number, (calendar, event) in enumerate(events):
        moved = replaced.get(str(event.get("UID")), frozenset())
        moved = frozenset() if "RECURRENCE-ID" in event else moved
        reader.add(calendar, event, lines[number], moved)
    return reader.table()


def _event_lines(data: bytes) -> list[int]:
    """Return the lines on which events begin."""
    text = data.decode("utf-8", errors="replace")
    return [
        number
        for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1)
        if line.strip().upper() == "BEGIN:VEVENT"
    ]


class _Reader:
    """Collects the rows of one calendar."""

    def __init__(
        self, file: str, spec: LeaveCalendarSpec, people: People, known: Known, log: FaultLog
    ) -> None:
        self._file, self._spec, self._people = file, spec, people
        self._known, self._log = known, log
        self._pattern = _compiled(spec.pattern)
        self._employees = _by_text(spec, people)
        self._kinds = {text.casefold(): kind for text, kind in spec.kinds.items()}
        self._ignored = {text.casefold() for text in spec.ignore}
        self._counts: Counter[str] = Counter()
        self._rows: list[tuple[str, str, str, str, str]] = []
        self._lines: list[int] = []

    def add(
        self, calendar: Calendar, event: Event, line: int, replaced: frozenset[datetime]
    ) -> None:
        """Add the leave of an event."""
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            self._counts["cancelled"] += 1
            return
        found = [self._parts(text) for text in self._texts(calendar, event)]
        kind = next((kind for parts in found if parts for kind in parts[1:] if kind), None)
        kind = kind or self._own_kind(event)
        if kind is not None and kind.casefold() in self._ignored:
            self._counts["of kinds that are no leave"] += 1
            return
        employees = {self._employees.get(parts[0].casefold()) for parts in found if parts} - {None}
        if not employees:
            self._unknown(calendar, event, line)
            return
        meant = self._kinds.get((kind or "").casefold(), kind or "leave")
        try:
            spans = occurrences(event, self._known, replaced)
        except CalendarError as error:
            self._fault(str(error), line, error.column, error.value)
            return
        for employee in sorted(name for name in employees if name is not None):
            for span in spans:
                self._rows.append((employee, *_cells(span), meant, self._paid(span, meant)))
                self._lines.append(line)

    def table(self) -> Table:
        """Return the rows as a table."""
        columns = list(zip(*self._rows, strict=True)) or [()] * len(_COLUMNS)
        frame = pl.DataFrame(
            [
                pl.Series(name, cells, dtype=pl.String)
                for name, cells in zip(_COLUMNS, columns, strict=True)
            ]
        )
        notes = tuple(
            left_out(self._file, count, ("event", "events"), which)
            for which, count in sorted(self._counts.items())
        )
        shown = {**_SHOWN, "employee_id": self._spec.agent.upper()}
        lines = np.array(self._lines, dtype=np.int64)
        return Table(self._file, frame, lines, shown=shown, notes=notes)

    def _texts(self, calendar: Calendar, event: Event) -> list[str]:
        """Return what may name the agent: of people the mail address and the common name."""
        name = self._spec.agent
        if name == "calendar":
            title = calendar.get("X-WR-CALNAME") or calendar.get("NAME")
            values: Iterable[object] = [None if title is None else unescaped(str(title))]
        else:
            value = event.get(name.upper())
            values = value if isinstance(value, list) else [value]
        texts: list[str] = []
        for value in values:
            if value is None:
                continue
            params = getattr(value, "params", {})
            text = re.sub(r"^mailto:", "", str(value), flags=re.IGNORECASE)
            texts += [text, str(params["CN"])] if "CN" in params else [text]
        return [text.strip()[:_MOST_CHARACTERS] for text in texts]

    def _parts(self, text: str) -> tuple[str, str | None] | None:
        match = self._pattern.fullmatch(text)
        if match is None:
            return None
        groups = match.groupdict()
        return groups["agent"].strip(), (groups.get("kind") or "").strip() or None

    def _own_kind(self, event: Event) -> str | None:
        """Return the first category, else the summary where that does not name the agent."""
        categories = event.get("CATEGORIES")
        first = categories[0] if isinstance(categories, list) else categories
        texts = [str(text) for text in getattr(first, "cats", [])]
        if self._spec.agent != "summary":
            texts.append(str(event.get("SUMMARY", "")))
        found = next((text.strip() for text in texts if text.strip()), None)
        return None if found is None else " ".join(found.split())[:100]

    def _unknown(self, calendar: Calendar, event: Event, line: int) -> None:
        texts = self._texts(calendar, event)
        if not texts:
            message = f"the event has no {self._spec.agent.upper()} that says whose leave it is"
            self._fault(message, line, self._spec.agent.upper(), event.get("SUMMARY"))
            return
        if self._spec.other_people == "ignore":
            self._counts["of people who are no agents"] += 1
            return
        parts = [self._parts(text) for text in texts]
        if not any(parts):
            message = f"is not written as the pattern {self._spec.pattern!r}"
            self._fault(message, line, self._spec.agent.upper(), texts[0])
            return
        shown = next(found[0] for found in parts if found)
        message = (
            "is no employee_id, name or key of [time_off.calendar.agents]; "
            f"{one_of(shown, self._people.ids)}"
        )
        self._fault(message, line, self._spec.agent.upper(), shown)

    def _paid(self, span: Span, kind: str) -> str:
        """Return the paid minutes of the dates from Monday to Friday."""
        daily = self._spec.paid_minutes_per_day.get(kind, 0)
        first, last = (at.date() if isinstance(at, datetime) else at for at in span)
        if isinstance(span[0], datetime) and isinstance(span[1], datetime):
            lasts = (span[1] - span[0]) // _MINUTE
            last = (span[1] - _MINUTE).date()
            return str(min(lasts, daily * _weekdays(first, last)))
        return str(daily * _weekdays(first, last))

    def _fault(self, message: str, line: int, column: str, value: object) -> None:
        self._log.add(self._file, message, line=line, column=column, value=value)


def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\{agent\}|\{kind\}|\{any\})", pattern)
    found = (_PLACEHOLDERS.get(part, re.escape(part)) for part in parts)
    return re.compile("".join(found), re.DOTALL)


def _by_text(spec: LeaveCalendarSpec, people: People) -> dict[str, str]:
    """Return employees by what may name them: ids first, then names that only one has."""
    count = Counter(name.casefold() for name in people.names.values())
    by_name = {
        name.casefold(): employee
        for employee, name in people.names.items()
        if count[name.casefold()] == 1
    }
    by_id = {employee.casefold(): employee for employee in people.ids}
    own = {text.casefold(): employee for text, employee in spec.agents.items()}
    return {**by_name, **by_id, **own}


def _cells(span: Span) -> tuple[str, str]:
    """Return begin and end as in time_off.csv: dates with the last day, or instants."""
    return span[0].isoformat(), span[1].isoformat()


def _weekdays(first: date, last: date) -> int:
    days = (first + timedelta(days=k) for k in range((last - first).days + 1))
    return sum(day.weekday() < 5 for day in days)


def check_pattern(pattern: str) -> str | None:
    """Return what is wrong with a pattern; None where it is good."""
    names: Sequence[str] = re.findall(r"\{[^{}]*\}", pattern)
    for name in names:
        if name not in _PLACEHOLDERS:
            return f"unknown placeholder {name}; allowed: {', '.join(_PLACEHOLDERS)}"
    if names.count("{agent}") != 1 or names.count("{kind}") > 1:
        return "must hold {agent} once and {kind} at most once"
    if names.count("{any}") > 2:
        return "may hold {any} at most twice"
    return None
