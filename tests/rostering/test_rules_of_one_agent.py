"""The rules as state machines (the tour program) against the rules as constraints (CP-SAT).

With one agent, its best response is the optimum of the whole problem: both must find it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from formal_optimum import ONE_WORKER, proven_optimum, searched, total
from random_rules import CHANGES, ruled_problem
from staffwright.models.rostering.cpsat import Window, WindowModel

LEAST_SHARE = 0.05
SEEDS = range(20)


@pytest.mark.parametrize("rule", CHANGES)
def test_a_rule_alone_means_the_same_to_the_tour_program_and_to_cp_sat(rule: str) -> None:
    """And it binds in a fair share of the cases: without it the optimum is cheaper."""
    binding = 0
    for seed in SEEDS:
        problem = ruled_problem(seed, (rule,))
        roster = searched(problem, 1).roster()
        assert total(problem, roster) == proven_optimum(problem, roster), seed
        free = replace(problem, rules=(replace(ruled_problem(seed, ()).rules[0]),))
        binding += total(free, searched(free, 1).roster()) < total(problem, roster)
    assert binding >= LEAST_SHARE * len(SEEDS)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_rules_together_mean_the_same_to_the_tour_program_and_to_cp_sat(seed: int) -> None:
    rng = np.random.default_rng(seed)
    names = tuple(rng.choice(list(CHANGES), size=int(rng.integers(2, 7)), replace=False).tolist())
    problem = ruled_problem(100 + seed, names)
    roster = searched(problem, 1).roster()
    assert total(problem, roster) == proven_optimum(problem, roster), names


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_windows_keep_rules_that_reach_beyond_them(seed: int) -> None:
    """Every window CP-SAT solves gives a roster that the state machines accept, no dearer."""
    rng = np.random.default_rng(seed)
    names = tuple(rng.choice(list(CHANGES), size=5, replace=False).tolist())
    problem = ruled_problem(200 + seed, names, agents=3, days=14)
    roster = searched(problem, 1).roster()
    for first in range(0, 12, 3):
        agents = np.sort(rng.choice(3, size=2, replace=False))
        result = WindowModel(problem, roster, Window(agents, first, first + 4)).solve(
            10.0, 0, dict(ONE_WORKER)
        )
        assert result.roster is not None, names
        assert total(problem, result.roster) <= total(problem, roster), names
        roster = result.roster
