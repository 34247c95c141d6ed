"""A roster that keeps every rule with a form; one change breaks exactly the rule it names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staffwright.scheduler.audit.rule_list import RULES_WITH_FORM
from staffwright.scheduler.scenario.rule_types import (
    PRICED_RULES,
    BreakDuty,
    KindLimit,
    LeadDuty,
    Succession,
)
from staffwright.scheduler.scenario.types import OpeningHours, Rules, Scenario, Shift

from .factory import (
    EVERY_DAY,
    FLAT,
    NIGHT,
    agent,
    audit,
    cost_of,
    day,
    grid,
    queue,
    ruled,
    scenario,
    shift,
    wish,
)

RULES = replace(
    ruled(
        max_days_in_row=4,
        min_days_in_row=2,
        min_days_off_in_row=2,
        max_nights_in_row=2,
        rest_after_nights_minutes=4320,
        rest_after_nights_from=2,
        max_daily_minutes=300,
        max_average_weekly_minutes=1200,
        average_weeks=3,
        min_weekly_rest_minutes=2880,
        max_weekends=1,
        weekend_weeks=3,
        max_sundays=1,
        sunday_weeks=3,
        whole_weekends=True,
        max_backward_minutes=60,
        max_start_change_minutes=840,
        kind_limits=(KindLimit("any", 1, None, "week"),),
        forbidden_successions=(Succession("night", "eve"),),
    ),
    max_work_minutes=480,
    break_duties=(BreakDuty(480, 30),),
    leads=(LeadDuty(1, frozenset({"calls"})),),
)
EVENING = replace(FLAT, id="evening", kind="eve", start_minutes=1260, latest_start_minutes=1380)
DAY = replace(FLAT, lengths_minutes=(240, 300, 360), latest_start_minutes=900)
SHORT_NIGHT = replace(NIGHT, lengths_minutes=(300,), weekdays=EVERY_DAY)
BASE_AGENT = agent()
CONTRACT = replace(BASE_AGENT.contract, shift_kinds=frozenset({"day", "night", "eve"}))
LEGAL = scenario(
    grid=grid(days=21),
    queues=(queue("calls", hours=(OpeningHours(frozenset({0}), 720, 780),)),),
    shifts=(DAY, EVENING, SHORT_NIGHT),
    agents=(agent("A", contract=CONTRACT), agent("L", contract=CONTRACT, lead=True)),
    rules=RULES,
    preferences=(wish(day(4), avoid="day", hard=True),),
)

Roster = list[Shift]
Case = tuple[Scenario, Roster]


def work(on: int, start: int, hours: int = 4, who: str = "A") -> Shift:
    return shift(day(on), f"{start}:00", f"{start + hours}:00", who)


def night(on: int) -> Shift:
    return shift(day(on), "22:00", "27:00", name="night")


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Draw shifts from Monday to Thursday, or to Wednesday, in three weeks."""
    roster = []
    for who in "AL":
        for week in range(3):
            start, days = draw(st.integers(9, 11)), draw(st.integers(3, 4))
            roster += [work(7 * week + k, start, who=who) for k in range(days)]
    return roster


def second_week(roster: Roster, *shifts: Shift) -> Roster:
    """Replace A's second week."""
    week = {day(k) for k in range(7, 14)}
    return [*(s for s in roster if s.employee_id != "A" or s.business_date not in week), *shifts]


def last_week(roster: Roster, *shifts: Shift) -> Roster:
    free = [s for s in roster if s.employee_id != "A" or s.business_date < day(14)]
    return [*free, *shifts]


def ruled_by(**changes: object) -> Scenario:
    rules: Rules = replace(RULES, work=replace(RULES.work, **changes))
    return replace(LEGAL, rules=rules)


def days(*on: int, start: int = 10, hours: int = 4) -> list[Shift]:
    return [work(k, start, hours) for k in on]


