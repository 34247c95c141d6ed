"""Rules on weekends: how many in a period, how many Sundays, and whole ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from .breach import Breach, breach
from .duties import Person, Roster
from .wording import counted

SATURDAY, SUNDAY = 5, 6
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def max_weekends(roster: Roster) -> Iterator[Breach]:
    """In any `weekend_weeks` weekends shifts begin on at most `max_weekends` of them.

    A weekend counts where a shift begins on its Saturday or Sunday. A period counts where its
    last weekend has a day in the horizon and a weekend in it is planned. A weekend above is a
    unit, period by period.
    """
    for person in roster.people:
        most = person.rules.max_weekends
        if most is not None:
            yield from _in_periods(
                person, "max_weekends", "weekend", (SATURDAY, SUNDAY), most,
                person.rules.weekend_weeks,
            )  # fmt: skip


def max_sundays(roster: Roster) -> Iterator[Breach]:
    """In any `sunday_weeks` weeks shifts begin on at most `max_sundays` Sundays.

    A period counts where its last Sunday lies in the horizon and a Sunday in it is planned. A
    Sunday above is a unit, period by period.
    """
    for person in roster.people:
        most = person.rules.max_sundays
        if most is not None:
            weeks = person.rules.sunday_weeks
            yield from _in_periods(person, "max_sundays", "Sunday", (SUNDAY,), most, weeks)


def whole_weekends(roster: Roster) -> Iterator[Breach]:
    """Shifts begin on both the Saturday and the Sunday of a weekend, or on neither.

    Weekends of which one day lies outside the horizon are exempt unless that day lies in the
    known history. A weekend split is a unit.
    """
    for person in roster.people:
        if not person.rules.whole_weekends:
            continue
        worked = person.planned_days | person.history_days
        for saturday in _weekends(person):
            sunday = saturday + DAY
            known = person.first_known <= saturday and sunday <= person.last_day
            if not known or (saturday in worked) == (sunday in worked):
                continue
            on, off = (saturday, sunday) if saturday in worked else (sunday, saturday)
            yield breach(
                person,
                "whole_weekends",
                on if on >= person.first_day else off,
                f"a shift on {on} only",
                "shifts on both days or neither",
                f"a shift begins on {on:%A} {on} and none on {off:%A} {off}; weekends are worked "
                "whole or not at all.",
                price=person.rules.prices.get("whole_weekends"),
            )


def _in_periods(
    person: Person, rule: str, noun: str, weekdays: tuple[int, ...], most: int, weeks: int
) -> Iterator[Breach]:
    """Count the weekends worked on one of the weekdays in every period of so many weeks."""
    before = _worked(person.history_days, weekdays)
    planned = _worked(person.planned_days, weekdays)
    price = person.rules.prices.get(rule)
    for last in _weekends(person):
        if last + timedelta(days=min(weekdays) - SATURDAY) > person.last_day:
            continue  # the horizon ends on a Saturday: the Sunday lies beyond it
        period = {last - k * WEEK for k in range(weeks)}
        total = len(period & (before | planned))
        ours = period & planned
        # A hard limit is broken by the weekend that goes beyond it, not again by those after it.
        if total <= most or not ours or (price is None and last not in planned):
            continue
        days = (max(ours), max(ours) + DAY)
        day = next(day for day in days if day in person.planned_days and day.weekday() in weekdays)
        measured = counted(total, noun)
        yield breach(
            person,
            rule,
            day,
            measured,
            f"at most {counted(most, noun)}",
            f"shifts begin on {measured} of the {weeks} up to {last + DAY}; at most {most} are "
            "allowed.",
            units=total - most,
            price=price,
        )


def _weekends(person: Person) -> Iterator[date]:
    """Yield the Saturday of every weekend of which a day lies in the horizon."""
    saturday = person.first_day + timedelta(days=(SATURDAY - person.first_day.weekday()) % 7)
    if person.first_day.weekday() == SUNDAY:
        saturday -= WEEK
    while saturday <= person.last_day:
        yield saturday
        saturday += WEEK


def _worked(days: Iterable[date], weekdays: tuple[int, ...]) -> set[date]:
    """Return the Saturdays of the weekends in which shifts begin on one of the weekdays."""
    return {
        day - timedelta(days=day.weekday() - SATURDAY) for day in days if day.weekday() in weekdays
    }
