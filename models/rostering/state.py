"""A roster under improvement: tours, the market they supply, and kernels that move agents."""

from __future__ import annotations

import numpy as np
from numba import njit

from .coverage import Market, add_agent, cover_cost, price_slots, remove_agent
from .fairness import fair_share, fairness_cost
from .problem import OFF, TICKS, Arrays, FloatArray, IntArray, Roster, RosterProblem
from .program import MUST_WORK_PRICE, TourTables
from .tours import best_tour

_TICKS = float(TICKS)


@njit(cache=True, nogil=True)
def working_slots(a: int, option: IntArray, breaks: IntArray, arrays: Arrays, out: IntArray) -> int:
    """Write the slots in which agent a serves queues into `out`; return how many."""
    options, staff, _ = arrays
    found = 0
    for d in range(len(option)):
        o = option[d]
        if o < 0 or not options[4][o]:
            continue
        b = 0
        n_breaks = options[5][o]
        t = options[0][o]
        while t < options[1][o]:
            if b < n_breaks and t == breaks[d, b]:
                t += options[8][o, b]
                b += 1
                continue
            if staff[5][a, t] == 0:
                out[found] = t
                found += 1
            t += 1
    return found


@njit(cache=True, nogil=True)
def own_cost(a: int, option: IntArray, breaks: IntArray, arrays: Arrays, shortfall: float) -> float:
    """Pay, overtime, wishes and elastic minima of one tour, in currency units."""
    options, staff, tables = arrays
    sums, next_sum, value_id = tables[0], tables[1], tables[2]
    pay = tables[9]
    rate = staff[1][a]
    total = 0.0
    minutes = 0
    for d in range(len(option)):
        o = option[d]
        week = tables[8][d]
        if o < 0:
            total += staff[13][a, d] / _TICKS
            if staff[4][a, d]:
                total += MUST_WORK_PRICE
        else:
            start = options[0][o]
            end = options[1][o]
            total += rate * (pay[d, end] - pay[d, start]) + staff[12][a, o] / _TICKS
            for b in range(options[5][o]):
                if not options[9][o, b]:
                    p = breaks[d, b]
                    total -= rate * (pay[d, p + options[8][o, b]] - pay[d, p])
            if staff[6][a, o] > 0:
                for t in range(start, end):
                    if staff[5][a, t] == 2:
                        total -= rate * (pay[d, t + 1] - pay[d, t])
            minutes = next_sum[minutes, value_id[a, o]]
        if tables[7][d]:
            worked = sums[minutes]
            if worked > staff[11][a, week]:
                total += rate * staff[2][a] * (worked - staff[11][a, week])
            if worked < staff[9][a, week]:
                total += shortfall * (staff[9][a, week] - worked)
            minutes = 0
    return total


@njit(cache=True, nogil=True)
def respond(
    order: IntArray,
    option: IntArray,
    breaks: IntArray,
    own: FloatArray,
    market: Arrays,
    price: FloatArray,
    duals: FloatArray,
    blend: float,
    sigma: float,
    shares: IntArray,
    prices_fair: FloatArray,
    counts: IntArray,
    arrays: Arrays,
    gap: int,
    shortfall: float,
    work: Arrays,
    slots: IntArray,
) -> int:
    """Give every agent of `order` in turn its best tour against the others.

    Returns the position in `order` at which the work arrays proved too small, else its length.
    """
    options, staff, _ = arrays
    n_days = option.shape[1]
    new_option = np.empty(n_days, dtype=np.int64)
    new_breaks = np.empty((n_days, breaks.shape[2]), dtype=np.int64)
    row = np.empty(price.shape[1])
    fairness = np.empty(4)
    for k in range(len(order)):
        a = order[k]
        g = staff[0][a]
        n = working_slots(a, option[a], breaks[a], arrays, slots)
        for i in range(n):
            remove_agent(market, g, slots[i])
        price_slots(market, sigma, slots[:n], price)
        for t in range(price.shape[1]):
            row[t] = (1.0 - blend) * price[g, t] + blend * duals[g, t]
        fairness[0] = shares[a, 0]
        fairness[1] = shares[a, 1]
        fairness[2] = prices_fair[0]
        fairness[3] = prices_fair[1]
        cost = best_tour(a, row, fairness, arrays, gap, shortfall, work, new_option, new_breaks)
        if cost == -np.inf:
            for i in range(n):
                add_agent(market, g, slots[i])
            price_slots(market, sigma, slots[:n], price)
            return k
        option[a] = new_option
        breaks[a] = new_breaks
        own[a] = own_cost(a, new_option, new_breaks, arrays, shortfall)
        counts[a, 0] = 0
        counts[a, 1] = 0
        for d in range(n_days):
            o = new_option[d]
            if o >= 0:
                counts[a, 0] += 1 if options[2][o] else 0
                counts[a, 1] += 1 if options[3][o] else 0
        n = working_slots(a, new_option, new_breaks, arrays, slots)
        for i in range(n):
            add_agent(market, g, slots[i])
        price_slots(market, sigma, slots[:n], price)
    return len(order)


@njit(cache=True, nogil=True)
def withdraw(
    a: int, option: IntArray, breaks: IntArray, market: Arrays, arrays: Arrays, slots: IntArray
) -> int:
    """Take agent a's coverage out of the market."""
    g = arrays[1][0][a]
    n = working_slots(a, option[a], breaks[a], arrays, slots)
    for i in range(n):
        remove_agent(market, g, slots[i])
    return n


