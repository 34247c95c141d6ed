"""Cover bought by the block beside the agents: the best blocks of a unit, what they cost.

A unit of an offer is bought for any blocks of at least the shortest length, as many as pay, so its
best blocks against given prices are a walk over the slots with two states. Units of an offer are
alike and independent of each other, and all of them together are as many agents as are to be had
at once: the walk is exact, also in the Lagrangian bound.
"""

from __future__ import annotations

import numpy as np

from .coverage import Market, add_agent, price_slots, remove_agent
from .kernels import kernel_with_arrays
from .problem import BoolArray, FloatArray, IntArray, RosterProblem


def bought_ticks(problem: RosterProblem, bought: BoolArray) -> int:
    """Return what the units present in `bought` (U, T) cost, in ticks."""
    if not len(bought):
        return 0
    return int(bought.sum(axis=1) @ problem.bought.price[problem.bought.offer])


@kernel_with_arrays
def best_blocks(cost: FloatArray, is_open: BoolArray, least: int, present: BoolArray) -> float:
    """Write the slots of the cheapest blocks into `present` (T,); return their cost, at most 0.

    `cost` (T,) is that of being present in a slot, `least` the shortest block.
    """
    n = len(cost)
    away = np.zeros(n + 1)
    there = np.full(n + 1, np.inf)
    begun = np.zeros(n + 1, dtype=np.bool_)
    came = np.zeros(n + 1, dtype=np.bool_)
    sums = np.zeros(n + 1)
    run = 0
    for t in range(n):
        sums[t + 1] = sums[t] + cost[t]
        run = run + 1 if is_open[t] else 0
        # away[t + 1]: not present in slot t; there[t + 1]: present, the block long enough to end
        came[t + 1] = there[t] < away[t] - 1e-9
        away[t + 1] = min(away[t], there[t])
        if is_open[t]:
            there[t + 1] = there[t] + cost[t]
        if run >= least:
            new = away[t + 1 - least] + sums[t + 1] - sums[t + 1 - least]
            if new < there[t + 1]:
                there[t + 1] = new
                begun[t + 1] = True
    present[:] = False
    here = there[n] < away[n] - 1e-9
    total = min(there[n], away[n])
    t = n
    while t > 0:
        if not here:
            here = came[t]
            t -= 1
        elif begun[t]:
            present[t - least : t] = True
            t -= least
            here = False
        else:
            present[t - 1] = True
            t -= 1
    return total


@kernel_with_arrays
def buy(
    units: IntArray,
    offer: IntArray,
    skill_set: IntArray,
    is_open: BoolArray,
    least: IntArray,
    slot_price: FloatArray,
    bought: BoolArray,
    market: Market,
    price: FloatArray,
    duals: FloatArray,
    blend: float,
    sigma: float,
) -> None:
    """Give every unit of `units` in turn its best blocks against all others.

    As for agents (`state.respond`) the price of coverage is blurred by `sigma` agents and mixed
    with `duals` (G, T); `price` (G, T) is scratch space. Changes `bought` (U, T) and the market.
    """
    cost = np.zeros(bought.shape[1])
    for u in units:
        k = offer[u]
        g = skill_set[k]
        for t in np.flatnonzero(bought[u]):
            remove_agent(market, g, t)
        slots = np.flatnonzero(is_open[k])
        price_slots(market, sigma, slots, price)
        for t in slots:
            cost[t] = slot_price[k] + (1.0 - blend) * price[g, t] + blend * duals[g, t]
        best_blocks(cost, is_open[k], least[k], bought[u])
        for t in np.flatnonzero(bought[u]):
            add_agent(market, g, t)


@kernel_with_arrays
def price_offers(
    units: IntArray,
    skill_set: IntArray,
    is_open: BoolArray,
    least: IntArray,
    slot_price: FloatArray,
    duals: FloatArray,
    supply: FloatArray,
) -> float:
    """Return the cost of the best blocks of all units at prices `duals` (G, T).

    Adds their coverage to `supply` (G, T).
    """
    total = 0.0
    present = np.zeros(duals.shape[1], dtype=np.bool_)
    for k in range(len(units)):
        g = skill_set[k]
        total += units[k] * best_blocks(slot_price[k] + duals[g], is_open[k], least[k], present)
        for t in np.flatnonzero(present):
            supply[g, t] += units[k]
    return total


def units_of_counts(problem: RosterProblem, counts: IntArray) -> BoolArray:
    """Return the units present, (U, T), for numbers of agents bought by offer and slot, (K, T).

    Who came first goes first: where any blocks of the least length make up the numbers, these do.
    """
    offers = problem.bought
    bought = np.zeros((len(offers.offer), problem.n_slots), dtype=np.bool_)
    first = np.concatenate([[0], np.cumsum(offers.units)])
    for k in range(len(offers.units)):
        free, present = list(range(int(first[k]), int(first[k + 1]))), list[int]()
        for t, count in enumerate(counts[k].tolist()):
            while len(present) > count:
                free.append(present.pop(0))
            while len(present) < count:
                present.append(free.pop(0))
            bought[present, t] = True
    return bought


def counts_of_units(problem: RosterProblem, bought: BoolArray) -> IntArray:
    """Return the agents bought by offer and slot, (K, T)."""
    counts = np.zeros(problem.bought.open.shape, dtype=np.int64)
    np.add.at(counts, problem.bought.offer, bought.astype(np.int64))
    return counts
