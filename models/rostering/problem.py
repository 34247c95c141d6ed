"""The rostering problem in arrays, and a roster for it.

Sizes: A agents, D days of the horizon, O shift options (a start, an end and break windows on one
day), B breaks at most in an option, T slots, Q queues, G skill sets, W weeks.

Money is integer *ticks*: `TICKS` of them make one unit of currency. Pay is a rate (1/10000
currency units per hour) times a weight (minutes times 10000, premiums added in basis points), so
every cost is an exact integer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from .rules import Days, PastShift, RuleSet
from .totals import Totals

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
    skills : bool (G, Q), the queues that a group of agents serves.
    lead : bool (G,), whether the group's agents are leads.
    lead_minimum : (L, T), leads wanted at work by each of L duties.
    lead_price : (L, T), ticks per lead and slot missing.
    lead_hard : (L,), whether the duty is a promise and its price elastic.
    lead_fixed : (T,), leads present whatever the roster is.
    level, level_price : (K, Q, T), further hinges of the convex cost of a queue: ticks per agent
        and slot below each level, on top of `under` and `hard`. None by default.
    """

    required: IntArray
    minimum: IntArray
    fixed: IntArray
    under: IntArray
    over: IntArray
    hard: IntArray
    skills: BoolArray
    lead: BoolArray
    lead_minimum: IntArray
    lead_price: IntArray
    lead_hard: BoolArray
    lead_fixed: IntArray
    level: IntArray = field(default_factory=lambda: np.zeros((0, 0, 0), dtype=np.int64))
    level_price: IntArray = field(default_factory=lambda: np.zeros((0, 0, 0), dtype=np.int64))

    @property
    def steepest(self) -> IntArray:
        """Ticks that the first agent of an empty queue saves at most, (Q, T)."""
        total = self.under + self.hard
        for price in self.level_price:
            total = total + price
        return total

    @property
    def mean_price(self) -> float:
        """Currency units that an agent missing for a slot costs, hard minima apart, on average."""
        missing = self.steepest - self.hard
        return float(missing[missing > 0].mean()) / TICKS if (missing > 0).any() else 0.0


@dataclass(frozen=True)
class BoughtCover:
    """Agents to be had from outside by the block, in K offers of `units` agents each.

    A *unit* is one agent of an offer. It is present in any blocks of at least `least_slots`
    within the open slots, as many as pay; U units in all, those of the first offer first.

    Attributes
    ----------
    skill_set : (K,) row of `Cover.skills`, of a group that is no lead.
    units : (K,) agents at once.
    open : bool (K, T), slots in which the offer stands; a block lies in slots that follow each
        other.
    least_slots : (K,) shortest block, at least 1.
    price : (K,) ticks per agent and slot.
    """

    skill_set: IntArray
    units: IntArray
    open: BoolArray
    least_slots: IntArray
    price: IntArray

    @classmethod
    def nothing(cls) -> BoughtCover:
        """Return no offer at all."""
        none = np.zeros(0, dtype=np.int64)
        return cls(none, none, np.zeros((0, 0), dtype=np.bool_), none, none)

    @cached_property
    def offer(self) -> IntArray:
        """Offer of every unit, (U,)."""
        return np.repeat(np.arange(len(self.units)), self.units)


@dataclass(frozen=True)
class Pay:
    """What a minute is worth, for P classes of agents who are paid alike.

    Attributes
    ----------
    weight : (P, D, T)
        Weight of a slot for a shift that begins on day d: minutes times 10000, plus premiums in
        basis points; multiplied by the rate.
    flat : (P, D, T)
        Ticks of a slot whatever the rate.
    option_weight, option_flat : (P, O)
        The same for an option as a whole, above what its paid slots make.
    """

    weight: IntArray
    flat: IntArray
    option_weight: IntArray
    option_flat: IntArray

    @cached_property
    def weight_prefix(self) -> IntArray:
        """Prefix sums of `weight` over slots, (P, D, T + 1)."""
        return _prefix(self.weight)

    @cached_property
    def flat_prefix(self) -> IntArray:
        """Prefix sums of `flat` over slots, (P, D, T + 1)."""
        return _prefix(self.flat)


def _prefix(values: IntArray) -> IntArray:
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1), dtype=np.int64)
    np.cumsum(values, axis=-1, out=sums[..., 1:])
    return sums


@dataclass(frozen=True)
class Budget:
    """Minutes an agent may work in some weeks together.

    Attributes
    ----------
    weeks : bool (N, W), the weeks of each window.
    minutes : (A, N), what history and leave leave of it.
    """

    weeks: BoolArray
    minutes: IntArray


