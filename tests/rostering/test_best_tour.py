"""The tour program against every tour and every placement of breaks, by brute force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from small_problems import random_problem, with_rules, worked_before
from staffwright.models.rostering.pricing import price_tours
from staffwright.models.rostering.problem import OFF, RosterProblem
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.state import SearchState
from staffwright.models.rostering.tour_value import own_cost, working_slots
from staffwright.models.rostering.tours import Fairness


def tiny(seed: int) -> RosterProblem:
    """One agent, three days, four options a day of two lengths, both breaks in play."""
    problem = random_problem(
        seed, agents=1, days=3, queues=1, starts=(7, 22), lengths=(7, 8), fair=True
    )
    rng = np.random.default_rng(seed)
    must_work = rng.random(problem.staff.must_work.shape) < 0.2
    event = np.zeros_like(problem.staff.event)
    if seed % 3 == 0:
        event[0, 10:12] = 1
    staff = replace(
        problem.staff,
        event=event,
        holiday=rng.random(problem.staff.holiday.shape) < 0.4,
        must_work=must_work & (problem.staff.allowed.reshape(1, 3, -1).any(axis=2)),
        past=(worked_before(seed % 3, 24),),
        most=np.array([[20 * 60]]),
        least=np.array([[8 * 60]]),
        overtime_after=np.array([[10 * 60]]),
    )
    return with_rules(replace(problem, staff=staff), max_run=2)


def placements(problem: RosterProblem, o: int) -> Iterator[tuple[int, ...]]:
    """Yield every legal placement of an option's breaks."""
    options = problem.options
    windows = [
        range(options.break_first[o, b], options.break_last[o, b] + 1)
        for b in range(options.n_breaks[o])
    ]
    for starts in product(*windows):
        ends = [p + options.break_slots[o, b] for b, p in enumerate(starts)]
        spaced = all(
            q >= e + problem.break_gap_slots for e, q in zip(ends, starts[1:], strict=False)
        )
        clear = all(
            not problem.staff.event[0, p:e].any() for p, e in zip(starts, ends, strict=True)
        )
        if spaced and clear:
            yield starts


def tours(problem: RosterProblem) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield every tour that keeps rest, days in a row and the weekly maximum."""
    options, staff = problem.options, problem.staff
    per_day = []
    for d in range(3):
        chosen: list[tuple[int, tuple[int, ...]]] = [(OFF, ())]
        for o in range(options.first_of_day[d], options.first_of_day[d + 1]):
            if staff.allowed[0, o]:
                chosen += [(o, starts) for starts in placements(problem, o)]
        per_day.append(chosen)
    for tour in product(*per_day):
        taken = [o for o, _ in tour]
        run, legal, ready = len(staff.past[0]), True, -1000
        for o in taken:
            run = 0 if o == OFF else run + 1
            legal &= o == OFF or (run <= 2 and options.start[o] >= ready)
            ready = ready if o == OFF else options.end[o] + problem.rules[0].rest_slots
        if legal and sum(options.paid_minutes[o] for o in taken if o != OFF) <= staff.most[0, 0]:
            breaks = np.full((3, problem.max_breaks), OFF)
            for d, (_, starts) in enumerate(tour):
                breaks[d, : len(starts)] = starts
            yield np.array(taken), breaks


@pytest.mark.parametrize("seed", range(15))
def test_the_best_tour_is_the_cheapest_of_all_tours(seed: int) -> None:
    problem = tiny(seed)
    state = SearchState(problem, build_tables(problem))
    rng = np.random.default_rng(100 + seed)
    price = rng.normal(-15, 15, size=problem.n_slots)
    least = rng.integers(0, 3, size=3)
    most = least + rng.integers(0, 3, size=3)
    unfair_price = np.array([25.0, 20.0, 15.0])
    fairness = Fairness(most, least, unfair_price)
    option = np.full((1, 3), OFF)
    breaks = np.empty((1, 3, problem.max_breaks), dtype=np.int64)
    found = np.empty(1)
    price_tours(
        np.array([0]),
        price[None, :],
        fairness,
        state.arrays,
        state.work,
        found,
        option,
        breaks,
    )
    slots = np.empty(problem.n_slots, dtype=np.int64)

    def cost_of(tour: np.ndarray, rests: np.ndarray) -> float:
        n = working_slots(tour, rests, state.arrays.agents.event[0], state.arrays.shifts, slots)
        taken = tour[tour != OFF]
        counts = np.zeros(3, dtype=np.int64)
        for o in taken:
            counts += problem.fair_features(0, int(o))
        own = own_cost(0, tour, rests, state.arrays)
        outside = np.maximum(0, counts - most) + np.maximum(0, least - counts)
        return float(own + price[slots[:n]].sum() + outside @ unfair_price)

    cheapest = min(cost_of(tour, rests) for tour, rests in tours(problem))
    assert found[0] == pytest.approx(cheapest, abs=1e-7)
    assert cost_of(option[0], breaks[0]) == pytest.approx(found[0], abs=1e-7)
