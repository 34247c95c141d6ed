"""Column generation: prices of coverage at which the bound is that of the best mixture of tours.

The master program mixes tours of every class of agents and pays for coverage missing or too much;
its duals price the next tours, which the tour program finds exactly (Dantzig & Wolfe 1960). Duals
are smoothed towards the best known (Wentges 1997). Every pricing is a Lagrangian bound whether
the master is solved or not, so a stopped run has certified what it has seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .lagrange import LagrangianBound
from .master import Master
from .pricing import Pricing
from .problem import OFF, FloatArray, IntArray, Roster, RosterProblem
from .state import SearchState
from .tour_value import own_cost, working_slots

FEW_OPTIONS = 24
"""Shift options a day up to which the master converges in little time."""
SMOOTHING = 0.7
"""Weight of the best prices in those that tours are priced at."""
CONVERGED = 1e-6
"""Share of the cost by which master and bound may differ in the end."""


@dataclass
class ColumnBound:
    """Raises a Lagrangian bound by column generation; prices and bound stay in `lagrangian`.

    `master_cost` is the cost of the best mixture of the tours so far, above which the bound
    cannot rise; infinite before the first step. Tours are priced by so many `workers`.
    """

    state: SearchState
    lagrangian: LagrangianBound
    workers: int = 1
    master_cost: float = np.inf
    steps: int = 0
    smoothing: float = SMOOTHING
    _seen: set[bytes] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.agents, self.alike = self.lagrangian.agents, self.lagrangian.alike
        self._pricing = Pricing(self.state, self.agents, self.workers)
        self.master = Master(self.state.problem, self.alike)
        self._slots = np.empty(self.state.problem.n_slots, dtype=np.int64)
        self._option = np.full((len(self.agents), self.state.problem.n_days), OFF, dtype=np.int64)

    @staticmethod
    def suits(problem: RosterProblem) -> bool:
        """Say whether column generation pays: few options a day, and nothing but tours and cover.

        Breaks, leads and fair shares are left to the ascent.
        """
        cover = problem.cover
        per_day = int(np.diff(problem.options.first_of_day).max(initial=0))
        others = bool((cover.lead_price * cover.lead_minimum).any())
        others |= bool(problem.options.n_breaks.any() or problem.fair_prices.any())
        return per_day <= FEW_OPTIONS and not others

    @property
    def converged(self) -> bool:
        """Whether the bound cannot rise any more."""
        distance = self.master_cost - self.lagrangian.best
        return bool(np.isfinite(distance) and distance <= CONVERGED * abs(self.master_cost))

    def add_roster(self, roster: Roster) -> None:
        """Put the tours of a roster into the master, so that it has a solution."""
        for k, a in enumerate(self.agents.tolist()):
            self._add(k, a, roster.option[a], roster.breaks[a])

    def _add(self, k: int, a: int, option: IntArray, breaks: IntArray) -> None:
        key = k.to_bytes(4, "little") + option.tobytes() + breaks.tobytes()
        if key in self._seen:
            return
        self._seen.add(key)
        arrays = self.state.arrays
        n = working_slots(option, breaks, arrays.agents.event[a], arrays.shifts, self._slots)
        own = float(own_cost(a, option, breaks, arrays))
        group = int(arrays.agents.group[a])
        self.master.add_tour(k, group, own, self._slots[:n])

    def step(self) -> float:
        """Solve the master, price tours at smoothed duals; return the bound of this pricing."""
        solved = self.master.solve()
        self.steps += 1
        if solved is None:
            return -np.inf
        self.master_cost, duals, worth = solved
        best = self.lagrangian.group_duals
        centre = duals if not np.isfinite(self.lagrangian.best) else best
        mixed = self.smoothing * centre + (1.0 - self.smoothing) * duals
        bound, improving = self._price(mixed, duals, worth)
        if not improving and self.smoothing > 0.0 and not self.converged:
            # the smoothed prices cut off nothing: the master's own do, or it is solved
            bound, _ = self._price(duals, duals, worth)
        return bound

    def _price(
        self, prices: FloatArray, duals: FloatArray, worth: FloatArray
    ) -> tuple[float, bool]:
        """Price all classes and add the tours the master would take; say whether there were any."""
        problem, state = self.state.problem, self.state
        n = len(self.agents)
        option = self._option
        breaks = np.empty((n, problem.n_days, problem.max_breaks), dtype=np.int64)
        prices = self.lagrangian.clipped(prices)
        cost = self._pricing.price(prices, option, breaks)
        supply = self.lagrangian.supply(option, breaks)
        improving = False
        for k, a in enumerate(self.agents.tolist()):
            g = int(state.arrays.agents.group[a])
            event = state.arrays.agents.event[a]
            slots = self._slots[
                : working_slots(option[k], breaks[k], event, state.arrays.shifts, self._slots)
            ]
            own = float(own_cost(a, option[k], breaks[k], state.arrays))
            if own + float(duals[g, slots].sum()) < worth[k] - 1e-7 * max(1.0, abs(worth[k])):
                improving = True
                self._add(k, a, option[k], breaks[k])
        bound = self.lagrangian.offer(prices, float(self.alike @ cost), supply)
        return bound, improving