@dataclass(frozen=True)
class Options:
    """Shift options, ordered by day.

    Attributes
    ----------
    day : (O,) day on which the option begins.
    start, end : (O,) first slot and slot after the last.
    paid_minutes : (O,) minutes that count towards weekly hours (unpaid breaks taken off).
    night, weekend : (O,) whether it counts as a night and as a weekend shift.
    kind : (O,) number of its kind.
    clock : (O,) clock minute of its start.
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
    kind: IntArray
    clock: IntArray
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
    pay_class : (A,) row of `Pay`.
    rate : (A, D) pay per hour of a shift that begins on the day, in 1/10000 currency units.
    overtime : (A,) overtime premium in basis points of the rate.
    allowed : (A, O) options that leave, availability, contract, locks and history permit.
    must_work : (A, D) days on which an option must be taken (locks, mandatory events).
    event : (A, T) int8: 0 none, 1 paid event, 2 unpaid event (the agent serves no queue).
    event_unpaid_minutes : (A, O) minutes of unpaid events inside an option.
    rule_class : (A,) number of the agent's `RuleSet`.
    past : for every agent the shifts of its history, in order of time.
    holiday : (A, D) days that are holidays of the agent.
    least, most, overtime_after : (A, W) minutes a week: minimum, maximum, and where overtime
        begins, with history and leave already taken off.
    option_cost : (A, O) ticks of wishes that taking an option breaks.
    off_cost : (A, D) ticks of wishes that a day off breaks.
    fair_group : (A,) agents compared with each other.
    fair_weight : (A,) weights of the pro rata share.
    fair_before : (A, 3) nights, weekend shifts and holiday shifts in the history.
    """

    skill_set: IntArray
    pay_class: IntArray
    rate: IntArray
    overtime: IntArray
    allowed: BoolArray
    must_work: BoolArray
    event: npt.NDArray[np.int8]
    event_unpaid_minutes: IntArray
    rule_class: IntArray
    past: tuple[tuple[PastShift, ...], ...]
    holiday: BoolArray
    least: IntArray
    most: IntArray
    overtime_after: IntArray
    option_cost: IntArray
    off_cost: IntArray
    fair_group: IntArray
    fair_weight: IntArray
    fair_before: IntArray


@dataclass(frozen=True)
class RosterProblem:
    """Agents, shift options, cover and the rules that tie them together.

    Attributes
    ----------
    slot_minutes : int
        Length of a slot.
    day_start : (D + 3,)
        First slot of every local day, two days beyond the horizon included.
    days : Days
        Weekdays and weeks; the weeks are numbered from 0.
    rules : tuple of RuleSet
        By rule class.
    budget : Budget
    break_gap_slots : int
        Least work between breaks.
    shortfall_price : int
        Ticks per minute below `Staff.least`; large, so that a minimum is missed only where an
        agent cannot reach it at all.
    promise_price : int
        Ticks for leaving out a locked shift or a mandatory event, or for a unit of a hard rule
        broken where nothing avoids it; dearer than any saving.
    fair_prices : (3,)
        Ticks per night, weekend shift and holiday shift too far from the fair share.
    totals : Totals
        Limits of the horizon as a whole.
    bought : BoughtCover
        What can be bought beside the agents.
    fair_spread : int or None
        How far agents of a group may lie apart at no price, see `fairness`; None: those below
        their share may lie anywhere, those above it nowhere.
    """

    slot_minutes: int
    day_start: IntArray
    days: Days
    rules: tuple[RuleSet, ...]
    budget: Budget
    pay: Pay
    cover: Cover
    options: Options
    staff: Staff
    break_gap_slots: int
    shortfall_price: int
    promise_price: int
    fair_prices: IntArray
    totals: Totals
    bought: BoughtCover = field(default_factory=BoughtCover.nothing)
    fair_spread: int | None = None

    @property
    def fair_above(self) -> int:
        """Shifts above the fair share at no price."""
        return 0 if self.fair_spread is None else self.fair_spread // 2

    @property
    def fair_below(self) -> int | None:
        """Shifts below the fair share at no price; None where any number has none."""
        return None if self.fair_spread is None else self.fair_spread - self.fair_above

    @property
    def week(self) -> IntArray:
        """Week of every day, (D,)."""
        return self.days.week

    @property
    def n_agents(self) -> int:
        """A."""
        return len(self.staff.rate)

    @property
    def n_days(self) -> int:
        """D."""
        return self.days.count

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

    def fair_features(self, a: int, o: int) -> tuple[bool, bool, bool]:
        """Say whether an option is a night, a weekend shift and a holiday shift of agent a."""
        options = self.options
        holiday = self.staff.holiday[a, options.day[o]]
        return bool(options.night[o]), bool(options.weekend[o]), bool(holiday)


@dataclass(frozen=True)
class Roster:
    """One option per agent and day, with its breaks, and the cover bought.

    Attributes
    ----------
    option : (A, D) option index, `OFF` for a day off.
    breaks : (A, D, B) first slot of every break, `OFF` where there is none.
    bought : bool (U, T), the slots in which each unit of bought cover is present.
    """

    option: IntArray
    breaks: IntArray
    bought: BoolArray

    @classmethod
    def empty(cls, problem: RosterProblem) -> Roster:
        """Return the roster in which nobody works and nothing is bought."""
        shape = (problem.n_agents, problem.n_days)
        return cls(
            np.full(shape, OFF, dtype=np.int64),
            np.full((*shape, problem.max_breaks), OFF, dtype=np.int64),
            np.zeros((len(problem.bought.offer), problem.n_slots), dtype=np.bool_),
        )

    def copy(self) -> Roster:
        """Return a copy that shares no memory."""
        return Roster(self.option.copy(), self.breaks.copy(), self.bought.copy())
