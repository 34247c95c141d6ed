"""Events in a repair: those attended keep their time, those whose place is gone are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .replan_fixed import Divided
from .replan_inputs import Absence
from .scenario.types import Event, Scenario, Shift

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class RepairedEvents:
    """The events that still count, and sentences on mandatory ones that do not."""

    events: tuple[Event, ...]
    notes: tuple[str, ...]


def repaired_events(
    scenario: Scenario, divided: Divided, since: datetime, absences: Sequence[Absence]
) -> RepairedEvents:
    """Return the events as they stand at `since`.

    An event that the roster attends keeps its time; one in a shift cut short ends with it. One
    that is not attended keeps what of its place lies after `since`, outside the agent's absences
    and outside shifts that stay as they are. Without room there it is left out.
    """
    at_hand = attended(divided.fixed), attended(divided.open)
    in_lost = attended([loss.shift for loss in divided.lost])
    taken: dict[str, list[Span]] = {}
    for absence in absences:
        taken.setdefault(absence.employee_id, []).append((absence.start, absence.end))
    for shift in divided.fixed:
        taken.setdefault(shift.employee_id, []).append((shift.start, shift.end))
    events, notes = [], []
    for event in scenario.events:
        key = event.employee_id, event.event_id
        if key in at_hand[0]:
            events.append(as_attended(event, at_hand[0][key], cut=key in in_lost))
        elif key in at_hand[1]:
            events.append(as_attended(event, at_hand[1][key], cut=False))
        else:
            left = elsewhere(event, since, taken.get(event.employee_id, []))
            if left is not None:
                events.append(left)
            elif event.mandatory:
                notes.append(
                    f"event {event.event_id!r} of {event.employee_id} can no longer be attended "
                    "and is left out."
                )
    return RepairedEvents(tuple(events), tuple(notes))


def attended(shifts: Sequence[Shift]) -> dict[tuple[str, str], Span]:
    """Return the span of every event in shifts, by employee and event."""
    spans: dict[tuple[str, str], Span] = {}
    for shift in shifts:
        for row in shift.activities:
            if row.code.startswith("event:"):
                key = shift.employee_id, row.code.removeprefix("event:")
                first, last = spans.get(key, (row.start, row.end))
                spans[key] = min(first, row.start), max(last, row.end)
    return spans


def as_attended(event: Event, span: Span, *, cut: bool) -> Event:
    """Return an event at the time at which it is attended; a hand-made time that is wrong stays
    wrong for the audit to find."""
    minutes = (span[1] - span[0]) // timedelta(minutes=1)
    place = (event.start, event.end) if event.window is None else event.window
    inside = (
        place[0] is not None and place[1] is not None and place[0] <= span[0] <= span[1] <= place[1]
    )
    if not inside or minutes > event.duration_minutes:
        return event
    if minutes == event.duration_minutes:
        return replace(event, start=span[0], end=span[1])
    if not cut:
        return event
    return replace(event, start=span[0], end=span[1], duration_minutes=minutes, window=None)


def elsewhere(event: Event, since: datetime, taken: Sequence[Span]) -> Event | None:
    """Return an event in what is left of its place, None where it finds no room."""
    if event.window is None:
        if event.start is None or event.end is None or event.start < since:
            return None
        meets = any(first < event.end and event.start < last for first, last in taken)
        return None if meets else event
    begin, end = max(event.window[0], since), event.window[1]
    pieces = []
    for first, last in sorted(taken):
        if first > begin:
            pieces.append((begin, min(first, end)))
        begin = max(begin, last)
    pieces.append((begin, end))
    longest = max(pieces, key=lambda piece: piece[1] - piece[0])
    if longest[1] - longest[0] < timedelta(minutes=event.duration_minutes):
        return None
    return replace(event, start=None, end=None, window=longest)
