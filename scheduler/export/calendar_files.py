"""Calendars, one per agent: RFC 5545, a VEVENT per shift, times in UTC.

An event keeps its UID over re-plans and raises its SEQUENCE when it changes, so that a calendar
program updates what it has instead of adding a second shift. A shift of the horizon that is gone
stays as an event with STATUS:CANCELLED, so that it goes from calendars too.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, vText

from ..calendar_text import unescaped
from ..plan import Plan
from ..scenario.types import Activity, Shift
from .file_names import file_stems
from .tables import in_order

_LOG = logging.getLogger(__name__)

# Fixed for good: a new one would make every calendar program show every shift twice.
_NAMESPACE = uuid.UUID("6f2f7b0e-4a3d-5c1e-9b8a-2d7c54f0e913")
# What a person reads in an event; DTSTAMP and SEQUENCE only speak of its edition.
_CONTENT = ("DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS")
_PRODID = "-//Staffwright//Roster//EN"


@dataclass(frozen=True)
class Edition:
    """An event written earlier.

    Attributes
    ----------
    sequence : int
    content : tuple of bytes
        What a person reads of it.
    event : Event
    start : date or datetime
    stem : str
        Name of its file without suffix.
    calendar : str
        Name of its calendar.
    """

    sequence: int
    content: tuple[bytes, ...]
    event: Event
    start: date
    stem: str
    calendar: str


def write_calendars(plan: Plan, folder: Path, earlier: Mapping[str, Edition]) -> None:
    """Write ``<employee>.ics`` for every agent that has a shift into an existing folder.

    Parameters
    ----------
    plan : Plan
        Its shifts become events; `DTSTAMP` is the start of the horizon, so that the same plan
        gives the same bytes.
    folder : Path
        Where to write.
    earlier : mapping of str to Edition
        Editions by UID from the plan that is replaced (`read_editions`). An event that is in
        there unchanged keeps its SEQUENCE, a changed one has it raised by one. One of this
        horizon that the plan does not have any more is written as cancelled.
    """
    names = {agent.employee_id: agent.name for agent in plan.scenario.agents}
    by_employee: dict[str, list[Shift]] = {}
    for shift in in_order(plan.shifts):
        by_employee.setdefault(shift.employee_id, []).append(shift)
    calendars: dict[str, Calendar] = {}
    uids: set[str] = set()
    for employee, stem in file_stems(by_employee).items():
        calendar = calendars[stem] = _calendar(names.get(employee, employee))
        for shift in by_employee[employee]:
            event = _event(plan, shift, _uid(shift, uids))
            event.add("sequence", _sequence(event, earlier))
            calendar.add_component(event)
    for uid, edition in earlier.items():
        if uid not in uids and _in_horizon(plan, edition.start):
            calendar = calendars.setdefault(edition.stem, _calendar(edition.calendar))
            calendar.add_component(_cancelled(plan, edition))
    for stem, calendar in calendars.items():
        (folder / f"{stem}.ics").write_bytes(calendar.to_ical())


def read_editions(*folders: Path) -> dict[str, Edition]:
    """Return the editions of all events in the .ics files of folders, by UID.

    Of an event that is in several folders the one with the highest SEQUENCE counts. A file that
    is no calendar any more is passed over with a warning: its events then begin anew at
    SEQUENCE 0. So are calendars of other programs.
    """
    editions: dict[str, Edition] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.ics"))):
        try:
            calendar = Calendar.from_ical(path.read_bytes())
            if str(calendar.get("PRODID")) != _PRODID:
                raise ValueError("a calendar of another program")
            name = unescaped(str(calendar.get("X-WR-CALNAME", path.stem)))
            for event in calendar.events:
                sequence = int(event.get("SEQUENCE", 0))
                uid = str(event["UID"])
                if uid not in editions or editions[uid].sequence < sequence:
                    content = _content(event)
                    editions[uid] = Edition(sequence, content, event, event.start, path.stem, name)
        except (ValueError, KeyError, AttributeError):
            _LOG.warning("%s is not a calendar; its events begin anew at SEQUENCE 0", path)
    return editions


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    # RFC 7986 has NAME; the programs that are older know the other one.
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    return calendar


def _in_horizon(plan: Plan, began: date) -> bool:
    grid = plan.scenario.grid
    return isinstance(began, datetime) and grid.start <= began.astimezone(UTC) < grid.end


def _cancelled(plan: Plan, edition: Edition) -> Event:
    """Return an event as cancelled; one that was so before keeps its SEQUENCE."""
    before = str(edition.event.get("STATUS")) == "CANCELLED"
    event = Event()
    event.add("uid", str(edition.event["UID"]))
    event.add("dtstamp", plan.scenario.grid.start)
    for name in ("DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION"):
        if name in edition.event:
            event[name] = edition.event[name]
    event.add("status", "CANCELLED")
    event.add("sequence", edition.sequence + (not before))
    return event


def _event(plan: Plan, shift: Shift, uid: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", plan.scenario.grid.start)
    event.add("dtstart", shift.start)
    event.add("dtend", shift.end)
    event.add("summary", shift.shift_id)
    event.add("location", plan.scenario.name)
    zone = ZoneInfo(plan.scenario.zone)
    pauses = [_told(a, zone) for a in shift.activities if a.code not in ("work", "shift")]
    if pauses:
        event.add("description", "\n".join(pauses))
    return event


def _uid(shift: Shift, used: set[str]) -> str:
    """Return a UID from employee and business date; a second shift of the date gets its own."""
    name = base = f"{shift.employee_id}\n{shift.business_date.isoformat()}"
    count = 1
    while (uid := str(uuid.uuid5(_NAMESPACE, name))) in used:
        count += 1
        name = f"{base}\n{count}"
    used.add(uid)
    return uid


def _sequence(event: Event, earlier: Mapping[str, Edition]) -> int:
    before = earlier.get(str(event["UID"]))
    if before is None:
        return 0
    return before.sequence + (before.content != _content(event))


def _content(event: Component) -> tuple[bytes, ...]:
    return tuple(_written(event, name) for name in _CONTENT)


def _written(event: Component, name: str) -> bytes:
    """Return a property as it stands in the file; empty where the event has none."""
    if name not in event:
        return b""
    value = event[name].to_ical()
    return value if isinstance(value, bytes) else str(value).encode()


def _told(activity: Activity, zone: ZoneInfo) -> str:
    """Say a break or an event in a line: ``break meal 12:00-12:30, unpaid``."""
    kind, _, name = activity.code.partition(":")
    paid = "paid" if activity.paid else "unpaid"
    return f"{kind} {name} {_clock(activity.start, zone)}-{_clock(activity.end, zone)}, {paid}"


def _clock(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%H:%M}"
