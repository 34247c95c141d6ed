"""Rules on two successive business dates: forward rotation, like starts, forbidden successions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from .breach import Breach, breach
from .duties import Duty, Person, Roster
from .templates import template_of
from .wording import minutes_text

DAY = timedelta(days=1)


def max_backward_minutes(roster: Roster) -> Iterator[Breach]:
    """Forward rotation: a shift begins at most so many clock minutes earlier than that before.

    It holds for shifts that begin on two successive business dates.
    """
    for person in roster.people:
        most = person.rules.max_backward_minutes
        if most is None:
            continue
        for first, second in _successive(person):
            earlier = first.begins_clock - second.begins_clock
            if earlier > most:
                yield _change(person, "max_backward_minutes", first, second, earlier, most)


def max_start_change_minutes(roster: Roster) -> Iterator[Breach]:
    """Starts on two successive business dates differ on the clock by at most so many minutes."""
    for person in roster.people:
        most = person.rules.max_start_change_minutes
        if most is None:
            continue
        for first, second in _successive(person):
            apart = abs(second.begins_clock - first.begins_clock)
            if apart > most:
                yield _change(person, "max_start_change_minutes", first, second, apart, most)


def forbidden_successions(roster: Roster) -> Iterator[Breach]:
    """On two successive business dates a shift of kind `before` is not followed by `after`.

    Each pair of kinds stands for itself: night then morning never forbids night then night.
    """
    for person in roster.people:
        pairs = person.rules.forbidden_successions
        for first, second in _successive(person) if pairs else ():
            before, after = (template_of(roster, duty) for duty in (first, second))
            if before is None or after is None:
                continue
            for pair in pairs:
                if (pair.before, pair.after) != (before.kind, after.kind):
                    continue
                yield breach(
                    person,
                    "forbidden_successions",
                    second.day,
                    f"{pair.before} then {pair.after}",
                    f"no {pair.after} on the day after {pair.before}",
                    f"a shift of kind {pair.after!r} follows the shift of kind {pair.before!r} "
                    f"of {first.day}.",
                    price=pair.price,
                )


def _successive(person: Person) -> Iterator[tuple[Duty, Duty]]:
    """Yield shifts that begin on successive business dates, the second of them planned."""
    for first, second in pairwise(person.duties):
        if second.day - first.day == DAY and second.day in person.planned_days:
            yield first, second


def _change(
    person: Person, rule: str, first: Duty, second: Duty, minutes: int, most: int
) -> Breach:
    measured, allowed = minutes_text(minutes), minutes_text(most)
    way = "earlier" if second.begins_clock < first.begins_clock else "later"
    return breach(
        person,
        rule,
        second.day,
        f"{measured} {way}",
        f"at most {allowed}" + (" earlier" if rule == "max_backward_minutes" else ""),
        f"the shift begins at {second.begins:%H:%M}, {measured} {way} than that of {first.day} "
        f"at {first.begins:%H:%M}; at most {most} are allowed.",
        price=person.rules.prices.get(rule),
    )
