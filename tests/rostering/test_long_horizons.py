"""Half a year: prices from several threads, annealing side by side, spans without prices."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from formal_optimum import searched, total
from small_problems import random_problem
from staffwright.models.rostering import bounding
from staffwright.models.rostering.columns import ColumnBound
from staffwright.models.rostering.conductor import Settings, solve
from staffwright.models.rostering.crew import Crew
from staffwright.models.rostering.evaluate import evaluate
from staffwright.models.rostering.lagrange import LagrangianBound
from staffwright.models.rostering.problem import TICKS, RosterProblem
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.run import Run
from staffwright.models.rostering.search import anneal
from staffwright.models.rostering.state import SearchState
from staffwright.models.rostering.windows import TURNS_TO_AIM, WindowSearch


def without_breaks(days: int, agents: int = 5) -> RosterProblem:
    """Return a problem whose prices column generation finds: few shifts a day, no breaks."""
    problem = random_problem(3, agents=agents, days=days, queues=1, starts=(7, 15))
    options = replace(problem.options, n_breaks=np.zeros_like(problem.options.n_breaks))
    return replace(problem, options=options)


@pytest.mark.parametrize("workers", [2, 3])
def test_several_threads_find_the_bound_that_one_finds(workers: int) -> None:
    problem = without_breaks(21)
    found = []
    for threads in (1, workers):
        state = SearchState(problem, build_tables(problem))
        lagrangian = LagrangianBound(state, np.zeros_like(state.price))
        columns = ColumnBound(state, lagrangian, threads)
        columns.add_roster(searched(problem, sweeps=1).roster())
        bounds = [columns.step() for _ in range(6)]
        found.append(bounds)
    assert found[0] == found[1]
    assert max(found[0]) > 0


def annealed(problem: RosterProblem, workers: int) -> SearchState:
    state = SearchState(problem, build_tables(problem))
    crew = Crew(state, workers)
    left = list(crew.anneal(np.random.default_rng(1), np.zeros_like(state.price), 6))
    assert left[-1] == 0.0
    return state


def test_a_crew_of_one_anneals_as_a_state_does() -> None:
    problem = random_problem(5, agents=7, days=14)
    state = SearchState(problem, build_tables(problem))
    for _ in anneal(state, np.random.default_rng(1), np.zeros_like(state.price), 6):
        pass
    assert (annealed(problem, 1).option == state.option).all()


def test_the_best_of_a_crew_stays_whatever_the_pace_of_its_threads() -> None:
    """Three states find three rosters; over some problems another than the first is the best."""
    better = 0
    for seed in range(6):
        problem = random_problem(seed, agents=7, days=14)
        several, again = annealed(problem, 3), annealed(problem, 3)
        assert (several.option == again.option).all()
        assert several.cost() == pytest.approx(total(problem, several.roster()) / TICKS, rel=1e-12)
        better += several.cost() < annealed(problem, 1).cost() - 1e-9
    assert better >= 2


def test_who_stops_an_annealing_stops_the_others_too() -> None:
    before = set(threading.enumerate())
    problem = random_problem(5, agents=7, days=14)
    state = SearchState(problem, build_tables(problem))
    sweeps = Crew(state, 2).anneal(np.random.default_rng(1), np.zeros_like(state.price), 1_000_000)
    next(sweeps)
    sweeps.close()
    assert set(threading.enumerate()) == before


def test_half_a_year_is_built_in_spans_and_annealed_towards_the_prices() -> None:
    problem = without_breaks(105)
    found = solve(problem, Settings(time_limit=10.0, seed=1))
    stages = {point.stage for point in found.trace}
    assert {"first spans", "pricing", "priced sweeps"} <= stages
    value = evaluate(problem, found.roster)
    assert found.cost == pytest.approx((value.total + value.elastic) / TICKS, abs=1e-6)
    assert found.bound is not None
    assert 0.9 * found.cost <= found.bound <= found.cost


def test_a_problem_too_large_for_prices_is_swept_in_spans_and_has_no_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounding, "LARGEST_COLUMNS", 1)
    problem = without_breaks(105, agents=12)
    found = solve(problem, Settings(time_limit=5.0, seed=1))
    assert found.bound is None
    assert found.status == "feasible"
    stages = [point.stage for point in found.trace]
    assert "spans" in stages
    costs = [point.cost for point in found.trace if point.cost is not None]
    assert costs[-1] < costs[0]


def test_a_single_worker_takes_turns_of_windows_and_aims(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []

    def one(name: str) -> Callable[..., bool]:
        def take(*_: object) -> bool:
            taken.append(name)
            return True

        return take

    problem = without_breaks(7)
    run = Run(problem, Settings(60.0), lambda _: None, lambda: len(taken) == 100)
    search = WindowSearch(run)
    monkeypatch.setattr(search, "_one_aim", one("aim"))
    monkeypatch.setattr(search, "_one_window", one("window"))
    search.improve(1)
    assert taken.count("aim") == 100 // TURNS_TO_AIM
    assert taken[TURNS_TO_AIM - 1] == "aim"
    assert taken.count("window") == 100 - taken.count("aim")
