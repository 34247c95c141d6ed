"""Dearer nights move hours out of the night, where they can move, and the report says the price.

Five agents work five shifts of eight hours each, by day (08:00 to 16:00) or by night (22:00 to
06:00): 25 shifts in a week. Two are wanted by day for `calls` and one by night for `hotline`,
where nobody may be missing: 14 and 7 shifts. The four that are left are wanted by night for
`mail`, where an hour missing costs EUR 8, or stand idle by day at EUR 4 an hour. A night is worth
12 an hour over a day, so at EUR 16 an hour four nights are avoided from a differential of 75 % on.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from staffwright.scheduler.calendar import Grid
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.report.cost import premium_table
from staffwright.scheduler.scenario.rule_types import WorkRules
from staffwright.scheduler.scenario.types import (
    Contract,
    Objective,
    Premium,
    Scenario,
    ShiftTemplate,
)
from staffwright.scheduler.summary import plan_lines
from tiny_scenarios import EVERY_DAY, MAY, RULES, ZONE, agent, queue, scenario

DAY = ShiftTemplate("day", "day", 480, 480, 60, (480,), (), EVERY_DAY)
NIGHT = ShiftTemplate("night", "night", 1320, 1320, 60, (480,), (), EVERY_DAY)
FIVE_SHIFTS = Contract("five", 2400, 2400, 2400, Decimal(0), frozenset({"day", "night"}))
SKILLS = frozenset({"calls", "hotline", "mail"})
A_SHIFT = 480


def nights_at(percent: int) -> Scenario:
    """Return the scenario with a night differential of so many percent."""
    grid = Grid(ZONE, MAY, 7, 60, 60, carry_out_minutes=360)
    hours = [grid.local(start).hour for start in grid.interval_starts]
    by_day = [2 if 8 <= hour < 16 else 0 for hour in hours]
    by_night = [int(hour >= 22 or hour < 6) if k >= 6 else 0 for k, hour in enumerate(hours)]
    return scenario(
        grid,
        {"calls": by_day, "hotline": by_night, "mail": by_night},
        queues=(
            queue("calls", under_price=Decimal(500)),
            queue("hotline", under_price=Decimal(500)),
            queue("mail", under_price=Decimal(8)),
        ),
        shifts=(DAY, NIGHT),
        contracts=(FIVE_SHIFTS,),
        rules=replace(RULES, work=WorkRules(max_days_in_row=7)),
        premiums=(
            Premium("night", "night", Decimal(percent), (1320, 360), None, False, "any", None),
        ),
        objective=Objective(Decimal(0), Decimal(0), Decimal(0)),
        agents=tuple(agent(f"A{k}", contract=FIVE_SHIFTS, skills=SKILLS) for k in range(5)),
    )


@cache
def plan_at(percent: int) -> Plan:
    return make_plan(nights_at(percent), PlanOptions(time_limit=3.0, seed=1))


@pytest.mark.parametrize(("percent", "nights"), [(10, 11), (50, 11), (100, 7), (200, 7)])
def test_avoidable_nights_are_worked_while_they_are_worth_their_price(
    percent: int, nights: int
) -> None:
    plan = plan_at(percent)
    assert plan.audit.violations == ()
    assert len(plan.shifts) == 25
    assert plan.audit.cost.premium_minutes == {"night": nights * A_SHIFT}
    hotline = plan.requirement.queues.index("hotline")
    assert plan.audit.coverage.under[hotline].sum() == 0


@pytest.mark.parametrize(("percent", "nights"), [(10, 11), (100, 7)])
def test_the_report_shows_what_the_nights_cost(percent: int, nights: int) -> None:
    plan = plan_at(percent)
    cost = Decimal(nights * 8 * 16 * percent) / 100
    assert plan.audit.cost.premiums == {"night": cost}
    (line,) = (line for line in plan_lines(plan) if line.startswith("  premium night"))
    assert line.split() == ["premium", "night", f"{cost:,.2f}", "EUR", f"{nights * 8}.00", "h"]
    shown = premium_table(plan).replace("\u00a0", " ")
    assert f"{nights * 8}.0 h" in shown
    assert f"{cost:,.2f}" in shown
