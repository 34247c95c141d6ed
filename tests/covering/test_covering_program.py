"""The covering program: what it says of shortages, and that its prices give a true bound."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from busy_problems import busy_problem
from small_problems import random_problem
from staffwright.models.covering.aggregate import group_staff, presence
from staffwright.models.covering.program import solve_covering
from staffwright.models.rostering.lagrange import LagrangianBound
from staffwright.models.rostering.problem import TICKS, RosterProblem
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.state import SearchState

SEEDS = range(6)


def with_cover(problem: RosterProblem, **changes: Any) -> RosterProblem:
    return replace(problem, cover=replace(problem.cover, **changes))


def nobody_wanted(problem: RosterProblem) -> RosterProblem:
    nothing = np.zeros_like(problem.cover.required)
    return with_cover(problem, required=nothing, minimum=nothing, fixed=nothing)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_prices_of_the_program_give_a_bound_below_the_cost_of_a_roster(seed: int) -> None:
    problem = busy_problem(seed, agents=4, days=7, fair=seed % 2 == 0)
    covering = solve_covering(problem)
    assert covering is not None
    assert covering.duals.shape == (len(problem.cover.skills), problem.n_slots)
    assert covering.shortage.shape == problem.cover.required.shape
    state = SearchState(problem, build_tables(problem))
    bound = LagrangianBound(state, covering.duals).step()
    for _ in range(3):
        everybody = np.arange(problem.n_agents)
        state.respond(everybody, np.zeros_like(state.price), 0.0, 0.0)
    assert bound <= state.cost()
    # prices from the program start the bound better than none
    fresh = SearchState(problem, build_tables(problem))
    assert bound > LagrangianBound(fresh, np.zeros_like(covering.duals)).step()


@pytest.mark.parametrize("seed", SEEDS)
def test_an_agent_more_costs_at_most_the_price_of_one_too_many(seed: int) -> None:
    """It may save more than the slot is short: others are then free for other times."""
    problem = random_problem(seed, agents=4)
    covering = solve_covering(problem)
    assert covering is not None
    assert (covering.duals <= problem.cover.over.max() / TICKS + 1e-6).all()
    assert (covering.duals < 0).any()


def test_where_nobody_is_wanted_nobody_is_missing() -> None:
    covering = solve_covering(nobody_wanted(random_problem(2)))
    assert covering is not None
    assert covering.shortage == pytest.approx(0.0, abs=1e-6)


def test_a_queue_that_nobody_serves_is_missing_entirely() -> None:
    """Its requirement less those present anyhow, in the hours in which demand counts."""
    problem = random_problem(4, agents=4, days=3)
    only_first = np.tile([True, False], (len(problem.cover.skills), 1))
    fixed = np.zeros_like(problem.cover.fixed)
    problem = with_cover(problem, skills=only_first, fixed=fixed)
    covering = solve_covering(problem)
    assert covering is not None
    assert covering.shortage[1] == pytest.approx(problem.cover.required[1], abs=1e-5)


def test_many_agents_leave_less_missing_than_few() -> None:
    """The same demand, and every option open to everybody."""
    missing = []
    base = random_problem(5, agents=2, days=7)
    for agents in (2, 6, 18):
        crowd = random_problem(5, agents=agents, days=7)
        staff = replace(
            crowd.staff,
            allowed=np.ones_like(crowd.staff.allowed),
            skill_set=np.full(agents, 2),
            past=((),) * agents,
            most=np.full_like(crowd.staff.most, 40 * 60),
        )
        covering = solve_covering(replace(base, staff=staff))
        assert covering is not None
        missing.append(float(covering.shortage.sum()))
    assert missing[0] > missing[1] > missing[2]


def test_agents_of_one_skill_set_and_contract_are_one_group_with_their_limits_added() -> None:
    problem = random_problem(6, agents=8, queues=2)
    contract = np.array([0, 1] * 4)
    problem = replace(problem, staff=replace(problem.staff, fair_group=contract))
    groups = group_staff(problem)
    staff = problem.staff
    assert sorted(np.concatenate(groups.members).tolist()) == list(range(8))
    for k, members in enumerate(groups.members):
        assert (staff.skill_set[members] == groups.skill_set[k]).all()
        assert len(set(contract[members].tolist())) == 1
        assert (groups.most[k] == staff.most[members].sum(axis=0)).all()
        assert (groups.least[k] == staff.least[members].sum(axis=0)).all()
        assert (groups.size[k] == staff.allowed[members].sum(axis=0)).all()
        assert groups.rate[k] == pytest.approx(staff.rate[members].min() / TICKS)
    assert len(groups.members) == len(set(zip(staff.skill_set, contract, strict=True)))


def test_the_presence_of_an_option_adds_up_to_its_work() -> None:
    """Its slots less its breaks, however the breaks are spread over their windows."""
    problem = random_problem(7, slot_minutes=30)
    block, blocks = 2, problem.n_slots // 2
    options = problem.options
    there = presence(problem, block, blocks)
    work = options.end - options.start - options.break_slots.sum(axis=1)
    assert there.sum(axis=1) * block == pytest.approx(work)
    assert (there >= 0).all()
    assert (there <= 1).all()
