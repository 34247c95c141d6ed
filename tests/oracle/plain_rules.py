"""The rules with a form of docs/rules.md for one agent, stated one by one for the plain model.

Every day of history and horizon has a 0-1 term that says whether a shift begins on it. A fault is
a set of such terms that are all true together; it is forbidden, or costs its price.
Rules on breaks (`max_work_minutes`, `break_duties`) are not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model
from staffwright.scheduler.calendar import midnight
from staffwright.scheduler.scenario.rule_types import KindLimit, WorkRules

MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(days=7)
Term = Any
"""A 0-1 variable of CP-SAT, its negation, or the numbers 0 and 1."""


@dataclass(frozen=True)
class Worked:
    """A shift of the history (`taken` is 1) or one that may be chosen."""

    day: date
    start: datetime
    end: datetime
    kind: str | None
    clock: int
    night: bool
    taken: Term


@dataclass(frozen=True)
class Person:
    """What the rules of one agent are stated over."""

    model: cp_model.CpModel
    price: Callable[[Fraction, Any], None]
    rules: WorkRules
    zone: str
    week_start: int
    first: date
    last: date
    shifts: Sequence[Worked]
    minutes: dict[date, Any]
    """Paid minutes, leave included, by date: numbers and linear expressions."""

    def known(self) -> date:
        """Return the first date of which it is known whether a shift begins on it."""
        return min([self.first, *(s.day for s in self.shifts)])

    def planned(self, day: date) -> bool:
        return self.first <= day <= self.last

    def works(self, day: date, test: Callable[[Worked], bool] = lambda _: True) -> Term:
        """Return a term that is 1 where a shift that passes the test begins on a date."""
        found = [s.taken for s in self.shifts if s.day == day and test(s)]
        if any(isinstance(taken, int) for taken in found):
            return 1  # of the history
        return sum(found) if len(found) != 1 else found[0]

    def fault(
        self, true: Iterable[Term], false: Iterable[Term], price: Decimal | None, units: int = 1
    ) -> None:
        """Forbid that terms are true while others are false, or price it."""
        true, false = list(true), list(false)
        hit = self.model.new_bool_var("") if price is not None else 0
        if price is not None:
            self.price(Fraction(price) * units, hit)
        self._add(sum(true) - sum(false) <= len(true) - 1 + hit)

    def _add(self, constraint: Any) -> None:
        if constraint is False:
            raise ValueError("the history alone breaks a hard rule")
        if constraint is not True:
            self.model.add(constraint)

    def excess(self, total: Any, most: int, price: Decimal | None) -> None:
        """Keep a number to at most `most`, or price what is above."""
        above = self.model.new_int_var(0, 1000, "") if price is not None else 0
        if price is not None:
            self.price(Fraction(price), above)
        self._add(total <= most + above)


def add_rules(person: Person) -> None:
    """State every rule that is on."""
    rules = person.rules
    price = rules.prices.get
    _longest(person, rules.max_days_in_row, lambda _: True, price("max_days_in_row"))
    if rules.max_nights_in_row is not None:
        _longest(person, rules.max_nights_in_row, lambda s: s.night, price("max_nights_in_row"))
    _runs(person, rules.min_days_in_row, price("min_days_in_row"))
    _gaps(person, rules.min_days_off_in_row, price("min_days_off_in_row"))
    if rules.rest_after_nights_minutes is not None:
        _after_nights(person, rules.rest_after_nights_minutes * MINUTE)
    if rules.max_average_weekly_minutes is not None:
        _average(person, rules.max_average_weekly_minutes)
    if rules.max_horizon_minutes is not None:
        _horizon_at_most(person, rules.max_horizon_minutes)
    if rules.min_horizon_minutes is not None:
        days = _days(person.first, person.last)
        paid = sum(person.minutes.get(day, 0) for day in days)
        person.model.add(paid >= rules.min_horizon_minutes)
    if rules.min_weekly_rest_minutes is not None:
        _weekly_rest(person, rules.min_weekly_rest_minutes)
    if rules.max_weekends is not None:
        days = (5, 6)
        _weekends(person, days, rules.max_weekends, rules.weekend_weeks, price("max_weekends"))
    if rules.max_sundays is not None:
        _weekends(person, (6,), rules.max_sundays, rules.sunday_weeks, price("max_sundays"))
    if rules.whole_weekends:
        _whole_weekends(person, price("whole_weekends"))
    _pairs(person)
    for limit in rules.kind_limits:
        _kinds(person, limit)


def _days(first: date, last: date) -> list[date]:
    return [first + k * DAY for k in range((last - first).days + 1)]


def _longest(
    person: Person, most: int, test: Callable[[Worked], bool], price: Decimal | None
) -> None:
    """A planned day with `most` days worked right before it is one too many."""
    for day in _days(person.first, person.last):
        span = [person.works(d, test) for d in _days(day - most * DAY, day)]
        person.fault(span, [], price)


def _runs(person: Person, least: int, price: Decimal | None) -> None:
    for begin in _days(person.known() + DAY, person.last):
        for length in range(1, least):
            after = begin + length * DAY
            if person.planned(after):
                run = [person.works(d) for d in _days(begin, after - DAY)]
                around = [person.works(begin - DAY), person.works(after)]
                person.fault(run, around, price, least - length)


def _gaps(person: Person, least: int, price: Decimal | None) -> None:
    for begin in _days(person.known() + DAY, person.last):
        for length in range(1, least):
            after = begin + length * DAY
            if person.planned(after):
                off = [person.works(d) for d in _days(begin, after - DAY)]
                around = [person.works(begin - DAY), person.works(after)]
                person.fault(around, off, price, least - length)


def _after_nights(person: Person, least: timedelta) -> None:
    """The first shift after a run of nights begins late enough."""
    from_ = person.rules.rest_after_nights_from
    for night in person.shifts:
        for other in person.shifts:
            if not night.night or not person.planned(other.day) or other.day <= night.day:
                continue
            goes_on = other.night and other.day == night.day + DAY
            if goes_on or other.start >= night.end + least:
                continue
            run = [person.works(night.day - k * DAY, lambda s: s.night) for k in range(1, from_)]
            between = [person.works(d) for d in _days(night.day + DAY, other.day - DAY)]
            person.fault([night.taken, other.taken, *run], between, None)


def _week(person: Person, day: date) -> date:
    return day - timedelta(days=(day.weekday() - person.week_start) % 7)


def _average(person: Person, average: int) -> None:
    """Weeks before the one with the first known date hold nothing."""
    span = person.rules.average_weeks
    for last in sorted({_week(person, d) for d in _days(person.first, person.last)}):
        begin = max(last - (span - 1) * WEEK, _week(person, person.known()))
        days = _days(begin, last + 6 * DAY)
        total = sum(person.minutes.get(day, 0) for day in days)
        own = [s.taken for s in person.shifts if person.planned(s.day) and s.day in days]
        for taken in own:  # a period without a planned shift is no fault
            person.model.add(total <= span * average).only_enforce_if(taken)


def _horizon_at_most(person: Person, most: int) -> None:
    total = sum(person.minutes.get(day, 0) for day in _days(person.first, person.last))
    for s in person.shifts:
        if person.planned(s.day):  # leave alone is no fault
            person.model.add(total <= most).only_enforce_if(s.taken)


def _weekly_rest(person: Person, least: int) -> None:
    """Rests are intervals of their own that meet no shift; the history may leave fewer room."""
    weeks = person.rules.weekly_rest_weeks
    begin = _week(person, person.first)
    while begin <= person.last:
        block = [midnight(d, person.zone) for d in (begin, begin + weeks * WEEK)]
        whole = (block[1] - block[0]) // MINUTE
        shifts = [
            ((s.start - block[0]) // MINUTE, (s.end - block[0]) // MINUTE, s)
            for s in person.shifts
            if s.start < block[1] and block[0] < s.end
        ]
        past = sorted((a, b) for a, b, s in shifts if not person.planned(s.day))
        edges = [(0, 0), *((max(0, a), min(whole, b)) for a, b in past), (whole, whole)]
        room = sum(max(0, b[0] - a[1]) // least for a, b in pairwise(edges))
        new = person.model.new_fixed_size_interval_var
        spans = [new(a, b - a, "") for a, b in past]
        spans += [
            person.model.new_optional_fixed_size_interval_var(a, b - a, s.taken, "")
            for a, b, s in shifts
            if person.planned(s.day)
        ]
        for _ in range(min(weeks, room)):
            at = person.model.new_int_var(0, whole - least, "")
            spans.append(person.model.new_fixed_size_interval_var(at, least, ""))
        person.model.add_no_overlap(spans)
        begin += weeks * WEEK


def _weekends(
    person: Person, weekdays: tuple[int, ...], most: int, weeks: int, price: Decimal | None
) -> None:
    """Windows whose last weekend has one of the days in the horizon."""
    monday = person.first - timedelta(days=person.first.weekday())
    while monday <= person.last:
        if any(person.planned(monday + timedelta(days=k)) for k in weekdays):
            total, planned = [], []
            for back in range(weeks):
                days = [monday - back * WEEK + timedelta(days=k) for k in weekdays]
                total.append(_any(person, [person.works(d) for d in days]))
                ours = [person.works(d) for d in days if person.planned(d)]
                planned.append(_any(person, ours))
            touched = _any(person, planned)
            above = sum(total) - most
            # with nothing planned in the window the history alone is no fault
            free = len(total) * (1 - touched)
            person.excess(above - free, 0, price)
        monday += WEEK


def _any(person: Person, terms: list[Term]) -> Term:
    if any(isinstance(term, int) and term for term in terms):
        return 1
    terms = [term for term in terms if not isinstance(term, int)]
    if not terms:
        return 0
    found = person.model.new_bool_var("")
    for term in terms:
        person.model.add(found >= term)
    person.model.add(found <= sum(terms))
    return found


def _whole_weekends(person: Person, price: Decimal | None) -> None:
    for sunday in _days(person.first, person.last):
        saturday = sunday - DAY
        if sunday.weekday() == 6 and saturday >= person.known():
            both = person.works(saturday), person.works(sunday)
            person.fault(both[:1], both[1:], price)
            person.fault(both[1:], both[:1], price)


def _pairs(person: Person) -> None:
    """Rotation, like starts and successions: one fault per pair of shifts on successive dates."""
    rules = person.rules
    for one in person.shifts:
        for two in person.shifts:
            if two.day != one.day + DAY or not person.planned(two.day):
                continue
            both = [one.taken, two.taken]
            earlier = one.clock - two.clock
            back, change = rules.max_backward_minutes, rules.max_start_change_minutes
            if back is not None and earlier > back:
                person.fault(both, [], rules.prices.get("max_backward_minutes"))
            if change is not None and abs(earlier) > change:
                person.fault(both, [], rules.prices.get("max_start_change_minutes"))
            for pair in rules.forbidden_successions:
                if (pair.before, pair.after) == (one.kind, two.kind):
                    person.fault(both, [], pair.price)


def _kinds(person: Person, limit: KindLimit) -> None:
    horizon = _days(person.first, person.last)
    periods = [horizon]
    if limit.over == "week":
        periods = [_days(w, w + 6 * DAY) for w in sorted({_week(person, d) for d in horizon})]
    for days in periods:
        counted = [s for s in person.shifts if s.day in days and limit.kind in ("any", s.kind)]
        past = sum(not person.planned(s.day) for s in counted)
        if limit.over == "horizon":
            past = 0
        planned = sum(s.taken for s in counted if person.planned(s.day))
        if limit.most is not None:
            person.excess(planned, max(0, limit.most - past), limit.price)
        if limit.least and all(person.planned(d) for d in days):
            person.excess(-planned, -limit.least, limit.price)
