"""Weekends and Sundays worked in a period, and whole weekends. Days 5, 6, 12 and 13 are weekend."""

from __future__ import annotations

from decimal import Decimal

import pytest

from .factory import agent, cost_of, day, findings, grid, mornings, ruled, scenario, shift

ONE_OF_TWO = ruled(max_weekends=1, weekend_weeks=2)


def above(rule: str, date: str, noun: str, count: int) -> list[tuple[str, str, str, str, str]]:
    return [(rule, "A", date, f"{count} {noun}s", f"at most 1 {noun}")]


def test_both_days_of_a_weekend_are_one_weekend() -> None:
    assert findings(scenario(rules=ONE_OF_TWO), mornings(5, 6)) == []


@pytest.mark.parametrize("second", [12, 13])
def test_the_second_weekend_in_two_is_one_too_many(second: int) -> None:
    found = findings(scenario(rules=ONE_OF_TWO), mornings(6, second))
    assert found == above("max_weekends", day(second).isoformat(), "weekend", 2)


def test_weekends_further_apart_than_the_period_pass() -> None:
    of = scenario(rules=ONE_OF_TWO, grid=grid(days=21))
    assert findings(of, mornings(5, 19)) == []


def test_weekends_of_the_history_count_and_are_no_fault_alone() -> None:
    of = scenario(rules=ONE_OF_TWO, history=tuple(mornings(-8, -1)))
    assert findings(of, mornings(0, 12)) == []
    assert findings(of, mornings(5)) == above("max_weekends", "2026-03-28", "weekend", 2)


def test_a_night_that_begins_on_friday_is_on_no_weekend() -> None:
    of = scenario(rules=ruled(max_weekends=0))
    assert findings(of, [shift(day(4), "22:00", "30:00", name="night")]) == []
    assert len(findings(of, [shift(day(6), "22:00", "30:00", name="night")])) == 1


def test_a_weekend_above_has_its_price_in_every_period_that_holds_it() -> None:
    """Of three weekends worked the periods end with 1, 2, 3 and, the last one off, 2."""
    rules = ruled({"max_weekends": "40"}, max_weekends=1, weekend_weeks=3)
    of = scenario(rules=rules, grid=grid(days=28))
    assert findings(of, mornings(5, 12, 19)) == []
    assert cost_of(of, mornings(5, 12, 19)) == {"max_weekends": Decimal(40 * (0 + 1 + 2 + 1))}
    assert cost_of(of, mornings(5)) == {"max_weekends": 0}


def test_sundays_are_counted_without_saturdays() -> None:
    of = scenario(rules=ruled(max_sundays=1, sunday_weeks=2))
    assert findings(of, mornings(5, 6, 12)) == []
    assert findings(of, mornings(6, 13)) == above("max_sundays", "2026-04-05", "Sunday", 2)


def test_a_sunday_above_has_its_price() -> None:
    of = scenario(rules=ruled({"max_sundays": "8.80"}, max_sundays=0, sunday_weeks=1))
    assert cost_of(of, mornings(6, 13)) == {"max_sundays": Decimal("17.60")}


def test_the_sunday_is_that_of_the_agents_zone() -> None:
    """Monday 01:00 in Berlin is Sunday 19:00 in New York."""
    night = shift(day(7), "01:00", "05:00", name="x", zone="Europe/Berlin")
    of = scenario(rules=ruled(max_sundays=0))
    assert [f for f in findings(of, [night]) if f[0] == "max_sundays"] == []
    far = scenario(rules=ruled(max_sundays=0), agents=(agent(zone="America/New_York"),))
    found = [f[:3] for f in findings(far, [night]) if f[0] == "max_sundays"]
    assert found == [("max_sundays", "A", "2026-03-29")]


WHOLE = ruled(whole_weekends=True)


def split(date: str, on: str) -> list[tuple[str, str, str, str, str]]:
    measured, allowed = f"a shift on {on} only", "shifts on both days or neither"
    return [("whole_weekends", "A", date, measured, allowed)]


def test_a_weekend_is_worked_whole_or_not_at_all() -> None:
    of = scenario(rules=WHOLE)
    assert findings(of, mornings(4)) == []
    assert findings(of, mornings(5, 6)) == []
    assert findings(of, mornings(5)) == split("2026-03-28", "2026-03-28")
    assert findings(of, mornings(6)) == split("2026-03-29", "2026-03-29")


def test_half_a_weekend_at_the_end_of_the_horizon_is_exempt() -> None:
    assert findings(scenario(rules=WHOLE, grid=grid(days=6)), mornings(5)) == []


def test_half_a_weekend_at_the_start_counts_where_the_saturday_is_known() -> None:
    """The horizon begins on Sunday 29 March."""
    sunday = grid(first=day(6), days=8)
    assert findings(scenario(rules=WHOLE, grid=sunday), mornings(6)) == []
    known = scenario(rules=WHOLE, grid=sunday, history=tuple(mornings(1)))
    assert findings(known, mornings(6)) == split("2026-03-29", "2026-03-29")
    worked = scenario(rules=WHOLE, grid=sunday, history=tuple(mornings(5)))
    assert findings(worked, mornings(6)) == []
    assert findings(worked, []) == split("2026-03-29", "2026-03-28")


def test_a_split_weekend_of_the_history_is_not_the_rosters_fault() -> None:
    of = scenario(rules=WHOLE, history=tuple(mornings(-9, -2)))
    assert findings(of, mornings(0)) == []


def test_a_split_weekend_has_its_price() -> None:
    of = scenario(rules=ruled({"whole_weekends": "15.15"}, whole_weekends=True))
    assert findings(of, mornings(5, 13)) == []
    assert cost_of(of, mornings(5, 13)) == {"whole_weekends": Decimal("30.30")}
