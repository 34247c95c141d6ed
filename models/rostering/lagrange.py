"""The Lagrangian bound: coverage prices by ascent, every agent priced exactly.

For any prices mu (G, T) of an agent of a group in a slot,

    L(mu) = sum_a min_tour [own cost + mu . coverage] + sum_t min_y [cover cost(y) - mu . y]

bounds the cost of every roster from below (Fisher 1981). The first part is the tour program, once
for agents who are alike, and the best blocks of bought cover; the second separates by queue: a
queue draws on the group with the least price and stands at nothing, at its minimum, at its
requirement or at a level where its cost bends. Leads have a price of their own on top. Adam finds
prices where the bound is high, in cycles that each begin at the best prices so far with a step half
as long.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bought import price_offers
from .kernels import kernel
from .pricing import Pricing, add_supply
from .problem import OFF, TICKS, BoolArray, FloatArray, IntArray, RosterProblem
from .state import SearchState

FIRST_STEP = 0.2
"""Length of the first step, in prices of an agent missing for a slot."""
FIRST_CYCLE = 100
"""Steps of the first cycle; every cycle is twice as long as the one before."""
_CYCLE_SHRINKS = 0.5
"""Each cycle begins with a step so much shorter than the one before did."""
_STEP_SHRINKS = 0.015
"""Within a cycle the step falls to this share of its length."""


@kernel
def _price_leads(
    duals: FloatArray,
    minimum: IntArray,
    price: FloatArray,
    fixed: IntArray,
    demand: FloatArray,
) -> float:
    """The part of L that leads have: least cost of leads missing less the duals' worth of leads.

    Subtracts the leads it would buy from `demand` (T,). The least lies at no lead more than are
    fixed or at a duty's minimum, where the slope changes.
    """
    total = 0.0
    for t in range(len(fixed)):
        least = 0.0
        take = 0
        for k in range(-1, len(minimum)):
            bought = 0 if k < 0 else max(0, minimum[k, t] - fixed[t])
            cost = -duals[t] * bought
            for duty in range(len(minimum)):
                cost += price[duty, t] * max(0, minimum[duty, t] - fixed[t] - bought)
            if k < 0 or cost < least:
                least = cost
                take = bought
        total += least
        demand[t] -= take
    return total


@kernel
def _price_cover(
    duals: FloatArray,
    required: IntArray,
    minimum: IntArray,
    fixed: IntArray,
    under: FloatArray,
    over: FloatArray,
    hard: FloatArray,
    level: IntArray,
    level_price: FloatArray,
    skills: BoolArray,
    demand: FloatArray,
) -> float:
    """The second part of L(mu); subtracts the agents it would buy from `demand` (G, T)."""
    queues, slots = required.shape
    groups = skills.shape[0]
    total = 0.0
    for q in range(queues):
        for t in range(slots):
            # the group worth most here: mu is negative where agents are short
            best = -1
            for g in range(groups):
                if skills[g, q] and (best < 0 or duals[g, t] > duals[best, t]):
                    best = g
            least = 1e300
            take = 0
            for k in range(3 + len(level)):
                bought = 0
                if k == 1:
                    bought = max(0, minimum[q, t] - fixed[q, t])
                elif k == 2:
                    bought = max(0, required[q, t] - fixed[q, t])
                elif k > 2:
                    bought = max(0, level[k - 3, q, t] - fixed[q, t])
                if bought > 0 and best < 0:
                    continue
                count = fixed[q, t] + bought
                gap = required[q, t] - count
                cost = gap * under[q, t] if gap > 0 else -gap * over[q, t]
                if count < minimum[q, t]:
                    cost += (minimum[q, t] - count) * hard[q, t]
                for j in range(len(level)):
                    cost += max(0, level[j, q, t] - count) * level_price[j, q, t]
                if bought > 0:
                    cost -= duals[best, t] * bought
                if cost < least:
                    least = cost
                    take = bought
            total += least
            if take > 0:
                demand[best, t] -= take
    return total


def alike(problem: RosterProblem, state: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Return the classes of agents whose tours cost the same.

    `state` (A,) is the agents' first state of the rule automaton. Returned are one agent of every
    class (K,), the classes' sizes (K,), and every agent's class (A,).
    """
    staff = problem.staff
    classes: dict[bytes, int] = {}
    class_of = np.empty(problem.n_agents, dtype=np.int64)
    for a in range(problem.n_agents):
        numbers = [staff.skill_set[a], staff.pay_class[a], staff.overtime[a]]
        numbers += [staff.rule_class[a], state[a]]
        rows = (
            *(staff.rate, staff.allowed, staff.must_work, staff.event, staff.event_unpaid_minutes),
            *(staff.least, staff.most, staff.overtime_after, staff.option_cost, staff.off_cost),
            *(problem.totals.least, problem.totals.most, problem.totals.kind_most),
        )
        key = np.array(numbers).tobytes() + b"".join(row[a].tobytes() for row in rows)
        class_of[a] = classes.setdefault(key, len(classes))
    _, first, sizes = np.unique(class_of, return_index=True, return_counts=True)
    return first.astype(np.int64), sizes.astype(np.int64), class_of


