"""Plans that end by proof cost what an independent plain CP-SAT model proves to be least.

The plain model is in `plain_cpsat`: it is written from docs/rules.md and shares nothing with the
planner but the scenario's types, its calendar and the requirement.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pytest
from plain_cpsat import PlainOptimum, plain_optimum
from staffwright.instances import path
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario import load_scenario
from staffwright.scheduler.scenario.types import Scenario
from tiny_scenarios import MARCH, MAY, OCTOBER, Mix, random_scenario

pytestmark = pytest.mark.slow

# No two costs of these scenarios lie closer than this: wages are whole cents and some decimals.
HALF_A_CENT = 0.005


class Case(NamedTuple):
    """A random scenario by seed and mix."""

    seed: int
    mix: Mix

    def __str__(self) -> str:
        mix = self.mix
        return f"{self.seed}-{mix.first_day:%b}-{mix.agents}x{mix.days}-{mix.queues}-queues"


CASES = (
    Case(1, Mix(days=3, first_day=MAY)),
    Case(2, Mix(days=3, first_day=MARCH)),
    Case(2, Mix(days=4, first_day=MARCH, nights=True, locks=False, events=False)),
    Case(8, Mix(days=3, first_day=OCTOBER, queues=2)),
    Case(9, Mix(days=4, first_day=MAY, queues=2)),
    Case(14, Mix(days=3, first_day=MAY)),
    Case(2, Mix(agents=2, days=3, first_day=OCTOBER, minima=True)),
)


@cache
def planned(case: Case) -> tuple[Scenario, Plan, PlainOptimum]:
    scenario = random_scenario(*case)
    best = plain_optimum(scenario, requirement(scenario))
    return scenario, make_plan(scenario, PlanOptions(time_limit=60.0, seed=case.seed)), best


def assert_equal_optima(plan: Plan, best: PlainOptimum) -> None:
    assert best.proved
    assert best.cost is not None
    assert plan.audit.violations == ()
    assert plan.solve.status == "optimal"
    assert float(plan.audit.cost.total) == pytest.approx(float(best.cost), abs=HALF_A_CENT)
    assert plan.solve.bound is not None
    assert plan.solve.bound <= float(best.cost) + HALF_A_CENT


def test_the_corner_shop_is_planned_to_the_optimum_of_the_plain_model() -> None:
    scenario = load_scenario(path("corner_shop"))
    best = plain_optimum(scenario, requirement(scenario), seconds=120.0)
    assert_equal_optima(make_plan(scenario, PlanOptions(time_limit=120.0)), best)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_tiny_scenario_is_planned_to_the_optimum_of_the_plain_model(case: Case) -> None:
    _, plan, best = planned(case)
    assert plan.promises["hard_minimum_staff"] == (best.below_minimum == 0)
    assert_equal_optima(plan, best)


def test_the_tiny_scenarios_exercise_every_kind_of_input_and_every_component_of_cost() -> None:
    """Else their optima would agree on nothing much."""
    found = [planned(case) for case in CASES]
    scenarios = [scenario for scenario, _, _ in found]
    costs = [plan.audit.cost for _, plan, _ in found]
    locked = [shift.activities[0].code for s in scenarios for shift in s.locked]
    assert {"shift", "work"} <= set(locked)
    assert {event.paid for s in scenarios for event in s.events} == {True, False}
    assert any(s.time_off for s in scenarios)
    assert any(s.unavailable for s in scenarios)
    assert any(past.end > s.grid.start for s in scenarios for past in s.history)
    assert any(len(agent.skills) > 1 for s in scenarios for agent in s.agents)
    assert any(agent.contract.min_weekly_minutes for s in scenarios for agent in s.agents)
    assert any(cost.overtime for cost in costs)
    assert any(cost.fairness for cost in costs)
    assert all(cost.base and cost.understaffing for cost in costs)
    assert any(cost.overstaffing for cost in costs)
    assert any(cost.preferences for cost in costs)
    for premium in ("night", "deep_night", "sunday", "holiday"):
        assert any(cost.premiums[premium] for cost in costs), premium
