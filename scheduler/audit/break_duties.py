"""Rules on breaks by hours worked: the longest stretch without one, and how much of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..scenario.rule_types import BreakDuty
from .breach import Breach, breach
from .duties import Duty, Person, Roster, TakenBreak
from .wording import elapsed_minutes, minutes_text, span_text


def max_work_minutes(roster: Roster) -> Iterator[Breach]:
    """A stretch of a shift between its ends and its breaks has at most so many elapsed minutes.

    Breaks shorter than `break_block_minutes` do not end a stretch.
    """
    rules = roster.scenario.rules
    most = rules.max_work_minutes
    if most is None:
        return
    for person in roster.people:
        for duty in person.planned:
            breaks = _long_enough(duty, rules.break_block_minutes)
            for start, end in _stretches(duty, breaks):
                minutes = elapsed_minutes(start, end)
                if minutes > most:
                    yield breach(
                        person,
                        "max_work_minutes",
                        duty.day,
                        minutes_text(minutes),
                        f"at most {minutes_text(most)}",
                        f"{minutes_text(minutes)} without a break of at least "
                        f"{minutes_text(rules.break_block_minutes)}, "
                        f"{span_text(person.zone, start, end)}; at most {most} are allowed.",
                    )


def break_duties(roster: Roster) -> Iterator[Breach]:
    """Where working time exceeds `over_minutes`, breaks add up to `minutes` and begin in time.

    Working time is elapsed minutes less breaks of at least `block_minutes`. Only these breaks
    count towards `minutes`, with `unpaid_only` only the unpaid among them. With
    `begin_by_minutes` one of them begins no later than so many elapsed minutes after the start
    of the shift.
    """
    for duty_of_law in roster.scenario.rules.break_duties:
        for person in roster.people:
            for duty in person.planned:
                yield from _against(person, duty, duty_of_law)


def _against(person: Person, duty: Duty, law: BreakDuty) -> Iterator[Breach]:
    long_ones = _long_enough(duty, law.block_minutes)
    worked = elapsed_minutes(duty.start, duty.end) - _minutes(long_ones)
    if worked <= law.over_minutes:
        return
    breaks = [one for one in long_ones if not (law.unpaid_only and one.paid)]
    taken = _minutes(breaks)
    what = "unpaid breaks" if law.unpaid_only else "breaks"
    after = f"{minutes_text(worked)} of work"
    if taken < law.minutes:
        yield breach(
            person,
            "break_duties",
            duty.day,
            f"{minutes_text(taken)} of {what}",
            f"at least {minutes_text(law.minutes)} of {what}",
            f"{minutes_text(taken)} of {what} of at least {minutes_text(law.block_minutes)} in "
            f"{after}; above {law.over_minutes} at least {law.minutes} are required.",
        )
    if law.begin_by_minutes is None or (not breaks and law.minutes > 0):
        return
    first = min((elapsed_minutes(duty.start, one.start) for one in breaks), default=None)
    if first is None or first > law.begin_by_minutes:
        begun = "no break" if first is None else f"{minutes_text(first)} after the start"
        said = "has no break" if first is None else f"has its first break {begun}"
        allowed = f"within {minutes_text(law.begin_by_minutes)} of the start"
        yield breach(
            person,
            "break_duties",
            duty.day,
            begun,
            allowed,
            f"the shift {said}; above {minutes_text(law.over_minutes)} of work one of the {what} "
            f"must begin {allowed}.",
        )


def _minutes(breaks: list[TakenBreak]) -> int:
    return sum(elapsed_minutes(one.start, one.end) for one in breaks)


def _long_enough(duty: Duty, block_minutes: int) -> list[TakenBreak]:
    """Return the breaks of at least so many minutes in order of time."""
    return [one for one in duty.breaks if elapsed_minutes(one.start, one.end) >= block_minutes]


def _stretches(duty: Duty, breaks: list[TakenBreak]) -> Iterator[tuple[datetime, datetime]]:
    """Yield the stretches of a shift between its ends and the breaks."""
    reached = duty.start
    for one in breaks:
        if one.start > reached:
            yield reached, one.start
        reached = max(reached, one.end)
    if reached < duty.end:
        yield reached, duty.end
