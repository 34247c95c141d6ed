"""Hours a day and average hours a week."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from .factory import (
    CONTRACT,
    agent,
    at,
    day,
    event,
    faults,
    findings,
    grid,
    leave,
    mornings,
    row,
    ruled,
    scenario,
    shift,
    shift_of,
    with_breaks,
)

EIGHT = ruled(max_daily_minutes=480)


def long(date: str, minutes: int, most: int = 480) -> list[tuple[str, str, str, str, str]]:
    return [("max_daily_minutes", "A", date, f"{minutes} minutes", f"at most {most} minutes")]


def test_a_shift_at_the_daily_limit_passes_and_a_minute_more_fails() -> None:
    of = scenario(rules=EIGHT)
    assert faults(of, [shift(day(0), "08:00", "16:00")], "max_daily_minutes") == []
    over = shift(day(0), "08:00", "16:01")
    assert faults(of, [over], "max_daily_minutes") == long("2026-03-23", 481)


@pytest.mark.parametrize(("paid", "over"), [(False, []), (True, long("2026-03-23", 510))])
def test_only_unpaid_breaks_are_taken_off(
    paid: bool, over: list[tuple[str, str, str, str, str]]
) -> None:
    roster = [with_breaks(day(0), "08:00", "16:30", ("12:00", "12:30", paid))]
    assert faults(scenario(rules=EIGHT), roster, "max_daily_minutes") == over


def test_unpaid_events_are_taken_off() -> None:
    on = day(0)
    rows = [
        row("work", at(on, "08:00"), at(on, "16:00")),
        row("event:e1", at(on, "16:00"), at(on, "17:00"), paid=False),
    ]
    unpaid = event(at(on, "16:00"), at(on, "17:00"), paid=False)
    of = scenario(rules=EIGHT, events=(unpaid,))
    assert faults(of, [shift_of(rows)], "max_daily_minutes") == []


@pytest.mark.parametrize(
    ("first", "on", "minutes"), [(0, 5, 420), (210, 215, 540)], ids=["forward", "back"]
)
def test_a_night_of_a_clock_change_has_its_real_minutes(first: int, on: int, minutes: int) -> None:
    night = shift(day(on), "22:00", "30:00", name="night")
    of = scenario(grid=grid(first=day(first)), rules=ruled(max_daily_minutes=minutes - 1))
    assert findings(of, [night]) == long(day(on).isoformat(), minutes, minutes - 1)
    exact = replace(of, rules=ruled(max_daily_minutes=minutes))
    assert findings(exact, [night]) == []


# 40 hours a week on average over two weeks, under a weekly limit that never binds.
WIDE = (agent(contract=replace(CONTRACT, max_weekly_minutes=10_000)),)
AVERAGE = ruled(max_average_weekly_minutes=1200, average_weeks=2)


def days(count: int, first: int) -> list[int]:
    return [first + k for k in range(count)]


def above(date: str, minutes: int) -> list[tuple[str, str, str, str, str]]:
    measured, allowed = f"{minutes} minutes", "at most 2400 minutes"
    return [("max_average_weekly_minutes", "A", date, measured, allowed)]


def test_a_long_week_is_made_up_for_by_a_short_one() -> None:
    of = scenario(agents=WIDE, rules=AVERAGE)
    assert findings(of, mornings(*days(7, 0), *days(3, 7))) == []
    assert findings(of, mornings(*days(7, 0), *days(4, 7))) == above("2026-03-30", 2640)


def test_weeks_of_the_history_count_and_weeks_before_it_hold_nothing() -> None:
    past = tuple(mornings(*days(6, -7)))
    of = scenario(agents=WIDE, rules=AVERAGE, history=past)
    assert findings(of, mornings(*days(4, 0))) == []
    assert findings(of, mornings(*days(5, 0))) == above("2026-03-23", 2640)


def test_an_average_exceeded_by_the_history_alone_is_not_the_rosters_fault() -> None:
    past = tuple(shift(day(k), "08:00", "16:00") for k in range(-7, -1))
    of = scenario(agents=WIDE, rules=AVERAGE, history=past)
    assert findings(of, []) == []
    assert findings(of, mornings(0)) == above("2026-03-23", 3120)


def test_paid_leave_counts_towards_the_average() -> None:
    away = leave(at(day(0), "00:00"), at(day(5), "00:00"), paid_minutes=2000)
    of = scenario(agents=WIDE, rules=AVERAGE, time_off=(away,))
    assert findings(of, mornings(5)) == []
    assert findings(of, mornings(5, 6)) == above("2026-03-23", 2480) + above("2026-03-30", 2480)


def test_unpaid_breaks_do_not_count_towards_the_average() -> None:
    contract = replace(CONTRACT, shift_kinds=frozenset({"day"}))
    of = scenario(
        agents=(agent(contract=contract),),
        rules=ruled(max_average_weekly_minutes=450),
    )
    one = with_breaks(day(0), "08:00", "16:00", ("12:00", "12:30", False))
    assert faults(of, [one], "max_average_weekly_minutes") == []
    paid = with_breaks(day(0), "08:00", "16:00", ("12:00", "12:30", True))
    assert [f[3] for f in faults(of, [paid], "max_average_weekly_minutes")] == ["480 minutes"]


def test_each_contract_may_have_rules_of_its_own() -> None:
    strict = replace(CONTRACT, id="strict", rules=ruled(max_daily_minutes=240).work)
    of = scenario(agents=(agent("A"), agent("B", contract=strict, fte=Decimal(1))))
    roster = [shift(day(0), "08:00", "16:00", who) for who in "AB"]
    assert [f[:2] for f in findings(of, roster)] == [("max_daily_minutes", "B")]
