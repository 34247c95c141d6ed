"""Fair shares of nights, weekend and holiday shifts, pro rata to hours, with history.

Agents are compared within their group. With n the counts (history and roster) and w the weights
of a group, the share of agent i is ceil(sum(n) w_i / sum(w)). Shifts of the roster above it have
a price; what the history alone holds above it cannot be helped any more and has none.
"""

from __future__ import annotations

import numpy as np

from .problem import IntArray, RosterProblem


def share_of_group(problem: RosterProblem, counts: IntArray) -> IntArray:
    """Return every agent's fair share, history included.

    Parameters
    ----------
    counts : (A, 3)
        Nights, weekend and holiday shifts in the roster.

    Returns
    -------
    (A, 3) int
        Share; a large number where the group has no weight.
    """
    staff = problem.staff
    groups = int(staff.fair_group.max(initial=-1)) + 1
    totals = np.zeros((groups, counts.shape[1]), dtype=np.int64)
    weights = np.zeros(groups, dtype=np.int64)
    np.add.at(totals, staff.fair_group, counts + staff.fair_before)
    np.add.at(weights, staff.fair_group, staff.fair_weight)
    total = totals[staff.fair_group]
    weight = weights[staff.fair_group][:, None]
    share = -(-total * staff.fair_weight[:, None] // np.maximum(weight, 1))
    return np.where(weight > 0, share, np.iinfo(np.int32).max)


def fairness_cost(problem: RosterProblem, counts: IntArray) -> int:
    """Return the price of the roster's shifts above the fair shares, in ticks."""
    left = np.maximum(0, share_of_group(problem, counts) - problem.staff.fair_before)
    excess = np.maximum(0, counts - left)
    return int(excess.sum(axis=0) @ problem.fair_prices)


def fair_share(problem: RosterProblem, counts: IntArray) -> IntArray:
    """Return the nights, weekend and holiday shifts each agent may still take at no price.

    Shape (A, 3), at most the number of days; zero where the share has no price, so that the
    tour program need not count.
    """
    left = share_of_group(problem, counts) - problem.staff.fair_before
    return np.where(problem.fair_prices > 0, np.clip(left, 0, problem.n_days), 0)
