"""Rules on the sequence of shifts: one a day, rest in between, days in a row, days off in a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from ..results import Violation
from .breach import Breach, breach
from .duties import Duty, Person, Roster
from .wording import broken, counted, elapsed_minutes, minutes_text, span_text

DAY = timedelta(days=1)


def one_shift_per_day(roster: Roster) -> Iterator[Violation]:
    """At most one shift begins on a business date, and shifts of an agent never overlap.

    A shift of the history may begin on a planned one's date or run into it: both are faults.
    """
    for person in roster.people:
        starts: dict[date, int] = {}
        for duty in person.duties:
            starts[duty.day] = starts.get(duty.day, 0) + 1
        for day, count in starts.items():
            if count > 1 and day in person.planned_days:
                yield broken(
                    "one_shift_per_day",
                    person.agent.employee_id,
                    day,
                    f"{count} shifts",
                    "at most 1 shift",
                    f"{count} shifts begin on this day; at most 1 may.",
                )
        for before, duty in _neighbours(person):
            if duty.start < before.end:
                overlap = elapsed_minutes(duty.start, min(before.end, duty.end))
                sentence = (
                    f"the shift {span_text(person.zone, duty.start, duty.end)} overlaps the shift "
                    f"{span_text(person.zone, before.start, before.end)}."
                )
                yield broken(
                    "one_shift_per_day",
                    person.agent.employee_id,
                    duty.day,
                    f"{minutes_text(overlap)} of overlap",
                    "no overlap",
                    sentence,
                )


def rest(roster: Roster) -> Iterator[Violation]:
    """Enough elapsed minutes lie between the end of a shift and the start of the next.

    The last shift of the history counts. Shifts that overlap are left to `one_shift_per_day`.
    """
    for person in roster.people:
        least = person.rules.min_rest_minutes
        for before, duty in _neighbours(person):
            gap = elapsed_minutes(before.end, duty.start)
            if 0 <= gap < least:
                sentence = (
                    f"{minutes_text(gap)} of rest between the shift "
                    f"{span_text(person.zone, before.start, before.end)} and the shift "
                    f"{span_text(person.zone, duty.start, duty.end)}; at least {least} are "
                    "required."
                )
                yield broken(
                    "rest",
                    person.agent.employee_id,
                    duty.day,
                    minutes_text(gap),
                    f"at least {minutes_text(least)}",
                    sentence,
                )


def max_days_in_row(roster: Roster) -> Iterator[Breach]:
    """Shifts begin on at most `max_days_in_row` business dates in a row; the history counts.

    A run is reported once, on its first planned day beyond the limit; each planned day beyond
    the limit is a unit.
    """
    for person in roster.people:
        most = person.rules.max_days_in_row
        for run in runs(person.planned_days | person.history_days):
            excess = [day for day in run[most:] if day in person.planned_days]
            if excess:
                yield breach(
                    person,
                    "max_days_in_row",
                    excess[0],
                    f"{len(run)} days in a row",
                    f"at most {most} days in a row",
                    f"shifts begin on {len(run)} days in a row, {run[0]} to {run[-1]}; "
                    f"at most {most} are allowed.",
                    units=len(excess),
                    price=person.rules.prices.get("max_days_in_row"),
                )


def min_days_in_row(roster: Roster) -> Iterator[Breach]:
    """A run of business dates with shifts has at least `min_days_in_row` dates.

    Free is a run that reaches the end of the horizon or the first known date. A run of the
    history counts where the day off that ends it lies in the horizon. A missing day is a unit.
    """
    for person in roster.people:
        least = person.rules.min_days_in_row
        if least <= 1:
            continue
        for run in runs(person.planned_days | person.history_days):
            open_ended = run[0] <= person.first_known or run[-1] >= person.last_day
            day = next((day for day in (*run, run[-1] + DAY) if day >= person.first_day), None)
            if len(run) < least and not open_ended and day is not None:
                length = counted(len(run), "day")
                yield breach(
                    person,
                    "min_days_in_row",
                    day,
                    f"{length} in a row",
                    f"at least {least} days in a row",
                    f"shifts begin on only {length} in a row, {_span_of(run)}; at least {least} "
                    "are required.",
                    units=least - len(run),
                    price=person.rules.prices.get("min_days_in_row"),
                )


def min_days_off_in_row(roster: Roster) -> Iterator[Breach]:
    """A run of dates without a shift, between two shifts, has at least so many dates.

    A run that begins before the first shift of history and horizon, or reaches the end of the
    horizon, is free. The shift that ends the run is planned, else it is of the history alone.
    A missing day is a unit.
    """
    for person in roster.people:
        least = person.rules.min_days_off_in_row
        if least <= 1:
            continue
        for before, day in pairwise(sorted(person.planned_days | person.history_days)):
            off = (day - before).days - 1
            if 0 < off < least and day in person.planned_days:
                length = counted(off, "day")
                yield breach(
                    person,
                    "min_days_off_in_row",
                    day,
                    f"{length} off in a row",
                    f"at least {least} days off in a row",
                    f"{length} off between the shifts of {before} and {day}; at least {least} "
                    "in a row are required.",
                    units=least - off,
                    price=person.rules.prices.get("min_days_off_in_row"),
                )


def runs(days: Iterable[date]) -> Iterator[list[date]]:
    """Yield the runs of dates that follow one another."""
    run: list[date] = []
    for day in sorted(days):
        if run and day - run[-1] > DAY:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _neighbours(person: Person) -> Iterator[tuple[Duty, Duty]]:
    """Yield each planned duty with the one before it that ends last, the history included."""
    ours = {id(duty) for duty in person.planned}
    last: Duty | None = None
    for duty in person.duties:
        # A shift of the history that begins later concerns the planned one before it.
        if last is not None and (id(duty) in ours or id(last) in ours):
            yield last, duty
        if last is None or duty.end > last.end:
            last = duty


def _span_of(run: list[date]) -> str:
    return f"{run[0]}" if len(run) == 1 else f"{run[0]} to {run[-1]}"
