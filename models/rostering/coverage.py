"""Supply to queues: who serves what in every slot, what one agent more is worth, what it costs.

Per slot, agents of several groups flow to the queues they serve at least cost. The cost of a
queue is convex and piecewise linear in the agents on it, so a flow kept optimal by shortest
augmenting paths stays optimal when one agent comes or goes (successive shortest paths,
Ahuja, Magnanti & Orlin 1993, ch. 9).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .kernels import inner_kernel, kernel
from .problem import TICKS, Cover, FloatArray, IntArray


class Market(NamedTuple):
    """The cover as the kernels see it: prices in currency units (float), the flow as counts.

    `level` (2, K, Q, T) holds the levels of K hinges and their prices. `served` (Q, T) counts the
    agents on each queue, `flow` (G, Q, T) which group they belong to, `leads` (T,) the leads at
    work. These three are changed in place by the kernels; `value`, `move_to` and `move_by` (Q,) are
    their scratch space.
    """

    required: IntArray
    minimum: IntArray
    under: FloatArray
    over: FloatArray
    hard: FloatArray
    n_levels: int
    level: FloatArray
    skills: npt.NDArray[np.bool_]
    lead: npt.NDArray[np.bool_]
    lead_minimum: IntArray
    lead_price: FloatArray
    served: IntArray
    flow: IntArray
    leads: IntArray
    value: FloatArray
    move_to: IntArray
    move_by: IntArray

    @classmethod
    def of(cls, cover: Cover) -> Market:
        """Return the market of a roster in which nobody works."""
        queues, slots = cover.required.shape
        return cls(
            cover.required,
            cover.minimum,
            cover.under / TICKS,
            cover.over / TICKS,
            cover.hard / TICKS,
            len(cover.level),
            np.stack([cover.level.astype(np.float64), cover.level_price / TICKS]),
            cover.skills,
            cover.lead,
            cover.lead_minimum,
            cover.lead_price / TICKS,
            cover.fixed.copy(),
            np.zeros((len(cover.skills), queues, slots), dtype=np.int64),
            cover.lead_fixed.copy(),
            np.empty(queues),
            np.full(queues, -1),
            np.full(queues, -1),
        )


@inner_kernel
def _normal_cdf(x: float) -> float:
    return 0.5 * math.erfc(-x * 0.7071067811865476)


@inner_kernel
def _slope(market: Market, q: int, t: int, count: int, sigma: float) -> float:
    """Cost of the agent after `count` on queue q, levels apart; blurred by N(0, sigma) if > 0."""
    required, minimum = market.required, market.minimum
    under, over, hard = market.under, market.over, market.hard
    if sigma <= 0.0:
        value = over[q, t]
        if count < required[q, t]:
            value = -under[q, t]
        if count < minimum[q, t]:
            value -= hard[q, t]
        return value
    above = _normal_cdf((required[q, t] - count - 0.5) / sigma)
    below = 0.0
    if hard[q, t] > 0.0:
        below = _normal_cdf((minimum[q, t] - count - 0.5) / sigma)
    return over[q, t] - (over[q, t] + under[q, t]) * above - hard[q, t] * below


@inner_kernel
def _add_levels(market: Market, t: int, sigma: float, removing: bool, value: FloatArray) -> None:
    """Add what one agent more (or fewer) on every queue changes below its levels to `value` (Q,).

    Apart from `_slope`, which stays small enough to be compiled into its callers.
    """
    for q in range(len(value)):
        count = market.served[q, t] - (1 if removing else 0)
        worth = 0.0
        for k in range(market.n_levels):
            gap = market.level[0, k, q, t] - count
            price = market.level[1, k, q, t]
            if sigma > 0.0 and price > 0.0:
                worth += price * _normal_cdf((gap - 0.5) / sigma)
            elif gap > 0.0:
                worth += price
        value[q] += worth if removing else -worth


@inner_kernel
def _lead_slope(market: Market, t: int, count: int, sigma: float) -> float:
    """Cost of the lead after `count`; blurred as in `_slope`."""
    value = 0.0
    for duty in range(len(market.lead_minimum)):
        if market.lead_price[duty, t] > 0.0:
            gap = market.lead_minimum[duty, t] - count
            if sigma > 0.0:
                value -= market.lead_price[duty, t] * _normal_cdf((gap - 0.5) / sigma)
            elif gap > 0:
                value -= market.lead_price[duty, t]
    return value


@inner_kernel
def _relax(
    market: Market, t: int, value: FloatArray, move_to: IntArray, move_by: IntArray, adding: bool
) -> None:
    """Let an agent on one queue make way for (or fill in for) one on another.

    `value[q]` is the cost of one agent more (adding) or fewer on q; on return it is the least
    over all chains of moves, whose first steps are `move_to` (queue) and `move_by` (group).
    """
    skills, flow = market.skills, market.flow
    groups, queues = skills.shape
    for q in range(queues):
        move_to[q] = -1
        move_by[q] = -1
    for _ in range(queues):
        changed = False
        for q in range(queues):
            for p in range(queues):
                if p == q or value[p] >= value[q] - 1e-12:
                    continue
                for g in range(groups):
                    # adding: an agent of g leaves q for p; removing: one of g comes from p to q
                    source = q if adding else p
                    target = p if adding else q
                    if skills[g, target] and flow[g, source, t] > 0:
                        value[q] = value[p]
                        move_to[q] = p
                        move_by[q] = g
                        changed = True
                        break
        if not changed:
            break


@kernel
def price_slots(market: Market, sigma: float, slots: IntArray, price: FloatArray) -> None:
    """Write the cost of one agent more per group into `price` (G, T) at the slots given."""
    skills, served = market.skills, market.served
    groups, queues = skills.shape
    value, move_to, move_by = market.value, market.move_to, market.move_by
    for t in slots:
        for q in range(queues):
            value[q] = _slope(market, q, t, served[q, t], sigma)
        if market.n_levels > 0:
            _add_levels(market, t, sigma, False, value)
        if queues > 1:
            _relax(market, t, value, move_to, move_by, True)
        for g in range(groups):
            best = np.inf
            for q in range(queues):
                if skills[g, q] and value[q] < best:
                    best = value[q]
            if market.lead[g]:
                best += _lead_slope(market, t, market.leads[t], sigma)
            price[g, t] = best


@kernel
def add_agent(market: Market, g: int, t: int) -> float:
    """Put one more agent of group g into slot t; return the change of cost."""
    skills, served, flow = market.skills, market.served, market.flow
    queues = skills.shape[1]
    value, move_to, move_by = market.value, market.move_to, market.move_by
    for q in range(queues):
        value[q] = _slope(market, q, t, served[q, t], 0.0)
    if market.n_levels > 0:
        _add_levels(market, t, 0.0, False, value)
    if queues > 1:
        _relax(market, t, value, move_to, move_by, True)
    best = -1
    for q in range(queues):
        if skills[g, q] and (best < 0 or value[q] < value[best] - 1e-12):
            best = q
    flow[g, best, t] += 1
    change = value[best]
    here = best
    while move_to[here] >= 0:
        mover = move_by[here]
        there = move_to[here]
        flow[mover, here, t] -= 1
        flow[mover, there, t] += 1
        here = there
    served[here, t] += 1
    if market.lead[g]:
        change += _lead_slope(market, t, market.leads[t], 0.0)
        market.leads[t] += 1
    return change


@kernel
def add_agents(market: Market, group: IntArray, slots: IntArray) -> None:
    """Put one agent of `group[k]` into slot `slots[k]`, one after the other."""
    for k in range(len(slots)):
        add_agent(market, group[k], slots[k])


@kernel
def remove_agent(market: Market, g: int, t: int) -> float:
    """Take an agent of group g out of slot t; return the change of cost."""
    skills, served, flow = market.skills, market.served, market.flow
    queues = skills.shape[1]
    value, move_to, move_by = market.value, market.move_to, market.move_by
    best = -1
    # The leaver itself cannot fill in for anybody: take it off a queue first, then relax.
    for first in range(queues):
        if flow[g, first, t] == 0:
            continue
        flow[g, first, t] -= 1
        for q in range(queues):
            value[q] = -_slope(market, q, t, served[q, t] - 1, 0.0)
        if market.n_levels > 0:
            _add_levels(market, t, 0.0, True, value)
        if queues > 1:
            _relax(market, t, value, move_to, move_by, False)
        best = first
        break
    # One start is enough: other agents of g on other queues are among the chain's movers.
    change = value[best]
    here = best
    while move_to[here] >= 0:
        mover = move_by[here]
        there = move_to[here]
        flow[mover, there, t] -= 1
        flow[mover, here, t] += 1
        here = there
    served[here, t] -= 1
    if market.lead[g]:
        market.leads[t] -= 1
        change -= _lead_slope(market, t, market.leads[t], 0.0)
    return change


@kernel
def cover_cost(market: Market) -> float:
    """Cost of under- and overstaffing and missing leads in the flow, in currency units."""
    required, minimum, served = market.required, market.minimum, market.served
    under, over, hard = market.under, market.over, market.hard
    queues, slots = required.shape
    total = 0.0
    for duty in range(len(market.lead_minimum)):
        for t in range(slots):
            gap = market.lead_minimum[duty, t] - market.leads[t]
            if gap > 0:
                total += gap * market.lead_price[duty, t]
    for q in range(queues):
        for t in range(slots):
            gap = required[q, t] - served[q, t]
            if gap > 0:
                total += gap * under[q, t]
            else:
                total -= gap * over[q, t]
            if served[q, t] < minimum[q, t]:
                total += (minimum[q, t] - served[q, t]) * hard[q, t]
            for k in range(market.n_levels):
                missing = market.level[0, k, q, t] - served[q, t]
                total += max(0.0, missing) * market.level[1, k, q, t]
    return total
