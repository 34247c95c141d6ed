"""The master program of column generation, kept in HiGHS and grown tour by tour.

One row per class of agents (as many tours as agents), one per queue and slot with a price (supply,
missing and spare make the requirement), and one per slot for groups that serve several queues
(supply flows to the queues).
"""

from __future__ import annotations

import highspy
import numpy as np

from .problem import TICKS, FloatArray, IntArray, RosterProblem

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
        self._priced = (cover.under > 0) | (cover.over > 0) | (cover.hard > 0)
        self._rows = 0
        self._class_rows = [self._row(float(n)) for n in alike]
        queues, slots = cover.required.shape
        self._cover_row = np.full((queues, slots), -1, dtype=np.int64)
        for q, t in zip(*np.nonzero(self._priced), strict=True):
            self._cover_row[q, t] = self._row(float(cover.required[q, t] - cover.fixed[q, t]))
        self._supply_row = np.full((len(cover.skills), slots), -1, dtype=np.int64)
        for g, row in enumerate(cover.skills):
            served = np.flatnonzero(row)
            if len(served) == 1:
                self._supply_row[g] = self._cover_row[served[0]]
            elif len(served) > 1:
                self._flows(g, served)
        self._gaps()

    def _row(self, value: float) -> int:
        self.highs.addRow(value, value, 0, np.empty(0, dtype=np.int32), np.empty(0))
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
        """Missing above the minimum, missing below it, and spare agents, each at its price."""
        cover = self.problem.cover
        for q, t in zip(*np.nonzero(self._priced), strict=True):
            row = np.array([self._cover_row[q, t]])
            under, over = float(cover.under[q, t]) / TICKS, float(cover.over[q, t]) / TICKS
            above = float(max(0, cover.required[q, t] - cover.minimum[q, t]))
            hard = under + float(cover.hard[q, t]) / TICKS
            self._column(under, above if cover.hard[q, t] else np.inf, row, np.ones(1))
            if cover.hard[q, t]:
                self._column(hard, np.inf, row, np.ones(1))
            self._column(over, np.inf, row, -np.ones(1))

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
        cost = float(self.highs.getInfo().objective_function_value)
        return cost, prices, duals[self._class_rows]
