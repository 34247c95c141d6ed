"""Pay as the search sees it: linear in slots, shifts and weekly minutes.

What is exact in this form and what stands in for pay that is not linear is in docs/pay.md under
"What the planner sees".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ..models.rostering.problem import RATE_SCALE
from .pay_classes import pay_classes
from .pay_exactness import linear_form_is_exact
from .pay_of_options import OptionTable, allowance_ticks, began_pay, by_length
from .pay_overtime import first_weekly_tier
from .pay_rates import base_rate, on_cost_share
from .pay_rounding import half_up
from .pay_slots import SlotRates
from .scenario.types import Scenario
from .shifts import ShiftOption

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class SearchPay:
    """Pay in the units of the rostering engine.

    A shift of agent a of class p on day d, option o, costs ``rate[a, d] * (sum of
    weight[p, d, t] over its paid slots + option_weight[p, o]) + sum of flat[p, d, t] over its paid
    slots + option_flat[p, o]`` ticks. Of a week's paid minutes, less those in `daily_overtime`,
    those above `weekly_tier` (less what the history used of it) cost ``rate * overtime`` a minute.

    Attributes
    ----------
    pay_class : (A,) agents alike in differentials, zone, holidays, allowances and on-cost.
    rate : (A, D) base rate per business date with on-cost, in 1/10000 currency units per hour,
        rounded half up.
    overtime : (A,) basis points above the weekly tier.
    weekly_tier : (A,) minutes a week where overtime begins, before history is taken off.
    weight : (P, D, T) slot minutes times 10000 plus basis-point-minutes of percent differentials,
        for a shift that begins on day d on the class's clock; 0 outside the three dates from d.
    flat : (P, D, T) ticks per slot of differentials of money per hour, with on-cost.
    option_weight : (P, O) further weight of a shift: overtime by day, minimum paid minutes,
        differentials by when the shift began.
    option_flat : (P, O) ticks of allowances, and of such differentials, with on-cost.
    daily_overtime : (O,) paid minutes that are overtime by day, which no weekly tier counts.
    exact : whether payroll's total is this form for every roster.
    """

    pay_class: IntArray
    rate: IntArray
    overtime: IntArray
    weekly_tier: IntArray
    weight: IntArray
    flat: IntArray
    option_weight: IntArray
    option_flat: IntArray
    daily_overtime: IntArray
    exact: bool


def search_pay(scenario: Scenario, options: Sequence[ShiftOption]) -> SearchPay:
    """Return the pay of agents, slots and shift options in the units of the search.

    Parameters
    ----------
    scenario : Scenario
    options : sequence of ShiftOption
        `day` is the business date on the clock of the option's zone; an option of another zone
        than a class's has no meaningful `option_weight` and `option_flat` for that class.

    Returns
    -------
    SearchPay
        For A agents, D days of the horizon, T slots of the grid, O options and P classes.
    """
    grid = scenario.grid
    grouped = pay_classes(scenario)
    rates, table = SlotRates(scenario, grouped), OptionTable.of(scenario, options)
    shape = (len(grouped.classes), grid.days, grid.n_slots)
    weight, flat = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    length_weight, daily_overtime = by_length(scenario, table)
    option_weight = np.tile(length_weight, (len(grouped.classes), 1))
    option_flat = np.zeros_like(option_weight)
    exact = linear_form_is_exact(scenario, grouped)
    for p, known in enumerate(grouped.classes):
        for d in range(grid.days):
            paid = rates.least(known, d)
            here = slice(paid.first, paid.first + paid.weight.size)
            weight[p, d, here], flat[p, d, here] = paid.weight, paid.flat
        began = began_pay(scenario, rates, known, table)
        allowances = allowance_ticks(scenario, known, grouped.holidays[known.jurisdiction], table)
        option_weight[p] += began.weight
        option_flat[p] = allowances + began.flat
        exact = exact and not began.breaks_matter
    tiers = [first_weekly_tier(scenario, agent) for agent in scenario.agents]
    return SearchPay(
        pay_class=grouped.of_agent,
        rate=_rates(scenario),
        overtime=np.array([half_up(Fraction(t.percent) * 100) for t in tiers], dtype=np.int64),
        weekly_tier=np.array([t.over_minutes for t in tiers], dtype=np.int64),
        weight=weight,
        flat=flat,
        option_weight=option_weight,
        option_flat=option_flat,
        daily_overtime=daily_overtime,
        exact=exact,
    )


def _rates(scenario: Scenario) -> IntArray:
    """Return the base rates with on-cost by agent and business date, (A, D)."""
    days = [scenario.grid.day(d) for d in range(scenario.grid.days)]
    rates = np.zeros((len(scenario.agents), len(days)), dtype=np.int64)
    for a, agent in enumerate(scenario.agents):
        factor = (1 + on_cost_share(scenario, agent)) * RATE_SCALE
        if agent.rates or agent.contract.rates:
            rates[a] = [half_up(Fraction(base_rate(agent, day)) * factor) for day in days]
        else:
            rates[a] = half_up(Fraction(agent.base_rate) * factor)
    return rates
