"""Weekends (Sundays) worked in windows of weeks, as a state machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .rule_machine import NothingLate, Step, grid
from .rules import HARD, Days, DayShifts, IntArray, PastShift


@dataclass(frozen=True)
class WeekendsWorked(NothingLate):
    """At most so many weekends (Sundays) worked in any window of weeks.

    State: which weekends of the horizon are worked (bits; only those that a coming window holds),
    and a number in `rows`: per weekend of the horizon, how many of the history lie in the window
    that ends with it; and whether the first weekend of the horizon was worked before it began.
    """

    most: int
    weeks: int
    first_weekday: int
    days: Days
    price: int
    rows: dict[tuple[int, ...], int]

    def weekend(self, day: int) -> int:
        """Return the number of the weekend (Monday weeks) that a day lies in or before."""
        return (day + int(self.days.weekday[0])) // 7

    @property
    def count(self) -> int:
        """Return the weekends of the horizon."""
        return self.weekend(self.days.count - 1) + 1

    def first(self, past: Sequence[PastShift]) -> int:
        weekday = int(self.days.weekday[0])
        worked = {
            (s.day + weekday) // 7 for s in past if (s.day + weekday) % 7 >= self.first_weekday
        }
        before = [sum(1 for w in worked if i - self.weeks < w <= 0) for i in range(self.count)]
        row = self.rows.setdefault((*before, int(0 in worked)), len(self.rows))
        return row << self.count

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        before, none = grid(states, shifts)
        if self.days.weekday[day] < self.first_weekday:
            return Step(before, none, none)
        i = self.weekend(day)
        after = np.where(shifts.work, before | (1 << i), before)
        span = sum(1 << k for k in range(max(0, i - self.weeks + 1), i + 1))
        inside = np.bitwise_count(after & span).astype(np.int64)
        table = np.array(list(self.rows), dtype=np.int64)[after >> self.count]
        # a weekend begun in the history is in the table already
        twice = table[..., -1] & after & span & 1
        count = inside + table[..., i] - twice
        over = np.where(inside > 0, np.maximum(0, count - self.most), 0)
        closes = self.days.weekday[day] == 6 or day + 1 == self.days.count
        # the weekend's first shift breaks the rule
        first = shifts.work & (before & (1 << i) == 0)
        if closes:
            after = after & ~((1 << max(0, i - self.weeks + 2)) - 1)
        if self.price == HARD:
            return Step(after, np.where(first, over, 0), none)
        return Step(after, none, over if closes else none)


@dataclass(frozen=True)
class WeekendsInAll(NothingLate):
    """The same where every window holds all weekends of the horizon so far: a count is enough.

    State: whether this weekend is worked, how many are so far, and the number in `rows` of the
    history's weekends in the windows that end with each weekend of the horizon.
    """

    windows: WeekendsWorked

    @property
    def price(self) -> int:
        return self.windows.price

    @property
    def _numbers(self) -> int:
        return self.windows.count + 1

    def first(self, past: Sequence[PastShift]) -> int:
        row = self.windows.first(past) >> self.windows.count
        return 2 * self._numbers * row

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        before, none = grid(states, shifts)
        days = self.windows.days
        if days.weekday[day] < self.windows.first_weekday:
            return Step(before, none, none)
        worked = before % 2
        first = shifts.work & (worked == 0)
        count = before // 2 % self._numbers + first
        row = before // (2 * self._numbers)
        past = np.array(list(self.windows.rows), dtype=np.int64)[row, self.windows.weekend(day)]
        over = np.where(count > 0, np.maximum(0, count + past - self.windows.most), 0)
        closes = days.weekday[day] == 6 or day + 1 == days.count
        now = np.where(shifts.work, 1, worked)
        after = 2 * (row * self._numbers + count) + (0 if closes else now)
        if self.price == HARD:
            return Step(after, np.where(first, over, 0), none)
        return Step(after, none, over if closes else none)


def weekend_machine(windows: WeekendsWorked) -> WeekendsWorked | WeekendsInAll:
    """Return the machine with the fewest states."""
    # a weekend begun in the history is neither new nor past
    whole = int(windows.days.weekday[0]) <= windows.first_weekday
    return WeekendsInAll(windows) if whole and windows.weeks >= windows.count else windows
