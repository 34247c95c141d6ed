"""What the rules that may be broken at a price cost, rule by rule."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from ..scenario.types import Contract, Scenario
from .duties import Roster
from .rule_list import RULES_WITH_FORM


def rule_costs(roster: Roster) -> dict[str, Decimal]:
    """Return the cost of every rule that has a price in the scenario.

    Parameters
    ----------
    roster : Roster
        Schedule and history as the auditor reads them.

    Returns
    -------
    dict of str to Decimal
        By rule id, in the order of docs/rules.md: units above or missing times the price, 0
        where the rule is kept. Exact until it is rounded half to even to six places, as every
        component of the cost is.
    """
    priced = priced_rule_ids(roster.scenario)
    return {
        rule: _rounded(sum((found.cost for found in check(roster)), Fraction(0)))
        for rule, check in RULES_WITH_FORM.items()
        if rule in priced
    }


def priced_rule_ids(scenario: Scenario) -> frozenset[str]:
    """Return the ids of the rules to which the site or a contract in use gives a price."""
    found: set[str] = set()
    for rules in {id(r): r for r in map(scenario.work_rules, _contracts(scenario))}.values():
        found.update(rules.prices)
        if any(limit.price is not None for limit in rules.kind_limits):
            found.add("kind_limits")
        if any(pair.price is not None for pair in rules.forbidden_successions):
            found.add("forbidden_successions")
    if any(duty.price is not None for duty in scenario.rules.leads):
        found.add("leads")
    return frozenset(found)


def _contracts(scenario: Scenario) -> list[Contract]:
    return [agent.contract for agent in scenario.agents]


def _rounded(amount: Fraction) -> Decimal:
    return Decimal(round(amount * 1_000_000)).scaleb(-6)
