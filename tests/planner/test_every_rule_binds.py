"""Plans under every rule of docs/rules.md: each audit is clean, and every rule makes a difference.

The scenarios are those of `ruled_scenarios`: each rule is on in 22 of 48. Every one is planned
once. A rule binds in a scenario where its price is paid, or where the roster planned without it
breaks it, as the auditor sees it with the rule in.
"""

from __future__ import annotations

import math
from decimal import Decimal
from functools import cache

import pytest
from ruled_scenarios import ON, SEEDS, TURN, Ruled, ruled_scenario, rules_on, seeds_of, without
from staffwright.scheduler.audit import audit_schedule
from staffwright.scheduler.audit.rule_list import RULES_WITH_FORM
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.problem import roster_problem
from staffwright.scheduler.requirement import requirement

FEW = 8
"""Scenarios planned in the fast part of the suite; all rules are on among them."""
ENOUGH = math.ceil(0.05 * ON)
"""Scenarios in which a rule must bind: 5 % of those in which it is on."""
ALL_SEEDS = [
    pytest.param(seed, marks=() if seed < FEW else pytest.mark.slow) for seed in range(SEEDS)
]
HALF_A_CENT = Decimal("0.005")


def options(seconds: float, seed: int) -> PlanOptions:
    """Return options under which a plan depends neither on the machine nor on its load."""
    return PlanOptions(time_limit=seconds, seed=seed, deterministic=True)


@cache
def scenario_of(seed: int) -> Ruled:
    return ruled_scenario(seed)


@cache
def planned(seed: int) -> Plan:
    return make_plan(scenario_of(seed).scenario, options(2.0, seed))


@pytest.mark.parametrize("seed", ALL_SEEDS)
def test_the_audit_of_a_plan_under_rules_is_clean(seed: int) -> None:
    plan = planned(seed)
    assert plan.audit.violations == ()
    assert plan.promises == {"hard_minimum_staff": True, "rules": True, "audit": True}
    assert plan.solve.bound is not None
    assert plan.solve.bound <= float(plan.audit.cost.total) + 0.005


@pytest.mark.parametrize("seed", ALL_SEEDS)
def test_planner_and_auditor_agree_on_what_a_plan_under_rules_costs(seed: int) -> None:
    plan = planned(seed)
    assert roster_problem(plan.scenario, plan.requirement).pay_is_exact
    assert plan.linearisation is not None
    assert abs(plan.linearisation) <= HALF_A_CENT


def breaks(rule: str, plan: Plan, of: Ruled) -> bool:
    """Say whether a roster planned without a rule breaks it or would have to pay for it."""
    audit = audit_schedule(of.scenario, requirement(of.scenario), plan.shifts)
    named = any(violation.rule == rule for violation in audit.violations)
    return named or bool(audit.cost.rules.get(rule))


def binds(rule: str, seed: int) -> bool:
    if planned(seed).audit.cost.rules.get(rule):
        return True
    of = scenario_of(seed)
    return breaks(rule, make_plan(without(of.scenario, rule), options(0.3, seed)), of)


@pytest.mark.slow
@pytest.mark.parametrize("rule", TURN)
def test_a_rule_binds_in_at_least_one_scenario_of_twenty(rule: str) -> None:
    found = 0
    for seed in seeds_of(rule):
        found += binds(rule, seed)
        if found == ENOUGH:
            return
    raise AssertionError(f"{rule} binds in {found} of {ON} scenarios")


def test_every_rule_with_a_form_is_on_in_the_scenarios_of_the_fast_part() -> None:
    on = frozenset().union(*(rules_on(seed) for seed in range(FEW)))
    assert on == set(TURN)
    assert set(RULES_WITH_FORM) <= on
    assert all(len(seeds_of(rule)) >= 20 for rule in TURN)


def test_rules_are_hard_and_priced_and_differ_by_contract() -> None:
    scenarios = [scenario_of(seed).scenario for seed in range(SEEDS)]
    site = [s.rules.work for s in scenarios]
    own = [rules for s in scenarios if (rules := s.contracts[1].rules) is not None]
    priced = frozenset().union(*(rules.prices for rules in (*site, *own)))
    assert {rule for rule in priced if any(r.prices.get(rule) is None for r in site)} == priced
    assert len(priced) == 9
    assert sum(a != b for a, b in zip(site, own, strict=True)) > SEEDS // 2
    limits = [limit for rules in (*site, *own) for limit in rules.kind_limits]
    assert {limit.over for limit in limits} == {"week", "horizon"}
    assert {limit.price is None for limit in limits} == {True, False}
    pairs = [pair for rules in (*site, *own) for pair in rules.forbidden_successions]
    assert {pair.price is None for pair in pairs} == {True, False}
    leads = [duty for s in scenarios for duty in s.rules.leads]
    assert {duty.price is None for duty in leads} == {True, False}


def test_horizons_begin_on_every_weekday_and_cross_clock_changes_in_other_zones_too() -> None:
    scenarios = [scenario_of(seed).scenario for seed in range(SEEDS)]
    assert {s.grid.first_day.weekday() for s in scenarios} == set(range(7))
    offsets = [{s.grid.local(at).utcoffset() for at in s.grid.interval_starts} for s in scenarios]
    assert sum(len(found) > 1 for found in offsets) >= SEEDS // 4
    assert any(agent.zone for s in scenarios for agent in s.agents)
    assert any(shift.end > s.grid.start for s in scenarios for shift in s.history)
    assert {s.grid.slot_minutes for s in scenarios} == {30, 60}
    assert {shift.activities[0].code for s in scenarios for shift in s.locked} == {"shift", "work"}
