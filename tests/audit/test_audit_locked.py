"""Which rules locked shifts, together with the history, break by themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from staffwright.scheduler.audit.locked import faults_of_locked
from staffwright.scheduler.scenario.rule_types import BreakDuty, KindLimit, LeadDuty, Succession
from staffwright.scheduler.scenario.types import Scenario, Shift

from .factory import (
    CONTRACT,
    agent,
    at,
    day,
    grid,
    leave,
    mornings,
    nights,
    row,
    ruled,
    scenario,
    shift,
    shift_of,
    unavailable,
    wish,
)


def locked(*shifts: Shift, **changes: Any) -> Scenario:
    return scenario(**{"rules": ruled(), **changes, "locked": shifts})


def named(of: Scenario) -> list[tuple[str, str | None, str | None, str, str]]:
    found = faults_of_locked(of)
    return [(v.rule, v.employee_id, v.day, v.measured, v.allowed) for v in found]


def test_without_locked_shifts_nothing_is_broken() -> None:
    past = tuple(mornings(*range(-10, 0)))
    assert named(locked(rules=ruled(max_days_in_row=3), history=past)) == []


def test_too_little_rest_after_the_history_is_named() -> None:
    late = (shift(day(-1), "16:00", "24:00"),)
    of = locked(*mornings(0), rules=ruled(min_rest_minutes=660), history=late)
    assert named(of) == [("rest", "A", "2026-03-23", "480 minutes", "at least 660 minutes")]


CASES: dict[str, tuple[list[Shift], dict[str, Any]]] = {
    "one_shift_per_day": (mornings(0, 0), {}),
    "weekly_max": (
        mornings(0, 1),
        {"agents": (agent(contract=replace(CONTRACT, max_weekly_minutes=479)),)},
    ),
    "time_off": (mornings(0), {"time_off": (leave(at(day(0), "11:00"), at(day(1), "00:00")),)}),
    "availability": (
        mornings(0),
        {"unavailable": (unavailable(at(day(0), "11:00"), at(day(1), "00:00")),)},
    ),
    "skills": (mornings(0), {"agents": (agent(skills=frozenset({"mail"})),)}),
    "max_days_in_row": (mornings(0, 1), {"rules": ruled(max_days_in_row=1)}),
    "max_nights_in_row": (nights(0, 1), {"rules": ruled(max_nights_in_row=1)}),
    "rest_after_nights_minutes": (
        [*nights(0), *mornings(2)],
        {"rules": ruled(rest_after_nights_minutes=2880)},
    ),
    "max_daily_minutes": (mornings(0), {"rules": ruled(max_daily_minutes=239)}),
    "max_average_weekly_minutes": (
        mornings(0),
        {"rules": ruled(max_average_weekly_minutes=239)},
    ),
    "min_weekly_rest_minutes": (
        mornings(0, 2, 4, 6),
        {"rules": ruled(min_weekly_rest_minutes=2880)},
    ),
    "max_weekends": (mornings(5), {"rules": ruled(max_weekends=0)}),
    "max_sundays": (mornings(6), {"rules": ruled(max_sundays=0)}),
    "max_backward_minutes": (
        [shift(day(0), "12:00", "16:00"), *mornings(1)],
        {"rules": ruled(max_backward_minutes=60)},
    ),
    "max_start_change_minutes": (
        [*mornings(0), shift(day(1), "12:00", "16:00")],
        {"rules": ruled(max_start_change_minutes=60)},
    ),
    "kind_limits": (
        mornings(0, 1),
        {"rules": ruled(kind_limits=(KindLimit("day", 5, 1, "week"),))},
    ),
    "forbidden_successions": (
        [*nights(0), shift(day(1), "16:00", "20:00")],
        {"rules": ruled(forbidden_successions=(Succession("night", "day"),))},
    ),
    "forbidden_shifts": (mornings(0), {"preferences": (wish(day(0), off=True, hard=True),)}),
    "max_work_minutes": (mornings(0), {"rules": replace(ruled(), max_work_minutes=239)}),
    "break_duties": (
        mornings(0),
        {"rules": replace(ruled(), break_duties=(BreakDuty(239, 30),))},
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_every_rule_that_no_further_shift_can_mend_is_named(rule: str) -> None:
    shifts, changes = CASES[rule]
    found = named(locked(*shifts, **changes))
    assert {f[:2] for f in found} == {(rule, "A")}
    assert named(locked(*shifts[:1])) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"rules": ruled(min_days_in_row=3)},
        {"rules": ruled(min_days_off_in_row=3)},
        {"rules": ruled(whole_weekends=True)},
        {"rules": ruled(kind_limits=(KindLimit("day", 5, None, "week"),))},
        {"rules": replace(ruled(), leads=(LeadDuty(1, frozenset({"calls"})),))},
        {"agents": (agent(contract=replace(CONTRACT, min_weekly_minutes=2000)),)},
    ],
)
def test_rules_that_further_shifts_may_mend_are_left_to_the_planner(
    changes: dict[str, Any],
) -> None:
    assert named(locked(*mornings(2, 4, 6), **changes)) == []


def test_rules_with_a_price_are_not_broken() -> None:
    of = locked(*mornings(0, 1), rules=ruled({"max_days_in_row": "5"}, max_days_in_row=1))
    assert named(of) == []


def whole(on: int) -> Shift:
    """Return an early shift from 06:00 to 14:00 locked as a whole, its breaks open."""
    return shift_of([row("shift", at(day(on), "06:00"), at(day(on), "14:00"))], name="early")


def test_a_shift_locked_as_a_whole_counts_with_the_breaks_of_its_template() -> None:
    """Its meal of 30 minutes is unpaid."""
    of = locked(whole(0), agents=(agent(contract=replace(CONTRACT, max_weekly_minutes=450)),))
    assert named(of) == []
    tighter = replace(of, agents=(agent(contract=replace(CONTRACT, max_weekly_minutes=449)),))
    assert named(tighter) == [
        ("weekly_max", "A", "2026-03-23", "450 minutes", "at most 449 minutes")
    ]


def test_where_the_breaks_of_a_whole_shift_lie_is_still_open() -> None:
    rules = replace(ruled(), max_work_minutes=100, break_duties=(BreakDuty(60, 60),))
    assert named(locked(whole(0), rules=rules)) == []


def test_a_whole_shift_of_unknown_id_counts_in_full() -> None:
    odd = replace(whole(0), shift_id="x")
    of = locked(odd, rules=ruled(max_daily_minutes=479))
    assert [f[3] for f in named(of)] == ["480 minutes"]


def test_faults_are_sorted_by_day_and_agent() -> None:
    two = (agent("A"), agent("B"))
    shifts = [*mornings(1, who="A"), *mornings(0, 1, who="B")]
    of = locked(*shifts, agents=two, rules=ruled(max_daily_minutes=60), grid=grid(days=7))
    assert [f[1:3] for f in named(of)] == [
        ("B", "2026-03-23"),
        ("A", "2026-03-24"),
        ("B", "2026-03-24"),
    ]