CHANGES: dict[str, Callable[[Roster], Case]] = {
    "max_days_in_row": lambda r: (LEGAL, second_week(r, *days(7, 8, 9, 10, 11))),
    "min_days_in_row": lambda r: (LEGAL, second_week(r, *days(9))),
    "min_days_off_in_row": lambda r: (LEGAL, second_week(r, *days(7, 8, 10, 11))),
    "max_nights_in_row": lambda r: (LEGAL, second_week(r, night(7), night(8), night(9))),
    "rest_after_nights_minutes": lambda r: (
        LEGAL,
        last_week(r, night(14), night(15), *days(18, 19, 20)),
    ),
    "max_daily_minutes": lambda r: (LEGAL, second_week(r, *days(7, 8, hours=6))),
    "max_average_weekly_minutes": lambda r: (
        ruled_by(max_average_weekly_minutes=719),
        [*days(0, 1, 2), *days(7, 8, 9), *days(14, 15, 16)]
        + [s for s in r if s.employee_id == "L" and s.business_date.weekday() < 2],
    ),
    "max_horizon_minutes": lambda r: (
        ruled_by(max_horizon_minutes=2159),
        [*days(0, 1, 2), *days(7, 8, 9), *days(14, 15, 16)]
        + [s for s in r if s.employee_id == "L" and s.business_date.weekday() < 2],
    ),
    "min_horizon_minutes": lambda r: (
        ruled_by(min_horizon_minutes=2000),
        last_week(second_week(r, *days(7, 8)), *days(14, 15)),
    ),
    "min_weekly_rest_minutes": lambda r: (
        ruled_by(min_days_off_in_row=1, min_days_in_row=1, whole_weekends=False),
        second_week(r, *days(7, 8, 10, 12)),
    ),
    "max_weekends": lambda r: (
        ruled_by(max_sundays=None),
        [s for s in r if s.employee_id == "L"] + days(0, 1, 5, 6, 12, 13, 16, 17),
    ),
    "max_sundays": lambda r: (
        ruled_by(max_weekends=None),
        [s for s in r if s.employee_id == "L"] + days(0, 1, 5, 6, 12, 13, 16, 17),
    ),
    "whole_weekends": lambda r: (LEGAL, last_week(r, *days(18, 19))),
    "max_backward_minutes": lambda r: (LEGAL, second_week(r, work(7, 12), work(8, 10))),
    "max_start_change_minutes": lambda r: (
        ruled_by(max_start_change_minutes=120),
        second_week(r, work(7, 9), work(8, 12)),
    ),
    "kind_limits": lambda r: (LEGAL, second_week(r)),
    "forbidden_successions": lambda r: (
        LEGAL,
        second_week(r, night(7), shift(day(8), "22:00", "26:00", name="evening")),
    ),
    "forbidden_shifts": lambda r: (
        replace(LEGAL, preferences=(wish(day(8), avoid="day", hard=True),)),
        second_week(r, *days(8, 9)),
    ),
    "max_work_minutes": lambda r: (
        replace(LEGAL, rules=replace(RULES, max_work_minutes=299)),
        second_week(r, work(7, 9), work(8, 9, hours=5)),
    ),
    "break_duties": lambda r: (
        replace(LEGAL, rules=replace(RULES, break_duties=(BreakDuty(299, 30),))),
        second_week(r, work(7, 9), work(8, 9, hours=5)),
    ),
    "leads": lambda r: (
        replace(LEGAL, agents=(LEGAL.agents[0], replace(LEGAL.agents[1], lead=False))),
        r,
    ),
}


@settings(max_examples=25, deadline=None)
@given(rosters())
def test_rosters_that_keep_every_rule_pass(roster: Roster) -> None:
    assert audit(LEGAL, roster).violations == ()
    assert cost_of(LEGAL, roster) == {}


@pytest.mark.parametrize("rule", RULES_WITH_FORM)
@settings(max_examples=8, deadline=None)
@given(roster=rosters())
def test_one_change_breaks_exactly_the_rule_it_is_named_after(rule: str, roster: Roster) -> None:
    of, changed = CHANGES[rule](roster)
    whose = None if rule == "leads" else "A"
    assert {(v.rule, v.employee_id) for v in audit(of, changed).violations} == {(rule, whose)}


@pytest.mark.parametrize("rule", PRICED_RULES)
@settings(max_examples=4, deadline=None)
@given(roster=rosters())
def test_a_price_turns_the_violation_into_a_cost(rule: str, roster: Roster) -> None:
    of, changed = CHANGES[rule](roster)
    work = replace(of.rules.work, prices={rule: Decimal("0.01")})
    priced = replace(of, rules=replace(of.rules, work=work))
    assert audit(priced, changed).violations == ()
    assert cost_of(priced, changed)[rule] >= Decimal("0.01")
