"""Corners in which history, leave, zones and the horizon's end decide what a rule asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from staffwright.scheduler.audit import audit_schedule
from staffwright.scheduler.calendar import Grid, midnight
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario.rule_types import KindLimit, WorkRules
from staffwright.scheduler.scenario.types import Scenario, Shift, TimeOff
from staffwright.scheduler.weeks import average_budgets, weekly_limits
from tiny_scenarios import FULL, MAY, RULES, ZONE, agent, at, row, scenario


def of_days(first: date, days: int, work: WorkRules, **changes: Any) -> Scenario:
    """Return a scenario of one agent who is wanted from 8 to 16 o'clock."""
    grid = Grid(ZONE, first, days, 60, 30)
    wanted = [1 if 8 <= grid.local(t).hour < 16 else 0 for t in grid.interval_starts]
    rules = replace(RULES, work=work)
    return scenario(grid, {"calls": wanted}, rules=rules, **changes)


def worked(day: date, **changes: Any) -> Shift:
    span = at(day, 480), at(day, 960)
    return Shift("A", "past", day, (row("work", *span, queue="calls"),), **changes)


def test_a_weekly_rest_that_the_history_leaves_no_room_for_is_not_asked() -> None:
    """Worked on Monday to Wednesday, the week has no five days in a row left."""
    past = tuple(worked(MAY + timedelta(days=k)) for k in range(3))
    rules = WorkRules(min_weekly_rest_minutes=5 * 1440)
    plan = make_plan(
        of_days(MAY + timedelta(days=3), 4, rules, history=past), PlanOptions(time_limit=5.0)
    )
    assert plan.audit.violations == ()
    assert len(plan.shifts) == 3  # six days in a row with those of the history
    assert plan.solve.status == "optimal"


def test_more_shifts_in_the_history_than_a_limit_allows_are_not_charged_to_the_plan() -> None:
    past = tuple(worked(MAY + timedelta(days=k)) for k in range(3))
    limit = KindLimit("any", 0, 1, "week", Decimal(10))
    rules = WorkRules(kind_limits=(limit,))
    plan = make_plan(
        of_days(MAY + timedelta(days=3), 4, rules, history=past), PlanOptions(time_limit=5.0)
    )
    assert plan.audit.cost.rules == {"kind_limits": 10 * len(plan.shifts)}
    assert plan.solve.status == "optimal"


def test_paid_leave_before_the_first_known_week_is_in_no_average() -> None:
    leave = TimeOff(
        "A",
        midnight(MAY - timedelta(days=7), ZONE),
        midnight(MAY - timedelta(days=2), ZONE),
        "vacation",
        2400,
    )
    rules = WorkRules(max_average_weekly_minutes=1200, average_weeks=2)
    unknown = of_days(MAY, 7, rules, time_off=(leave,))
    assert average_budgets(unknown).minutes.tolist() == [[2400]]
    past = (worked(MAY - timedelta(days=1)),)
    assert average_budgets(replace(unknown, history=past)).minutes.tolist() == [[0]]


def test_whole_days_of_unpaid_leave_are_those_of_the_agents_zone() -> None:
    part = replace(FULL, min_weekly_minutes=1000)
    zone = "America/New_York"
    away = TimeOff("A", midnight(MAY, zone), midnight(MAY + timedelta(days=1), zone), "unpaid", 0)
    person = agent("A", contract=part, zone=zone)
    given = of_days(MAY, 7, WorkRules(), agents=(person,), contracts=(part,), time_off=(away,))
    tier = np.array([2400], dtype=np.int64)
    assert weekly_limits(given, tier).least.tolist() == [[800]]


def test_a_window_of_sundays_counts_where_its_last_sunday_lies_in_the_horizon() -> None:
    """The horizon ends on a Saturday: the window that ends with the day after is no window."""
    rules = WorkRules(max_sundays=1, sunday_weeks=3, prices={"max_sundays": Decimal(10)})
    given = of_days(MAY, 13, rules, history=(worked(MAY - timedelta(days=1)),))
    audit = audit_schedule(given, requirement(given), (worked(MAY + timedelta(days=6)),))
    assert audit.cost.rules == {"max_sundays": 10}
