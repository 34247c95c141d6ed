"""Rules on the sequence of shifts: one a day, rest in between, days in a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ..plan import Violation
from .duties import Duty, Roster
from .wording import broken, elapsed_minutes, minutes_text, span_text


def one_shift_per_day(roster: Roster) -> Iterator[Violation]:
    """At most one shift begins on a business date, and shifts of an agent never overlap.

    A shift of the history may run into the horizon: planned shifts must not overlap it.
    """
    grid = roster.scenario.grid
    for agent, planned, history in roster.agents():
        starts: dict[date, int] = {}
        for duty in planned:
            starts[duty.day] = starts.get(duty.day, 0) + 1
        for day, count in starts.items():
            if count > 1:
                sentence = f"{count} shifts begin on this day; at most 1 may."
                yield broken(
                    "one_shift_per_day",
                    agent.employee_id,
                    day,
                    f"{count} shifts",
                    "at most 1 shift",
                    sentence,
                )
        for before, duty in _neighbours(planned, history):
            if duty.start < before.end:
                overlap = elapsed_minutes(duty.start, min(before.end, duty.end))
                sentence = (
                    f"the shift {span_text(grid, duty.start, duty.end)} overlaps the shift "
                    f"{span_text(grid, before.start, before.end)}."
                )
                yield broken(
                    "one_shift_per_day",
                    agent.employee_id,
                    duty.day,
                    f"{minutes_text(overlap)} of overlap",
                    "no overlap",
                    sentence,
                )


def rest(roster: Roster) -> Iterator[Violation]:
    """Enough elapsed minutes lie between the end of a shift and the start of the next.

    The last shift of the history counts. Shifts that overlap are left to `one_shift_per_day`.
    """
    grid = roster.scenario.grid
    least = roster.scenario.rules.work.min_rest_minutes
    for agent, planned, history in roster.agents():
        for before, duty in _neighbours(planned, history):
            gap = elapsed_minutes(before.end, duty.start)
            if 0 <= gap < least:
                sentence = (
                    f"{minutes_text(gap)} of rest between the shift "
                    f"{span_text(grid, before.start, before.end)} and the shift "
                    f"{span_text(grid, duty.start, duty.end)}; at least {least} are required."
                )
                yield broken(
                    "rest",
                    agent.employee_id,
                    duty.day,
                    minutes_text(gap),
                    f"at least {minutes_text(least)}",
                    sentence,
                )


def days_in_row(roster: Roster) -> Iterator[Violation]:
    """Shifts begin on at most `max_days_in_row` business dates in a row; the history counts.

    A run is reported once, on its first planned day beyond the limit.
    """
    most = roster.scenario.rules.work.max_days_in_row
    for agent, planned, history in roster.agents():
        planned_days = {duty.day for duty in planned}
        for run in _runs(planned_days | {duty.day for duty in history}):
            excess = [day for day in run[most:] if day in planned_days]
            if excess:
                sentence = (
                    f"shifts begin on {len(run)} days in a row, {run[0]} to {run[-1]}; "
                    f"at most {most} are allowed."
                )
                yield broken(
                    "days_in_row",
                    agent.employee_id,
                    excess[0],
                    f"{len(run)} days in a row",
                    f"at most {most} days in a row",
                    sentence,
                )


def _neighbours(
    planned: tuple[Duty, ...], history: tuple[Duty, ...]
) -> Iterator[tuple[Duty, Duty]]:
    """Yield each planned duty with the one before it that ends last, the history included."""
    ours = {id(duty) for duty in planned}
    last: Duty | None = None
    for duty in sorted((*history, *planned), key=lambda duty: (duty.start, duty.end)):
        # A shift of the history that begins later concerns the planned one before it.
        if last is not None and (id(duty) in ours or id(last) in ours):
            yield last, duty
        if last is None or duty.end > last.end:
            last = duty


def _runs(days: set[date]) -> Iterator[list[date]]:
    """Yield the runs of dates that follow one another."""
    run: list[date] = []
    for day in sorted(days):
        if run and day - run[-1] > timedelta(days=1):
            yield run
            run = []
        run.append(day)
    if run:
        yield run
