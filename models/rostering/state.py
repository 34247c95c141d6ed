"""A roster under improvement: tours, the market they supply, and kernels that move agents."""

from __future__ import annotations

import numpy as np
from numba import njit

from .bought import bought_ticks, buy
from .coverage import Market, add_agent, cover_cost, price_slots, remove_agent
from .fairness import fair_share, fairness_cost
from .problem import OFF, TICKS, BoolArray, FloatArray, IntArray, Roster, RosterProblem
from .program import TourArrays, TourTables
from .shift_cost import paid
from .tour_bounds import week_cost
from .tour_totals import raise_kind_prices, short_of_total, track_kinds
from .tours import Fairness, TourWork, best_tour

BUYING_TURNS = 4
"""Parts into which bought cover is divided to take turns with the agents."""


MEMORY = 800_000_000
"""Bytes of the tour program's work arrays above which it tracks no kinds of shift."""
PRICE_RAISES = 40
"""How often the price of a kind is raised before a tour at hand is kept."""


@njit(cache=True, nogil=True)
def working_slots(
    a: int, option: IntArray, breaks: IntArray, arrays: TourArrays, out: IntArray
) -> int:
    """Write the slots in which agent a serves queues into `out`; return how many."""
    shifts = arrays.shifts
    found = 0
    for d in range(len(option)):
        o = option[d]
        if o < 0 or not shifts.flexible[o]:
            continue
        b = 0
        n_breaks = shifts.n_breaks[o]
        t = shifts.start[o]
        while t < shifts.end[o]:
            if b < n_breaks and t == breaks[d, b]:
                t += shifts.break_slots[o, b]
                b += 1
                continue
            if arrays.agents.event[a, t] == 0:
                out[found] = t
                found += 1
            t += 1
    return found


@njit(cache=True, nogil=True)
def own_cost(a: int, option: IntArray, breaks: IntArray, arrays: TourArrays) -> float:
    """Pay, overtime, wishes, prices of rules and elastic minima of one tour, in currency units."""
    shifts, agents, weeks, rules = arrays.shifts, arrays.agents, arrays.weeks, arrays.rules
    c = agents.rule_class[a]
    state = agents.first_state[a]
    total = 0.0
    minutes = 0
    for d in range(len(option)):
        o = option[d]
        label = 0
        if o < 0:
            total += agents.off_cost[a, d]
            if agents.must_work[a, d]:
                total += arrays.promise
        else:
            label = rules.label[c, o]
            total += agents.option_pay[a, o]
            for b in range(shifts.n_breaks[o]):
                if not shifts.break_paid[o, b]:
                    p = breaks[d, b]
                    total -= paid(a, d, p, p + shifts.break_slots[o, b], arrays)
            minutes = weeks.next_sum[minutes, weeks.value_id[a, o]]
        place = rules.at[c, d] + label * rules.n_states[c, d] + state
        total += rules.cost[place]
        state = rules.after[place]
        if weeks.week_ends[d]:
            total += week_cost(a, d, weeks.sums[minutes], arrays)
            minutes = 0
    return total + rules.last[rules.last_at[c] + state] + short_of_total(a, option, arrays)


@njit(cache=True, nogil=True)
def own_elastic(option: IntArray, arrays: TourArrays) -> float:
    """The part of all agents' own costs for promises broken, in currency units."""
    agents, weeks, rules = arrays.agents, arrays.weeks, arrays.rules
    total = 0.0
    for a in range(len(option)):
        c = agents.rule_class[a]
        state = agents.first_state[a]
        minutes = 0
        for d in range(option.shape[1]):
            o = option[a, d]
            label = 0 if o < 0 else rules.label[c, o]
            if o >= 0:
                minutes = weeks.next_sum[minutes, weeks.value_id[a, o]]
            elif agents.must_work[a, d]:
                total += arrays.promise
            place = rules.at[c, d] + label * rules.n_states[c, d] + state
            total += rules.broken[place]
            state = rules.after[place]
            if weeks.week_ends[d]:
                missing = agents.least[a, weeks.week[d]] - weeks.sums[minutes]
                total += arrays.shortfall * max(0, missing)
                minutes = 0
        total += rules.last_broken[rules.last_at[c] + state]
        total += short_of_total(a, option[a], arrays)
    return total


