"""Stepped prices, late contacts and bought cover against the plain model, whose blocks are listed.

The planner's optimum is compared with the plain one, its bound stays below, the audit is clean and
its money exact.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from cover_variants import stepped, valued, with_pool
from plain_cpsat import plain_optimum
from staffwright.scheduler.audit import audit_schedule
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario.types import Scenario
from tiny_scenarios import MARCH, MAY, Mix, random_scenario

CASES = {
    "steps": stepped(random_scenario(1, Mix(days=3))),
    "pool": with_pool(random_scenario(3, Mix(agents=2, days=3, first_day=MARCH))),
    "pool for two queues": with_pool(random_scenario(8, Mix(agents=2, days=2, queues=2))),
    "late contacts": valued(random_scenario(5, Mix(agents=3, days=2, first_day=MAY))),
    "all": with_pool(valued(random_scenario(9, Mix(agents=2, days=2, queues=2)))),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_plan_costs_what_the_plain_model_proves_to_be_least(case: Scenario) -> None:
    best = plain_optimum(case, requirement(case), seconds=60.0)
    plan = make_plan(case, PlanOptions(time_limit=40.0))
    assert best.proved
    assert best.cost is not None
    assert plan.audit.violations == ()
    assert plan.solve.status == "optimal"
    assert float(plan.audit.cost.total) == pytest.approx(float(best.cost), abs=0.005)
    assert plan.solve.bound is not None
    assert plan.solve.bound <= float(best.cost) + 0.005
    assert bool(plan.bought) == bool(plan.audit.cost.bought_cover)


def test_a_step_counts_from_its_agent_on() -> None:
    """Nobody is there: of n missing the first costs 40, the second 55, all others 90.50."""
    base = replace(stepped(random_scenario(1, Mix(days=1))), shifts=(), locked=(), history=())
    needed = requirement(base)
    needed = replace(needed, scheduled=2 * needed.scheduled)
    expected = sum(
        (
            sum((Fraction(p) for p in (40, 55)[:n]), Fraction(0)) + max(0, n - 2) * Fraction("90.5")
            for n in needed.scheduled.ravel().tolist()
        ),
        Fraction(0),
    )
    assert needed.scheduled.max() > 2
    cost = audit_schedule(base, needed, ()).cost
    assert cost.understaffing == Decimal(expected.numerator) / expected.denominator
