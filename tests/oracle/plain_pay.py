"""Base pay and premiums for the plain model, minute by minute in exact fractions."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from plain_minutes import DAY
from staffwright.scheduler.scenario.types import Agent, Premium, Scenario


def pay_of(scenario: Scenario, agent: Agent, began: date, paid: set[datetime]) -> Fraction:
    """Return base pay and premiums of the paid minutes of a shift that began on a day."""
    rate = Fraction(agent.base_rate) / 60
    total = Fraction(0)
    for minute in paid:
        total += rate
        best: dict[str, Fraction] = {}
        for premium in scenario.premiums:
            if _earns(scenario, premium, minute, began):
                percent = Fraction(premium.percent) / 100
                best[premium.group] = max(best.get(premium.group, Fraction(0)), percent)
        total += rate * sum(best.values())
    return total


def _earns(scenario: Scenario, premium: Premium, minute: datetime, began: date) -> bool:
    local = minute.astimezone(ZoneInfo(scenario.zone))
    clock, today = local.hour * 60 + local.minute, local.date()
    if premium.window is not None:
        first, last = premium.window
        inside = first <= clock < last if first < last else clock >= first or clock < last
        if not inside:
            return False
    if premium.shift_began == "same_day" and today != began:
        return False
    if premium.shift_began == "day_before" and today != began + DAY:
        return False

    def counts(day: date) -> bool:
        right_weekday = premium.weekdays is None or day.weekday() in premium.weekdays
        return right_weekday and (not premium.holidays or day in scenario.holidays)

    if counts(today):
        return True
    carried = premium.carry_until is not None and clock < premium.carry_until
    return carried and today == began + DAY and counts(began)
