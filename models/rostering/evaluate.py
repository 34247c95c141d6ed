"""The exact objective of a roster, in integer ticks, by component.

Slow and plain on purpose: the search works in floating point, what it reports is recomputed here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .coverage import Market, add_agent
from .fairness import fairness_cost
from .problem import OFF, TICKS, IntArray, Roster, RosterProblem
from .program import MUST_WORK_PRICE


@dataclass(frozen=True)
class Valuation:
    """Components of the objective in ticks.

    `elastic` are the prices of promises broken: minutes below a weekly minimum, locked shifts or
    mandatory events left out (`missing_days`), agents below a hard minimum.
    """

    pay: int
    overtime: int
    wishes: int
    cover: int
    fairness: int
    shortfall_minutes: int
    missing_days: int
    elastic: int

    @property
    def total(self) -> int:
        """The objective in ticks, without the elastic prices of broken promises."""
        return self.pay + self.overtime + self.wishes + self.cover + self.fairness


def working(problem: RosterProblem, roster: Roster, a: int) -> IntArray:
    """Return the slots in which agent a serves queues."""
    options, staff = problem.options, problem.staff
    mask = np.zeros(problem.n_slots, dtype=bool)
    for d, o in enumerate(roster.option[a]):
        if o == OFF or not options.flexible[o]:
            continue
        mask[options.start[o] : options.end[o]] = True
        for b in range(int(options.n_breaks[o])):
            p = roster.breaks[a, d, b]
            mask[p : p + options.break_slots[o, b]] = False
    mask &= staff.event[a] == 0
    return np.flatnonzero(mask)


def evaluate(problem: RosterProblem, roster: Roster) -> Valuation:
    """Recompute the objective of a roster from scratch."""
    options, staff = problem.options, problem.staff
    pay = overtime = wishes = shortfall = missing = 0
    counts = np.zeros((problem.n_agents, 2), dtype=np.int64)
    weeks = int(problem.week[-1]) + 1
    for a in range(problem.n_agents):
        minutes = [0] * weeks
        rate = int(staff.rate[a])
        for d, o in enumerate(roster.option[a]):
            if o == OFF:
                wishes += int(staff.off_cost[a, d])
                missing += bool(staff.must_work[a, d])
                continue
            wishes += int(staff.option_cost[a, o])
            pay += rate * _paid_weight(problem, roster, a, d, int(o))
            minutes[problem.week[d]] += int(options.paid_minutes[o]) - int(
                staff.event_unpaid_minutes[a, o]
            )
            counts[a] += options.night[o], options.weekend[o]
        for w in range(weeks):
            extra = max(0, minutes[w] - int(staff.overtime_after[a, w]))
            overtime += rate * int(staff.overtime[a]) * extra
            shortfall += max(0, int(staff.least[a, w]) - minutes[w])
    priced, hard = _cover_ticks(problem, market_of(problem, roster))
    elastic = shortfall * problem.shortfall_price + missing * int(MUST_WORK_PRICE) * TICKS + hard
    fairness = fairness_cost(problem, counts)
    return Valuation(pay, overtime, wishes, priced, fairness, shortfall, missing, elastic)


def _paid_weight(problem: RosterProblem, roster: Roster, a: int, d: int, o: int) -> int:
    """Return the pay weight of one shift: its span less unpaid breaks and events."""
    options = problem.options
    paid = np.zeros(problem.n_slots, dtype=bool)
    paid[options.start[o] : options.end[o]] = True
    for b in range(int(options.n_breaks[o])):
        if not options.break_paid[o, b]:
            p = roster.breaks[a, d, b]
            paid[p : p + options.break_slots[o, b]] = False
    paid &= problem.staff.event[a] != 2
    return int(problem.pay_weight[d][paid].sum())


def market_of(problem: RosterProblem, roster: Roster) -> Market:
    """Return the market with every agent of the roster on its best queue."""
    market = Market.of(problem.cover)
    arrays = market.arrays()
    for a in range(problem.n_agents):
        for t in working(problem, roster, a):
            add_agent(arrays, int(problem.staff.skill_set[a]), int(t))
    return market


def _cover_ticks(problem: RosterProblem, market: Market) -> tuple[int, int]:
    """Return in ticks the price of under- and overstaffing, and that of hard minima missed."""
    cover = problem.cover
    under = np.maximum(0, cover.required - market.served)
    over = np.maximum(0, market.served - cover.required)
    below = np.maximum(0, cover.minimum - market.served)
    return int((under * cover.under + over * cover.over).sum()), int((below * cover.hard).sum())
