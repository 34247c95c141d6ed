"""At least so many business dates in a row, but at the edges of what is known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from .factory import cost_of, findings, mornings, ruled, scenario

RULES = ruled(min_days_in_row=3)


def found(day: str, measured: str) -> list[tuple[str, str, str, str, str]]:
    return [("min_days_in_row", "A", day, measured, "at least 3 days in a row")]


def test_a_run_of_the_least_length_passes_and_a_shorter_one_fails() -> None:
    of = scenario(rules=RULES)
    assert findings(of, mornings(1, 2, 3)) == []
    assert findings(of, mornings(1, 2)) == found("2026-03-24", "2 days in a row")
    assert findings(of, mornings(4)) == found("2026-03-27", "1 day in a row")


@pytest.mark.parametrize("run", [(0,), (13,), (0, 1), (12, 13)])
def test_a_run_at_the_edge_of_the_horizon_may_be_longer_than_is_seen(run: tuple[int, ...]) -> None:
    assert findings(scenario(rules=RULES), mornings(*run)) == []


def test_days_of_the_history_belong_to_the_run() -> None:
    past = tuple(mornings(-6, -2, -1))
    of = scenario(rules=RULES, history=past)
    assert findings(of, mornings(0)) == []


def test_the_day_off_that_ends_a_run_of_the_history_too_soon_is_planned() -> None:
    of = scenario(rules=RULES, history=tuple(mornings(-6, -2, -1)))
    assert findings(of, []) == found("2026-03-23", "2 days in a row")


def test_a_run_that_begins_with_the_first_known_shift_is_free() -> None:
    of = scenario(rules=RULES, history=tuple(mornings(-2, -1)))
    assert findings(of, []) == []


def test_a_short_run_inside_the_history_is_not_the_rosters_fault() -> None:
    of = scenario(rules=RULES, history=tuple(mornings(-9, -5, -3)))
    assert findings(of, []) == []


def test_each_missing_day_has_its_price() -> None:
    of = scenario(rules=ruled({"min_days_in_row": "7.25"}, min_days_in_row=3))
    assert findings(of, mornings(2, 5, 6)) == []
    assert cost_of(of, mornings(2, 5, 6)) == {"min_days_in_row": Decimal("21.75")}
    assert cost_of(of, mornings(2, 3, 4)) == {"min_days_in_row": 0}
