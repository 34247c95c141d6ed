"""Search, bound and windows against the whole problem solved by CP-SAT, on random small cases."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from formal_optimum import ONE_WORKER, everything, proven_optimum, searched, total
from ortools.sat.python import cp_model
from small_problems import random_problem, worked_before
from staffwright.models.covering.program import solve_covering
from staffwright.models.rostering.conductor import Settings, solve
from staffwright.models.rostering.cpsat import Window, WindowModel
from staffwright.models.rostering.lagrange import LagrangianBound
from staffwright.models.rostering.problem import OFF, TICKS, Roster, RosterProblem
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.state import SearchState

SEEDS = range(8)


def problem_of(seed: int) -> RosterProblem:
    """Two queues, three skill sets, breaks; every second one with fair shares."""
    return random_problem(seed, agents=3, days=7, fair=seed % 2 == 0)


@cache
def optimum(seed: int) -> int:
    """Return the proven optimal cost in ticks."""
    return proven_optimum(problem_of(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_search_state_costs_what_the_exact_evaluation_says(seed: int) -> None:
    problem = problem_of(seed)
    state = searched(problem)
    assert state.cost() == pytest.approx(total(problem, state.roster()) / TICKS, rel=1e-12)
    fresh = SearchState(problem, build_tables(problem))
    fresh.load(state.roster())
    assert fresh.cost() == pytest.approx(state.cost(), rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_step_of_the_pricing_bound_exceeds_the_proven_optimum(seed: int) -> None:
    problem = problem_of(seed)
    covering = solve_covering(problem)
    assert covering is not None
    state = SearchState(problem, build_tables(problem))
    lagrangian = LagrangianBound(state, covering.duals)
    steps = [lagrangian.step() for _ in range(120)]  # into the second cycle
    assert max(steps) == lagrangian.best
    assert lagrangian.best <= optimum(seed) / TICKS
    # not merely valid: the ascent gets somewhere
    assert lagrangian.best >= 0.5 * optimum(seed) / TICKS


@pytest.mark.parametrize("seed", SEEDS)
def test_small_problems_end_proven_optimal_at_the_optimum_of_cp_sat(seed: int) -> None:
    problem = problem_of(seed)
    solution = solve(problem, Settings(time_limit=30.0, seed=seed))
    assert solution.status == "optimal"
    assert solution.cost == pytest.approx(optimum(seed) / TICKS, abs=0.005)
    assert solution.bound is not None
    assert solution.bound <= solution.cost


@pytest.mark.parametrize("seed", SEEDS)
def test_the_hint_of_a_window_is_complete_and_costs_what_the_roster_costs(seed: int) -> None:
    """With every variable fixed to its hint the model is feasible, at the roster's cost."""
    problem = problem_of(seed)
    roster = searched(problem, sweeps=1).roster()
    rng = np.random.default_rng(seed)
    first = int(rng.integers(0, 5))
    agents = np.sort(rng.choice(problem.n_agents, size=2, replace=False))
    for window in (everything(problem), Window(agents, first, first + 2)):
        model = WindowModel(problem, roster, window)
        parameters: dict[str, object] = {"fix_variables_to_their_hinted_value": True}
        result = model.solve(20.0, 0, parameters | {"num_workers": 1})
        assert result.roster is not None
        assert total(problem, result.roster) == total(problem, roster)
        assert result.bound_ticks == (total(problem, roster) if model.whole else None)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_window_never_makes_the_roster_worse_and_leaves_the_rest_alone(seed: int) -> None:
    problem = problem_of(seed)
    roster = searched(problem, sweeps=1).roster()
    window = Window(np.array([0, 2]), 2, 4)
    result = WindowModel(problem, roster, window).solve(20.0, 0, dict(ONE_WORKER))
    assert result.roster is not None
    assert total(problem, result.roster) <= total(problem, roster)
    free = np.zeros(roster.option.shape, dtype=bool)
    free[np.ix_([0, 2], [2, 3])] = True
    assert (result.roster.option == roster.option)[~free].all()


