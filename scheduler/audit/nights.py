"""Rules on nights: how many in a row, and the rest after them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate

from ..scenario.types import Agent
from .breach import Breach, breach
from .duties import Duty, Person, Roster
from .local_minutes import MINUTES_OF_DAY, LocalMinutes, in_clock_window
from .rest_and_runs import DAY, runs
from .wording import counted, elapsed_minutes, minutes_text, span_text

NightRule = Callable[[Agent, Duty], bool]


def night_rule(roster: Roster) -> NightRule:
    """Return the test for a night: enough elapsed minutes lie inside the night window.

    The window is read on the clock of the agent's zone.
    """
    rules = roster.scenario.rules
    shown = [in_clock_window(clock, rules.night_window) for clock in range(MINUTES_OF_DAY)]
    tables: dict[str, tuple[LocalMinutes, list[int]]] = {}

    def is_night(agent: Agent, duty: Duty) -> bool:
        zone = roster.scenario.zone_of(agent)
        if zone not in tables:
            minutes = roster.minutes_of(agent)
            inside = (shown[clock] for clock in minutes.clocks)
            tables[zone] = minutes, list(accumulate(inside, initial=0))
        minutes, before = tables[zone]
        first, end = minutes.whole_minutes(duty.start, duty.end)
        return before[end] - before[first] >= rules.night_minutes

    return is_night


def max_nights_in_row(roster: Roster) -> Iterator[Breach]:
    """Nights begin on at most `max_nights_in_row` business dates in a row; the history counts.

    A run is reported once, on its first planned night beyond the limit; each planned night
    beyond the limit is a unit.
    """
    is_night = night_rule(roster)
    for person in roster.people:
        most = person.rules.max_nights_in_row
        if most is None:
            continue
        nights = {duty.day for duty in person.duties if is_night(person.agent, duty)}
        planned = {duty.day for duty in person.planned if is_night(person.agent, duty)}
        for run in runs(nights):
            excess = [day for day in run[most:] if day in planned]
            if excess:
                yield breach(
                    person,
                    "max_nights_in_row",
                    excess[0],
                    f"{counted(len(run), 'night')} in a row",
                    f"at most {counted(most, 'night')} in a row",
                    f"{counted(len(run), 'night')} in a row, {run[0]} to {run[-1]}; "
                    f"at most {most} are allowed.",
                    units=len(excess),
                    price=person.rules.prices.get("max_nights_in_row"),
                )


def rest_after_nights_minutes(roster: Roster) -> Iterator[Breach]:
    """After a run of `rest_after_nights_from` nights the next shift leaves enough rest.

    The next shift that does not continue the run begins at least `rest_after_nights_minutes`
    elapsed minutes after the end of the last night; a night on the following date continues it.
    """
    is_night = night_rule(roster)
    for person in roster.people:
        least = person.rules.rest_after_nights_minutes
        if least is None:
            continue
        for run, duty in _ended_runs(person, is_night):
            gap = elapsed_minutes(run[-1].end, duty.start)
            if len(run) < person.rules.rest_after_nights_from or gap >= least:
                continue
            if duty.day not in person.planned_days:
                continue
            yield breach(
                person,
                "rest_after_nights_minutes",
                duty.day,
                minutes_text(gap),
                f"at least {minutes_text(least)}",
                f"{minutes_text(gap)} of rest after {counted(len(run), 'night')} in a row, before "
                f"the shift {span_text(person.zone, duty.start, duty.end)}; at least {least} are "
                "required.",
            )


def _ended_runs(person: Person, is_night: NightRule) -> Iterator[tuple[list[Duty], Duty]]:
    """Yield every run of nights on successive dates with the next shift, which ends the run."""
    run: list[Duty] = []
    for duty in person.duties:
        night = is_night(person.agent, duty)
        if run and not (night and duty.day == run[-1].day + DAY):
            yield run, duty
            run = []
        if night:
            run = [*run, duty]
