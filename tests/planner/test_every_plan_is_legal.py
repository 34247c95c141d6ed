"""Whatever is planned, the auditor finds nothing: the planner keeps each rule and counts right.

The auditor has its own code for every rule, price and premium, and a plan on whose cost the two
disagree has the violation `cost_agrees`. So a clean audit says a lot, and for every scenario.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from tiny_scenarios import MARCH, MAY, OCTOBER, Mix, random_scenario

pytestmark = pytest.mark.slow

EVENTS = Mix(days=7, optional_events=True, windowed_events=True)
MIXES = {
    "march": replace(EVENTS, first_day=MARCH, agents=5),
    "october": replace(EVENTS, first_day=OCTOBER, agents=5, queues=2),
    "weeks": replace(EVENTS, first_day=MAY, agents=4, days=9, queues=3),
    "nights": replace(EVENTS, first_day=MARCH, nights=True),
    "back": replace(EVENTS, first_day=OCTOBER, nights=True),
    "minima": replace(EVENTS, first_day=OCTOBER, minima=True, shrinkage=0.1, queues=2),
}
SEEDS = (0, 1)


@cache
def planned(name: str, seed: int) -> Plan:
    return make_plan(random_scenario(seed, MIXES[name]), PlanOptions(time_limit=1.0, seed=seed))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", MIXES)
def test_the_audit_of_a_plan_is_clean(name: str, seed: int) -> None:
    plan = planned(name, seed)
    assert plan.audit.violations == ()
    assert plan.promises["rules"]
    assert plan.solve.bound is not None
    assert plan.solve.bound <= float(plan.audit.cost.total) + 0.005


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", MIXES)
def test_the_pay_lines_of_a_plan_add_up_to_its_wages(name: str, seed: int) -> None:
    """Lines are rounded to the cent, half a cent at most each; the audit's wages are exact."""
    plan = planned(name, seed)
    lines = sum(float(line.amount) for line in plan.pay_lines)
    assert plan.pay_lines
    assert lines == pytest.approx(float(plan.audit.cost.wages), abs=0.0051 * len(plan.pay_lines))


def test_the_plans_hold_shifts_of_every_sort() -> None:
    """Midnight, both clock changes, events, locks and the history are all among them."""
    plans = [planned(name, seed) for name in MIXES for seed in SEEDS]
    scenarios = [plan.scenario for plan in plans]
    over_midnight: set[date] = set()
    for plan in plans:
        local = plan.scenario.grid.local
        over_midnight |= {
            shift.business_date
            for shift in plan.shifts
            if local(shift.end).date() > shift.business_date
        }
    assert date(2026, 3, 28) in over_midnight
    assert date(2026, 10, 24) in over_midnight
    codes = {activity.code for plan in plans for s in plan.shifts for activity in s.activities}
    assert {"work", "break:pause", "break:meal"} <= codes
    assert any(code.startswith("event:") for code in codes)
    assert any(event.window for s in scenarios for event in s.events)
    assert any(not event.mandatory for s in scenarios for event in s.events)
    assert any(event.paid for s in scenarios for event in s.events)
    assert any(not event.paid for s in scenarios for event in s.events)
    assert {s.activities[0].code for x in scenarios for s in x.locked} >= {"shift", "work"}
    assert any(past.end > s.grid.start for s in scenarios for past in s.history)
    assert any(s.time_off for s in scenarios)
    assert any(s.unavailable for s in scenarios)
