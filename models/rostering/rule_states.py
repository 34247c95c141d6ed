"""One state machine per rule: what it remembers of a tour, and what the next day does to it.

Each machine keeps an integer per tour. `step` takes the states (S,) on the morning of a day and
the day's choices (L,) and returns the states after it, the units by which a choice breaks the rule
(`now`), and the units that come to light on that day whatever is chosen (`late`); all (S, L).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .rule_machine import NothingLate, RuleState, Step, grid
from .rules import ANY_KIND, HARD, Days, DayShifts, IntArray, KindCount, PastShift, RuleSet
from .weekend_states import WeekendsWorked, weekend_machine


def _run_before(past: Sequence[PastShift], *, nights: bool = False) -> int:
    """Return on how many days up to the horizon the agent worked (nights) in a row."""
    worked = {s.day for s in past if s.night or not nights}
    run = 0
    while -run - 1 in worked:
        run += 1
    return run


@dataclass(frozen=True)
class Rest(NothingLate):
    """Between the end of a shift and the start of the next lies the rest.

    State: first slot at which a shift may begin, 0 once it no longer binds.
    """

    slots: int
    days: Days
    price: int = HARD

    def first(self, past: Sequence[PastShift]) -> int:
        return max([0, *(s.end + self.slots for s in past)])

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        before, none = grid(states, shifts)
        after = np.where(shifts.work, shifts.end + self.slots, before)
        after = np.where(after <= self.days.start[day + 1], 0, after)
        return Step(after, (shifts.work & (shifts.start < before)).astype(np.int64), none)


@dataclass(frozen=True)
class LongestRun(NothingLate):
    """At most so many days (nights) in a row. State: days in the run so far, capped."""

    most: int
    price: int
    nights: bool = False

    def first(self, past: Sequence[PastShift]) -> int:
        return min(self.most, _run_before(past, nights=self.nights))

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        before, none = grid(states, shifts)
        counts = shifts.night if self.nights else shifts.work
        after = np.where(counts, np.minimum(before + 1, self.most), 0)
        return Step(after, (counts & (before >= self.most)).astype(np.int64), none)


@dataclass(frozen=True)
class ShortestRun(NothingLate):
    """A run of days worked has at least so many. State: days so far, capped; -1 at the edge."""

    least: int
    price: int

    def first(self, past: Sequence[PastShift]) -> int:
        if not past:
            return -1
        run = _run_before(past)
        return self.least if -run == past[0].day else min(run, self.least)

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        before, none = grid(states, shifts)
        longer = np.where(before < 0, self.least, np.minimum(before + 1, self.least))
        missing = np.where((before > 0) & ~shifts.work, self.least - before, 0)
        return Step(np.where(shifts.work, longer, 0), none, missing)


@dataclass(frozen=True)
class ShortestBreak(NothingLate):
    """Days off between shifts come in runs of at least so many. State: days off, capped."""

    least: int
    price: int

    def first(self, past: Sequence[PastShift]) -> int:
        return min(self.least, -1 - past[-1].day) if past else self.least

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        before, none = grid(states, shifts)
        short = shifts.work & (before > 0) & (before < self.least)
        after = np.where(shifts.work, 0, np.minimum(before + 1, self.least))
        return Step(after, np.where(short, self.least - before, 0), none)


@dataclass(frozen=True)
class RestAfterNights(NothingLate):
    """Long rest after a run of nights.

    State: nights of the run that still goes on (capped at `least`), and the first slot at which
    another shift may begin.
    """

    slots: int
    least: int
    days: Days
    price: int = HARD

    def first(self, past: Sequence[PastShift]) -> int:
        state = 0
        day = past[0].day if past else 0
        by_day = {s.day: s for s in past}
        for d in range(day, 0):
            s = by_day.get(d)
            nights, ready = state % (self.least + 1), state // (self.least + 1)
            if s is None:
                nights = 0
            elif s.night:
                nights = min(nights + 1, self.least)
                ready = s.end + self.slots if nights >= self.least else 0
            else:
                nights = ready = 0
            state = max(0, ready) * (self.least + 1) + nights
        return state

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        before, none = grid(states, shifts)
        nights, ready = before % (self.least + 1), before // (self.least + 1)
        goes_on = shifts.night & (nights > 0)
        early = shifts.work & ~goes_on & (shifts.start < ready)
        count = np.where(shifts.night, np.minimum(nights + 1, self.least), 0)
        later = np.where(shifts.work, 0, ready)
        later = np.where(count >= self.least, shifts.end + self.slots, later)
        later = np.where(later <= self.days.start[day + 1], 0, later)
        return Step(later * (self.least + 1) + count, early.astype(np.int64), none)


@dataclass(frozen=True)
class WeeklyRest:
    """Every block of weeks holds so many long rests, less those the history leaves no room for.

    State: rests counted in the block, capped, and the slot since which the agent is free,
    relative to the first edge. Rests that are not asked are counted from the start.
    """

    slots: int
    weeks: int
    edges: IntArray
    days: Days
    price: int = HARD

    def _code(self, count: IntArray, free: IntArray) -> IntArray:
        return np.minimum(count, self.weeks) + (self.weeks + 1) * (free - self.edges[0])

    def first(self, past: Sequence[PastShift]) -> int:
        free, count = int(self.edges[0]), 0
        for s in past:
            count += max(0, s.start - free) // self.slots
            free = max(free, s.end)
        end = int(self.edges[min(self.weeks, len(self.edges) - 1)])
        possible = count + max(0, end - free) // self.slots
        count += max(0, self.weeks - possible)
        return int(self._code(np.array(count), np.array(free)))

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        before, none = grid(states, shifts)
        count = before % (self.weeks + 1)
        free = before // (self.weeks + 1) + self.edges[0]
        count = count + np.where(shifts.work, np.maximum(0, shifts.start - free) // self.slots, 0)
        free = np.where(shifts.work, shifts.end, free)
        week = int(self.days.week[day])
        if not self.days.ends_week(day) or (week + 1) % self.weeks or day + 1 == self.days.count:
            return Step(self._code(count, free), none, none)
        edge = int(self.edges[week + 1])
        count = count + np.maximum(0, edge - free) // self.slots
        missing = np.maximum(0, self.weeks - count)
        # who chose the shift chose it knowing that the block ends: a choice, unless a day off
        return Step(self._code(none, np.maximum(free, edge)), missing, none)

    def last(self, states: IntArray) -> IntArray:
        count = states % (self.weeks + 1)
        free = states // (self.weeks + 1) + self.edges[0]
        # the last block may run past the horizon, where nothing is planned
        left = np.maximum(0, self.edges[-1] - free) // self.slots
        return np.asarray(np.maximum(0, self.weeks - count - left))


@dataclass(frozen=True)
class WholeWeekends(NothingLate):
    """Saturday and Sunday are both worked or both free. State: Saturday worked, 2 unknown."""

    days: Days
    price: int

    def first(self, past: Sequence[PastShift]) -> int:
        if self.days.weekday[0] != 6 or not past:
            return 2
        return int(past[-1].day == -1) if past[0].day <= -1 else 2

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        before, none = grid(states, shifts)
        weekday = self.days.weekday[day]
        if weekday == 5:
            return Step(np.broadcast_to(shifts.work, before.shape).astype(np.int64), none, none)
        if weekday == 6:
            split = (before != 2) & (before != shifts.work)
            now = (split & shifts.work).astype(np.int64)
            return Step(none, now, (split & ~shifts.work).astype(np.int64))
        return Step(none, none, none)


@dataclass(frozen=True)
class StartOfDayBefore(NothingLate):
    """Starts on successive days: forward rotation or consistency. State: clock + 1, 0 off."""

    most: int
    price: int
    both_ways: bool

    def first(self, past: Sequence[PastShift]) -> int:
        return past[-1].clock + 1 if past and past[-1].day == -1 else 0

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        before, none = grid(states, shifts)
        earlier = before - 1 - shifts.clock
        distance = np.abs(earlier) if self.both_ways else earlier
        wrong = shifts.work & (before > 0) & (distance > self.most)
        after = np.broadcast_to(np.where(shifts.work, shifts.clock + 1, 0), before.shape)
        return Step(after, wrong.astype(np.int64), none)


@dataclass(frozen=True)
class Successions(NothingLate):
    """Kinds that may not follow another on successive days, all of one price.

    State: the kind worked on the day before and 1, where something may not follow it; else 0.
    """

    pairs: tuple[tuple[int, int], ...]
    price: int

    def _code(self, kind: int) -> int:
        return kind + 1 if any(kind == before for before, _ in self.pairs) else 0

    def first(self, past: Sequence[PastShift]) -> int:
        return self._code(past[-1].kind) if past and past[-1].day == -1 else 0

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        before, none = grid(states, shifts)
        wrong = none.copy()
        for first, then in self.pairs:
            wrong += (before == first + 1) & shifts.work & (shifts.kind == then)
        codes = [
            self._code(int(k)) if w else 0 for k, w in zip(shifts.kind, shifts.work, strict=True)
        ]
        after = np.broadcast_to(np.array(codes, dtype=np.int64), before.shape)
        return Step(after, wrong, none)


@dataclass(frozen=True)
class CountOfKind:
    """Least and most shifts of a kind by week or horizon. State: shifts so far, capped."""

    rule: KindCount
    days: Days

    @property
    def price(self) -> int:
        return self.rule.price

    @property
    def _cap(self) -> int:
        return max(self.rule.least, self.rule.most or 0)

    def _is(self, kind: int) -> bool:
        return self.rule.kind in (ANY_KIND, kind)

    def first(self, past: Sequence[PastShift]) -> int:
        if not self.rule.weekly:
            return 0
        return min(self._cap, sum(-self.days.before <= s.day and self._is(s.kind) for s in past))

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        before, none = grid(states, shifts)
        counts = shifts.work & ((shifts.kind == self.rule.kind) | (self.rule.kind == ANY_KIND))
        count = before + counts
        over = none
        if self.rule.most is not None:
            over = (counts & (before >= self.rule.most)).astype(np.int64)
        after = np.minimum(count, self._cap)
        if not (self.rule.weekly and self.days.ends_week(day)):
            return Step(after, over, none)
        missing = np.maximum(0, self.rule.least - count) if self.days.whole_week(day) else none
        return Step(none, over, missing)

    def last(self, states: IntArray) -> IntArray:
        if self.rule.weekly:
            return np.zeros(len(states), dtype=np.int64)
        return np.asarray(np.maximum(0, self.rule.least - states))


def rule_states(rules: RuleSet, days: Days) -> tuple[RuleState, ...]:
    """Return the state machines of the rules that are on."""
    machines: list[RuleState] = [Rest(rules.rest_slots, days)]
    price = rules.price
    if rules.max_run < days.count + 400:
        machines.append(LongestRun(rules.max_run, price("max_run")))
    if rules.min_run > 1:
        machines.append(ShortestRun(rules.min_run, price("min_run")))
    if rules.min_off > 1:
        machines.append(ShortestBreak(rules.min_off, price("min_off")))
    if rules.max_nights is not None:
        machines.append(LongestRun(rules.max_nights, price("max_nights"), nights=True))
    if rules.night_rest_slots:
        machines.append(RestAfterNights(rules.night_rest_slots, rules.night_rest_from, days))
    if rules.weekly_rest_slots:
        machines.append(
            WeeklyRest(rules.weekly_rest_slots, rules.weekly_rest_weeks, rules.week_edges, days)
        )
    for most, weeks, weekday, name in (
        (rules.max_weekends, rules.weekend_weeks, 5, "max_weekends"),
        (rules.max_sundays, rules.sunday_weeks, 6, "max_sundays"),
    ):
        if most is not None:
            windows = WeekendsWorked(most, weeks, weekday, days, price(name), {})
            machines.append(weekend_machine(windows))
    if rules.whole_weekends:
        machines.append(WholeWeekends(days, price("whole_weekends")))
    if rules.max_backward is not None:
        machines.append(StartOfDayBefore(rules.max_backward, price("max_backward"), False))
    if rules.max_change is not None:
        machines.append(StartOfDayBefore(rules.max_change, price("max_change"), True))
    for paid in dict.fromkeys(s.price for s in rules.successions):
        pairs = tuple((s.before, s.after) for s in rules.successions if s.price == paid)
        machines.append(Successions(pairs, paid))
    machines += [CountOfKind(rule, days) for rule in rules.kinds]
    return tuple(machines)
