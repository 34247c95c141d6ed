"""Best tours of agents one after the other, each against all the others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .coverage import Market, add_agent, price_slots, remove_agent
from .kernels import inner_kernel, kernel
from .problem import BoolArray, FloatArray, IntArray, RosterProblem
from .program import TourArrays, WeekArrays
from .tour_totals import raise_kind_prices, track_kinds
from .tour_value import minutes_by_week, own_cost, working_slots
from .tours import Fairness, TourWork, best_tour

PRICE_RAISES = 6
"""How often the price of a kind is raised before a tour at hand is kept."""


class ResponseWork(NamedTuple):
    """Work arrays of `respond`: the new tour (D,), its breaks (D, B), prices (T,), minutes (W,)."""

    option: IntArray
    breaks: IntArray
    price: FloatArray
    most: IntArray
    minutes: IntArray

    @classmethod
    def of(cls, problem: RosterProblem) -> ResponseWork:
        """Return the work arrays for a problem."""
        days, weeks = problem.n_days, problem.staff.most.shape[1]
        return cls(
            np.zeros(days, dtype=np.int64),
            np.zeros((days, problem.max_breaks), dtype=np.int64),
            np.zeros(problem.n_slots),
            np.zeros(weeks, dtype=np.int64),
            np.zeros(weeks, dtype=np.int64),
        )


@inner_kernel
def _copy(source: IntArray, target: IntArray) -> None:
    """Write a vector to another; slices assigned to slices take seconds more to compile."""
    for k in range(len(source)):
        target[k] = source[k]


@inner_kernel
def _keep_budget(
    a: int,
    option: IntArray,
    weeks: WeekArrays,
    windows: BoolArray,
    budget: IntArray,
    now: IntArray,
    out: IntArray,
) -> None:
    """Lower the most minutes of every week, `out`, to what budgets of several weeks permit.

    What a window has left is split evenly over its weeks on top of the tour at hand, so that any
    tour within these limits keeps the budget. `now` (W,) is scratch space.
    """
    if len(windows) == 0:
        return
    minutes_by_week(a, option, weeks, now)
    for n in range(len(windows)):
        used = 0
        count = 0
        for w in range(len(out)):
            if windows[n, w]:
                used += now[w]
                count += 1
        share = max(0, budget[a, n] - used) // max(1, count)
        for w in range(len(out)):
            if windows[n, w]:
                out[w] = min(out[w], now[w] + share)


@inner_kernel
def _shake(row: FloatArray, noise: float, seed: int) -> None:
    """Add uniform noise of standard deviation `noise` to a row (xorshift, Marsaglia 2003)."""
    x = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) | np.uint64(1)
    width = noise * 3.4641016151377544
    for t in range(len(row)):
        x ^= x << np.uint64(13)
        x ^= x >> np.uint64(7)
        x ^= x << np.uint64(17)
        row[t] += width * (float(x >> np.uint64(11)) * 1.1102230246251565e-16 - 0.5)


@inner_kernel
def _settle(
    a: int,
    option: IntArray,
    breaks: IntArray,
    own: FloatArray,
    counts: IntArray,
    market: Market,
    arrays: TourArrays,
    slots: IntArray,
) -> int:
    """Put agent a's tour into the market, write its cost and counts; return the slots served.

    `counts` (A, 3) are nights, weekend and holiday shifts; `slots` gets the slots.
    """
    shifts, agents = arrays.shifts, arrays.agents
    own[a] = own_cost(a, option[a], breaks[a], arrays)
    counts[a] = 0
    for d in range(option.shape[1]):
        o = option[a, d]
        if o >= 0:
            counts[a, 0] += 1 if shifts.night[o] else 0
            counts[a, 1] += 1 if shifts.weekend[o] else 0
            counts[a, 2] += 1 if agents.holiday[a, d] else 0
    n = working_slots(option[a], breaks[a], agents.event[a], shifts, slots)
    for i in range(n):
        add_agent(market, agents.group[a], slots[i])
    return n


@kernel
def respond(
    order: IntArray,
    option: IntArray,
    breaks: IntArray,
    own: FloatArray,
    market: Market,
    price: FloatArray,
    duals: FloatArray,
    blend: float,
    sigma: float,
    noise: float,
    seed: int,
    shares: IntArray,
    least_shares: IntArray,
    fair_prices: FloatArray,
    counts: IntArray,
    windows: BoolArray,
    budget: IntArray,
    arrays: TourArrays,
    work: TourWork,
    own_work: ResponseWork,
    slots: IntArray,
) -> int:
    """Give every agent of `order` in turn its best tour against the others.

    Returns the position in `order` at which the work arrays proved too small, else its length.
    """
    shifts, agents = arrays.shifts, arrays.agents
    n_days = option.shape[1]
    new_option, new_breaks = own_work.option, own_work.breaks
    row, most = own_work.price, own_work.most
    for k in range(len(order)):
        a = order[k]
        g = agents.group[a]
        n = working_slots(option[a], breaks[a], agents.event[a], shifts, slots)
        for i in range(n):
            remove_agent(market, g, slots[i])
        price_slots(market, sigma, slots[:n], price)
        for t in range(price.shape[1]):
            row[t] = (1.0 - blend) * price[g, t] + blend * duals[g, t]
        if noise > 0.0:
            _shake(row, noise, seed + a)
        _copy(agents.most[a], most)
        _keep_budget(a, option[a], arrays.weeks, windows, budget, own_work.minutes, most)
        fairness = Fairness(shares[a], least_shares[a], fair_prices)
        if arrays.totals.untracked[a]:
            for i in range(arrays.totals.kind_price.shape[1]):
                arrays.totals.kind_price[a, i] *= 0.8  # they may be higher than they need be
        raises = 0
        while True:
            cost = best_tour(
                a, row, fairness, most, arrays, work, option[a], new_option, new_breaks
            )
            if cost == -np.inf:
                break
            if track_kinds(a, new_option, arrays.totals):
                continue
            if not arrays.totals.untracked[a]:
                break
            if not raise_kind_prices(a, new_option, 25.0, arrays.totals):
                break
            raises += 1
            if raises == PRICE_RAISES:
                _copy(option[a], new_option)
                for d in range(n_days):
                    _copy(breaks[a, d], new_breaks[d])
                break
        if cost == -np.inf:
            for i in range(n):
                add_agent(market, g, slots[i])
            price_slots(market, sigma, slots[:n], price)
            return k
        _copy(new_option, option[a])
        for d in range(n_days):
            _copy(new_breaks[d], breaks[a, d])
        n = _settle(a, option, breaks, own, counts, market, arrays, slots)
        price_slots(market, sigma, slots[:n], price)
    return len(order)


@kernel
def settle(
    option: IntArray,
    breaks: IntArray,
    own: FloatArray,
    counts: IntArray,
    market: Market,
    arrays: TourArrays,
    slots: IntArray,
) -> None:
    """Put every agent's tour into the market, and write its cost and what fairness counts of it."""
    for a in range(len(option)):
        _settle(a, option, breaks, own, counts, market, arrays, slots)
