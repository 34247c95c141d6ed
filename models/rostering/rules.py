"""Rules about one agent's tour, in days and slots. Agents of one rule class share a `RuleSet`.

A rule with a price in ticks may be broken at that price per unit; a rule without one is hard.
What the units are is said in docs/rules.md. Days count from 0 at the start of the horizon; the
days of the history are negative.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

ANY_KIND = -1
HARD = -1
"""Stands for a price where there is none."""


@dataclass(frozen=True)
class KindCount:
    """At least `least` and at most `most` shifts of a kind in a week or in the horizon.

    `kind` is `ANY_KIND` for all; `most` is None without a limit; `price` in ticks or `HARD`.
    """

    kind: int
    least: int
    most: int | None
    weekly: bool
    price: int = HARD


@dataclass(frozen=True)
class Succession:
    """Kinds that may not follow each other on successive days; `price` in ticks or `HARD`."""

    before: int
    after: int
    price: int = HARD


@dataclass(frozen=True)
class RuleSet:
    """The rules of one class of agents.

    Attributes
    ----------
    week_edges : (W + 1,)
        First slot of every week on the agents' clock, and of the week after, from the week that
        holds the first day of the horizon (it may begin before slot 0) to the end of the block
        of `weekly_rest_weeks` weeks that holds the last.
    day_edges : (D + 1,)
        First slot of every day on the agents' clock, and of the day after the last.
    rest_slots : int
        Rest between shifts.
    max_run, min_run, min_off : int
        Most and fewest days worked in a row, fewest days off in a row.
    max_nights : int or None
        Nights on successive days.
    night_rest_slots, night_rest_from : int
        Rest after a run of at least so many nights; 0 slots is none.
    weekly_rest_slots, weekly_rest_weeks : int
        Length of a weekly rest (0 is none) and weeks in a block.
    max_weekends, weekend_weeks, max_sundays, sunday_weeks : int or None, int
        Most weekends and Sundays worked in a window of weeks.
    whole_weekends : bool
    max_backward, max_change : int or None
        Clock minutes by which a start may lie before, or on either side of, the day before's.
    kinds, successions : tuples
    prices : dict
        Ticks per unit by the field's name (max_run, min_run, min_off, max_nights, max_weekends,
        max_sundays, whole_weekends, max_backward, max_change); hard where absent.
    """

    week_edges: IntArray
    day_edges: IntArray
    rest_slots: int
    max_run: int
    min_run: int = 1
    min_off: int = 1
    max_nights: int | None = None
    night_rest_slots: int = 0
    night_rest_from: int = 1
    weekly_rest_slots: int = 0
    weekly_rest_weeks: int = 1
    max_weekends: int | None = None
    weekend_weeks: int = 4
    max_sundays: int | None = None
    sunday_weeks: int = 52
    whole_weekends: bool = False
    max_backward: int | None = None
    max_change: int | None = None
    kinds: tuple[KindCount, ...] = ()
    successions: tuple[Succession, ...] = ()
    prices: dict[str, int] = field(default_factory=dict)

    def price(self, rule: str) -> int:
        """Return the price of a rule, or `HARD`."""
        return self.prices.get(rule, HARD)


@dataclass(frozen=True)
class PastShift:
    """A shift of the history: its day (negative), slots (may be negative), kind and features."""

    day: int
    start: int
    end: int
    kind: int
    clock: int
    night: bool


@dataclass(frozen=True)
class DayShifts:
    """What rules see of the choices of one day, (L,); entry 0 is the day off.

    `kind` is -1 for the day off; `clock` is the clock minute of the start.
    """

    work: BoolArray
    start: IntArray
    end: IntArray
    kind: IntArray
    clock: IntArray
    night: BoolArray


@dataclass(frozen=True)
class Days:
    """The days of the horizon as rules see them, on the site's clock.

    Attributes
    ----------
    weekday : (D,)
        0 is Monday.
    week : (D,)
        Weeks counted from 0.
    start : (D + 1,)
        First slot of every day and of the day after the last.
    before : int
        Days of the first week that lie before the horizon.
    """

    weekday: IntArray
    week: IntArray
    start: IntArray
    before: int

    @property
    def count(self) -> int:
        """D."""
        return len(self.weekday)

    def ends_week(self, day: int) -> bool:
        """Say whether a day is the last of its week inside the horizon."""
        return day + 1 == self.count or self.week[day + 1] != self.week[day]

    def whole_week(self, day: int) -> bool:
        """Say whether the week of a day lies wholly in the horizon."""
        return int((self.week == self.week[day]).sum()) == 7
