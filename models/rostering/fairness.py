"""Fair shares of nights and weekend shifts, pro rata to hours, with history.

Agents are compared within their group. With n the counts (history and roster) and w the weights
of a group, the share of agent i is ceil(sum(n) w_i / sum(w)); what lies above has a price.
"""

from __future__ import annotations

import numpy as np

from .problem import IntArray, RosterProblem


def _before(problem: RosterProblem) -> IntArray:
    staff = problem.staff
    return np.stack([staff.nights_before, staff.weekends_before], axis=1)


def share_of_group(problem: RosterProblem, counts: IntArray) -> IntArray:
    """Return every agent's fair share, history included.

    Parameters
    ----------
    counts : (A, 2)
        Nights and weekend shifts in the roster.

    Returns
    -------
    (A, 2) int
        Share; a large number where the group has no weight.
    """
    staff = problem.staff
    groups = int(staff.fair_group.max(initial=-1)) + 1
    totals = np.zeros((groups, 2), dtype=np.int64)
    weights = np.zeros(groups, dtype=np.int64)
    np.add.at(totals, staff.fair_group, counts + _before(problem))
    np.add.at(weights, staff.fair_group, staff.fair_weight)
    total = totals[staff.fair_group]
    weight = weights[staff.fair_group][:, None]
    share = -(-total * staff.fair_weight[:, None] // np.maximum(weight, 1))
    return np.where(weight > 0, share, np.iinfo(np.int32).max)


def fairness_cost(problem: RosterProblem, counts: IntArray) -> int:
    """Return the price of all shifts above the fair share, in ticks."""
    excess = np.maximum(0, counts + _before(problem) - share_of_group(problem, counts))
    nights, weekends = excess.sum(axis=0)
    return int(nights) * problem.fair_nights_price + int(weekends) * problem.fair_weekends_price


def fair_share(problem: RosterProblem, counts: IntArray) -> IntArray:
    """Return how many nights and weekend shifts the roster may give each agent at no price.

    Shape (A, 2), at most the number of days; zero where the share has no price, so that the
    tour program need not count.
    """
    left = share_of_group(problem, counts) - _before(problem)
    left = np.clip(left, 0, problem.n_days)
    if problem.fair_nights_price == 0:
        left[:, 0] = 0
    if problem.fair_weekends_price == 0:
        left[:, 1] = 0
    return left