@njit(cache=True, nogil=True)
def deploy(
    a: int, option: IntArray, breaks: IntArray, market: Arrays, arrays: Arrays, slots: IntArray
) -> int:
    """Put agent a's coverage into the market."""
    g = arrays[1][0][a]
    n = working_slots(a, option[a], breaks[a], arrays, slots)
    for i in range(n):
        add_agent(market, g, slots[i])
    return n


class SearchState:
    """A roster with its market, costs and work arrays; moved only through its methods.

    Costs are in currency units (float); exact costs come from `evaluate`.
    """

    def __init__(self, problem: RosterProblem, tables: TourTables) -> None:
        self.problem = problem
        self.tables = tables
        self.arrays = tables.arrays()
        self.shortfall = problem.shortfall_price / TICKS
        empty = Roster.empty(problem)
        self.option = empty.option
        self.breaks = empty.breaks
        self.market = Market.of(problem.cover)
        self.own = np.zeros(problem.n_agents)
        self.counts = np.zeros((problem.n_agents, 2), dtype=np.int64)
        groups = len(problem.cover.skills)
        self.price: FloatArray = np.zeros((groups, problem.n_slots))
        self._all_slots = np.arange(problem.n_slots)
        self._slots = np.empty(problem.n_slots, dtype=np.int64)
        self._capacity = 256
        self.work = self._workspace()
        for a in range(problem.n_agents):
            self.own[a] = self._own(a)

    def _own(self, a: int) -> float:
        return float(own_cost(a, self.option[a], self.breaks[a], self.arrays, self.shortfall))

    def _workspace(self) -> Arrays:
        p = self.problem
        window = int((p.options.break_last - p.options.break_first).max(initial=0)) + 1
        per_day = int(np.diff(p.options.first_of_day).max(initial=1))
        width = self.tables.ready_off.shape[1]
        runs = int(max(p.staff.max_run.max(initial=1), p.staff.run.max(initial=0))) + 1
        states = len(self.tables.sums) * runs * (p.n_days + 1) * (p.n_days + 1)
        shape = (p.n_days, self._capacity, width)
        return (
            np.zeros(p.n_slots + 1),
            np.zeros(p.n_slots + 1, dtype=np.int64),
            np.zeros((max(1, p.max_breaks), window)),
            np.zeros(max(1, per_day)),
            np.zeros(states, dtype=np.int32),
            np.zeros(states, dtype=np.int32),
            np.zeros((2, self._capacity), dtype=np.int64),
            np.zeros((2, self._capacity, width)),
            np.zeros(shape, dtype=np.int32),
            np.zeros(shape, dtype=np.int32),
        )

    def grow(self) -> None:
        """Double the work arrays of the tour program."""
        self._capacity *= 2
        self.work = self._workspace()

    def load(self, roster: Roster) -> None:
        """Replace the roster."""
        self.option = roster.option.copy()
        self.breaks = roster.breaks.copy()
        self.market = Market.of(self.problem.cover)
        options = self.problem.options
        for a in range(self.problem.n_agents):
            deploy(a, self.option, self.breaks, self.market.arrays(), self.arrays, self._slots)
            self.own[a] = self._own(a)
            taken = self.option[a][self.option[a] != OFF]
            self.counts[a] = options.night[taken].sum(), options.weekend[taken].sum()

    def roster(self) -> Roster:
        """Return a copy of the roster as it stands."""
        return Roster(self.option.copy(), self.breaks.copy())

    def cost(self) -> float:
        """Return the objective of the roster as it stands."""
        return (
            float(self.own.sum())
            + float(cover_cost(self.market.arrays()))
            + fairness_cost(self.problem, self.counts) / TICKS
        )

    def shares(self) -> IntArray:
        """Return nights and weekend shifts that each agent may still take at no price, (A, 2)."""
        return fair_share(self.problem, self.counts)

    def refresh_prices(self, sigma: float) -> None:
        """Recompute the price of one agent more in every slot."""
        price_slots(self.market.arrays(), sigma, self._all_slots, self.price)

    def respond(self, order: IntArray, duals: FloatArray, blend: float, sigma: float) -> None:
        """Give the agents of `order` in turn their best tours against the others."""
        p = self.problem
        prices = np.array([p.fair_nights_price / TICKS, p.fair_weekends_price / TICKS])
        shares = self.shares()
        self.refresh_prices(sigma)
        done = 0
        while done < len(order):
            done += respond(
                order[done:],
                self.option,
                self.breaks,
                self.own,
                self.market.arrays(),
                self.price,
                duals,
                blend,
                sigma,
                shares,
                prices,
                self.counts,
                self.arrays,
                p.break_gap_slots,
                self.shortfall,
                self.work,
                self._slots,
            )
            if done < len(order):
                self.grow()

    def clear(self, agents: IntArray) -> None:
        """Send agents home; locked shifts come back with the next response."""
        for a in agents:
            withdraw(
                int(a), self.option, self.breaks, self.market.arrays(), self.arrays, self._slots
            )
            self.option[a] = OFF
            self.breaks[a] = OFF
            self.own[a] = self._own(int(a))
            self.counts[a] = 0
