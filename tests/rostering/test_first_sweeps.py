"""Sweeps before there are prices: how blurred they are, and what prices still to come weigh."""

from __future__ import annotations

import numpy as np
import pytest
from small_problems import random_problem
from staffwright.models.rostering import conductor
from staffwright.models.rostering.conductor import FIRST_SWEEPS, Settings
from staffwright.models.rostering.run import Run
from staffwright.models.rostering.search import anneal_some, first_blur


def begun(monkeypatch: pytest.MonkeyPatch, sweep_seconds: float, limit: float) -> list[float]:
    """Return the blurs of a run's first sweeps, as shares of the first, each of so long a sweep."""
    problem = random_problem(1)
    run = Run(problem, Settings(limit, deterministic=True), lambda _: None, lambda: False)
    blurs: list[float] = []

    def sweep(state: object, rng: object, duals: object, blend: float, blur: float) -> None:
        blurs.append(blur / first_blur(problem))
        run.clock.spend(sweep_seconds)

    monkeypatch.setattr(conductor, "annealed_sweeps", sweep)
    conductor._first_roster(run)
    return blurs


def test_blur_falls_to_nothing_in_all_the_first_sweeps_where_they_are_quick(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    blurs = begun(monkeypatch, sweep_seconds=0.001, limit=60.0)
    assert len(blurs) == FIRST_SWEEPS
    assert blurs[0] == pytest.approx(1.0, abs=1e-3)
    assert blurs == sorted(blurs, reverse=True)
    assert blurs[-1] == 0.0


@pytest.mark.parametrize(("sweep_seconds", "limit", "sweeps"), [(1.0, 60.0, 5), (1.0, 10.0, 4)])
def test_where_sweeps_are_slow_there_are_fewer_and_the_last_is_exact(
    monkeypatch: pytest.MonkeyPatch, sweep_seconds: float, limit: float, sweeps: int
) -> None:
    """Four seconds, or 30 % of those there are, decide where the blur ends."""
    blurs = begun(monkeypatch, sweep_seconds, limit)
    assert len(blurs) == sweeps
    assert blurs == sorted(blurs, reverse=True)
    assert blurs[-1] == 0.0


def test_without_any_time_one_exact_sweep_makes_the_roster(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert begun(monkeypatch, sweep_seconds=1.0, limit=0.0) == [0.0]


@pytest.mark.parametrize(("price", "weighs"), [(0.0, False), (-1.0, True)])
def test_prices_weigh_only_where_there_are_any(
    monkeypatch: pytest.MonkeyPatch, price: float, weighs: bool
) -> None:
    run = Run(random_problem(1), Settings(), lambda _: None, lambda: False)
    state, duals = run.state, np.full_like(run.nothing, price)
    blends: list[float] = []
    respond = state.respond

    def noted(order: object, duals: object, blend: float, *others: object) -> None:
        blends.append(blend)
        respond(order, duals, blend, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(state, "respond", noted)
    monkeypatch.setattr("staffwright.models.rostering.search.MOST_REHEATED", 0)
    for _ in range(5):
        anneal_some(state, run.rng, duals, state.cost(), 0.0)
    assert blends
    assert any(blends) is weighs