def forced(problem: RosterProblem, chosen: dict[tuple[int, int], int]) -> cp_model.CpSolverStatus:
    """Solve the whole problem with options forced for (agent, day)."""
    model = WindowModel(problem, Roster.empty(problem), everything(problem))
    for (agent, _), option in chosen.items():
        model.model.add(model.shift[agent, option] == 1)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(model.model)


def open_problem() -> RosterProblem:
    """Two agents to whom every option is open, and no weekly minimum."""
    problem = random_problem(3, agents=2, days=7)
    staff = replace(
        problem.staff,
        allowed=np.ones_like(problem.staff.allowed),
        past=((), ()),
        most=np.full_like(problem.staff.most, 50 * 60),
        least=np.zeros_like(problem.staff.least),
    )
    return replace(problem, staff=staff)


def option_at(problem: RosterProblem, day: int, hour: int) -> int:
    """Return the option that begins at an hour of a day (slots of an hour)."""
    found = np.flatnonzero(problem.options.start == day * 24 + hour)
    return int(found[0])


def test_rest_between_shifts_is_kept() -> None:
    """A shift from 15 to 23 o'clock leaves no rest before 9 the next day, but before 13."""
    problem = open_problem()
    late = option_at(problem, 1, 15)
    short = {(0, 1): late, (0, 2): option_at(problem, 2, 9)}
    long = {(0, 1): late, (0, 2): option_at(problem, 2, 13)}
    assert forced(problem, short) == cp_model.INFEASIBLE
    assert forced(problem, long) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def test_days_in_a_row_are_limited_and_the_history_counts() -> None:
    problem = open_problem()
    four = {(0, d): option_at(problem, d, 9) for d in range(4)}
    five = {(0, d): option_at(problem, d, 9) for d in range(5)}
    assert forced(problem, four) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    assert forced(problem, five) == cp_model.INFEASIBLE
    tired = replace(problem, staff=replace(problem.staff, past=(worked_before(1, 24), ())))
    assert forced(tired, four) == cp_model.INFEASIBLE


def test_weekly_minutes_are_limited() -> None:
    problem = open_problem()
    two = {(0, d): option_at(problem, d, 9) for d in range(2)}
    tight = problem.options.paid_minutes[option_at(problem, 0, 9)] * 2
    for most, status in ((tight, True), (tight - 1, False)):
        staff = replace(problem.staff, most=np.full_like(problem.staff.most, most))
        found = forced(replace(problem, staff=staff), two)
        assert (found in (cp_model.OPTIMAL, cp_model.FEASIBLE)) == status


def test_breaks_lie_in_their_windows_in_order_and_spaced() -> None:
    checked = 0
    for seed in SEEDS:
        problem = problem_of(seed)
        for roster in (searched(problem).roster(),):
            options = problem.options
            for a, d in np.argwhere(roster.option != OFF):
                o = roster.option[a, d]
                ends = None
                for b in range(options.n_breaks[o]):
                    p = roster.breaks[a, d, b]
                    assert options.break_first[o, b] <= p <= options.break_last[o, b]
                    assert p + options.break_slots[o, b] <= options.end[o]
                    if ends is not None:
                        assert p >= ends + problem.break_gap_slots
                    ends = p + options.break_slots[o, b]
                    checked += 1
    assert checked > 100


def test_a_search_that_is_stopped_keeps_the_best_roster_and_says_so() -> None:
    problem = random_problem(5, agents=6, days=7)
    costs: list[float] = []
    solution = solve(
        problem,
        Settings(time_limit=60.0),
        on_progress=lambda point: costs.append(point.cost) if point.cost is not None else None,
        should_stop=lambda: bool(costs),
    )
    assert solution.status == "cancelled"
    assert solution.cost == pytest.approx(min(costs))
    assert (solution.roster.option != OFF).any()


def test_progress_never_reports_a_worse_roster_or_a_lower_bound() -> None:
    problem = random_problem(6, agents=4, days=7)
    points = solve(problem, Settings(time_limit=5.0)).trace
    costs = [p.cost for p in points if p.cost is not None]
    bounds = [p.bound for p in points if p.bound is not None]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert bounds
