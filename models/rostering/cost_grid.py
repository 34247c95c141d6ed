"""The step in which costs of rosters come: a bound between two steps rises to the next."""

from __future__ import annotations

import math

import numpy as np

from .problem import TICKS, IntArray, RosterProblem


def cost_step(problem: RosterProblem) -> int:
    """Return a number of ticks that divides the cost of every roster, elastic prices included."""
    pay, staff, cover = problem.pay, problem.staff, problem.cover
    rate = _divisor(staff.rate)
    steps = [
        rate * _divisor(pay.weight),
        rate * _divisor(pay.option_weight),
        # overtime is paid by the minute
        rate * _divisor(staff.overtime),
        *map(_divisor, (pay.flat, pay.option_flat, staff.option_cost, staff.off_cost)),
        *map(_divisor, (cover.under, cover.over, cover.hard, cover.level_price, cover.lead_price)),
        _divisor(problem.bought.price),
        _divisor(problem.fair_prices),
        problem.shortfall_price,
        problem.promise_price,
        *(price for rules in problem.rules for price in rules.prices.values()),
        *(max(0, rule.price) for rules in problem.rules for rule in rules.kinds),
        *(max(0, rule.price) for rules in problem.rules for rule in rules.successions),
    ]
    return math.gcd(*steps) or 1


def _divisor(values: IntArray) -> int:
    """Return the greatest common divisor of an array, 0 where it is empty or all zero."""
    return int(np.gcd.reduce(np.abs(values), axis=None)) if values.size else 0


def raised(bound: float, step: int) -> float:
    """Return the least cost on the grid that is not below a bound, in currency units.

    A bound within a millionth of a step above a cost is taken for that cost.
    """
    size = step / TICKS
    return bound if size < 1e-6 else max(bound, math.ceil(bound / size - 1e-6) * size)
