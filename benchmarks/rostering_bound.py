"""The bound of a rostering problem, raised for longer than a planner would wait."""

from __future__ import annotations

import math
import time

from staffwright.models.covering.program import solve_covering
from staffwright.models.rostering.lagrange import LagrangianBound
from staffwright.models.rostering.problem import RosterProblem
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.state import SearchState

COVERING_SECONDS = 60.0


def raised_bound(problem: RosterProblem, seconds: float) -> float | None:
    """Return a certified bound in currency units, elastic prices included; None if there is none.

    It begins anew, whatever the run found: the covering program gives the first prices, which are
    then raised for so many seconds.
    """
    if seconds <= 0:
        return None
    covering = solve_covering(problem, time_limit=COVERING_SECONDS)
    state = SearchState(problem, build_tables(problem))
    start = state.price * 0.0 if covering is None else covering.duals
    lagrangian = LagrangianBound(state, start)
    begin = time.perf_counter()
    while time.perf_counter() - begin < seconds:
        lagrangian.step()
    return lagrangian.best if math.isfinite(lagrangian.best) else None
