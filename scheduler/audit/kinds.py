"""The rule on how many shifts of a kind an agent works in a week or in the horizon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from ..scenario.rule_types import KindLimit
from .breach import Breach, breach
from .duties import Duty, Roster
from .templates import template_of
from .wording import counted

ANY = "any"


@dataclass(frozen=True)
class Period:
    """A week or the horizon: its days inside the horizon, and how sentences name it."""

    days: frozenset[date]
    inside: tuple[date, ...]
    name: str
    whole: bool


def kind_limits(roster: Roster) -> Iterator[Breach]:
    """Shifts of a kind begin on at least `least` and at most `most` dates of a week or horizon.

    Every week with a date in the horizon counts, with its history; `least` binds only in weeks
    that lie wholly in the horizon. A shift missing or above is a unit.
    """
    return chain(most_of_kind(roster), least_of_kind(roster))


def most_of_kind(roster: Roster) -> Iterator[Breach]:
    """Shifts of a kind begin on at most `most` dates of the week or the horizon.

    Where the history alone has more, what the plan adds is above.
    """
    for person in roster.people:
        for limit in person.rules.kind_limits:
            if limit.most is None:
                continue
            before = _dates(roster, person.history, limit)
            planned = _dates(roster, person.planned, limit)
            for period in _periods(roster, limit):
                past, ours = before & period.days, planned & period.days
                total = len(past | ours)
                above = total - max(limit.most, len(past))
                if above > 0:
                    yield breach(
                        person,
                        "kind_limits",
                        sorted(ours)[-above],
                        _shifts(total, limit),
                        f"at most {_shifts(limit.most, limit)}",
                        f"{_shifts(total, limit)} in {period.name}; at most {limit.most} are "
                        "allowed.",
                        units=above,
                        price=limit.price,
                    )


def least_of_kind(roster: Roster) -> Iterator[Breach]:
    """Shifts of a kind begin on at least `least` dates of a week wholly planned, or the horizon."""
    for person in roster.people:
        for limit in person.rules.kind_limits:
            planned = _dates(roster, person.planned, limit) if limit.least else set()
            for period in _periods(roster, limit) if limit.least else ():
                total = len(planned & period.days)
                if period.whole and total < limit.least:
                    yield breach(
                        person,
                        "kind_limits",
                        period.inside[0],
                        _shifts(total, limit),
                        f"at least {_shifts(limit.least, limit)}",
                        f"{_shifts(total, limit)} in {period.name}; at least {limit.least} are "
                        "required.",
                        units=limit.least - total,
                        price=limit.price,
                    )


def _periods(roster: Roster, limit: KindLimit) -> Iterator[Period]:
    if limit.over == "horizon":
        yield Period(frozenset(roster.days), roster.days, "the horizon", whole=True)
        return
    for week, inside in roster.weeks.items():
        days = frozenset(week + timedelta(days=k) for k in range(7))
        yield Period(days, inside, f"the week from {week}", whole=len(inside) == 7)


def _dates(roster: Roster, duties: tuple[Duty, ...], limit: KindLimit) -> set[date]:
    return {duty.day for duty in duties if _is_of(roster, duty, limit.kind)}


def _is_of(roster: Roster, duty: Duty, kind: str) -> bool:
    if kind == ANY:
        return True
    template = template_of(roster, duty)
    return template is not None and template.kind == kind


def _shifts(number: int, limit: KindLimit) -> str:
    of_kind = "" if limit.kind == ANY else f" of kind {limit.kind!r}"
    return f"{counted(number, 'shift')}{of_kind}"
