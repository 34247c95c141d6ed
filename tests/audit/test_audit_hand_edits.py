"""Schedules edited by hand: whatever they hold, the audit answers with violations."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from staffwright.scheduler.audit.rule_list import HARD_RULES, RULES_WITH_FORM
from staffwright.scheduler.scenario.rule_types import BreakDuty, KindLimit, LeadDuty, Succession
from staffwright.scheduler.scenario.types import Activity, Shift

from .factory import (
    GERMAN_PRESET,
    agent,
    at,
    audit,
    day,
    early,
    event,
    findings,
    grid,
    leave,
    row,
    ruled,
    scenario,
    shift,
    shift_of,
    wish,
)

RULES_OF_THE_DOCS = {*HARD_RULES, *RULES_WITH_FORM, "hours_agree"}

EVERY_RULE = replace(
    ruled(
        {"max_sundays": "3"},
        max_days_in_row=1,
        min_days_in_row=2,
        min_days_off_in_row=2,
        max_nights_in_row=1,
        rest_after_nights_minutes=2880,
        max_daily_minutes=400,
        max_average_weekly_minutes=400,
        min_weekly_rest_minutes=6000,
        max_weekends=0,
        max_sundays=0,
        whole_weekends=True,
        max_backward_minutes=0,
        max_start_change_minutes=0,
        kind_limits=(KindLimit("day", 2, 2, "week"), KindLimit("any", 1, 1, "horizon")),
        forbidden_successions=(Succession("night", "day"),),
    ),
    max_work_minutes=200,
    break_duties=(BreakDuty(200, 30, 15, 100, unpaid_only=True),),
    leads=(LeadDuty(1, frozenset({"calls"})),),
)

FULL = scenario(
    grid=grid(days=3),
    agents=(agent("A"), agent("B", zone="America/New_York", lead=True)),
    rules=EVERY_RULE,
    premiums=GERMAN_PRESET,
    holidays=frozenset({day(1)}),
    time_off=(leave(at(day(1), "00:00"), at(day(2), "00:00"), who="B"),),
    preferences=(
        wish(day(0), shift="early"),
        wish(day(1), off=True),
        wish(day(0), avoid="early", hard=True),
    ),
    events=(event(at(day(0), "10:00"), at(day(0), "11:00")),),
    history=(shift(day(-1), "22:00", "30:00", who="B", name="night"),),
    locked=(shift(day(2), "09:00", "13:00"),),
)

CODES = ["work", "break:pause", "break:meal", "break:x", "event:e1", "event:x", "shift", "", "?"]


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    """Draw a row of any code near the horizon, at odd seconds too, of any sign of length."""
    start = at(day(0), "00:00") + timedelta(seconds=draw(st.integers(-200_000, 400_000)))
    if draw(st.booleans()):
        start = start.replace(second=0, minute=0)
    length = draw(st.sampled_from([-3600, 0, 1, 900, 3600, 28_800, 200_000]))
    return Activity(
        code=draw(st.sampled_from(CODES)),
        start=start,
        end=start + timedelta(seconds=length),
        paid=draw(st.booleans()),
        work=draw(st.booleans()),
        queue=draw(st.sampled_from([None, "calls", "fax", ""])),
    )


shifts = st.builds(
    Shift,
    employee_id=st.sampled_from(["A", "B", "Z", ""]),
    shift_id=st.sampled_from(["early", "flat", "night", "free text", ""]),
    business_date=st.sampled_from([day(-1), day(0), day(2), day(40)]),
    activities=st.lists(activities(), max_size=5).map(tuple),
    locked=st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(shifts, max_size=6))
def test_any_schedule_gives_a_report_and_never_an_error(roster: list[Shift]) -> None:
    report = audit(FULL, roster, scheduled=1)
    for violation in report.violations:
        assert violation.rule in RULES_OF_THE_DOCS
        assert violation.day is None or date.fromisoformat(violation.day)
        assert violation.message.endswith(".")
        assert "" not in (violation.measured, violation.allowed)
    assert report.cost.wages >= 0
    # What is missing and what is there add up to what is wanted and what is too much.
    present = report.coverage.covered.sum() * 0.5
    assert report.under_hours + present == report.over_hours + report.required_hours


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(6)), st.booleans())
def test_the_order_of_the_shifts_does_not_matter(order: list[int], backwards: bool) -> None:
    roster = [
        shift(day(0), "08:00", "16:00"),
        shift(day(0), "12:00", "20:00"),
        early(day(1)),
        shift(day(1), "22:00", "30:00", who="B", name="night"),
        shift(day(2), "09:00", "13:00"),
        shift(day(2), "09:15", "13:00", who="Z"),
    ]
    mixed = [roster[k] for k in order]
    if backwards:
        mixed = [replace(s, activities=s.activities[::-1]) for s in mixed]
    first, second = audit(FULL, roster), audit(FULL, mixed)
    assert first.cost == second.cost
    assert {v.message for v in first.violations} == {v.message for v in second.violations}


def test_a_year_typed_wrong_is_reported_quickly() -> None:
    """A row that lasts ten years is paid as far as the minutes are tabled, and is found."""
    start = at(day(0), "08:00")
    endless = shift_of([row("work", start, start.replace(year=2036))])
    found = findings(scenario(grid=grid(days=1)), [endless])
    assert [f[0] for f in found] == ["weekly_max", "shift_template"]


def test_a_night_filed_under_the_day_on_which_it_ends_is_named() -> None:
    night = replace(shift(day(0), "22:00", "30:00", name="night"), business_date=day(1))
    (violation,) = audit(scenario(), [night]).violations
    assert violation.message == (
        "A, 2026-03-24: the shift begins on 2026-03-23, which is not its business date."
    )


def test_violations_are_sorted_by_day_and_agent() -> None:
    two = scenario(agents=(agent("A"), agent("B")))
    roster = [
        shift(day(1), "08:30", "16:30", who="A"),
        shift(day(0), "08:30", "16:30", who="B"),
        shift(day(0), "08:30", "16:30", who="A"),
    ]
    assert [(f[2], f[1]) for f in findings(two, roster)] == [
        ("2026-03-23", "A"),
        ("2026-03-23", "B"),
        ("2026-03-24", "A"),
    ]


def test_seconds_do_not_lend_a_minute_of_pay() -> None:
    start: datetime = at(day(0), "08:00")
    late = shift_of([row("work", start + timedelta(seconds=1), start + timedelta(hours=1))])
    assert audit(scenario(), [late]).paid_hours == {"A": 59 / 60}


def test_the_documentation_names_every_rule_the_auditor_checks() -> None:
    text = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([a-z_]+)` \|", text.split("## Coverage")[0], flags=re.MULTILINE)
    assert sorted(named) == sorted(RULES_OF_THE_DOCS)
