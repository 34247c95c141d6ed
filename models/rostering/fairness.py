"""Fair shares of nights, weekend and holiday shifts, pro rata to hours, with history.

Agents are compared within their group. With n the counts (history and roster) and w the weights
of a group, the share of agent i is ceil(sum(n) w_i / sum(w)). Shifts of the roster above it have
a price; what the history alone holds above it cannot be helped any more and has none.

Where the problem permits a spread of k, agents may lie floor(k / 2) above the share and ceil(k / 2)
below it at no price, and what is missing further below has the same price as what is above. But
nobody has to make up for the history by more than the own share of the roster's shifts.
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
    weighted, weight = _weighted(problem, counts + problem.staff.fair_before)
    share = -(-weighted // np.maximum(weight, 1))
    return np.where(weight > 0, share, np.iinfo(np.int32).max)


def least_of_group(problem: RosterProblem, counts: IntArray) -> IntArray:
    """Return the shifts of the roster below which every agent's are priced, (A, 3).

    That is what the history lacks of the share less what is permitted below it, at most the own
    share of the roster's shifts rounded down; zero where the spread has no limit.
    """
    if problem.fair_below is None:
        return np.zeros_like(counts)
    wanted = share_of_group(problem, counts) - problem.fair_below - problem.staff.fair_before
    weighted, weight = _weighted(problem, counts)
    return np.maximum(0, np.minimum(wanted, weighted // np.maximum(weight, 1)))


def _weighted(problem: RosterProblem, numbers: IntArray) -> tuple[IntArray, IntArray]:
    """Return the sum of `numbers` (A, 3) in each agent's group times its weight, and all weights.

    Shapes (A, 3) and (A, 1).
    """
    staff = problem.staff
    groups = int(staff.fair_group.max(initial=-1)) + 1
    totals = np.zeros((groups, numbers.shape[1]), dtype=np.int64)
    weights = np.zeros(groups, dtype=np.int64)
    np.add.at(totals, staff.fair_group, numbers)
    np.add.at(weights, staff.fair_group, staff.fair_weight)
    weighted = totals[staff.fair_group] * staff.fair_weight[:, None]
    return weighted, weights[staff.fair_group][:, None]


def most_of_group(problem: RosterProblem, counts: IntArray) -> IntArray:
    """Return the shifts of the roster above which every agent's are priced, (A, 3)."""
    most = share_of_group(problem, counts) + problem.fair_above
    return np.maximum(0, most - problem.staff.fair_before)


def fairness_cost(problem: RosterProblem, counts: IntArray) -> int:
    """Return the price of the roster's shifts above or too far below the fair shares, in ticks."""
    above = np.maximum(0, counts - most_of_group(problem, counts))
    below = np.maximum(0, least_of_group(problem, counts) - counts)
    return int((above + below).sum(axis=0) @ problem.fair_prices)


def fair_limits(problem: RosterProblem, counts: IntArray) -> tuple[IntArray, IntArray]:
    """Return the most and the least nights, weekend and holiday shifts that cost nothing.

    Shapes (A, 3), at most the number of days; zero where the share has no price, so that the
    tour program need not count.
    """
    priced = problem.fair_prices > 0
    most, least = most_of_group(problem, counts), least_of_group(problem, counts)
    most, least = np.minimum(most, problem.n_days), np.minimum(least, problem.n_days)
    return np.where(priced, most, 0), np.where(priced, least, 0)
