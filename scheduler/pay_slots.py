"""What the slots of the grid pay a class of agents, by the day on which the shift began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ..models.rostering.problem import RATE_SCALE, TICKS, WEIGHT_SCALE
from .calendar import midnight
from .pay_classes import PayClass, PayClasses
from .pay_conditions import BoolArray, local_minutes, met_in_time, minute_of, winners
from .pay_rounding import half_up
from .scenario.types import Scenario

IntArray = npt.NDArray[np.int64]

_DAYS_PAID = 3
_TICKS_PER_MINUTE = TICKS // 60


@dataclass(frozen=True)
class SlotPay:
    """Weight and ticks of the slots from `first` on, each of shape (slots,)."""

    first: int
    weight: IntArray
    flat: IntArray


class SlotRates:
    """Sums of what differentials add, slot by slot; equal questions are answered once."""

    def __init__(self, scenario: Scenario, grouped: PayClasses) -> None:
        self._scenario = scenario
        self._holidays = grouped.holidays
        self._met: dict[tuple[str, str | None, int], tuple[int, BoolArray]] = {}
        self._sums: dict[tuple[object, ...], SlotPay] = {}
        # One entry more than there are differentials: position -1 (none) reads its zero.
        percents = [half_up(Fraction(p.percent) * 100) for p in scenario.premiums]
        self._points = np.array([*percents, 0], dtype=np.int64)

    def least(self, known: PayClass, day: int, began: Sequence[int] = ()) -> SlotPay:
        """Return what slots pay for a shift that began on a day, on the least paid queue.

        Parameters
        ----------
        began : sequence of int
            Differentials with a `began_window` in which the shift began.
        """
        choices = [self._paid(known, day, queues, tuple(began)) for queues in known.queue_sets]
        if len(choices) == 1:
            return choices[0]
        rate = half_up(Fraction(known.rates[day]) * RATE_SCALE) if known.rates else 1
        worth = np.array([choice.weight * rate + choice.flat for choice in choices])
        pick = worth.argmin(axis=0)
        columns = np.arange(pick.size)
        return SlotPay(
            choices[0].first,
            np.array([choice.weight for choice in choices])[pick, columns],
            np.array([choice.flat for choice in choices])[pick, columns],
        )

    def _paid(
        self, known: PayClass, day: int, queues: frozenset[int], began: tuple[int, ...]
    ) -> SlotPay:
        premiums = self._scenario.premiums
        order = tuple(
            k
            for k in known.orders[day]
            if (premiums[k].queues is None or k in queues)
            and (premiums[k].began_window is None or k in began)
        )
        key = (known.zone, known.jurisdiction, day, order, known.on_cost)
        if key not in self._sums:
            self._sums[key] = self._summed(known, day, order)
        return self._sums[key]

    def _summed(self, known: PayClass, day: int, order: tuple[int, ...]) -> SlotPay:
        """Add up the winners of every group over the minutes of the slots."""
        slot = self._scenario.grid.slot_minutes
        first, met = self._met_from(known.zone, known.jurisdiction, day)
        winner = winners(self._scenario.premiums, met, order)
        ticks = [self._ticks(k, known.on_cost) for k in range(len(self._scenario.premiums))]
        flat = np.array([*ticks, 0], dtype=np.int64)[winner].sum(axis=0)
        points = self._points[winner].sum(axis=0)
        return SlotPay(
            first,
            slot * WEIGHT_SCALE + points.reshape(-1, slot).sum(axis=1),
            flat.reshape(-1, slot).sum(axis=1),
        )

    def _met_from(self, zone: str, jurisdiction: str | None, day: int) -> tuple[int, BoolArray]:
        """Return the first slot in which a shift of a day is paid, and `met_in_time` from there."""
        key = (zone, jurisdiction, day)
        if key not in self._met:
            grid = self._scenario.grid
            business_date = grid.day(day)
            end = grid.slot_at(
                midnight(business_date + timedelta(days=_DAYS_PAID), zone)
                + timedelta(minutes=grid.slot_minutes - 1)
            )
            first = max(0, grid.slot_at(midnight(business_date, zone)))
            slots = max(0, min(grid.n_slots, end) - first)
            minutes = local_minutes(minute_of(grid.instant(first)), slots * grid.slot_minutes, zone)
            met = met_in_time(
                self._scenario.premiums,
                minutes,
                self._holidays[jurisdiction],
                business_date.toordinal(),
            )
            self._met[key] = (first, met)
        return self._met[key]

    def _ticks(self, position: int, on_cost: Fraction) -> int:
        """Return what a minute of a differential of money per hour costs, with on-cost."""
        amount = Fraction(self._scenario.premiums[position].amount)
        return half_up(amount * (1 + on_cost) * _TICKS_PER_MINUTE)
