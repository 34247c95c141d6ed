"""The random problems of these tests are no sham: every rule binds in a fair share of them.

A rule binds where leaving it out makes the optimum cheaper. Rules of one agent are tried on its
best tour, by turns against the prices of an empty roster and where nobody is wanted; skills on the
whole problem.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from busy_problems import busy_problem
from small_problems import with_rules
from staffwright.models.rostering.cpsat import Window, WindowModel
from staffwright.models.rostering.pricing import Pricing
from staffwright.models.rostering.problem import OFF, Roster, RosterProblem
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.state import SearchState

SEEDS = range(20)
LEAST_SHARE = 0.05


def with_staff(problem: RosterProblem, **changes: Any) -> RosterProblem:
    return replace(problem, staff=replace(problem.staff, **changes))


def without_break_windows(problem: RosterProblem) -> RosterProblem:
    """Let every break begin anywhere in its shift, as close to the others as it likes."""
    options = problem.options
    first = np.broadcast_to(options.start[:, None], options.break_first.shape)
    last = options.end[:, None] - options.break_slots
    wide = replace(options, break_first=first.copy(), break_last=last)
    return replace(problem, options=wide, break_gap_slots=0)


WITHOUT: dict[str, Callable[[RosterProblem], RosterProblem]] = {
    "rest": lambda p: with_rules(p, rest_slots=0),
    "run": lambda p: with_rules(p, max_run=99),
    "most": lambda p: with_staff(p, most=np.full_like(p.staff.most, 7 * 24 * 60)),
    "least": lambda p: with_staff(p, least=np.zeros_like(p.staff.least)),
    "overtime": lambda p: with_staff(p, overtime=np.zeros_like(p.staff.overtime)),
    "must_work": lambda p: with_staff(p, must_work=np.zeros_like(p.staff.must_work)),
    "allowed": lambda p: with_staff(p, allowed=np.ones_like(p.staff.allowed)),
    "breaks": without_break_windows,
    "wishes": lambda p: with_staff(
        p,
        option_cost=np.zeros_like(p.staff.option_cost),
        off_cost=np.zeros_like(p.staff.off_cost),
    ),
}


def tour_costs(problem: RosterProblem, price: np.ndarray) -> np.ndarray:
    """Return the cost of every agent's best tour at prices of coverage (G, T)."""
    state = SearchState(problem, build_tables(problem))
    everyone = np.arange(problem.n_agents)
    option = np.full((problem.n_agents, problem.n_days), OFF)
    breaks = np.empty((*option.shape, problem.max_breaks), dtype=np.int64)
    return Pricing(state, everyone, 1).price(price, option, breaks)


@pytest.mark.parametrize("rule", WITHOUT)
def test_a_rule_of_one_agent_binds_in_a_fair_share_of_the_problems(rule: str) -> None:
    binding = 0
    for seed in SEEDS:
        problem = busy_problem(seed, days=7)
        state = SearchState(problem, build_tables(problem))
        state.refresh_prices(1.0)
        price = state.price * (seed % 2)
        strict = tour_costs(problem, price)
        relaxed = tour_costs(WITHOUT[rule](problem), price)
        assert (relaxed <= strict + 1e-9).all()
        binding += bool((relaxed < strict - 1e-6).any())
    assert binding >= LEAST_SHARE * len(SEEDS)


@pytest.mark.slow
def test_skills_bind_in_a_fair_share_of_the_problems() -> None:
    binding = 0
    for seed in range(8):
        problem = busy_problem(seed, days=3)
        everybody = replace(problem.cover, skills=np.ones_like(problem.cover.skills))
        costs = []
        for one in (problem, replace(problem, cover=everybody)):
            window = Window(np.arange(one.n_agents), 0, one.n_days)
            parameters: dict[str, object] = {"num_workers": 1, "linearization_level": 2}
            result = WindowModel(one, Roster.empty(one), window).solve(30.0, 0, parameters)
            assert result.proved
            assert result.bound_ticks is not None
            costs.append(result.bound_ticks)
        assert costs[1] <= costs[0]
        binding += costs[1] < costs[0]
    assert binding >= 1
