"""Bounds, fixing, aims and the whole course on small instances, against CP-SAT alone."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from curtois_qu_instance import read_instance
from curtois_qu_problem import problem_of
from small_instance import small_text
from staffwright.models.rostering.aiming import LONGEST_SECONDS, Aim, Guide
from staffwright.models.rostering.columns import ColumnBound
from staffwright.models.rostering.conductor import Settings, solve
from staffwright.models.rostering.cost_grid import cost_step, raised
from staffwright.models.rostering.cpsat import Window, WindowModel
from staffwright.models.rostering.fixing import reduced_costs
from staffwright.models.rostering.lagrange import LagrangianBound
from staffwright.models.rostering.problem import TICKS, Roster, RosterProblem
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.start import legal_tours
from staffwright.models.rostering.state import SearchState

SEEDS = range(4)


@cache
def problem(seed: int, folder: Path) -> RosterProblem:
    """Return the small instance with requirements drawn anew."""
    path = folder / "small.txt"
    path.write_text(small_text(), encoding="utf-8")
    whole = problem_of(read_instance(path))
    required = np.random.default_rng(seed).integers(0, 3, size=whole.cover.required.shape)
    return replace(whole, cover=replace(whole.cover, required=required))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instances")


@cache
def optimum(seed: int, folder: Path) -> tuple[float, Roster]:
    """Return the least cost and a roster, from CP-SAT's statement of the rules alone."""
    whole = problem(seed, folder)
    everyone = Window(np.arange(whole.n_agents), 0, whole.n_days)
    model = WindowModel(whole, Roster.empty(whole), everyone)
    result = model.solve(60.0, 1, {"num_workers": 1, "linearization_level": 2})
    assert result.proved
    assert result.roster is not None
    assert result.bound_ticks is not None
    return result.bound_ticks / TICKS, result.roster


def columns_of(whole: RosterProblem) -> tuple[ColumnBound, LagrangianBound]:
    state = SearchState(whole, build_tables(whole))
    state.respond(np.arange(whole.n_agents), np.zeros_like(state.price), 0.0, 1.0)
    bound = LagrangianBound(state, np.zeros_like(state.price))
    columns = ColumnBound(state, bound)
    columns.add_roster(state.roster())
    for _ in range(200):
        columns.step()
        if columns.converged:
            break
    return columns, bound


@pytest.mark.parametrize("seed", SEEDS)
def test_column_generation_ends_at_a_bound_below_the_optimum(seed: int, folder: Path) -> None:
    columns, bound = columns_of(problem(seed, folder))
    assert columns.converged
    assert bound.best <= optimum(seed, folder)[0] + 1e-6
    assert bound.best >= 0.8 * optimum(seed, folder)[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_an_optimal_roster_takes_adds_no_more_than_the_gap(seed: int, folder: Path) -> None:
    whole = problem(seed, folder)
    _, bound = columns_of(whole)
    cost, roster = optimum(seed, folder)
    option, off = reduced_costs(bound.state, bound.best_duals, np.arange(whole.n_agents))
    assert (option.min(axis=1) >= -1e-6).all()
    for a in range(whole.n_agents):
        taken = roster.option[a][roster.option[a] >= 0]
        assert (option[a, taken] <= cost - bound.best + 1e-6).all()
        assert (off[a, roster.option[a] < 0] <= cost - bound.best + 1e-6).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_an_aim_at_the_optimum_finds_it_and_one_below_is_refuted(seed: int, folder: Path) -> None:
    whole = problem(seed, folder)
    _, bound = columns_of(whole)
    cost, _ = optimum(seed, folder)
    option, _ = reduced_costs(bound.state, bound.best_duals, np.arange(whole.n_agents))
    aim = Aim(whole, Guide(bound.best, option), TICKS)
    at, below = aim.next(cost, cost), aim.next(cost, cost - 1.0)
    assert at is None  # nothing is left between bound and cost
    assert below is not None
    assert below.ticks == round(cost - 1.0) * TICKS
    model = aim.model(below, bound.state.roster())
    result = model.solve(30.0, 1, {"num_workers": 1, "linearization_level": 2})
    assert result.proved
    assert result.roster is None


def test_a_target_is_on_the_grid_of_costs_however_large_they_are(folder: Path) -> None:
    whole = problem(0, folder)
    added = np.zeros(whole.staff.allowed.shape)
    for steps in range(600_000_000, 600_000_200):
        aim = Aim(whole, Guide(0.0, added), TICKS // 60)
        below = aim.next((steps + 1) / 60, steps / 60)
        assert below is not None
        assert below.ticks == steps * (TICKS // 60)


def test_aims_that_are_too_large_never_end_in_an_overflow(folder: Path) -> None:
    whole = problem(0, folder)
    added = np.zeros(whole.staff.allowed.shape)
    aim = Aim(whole, Guide(0.0, added), TICKS, turn=100_000)
    attempt = aim.next(20.0, 10.0)
    assert attempt is not None
    assert attempt.seconds <= LONGEST_SECONDS


@pytest.mark.parametrize("workers", [1, 2])
def test_the_whole_course_proves_small_instances(workers: int, folder: Path) -> None:
    for seed in SEEDS:
        whole = problem(seed, folder)
        found = solve(whole, Settings(time_limit=60.0, seed=seed, workers=workers))
        assert found.status == "optimal"
        assert found.cost == pytest.approx(optimum(seed, folder)[0])
        assert legal_tours(whole, build_tables(whole), found.roster).all()


def test_costs_come_in_steps_and_bounds_rise_to_them(folder: Path) -> None:
    whole = problem(0, folder)
    assert cost_step(whole) == TICKS
    assert raised(1140.58, TICKS) == 1141.0
    assert raised(1140.0000005, TICKS) == pytest.approx(1140.0, abs=1e-6)
    assert raised(-0.5, TICKS) == 0.0
