"""What agents are worth to a queue that is valued by the contacts it answers in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]

SAVED_SCALE = 100_000
"""Contacts are counted in 1/100000, so that a price of four decimals makes exact money of them."""

LatePrices = Mapping[tuple[str, str], Decimal]
"""Price of a contact not answered in time, by queue and period."""


@dataclass(frozen=True)
class ServiceValue:
    """The worth of agents to one queue, by interval; arrays of shape (intervals,) or as given.

    Attributes
    ----------
    queue : str
        Its id.
    target : float
        Service level to be met over each period.
    periods : tuple of str
        First date of every day or week over which the target is met.
    period : index into `periods`; -1 where the queue is closed or expects no contacts.
    at_least : agents to roster for all targets but the service level, whose lack costs the
        queue's `under_price`.
    level : (K, intervals), agents to roster.
    saved : (K, intervals), contacts answered in time per agent below the level and slot, in
        1/`SAVED_SCALE`; further levels add up.
    error : float
        Largest difference between these hinges and the queueing model from `at_least` on, as a
        share of the contacts of an interval.
    prices : tuple of Decimal
        Price of a contact not answered in time, by period; 0 before it is known.
    """

    queue: str
    target: float
    periods: tuple[str, ...]
    period: IntArray
    at_least: IntArray
    level: IntArray
    saved: IntArray
    error: float
    prices: tuple[Decimal, ...]

    def price_by_interval(self) -> list[Fraction]:
        """Return the price of a late contact in every interval."""
        prices = [*(Fraction(price) for price in self.prices), Fraction(0)]
        return [prices[k] for k in self.period.tolist()]


@dataclass(frozen=True)
class Achieved:
    """The share of a period's contacts that is expected in time; None without any contacts."""

    queue: str
    first_day: str
    target: float
    price: Decimal
    volume: float
    share: float | None


@dataclass(frozen=True)
class ServicePeriod:
    """What a queue valued by its service level achieves over a day or week.

    Attributes
    ----------
    first_day : first date of the period.
    achieved : share of `volume` expected to be answered in time; None without volume.
    late : contacts expected not to be answered in time.
    price : of each of them.
    cost : what the objective charges for them, by hinges.
    """

    queue: str
    first_day: str
    volume: float
    target: float
    achieved: float | None
    late: float
    price: Decimal
    cost: Decimal

    @property
    def is_met(self) -> bool:
        """Whether the target is met."""
        return self.achieved is None or self.achieved >= self.target - 1e-9
