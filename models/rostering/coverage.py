"""Supply to queues: who serves what in every slot, what one agent more is worth, what it costs.

Per slot, agents of several skill sets flow to the queues they serve at least cost. The cost of a
queue is convex and piecewise linear in the agents on it, so a flow kept optimal by shortest
augmenting paths stays optimal when one agent comes or goes (successive shortest paths,
Ahuja, Magnanti & Orlin 1993, ch. 9).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from .problem import TICKS, Arrays, Cover, FloatArray, IntArray


@dataclass(frozen=True)
class Market:
    """The cover as the kernels see it: prices in currency units (float), the flow as counts.

    `served` (Q, T) counts the agents on each queue, `flow` (G, Q, T) which skill set they
    belong to. Both are changed in place by the kernels.
    """

    required: IntArray
    minimum: IntArray
    under: FloatArray
    over: FloatArray
    hard: FloatArray
    skills: npt.NDArray[np.bool_]
    served: IntArray
    flow: IntArray

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
            cover.skills,
            cover.fixed.copy(),
            np.zeros((len(cover.skills), queues, slots), dtype=np.int64),
        )

    def copy(self) -> Market:
        """Return a market with its own flow."""
        return Market(
            self.required,
            self.minimum,
            self.under,
            self.over,
            self.hard,
            self.skills,
            self.served.copy(),
            self.flow.copy(),
        )

    def arrays(self) -> Arrays:
        """Return the fields in the order the kernels take them."""
        return (
            self.required,
            self.minimum,
            self.under,
            self.over,
            self.hard,
            self.skills,
            self.served,
            self.flow,
        )


@njit(cache=True, nogil=True)
def _normal_cdf(x: float) -> float:
    return 0.5 * math.erfc(-x * 0.7071067811865476)


@njit(cache=True, nogil=True)
def _slope(market: Arrays, q: int, t: int, count: int, sigma: float) -> float:
    """Cost of the agent after `count` on queue q; blurred by N(0, sigma) where sigma > 0."""
    required, minimum, under, over, hard, _, _, _ = market
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


@njit(cache=True, nogil=True)
def _relax(
    market: Arrays, t: int, value: FloatArray, move_to: IntArray, move_by: IntArray, adding: bool
) -> None:
    """Let an agent on one queue make way for (or fill in for) one on another.

    `value[q]` is the cost of one agent more (adding) or fewer on q; on return it is the least
    over all chains of moves, whose first steps are `move_to` (queue) and `move_by` (skill set).
    """
    skills = market[5]
    flow = market[7]
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


@njit(cache=True, nogil=True)
def price_slots(market: Arrays, sigma: float, slots: IntArray, price: FloatArray) -> None:
    """Write the cost of one agent more per skill set into `price` (G, T) at the slots given."""
    skills = market[5]
    served = market[6]
    groups, queues = skills.shape
    value = np.empty(queues)
    move_to = np.full(queues, -1)
    move_by = np.full(queues, -1)
    for t in slots:
        for q in range(queues):
            value[q] = _slope(market, q, t, served[q, t], sigma)
        if queues > 1:
            _relax(market, t, value, move_to, move_by, True)
        for g in range(groups):
            best = np.inf
            for q in range(queues):
                if skills[g, q] and value[q] < best:
                    best = value[q]
            price[g, t] = best


@njit(cache=True, nogil=True)
def add_agent(market: Arrays, g: int, t: int) -> float:
    """Put one more agent of skill set g into slot t; return the change of cost."""
    skills = market[5]
    served = market[6]
    flow = market[7]
    queues = skills.shape[1]
    value = np.empty(queues)
    move_to = np.full(queues, -1)
    move_by = np.full(queues, -1)
    for q in range(queues):
        value[q] = _slope(market, q, t, served[q, t], 0.0)
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
    return change


@njit(cache=True, nogil=True)
def remove_agent(market: Arrays, g: int, t: int) -> float:
    """Take an agent of skill set g out of slot t; return the change of cost."""
    skills = market[5]
    served = market[6]
    flow = market[7]
    queues = skills.shape[1]
    value = np.empty(queues)
    move_to = np.full(queues, -1)
    move_by = np.full(queues, -1)
    best = -1
    # The leaver itself cannot fill in for anybody: take it off a queue first, then relax.
    for first in range(queues):
        if flow[g, first, t] == 0:
            continue
        flow[g, first, t] -= 1
        for q in range(queues):
            value[q] = -_slope(market, q, t, served[q, t] - 1, 0.0)
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
    return change


@njit(cache=True, nogil=True)
def cover_cost(market: Arrays) -> float:
    """Cost of under- and overstaffing of the present flow, in currency units."""
    required, minimum, under, over, hard, _, served, _ = market
    queues, slots = required.shape
    total = 0.0
    for q in range(queues):
        for t in range(slots):
            gap = required[q, t] - served[q, t]
            if gap > 0:
                total += gap * under[q, t]
            else:
                total -= gap * over[q, t]
            if served[q, t] < minimum[q, t]:
                total += (minimum[q, t] - served[q, t]) * hard[q, t]
    return total
