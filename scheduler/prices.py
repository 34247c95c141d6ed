"""Money in the units of the search, and prices that dominate all others."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from ..models.rostering.problem import TICKS
from .errors import InputError
from .pay_rates import base_rate
from .scenario.types import Queue, Scenario

PROMISE_FACTOR = 20
"""Dearest hours that a slot below a hard minimum costs, or a minute below a weekly minimum."""
PROMISE_HOURS = 2 * 24 * 60 * PROMISE_FACTOR
"""Dearest hours that a locked shift left out costs, or a unit of a hard rule broken: more than all
the minima that one day can mend."""


def ticks(amount: Decimal | Fraction) -> int:
    """Return an amount of money in ticks, exactly.

    Raises
    ------
    InputError
        If the amount has more decimals than ticks can hold.
    """
    exact = Fraction(amount) * TICKS
    if exact.denominator != 1:
        raise InputError(f"amount {amount}: at most 9 decimals are kept exactly")
    return int(exact)


def dearest_hour(scenario: Scenario, late_hour: Decimal = Decimal(0)) -> Decimal:
    """Return more than an hour of anybody's work can cost or save, all prices together.

    The dearest agent with every differential, overtime and on-cost at once, the prices of a contact
    queue, and those of wishes, fair shares and priced rules, rounded up to whole currency units.
    `late_hour` is what the late contacts are worth that an hour can save.
    """
    pay = scenario.pay
    percent = sum((p.percent for p in scenario.premiums), Decimal(100))
    tiers = (*pay.overtime.weekly, *pay.overtime.daily, *pay.overtime.seventh_day)
    overtime = [c.overtime_percent for c in scenario.contracts] + [t.percent for t in tiers]
    percent += max(overtime, default=Decimal(0))
    last = scenario.grid.day(scenario.grid.days - 1)
    rate = max((base_rate(agent, last) for agent in scenario.agents), default=Decimal(0))
    money = sum((p.amount for p in scenario.premiums), Decimal(0))
    money += sum((a.amount for a in pay.allowances), Decimal(0))
    on_cost = max([pay.on_cost_percent, *(c.on_cost_percent or 0 for c in scenario.contracts)])
    wages = (rate * percent / 100 + money) * (100 + on_cost) / 100
    queue = max((_dearest_missing(q) + q.over_price for q in scenario.queues), default=Decimal(0))
    bought = max((pool.hour_price for pool in scenario.bought_cover), default=Decimal(0))
    weight = max((w.weight for w in scenario.preferences), default=Decimal(0))
    prices = scenario.objective
    soft = weight * prices.preference_price + prices.fair_nights_price
    soft += prices.fair_weekends_price + prices.fair_holidays_price
    soft += max((_rule_prices(scenario)), default=Decimal(0))
    total = wages + queue + late_hour + bought + soft + 1
    return total.to_integral_value(ROUND_CEILING)


def _dearest_missing(queue: Queue) -> Decimal:
    """Return the highest price of an agent-hour missing."""
    return max(queue.under_price, *(step.price for step in queue.under_steps), Decimal(0))


def _rule_prices(scenario: Scenario) -> list[Decimal]:
    """Return the sum of all prices of rules, by contract."""
    sums = []
    for contract in scenario.contracts:
        rules = scenario.work_rules(contract)
        own = [entry.price for entry in rules.kind_limits]
        own += [entry.price for entry in rules.forbidden_successions]
        own += [duty.price for duty in scenario.rules.leads]
        listed = [price for price in own if price is not None]
        sums.append(sum((*rules.prices.values(), *listed), Decimal(0)))
    return sums
