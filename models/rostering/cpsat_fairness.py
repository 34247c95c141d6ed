"""Fair shares in CP-SAT: the rule of `fairness`, linear because a share only wants to be large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from .fairness import share_of_group
from .problem import OFF, BoolArray, IntArray

if TYPE_CHECKING:
    from .cpsat import WindowModel


def add_fair_shares(model: WindowModel) -> None:
    """Nights and weekend shifts above ceil(total * weight / weights) of the group are priced.

    The share is the largest integer with weights * share <= total * weight + weights - 1.
    """
    staff, options = model.problem.staff, model.problem.options
    for kind, flag, price, before in (
        (0, options.night, model.problem.fair_nights_price, staff.nights_before),
        (1, options.weekend, model.problem.fair_weekends_price, staff.weekends_before),
    ):
        if not price:
            continue
        counts = np.zeros((model.problem.n_agents, 2), dtype=np.int64)
        for a in range(model.problem.n_agents):
            taken = model.roster.option[a][model.roster.option[a] != OFF]
            counts[a] = options.night[taken].sum(), options.weekend[taken].sum()
        hints = share_of_group(model.problem, counts)[:, kind]
        for group in np.unique(staff.fair_group):
            _fair_group(
                model,
                np.flatnonzero(staff.fair_group == group).tolist(),
                flag,
                price,
                before,
                hints,
            )


def _fair_group(
    model: WindowModel,
    members: list[int],
    flag: BoolArray,
    price: int,
    before: IntArray,
    hints: IntArray,
) -> None:
    """Price the excess of every agent of one group in one kind of shift."""
    staff = model.problem.staff
    free = set(model.window.agents.tolist())
    fixed: dict[int, int] = {}
    own: dict[int, list[cp_model.IntVar]] = {}
    hint: dict[int, int] = {}
    for a in members:
        taken = model.roster.option[a]
        flags = np.array([o != OFF and bool(flag[o]) for o in taken])
        inside = np.array([a in free and d in model.days for d in range(len(taken))])
        fixed[a] = int(before[a] + (flags & ~inside).sum())
        hint[a] = int(before[a] + flags.sum())
        own[a] = (
            [var for (b, o), var in model.shift.items() if b == a and flag[o]] if a in free else []
        )
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
        upper = fixed[a] + len(own[a])
        if upper > 0:
            excess = model.integer(upper, hint[a] - int(hints[a]))
            model.model.add(excess >= fixed[a] + sum(own[a]) - shares[weight])
            model.price(price, excess)
