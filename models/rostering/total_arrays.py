"""Totals of the horizon as the kernels of the tour program take them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .problem import BoolArray, FloatArray, IntArray, RosterProblem
from .totals import unit_of


class TotalArrays(NamedTuple):
    """`Totals` as kernels take it.

    Minutes are counted in units of `unit`: `steps` (V,) are those of every value that a shift can
    add, `most` and `least` (A,) the limits, in units and in minutes. `kind` (O,) is the column of
    `kind_most` (A, K) that an option counts towards, -1 for none. A tour's count is part of its
    state only where it is *tracked*: `minutes_tracked` (A,) is fixed, `kind_tracked` (A, K) is
    switched on, for good, once a tour has broken the limit without it. Where that would take too
    much memory (`untracked`, (A,)) the search puts a price on shifts of the kind, `kind_price`
    (A, K), high enough to keep the limit.
    """

    unit: int
    steps: IntArray
    most: IntArray
    least: IntArray
    kind: IntArray
    kind_most: IntArray
    minutes_tracked: BoolArray
    kind_tracked: BoolArray
    untracked: BoolArray
    kind_price: FloatArray


def minute_values(problem: RosterProblem) -> tuple[IntArray, IntArray]:
    """Return the different paid minutes of allowed shifts, (V,), and those of all, (A, O)."""
    minutes = problem.options.paid_minutes[None, :] - problem.staff.event_unpaid_minutes
    return np.unique(minutes[problem.staff.allowed]), minutes


def total_arrays(problem: RosterProblem) -> TotalArrays:
    """Return the limits, and which of them a tour could break."""
    totals, staff, options = problem.totals, problem.staff, problem.options
    values, minutes = minute_values(problem)
    unit = unit_of(values)
    kinds = totals.kind_most.shape[1]
    reachable = np.zeros(problem.n_agents, dtype=np.int64)
    for d in range(problem.n_days):
        day = slice(int(options.first_of_day[d]), int(options.first_of_day[d + 1]))
        reachable += np.where(staff.allowed[:, day], minutes[:, day], 0).max(axis=1, initial=0)
    tracked = (totals.least > 0) | (totals.most < reachable)
    most = np.minimum(totals.most, reachable) // unit
    return TotalArrays(
        unit,
        values // unit,
        np.where(tracked, most, 0),
        totals.least,
        np.where((options.kind >= 0) & (options.kind < kinds), options.kind, -1),
        totals.kind_most,
        tracked,
        np.zeros_like(totals.kind_most, dtype=np.bool_),
        np.zeros(problem.n_agents, dtype=np.bool_),
        np.zeros(totals.kind_most.shape),
    )
