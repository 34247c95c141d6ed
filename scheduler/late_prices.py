"""The price of a late contact at which a service level over a day or week is just met.

The first price is that of the staffing that meets the target over the period: what an agent costs
there for each contact that one more answers in time. A roster cannot follow the load as freely,
so the price is corrected by what it achieves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import exp, log

import numpy as np

from .pay_rates import base_rate, on_cost_share
from .plan import FloatArray, IntArray, Requirement
from .scenario.types import Scenario
from .service_value import SAVED_SCALE, Achieved, LatePrices, ServiceValue

MAX_PRICE = Decimal(1000)
"""Highest price of a late contact."""
MIN_PRICE = Decimal("0.0001")
BAND = 0.03
"""Service level above the target that needs no lower price; corrections aim at half of it."""
CLOSE = 1.15
"""Prices of this ratio are no longer told apart."""
_MOST_CHANGE = 2.5
LACKING = 40
"""Prices of a late contact that one lacking to a target counts where rosters are compared."""
_PLACES = Decimal("0.0001")


def with_prices(requirement: Requirement, prices: LatePrices) -> Requirement:
    """Return the requirement with prices of late contacts; what is not named keeps its own."""
    values = tuple(
        replace(
            value,
            prices=tuple(
                prices.get((value.queue, period), own)
                for period, own in zip(value.periods, value.prices, strict=True)
            ),
        )
        for value in requirement.service_values
    )
    return replace(requirement, service_values=values)


def open_queues(scenario: Scenario) -> frozenset[str]:
    """Return the queues whose price of a late contact has to be found."""
    valued = (queue for queue in scenario.queues if queue.value == "service_level")
    return frozenset(queue.id for queue in valued if queue.late_price is None)


def start_prices(scenario: Scenario, requirement: Requirement) -> LatePrices:
    """Return first prices for the queues whose price has to be found.

    In each interval that the service level decides, the mean cost of an agent with the skill is
    set against the contacts that the last agent of the requirement adds; the median over the
    contacts of a period counts.
    """
    index = scenario.queue_index()
    wanted = open_queues(scenario)
    found: dict[tuple[str, str], Decimal] = {}
    for value in requirement.service_values:
        if value.queue not in wanted:
            continue
        k = index[value.queue]
        hour = _mean_hour(scenario, value.queue)
        saved = _last_agent_saves(value, requirement.scheduled[k])
        per_slot = hour * scenario.grid.slot_minutes / 60
        for p, period in enumerate(value.periods):
            here = (value.period == p) & (saved > 0)
            if here.any():
                price = _median(per_slot / saved[here], requirement.volume[k, here])
                found[value.queue, period] = _rounded(price)
    return found


def _mean_hour(scenario: Scenario, queue: str) -> float:
    """Return what an hour of an agent of a queue costs on average, a bought one included."""
    day = scenario.grid.first_day
    hours = [
        float(base_rate(agent, day)) * (1 + float(on_cost_share(scenario, agent)))
        for agent in scenario.agents
        if queue in agent.skills
    ]
    hours = hours or [float(p.hour_price) for p in scenario.bought_cover if queue in p.queues]
    return float(np.mean(hours)) if hours else 1.0


def _last_agent_saves(value: ServiceValue, scheduled: IntArray) -> FloatArray:
    """Return the contacts that the last agent of the requirement adds in a slot, by interval."""
    saved = np.where(value.level >= scheduled, value.saved, 0).sum(axis=0) / SAVED_SCALE
    return np.where(value.period >= 0, saved, 0.0)


def _median(values: FloatArray, weight: FloatArray) -> float:
    order = np.argsort(values)
    sums = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(sums, sums[-1] / 2)])


def _rounded(price: float) -> Decimal:
    """Return a price with the decimals that are kept, within its limits."""
    return min(MAX_PRICE, max(MIN_PRICE, Decimal(price).quantize(_PLACES)))


@dataclass
class PriceSearch:
    """Corrects the price of one queue and period by what rosters achieve with it.

    The logarithm of the share late falls about evenly with that of the price: the next price lies
    on the line through the last two tries, and between those that brought too little and enough.
    Agents come in whole shifts, so often no price meets a target exactly; then the lowest one at
    which it was met is kept.
    """

    tries: list[tuple[float, float]] = field(default_factory=list)

    def next_price(self, period: Achieved) -> Decimal:
        """Note what the price of a period achieved and return that of the next round."""
        if period.share is None:
            return period.price
        price, late = float(period.price), max(1e-6, 1 - period.share)
        self.tries.append((price, late))
        band = min(BAND, (1 - period.target) / 2)  # never as far as nobody late
        if 0 <= period.share - period.target <= band:
            return period.price
        wanted = max(1e-6, 1 - period.target - band / 2)
        enough = [tried for tried, share in self.tries if share <= 1 - period.target + 1e-9]
        too_low = [tried for tried, share in self.tries if share > 1 - period.target + 1e-9]
        if enough and min(enough) <= CLOSE * max(too_low, default=0.0):
            return _rounded(min(enough))
        change = log(late / wanted) / self._steepness()
        change = min(log(_MOST_CHANGE), max(-log(_MOST_CHANGE), change))
        return _rounded(_between(price * exp(change), too_low, enough))

    def _steepness(self) -> float:
        """Return by how much the share late falls, in logarithms, with the price."""
        if len(self.tries) < 2:
            return 1.0
        (p0, late0), (p1, late1) = self.tries[-2:]
        if abs(log(p1 / p0)) < 0.02:
            return 1.0
        return min(4.0, max(0.3, -log(late1 / late0) / log(p1 / p0)))


def _between(price: float, too_low: Sequence[float], enough: Sequence[float]) -> float:
    """Return a price between the highest that brought too little and the lowest of the others."""
    low, high = max(too_low, default=None), min(enough, default=None)
    if low is None or high is None or low >= high or low < price < high:
        return price
    return float((low * high) ** 0.5)


def price_of_lacking(periods: Sequence[Achieved], queues: frozenset[str]) -> float:
    """Return what the contacts that targets lack count where rosters are compared.

    `LACKING` times the price of the period: a roster that lacks a little counts as better only
    where it saves much more than answering these contacts would cost.
    """
    return sum(
        max(0.0, period.target - period.share) * period.volume * LACKING * float(period.price)
        for period in periods
        if period.queue in queues and period.share is not None
    )


def raised(period: Achieved) -> Decimal:
    """Return the price of a period for the last round: higher where the target was missed."""
    if period.share is None or period.share >= period.target:
        return period.price
    missed = (1 - period.share) / (1 - period.target)
    return _rounded(float(period.price) * max(1.1, min(_MOST_CHANGE, missed)))
