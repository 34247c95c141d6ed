"""A roster under improvement: tours, the market they supply, and kernels that move agents."""

from __future__ import annotations

import numpy as np

from .bought import bought_ticks, buy
from .coverage import Market, add_agents, cover_cost, price_slots, remove_agent
from .fairness import fair_limits, fairness_cost
from .problem import TICKS, FloatArray, IntArray, Roster, RosterProblem
from .program import TourTables
from .responses import ResponseWork, respond, settle
from .tour_value import own_elastic
from .tours import TourWork

BUYING_TURNS = 4
"""Parts into which bought cover is divided to take turns with the agents."""


MEMORY = 800_000_000
"""Bytes of the tour program's work arrays above which it tracks no kinds of shift."""


class SearchState:
    """A roster with its market, costs and work arrays; moved only through its methods.

    Costs are in currency units (float); exact costs come from `evaluate`.
    """

    def __init__(self, problem: RosterProblem, tables: TourTables) -> None:
        self.problem = problem
        self.tables = tables
        totals = tables.arrays.totals
        # what responses change is this state's own: another may work beside it in a thread
        own = totals._replace(
            kind_price=np.zeros_like(totals.kind_price),
            kind_tracked=totals.kind_tracked.copy(),
            untracked=totals.untracked.copy(),
        )
        self.arrays = tables.arrays._replace(totals=own)
        self.own = np.zeros(problem.n_agents)
        self.counts = np.zeros((problem.n_agents, 3), dtype=np.int64)
        groups = len(problem.cover.skills)
        self.price: FloatArray = np.zeros((groups, problem.n_slots))
        self._all_slots = np.arange(problem.n_slots)
        self._slots = np.empty(problem.n_slots, dtype=np.int64)
        self._fair_prices = problem.fair_prices / TICKS
        self._rows = 64
        self._span = np.array([0, problem.n_days], dtype=np.int64)
        self.work = TourWork.of(problem, self.arrays, self._rows, self._span)
        self._responses = ResponseWork.of(problem)
        self.tours = 0  # found so far
        self.load(Roster.empty(problem))

    def twin(self) -> SearchState:
        """Return another state of the problem, with work arrays of its own.

        What is known of the kinds of shift that agents' tours must count is shared, by agent.
        """
        twin = SearchState(self.problem, self.tables)
        twin.arrays = self.arrays
        return twin

    def grow(self, a: int) -> None:
        """Make room for agent a's tour: track no kinds where that takes too much, else double."""
        days, _, width = self.work.back.shape
        totals = self.arrays.totals
        if 16 * days * self._rows * width > MEMORY and totals.kind_tracked[a].any():
            totals.kind_tracked[a] = False
            totals.untracked[a] = True
            return
        self._rows *= 2
        self.work = TourWork.of(self.problem, self.arrays, self._rows, self._span)

    def limit(self, first: int, last: int) -> None:
        """Let responses change only days `first` up to `last` (exclusive)."""
        self._span[:] = first, last

    def load(self, roster: Roster) -> None:
        """Replace the roster."""
        self.option = roster.option.copy()
        self.breaks = roster.breaks.copy()
        self.bought = roster.bought.copy()
        self.market = Market.of(self.problem.cover)
        offers = self.problem.bought
        settle(
            self.option,
            self.breaks,
            self.own,
            self.counts,
            self.market,
            self.arrays,
            self._slots,
        )
        unit, slot = np.nonzero(self.bought)
        add_agents(self.market, offers.skill_set[offers.offer[unit]], slot)

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

    def refresh_prices(self, sigma: float) -> None:
        """Recompute the price of one agent more in every slot."""
        price_slots(self.market, sigma, self._all_slots, self.price)

    def respond(
        self,
        order: IntArray,
        duals: FloatArray,
        blend: float,
        sigma: float,
        noise: float = 0.0,
        seed: int = 0,
    ) -> None:
        """Give the agents of `order` in turn their best tours against the others.

        Every agent sees the marginal prices of coverage, blurred by N(0, `sigma`) agents, mixed
        with `duals` (G, T) by the weight `blend`, plus noise of its own of standard deviation
        `noise` (currency units), which `seed` decides.

        Bought cover takes turns with them: a part of its units is absent while a part of the
        agents responds, and then comes back where it still pays.
        """
        self.tours += len(order)
        units = np.arange(len(self.bought))
        parts = BUYING_TURNS if len(units) else 1
        for k in range(parts):
            # copies, for kernels are compiled for arrays without gaps
            turn = units[k::parts].copy()
            self.send_away(turn)
            self._respond(order[k::parts].copy(), duals, blend, sigma, noise, seed)
            self._buy(turn, duals, blend, sigma)

    def _respond(
        self,
        order: IntArray,
        duals: FloatArray,
        blend: float,
        sigma: float,
        noise: float,
        seed: int,
    ) -> None:
        budget = self.problem.budget
        shares, least_shares = fair_limits(self.problem, self.counts)
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
                noise,
                seed,
                shares,
                least_shares,
                self._fair_prices,
                self.counts,
                budget.weeks,
                budget.minutes,
                self.arrays,
                self.work,
                self._responses,
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
