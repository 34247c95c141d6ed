"""What a shift option pays as a whole: overtime by day, minimum, allowances, its beginning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ..models.rostering.problem import TICKS, WEIGHT_SCALE
from .pay_classes import PayClass
from .pay_conditions import Holidays, clock_of, in_clock_window
from .pay_overtime import minutes_above
from .pay_rounding import half_up
from .pay_slots import SlotRates
from .scenario.types import Scenario
from .shifts import ShiftOption

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class OptionTable:
    """Shift options in columns, O options with at most B breaks.

    Attributes
    ----------
    day, start, end, paid : (O,) day, first slot, slot after the last, paid minutes.
    date : (O,) ordinal of the business date.
    zone : tuple of str, clock of the agents who may take each option.
    first, last, slots : (O, B) unpaid breaks; those that an option lacks have no slots.
    """

    day: IntArray
    start: IntArray
    end: IntArray
    paid: IntArray
    date: IntArray
    zone: tuple[str, ...]
    first: IntArray
    last: IntArray
    slots: IntArray

    @classmethod
    def of(cls, scenario: Scenario, options: Sequence[ShiftOption]) -> OptionTable:
        """Return the columns of options."""
        unpaid = [[b for b in option.breaks if not b.paid] for option in options]
        shape = (len(options), max((len(breaks) for breaks in unpaid), default=0))
        first, last, slots = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for k, breaks in enumerate(unpaid):
            for b, window in enumerate(breaks):
                first[k, b], last[k, b], slots[k, b] = window.first, window.last, window.slots
        columns = np.array(
            [(o.day, o.start, o.end, o.paid_slots) for o in options], dtype=np.int64
        ).reshape(len(options), 4)
        day, start, end, paid = columns.T
        date = day + scenario.grid.first_day.toordinal()
        minutes = paid * scenario.grid.slot_minutes
        zone = tuple(option.zone or scenario.zone for option in options)
        return cls(day, start, end, minutes, date, zone, first, last, slots)

    def began_clock(self, scenario: Scenario, zone: str) -> IntArray:
        """Return the clock minute at which every option begins in a zone, (O,)."""
        starts, which = np.unique(self.start, return_inverse=True)
        clocks = [clock_of(scenario.grid.instant(int(t)), zone)[1] for t in starts]
        return np.array(clocks, dtype=np.int64)[which]


def by_length(scenario: Scenario, table: OptionTable) -> tuple[IntArray, IntArray]:
    """Return the weight of overtime by day and minimum pay, and minutes of overtime by day, (O,).

    Shifts of one business date: none but the shift itself counts towards the day.
    """
    weight, overtime = np.zeros_like(table.paid), np.zeros_like(table.paid)
    for minutes in np.unique(table.paid).tolist():
        tiers = minutes_above(minutes, scenario.pay.overtime.daily)
        points = sum(half_up(Fraction(t.percent) * 100) * above for t, above in tiers)
        missing = max(0, scenario.pay.minimum_paid_minutes - minutes)
        here = table.paid == minutes
        weight[here] = points + missing * WEIGHT_SCALE
        overtime[here] = sum(above for _, above in tiers)
    return weight, overtime


def allowance_ticks(
    scenario: Scenario, known: PayClass, holidays: Holidays, table: OptionTable
) -> IntArray:
    """Return the ticks of allowances that every option earns a class, with on-cost, (O,)."""
    ticks = np.zeros_like(table.paid)
    clock = table.began_clock(scenario, known.zone)
    for k in known.allowances:
        allowance = scenario.pay.allowances[k]
        earned = table.paid >= allowance.min_minutes
        if allowance.began_window is not None:
            earned &= in_clock_window(clock, allowance.began_window)
        if allowance.weekdays is not None:
            earned &= np.isin((table.date - 1) % 7, sorted(allowance.weekdays))
        if allowance.holidays:
            earned &= holidays.hold(table.date, clock)
        ticks[earned] += half_up(Fraction(allowance.amount) * (1 + known.on_cost) * TICKS)
    return ticks


@dataclass(frozen=True)
class BeganPay:
    """What differentials with a `began_window` change: weight and ticks of every option, (O,).

    `breaks_matter` says whether that depends on where an unpaid break lies; it is then taken to
    lie as early as it can.
    """

    weight: IntArray
    flat: IntArray
    breaks_matter: bool


def began_pay(
    scenario: Scenario, rates: SlotRates, known: PayClass, table: OptionTable
) -> BeganPay:
    """Return what the beginning of a shift changes in the pay of its slots, for a class."""
    weight, flat = np.zeros_like(table.paid), np.zeros_like(table.paid)
    matter = False
    for day, began, here in _beginnings(scenario, known, table):
        plain, with_began = rates.least(known, day), rates.least(known, day, began)
        for total, more in (
            (weight, with_began.weight - plain.weight),
            (flat, with_began.flat - plain.flat),
        ):
            change = _Change(plain.first, more)
            total[here] = change.paid(table, here)
            matter |= change.breaks_matter(table, here)
    return BeganPay(weight, flat, matter)


def _beginnings(
    scenario: Scenario, known: PayClass, table: OptionTable
) -> list[tuple[int, tuple[int, ...], IntArray]]:
    """Return day, differentials whose `began_window` holds, and the options of which that is so."""
    allowed = sorted({k for order in known.orders for k in order})
    windows = {k: scenario.premiums[k].began_window for k in allowed}
    clock = table.began_clock(scenario, known.zone)
    own = np.array([zone == known.zone for zone in table.zone], dtype=bool)
    inside = {k: in_clock_window(clock, window) & own for k, window in windows.items() if window}
    groups: dict[tuple[int, tuple[int, ...]], list[int]] = {}
    for o in np.flatnonzero(np.any([*inside.values(), np.zeros(clock.size, bool)], axis=0)):
        began = tuple(k for k, holds in inside.items() if holds[o])
        groups.setdefault((int(table.day[o]), began), []).append(int(o))
    return [(day, began, np.array(here)) for (day, began), here in groups.items()]


class _Change:
    """A change of pay slot by slot from slot `first` on, summed over spans."""

    def __init__(self, first: int, by_slot: IntArray) -> None:
        self._first = first
        self._sums = np.concatenate([[0], np.cumsum(by_slot)])
        steps = np.diff(by_slot, prepend=by_slot[:1]) != 0
        self._steps = np.concatenate([[0], np.cumsum(steps)])

    def paid(self, table: OptionTable, here: IntArray) -> IntArray:
        """Return the change over the paid slots of options, unpaid breaks at their earliest."""
        total = self._over(table.start[here], table.end[here])
        first = table.first[here]
        breaks = self._over(first, first + table.slots[here]).sum(axis=1)
        return np.asarray(total - breaks, dtype=np.int64)

    def breaks_matter(self, table: OptionTable, here: IntArray) -> bool:
        """Say whether the change is not the same wherever the unpaid breaks lie."""
        first, last, slots = table.first[here], table.last[here], table.slots[here]
        # steps into the slots after the first one in which the break may lie
        moved = self._steps[self._row(last + slots)] - self._steps[self._row(first + 1)]
        return bool((moved[slots > 0] != 0).any())

    def _over(self, first: IntArray, end: IntArray) -> IntArray:
        return np.asarray(self._sums[self._row(end)] - self._sums[self._row(first)])

    def _row(self, slot: IntArray) -> IntArray:
        return np.clip(slot - self._first, 0, self._sums.size - 1)
