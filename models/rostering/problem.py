"""The rostering problem in arrays, and a roster for it.

Sizes: A agents, D days of the horizon, O shift options (a start, an end and break windows on one
day), B breaks at most in an option, T slots, Q queues, G skill sets, W weeks.

Money is integer *ticks*: `TICKS` of them make one unit of currency. Pay is a rate (1/10000
currency units per hour) times a weight (minutes times 10000, premiums added in basis points), so
every cost is an exact integer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Arrays = tuple[Any, ...]
"""Arrays as compiled kernels take them: a tuple in the order its maker documents."""

RATE_SCALE = 10_000
"""Rates are kept in 1/10000 currency units per hour."""
WEIGHT_SCALE = 10_000
"""Weights are minutes times 10000 (100 % in basis points)."""
TICKS = RATE_SCALE * 60 * WEIGHT_SCALE
"""Ticks in one currency unit."""

OFF = -1


@dataclass(frozen=True)
class Cover:
    """What has to be covered, and at which price. Arrays are (Q, T) unless said otherwise.

    Attributes
    ----------
    required : agents wanted.
    minimum : agents below which the hard price is due as well.
    fixed : agents present whatever the roster is (history, locked rows with a queue).
    under, over, hard : ticks per agent and slot missing, too many, and below the minimum;
        zero where demand does not count.
    skills : bool (G, Q), the queues that a skill set serves.
    """

    required: IntArray
    minimum: IntArray
    fixed: IntArray
    under: IntArray
    over: IntArray
    hard: IntArray
    skills: BoolArray


@dataclass(frozen=True)
class Options:
    """Shift options, ordered by day.

    Attributes
    ----------
    day : (O,) day on which the option begins.
    start, end : (O,) first slot and slot after the last.
    paid_minutes : (O,) minutes that count towards weekly hours (unpaid breaks taken off).
    night, weekend : (O,) whether it counts as a night and as a weekend shift.
    flexible : (O,) False where the option's queues are fixed and counted in `Cover.fixed`.
    n_breaks : (O,) breaks of the option.
    break_first, break_last : (O, B) first and last slot at which a break may begin.
    break_slots : (O, B) length in slots.
    break_paid : (O, B).
    first_of_day : (D + 1,) options of day d are first_of_day[d]:first_of_day[d + 1].
    """

    day: IntArray
    start: IntArray
    end: IntArray
    paid_minutes: IntArray
    night: BoolArray
    weekend: BoolArray
    flexible: BoolArray
    n_breaks: IntArray
    break_first: IntArray
    break_last: IntArray
    break_slots: IntArray
    break_paid: BoolArray
    first_of_day: IntArray


@dataclass(frozen=True)
class Staff:
    """Agents and what limits them.

    Attributes
    ----------
    skill_set : (A,) row of `Cover.skills`.
    rate : (A,) pay per hour in 1/10000 currency units.
    overtime : (A,) overtime premium in basis points of the rate.
    allowed : (A, O) options that leave, availability, contract, locks and history permit.
    must_work : (A, D) days on which an option must be taken (locks, mandatory events).
    event : (A, T) int8: 0 none, 1 paid event, 2 unpaid event (the agent serves no queue).
    event_unpaid_minutes : (A, O) minutes of unpaid events inside an option.
    run : (A,) days worked in a row before the horizon.
    max_run : (A,) most days in a row.
    least, most, overtime_after : (A, W) minutes a week: minimum, maximum, and where overtime
        begins, with history and leave already taken off.
    option_cost : (A, O) ticks of wishes that taking an option breaks.
    off_cost : (A, D) ticks of wishes that a day off breaks.
    fair_group : (A,) agents compared with each other.
    fair_weight : (A,) weights of the pro rata share.
    nights_before, weekends_before : (A,) counts in the history.
    """

    skill_set: IntArray
    rate: IntArray
    overtime: IntArray
    allowed: BoolArray
    must_work: BoolArray
    event: npt.NDArray[np.int8]
    event_unpaid_minutes: IntArray
    run: IntArray
    max_run: IntArray
    least: IntArray
    most: IntArray
    overtime_after: IntArray
    option_cost: IntArray
    off_cost: IntArray
    fair_group: IntArray
    fair_weight: IntArray
    nights_before: IntArray
    weekends_before: IntArray


@dataclass(frozen=True)
class RosterProblem:
    """Agents, shift options, cover and the rules that tie them together.

    Attributes
    ----------
    slot_minutes : int
        Length of a slot.
    day_start : (D + 3,)
        First slot of every local day, two days beyond the horizon included.
    week : (D,)
        Week of every day; the weeks are numbered from 0.
    pay_weight : (D, T)
        Weight of a slot for a shift that begins on day d (minutes times 10000 plus premiums).
    rest_slots, break_gap_slots : int
        Least rest between shifts and least work between breaks.
    shortfall_price : int
        Ticks per minute below `Staff.least`; large, so that a minimum is missed only where an
        agent cannot reach it at all.
    fair_nights_price, fair_weekends_price : int
        Ticks per shift above the fair share.
    """

    slot_minutes: int
    day_start: IntArray
    week: IntArray
    pay_weight: IntArray
    cover: Cover
    options: Options
    staff: Staff
    rest_slots: int
    break_gap_slots: int
    shortfall_price: int
    fair_nights_price: int
    fair_weekends_price: int

    @property
    def n_agents(self) -> int:
        """A."""
        return len(self.staff.rate)

    @property
    def n_days(self) -> int:
        """D."""
        return len(self.week)

    @property
    def n_options(self) -> int:
        """O."""
        return len(self.options.day)

    @property
    def n_slots(self) -> int:
        """T."""
        return int(self.cover.required.shape[1])

    @property
    def max_breaks(self) -> int:
        """B."""
        return int(self.options.break_first.shape[1])

    @cached_property
    def pay_prefix(self) -> IntArray:
        """Prefix sums of `pay_weight`, shape (D, T + 1)."""
        zero = np.zeros((self.n_days, 1), dtype=np.int64)
        return np.concatenate([zero, np.cumsum(self.pay_weight, axis=1)], axis=1)


@dataclass(frozen=True)
class Roster:
    """One option per agent and day, with its breaks.

    Attributes
    ----------
    option : (A, D) option index, `OFF` for a day off.
    breaks : (A, D, B) first slot of every break, `OFF` where there is none.
    """

    option: IntArray
    breaks: IntArray

    @classmethod
    def empty(cls, problem: RosterProblem) -> Roster:
        """Return the roster in which nobody works."""
        shape = (problem.n_agents, problem.n_days)
        return cls(
            np.full(shape, OFF, dtype=np.int64),
            np.full((*shape, problem.max_breaks), OFF, dtype=np.int64),
        )

    def copy(self) -> Roster:
        """Return a copy that shares no memory."""
        return Roster(self.option.copy(), self.breaks.copy())
