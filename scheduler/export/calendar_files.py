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
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ..calendar_text import Properties, content_lines, escaped, read_properties, unescaped
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
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Edition:
    """An event written earlier.

    Attributes
    ----------
    sequence : int
    event : dict
        Its properties as they stand in the file.
    start : datetime
    stem : str
        Name of its file without suffix.
    calendar : str
        Name of its calendar.
    """

    sequence: int
    event: Properties
    start: datetime
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
    stamp = plan.scenario.grid.start.strftime(_TIME)
    by_employee: dict[str, list[Shift]] = {}
    for shift in in_order(plan.shifts):
        by_employee.setdefault(shift.employee_id, []).append(shift)
    calendars: dict[str, list[bytes]] = {}
    uids: set[str] = set()
    for employee, stem in file_stems(by_employee).items():
        calendars[stem] = [_head(names.get(employee, employee))]
        for shift in by_employee[employee]:
            uid = _uid(shift, uids)
            event = _event(plan, shift)
            calendars[stem].append(_lines(uid, stamp, event, _sequence(event, earlier.get(uid))))
    for uid, edition in earlier.items():
        if uid not in uids and _in_horizon(plan, edition):
            calendar = calendars.setdefault(edition.stem, [_head(edition.calendar)])
            event = {**edition.event, "STATUS": "CANCELLED"}
            calendar.append(_lines(uid, stamp, event, _sequence(event, edition)))
    for stem, parts in calendars.items():
        (folder / f"{stem}.ics").write_bytes(b"".join([*parts, b"END:VCALENDAR\r\n"]))


def read_editions(*folders: Path) -> dict[str, Edition]:
    """Return the editions of all events in the .ics files of folders, by UID.

    Of an event that is in several folders the one with the highest SEQUENCE counts. A file that
    is no calendar any more is passed over with a warning: its events then begin anew at
    SEQUENCE 0. So are calendars of other programs.
    """
    editions: dict[str, Edition] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.ics"))):
        try:
            found = _read(path)
        except (ValueError, KeyError):
            _LOG.warning("%s is not a calendar; its events begin anew at SEQUENCE 0", path)
            continue
        for uid, edition in found.items():
            if uid not in editions or editions[uid].sequence < edition.sequence:
                editions[uid] = edition
    return editions


def _read(path: Path) -> dict[str, Edition]:
    calendar, events = read_properties(path.read_bytes())
    if calendar["PRODID"] != _PRODID:
        raise ValueError("a calendar of another program")
    name = unescaped(calendar.get("X-WR-CALNAME", path.stem))
    return {
        event["UID"]: Edition(
            int(event.get("SEQUENCE", 0)),
            event,
            datetime.strptime(event["DTSTART"], _TIME).replace(tzinfo=UTC),
            path.stem,
            name,
        )
        for event in events
    }


def _head(name: str) -> bytes:
    # RFC 7986 has NAME; the programs that are older know the other one.
    return content_lines(
        (
            ("BEGIN", "VCALENDAR"),
            ("VERSION", "2.0"),
            ("PRODID", _PRODID),
            ("NAME", escaped(name)),
            ("X-WR-CALNAME", escaped(name)),
        )
    )


def _lines(uid: str, stamp: str, event: Properties, sequence: int) -> bytes:
    return content_lines(
        (
            ("BEGIN", "VEVENT"),
            ("UID", uid),
            ("DTSTAMP", stamp),
            *((name, event[name]) for name in _CONTENT if name in event),
            ("SEQUENCE", str(sequence)),
            ("END", "VEVENT"),
        )
    )


def _in_horizon(plan: Plan, edition: Edition) -> bool:
    grid = plan.scenario.grid
    return grid.start <= edition.start < grid.end


def _event(plan: Plan, shift: Shift) -> Properties:
    event = {
        "DTSTART": shift.start.astimezone(UTC).strftime(_TIME),
        "DTEND": shift.end.astimezone(UTC).strftime(_TIME),
        "SUMMARY": escaped(shift.shift_id),
    }
    if plan.scenario.is_named:
        event["LOCATION"] = escaped(plan.scenario.name)
    zone = ZoneInfo(plan.scenario.zone)
    pauses = [_told(a, zone) for a in shift.activities if a.code not in ("work", "shift")]
    if pauses:
        event["DESCRIPTION"] = escaped("\n".join(pauses))
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


def _sequence(event: Properties, before: Edition | None) -> int:
    if before is None:
        return 0
    changed = any(event.get(name) != before.event.get(name) for name in _CONTENT)
    return before.sequence + changed


def _told(activity: Activity, zone: ZoneInfo) -> str:
    """Say a break or an event in a line: ``break meal 12:00-12:30, unpaid``."""
    kind, _, name = activity.code.partition(":")
    paid = "paid" if activity.paid else "unpaid"
    return f"{kind} {name} {_clock(activity.start, zone)}-{_clock(activity.end, zone)}, {paid}"


def _clock(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%H:%M}"
