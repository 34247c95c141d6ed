"""Rules on what is fixed beforehand: events and locked shifts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from ..results import Violation
from ..scenario.types import Activity, Event, Shift
from .duties import Duty, Roster
from .wording import broken, elapsed_minutes, local_date, minutes_text, span_text

PREFIX = "event:"

Span = tuple[datetime, datetime]


def events(roster: Roster) -> Iterator[Violation]:
    """A mandatory event lies inside a shift of its agent, at its time or within its window.

    It is attended once and uninterrupted. An optional event at a fixed time is attended if the
    agent's shift contains it, unless the agent attends another event then. An event row names an
    event of its agent and is paid as the event is.
    """
    wanted: dict[str, list[Event]] = defaultdict(list)
    for event in roster.scenario.events:
        wanted[event.employee_id].append(event)
    for agent, planned, history in roster.agents():
        ours = wanted[agent.employee_id]
        yield from _rows_of_other_events(agent.employee_id, planned, ours)
        for event in ours:
            spans = _attended((*history, *planned), event.event_id)
            if len(spans) == 1:
                yield from _misplaced(roster, event, spans[0])
                yield from _wrongly_paid(roster, event, planned)
            elif spans:
                yield _fault(
                    roster,
                    event,
                    f"{len(spans)} spans",
                    "one span without interruption",
                    f"event {event.event_id!r} is attended in {len(spans)} spans, not in one.",
                )
            elif event.mandatory or _could_attend(event, planned):
                kind = "mandatory event" if event.mandatory else "the shift contains event"
                yield _fault(
                    roster,
                    event,
                    "not attended",
                    _place(roster, event),
                    f"{kind} {event.event_id!r} is not attended; its place is "
                    f"{_place(roster, event)}.",
                )


def locked(roster: Roster) -> Iterator[Violation]:
    """A locked shift is in the roster with the same start and end.

    Its activities are the same too where the locked rows give them; a locked row without a
    queue leaves the queue open, and the row ``shift`` leaves the whole shift open. An event of
    the agent may stand where the locked rows say work: both rules can be kept only so.
    """
    own_events: dict[str, set[str]] = defaultdict(set)
    for event in roster.scenario.events:
        own_events[event.employee_id].add(PREFIX + event.event_id)
    for shift in roster.scenario.locked:
        if not shift.activities:
            continue
        duties = roster.planned.get(shift.employee_id, ())
        zone = roster.zone_of(shift.employee_id)
        day = local_date(zone, shift.start)
        span = span_text(zone, shift.start, shift.end)
        same = [d for d in duties if (d.start, d.end) == (shift.start, shift.end)]
        if not same:
            there = [span_text(zone, d.start, d.end) for d in duties if d.day == day]
            measured = ", ".join(there) or "no shift"
            yield broken(
                "locked",
                shift.employee_id,
                day,
                measured,
                span,
                f"the locked shift {span} is not in the roster (found: {measured}).",
            )
        elif (row := _first_changed(shift, same[0], own_events[shift.employee_id])) is not None:
            code = row.code + (f" on {row.queue}" if row.queue else "")
            there_now = _codes_during(same[0], row)
            yield broken(
                "locked",
                shift.employee_id,
                same[0].day,
                there_now,
                code,
                f"the locked activity {code} {span_text(zone, row.start, row.end)} was changed; "
                f"the roster has {there_now}.",
            )


def _rows_of_other_events(
    employee_id: str, planned: tuple[Duty, ...], ours: list[Event]
) -> Iterator[Violation]:
    known = {event.event_id for event in ours}
    allowed = ", ".join(sorted(known)) or "no events"
    for duty in planned:
        codes = {row.code for row in duty.rows if row.code.startswith(PREFIX)}
        for name in sorted(code.removeprefix(PREFIX) for code in codes):
            if name not in known:
                sentence = f"event {name!r} is not an event of this agent ({allowed})."
                yield broken("events", employee_id, duty.day, name, allowed, sentence)


def _attended(duties: tuple[Duty, ...], event_id: str) -> list[Span]:
    return [span for duty in duties for span in duty.spans_of(PREFIX + event_id)]


def _window(event: Event) -> Span | None:
    """Return the span that must contain the event; its fixed time where it has one."""
    if event.window is not None:
        return event.window
    if event.start is not None and event.end is not None:
        return event.start, event.end
    return None


def _misplaced(roster: Roster, event: Event, span: Span) -> Iterator[Violation]:
    """Check length and place of an attended event."""
    zone = roster.zone_of(event.employee_id)
    length = elapsed_minutes(*span)
    name = f"event {event.event_id!r} {span_text(zone, *span)}"
    if length != event.duration_minutes:
        right = minutes_text(event.duration_minutes)
        sentence = f"{name} lasts {minutes_text(length)}, not {right}."
        yield _fault(roster, event, minutes_text(length), right, sentence)
    window = _window(event)
    if window is not None and not window[0] <= span[0] <= span[1] <= window[1]:
        allowed = _place(roster, event)
        sentence = f"{name} lies outside its place, {allowed}."
        yield _fault(roster, event, span_text(zone, *span), allowed, sentence)


def _wrongly_paid(roster: Roster, event: Event, planned: tuple[Duty, ...]) -> Iterator[Violation]:
    code = PREFIX + event.event_id
    if any(row.paid != event.paid for duty in planned for row in duty.rows if row.code == code):
        given, right = ("paid", "unpaid") if not event.paid else ("unpaid", "paid")
        sentence = f"event {event.event_id!r} is {given}, not {right}."
        yield _fault(roster, event, given, right, sentence)


def _could_attend(event: Event, planned: tuple[Duty, ...]) -> bool:
    """Say whether a shift contains a fixed event and no other event stands in its way.

    A window longer than the event leaves its time open, so no shift contains the event.
    """
    place = _window(event)
    if place is None or elapsed_minutes(*place) != event.duration_minutes:
        return False
    start, end = place
    return any(
        duty.start <= start
        and end <= duty.end
        and not any(
            row.code.startswith(PREFIX) and row.start < end and start < row.end for row in duty.rows
        )
        for duty in planned
    )


def _place(roster: Roster, event: Event) -> str:
    window = _window(event)
    if window is None:
        return f"{minutes_text(event.duration_minutes)} inside a shift"
    text = span_text(roster.zone_of(event.employee_id), *window)
    if elapsed_minutes(*window) == event.duration_minutes:
        return text
    return f"{minutes_text(event.duration_minutes)} within {text}"


def _fault(roster: Roster, event: Event, measured: str, allowed: str, sentence: str) -> Violation:
    window = _window(event)
    start = window[0] if window else roster.scenario.grid.start
    day = local_date(roster.zone_of(event.employee_id), start)
    return broken("events", event.employee_id, day, measured, allowed, sentence)


def _first_changed(shift: Shift, duty: Duty, events_here: set[str]) -> Activity | None:
    """Return the first locked row that the duty does not keep."""
    for row in shift.activities:
        if row.code != "shift" and not _kept(row, duty, events_here):
            return row
    return None


def _kept(row: Activity, duty: Duty, events_here: set[str]) -> bool:
    """Say whether the duty does the same, or an event, during the whole of a locked row."""
    reached = row.start
    for now in duty.rows:
        if now.end <= row.start or now.start >= row.end:
            continue
        attends = row.code == "work" and now.code in events_here
        same = now.code == row.code and now.paid == row.paid and row.queue in (None, now.queue)
        if not (same or attends) or now.start > reached:
            return False
        reached = max(reached, now.end)
    return reached >= row.end


def _codes_during(duty: Duty, row: Activity) -> str:
    during = [now for now in duty.rows if now.start < row.end and row.start < now.end]
    parts = [now.code + (f" on {now.queue}" if now.queue else "") for now in during]
    return ", ".join(dict.fromkeys(parts)) or "nothing"
