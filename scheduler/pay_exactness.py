"""Whether pay is exactly what the search sees (docs/pay.md, "What the planner sees")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from ..models.rostering.problem import RATE_SCALE, TICKS
from .pay_classes import PayClasses
from .pay_overtime import first_weekly_tier, week_of
from .pay_rates import base_rate, on_cost_share
from .scenario.types import Scenario


def linear_form_is_exact(scenario: Scenario, grouped: PayClasses) -> bool:
    """Say whether the linear form is payroll's total for every roster.

    Whether breaks matter to differentials by the beginning of a shift is known only with the
    shift options, see `pay_of_options.began_pay`.
    """
    return (
        not scenario.pay.bonuses
        and not any(queues for known in grouped.classes for queues in known.queue_sets)
        and _overtime_is_linear(scenario)
        and _units_hold(scenario, grouped)
        and not _unpaid_events_matter(scenario)
    )


def _overtime_is_linear(scenario: Scenario) -> bool:
    """Say whether one weekly tier and the length of shifts decide all overtime."""
    rules = scenario.pay.overtime
    weekly = any(first_weekly_tier(scenario, agent).percent for agent in scenario.agents)
    if not rules.daily and not rules.seventh_day and len(rules.weekly) <= 1 and not weekly:
        return True
    return (
        not rules.seventh_day
        and len(rules.weekly) <= 1
        and rules.counts_by == "shift"
        and not rules.regular_rate
        and _one_rate_a_week(scenario)
        and not (rules.daily and _history_is_overtime_by_day(scenario))
    )


def _one_rate_a_week(scenario: Scenario) -> bool:
    """Say whether no base rate of an agent with weekly overtime changes within a week."""
    grid = scenario.grid
    days = [grid.day(d) for d in range(grid.days)]
    weeks = [week_of(day, scenario.week_start) for day in days]
    return all(
        len({(week, base_rate(agent, day)) for week, day in zip(weeks, days, strict=True)})
        == len(set(weeks))
        for agent in scenario.agents
        if first_weekly_tier(scenario, agent).percent
    )


def _history_is_overtime_by_day(scenario: Scenario) -> bool:
    """Say whether the history may hold overtime by day in the first week of the horizon.

    A shift of the history on a date of the horizon counts as such.
    """
    first_week = week_of(scenario.grid.first_day, scenario.week_start)
    tier = scenario.pay.overtime.daily[0].over_minutes
    minutes: dict[tuple[str, date], int] = {}
    for shift in scenario.history:
        if shift.business_date >= first_week:
            key = (shift.employee_id, shift.business_date)
            minutes[key] = minutes.get(key, 0) + shift.paid_minutes
    inside = any(day >= scenario.grid.first_day for _, day in minutes)
    return inside or any(worked > tier for worked in minutes.values())


def _units_hold(scenario: Scenario, grouped: PayClasses) -> bool:
    """Say whether the units of the search hold all rates, percentages and amounts exactly."""
    percents = [Fraction(p.percent) for p in scenario.premiums]
    percents += [Fraction(t.percent) for t in scenario.pay.overtime.daily]
    percents += [Fraction(first_weekly_tier(scenario, a).percent) for a in scenario.agents]
    if not _whole(percent * 100 for percent in percents):
        return False
    hourly = [Fraction(p.amount) * TICKS / 60 for p in scenario.premiums]
    lump = [Fraction(a.amount) * TICKS for a in scenario.pay.allowances]
    shares = {known.on_cost for known in grouped.classes}
    if not _whole(amount * (1 + share) for share in shares for amount in hourly + lump):
        return False
    days = [scenario.grid.day(d) for d in range(scenario.grid.days)]
    rates = {
        (base_rate(agent, day), on_cost_share(scenario, agent))
        for agent in scenario.agents
        for day in (days if agent.rates or agent.contract.rates else days[:1])
    }
    return _whole(Fraction(rate) * (1 + share) * RATE_SCALE for rate, share in rates)


def _unpaid_events_matter(scenario: Scenario) -> bool:
    """Say whether an unpaid event may change what depends on a shift's paid minutes."""
    if all(event.paid for event in scenario.events):
        return False
    pay = scenario.pay
    return (
        bool(pay.overtime.daily)
        or pay.minimum_paid_minutes > 0
        or any(allowance.min_minutes for allowance in pay.allowances)
        or any(premium.began_window is not None for premium in scenario.premiums)
    )


def _whole(values: Iterable[Fraction]) -> bool:
    return all(value.denominator == 1 for value in values)
