"""Bought cover in CP-SAT: agents at once by offer and slot, in blocks of the least length.

With n the agents bought and s those who begin (Rajan & Takriti 2005, minimum up times):
``s[t] >= n[t] - n[t-1]`` and ``n[t] >= s[t-L+1] + ... + s[t]``. Who came first goes first, so
any such numbers can be cut into blocks of at least L slots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from .bought import counts_of_units

if TYPE_CHECKING:
    from .cpsat import WindowModel


def add_bought(model: WindowModel) -> None:
    """Free what is bought in the days of a window; blocks that reach out of it stay long enough."""
    problem, offers = model.problem, model.problem.bought
    if not len(offers.units):
        return
    counts = counts_of_units(problem, model.roster.bought)
    lowest = 0 if model.whole else int(problem.day_start[model.window.first])
    highest = problem.n_slots if model.whole else int(problem.day_start[model.window.last])
    for k in range(len(offers.units)):
        free = np.flatnonzero(offers.open[k, lowest:highest]) + lowest
        for t in free.tolist():
            var = model.integer(int(offers.units[k]), int(counts[k, t]))
            model.bought[k, t] = var
            model.price(int(offers.price[k]), var)
            model.presence[int(offers.skill_set[k]), t].append((1, var))
        _add_blocks(model, k, counts[k].tolist(), free.tolist())


def _add_blocks(model: WindowModel, k: int, counts: list[int], free: list[int]) -> None:
    """Tie the agents bought of one offer to those who begin."""
    least = int(model.problem.bought.least_slots[k])
    slots = len(counts)

    def present(t: int) -> cp_model.IntVar | int:
        inside = model.bought.get((k, t))
        if inside is not None:
            return inside
        return counts[t] if 0 <= t < slots else 0

    beginning: dict[int, cp_model.IntVar] = {}
    for t in sorted({*free, *(t + 1 for t in free)} - {slots}):
        hint = counts[t] - (counts[t - 1] if t else 0)
        begun = model.integer(int(model.problem.bought.units[k]), hint)
        model.model.add(begun + present(t - 1) >= present(t))
        beginning[t] = begun

    def begins(t: int) -> cp_model.IntVar | int:
        if t in beginning:
            return beginning[t]
        return max(0, counts[t] - (counts[t - 1] if t else 0)) if 0 <= t < slots else 0

    for t in sorted({u + later for u in beginning for later in range(least)}):
        lately = [begins(u) for u in range(t - least + 1, t + 1)]
        model.model.add(cp_model.LinearExpr.sum(lately) <= present(t))
