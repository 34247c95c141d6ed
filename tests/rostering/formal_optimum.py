"""Small problems solved two ways: by sweeps of best responses, and whole by CP-SAT with proof."""

from __future__ import annotations

import numpy as np
from staffwright.models.rostering.cpsat import Window, WindowModel
from staffwright.models.rostering.evaluate import evaluate
from staffwright.models.rostering.problem import Roster, RosterProblem
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.state import SearchState

ONE_WORKER: dict[str, object] = {"num_workers": 1, "linearization_level": 2}


def searched(problem: RosterProblem, sweeps: int = 3, blur: bool = False) -> SearchState:
    """Return a state after a few sweeps of best responses; `blur` fades to none in the last."""
    state = SearchState(problem, build_tables(problem))
    for k in range(sweeps):
        sigma = float(sweeps - 1 - k) if blur else 0.0
        state.respond(np.arange(problem.n_agents), np.zeros_like(state.price), 0.0, sigma)
    return state


def everything(problem: RosterProblem) -> Window:
    """Return the window of all agents and all days."""
    return Window(np.arange(problem.n_agents), 0, problem.n_days)


def total(problem: RosterProblem, roster: Roster) -> int:
    """Return the cost of a roster, promises broken included, in ticks."""
    value = evaluate(problem, roster)
    return value.total + value.elastic


def proven_optimum(problem: RosterProblem, start: Roster | None = None) -> int:
    """Return the cost of an optimal roster in ticks, as CP-SAT proves it from a hint."""
    start = start or searched(problem).roster()
    result = WindowModel(problem, start, everything(problem)).solve(60.0, 0, dict(ONE_WORKER))
    assert result.proved
    assert result.roster is not None
    assert result.bound_ticks == total(problem, result.roster)
    return result.bound_ticks
