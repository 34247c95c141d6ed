"""The minutes and shifts that an agent's pay consists of, counted before they become money."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from .pay_regular_rate import Workweek


@dataclass
class Tally:
    """Counts by workweek; differentials, allowances and rates are those of each entry's shift.

    Attributes
    ----------
    base : paid minutes by week and base rate.
    differentials : minutes by week, base rate and position of the differential.
    on_queue : paid minutes at work by week and queue.
    allowances : shifts by week and position of the allowance.
    missing : minutes below the minimum by base rate.
    """

    base: Counter[tuple[date, Fraction]] = field(default_factory=Counter)
    differentials: Counter[tuple[date, Fraction, int]] = field(default_factory=Counter)
    on_queue: Counter[tuple[date, str]] = field(default_factory=Counter)
    allowances: Counter[tuple[date, int]] = field(default_factory=Counter)
    missing: Counter[Fraction] = field(default_factory=Counter)


@dataclass(frozen=True)
class Prices:
    """What a tally's entries are worth.

    Attributes
    ----------
    hourly : what a differential adds to an hour at a base rate, by its position.
    is_excluded : whether a differential stays out of the regular rate, by its position.
    allowances : money by position.
    bonuses : money per hour by queue.
    """

    hourly: Callable[[int, Fraction], Fraction]
    is_excluded: Callable[[int], bool]
    allowances: tuple[Fraction, ...]
    bonuses: Mapping[str, Fraction]


def workweeks(planned: Tally, history: Tally, prices: Prices) -> dict[date, Workweek]:
    """Return what the regular rate of each workweek is made of; credits are of the plan alone."""
    weeks: dict[date, Workweek] = defaultdict(Workweek)
    for tally in (planned, history):
        for (week, rate), minutes in tally.base.items():
            weeks[week].minutes += minutes
            weeks[week].includable += rate * minutes / 60
        for (week, rate, position), minutes in tally.differentials.items():
            amount = prices.hourly(position, rate) * minutes / 60
            if not prices.is_excluded(position):
                weeks[week].includable += amount
            elif tally is planned:
                weeks[week].credits += amount
        for (week, queue), minutes in tally.on_queue.items():
            weeks[week].includable += prices.bonuses.get(queue, Fraction(0)) * minutes / 60
        for (week, position), shifts in tally.allowances.items():
            weeks[week].includable += prices.allowances[position] * shifts
    return weeks