@njit(cache=True, nogil=True)
def minutes_by_week(a: int, option: IntArray, arrays: TourArrays, out: IntArray) -> None:
    """Write the paid minutes of a tour by week into `out` (W,)."""
    weeks = arrays.weeks
    minutes = 0
    for d in range(len(option)):
        if option[d] >= 0:
            minutes = weeks.next_sum[minutes, weeks.value_id[a, option[d]]]
        if weeks.week_ends[d]:
            out[weeks.week[d]] = weeks.sums[minutes]
            minutes = 0


@njit(cache=True, nogil=True)
def _most(
    a: int,
    option: IntArray,
    arrays: TourArrays,
    windows: BoolArray,
    budget: IntArray,
    out: IntArray,
) -> None:
    """Write the most minutes of every week: the agent's own, and what budgets of weeks permit.

    What a window has left is split evenly over its weeks on top of the tour at hand, so that any
    tour within these limits keeps the budget.
    """
    out[:] = arrays.agents.most[a]
    if len(windows) == 0:
        return
    now = np.empty_like(out)
    minutes_by_week(a, option, arrays, now)
    for n in range(len(windows)):
        used = 0
        weeks = 0
        for w in range(len(out)):
            if windows[n, w]:
                used += now[w]
                weeks += 1
        share = max(0, budget[a, n] - used) // max(1, weeks)
        for w in range(len(out)):
            if windows[n, w]:
                out[w] = min(out[w], now[w] + share)


@njit(cache=True, nogil=True)
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
    shares: IntArray,
    fair_prices: FloatArray,
    counts: IntArray,
    windows: BoolArray,
    budget: IntArray,
    arrays: TourArrays,
    work: TourWork,
    slots: IntArray,
) -> int:
    """Give every agent of `order` in turn its best tour against the others.

    Returns the position in `order` at which the work arrays proved too small, else its length.
    """
    shifts, agents = arrays.shifts, arrays.agents
    n_days = option.shape[1]
    new_option = np.empty(n_days, dtype=np.int64)
    new_breaks = np.empty((n_days, breaks.shape[2]), dtype=np.int64)
    row = np.empty(price.shape[1])
    most = np.empty(agents.most.shape[1], dtype=np.int64)
    for k in range(len(order)):
        a = order[k]
        g = agents.group[a]
        n = working_slots(a, option[a], breaks[a], arrays, slots)
        for i in range(n):
            remove_agent(market, g, slots[i])
        price_slots(market, sigma, slots[:n], price)
        for t in range(price.shape[1]):
            row[t] = (1.0 - blend) * price[g, t] + blend * duals[g, t]
        _most(a, option[a], arrays, windows, budget, most)
        fairness = Fairness(shares[a], fair_prices)
        while True:
            cost = best_tour(
                a, row, fairness, most, arrays, work, option[a], new_option, new_breaks
            )
            if cost == -np.inf or not track_kinds(a, new_option, arrays.totals):
                break
        if cost > -np.inf and arrays.totals.untracked[a]:
            arrays.totals.kind_price[a] *= 0.8  # they may be higher than they need be
            for _ in range(PRICE_RAISES):
                cost = best_tour(
                    a, row, fairness, most, arrays, work, option[a], new_option, new_breaks
                )
                if cost == -np.inf or not raise_kind_prices(a, new_option, 1.0, arrays.totals):
                    break
            else:
                new_option[:] = option[a]
                new_breaks[:] = breaks[a]
        if cost == -np.inf:
            for i in range(n):
                add_agent(market, g, slots[i])
            price_slots(market, sigma, slots[:n], price)
            return k
        option[a] = new_option
        breaks[a] = new_breaks
        own[a] = own_cost(a, new_option, new_breaks, arrays)
        counts[a] = 0
        for d in range(n_days):
            o = new_option[d]
            if o >= 0:
                counts[a, 0] += 1 if shifts.night[o] else 0
                counts[a, 1] += 1 if shifts.weekend[o] else 0
                counts[a, 2] += 1 if agents.holiday[a, d] else 0
        n = working_slots(a, new_option, new_breaks, arrays, slots)
        for i in range(n):
            add_agent(market, g, slots[i])
        price_slots(market, sigma, slots[:n], price)
    return len(order)


@njit(cache=True, nogil=True)
def withdraw(
    a: int, option: IntArray, breaks: IntArray, market: Market, arrays: TourArrays, slots: IntArray
) -> int:
    """Take agent a's coverage out of the market."""
    g = arrays.agents.group[a]
    n = working_slots(a, option[a], breaks[a], arrays, slots)
    for i in range(n):
        remove_agent(market, g, slots[i])
    return n


