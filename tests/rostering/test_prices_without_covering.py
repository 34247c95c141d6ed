"""Prices of several skill sets: from steps of the bound alone, the covering program later."""

from __future__ import annotations

import numpy as np
import pytest
from small_problems import random_problem
from staffwright.models.covering import program as covering
from staffwright.models.covering.program import CoveringResult
from staffwright.models.rostering import bounding
from staffwright.models.rostering.bounding import Bounding
from staffwright.models.rostering.conductor import Settings, prepare
from staffwright.models.rostering.lagrange import FIRST_CYCLE
from staffwright.models.rostering.problem import RosterProblem
from staffwright.models.rostering.run import Run


class Asked:
    """Stands for the covering program and counts how often it is asked; it finds nothing."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, problem: RosterProblem, **_: object) -> None:
        self.times += 1


def bounding_of(problem: RosterProblem, monkeypatch: pytest.MonkeyPatch) -> tuple[Bounding, Asked]:
    prepare(problem)
    asked = Asked()
    monkeypatch.setattr(covering, "solve_covering", asked)
    settings = Settings(time_limit=60.0, workers=1)
    return Bounding(Run(problem, settings, lambda _: None, lambda: False)), asked


def test_several_skill_sets_have_prices_after_a_cycle_of_steps_and_the_program_comes_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, asked = bounding_of(random_problem(2, agents=6), monkeypatch)
    found.advance(0.0)
    while found.steps < FIRST_CYCLE:
        assert (found.duals, asked.times) == (None, 0)
        found._step()
    assert found.duals is not None
    assert np.abs(found.duals).max() > 0
    while found.steps < bounding.STEPS_WITHOUT_COVERING:
        found._step()
    assert asked.times == 1


def test_one_skill_set_whose_steps_are_dear_begins_with_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounding, "QUICK_CYCLE", 0.0)
    found, asked = bounding_of(random_problem(2, agents=6, queues=1), monkeypatch)
    prices = np.full_like(found.run.nothing, -1.0)
    answer = CoveringResult(0.0, prices, np.zeros(found.run.problem.cover.required.shape))
    monkeypatch.setattr(covering, "solve_covering", lambda *_, **__: answer)
    found.advance(0.0)
    assert (asked.times, found.steps) == (0, 1)
    assert found.duals is not None


def test_where_the_program_finds_nothing_prices_count_after_a_cycle_of_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before that they are nothing, and sweeps at their weight would leave everything uncovered."""
    monkeypatch.setattr(bounding, "QUICK_CYCLE", 0.0)
    found, asked = bounding_of(random_problem(2, agents=6, queues=1), monkeypatch)
    found.advance(0.0)
    assert (asked.times, found.duals) == (1, None)
    while found.steps < FIRST_CYCLE:
        assert found.duals is None
        found._step()
    assert found.duals is not None
    assert np.abs(found.duals).max() > 0
