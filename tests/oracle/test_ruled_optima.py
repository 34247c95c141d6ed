"""Under the rules with a form, too, proven plans cost what the plain model proves to be least.

Left out are `max_work_minutes` and `break_duties`: the planner narrows the windows of breaks until
every choice keeps them and so drops some legal placements. So are events with a window, whose time
the planner chooses before it plans shifts, and agents whose clock is not the site's.
"""

from __future__ import annotations

from functools import cache

import pytest
from plain_cpsat import PlainOptimum, plain_optimum
from ruled_scenarios import TURN, Ruled, ruled_scenario
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.requirement import requirement

pytestmark = pytest.mark.slow

ON_BREAKS = frozenset({"max_work_minutes", "break_duties"})
COMPARED = frozenset(TURN) - ON_BREAKS
SEEDS = (0, 2, 3, 5, 6, 7, 8, 10, 11, 13, 15, 16, 21, 22, 38, 40, 41, 42)
HALF_A_CENT = 0.005


def scenario_of(seed: int) -> Ruled:
    return ruled_scenario(seed, COMPARED, agents=2, days=7)


@cache
def compared(seed: int) -> tuple[Plan, PlainOptimum]:
    scenario = scenario_of(seed).scenario
    assert not any(agent.zone for agent in scenario.agents)
    best = plain_optimum(scenario, requirement(scenario))
    return make_plan(scenario, PlanOptions(time_limit=60.0, seed=seed)), best


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_under_rules_is_the_optimum_of_the_plain_model(seed: int) -> None:
    plan, best = compared(seed)
    assert best.proved
    assert best.cost is not None
    assert plan.audit.violations == ()
    assert plan.solve.status == "optimal"
    assert float(plan.audit.cost.total) == pytest.approx(float(best.cost), abs=HALF_A_CENT)
    assert plan.solve.bound is not None
    assert plan.solve.bound <= float(best.cost) + HALF_A_CENT


def test_every_rule_compared_is_on_and_priced_rules_are_paid_for() -> None:
    on = frozenset().union(*(scenario_of(seed).on for seed in SEEDS))
    assert on == COMPARED
    paid = {rule for s in SEEDS for rule, cost in compared(s)[0].audit.cost.rules.items() if cost}
    assert len(paid) >= 6, paid
