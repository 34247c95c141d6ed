"""Convex coverage and bought cover through every stage, against brute force and each other."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest
from bought_problems import blocks_hold, busy_market, with_levels, with_offers
from formal_optimum import ONE_WORKER, everything, proven_optimum, searched, total
from small_problems import random_problem
from staffwright.models.covering.program import solve_covering
from staffwright.models.rostering import conductor
from staffwright.models.rostering.assignment import queue_per_slot
from staffwright.models.rostering.bought import best_blocks, counts_of_units, units_of_counts
from staffwright.models.rostering.columns import ColumnBound
from staffwright.models.rostering.conductor import Settings, solve
from staffwright.models.rostering.cpsat import Window, WindowModel
from staffwright.models.rostering.evaluate import market_of
from staffwright.models.rostering.lagrange import LagrangianBound
from staffwright.models.rostering.problem import TICKS, Roster
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.state import SearchState

SEEDS = range(6)


@cache
def optimum(seed: int) -> int:
    """Return the optimal cost that CP-SAT proves, in ticks."""
    problem = busy_market(seed)
    return proven_optimum(problem, Roster.empty(problem))


@pytest.mark.parametrize("seed", range(60))
def test_the_best_blocks_of_a_unit_are_the_cheapest_of_all_sets_of_blocks(seed: int) -> None:
    rng = np.random.default_rng(seed)
    slots, least = 10, int(rng.integers(1, 5))
    cost = rng.integers(-5, 5, size=slots).astype(float)
    is_open = rng.random(slots) < 0.9
    offers = with_offers(random_problem(1)).bought
    offers = replace(
        offers,
        skill_set=np.zeros(1, dtype=np.int64),
        units=np.ones(1, dtype=np.int64),
        open=is_open[None],
        least_slots=np.array([least]),
        price=np.zeros(1, dtype=np.int64),
    )
    all_sets = (np.array(row, dtype=bool) for row in product([False, True], repeat=slots))
    least_cost = min(cost[row].sum() for row in all_sets if blocks_hold(offers, row[None]))
    present = np.zeros(slots, dtype=np.bool_)
    found = best_blocks(cost, is_open, least, present)
    assert found == pytest.approx(least_cost)
    assert cost[present].sum() == pytest.approx(least_cost)
    assert blocks_hold(offers, present[None])


def test_two_peaks_of_a_day_are_bought_from_the_same_capacity() -> None:
    present = np.zeros(12, dtype=np.bool_)
    cost = np.array([2, -5, -5, 2, 3, 3, 3, 3, -4, -4, 1, 1], dtype=float)
    assert best_blocks(cost, np.ones(12, dtype=np.bool_), 2, present) == -18
    assert np.flatnonzero(present).tolist() == [1, 2, 8, 9]


@pytest.mark.parametrize("seed", range(20))
def test_numbers_bought_are_cut_into_blocks_that_hold(seed: int) -> None:
    problem = with_offers(random_problem(seed))
    rng = np.random.default_rng(seed)
    units = np.zeros((3, problem.n_slots), dtype=np.bool_)
    for u, k in enumerate(problem.bought.offer):
        cost = rng.normal(size=problem.n_slots)
        best_blocks(cost, problem.bought.open[k], int(problem.bought.least_slots[k]), units[u])
    counts = counts_of_units(problem, units)
    again = units_of_counts(problem, counts)
    assert blocks_hold(problem.bought, again)
    assert (counts_of_units(problem, again) == counts).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_search_state_costs_what_the_exact_evaluation_says(seed: int) -> None:
    problem = busy_market(seed)
    state = searched(problem, blur=True)
    assert state.cost() == pytest.approx(total(problem, state.roster()) / TICKS, rel=1e-12)
    assert blocks_hold(problem.bought, state.bought)
    fresh = SearchState(problem, build_tables(problem))
    fresh.load(state.roster())
    assert fresh.cost() == pytest.approx(state.cost(), rel=1e-12)


def test_cover_is_bought_where_it_is_cheaper_than_what_is_missing_and_only_there() -> None:
    for price, bought in ((30, True), (2000, False)):
        problem = with_offers(random_problem(1, agents=2), price)
        cover = replace(problem.cover, hard=np.zeros_like(problem.cover.hard))
        assert searched(replace(problem, cover=cover), blur=True).bought.any() == bought


@pytest.mark.parametrize("seed", SEEDS)
def test_no_step_of_the_pricing_bound_exceeds_the_proven_optimum(seed: int) -> None:
    problem = busy_market(seed)
    covering = solve_covering(problem)
    assert covering is not None
    lagrangian = LagrangianBound(SearchState(problem, build_tables(problem)), covering.duals)
    for _ in range(120):  # into the second cycle
        lagrangian.step()
    assert 0.5 * optimum(seed) / TICKS <= lagrangian.best <= optimum(seed) / TICKS


@pytest.mark.parametrize("seed", SEEDS)
def test_small_problems_end_proven_optimal_at_the_optimum_of_cp_sat(seed: int) -> None:
    problem = busy_market(seed)
    solution = solve(problem, Settings(time_limit=30.0, seed=seed))
    assert solution.status == "optimal"
    assert solution.cost == pytest.approx(optimum(seed) / TICKS, abs=0.005)
    assert blocks_hold(problem.bought, solution.roster.bought)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_hint_of_a_window_is_complete_and_costs_what_the_roster_costs(seed: int) -> None:
    problem = busy_market(seed)
    roster = searched(problem, sweeps=1, blur=True).roster()
    first = seed % 5
    for window in (everything(problem), Window(np.array([0, 2]), first, first + 2)):
        model = WindowModel(problem, roster, window)
        parameters: dict[str, object] = {"fix_variables_to_their_hinted_value": True}
        result = model.solve(20.0, 0, parameters | {"num_workers": 1})
        assert result.roster is not None
        assert total(problem, result.roster) == total(problem, roster)
        assert blocks_hold(problem.bought, result.roster.bought)


@pytest.mark.parametrize("seed", [1, 3, 5])
def test_a_window_never_makes_the_roster_worse_and_leaves_the_rest_alone(seed: int) -> None:
    problem = busy_market(seed)
    roster = searched(problem, sweeps=1, blur=True).roster()
    result = WindowModel(problem, roster, Window(np.array([0, 2]), 2, 4)).solve(
        20.0, 0, dict(ONE_WORKER)
    )
    assert result.roster is not None
    assert total(problem, result.roster) <= total(problem, roster)
    assert blocks_hold(problem.bought, result.roster.bought)
    before, after = (counts_of_units(problem, r.bought) for r in (roster, result.roster))
    outside = np.ones(problem.n_slots, dtype=bool)
    outside[48:96] = False
    assert (before[:, outside] == after[:, outside]).all()


def test_everybody_present_serves_one_queue_of_their_skills() -> None:
    problem = with_offers(with_levels(random_problem(3, agents=4), 3), 20)
    roster = searched(problem, blur=True).roster()
    serves = queue_per_slot(problem, roster)
    assert serves.shape == (4 + 3, problem.n_slots)
    assert ((serves[4:] >= 0) == roster.bought).all()
    assert (serves[4:6][roster.bought[:2]] == 0).all()
    served = problem.cover.fixed + np.stack([(serves == q).sum(axis=0) for q in range(2)])
    assert (served == market_of(problem, roster).served).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_column_generation_ends_between_its_bound_and_the_proven_optimum(seed: int) -> None:
    problem = busy_market(seed)
    covering = solve_covering(problem)
    assert covering is not None
    state = SearchState(problem, build_tables(problem))
    lagrangian = LagrangianBound(state, covering.duals)
    columns = ColumnBound(state, lagrangian)
    columns.add_roster(searched(problem, blur=True).roster())
    for _ in range(200):
        columns.step()
        if columns.converged:
            break
    assert columns.converged
    assert lagrangian.best <= optimum(seed) / TICKS
    # a mixture of whole rosters cannot cost more than the best of them
    assert lagrangian.best <= columns.master_cost + 1e-6 * abs(columns.master_cost)


@pytest.mark.parametrize(("whole_problem", "seconds"), [(1500, 30.0), (0, 3.0)])
@pytest.mark.parametrize("seed", range(1, 4))
def test_the_course_by_columns_finds_the_optimum_with_convex_and_bought_cover(
    seed: int, whole_problem: int, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = busy_market(seed)
    options = replace(problem.options, n_breaks=np.zeros_like(problem.options.n_breaks))
    problem = replace(problem, options=options)
    assert ColumnBound.suits(problem)
    monkeypatch.setattr(conductor, "WHOLE_PROBLEM", whole_problem)
    found = solve(problem, Settings(time_limit=seconds, seed=seed))
    least = proven_optimum(problem, Roster.empty(problem)) / TICKS
    assert found.bound is not None
    assert found.bound <= least + 1e-6
    if whole_problem:
        assert found.status == "optimal"
        assert found.cost == pytest.approx(least, rel=1e-9)
