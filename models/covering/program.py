"""The aggregated covering program in Pyomo, solved by HiGHS' interior point.

Variables: agents of a group on an option, overtime and missed minutes of a group and week, flows of
skill sets to queues, under- and overstaffing. Time is cut into blocks of an hour and breaks are
spread over their windows: exact breaks on quarter hours made the program a hundred times slower to
solve, and its prices only start the bound. The duals of the supply rows are what an agent more of a
skill set is worth; pricing every agent exactly at these duals gives the certified bound.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo

from ..rostering.problem import TICKS, FloatArray, RosterProblem
from .aggregate import GroupedStaff, group_staff, presence
from .highs import solve_linear


@dataclass(frozen=True)
class CoveringResult:
    """What the covering program says.

    Attributes
    ----------
    objective : float
        Optimal value in currency units: an estimate, for its breaks are spread.
    duals : (G, T)
        Cost of one agent more of a skill set in a slot.
    shortage : (Q, T)
        Agents missing even when whole groups may be divided at will.
    """

    objective: float
    duals: FloatArray
    shortage: FloatArray


def solve_covering(
    problem: RosterProblem, time_limit: float | None = 60.0
) -> CoveringResult | None:
    """Solve the covering program; None where HiGHS finds no optimum within the limit.

    Without a limit in seconds the outcome is the same on every machine.
    """
    builder = _Builder(problem, group_staff(problem))
    optimum = solve_linear(builder.model, time_limit)
    if optimum is None:
        return None
    price = np.zeros((len(problem.cover.skills), problem.n_slots))
    shortage = np.zeros(problem.cover.required.shape)
    for (g, t), row in builder.supply_rows.items():
        price[g, builder.slots(t)] = optimum.duals[row] / builder.block
    for (q, t), var in builder.under.items():
        shortage[q, builder.slots(t)] = optimum.values[var]
    return CoveringResult(optimum.objective, price, shortage)


class _Builder:
    """Builds the Pyomo model; one method per family of rows."""

    def __init__(self, problem: RosterProblem, groups: GroupedStaff) -> None:
        self.problem = problem
        self.groups = groups
        self.model = pyo.ConcreteModel()
        self.model.rows = pyo.ConstraintList()
        self.model.sums = pyo.VarList(domain=pyo.NonNegativeReals)
        self.terms: list[Any] = []
        self.block = max(1, 60 // problem.slot_minutes)
        demand = int(np.flatnonzero(problem.cover.steepest.any(axis=0)).max(initial=-1)) + 1
        self.n_blocks = -(-demand // self.block)
        self.supplied: dict[tuple[int, int], list[Any]] = defaultdict(list)
        self.supply_rows: dict[tuple[int, int], object] = {}
        self.under: dict[tuple[int, int], pyo.Var] = {}
        self._shifts()
        self._days_and_rest()
        self._days_in_row()
        self._weekly_hours()
        self._bought()
        self._cover()
        self.model.cost = pyo.Objective(expr=pyo.quicksum(self.terms))

    def _shifts(self) -> None:
        """Agents of a group on an option: no more than it suits."""
        options, groups = self.problem.options, self.groups
        pairs = [(k, o) for k, o in zip(*np.nonzero(groups.size), strict=True)]
        pairs = [(int(k), int(o)) for k, o in pairs]
        whole = -(-self.problem.n_slots // self.block)
        there = presence(self.problem, self.block, whole)[:, : self.n_blocks]
        self.model.x = pyo.Var(
            pairs, bounds=lambda _, k, o: (0.0, float(groups.size[k, o])), initialize=0.0
        )
        self.of_day: dict[tuple[int, int], list[int]] = defaultdict(list)
        for k, o in pairs:
            x = self.model.x[k, o]
            self.of_day[k, int(options.day[o])].append(o)
            self.terms.append(float(groups.cost[k, o]) * x)
            g = int(groups.skill_set[k])
            for t in np.flatnonzero(there[o]).tolist():
                self.supplied[g, t].append(float(there[o, t]) * x)

    def slots(self, block: int) -> slice:
        """Return the slots of a block."""
        return slice(block * self.block, (block + 1) * self.block)

    def _running(self, before: Any, added: list[Any]) -> Any:
        """Return a variable for a running sum: chains keep the rows short and the factor sparse."""
        if not added:
            return before
        total = self.model.sums.add()
        self.model.rows.add(total == before + sum(added))
        return total

    def _days_and_rest(self) -> None:
        """One shift a day, and who works late cannot begin early on the morrow."""
        for (k, d), mine in self.of_day.items():
            size = float(self.groups.present[k, d])
            self.model.rows.add(sum(self.model.x[k, o] for o in mine) <= size)
            morrow = self.of_day.get((k, d + 1), [])
            if morrow:
                self._rest(k, mine, morrow)

    def _rest(self, k: int, mine: list[int], morrow: list[int]) -> None:
        """For every start of the morrow: who is not rested by then, and who has begun by then."""
        options, x, rest = self.problem.options, self.model.x, self.groups.rest_slots[k]
        size = float(len(self.groups.members[k]))
        early: dict[int, list[Any]] = defaultdict(list)
        for o in morrow:
            early[int(options.start[o])].append(x[k, o])
        waiting = sorted(mine, key=lambda o: -int(options.end[o]))
        late: Any = 0.0
        ladder = []
        at = 0
        for start in sorted(early, reverse=True):
            added = []
            while at < len(waiting) and options.end[waiting[at]] + rest > start:
                added.append(x[k, waiting[at]])
                at += 1
            late = self._running(late, added)
            ladder.append((start, late))
        begun: Any = 0.0
        for start, late in reversed(ladder):
            begun = self._running(begun, early[start])
            if not isinstance(late, float):
                self.model.rows.add(late + begun <= size)

    def _days_in_row(self) -> None:
        """Of any max_run + 1 days in a row each agent has one off."""
        for k, members in enumerate(self.groups.members):
            span = int(self.groups.max_run[k]) + 1
            for first in range(self.problem.n_days - span + 1):
                terms = [
                    self.model.x[k, o]
                    for d in range(first, first + span)
                    for o in self.of_day.get((k, d), [])
                ]
                if terms:
                    self.model.rows.add(sum(terms) <= float((span - 1) * len(members)))

    def _weekly_hours(self) -> None:
        """Minutes of a group stay below its maximum; overtime and missed minima have prices."""
        problem, groups = self.problem, self.groups
        weeks = int(problem.week[-1]) + 1
        unpaid = problem.staff.event_unpaid_minutes
        self.model.further = pyo.VarList(domain=pyo.NonNegativeReals)
        for k, members in enumerate(groups.members):
            fewest = problem.options.paid_minutes - unpaid[members].max(axis=0)
            for w in range(weeks):
                mine = [
                    o
                    for d in np.flatnonzero(problem.week == w).tolist()
                    for o in self.of_day.get((k, d), [])
                ]
                low = sum(float(fewest[o]) * self.model.x[k, o] for o in mine)
                full = sum(
                    float(problem.options.paid_minutes[o]) * self.model.x[k, o] for o in mine
                )
                if mine:
                    self.model.rows.add(low <= float(groups.most[k, w]))
                    extra = self.model.further.add()
                    self.model.rows.add(extra >= low - float(groups.overtime_after[k, w]))
                    self.terms.append(float(groups.overtime_price[k]) * extra)
                if groups.least[k, w] > 0:
                    short = self.model.further.add()
                    self.model.rows.add(short >= float(groups.least[k, w]) - full)
                    self.terms.append(problem.shortfall_price / TICKS * short)

    def _bought(self) -> None:
        """Agents bought of an offer stay for the least length, in blocks of time rounded down."""
        offers = self.problem.bought
        for k in range(len(offers.units)):
            whole = offers.open[k, : self.n_blocks * self.block]
            whole = np.pad(whole, (0, self.n_blocks * self.block - len(whole)))
            share = whole.reshape(self.n_blocks, self.block).mean(axis=1)
            least, units = max(1, int(offers.least_slots[k]) // self.block), int(offers.units[k])
            price = int(offers.price[k]) * self.block / TICKS
            begun: list[Any] = []
            before: Any = 0.0
            for t in range(self.n_blocks):
                present, begins = self.model.further.add(), self.model.further.add()
                present.setub(units * float(share[t]))
                self.model.rows.add(begins >= present - before)
                begun.append(begins)
                self.model.rows.add(sum(begun[-least:]) <= present)
                self.terms.append(price * present)
                self.supplied[int(offers.skill_set[k]), t].append(present)
                before = present

    def _cover(self) -> None:
        """Supply flows to queues; what is missing and what is too much has its price."""
        cover, model = self.problem.cover, self.model
        queues = [np.flatnonzero(row).tolist() for row in cover.skills]
        blocks = range(self.n_blocks)
        model.flow = pyo.Var(
            [(g, q, t) for g, some in enumerate(queues) for q in some for t in blocks],
            domain=pyo.NonNegativeReals,
        )
        cells = [(q, t) for q in range(len(cover.required)) for t in blocks]
        model.under = pyo.Var(cells, domain=pyo.NonNegativeReals)
        model.over = pyo.Var(cells, domain=pyo.NonNegativeReals)
        for g, some in enumerate(queues):
            for t in blocks:
                used = sum(model.flow[g, q, t] for q in some)
                supply = sum(self.supplied.get((g, t), [0.0]))
                self.supply_rows[g, t] = model.rows.add(used - supply == 0.0)
        for q, t in cells:
            self._cover_cell(q, t, [g for g, some in enumerate(queues) if q in some])

    def _cover_cell(self, q: int, t: int, sources: list[int]) -> None:
        """Prices and requirement of a block are those of its slots together."""
        cover, model, slots = self.problem.cover, self.model, self.slots(t)
        required = float(cover.required[q, slots].mean())
        fixed = float(cover.fixed[q, slots].mean())
        served = sum(model.flow[g, q, t] for g in sources) + fixed
        model.rows.add(served + model.under[q, t] - model.over[q, t] == required)
        self.terms.append(float(cover.under[q, slots].sum()) / TICKS * model.under[q, t])
        self.terms.append(float(cover.over[q, slots].sum()) / TICKS * model.over[q, t])
        self.under[q, t] = model.under[q, t]
        minimum = float(cover.minimum[q, slots].mean())
        if cover.hard[q, slots].any() and minimum > fixed:
            below = model.further.add()
            model.rows.add(below >= minimum - served)
            self.terms.append(float(cover.hard[q, slots].sum()) / TICKS * below)
        for levels, prices in zip(cover.level, cover.level_price, strict=True):
            level = float(levels[q, slots].mean())
            if prices[q, slots].any() and level > fixed:
                below = model.further.add()
                model.rows.add(below >= level - served)
                self.terms.append(float(prices[q, slots].sum()) / TICKS * below)
