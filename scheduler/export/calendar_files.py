"""Calendars, one per agent: RFC 5545, a VEVENT per shift, times in UTC.

An event keeps its UID over re-plans and raises its SEQUENCE when it changes, so that a calendar
program updates what it has instead of adding a second shift.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, vText

from ..plan import Plan
from ..scenario.types import Activity, Shift
from .file_names import file_stems
from .tables import in_order

_LOG = logging.getLogger(__name__)

# Fixed for good: a new one would make every calendar program show every shift twice.
_NAMESPACE = uuid.UUID("6f2f7b0e-4a3d-5c1e-9b8a-2d7c54f0e913")
# What a person reads in an event; DTSTAMP and SEQUENCE only speak of its edition.
_CONTENT = ("DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION")


@dataclass(frozen=True)
class Edition:
    """The SEQUENCE of an event written earlier, and its content."""

    sequence: int
    content: tuple[bytes, ...]


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
        there unchanged keeps its SEQUENCE, a changed one has it raised by one.
    """
    names = {agent.employee_id: agent.name for agent in plan.scenario.agents}
    by_employee: dict[str, list[Shift]] = {}
    for shift in in_order(plan.shifts):
        by_employee.setdefault(shift.employee_id, []).append(shift)
    for employee, stem in file_stems(by_employee).items():
        name = names.get(employee, employee)
        calendar = _calendar(plan, name, by_employee[employee], earlier)
        (folder / f"{stem}.ics").write_bytes(calendar.to_ical())


def read_editions(folder: Path) -> dict[str, Edition]:
    """Return the editions of all events in a folder's .ics files, by UID.

    A file that is no calendar any more is passed over with a warning: its events then begin
    anew at SEQUENCE 0.
    """
    editions: dict[str, Edition] = {}
    for path in sorted(folder.glob("*.ics")):
        try:
            events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
            for event in events:
                editions[str(event["UID"])] = Edition(
                    int(event.get("SEQUENCE", 0)), _content(event)
                )
        except (ValueError, KeyError, AttributeError):
            _LOG.warning("%s is not a calendar; its events begin anew at SEQUENCE 0", path)
    return editions


def _calendar(
    plan: Plan, name: str, shifts: Sequence[Shift], earlier: Mapping[str, Edition]
) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Staffwright//Roster//EN")
    calendar.add("version", "2.0")
    # RFC 7986 has NAME; the programs that are older know the other one.
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    used: set[str] = set()
    for shift in shifts:
        event = _event(plan, shift, _uid(shift, used))
        event.add("sequence", _sequence(event, earlier))
        calendar.add_component(event)
    return calendar


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
