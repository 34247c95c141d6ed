"""The Lagrangian bound: coverage prices by ascent, every agent priced exactly.

For any prices mu (G, T) of an agent of a skill set in a slot,

    L(mu) = sum_a min_tour [own cost + mu . coverage] + sum_t min_y [cover cost(y) - mu . y]

bounds the cost of every roster from below (Fisher 1981). The first part is the tour program, the
second separates by queue: a queue draws on the skill set with the least price and stands at
nothing, at its minimum or at its requirement. Adam finds prices where the bound is high.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from .problem import TICKS, Arrays, BoolArray, FloatArray, IntArray
from .state import SearchState, working_slots
from .tours import best_tour

_TICKS = float(TICKS)


@njit(cache=True, nogil=True)
def _price_agents(
    agents: IntArray,
    duals: FloatArray,
    arrays: Arrays,
    gap: int,
    shortfall: float,
    work: Arrays,
    supply: FloatArray,
    slots: IntArray,
    n_days: int,
    n_breaks: int,
) -> float:
    """Sum of the agents' cheapest tours at prices `duals`; adds their coverage to `supply` (G, T).

    Fairness is left out: its price is never negative, so the bound stays a bound.
    """
    option = np.empty(n_days, dtype=np.int64)
    breaks = np.empty((n_days, n_breaks), dtype=np.int64)
    fairness = np.zeros(4)
    total = 0.0
    for a in agents:
        g = arrays[1][0][a]
        cost = best_tour(a, duals[g], fairness, arrays, gap, shortfall, work, option, breaks)
        if cost == -np.inf:
            return -np.inf
        total += cost
        n = working_slots(a, option, breaks, arrays, slots)
        for i in range(n):
            supply[g, slots[i]] += 1.0
    return total


@njit(cache=True, nogil=True)
def _price_cover(
    duals: FloatArray,
    required: IntArray,
    minimum: IntArray,
    fixed: IntArray,
    under: FloatArray,
    over: FloatArray,
    hard: FloatArray,
    skills: BoolArray,
    demand: FloatArray,
) -> float:
    """The second part of L(mu); subtracts the agents it would buy from `demand` (G, T)."""
    queues, slots = required.shape
    groups = skills.shape[0]
    total = 0.0
    for q in range(queues):
        for t in range(slots):
            # the skill set worth most here: mu is negative where agents are short
            best = -1
            for g in range(groups):
                if skills[g, q] and (best < 0 or duals[g, t] > duals[best, t]):
                    best = g
            least = 1e300
            take = 0
            for k in range(3):
                bought = 0
                if k == 1:
                    bought = max(0, minimum[q, t] - fixed[q, t])
                elif k == 2:
                    bought = max(0, required[q, t] - fixed[q, t])
                if bought > 0 and best < 0:
                    continue
                count = fixed[q, t] + bought
                gap = required[q, t] - count
                cost = gap * under[q, t] if gap > 0 else -gap * over[q, t]
                if count < minimum[q, t]:
                    cost += (minimum[q, t] - count) * hard[q, t]
                if bought > 0:
                    cost -= duals[best, t] * bought
                if cost < least:
                    least = cost
                    take = bought
            total += least
            if take > 0:
                demand[best, t] -= take
    return total


@dataclass
class LagrangianBound:
    """Adam ascent on the coverage prices; keeps the best bound and its prices.

    The bound is lowered by 1e-9 of the sum of all magnitudes involved, far more than the
    rounding of a few thousand additions in double precision.
    """

    state: SearchState
    duals: FloatArray
    best: float = -np.inf

    def __post_init__(self) -> None:
        self.duals = self.duals.copy()
        self.best_duals = self.duals.copy()
        self._mean = np.zeros_like(self.duals)
        self._square = np.zeros_like(self.duals)
        self._steps = 0
        problem = self.state.problem
        cover = problem.cover
        self._cover = tuple(
            np.ascontiguousarray(x)
            for x in (
                cover.required,
                cover.minimum,
                cover.fixed,
                cover.under / TICKS,
                cover.over / TICKS,
                cover.hard / TICKS,
                cover.skills,
            )
        )
        # above the least over-price of its queues a skill set's price buys without end
        over = cover.over / TICKS
        self._ceiling = np.stack(
            [over[row].min(axis=0) if row.any() else 0 * over[0] for row in cover.skills]
        )
        steepest = (cover.under + cover.hard).max(axis=0) / TICKS
        self._floor = np.broadcast_to(-steepest, self.duals.shape)
        self._agents: IntArray = np.arange(problem.n_agents)
        self._slots = np.empty(problem.n_slots, dtype=np.int64)

        # steps of about a quarter of the price of an agent missing for a slot
        priced = cover.under[cover.under > 0] / TICKS
        self.learning_rate = 0.25 * float(priced.mean()) if priced.size else 1.0
        self._first_rate = self.learning_rate

    def cool(self, progress: float) -> None:
        """Set the step length for a share of the ascent done: it falls to a hundredth."""
        self.learning_rate = self._first_rate * 0.01 ** min(1.0, progress)

    def step(self) -> float:
        """Evaluate the bound at the present prices and move them uphill; return this bound."""
        problem = self.state.problem
        np.clip(self.duals, self._floor, self._ceiling, out=self.duals)
        while True:
            slope = np.zeros_like(self.duals)
            tours = _price_agents(
                self._agents,
                self.duals,
                self.state.arrays,
                problem.break_gap_slots,
                self.state.shortfall,
                self.state.work,
                slope,
                self._slots,
                problem.n_days,
                problem.max_breaks,
            )
            if tours > -np.inf:
                break
            self.state.grow()
        cover = _price_cover(self.duals, *self._cover, slope)
        bound = tours + cover - 1e-9 * (abs(tours) + abs(cover) + 1.0)
        if bound > self.best:
            self.best = bound
            self.best_duals = self.duals.copy()
        self._ascend(slope)
        return float(bound)

    def _ascend(self, slope: FloatArray) -> None:
        """One step of Adam (Kingma & Ba 2015) with beta2 = 0.99."""
        self._steps += 1
        self._mean = 0.9 * self._mean + 0.1 * slope
        self._square = 0.99 * self._square + 0.01 * slope**2
        mean = self._mean / (1 - 0.9**self._steps)
        square = self._square / (1 - 0.99**self._steps)
        self.duals = self.duals + self.learning_rate * mean / (np.sqrt(square) + 1e-8)
