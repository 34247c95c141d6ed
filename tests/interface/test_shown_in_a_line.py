"""Plans and scenarios are shown in a line, not with every array they hold."""

from __future__ import annotations

import staffwright
from staffwright.instances import path as instance


def test_a_scenario_says_its_name_days_agents_and_queues() -> None:
    scenario = staffwright.Scenario.load(instance("corner_shop"))
    assert repr(scenario) == (
        "<Scenario 'Corner Shop': 7 days from 2026-05-04, agents: 6, queues: 1>"
    )


def test_a_plan_says_how_it_was_found_and_what_it_costs() -> None:
    plan = staffwright.plan(staffwright.Scenario.load(instance("corner_shop")), time_limit=0.5)
    told = repr(plan)
    assert told.startswith(f"<Plan 'Corner Shop': {plan.solve.status}, ")
    assert f"{plan.audit.cost.total:,.2f} EUR" in told
    assert f"{len(plan.shifts)} shifts>" in told
    assert len(told) < 120
