"""The master program of column generation, kept in HiGHS and grown tour by tour.

One row per class of agents (as many tours as agents), one per queue and slot with a price (supply,
missing and spare make the highest level at which its cost bends), and one per slot for groups that
serve several queues (supply flows to the queues). Bought cover stands in it as a whole: agents
present and beginning by offer and slot.
"""

from __future__ import annotations

import highspy
import numpy as np

from .problem import TICKS, Cover, FloatArray, IntArray, RosterProblem

_OPTIONS: dict[str, object] = {
    "output_flag": False,
    "solver": "simplex",
    "simplex_strategy": 4,  # primal: what grows are columns
    "presolve": "off",
    "threads": 1,
}


class Master:
    """Least cost of mixing the tours known so far."""

    def __init__(self, problem: RosterProblem, alike: IntArray) -> None:
        self.problem = problem
        self.highs = highspy.Highs()
        for name, value in _OPTIONS.items():
            self.highs.setOptionValue(name, value)
        cover = problem.cover
        self._priced = (cover.steepest > 0) | (cover.over > 0)
        self._constant = 0.0
        self._rows = 0
        self._class_rows = [self._row(float(n)) for n in alike]
        queues, slots = cover.required.shape
        self._cover_row = np.full((queues, slots), -1, dtype=np.int64)
        for q, t in zip(*np.nonzero(self._priced), strict=True):
            self._cover_row[q, t] = self._row(float(_top(cover, q, t) - cover.fixed[q, t]))
        self._supply_row = np.full((len(cover.skills), slots), -1, dtype=np.int64)
        for g, row in enumerate(cover.skills):
            served = np.flatnonzero(row)
            if len(served) == 1:
                self._supply_row[g] = self._cover_row[served[0]]
            elif len(served) > 1:
                self._flows(g, served)
        self._gaps()
        self._offers()

    def _row(self, value: float, most: float | None = None) -> int:
        upper = value if most is None else most
        self.highs.addRow(value, upper, 0, np.empty(0, dtype=np.int32), np.empty(0))
        self._rows += 1
        return self._rows - 1

    def _column(self, cost: float, most: float, rows: IntArray, values: FloatArray) -> None:
        self.highs.addCol(cost, 0.0, most, len(rows), rows.astype(np.int32), values)

    def _flows(self, g: int, queues: IntArray) -> None:
        """Supply of a group that serves several queues: flows to them, or to none."""
        for t in np.flatnonzero(self._priced[queues].any(axis=0)).tolist():
            row = self._supply_row[g, t] = self._row(0.0)
            for q in queues[self._priced[queues, t]].tolist():
                pair = np.array([row, self._cover_row[q, t]])
                self._column(0.0, np.inf, pair, np.array([-1.0, 1.0]))
            if not self._priced[queues, t].all():
                self._column(0.0, np.inf, np.array([row]), np.array([-1.0]))

    def _gaps(self) -> None:
        """Missing agents at the price between one bend of the cost and the next, and spare ones.

        The cost is convex: missing agents get dearer from level to level, and fill them in order.
        """
        cover = self.problem.cover
        for q, t in zip(*np.nonzero(self._priced), strict=True):
            row = np.array([self._cover_row[q, t]])
            over = float(cover.over[q, t]) / TICKS
            bends = sorted(_bends(cover, q, t), reverse=True)
            self._constant += over * (bends[0][0] - int(cover.required[q, t]))
            slope = -over
            for (level, change), below in zip(bends, [*bends[1:], (-np.inf, 0.0)], strict=True):
                slope += change
                if level > below[0]:
                    self._column(slope, float(level - below[0]), row, np.ones(1))
            self._column(over, np.inf, row, -np.ones(1))

    def _offers(self) -> None:
        """Agents of every offer present in a slot and beginning in it, for the least length."""
        offers, inf = self.problem.bought, np.inf
        for k, least in enumerate(offers.least_slots.tolist()):
            supply = self._supply_row[offers.skill_set[k]]
            slots = np.flatnonzero(offers.open[k]).tolist()
            # who is present was before or begins; who began lately is present
            came = {t: self._row(0.0, inf) for t in slots}
            ends = {t for u in slots for t in range(u, u + least) if t < self.problem.n_slots + 1}
            stays = {t: self._row(0.0, inf) for t in sorted(ends)}
            for t in slots:
                entries = [(came[t], -1.0), (stays[t], 1.0)]
                entries += [(came[t + 1], 1.0)] if t + 1 in came else []
                entries += [(int(supply[t]), 1.0)] if supply[t] >= 0 else []
                price = float(offers.price[k]) / TICKS
                self._entries(price, float(offers.units[k]), entries)
                later = [(stays[u], -1.0) for u in range(t, t + least) if u in stays]
                self._entries(0.0, inf, [(came[t], 1.0), *later])

    def _entries(self, cost: float, most: float, entries: list[tuple[int, float]]) -> None:
        rows, values = zip(*entries, strict=True)
        self._column(cost, most, np.array(rows), np.array(values))

    def add_tour(self, k: int, group: int, own: float, slots: IntArray) -> None:
        """Add a tour of class k that serves at some slots."""
        rows = self._supply_row[group, slots]
        rows = np.append(rows[rows >= 0], self._class_rows[k])
        self._column(own, np.inf, rows, np.ones(len(rows)))

    def solve(self) -> tuple[float, FloatArray, FloatArray] | None:
        """Return cost, prices of an agent more (G, T), worth of an agent of every class (K,)."""
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        duals = np.array(self.highs.getSolution().row_dual)
        prices = np.where(self._supply_row >= 0, -duals[self._supply_row], 0.0)
        cost = float(self.highs.getInfo().objective_function_value) + self._constant
        return cost, prices, duals[self._class_rows]


def _bends(cover: Cover, q: int, t: int) -> list[tuple[int, float]]:
    """Return where the cost of a queue in a slot bends, and by how much, in currency units."""
    turn = float(cover.over[q, t] + cover.under[q, t]) / TICKS
    found = [(int(cover.required[q, t]), turn)]
    if cover.hard[q, t]:
        found.append((int(cover.minimum[q, t]), float(cover.hard[q, t]) / TICKS))
    for level, price in zip(cover.level, cover.level_price, strict=True):
        if price[q, t]:
            found.append((int(level[q, t]), float(price[q, t]) / TICKS))
    return found


def _top(cover: Cover, q: int, t: int) -> int:
    """Return the highest level at which the cost of a queue in a slot bends."""
    return max(level for level, _ in _bends(cover, q, t))
