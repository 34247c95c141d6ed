"""Compile the kernels on a problem of one agent before the clock starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .columns import ColumnBound
from .fixing import reduced_costs
from .kept_breaks import take_breaks_back
from .lagrange import LagrangianBound
from .one_agent import one_agent
from .problem import OFF, RosterProblem
from .program import TourArrays, build_tables
from .responses import respond
from .state import SearchState
from .tour_value import working_slots
from .warmup_beside import Beside, cached_since


def compile_kernels(
    on_cold: Callable[[], None] = lambda: None,
    *,
    columns: bool = False,
    bought: bool = False,
    kept_breaks: bool = False,
) -> None:
    """Compile or load the compiled kernels of the search; a second call costs nothing.

    Those of column generation, of bought cover and of kept breaks only where they are asked for.
    The first time on a machine takes about twenty seconds of two cores, and `on_cold` is told
    before the most of it; the result is cached on disk.
    """
    problem = one_agent(bought=bought)
    tables = build_tables(problem)
    before = compiled(working_slots)
    _smallest(problem, tables.arrays)
    if compiled(working_slots) > before or not cached_since(respond, 0.0):
        on_cold()  # the first or the last was not in the cache: nor will the others be
        with Beside() as beside:
            state = SearchState(problem, tables)
            bound = _compile_but_tours(state)
            beside.wait_for_tours()
            _compile_responses(state)
            beside.wait()
    else:
        state = SearchState(problem, tables)
        bound = _compile_but_tours(state)
        _compile_responses(state)
    bound.step()
    if kept_breaks:
        take_breaks_back(state, state.roster())
    if not columns:
        return
    master = ColumnBound(state, bound)
    master.add_roster(state.roster())
    master.step()
    reduced_costs(state, bound.best_duals, np.arange(1))


def _compile_but_tours(state: SearchState) -> LagrangianBound:
    """Run the kernels that need no tour program."""
    state.cost()
    state.elastic()
    bound = LagrangianBound(state, np.zeros_like(state.price))
    bound.settle(bound.duals, np.zeros_like(bound.duals))
    return bound


def _compile_responses(state: SearchState) -> None:
    """Run the largest kernel, which holds the tour program and most others."""
    state.respond(np.arange(1), np.zeros_like(state.price), 0.0, 1.0)


def _smallest(problem: RosterProblem, arrays: TourArrays) -> None:
    """Run the smallest kernel."""
    slots = np.empty(problem.n_slots, dtype=np.int64)
    tour = np.full(problem.n_days, OFF, dtype=np.int64)
    breaks = np.full((problem.n_days, problem.max_breaks), OFF, dtype=np.int64)
    working_slots(tour, breaks, arrays.agents.event[0], arrays.shifts, slots)


def compiled(kernel: Any) -> int:
    """Return how often a kernel was compiled in this process because no cache held it."""
    return sum(kernel.stats.cache_misses.values())