@dataclass
class LagrangianBound:
    """Adam ascent on the coverage prices; keeps the best bound and its prices.

    One fall of the step length suits one number of steps and one start: long steps lose what the
    covering program's prices were worth before they gain, short ones stop on the way where those
    prices were far off. Cycles of doubling length, each from the best prices with half the step,
    need to know neither (warm restarts, Loshchilov & Hutter 2017).

    Row g of `duals` (G + 1, T) prices an agent of group g, the last row a lead on top. The bound
    is lowered by 1e-9 of the magnitudes of its two parts, far more than the rounding of a few
    thousand additions in double precision.
    """

    state: SearchState
    start: FloatArray
    best: float = -np.inf

    def __post_init__(self) -> None:
        problem = self.state.problem
        cover = problem.cover
        self.duals = np.concatenate([self.start, np.zeros((1, problem.n_slots))])
        self._best_duals = self.duals.copy()
        self._mean = np.zeros_like(self.duals)
        self._square = np.zeros_like(self.duals)
        self._steps = 0
        self._cover = tuple(
            np.ascontiguousarray(x)
            for x in (
                cover.required,
                cover.minimum,
                cover.fixed,
                cover.under / TICKS,
                cover.over / TICKS,
                cover.hard / TICKS,
                cover.level,
                cover.level_price / TICKS,
                cover.skills,
            )
        )
        self._leads = cover.lead_minimum, cover.lead_price / TICKS, cover.lead_fixed
        # above the least over-price of its queues a group's price buys without end
        over = cover.over / TICKS
        nothing = np.zeros((1, problem.n_slots))
        self._ceiling = np.concatenate(
            [
                np.stack(
                    [over[row].min(axis=0) if row.any() else nothing[0] for row in cover.skills]
                ),
                nothing,
            ]
        )
        steepest = cover.steepest.max(axis=0) / TICKS
        leads = cover.lead_price.sum(axis=0) / TICKS
        self._floor = -np.concatenate([np.tile(steepest, (len(self.start), 1)), leads[None, :]])
        first_state = self.state.arrays.agents.first_state
        self._agents, self._alike, self.class_of = alike(problem, first_state)
        self._slots = np.empty(problem.n_slots, dtype=np.int64)
        shape = (len(self._agents), problem.n_days)
        self._tours = np.full(shape, OFF, dtype=np.int64)
        self._breaks = np.empty((*shape, problem.max_breaks), dtype=np.int64)
        self._pricing = Pricing(self.state, self._agents, 1)
        self._first_rate = FIRST_STEP * (cover.mean_price or 1.0)
        self._cycle = FIRST_CYCLE

    @property
    def best_duals(self) -> FloatArray:
        """Price of one agent more of every group at the best bound, (G, T)."""
        return self._of_groups(self._best_duals)

    def _of_groups(self, duals: FloatArray) -> FloatArray:
        return np.where(self.state.problem.cover.lead[:, None], duals[:-1] + duals[-1], duals[:-1])

    @property
    def group_duals(self) -> FloatArray:
        """The prices of groups at the best bound without those of leads, (G, T)."""
        return self._best_duals[:-1]

    @property
    def agents(self) -> IntArray:
        """One agent of every class."""
        return self._agents

    @property
    def alike(self) -> IntArray:
        """Agents in every class."""
        return self._alike

    def clipped(self, prices: FloatArray) -> FloatArray:
        """Return prices (G, T) within the range in which the bound is finite."""
        return np.clip(prices, self._floor[:-1], self._ceiling[:-1])

    def offer(self, prices: FloatArray, tours: float, supply: FloatArray) -> float:
        """Return L(prices) from the tours' cost and supply at them; keep it if it is the best.

        For problems without leads.
        """
        supply = supply.copy()
        tours += self._blocks(prices, supply)
        duals = np.concatenate([prices, np.zeros((1, prices.shape[1]))])
        slope = np.concatenate([supply, np.zeros((1, prices.shape[1]))])
        return self._keep(duals, tours, self.settle(duals, slope))

    def _keep(self, duals: FloatArray, tours: float, cover: float) -> float:
        bound = float(tours + cover - 1e-9 * (abs(tours) + abs(cover) + 1.0))
        if bound > self.best:
            self.best = bound
            self._best_duals = duals.copy()
        return bound

    @property
    def classes(self) -> int:
        """Tours priced in a step."""
        return len(self._agents)

    def step(self) -> float:
        """Evaluate the bound at the present prices and move them uphill; return this bound."""
        problem = self.state.problem
        np.clip(self.duals, self._floor, self._ceiling, out=self.duals)
        prices = self._of_groups(self.duals)
        cost = self._pricing.price(prices, self._tours, self._breaks)
        tours = float(self._alike @ cost)
        supply = self.supply(self._tours, self._breaks)
        tours += self._blocks(prices, supply)
        leads = supply[problem.cover.lead].sum(axis=0)
        slope = np.concatenate([supply, leads[None, :]])
        cover = self.settle(self.duals, slope)
        bound = self._keep(self.duals, tours, cover)
        self._ascend(slope)
        if self._steps == self._cycle:
            self._begin_cycle()
        return bound

    def _blocks(self, prices: FloatArray, supply: FloatArray) -> float:
        """Return the cost of the best blocks of bought cover; adds what they cover to `supply`."""
        offers = self.state.problem.bought
        if not len(offers.units):
            return 0.0
        return float(
            price_offers(
                offers.units,
                offers.skill_set,
                offers.open,
                offers.least_slots,
                offers.price / TICKS,
                prices,
                supply,
            )
        )

    def supply(self, option: IntArray, breaks: IntArray) -> FloatArray:
        """Return the agents of every group in every slot, (G, T), when each class has its tour.

        `option` (K, D) and `breaks` (K, D, B) are the tours of the classes.
        """
        supply = np.zeros_like(self.start)
        tours = self._agents, self._alike, option, breaks
        agents, shifts = self.state.arrays.agents, self.state.arrays.shifts
        add_supply(*tours, agents.group, agents.event, shifts, supply, self._slots)
        return supply

    def settle(self, duals: FloatArray, slope: FloatArray) -> float:
        """Return the second part of L(duals); subtracts what it would buy from `slope`."""
        cover = _price_cover(duals[:-1], *self._cover, slope[:-1])
        return cover + _price_leads(duals[-1], *self._leads, slope[-1])

    def _begin_cycle(self) -> None:
        """Go back to the best prices, with a shorter step and no memory of the way."""
        self.duals = self._best_duals.copy()
        self._mean[:] = 0.0
        self._square[:] = 0.0
        self._steps = 0
        self._cycle *= 2
        self._first_rate *= _CYCLE_SHRINKS

    def _ascend(self, slope: FloatArray) -> None:
        """One step of Adam (Kingma & Ba 2015) with beta2 = 0.99."""
        length = self._first_rate * _STEP_SHRINKS ** (self._steps / self._cycle)
        self._steps += 1
        self._mean = 0.9 * self._mean + 0.1 * slope
        self._square = 0.99 * self._square + 0.01 * slope**2
        mean = self._mean / (1 - 0.9**self._steps)
        square = self._square / (1 - 0.99**self._steps)
        self.duals = self.duals + length * mean / (np.sqrt(square) + 1e-8)
