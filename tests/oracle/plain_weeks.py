"""Weeks of an agent in the plain model: their hours, what leave takes of them, and overtime."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from plain_minutes import DAY, minutes_of
from staffwright.scheduler.calendar import midnight
from staffwright.scheduler.scenario.types import Agent, Scenario, TimeOff

if TYPE_CHECKING:
    from plain_cpsat import Candidate, PlainModel


def add_weeks(plain: PlainModel, agent: Agent, mine: Sequence[Candidate]) -> None:
    """Weekly maximum, weekly minimum, overtime."""
    scenario, grid = plain.scenario, plain.scenario.grid
    inside = [grid.day(d) for d in range(grid.days)]
    leaves = [leave for leave in scenario.time_off if leave.employee_id == agent.employee_id]
    credit = leave_minutes(scenario, leaves)
    for begin in sorted({_week(scenario, day) for day in inside}):
        week = [begin + k * DAY for k in range(7)]
        planned = [c for c in mine if c.day in week]
        total = sum(plain.minutes[c] * plain.chosen[c] for c in planned)
        past = sum(s.paid_minutes for s in plain.history(agent) if s.business_date in week)
        away = sum(credit[day] for day in week)
        if planned:
            most = agent.max_weekly_minutes - past - away
            if most < 0:
                plain.model.add(sum(plain.chosen[c] for c in planned) == 0)
            else:
                plain.model.add(total <= most)
        here = [day for day in week if day in inside]
        unpaid = [leave for leave in leaves if leave.paid_minutes == 0]
        missed = min(5, sum(whole_day_off(scenario, day, unpaid) for day in here))
        least = Fraction(agent.min_weekly_minutes * (5 - missed) * len(here), 35)
        plain.model.add(total + sum(credit[day] for day in here) >= math.floor(least))
        overtime = plain.model.new_int_var(0, 7 * 1440, "")
        plain.model.add(overtime >= total - max(0, agent.weekly_minutes - past))
        percent = Fraction(agent.contract.overtime_percent) / 100
        plain.price(Fraction(agent.base_rate) / 60 * percent, overtime)


def _week(scenario: Scenario, day: date) -> date:
    while day.weekday() != scenario.week_start:
        day -= DAY
    return day


def leave_minutes(scenario: Scenario, leaves: Sequence[TimeOff]) -> dict[date, int]:
    """Spread the paid minutes of leave over the dates it touches."""
    zone = ZoneInfo(scenario.zone)
    credit: dict[date, int] = defaultdict(int)
    for leave in leaves:
        minutes = minutes_of(leave.start, leave.end)
        touched = sorted({minute.astimezone(zone).date() for minute in minutes})
        for k in range(leave.paid_minutes):
            credit[touched[k % len(touched)]] += 1
    return credit


def whole_day_off(scenario: Scenario, day: date, leaves: Sequence[TimeOff]) -> bool:
    start, end = (midnight(d, scenario.zone) for d in (day, day + DAY))
    return all(
        any(leave.start <= minute < leave.end for leave in leaves)
        for minute in minutes_of(start, end)
    )
