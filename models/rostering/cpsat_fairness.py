"""Fair shares in CP-SAT: the rule of `fairness`, linear because a share only wants to be large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from .fairness import share_of_group
from .problem import OFF, IntArray

if TYPE_CHECKING:
    from .cpsat import WindowModel


def add_fair_shares(model: WindowModel) -> None:
    """Nights, weekend and holiday shifts above ceil(total * weight / weights) are priced.

    Not those that the history alone holds above the share.

    The share is the largest integer with weights * share <= total * weight + weights - 1.
    """
    problem = model.problem
    counts = np.zeros((problem.n_agents, 3), dtype=np.int64)
    for a in range(problem.n_agents):
        for o in model.roster.option[a][model.roster.option[a] != OFF]:
            counts[a] += problem.fair_features(a, int(o))
    shares = share_of_group(problem, counts)
    for feature in np.flatnonzero(problem.fair_prices).tolist():
        for group in np.unique(problem.staff.fair_group):
            members = np.flatnonzero(problem.staff.fair_group == group).tolist()
            _fair_group(model, members, feature, shares[:, feature])


def _fair_group(model: WindowModel, members: list[int], feature: int, hints: IntArray) -> None:
    """Price the excess of every agent of one group in one kind of shift."""
    problem, staff = model.problem, model.problem.staff
    before, price = staff.fair_before[:, feature], int(problem.fair_prices[feature])
    free = set(model.window.agents.tolist())
    fixed: dict[int, int] = {}
    own: dict[int, list[cp_model.IntVar]] = {a: [] for a in members}
    hint: dict[int, int] = {}
    for (a, o), var in model.shift.items():
        if a in own and problem.fair_features(a, o)[feature]:
            own[a].append(var)
    for a in members:
        taken = model.roster.option[a]
        flags = np.array([o != OFF and problem.fair_features(a, int(o))[feature] for o in taken])
        inside = np.array([a in free and d in model.days for d in range(len(taken))])
        fixed[a] = int(before[a] + (flags & ~inside).sum())
        hint[a] = int(before[a] + flags.sum())
    weights = int(staff.fair_weight[members].sum())
    if weights == 0:
        return
    everything = [var for some in own.values() for var in some]
    total = sum(fixed.values()) + sum(everything)
    most = sum(fixed.values()) + len(everything)
    shares: dict[int, cp_model.IntVar] = {}
    for a in members:
        weight = int(staff.fair_weight[a])
        if weight not in shares:
            shares[weight] = model.integer(most * weight // weights + 1, int(hints[a]))
            model.model.add(weights * shares[weight] <= weight * total + weights - 1)
        planned, past = fixed[a] - int(before[a]), int(before[a])
        if planned + len(own[a]) == 0:
            continue
        share, now = shares[weight], hint[a] - past
        excess = model.integer(planned + len(own[a]), now - max(0, int(hints[a]) - past))
        if past == 0:
            model.model.add(excess >= planned + sum(own[a]) - share)
        else:
            left = model.integer(model.most(share), int(hints[a]) - past)
            model.model.add_max_equality(left, [share - past, 0])
            model.model.add(excess >= planned + sum(own[a]) - left)
        model.price(price, excess)
