"""The rule on weekly rest: enough long stretches without a shift in every block of weeks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from .breach import Breach, breach
from .duties import Duty, Person, Roster
from .leave import day_span
from .local_minutes import week_of
from .wording import counted, elapsed_minutes, local_date, minutes_text

Block = tuple[datetime, datetime]


def min_weekly_rest_minutes(roster: Roster) -> Iterator[Breach]:
    """Each block of `weekly_rest_weeks` weeks holds as many rests of the least length.

    Blocks are counted from the week that holds the horizon's first day. The stretches without a
    shift are cut at the block's edges; one of m elapsed minutes holds floor(m / least) rests.
    Time before the history and after the plan is free of shifts. Rests that the history alone
    leaves no room for are not asked of the plan.
    """
    for person in roster.people:
        least = person.rules.min_weekly_rest_minutes
        if least is None:
            continue
        weeks = person.rules.weekly_rest_weeks
        for block in _blocks(roster, person):
            ours = [duty for duty in person.planned if _overlaps(duty, block)]
            if not ours:
                continue
            before = [duty for duty in person.history if _overlaps(duty, block)]
            wanted = min(weeks, _rests(_stretches(before, block), least))
            stretches = _stretches((*before, *ours), block)
            found = _rests(stretches, least)
            if found < wanted:
                longest = max(stretches, default=0)
                yield breach(
                    person,
                    "min_weekly_rest_minutes",
                    ours[0].day,
                    f"{counted(found, 'rest')}, the longest stretch {minutes_text(longest)}",
                    f"at least {counted(wanted, 'rest')} of {minutes_text(least)}",
                    f"{counted(found, 'rest')} of {minutes_text(least)} in the "
                    f"{counted(weeks, 'week')} from {_first_day(person, block)}, where the longest "
                    f"stretch without a shift has {minutes_text(longest)}; at least {wanted} "
                    "are required.",
                )


def _blocks(roster: Roster, person: Person) -> Iterator[Block]:
    """Yield the blocks of weeks that hold days of the horizon, from midnight to midnight."""
    day = week_of(person.first_day, roster.scenario.week_start)
    span = timedelta(weeks=person.rules.weekly_rest_weeks)
    while day <= person.last_day:
        yield day_span(person.zone, day)[0], day_span(person.zone, day + span)[0]
        day += span


def _overlaps(duty: Duty, block: Block) -> bool:
    return duty.start < block[1] and block[0] < duty.end


def _stretches(duties: Iterable[Duty], block: Block) -> list[int]:
    """Return the elapsed minutes of every stretch of a block without a shift."""
    found: list[int] = []
    reached = block[0]
    for duty in sorted(duties, key=lambda duty: duty.start):
        if duty.start > reached:
            found.append(elapsed_minutes(reached, duty.start))
        reached = max(reached, duty.end)
    if reached < block[1]:
        found.append(elapsed_minutes(reached, block[1]))
    return found


def _rests(stretches: Iterable[int], least: int) -> int:
    return sum(minutes // least for minutes in stretches)


def _first_day(person: Person, block: Block) -> str:
    return local_date(person.zone, block[0]).isoformat()
