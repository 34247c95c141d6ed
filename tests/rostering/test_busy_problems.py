"""Events, obligations and locked options: the formal model, the search and the bound agree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from busy_problems import busy_problem
from formal_optimum import everything, proven_optimum, searched, total
from small_problems import random_problem
from staffwright.models.rostering.conductor import Settings, solve
from staffwright.models.rostering.cpsat import Window, WindowModel
from staffwright.models.rostering.evaluate import evaluate
from staffwright.models.rostering.lagrange import LagrangianBound
from staffwright.models.rostering.problem import OFF, TICKS

SEEDS = range(6)
AS_HINTED: dict[str, object] = {"num_workers": 1, "fix_variables_to_their_hinted_value": True}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_roster_costs_the_same_in_the_search_by_evaluation_and_in_the_model(seed: int) -> None:
    problem = busy_problem(seed, fair=seed % 2 == 0)
    state = searched(problem)
    roster = state.roster()
    assert state.cost() == pytest.approx(total(problem, roster) / TICKS, rel=1e-12)
    hinted = WindowModel(problem, roster, everything(problem)).solve(20.0, 0, dict(AS_HINTED))
    assert hinted.bound_ticks == total(problem, roster)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_hint_of_a_random_window_is_complete_and_feasible(seed: int) -> None:
    problem = busy_problem(seed, fair=seed % 2 == 0)
    roster = searched(problem).roster()
    rng = np.random.default_rng(seed)
    for _ in range(4):
        agents = np.sort(rng.choice(problem.n_agents, size=rng.integers(1, 4), replace=False))
        first = int(rng.integers(problem.n_days))
        last = int(rng.integers(first + 1, problem.n_days + 1))
        result = WindowModel(problem, roster, Window(agents, first, last)).solve(
            20.0, 0, dict(AS_HINTED)
        )
        assert result.roster is not None
        assert (result.roster.option == roster.option).all()
        assert (result.roster.breaks == roster.breaks).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_search_ends_at_the_proven_optimum_and_the_bound_below_it(seed: int) -> None:
    problem = busy_problem(seed, fair=seed % 2 == 0)
    optimum = proven_optimum(problem) / TICKS
    state = searched(problem)
    lagrangian = LagrangianBound(state, np.zeros_like(state.price))
    assert max(lagrangian.step() for _ in range(40)) <= optimum
    solution = solve(problem, Settings(time_limit=30.0, seed=seed))
    assert solution.status == "optimal"
    assert solution.cost == pytest.approx(optimum, abs=0.005)


@pytest.mark.parametrize("seed", SEEDS)
def test_locks_and_obligations_are_kept_and_events_are_contained_or_clear(seed: int) -> None:
    problem = busy_problem(seed)
    roster = solve(problem, Settings(time_limit=5.0)).roster
    options = problem.options
    assert ((roster.option != OFF) >= problem.staff.must_work).all()
    (locked,) = np.flatnonzero(~options.flexible)
    assert roster.option[0, options.day[locked]] == locked
    breaks = roster.breaks[0, options.day[locked]]
    assert (breaks == options.break_first[locked]).all()
    (at,) = np.flatnonzero(problem.staff.event[1])
    for d, o in enumerate(roster.option[1]):
        if o != OFF and options.start[o] <= at < options.end[o]:
            ends = roster.breaks[1, d] + options.break_slots[o]
            assert not ((roster.breaks[1, d] <= at) & (at < ends)).any()


def test_agents_who_all_serve_the_same_queues_may_be_spare_together() -> None:
    """Nobody is wanted, but all must work at the same time: one flow brings all three."""
    problem = random_problem(1, agents=3, days=2, starts=(9,))
    everywhere = int(np.flatnonzero(problem.cover.skills.all(axis=1))[0])
    must_work = np.zeros((3, 2), dtype=bool)
    must_work[:, 0] = True
    staff = replace(
        problem.staff,
        skill_set=np.full(3, everywhere),
        allowed=np.ones_like(problem.staff.allowed),
        must_work=must_work,
        past=((),) * problem.n_agents,
        most=np.full_like(problem.staff.most, 40 * 60),
    )
    nothing = np.zeros_like(problem.cover.required)
    cover = replace(problem.cover, required=nothing, minimum=nothing, fixed=nothing)
    problem = replace(problem, staff=staff, cover=cover)
    state = searched(problem)
    assert (state.option[:, 0] != OFF).all()
    hinted = WindowModel(problem, state.roster(), everything(problem))
    assert hinted.solve(20.0, 0, dict(AS_HINTED)).bound_ticks == total(problem, state.roster())
    assert proven_optimum(problem) == total(problem, state.roster())


def test_an_obligation_that_no_option_can_meet_is_priced_and_nothing_else_suffers() -> None:
    """The tour program, the evaluation and the model leave the day off and say so."""
    problem = busy_problem(0)
    a, d = 1, 2
    allowed, must_work = problem.staff.allowed.copy(), problem.staff.must_work.copy()
    allowed[a, problem.options.first_of_day[d] : problem.options.first_of_day[d + 1]] = False
    must_work[a, d] = True
    free = must_work.copy()
    free[a, d] = False
    impossible = replace(
        problem, staff=replace(problem.staff, allowed=allowed, must_work=must_work)
    )
    possible = replace(problem, staff=replace(problem.staff, allowed=allowed, must_work=free))
    solution = solve(impossible, Settings(time_limit=30.0))
    assert solution.value.missing_days == 1
    cost = solution.value.total + solution.value.elastic
    assert cost == proven_optimum(possible) + problem.promise_price
    assert cost == proven_optimum(impossible, searched(impossible).roster())


@pytest.mark.slow
def test_the_same_seed_finds_the_same_roster_where_the_search_ends_by_proof() -> None:
    problem = busy_problem(3, days=3)
    settings = Settings(time_limit=60.0, seed=7, workers=1)
    one, two = solve(problem, settings), solve(problem, settings)
    assert one.status == two.status == "optimal"
    assert one.value == two.value


def test_a_wide_gap_ends_the_search_at_a_cost_within_it() -> None:
    problem = random_problem(11, agents=8, days=14)
    solution = solve(problem, Settings(time_limit=30.0, gap=1.0))
    assert solution.bound is not None
    assert solution.cost <= 2.0 * solution.bound
    assert solution.seconds < 30.0


@pytest.mark.slow
def test_an_optimal_status_is_claimed_only_where_cost_and_bound_meet() -> None:
    for seed in range(4):
        problem = random_problem(20 + seed, agents=10, days=14)
        solution = solve(problem, Settings(time_limit=0.5, seed=seed))
        assert solution.bound is None or solution.bound <= solution.cost
        met = solution.bound is not None and solution.cost - solution.bound <= 0.005
        assert solution.status == ("optimal" if met else "feasible")
        value = evaluate(problem, solution.roster)
        assert solution.cost == (value.total + value.elastic) / TICKS