@njit(cache=True, nogil=True)
def deploy(
    a: int, option: IntArray, breaks: IntArray, market: Market, arrays: TourArrays, slots: IntArray
) -> int:
    """Put agent a's coverage into the market."""
    g = arrays.agents.group[a]
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
        totals = tables.arrays.totals
        own_prices = totals._replace(kind_price=np.zeros_like(totals.kind_price))
        self.arrays = tables.arrays._replace(totals=own_prices)
        empty = Roster.empty(problem)
        self.option = empty.option
        self.breaks = empty.breaks
        self.bought = empty.bought
        self.market = Market.of(problem.cover)
        self.own = np.zeros(problem.n_agents)
        self.counts = np.zeros((problem.n_agents, 3), dtype=np.int64)
        groups = len(problem.cover.skills)
        self.price: FloatArray = np.zeros((groups, problem.n_slots))
        self._all_slots = np.arange(problem.n_slots)
        self._slots = np.empty(problem.n_slots, dtype=np.int64)
        self._fair_prices = problem.fair_prices / TICKS
        self._rows = 64
        self._span = np.array([0, problem.n_days], dtype=np.int64)
        self.work = self._workspace()
        for a in range(problem.n_agents):
            self.own[a] = self._own(a)

    def _own(self, a: int) -> float:
        return float(own_cost(a, self.option[a], self.breaks[a], self.arrays))

    def _workspace(self) -> TourWork:
        """Return the work arrays of `best_tour`."""
        p, o, rules = self.problem, self.problem.options, self.arrays.rules
        per_day = max(1, int(np.diff(o.first_of_day).max(initial=1)))
        window = int((o.break_last - o.break_first + 1).max(initial=1))
        width = int(rules.n_states.max())
        n_sums, n_values = self.arrays.weeks.next_sum.shape
        n_kinds = p.totals.kind_most.shape[1] + 1
        shape = (p.n_days, self._rows, width)
        return TourWork(
            prices=np.zeros(p.n_slots + 1),
            events=np.zeros(p.n_slots + 1, dtype=np.int64),
            gains=np.zeros((max(1, len(self.arrays.shifts.kind_slots)), p.n_slots + 1)),
            tails=np.zeros((max(1, p.max_breaks), window)),
            costs=np.zeros(p.n_options),
            break_costs=np.zeros(int(self.arrays.shifts.pattern_of_day[-1])),
            arc_option=np.zeros(per_day, dtype=np.int64),
            order=np.zeros(per_day, dtype=np.int64),
            arc_of=np.zeros(max(1, int(rules.n_labels.max()) * n_values * n_kinds), dtype=np.int64),
            off=np.zeros(p.n_days),
            cheapest=np.zeros((p.n_days, n_values)),
            dearest=np.zeros((p.n_days, n_values)),
            so_far=np.zeros((2, n_sums)),
            to_come=np.zeros((p.n_days + 1, n_sums)),
            row_of=np.full(4 * self._rows, -1, dtype=np.int32),
            row_slot=np.zeros(self._rows, dtype=np.int64),
            row_key=np.zeros((2, self._rows), dtype=np.int64),
            value=np.zeros((2, self._rows, width)),
            back=np.zeros(shape, dtype=np.int32),
            taken=np.zeros(shape, dtype=np.int32),
            span=self._span,
        )

    def grow(self, a: int) -> None:
        """Make room for agent a's tour: track no kinds where that takes too much, else double."""
        days, _, width = self.work.back.shape
        totals = self.arrays.totals
        if 16 * days * self._rows * width > MEMORY and totals.kind_tracked[a].any():
            totals.kind_tracked[a] = False
            totals.untracked[a] = True
            return
        self._rows *= 2
        self.work = self._workspace()

    def limit(self, first: int, last: int) -> None:
        """Let responses change only days `first` up to `last` (exclusive)."""
        self._span[:] = first, last

    def load(self, roster: Roster) -> None:
        """Replace the roster."""
        self.option = roster.option.copy()
        self.breaks = roster.breaks.copy()
        self.bought = roster.bought.copy()
        self.market = Market.of(self.problem.cover)
        for a in range(self.problem.n_agents):
            deploy(a, self.option, self.breaks, self.market, self.arrays, self._slots)
            self.own[a] = self._own(a)
            self.counts[a] = self._counts(a)
        skill_set = self.problem.bought.skill_set[self.problem.bought.offer]
        for u, t in zip(*np.nonzero(self.bought), strict=True):
            add_agent(self.market, skill_set[u], t)

    def _counts(self, a: int) -> IntArray:
        """Return nights, weekend and holiday shifts of agent a's tour, (3,)."""
        days = np.flatnonzero(self.option[a] != OFF)
        taken = self.option[a][days]
        options = self.problem.options
        holidays = self.problem.staff.holiday[a, days]
        return np.array(
            [options.night[taken].sum(), options.weekend[taken].sum(), holidays.sum()],
            dtype=np.int64,
        )

    def roster(self) -> Roster:
        """Return a copy of the roster as it stands."""
        return Roster(self.option.copy(), self.breaks.copy(), self.bought.copy())

    def cost(self) -> float:
        """Return the objective of the roster as it stands."""
        return (
            float(self.own.sum())
            + float(cover_cost(self.market))
            + bought_ticks(self.problem, self.bought) / TICKS
            + fairness_cost(self.problem, self.counts) / TICKS
        )

    def elastic(self) -> float:
        """Return the part of the cost that stands for promises broken."""
        cover = self.problem.cover
        below = np.maximum(0, cover.minimum - self.market.served) * cover.hard
        leads = np.maximum(0, cover.lead_minimum - self.market.leads) * cover.lead_price
        hard = (float(below.sum()) + float(leads[cover.lead_hard].sum())) / TICKS
        return hard + float(own_elastic(self.option, self.arrays))

    def shares(self) -> IntArray:
        """Return nights, weekend and holiday shifts an agent may still take at no price, (A, 3)."""
        return fair_share(self.problem, self.counts)

    def refresh_prices(self, sigma: float) -> None:
        """Recompute the price of one agent more in every slot."""
        price_slots(self.market, sigma, self._all_slots, self.price)

    def respond(self, order: IntArray, duals: FloatArray, blend: float, sigma: float) -> None:
        """Give the agents of `order` in turn their best tours against the others.

        Bought cover takes turns with them: a part of its units is absent while a part of the
        agents responds, and then comes back where it still pays.
        """
        units = np.arange(len(self.bought))
        parts = BUYING_TURNS if len(units) else 1
        for k in range(parts):
            # copies, for kernels are compiled for arrays without gaps
            turn = units[k::parts].copy()
            self.send_away(turn)
            self._respond(order[k::parts].copy(), duals, blend, sigma)
            self._buy(turn, duals, blend, sigma)

    def _respond(self, order: IntArray, duals: FloatArray, blend: float, sigma: float) -> None:
        budget = self.problem.budget
        shares = self.shares()
        self.refresh_prices(sigma)
        done = 0
        while done < len(order):
            done += respond(
                order[done:],
                self.option,
                self.breaks,
                self.own,
                self.market,
                self.price,
                duals,
                blend,
                sigma,
                shares,
                self._fair_prices,
                self.counts,
                budget.weeks,
                budget.minutes,
                self.arrays,
                self.work,
                self._slots,
            )
            if done < len(order):
                self.grow(int(order[done]))

    def _buy(self, units: IntArray, duals: FloatArray, blend: float, sigma: float) -> None:
        """Give units of bought cover in turn their best blocks against the others."""
        if not len(units):
            return
        offers = self.problem.bought
        buy(
            units,
            offers.offer,
            offers.skill_set,
            offers.open,
            offers.least_slots,
            offers.price / TICKS,
            self.bought,
            self.market,
            self.price,
            duals,
            blend,
            sigma,
        )

    def send_away(self, units: IntArray) -> None:
        """Buy nothing of some units of bought cover."""
        skill_set = self.problem.bought.skill_set[self.problem.bought.offer]
        for u in units:
            for t in np.flatnonzero(self.bought[u]):
                remove_agent(self.market, skill_set[u], t)
        self.bought[units] = False

    def clear(self, agents: IntArray) -> None:
        """Send agents home; locked shifts come back with the next response."""
        for a in agents:
            withdraw(int(a), self.option, self.breaks, self.market, self.arrays, self._slots)
            self.option[a] = OFF
            self.breaks[a] = OFF
            self.own[a] = self._own(int(a))
            self.counts[a] = 0
