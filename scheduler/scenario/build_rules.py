"""From `[rules]` and `[contracts.rules]` to the frozen types of the rules."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from .build_values import window
from .rule_types import (
    BreakDuty,
    KindLimit,
    LeadDuty,
    Rules,
    Succession,
    WorkRules,
)
from .spec import ScenarioSpec
from .spec_rules import BreakDutySpec, LeadDutySpec, PricesSpec, RulesSpec, WorkRulesSpec, is_on

_TABLES = ("kind_limits", "forbidden_successions", "prices")


def build_work_rules(spec: WorkRulesSpec, base: WorkRules) -> WorkRules:
    """Return rules in which what a specification gives replaces what `base` has.

    Lists are replaced as a whole, prices one by one. The price of a rule that is off is left
    out: a contract that switches a rule off need not switch off its price.
    """
    given = spec.model_fields_set
    values: dict[str, Any] = {
        name: getattr(spec, name)
        for name in WorkRulesSpec.model_fields
        if name in given and name not in _TABLES
    }
    if "kind_limits" in given:
        values["kind_limits"] = tuple(
            KindLimit(item.kind, item.least, item.most, item.over, item.price)
            for item in spec.kind_limits
        )
    if "forbidden_successions" in given:
        values["forbidden_successions"] = tuple(
            Succession(item.before, item.after, item.price) for item in spec.forbidden_successions
        )
    merged = replace(base, **values)
    prices = _prices(spec.prices, dict(base.prices)) if "prices" in given else dict(base.prices)
    counting = {name: p for name, p in prices.items() if is_on(name, getattr(merged, name))}
    return replace(merged, prices=counting)


def _prices(spec: PricesSpec, prices: dict[str, Decimal]) -> dict[str, Decimal]:
    for name in PricesSpec.model_fields:
        if name in spec.model_fields_set:
            price = getattr(spec, name)
            if price is None:
                prices.pop(name, None)
            else:
                prices[name] = price
    return prices


def build_break_duty(duty: BreakDutySpec) -> BreakDuty:
    """Return a duty to have breaks."""
    return BreakDuty(
        over_minutes=duty.over_minutes,
        minutes=duty.minutes,
        block_minutes=duty.block_minutes,
        begin_by_minutes=duty.begin_by_minutes,
        unpaid_only=duty.unpaid_only,
    )


def _build_leads(duty: LeadDutySpec, queues: frozenset[str]) -> LeadDuty:
    named = queues if duty.queues is None else frozenset(duty.queues)
    return LeadDuty(duty.minimum, named, duty.price)


def build_rules(spec: ScenarioSpec) -> Rules:
    """Return the labour rules of the site."""
    rules: RulesSpec = spec.rules
    queues = frozenset(queue.id for queue in spec.queues)
    return Rules(
        min_work_between_breaks_minutes=rules.min_work_between_breaks_minutes,
        night_window=window(rules.night_window),
        night_minutes=rules.night_minutes,
        work=build_work_rules(rules, WorkRules()),
        max_work_minutes=rules.max_work_minutes,
        break_block_minutes=rules.break_block_minutes,
        break_duties=tuple(build_break_duty(duty) for duty in rules.break_duties),
        leads=tuple(_build_leads(duty, queues) for duty in rules.leads),
        preset=rules.preset,
    )
