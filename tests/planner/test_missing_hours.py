"""Hours that divisible shifts would leave missing too, and tours that CP-SAT stated once more."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pytest
from staffwright.models.rostering.confirm import Confirmed
from staffwright.scheduler import planner as planner_module
from staffwright.scheduler.missing_hours import under_hours_if_divisible
from staffwright.scheduler.planner import PlanOptions, make_plan
from tiny_scenarios import MAY, Grid, agent, queue, scenario

# Counted work: by the clock a small problem may be proven before the covering program is solved
QUICK = PlanOptions(time_limit=2.0, deterministic=True)
NAMES = ("calls", "mail", "chat")


def problem(under):
    """Stand in for a problem on a grid of 30 minutes with prices of missing agents (Q, T)."""
    return SimpleNamespace(slot_minutes=30, cover=SimpleNamespace(under=np.array(under)))


def test_agents_missing_in_slots_are_hours_by_queue_where_they_have_a_price():
    """Calls: (2 + 0.5 + 1) half hours; mail: the last slot has no price."""
    shortage = np.array([[2.0, 0.5, 1.0], [1.0, 0.25, 9.0], [4.0, 4.0, 4.0]])
    priced = problem([[5, 5, 5], [5, 5, 0], [5, 5, 5]])
    found = under_hours_if_divisible(priced, shortage, NAMES, {"chat"})
    assert found == {"calls": 1.75, "mail": 0.62, "chat": None}


def test_what_is_not_known_is_none_and_dust_of_interior_points_is_nothing():
    priced = problem([[5, 5], [0, 0], [5, 5]])
    unknown = dict.fromkeys(NAMES)
    assert under_hours_if_divisible(priced, None, NAMES, set()) == unknown
    dust = np.array([[1e-9, 3e-7], [1.0, 1.0], [-2e-9, 0.0]])
    found = under_hours_if_divisible(priced, dust, NAMES, set())
    assert found == {"calls": 0.0, "mail": None, "chat": 0.0}


@pytest.mark.parametrize("hours", [6, 8])
def test_of_three_agents_needed_two_cannot_be_divided_into_more(hours):
    """From 06:00 two agents are there, less a meal and a pause each; the third never is."""
    grid = Grid("Europe/Berlin", MAY, 1, 60, 30)
    wanted = {"calls": [0] * 6 + [3] * hours + [0] * (18 - hours)}
    plan = make_plan(scenario(grid, wanted, agents=(agent("A"), agent("B"))), QUICK)
    left = plan.solve.under_if_divisible["calls"]
    assert hours <= left <= hours + 2.0
    # Breaks are spread over their windows and slots are whole hours: an estimate, no bound
    assert left == pytest.approx(plan.audit.under_hours, abs=1.0)


@pytest.mark.parametrize(("price", "is_worth_it"), [(4000, True), (1, False)])
def test_enough_agents_leave_missing_what_is_not_worth_its_cover(price, is_worth_it):
    """Six hours of one agent, three agents at hand: nothing is missing where that is dear."""
    grid = Grid("Europe/Berlin", MAY, 1, 60, 30)
    people = tuple(agent(name) for name in "ABC")
    dear = (queue(under_price=Decimal(price)),)
    wanted = {"calls": [0] * 8 + [1] * 6 + [0] * 10}
    plan = make_plan(scenario(grid, wanted, agents=people, queues=dear), QUICK)
    assert plan.solve.under_if_divisible == {"calls": 0.0 if is_worth_it else 6.0}


def test_what_cp_sat_confirmed_and_how_the_limit_counts_are_carried_over(monkeypatch):
    grid = Grid("Europe/Berlin", MAY, 1, 60, 30)
    made = scenario(grid, {"calls": [1] * 24})
    plain = planner_module.solve_scenario

    def confirming(*arguments):
        found = plain(*arguments)
        solution = replace(found.solution, confirmed=Confirmed(40, 2), shortage=None)
        return replace(found, solution=solution)

    monkeypatch.setattr(planner_module, "solve_scenario", confirming)
    solve = make_plan(made, QUICK).solve
    assert (solve.confirmed_agents, solve.refused_agents) == (40, 2)
    assert solve.under_if_divisible == {"calls": None}
    assert solve.deterministic
