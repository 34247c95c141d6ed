"""The exact objective of a roster, in integer ticks, by component.

Slow and plain on purpose: the search works in floating point, what it reports is recomputed here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .automaton import FORBIDDEN
from .bought import bought_ticks
from .coverage import Market, add_agents
from .fairness import fairness_cost
from .problem import OFF, IntArray, Roster, RosterProblem
from .program import TourTables, build_tables
from .totals import keeps_totals, missing_minutes


@dataclass(frozen=True)
class Valuation:
    """Components of the objective in ticks.

    `rules` is what priced rules cost, `bought` what cover from outside does. `elastic` are the
    prices of promises broken: minutes below a minimum of a week or the horizon, locked shifts or
    mandatory events left out (`missing_days`), units of hard rules that nothing avoids
    (`broken_rules`), agents below a hard minimum and leads missing.
    """

    pay: int
    overtime: int
    wishes: int
    rules: int
    cover: int
    bought: int
    fairness: int
    shortfall_minutes: int
    missing_days: int
    broken_rules: int
    elastic: int

    @property
    def total(self) -> int:
        """The objective in ticks, without the elastic prices of broken promises."""
        own = self.pay + self.overtime + self.wishes + self.rules + self.fairness
        return own + self.cover + self.bought


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


def evaluate(problem: RosterProblem, roster: Roster, tables: TourTables | None = None) -> Valuation:
    """Recompute the objective of a roster from scratch.

    `tables` spares compiling the rules again.
    """
    tables = tables or build_tables(problem)
    tours = [_tour(problem, roster, a) for a in range(problem.n_agents)]
    pay, overtime, wishes, shortfall, missing = (sum(part) for part in zip(*tours, strict=True))
    kept = [rule_cost(problem, tables, roster.option[a], a) for a in range(problem.n_agents)]
    market = market_of(problem, roster)
    priced, hard = _cover_ticks(problem, market)
    leads, leads_hard = _lead_ticks(problem, market)
    broken = sum(units for _, units in kept)
    elastic = shortfall * problem.shortfall_price + hard + leads_hard
    elastic += (missing + broken) * problem.promise_price
    counts = np.zeros((problem.n_agents, len(problem.fair_prices)), dtype=np.int64)
    for a in range(problem.n_agents):
        for o in roster.option[a][roster.option[a] != OFF]:
            counts[a] += problem.fair_features(a, int(o))
    return Valuation(
        pay=pay,
        overtime=overtime,
        wishes=wishes,
        rules=sum(price for price, _ in kept) + leads,
        cover=priced,
        bought=bought_ticks(problem, roster.bought),
        fairness=fairness_cost(problem, counts),
        shortfall_minutes=shortfall,
        missing_days=missing,
        broken_rules=broken,
        elastic=elastic,
    )


def _tour(problem: RosterProblem, roster: Roster, a: int) -> tuple[int, int, int, int, int]:
    """Return pay, overtime, wishes in ticks, minutes missed and days left out of one tour."""
    options, staff = problem.options, problem.staff
    pay = overtime = wishes = shortfall = missing = 0
    weeks = int(problem.week[-1]) + 1
    minutes = [0] * weeks
    for d, o in enumerate(roster.option[a]):
        if o == OFF:
            wishes += int(staff.off_cost[a, d])
            missing += bool(staff.must_work[a, d])
            continue
        wishes += int(staff.option_cost[a, o])
        pay += shift_pay(problem, roster, a, d, int(o))
        unpaid = int(staff.event_unpaid_minutes[a, o])
        minutes[problem.week[d]] += int(options.paid_minutes[o]) - unpaid
    for w in range(weeks):
        last = int(np.flatnonzero(problem.week == w)[-1])
        extra = max(0, minutes[w] - int(staff.overtime_after[a, w]))
        overtime += int(staff.rate[a, last]) * int(staff.overtime[a]) * extra
        shortfall += max(0, int(staff.least[a, w]) - minutes[w])
    shortfall += missing_minutes(problem, a, roster.option[a])
    return pay, overtime, wishes, shortfall, missing


def shift_pay(problem: RosterProblem, roster: Roster, a: int, d: int, o: int) -> int:
    """Return the pay of one shift in ticks: its span less unpaid breaks and events."""
    options, pay, p = problem.options, problem.pay, int(problem.staff.pay_class[a])
    paid = np.zeros(problem.n_slots, dtype=bool)
    paid[options.start[o] : options.end[o]] = True
    for b in range(int(options.n_breaks[o])):
        if not options.break_paid[o, b]:
            at = roster.breaks[a, d, b]
            paid[at : at + options.break_slots[o, b]] = False
    paid &= problem.staff.event[a] != 2
    weight = int(pay.weight[p, d][paid].sum()) + int(pay.option_weight[p, o])
    flat = int(pay.flat[p, d][paid].sum()) + int(pay.option_flat[p, o])
    return int(problem.staff.rate[a, d]) * weight + flat


def rule_cost(
    problem: RosterProblem, tables: TourTables, option: IntArray, a: int
) -> tuple[int, int]:
    """Return what priced rules cost in a tour, in ticks, and the units of hard rules broken.

    Raises
    ------
    ValueError
        If the tour takes a shift that a hard rule forbids, or more than the horizon may hold.
    """
    if not keeps_totals(problem, a, option):
        raise ValueError(f"agent {a}: more minutes or shifts of a kind than the horizon may hold")
    c = int(problem.staff.rule_class[a])
    automaton, label = tables.automata[c], tables.arrays.rules.label[c]
    state = int(tables.arrays.agents.first_state[a])
    price = broken = 0
    for d, layer in enumerate(automaton.layers):
        choice = 0 if option[d] == OFF else int(label[option[d]])
        after = int(layer.after[state, choice])
        if after == FORBIDDEN:
            raise ValueError(f"agent {a}: option {option[d]} on day {d} breaks a hard rule")
        price += int(layer.price[state, choice])
        broken += int(layer.broken[state, choice])
        state = after
    return price + int(automaton.last_price[state]), broken + int(automaton.last_broken[state])


def market_of(problem: RosterProblem, roster: Roster) -> Market:
    """Return the market with every agent of the roster, own or bought, on its best queue."""
    market = Market.of(problem.cover)
    slots = [working(problem, roster, a) for a in range(problem.n_agents)]
    group = np.repeat(problem.staff.skill_set, [len(served) for served in slots])
    add_agents(market, group, np.concatenate([np.empty(0, dtype=np.int64), *slots]))
    unit, slot = np.nonzero(roster.bought)
    add_agents(market, problem.bought.skill_set[problem.bought.offer[unit]], slot)
    return market


def _cover_ticks(problem: RosterProblem, market: Market) -> tuple[int, int]:
    """Return in ticks the price of under- and overstaffing, and that of hard minima missed."""
    cover = problem.cover
    under = np.maximum(0, cover.required - market.served)
    over = np.maximum(0, market.served - cover.required)
    below = np.maximum(0, cover.minimum - market.served)
    priced = int((under * cover.under + over * cover.over).sum())
    for level, price in zip(cover.level, cover.level_price, strict=True):
        priced += int((np.maximum(0, level - market.served) * price).sum())
    return priced, int((below * cover.hard).sum())


def _lead_ticks(problem: RosterProblem, market: Market) -> tuple[int, int]:
    """Return in ticks the price of leads missing, and that of duties that are promises."""
    cover = problem.cover
    missing = np.maximum(0, cover.lead_minimum - market.leads) * cover.lead_price
    return int(missing[~cover.lead_hard].sum()), int(missing[cover.lead_hard].sum())
