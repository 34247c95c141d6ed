"""At least so many dates without a shift between two shifts."""

from __future__ import annotations

from decimal import Decimal

from .factory import cost_of, findings, mornings, nights, ruled, scenario

RULES = ruled(min_days_off_in_row=2)


def found(day: str) -> list[tuple[str, str, str, str, str]]:
    measured, allowed = "1 day off in a row", "at least 2 days off in a row"
    return [("min_days_off_in_row", "A", day, measured, allowed)]


def test_two_days_off_pass_and_one_fails() -> None:
    of = scenario(rules=RULES)
    assert findings(of, mornings(0, 3)) == []
    assert findings(of, mornings(0, 2)) == found("2026-03-25")


def test_days_without_a_break_between_them_are_no_days_off() -> None:
    assert findings(scenario(rules=RULES), mornings(0, 1)) == []


def test_days_off_at_the_edges_are_free() -> None:
    assert findings(scenario(rules=RULES), mornings(1, 12)) == []


def test_a_night_takes_only_the_date_on_which_it_begins() -> None:
    of = scenario(rules=RULES)
    assert findings(of, [*nights(0), *mornings(2)]) == found("2026-03-25")


def test_a_day_off_of_the_history_is_too_short_for_a_shift_on_the_first_day() -> None:
    of = scenario(rules=RULES, history=tuple(mornings(-2)))
    assert findings(of, mornings(0)) == found("2026-03-23")
    assert findings(of, mornings(1)) == []


def test_a_short_run_off_inside_the_history_is_not_the_rosters_fault() -> None:
    of = scenario(rules=RULES, history=tuple(mornings(-3, -1)))
    assert findings(of, mornings(0)) == []


def test_each_missing_day_off_has_its_price() -> None:
    of = scenario(rules=ruled({"min_days_off_in_row": "3.10"}, min_days_off_in_row=3))
    assert findings(of, mornings(0, 2, 5)) == []
    assert cost_of(of, mornings(0, 2, 5)) == {"min_days_off_in_row": Decimal("9.30")}
