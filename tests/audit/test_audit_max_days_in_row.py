"""At most so many business dates in a row; hard and at a price."""

from __future__ import annotations

from decimal import Decimal

from .factory import cost_of, findings, mornings, ruled, scenario

PRICED = ruled({"max_days_in_row": "12.50"}, max_days_in_row=3)


def test_each_planned_day_beyond_the_limit_has_its_price() -> None:
    of = scenario(rules=PRICED)
    assert findings(of, mornings(0, 1, 2, 3, 4)) == []
    assert cost_of(of, mornings(0, 1, 2)) == {"max_days_in_row": 0}
    assert cost_of(of, mornings(0, 1, 2, 3, 4)) == {"max_days_in_row": Decimal("25.00")}


def test_days_of_the_history_beyond_the_limit_have_no_price() -> None:
    of = scenario(rules=PRICED, history=tuple(mornings(-5, -4, -3, -2, -1)))
    assert cost_of(of, mornings(1)) == {"max_days_in_row": 0}
    assert cost_of(of, mornings(0)) == {"max_days_in_row": Decimal("12.50")}


def test_two_runs_beyond_the_limit_both_cost() -> None:
    roster = mornings(0, 1, 2, 3, 5, 6, 7, 8)
    assert cost_of(scenario(rules=PRICED), roster) == {"max_days_in_row": 25}
