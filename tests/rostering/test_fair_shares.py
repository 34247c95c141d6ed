"""Fair shares of shifts: what is above and too far below them has a price."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from busy_problems import busy_problem
from formal_optimum import proven_optimum
from small_problems import random_problem
from staffwright.models.rostering.conductor import Settings, solve
from staffwright.models.rostering.fairness import fair_limits, fairness_cost, least_of_group
from staffwright.models.rostering.problem import TICKS, RosterProblem


def sharing(before: list[int], weights: list[int], spread: int | None) -> RosterProblem:
    """Agents of one group with nights in their history, who pay 25 for each unfair night."""
    problem = random_problem(1, agents=len(before), fair=True)
    history = np.zeros((len(before), 3), dtype=np.int64)
    history[:, 0] = before
    staff = replace(problem.staff, fair_before=history, fair_weight=np.array(weights))
    return replace(problem, staff=staff, fair_spread=spread)


def nights(*planned: int) -> np.ndarray:
    counts = np.zeros((len(planned), 3), dtype=np.int64)
    counts[:, 0] = planned
    return counts


@pytest.mark.parametrize(
    ("planned", "spread", "unfair"),
    [
        ((2, 2, 2), 1, 0),
        ((3, 2, 1), None, 1),
        ((3, 2, 1), 1, 1),  # one night below the share is within the spread, one above is not
        ((3, 2, 1), 2, 0),  # with a spread of 2 both are
        ((4, 2, 0), None, 2),
        ((4, 2, 0), 1, 3),
        ((4, 2, 0), 2, 2),
        ((4, 2, 0), 3, 1),
        ((4, 2, 0), 4, 0),
    ],
)
def test_nights_above_the_share_and_below_the_spread_are_priced(
    planned: tuple[int, ...], spread: int | None, unfair: int
) -> None:
    problem = sharing([0, 0, 0], [1, 1, 1], spread)
    assert fairness_cost(problem, nights(*planned)) == unfair * 25 * TICKS


def test_nobody_makes_up_for_the_history_by_more_than_the_own_share_of_the_roster() -> None:
    # who was never there before has a share of 4 with the history, of 2 in the roster alone
    problem = sharing([4, 4, 0], [1, 1, 1], 1)
    assert least_of_group(problem, nights(1, 1, 4))[:, 0].tolist() == [0, 0, 2]
    assert fairness_cost(problem, nights(3, 3, 0)) == 25 * TICKS * (2 + 2 + 2)


def test_shares_follow_the_weights() -> None:
    problem = sharing([0, 0], [2, 1], 2)
    most, least = fair_limits(problem, nights(6, 0))
    assert (most[:, 0].tolist(), least[:, 0].tolist()) == ([5, 3], [3, 1])


def test_without_a_price_nothing_is_counted() -> None:
    problem = replace(sharing([0, 0], [1, 1], 1), fair_prices=np.zeros(3, dtype=np.int64))
    most, least = fair_limits(problem, nights(3, 1))
    assert not most.any()
    assert not least.any()


@pytest.mark.parametrize("seed", [0, 1, 3, 4])
def test_the_engine_finds_the_formal_optimum_with_a_limited_spread(seed: int) -> None:
    problem = busy_problem(seed, fair=True)
    assert problem.fair_spread is not None
    solution = solve(problem, Settings(time_limit=20.0, seed=seed))
    assert solution.cost == pytest.approx(proven_optimum(problem) / TICKS, abs=0.01)


def test_a_limited_spread_binds_in_a_fair_share_of_the_problems() -> None:
    binding = 0
    for seed in range(0, 36, 3):
        problem = busy_problem(seed, fair=True)
        assert problem.fair_spread == 1  # only adds prices below the shares
        without = replace(problem, fair_spread=None)
        binding += proven_optimum(problem) > proven_optimum(without)
    assert binding >= 1
