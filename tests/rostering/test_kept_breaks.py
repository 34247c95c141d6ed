"""Breaks of a roster at hand are taken back where that costs nothing, and only there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_problems import random_problem
from staffwright.models.rostering.conductor import Settings, solve
from staffwright.models.rostering.kept_breaks import take_breaks_back
from staffwright.models.rostering.problem import OFF, Roster, RosterProblem
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.search import annealed_sweeps
from staffwright.models.rostering.start import legal_tours, with_other_breaks
from staffwright.models.rostering.state import SearchState


def swept(problem: RosterProblem, seed: int, start: Roster | None = None) -> SearchState:
    """Return a roster after two sweeps, from nothing or from another."""
    state = SearchState(problem, build_tables(problem))
    if start is not None:
        state.load(start)
    rng = np.random.default_rng(seed)
    for blur in (1.0, 0.5):
        annealed_sweeps(state, rng, np.zeros_like(state.price), 0.0, blur)
    return state


def moved(problem: RosterProblem, one: Roster, other: Roster) -> int:
    """Count the shifts in both whose breaks differ."""
    same = (one.option == other.option) & (one.option != OFF)
    return int((same & (one.breaks != other.breaks).any(axis=2)).sum())


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("queues", [1, 2])
def test_no_cost_is_added_and_what_stays_moved_would_cost_more(seed: int, queues: int) -> None:
    problem = random_problem(seed, agents=6, queues=queues, slot_minutes=30)
    at_hand = swept(problem, 1).roster()
    state = swept(problem, 2, at_hand)
    before = state.cost()
    while take_breaks_back(state, at_hand):
        pass
    assert state.cost() <= before + 1e-6
    taken = state.roster()
    assert legal_tours(problem, state.tables, taken).all()
    fresh = SearchState(problem, state.tables)
    fresh.load(taken)
    assert fresh.cost() == pytest.approx(state.cost(), abs=1e-6)
    for a, d in np.argwhere((taken.option == at_hand.option) & (taken.option != OFF)).tolist():
        if (taken.breaks[a, d] != at_hand.breaks[a, d]).any():
            tried = taken.copy()
            tried.breaks[a, d] = at_hand.breaks[a, d]
            fresh.load(tried)
            assert fresh.cost() > state.cost() + 1e-9


def test_breaks_are_taken_back_somewhere_in_these_problems() -> None:
    """Else the test above would see nothing."""
    counts = []
    for seed in range(12):
        problem = random_problem(seed, agents=6, queues=1, slot_minutes=30)
        at_hand = swept(problem, 1).roster()
        state = swept(problem, 2, at_hand)
        there = moved(problem, state.roster(), at_hand)
        taken = take_breaks_back(state, at_hand)
        assert moved(problem, state.roster(), at_hand) == there - taken
        counts.append((there, taken))
    assert sum(taken for _, taken in counts) > 0
    assert sum(there - taken for there, taken in counts) > 0


def test_where_nothing_is_asked_for_a_repair_moves_no_breaks() -> None:
    """Nobody is needed anywhere: all breaks are equally good, those at hand stay."""
    problem = random_problem(3, agents=6, queues=1)
    at_hand = swept(problem, 1).roster()
    cover = problem.cover
    nothing = np.zeros_like(cover.under)
    quiet = replace(problem, cover=replace(cover, under=nothing, over=nothing, hard=nothing))
    found = solve(quiet, Settings(time_limit=1.0, seed=5), start=at_hand, keep_breaks=True)
    assert moved(quiet, found.roster, at_hand) == 0


def test_breaks_that_are_not_legal_are_not_put_back() -> None:
    problem = random_problem(3, agents=6, queues=1, slot_minutes=30)
    now = swept(problem, 1).roster()
    at_hand = now.copy()
    a, d = np.argwhere(now.option != OFF)[0].tolist()
    at_hand.breaks[a, d, 0] = problem.options.end[now.option[a, d]]
    legal = swept(problem, 2, now).roster()
    other = with_other_breaks(problem, at_hand, now)
    assert other.option[a, d] == OFF
    mine = with_other_breaks(problem, now, legal)
    assert moved(problem, mine, legal) == moved(problem, now, legal) > 0
