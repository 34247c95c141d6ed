"""Reduced costs of options, where agents are alike and kinds of shift are limited."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from formal_optimum import ONE_WORKER
from small_problems import random_problem
from staffwright.models.rostering.bounding import option_costs
from staffwright.models.rostering.cpsat import Window, WindowModel
from staffwright.models.rostering.lagrange import LagrangianBound
from staffwright.models.rostering.problem import OFF, TICKS, Roster, RosterProblem
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.state import SearchState


def with_twins(seed: int) -> RosterProblem:
    """Three agents, the second like the first; one shift of each kind in the horizon."""
    problem = random_problem(seed, agents=3, days=4)
    staff = problem.staff
    alike: dict[str, object] = {}
    for field in fields(staff):
        value = getattr(staff, field.name)
        if isinstance(value, np.ndarray) and value.shape[:1] == (3,):
            alike[field.name] = value[[0, 0, 2]].copy()
        elif isinstance(value, tuple) and len(value) == 3:
            alike[field.name] = (value[0], value[0], value[2])
    kinds = int(problem.options.kind.max()) + 1
    totals = replace(problem.totals, kind_most=np.ones((3, kinds), dtype=np.int64))
    return replace(problem, staff=replace(staff, **alike), totals=totals)


@pytest.mark.parametrize("seed", [2, 5, 17, 21])
def test_what_an_optimal_roster_takes_adds_no_more_than_the_gap(seed: int) -> None:
    problem = with_twins(seed)
    state = SearchState(problem, build_tables(problem))
    bound = LagrangianBound(state, np.zeros_like(state.price))
    for _ in range(120):
        bound.step()
    assert len(bound.agents) == 2
    assert state.arrays.totals.kind_tracked.any()
    whole = Window(np.arange(3), 0, problem.n_days)
    result = WindowModel(problem, Roster.empty(problem), whole).solve(60.0, 0, dict(ONE_WORKER))
    assert result.proved
    assert result.roster is not None
    assert result.bound_ticks is not None
    added = option_costs(bound)
    for a in range(3):
        taken = result.roster.option[a][result.roster.option[a] != OFF]
        assert (added[a, taken] <= result.bound_ticks / TICKS - bound.best + 1e-6).all()
