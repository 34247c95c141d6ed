"""Forbidden shifts (hard wishes), and the price of wishes to avoid a shift."""

from __future__ import annotations

from typing import Any

import pytest

from .factory import (
    agent,
    audit,
    day,
    early,
    findings,
    mornings,
    nights,
    ruled,
    scenario,
    shift,
    wish,
)


def forbidding(**what: Any) -> Any:
    return scenario(rules=ruled(), preferences=(wish(day(1), hard=True, **what),))


def test_no_shift_begins_on_a_day_that_is_forbidden() -> None:
    of = forbidding(off=True)
    assert findings(of, [*nights(0), *mornings(2)]) == []
    assert findings(of, mornings(1)) == [
        ("forbidden_shifts", "A", "2026-03-24", "shift flat", "no shift")
    ]


@pytest.mark.parametrize("avoided", ["flat", "day"])
def test_a_template_or_a_kind_may_be_forbidden(avoided: str) -> None:
    of = forbidding(avoid=avoided)
    assert findings(of, nights(1)) == []
    assert findings(of, mornings(0, 2)) == []
    assert findings(of, mornings(1)) == [
        ("forbidden_shifts", "A", "2026-03-24", "shift flat", f"no shift {avoided}")
    ]


def test_another_template_of_the_kind_is_allowed() -> None:
    assert findings(forbidding(avoid="flat"), [early(day(1))]) == []


def test_a_shift_made_by_hand_is_known_by_its_times() -> None:
    by_hand = [shift(day(1), "22:00", "30:00", name="by hand")]
    assert [f[0] for f in findings(forbidding(avoid="night"), by_hand)] == ["forbidden_shifts"]
    assert findings(forbidding(avoid="flat"), by_hand) == []


def test_a_hard_wish_is_a_rule_and_has_no_price() -> None:
    report = audit(forbidding(off=True), mornings(1))
    assert report.cost.preferences == 0


def test_a_hard_wish_binds_only_its_agent() -> None:
    of = scenario(agents=(agent("A"), agent("B")), preferences=(wish(day(1), off=True, hard=True),))
    assert findings(of, mornings(1, who="B")) == []


@pytest.mark.parametrize(("avoided", "price"), [("early", 9), ("day", 9), ("flat", 0), ("x", 0)])
def test_a_wish_to_avoid_a_shift_costs_its_weight_where_one_begins(
    avoided: str, price: int
) -> None:
    of = scenario(preferences=(wish(day(1), weight="1.5", avoid=avoided),))
    report = audit(of, [early(day(1))])
    assert report.clean
    assert report.cost.preferences == price


def test_a_wish_to_avoid_a_shift_is_granted_by_a_day_off() -> None:
    of = scenario(preferences=(wish(day(1), avoid="early"),))
    assert audit(of, [early(day(0))]).cost.preferences == 0
