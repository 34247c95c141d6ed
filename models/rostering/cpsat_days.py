"""What one agent of a CP-SAT window works on every day, fixed or free, counted and limited."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from ortools.sat.python import cp_model

from .problem import OFF
from .rules import HARD, RuleSet

if TYPE_CHECKING:
    from .cpsat import WindowModel


class ShiftView(NamedTuple):
    """A shift as rules see it, planned or past."""

    start: int
    end: int
    kind: int
    clock: int
    night: bool


Test = Callable[[ShiftView], bool]


Choice = tuple[ShiftView, cp_model.IntVar | None]


class Count(NamedTuple):
    """A number of shifts: those that are fixed, and booleans of those that are not."""

    fixed: int
    free: tuple[cp_model.IntVar, ...]

    def plus(self, other: Count) -> Count:
        """Return the sum of two counts."""
        return Count(self.fixed + other.fixed, (*self.free, *other.free))


def sum_of(counts: Iterable[Count]) -> Count:
    total = Count(0, ())
    for count in counts:
        total = total.plus(count)
    return total


def any_shift(_: ShiftView) -> bool:
    """Every shift."""
    return True


def is_night(shift: ShiftView) -> bool:
    """Nights."""
    return shift.night


def of_kind(kind: int) -> Test:
    """Return the test for shifts of a kind."""
    return lambda shift: shift.kind == kind


class AgentDays:
    """One agent of a window: what it works on every day, and limits on counts of it."""

    def __init__(self, model: WindowModel, a: int) -> None:
        self.model = model
        self.a = a
        problem = model.problem
        self.rules: RuleSet = problem.rules[int(problem.staff.rule_class[a])]
        self.days = problem.days
        self.past = {s.day: s for s in problem.staff.past[a]}
        self.first_known = min([0, *self.past])
        self._choices: dict[int, list[Choice]] = {}

    # -- what is worked ----------------------------------------------------------------------

    def view(self, o: int) -> ShiftView:
        """Return an option as rules see it."""
        options = self.model.problem.options
        return ShiftView(
            int(options.start[o]),
            int(options.end[o]),
            int(options.kind[o]),
            int(options.clock[o]),
            bool(options.night[o]),
        )

    def choices(self, day: int) -> list[Choice]:
        """Return the shifts that may be worked on a day; None stands for one that is fixed."""
        found = self._choices.get(day)
        if found is None:
            found = self._choices[day] = self._choices_of(day)
        return found

    def _choices_of(self, day: int) -> list[Choice]:
        if day < 0:
            past = self.past.get(day)
            if past is None:
                return []
            return [(ShiftView(past.start, past.end, past.kind, past.clock, past.night), None)]
        if day in self.model.days:
            return [
                (self.view(o), self.model.shift[self.a, o])
                for o in self.model.day_options(self.a, day)
            ]
        o = int(self.model.roster.option[self.a, day])
        return [] if o == OFF else [(self.view(o), None)]

    def count(self, days: Iterable[int], test: Test = any_shift) -> Count:
        """Count the shifts of some days that pass a test."""
        fixed, free = 0, []
        for day in days:
            worked = self.model.work.get((self.a, day)) if test is any_shift else None
            if worked is not None:
                free.append(worked)
                continue
            for shift, var in self.choices(day):
                if test(shift):
                    fixed += var is None
                    free += [] if var is None else [var]
        return Count(fixed, tuple(free))

    # -- constraints -------------------------------------------------------------------------

    def at_most(self, count: Count, limit: int, price: int, unless: Count | None = None) -> None:
        """Price (or forbid) what a count has above a limit; `unless` raises the limit."""
        unless = unless or Count(0, ())
        limit += unless.fixed
        raised = limit + sum(unless.free)
        value = count.fixed + sum(self.model.hint(var) for var in count.free)
        over = max(0, value - limit - sum(self.model.hint(var) for var in unless.free))
        if count.fixed + len(count.free) <= limit:
            return
        if price == HARD and over == 0:
            if count.free:
                self.model.model.add(count.fixed + sum(count.free) <= raised)
            return
        excess = self.model.integer(count.fixed + len(count.free) - limit, over)
        self.model.model.add(count.fixed + sum(count.free) <= raised + excess)
        self.charge(price, 1, excess)

    def at_least(self, count: Count, limit: int, price: int) -> None:
        """Price (or forbid) what a count lacks of a limit."""
        value = count.fixed + sum(self.model.hint(var) for var in count.free)
        missing = max(0, limit - value)
        if count.fixed >= limit:
            return
        if price == HARD and missing == 0:
            self.model.model.add(sum(count.free) >= limit - count.fixed)
            return
        short = self.model.integer(limit - count.fixed, missing)
        self.model.model.add(short + count.fixed + sum(count.free) >= limit)
        self.charge(price, 1, short)

    def charge(self, price: int, units: int, var: cp_model.IntVar) -> None:
        """Price the units that a rule is broken by; those of a hard rule break a promise."""
        if price == HARD:
            self.model.breach(units, var)
        else:
            self.model.price(price * units, var)

    def touches(self, days: Iterable[int]) -> bool:
        """Say whether the window holds one of some days."""
        return any(d in self.model.days for d in days)
