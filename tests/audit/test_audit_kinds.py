"""How many shifts of a kind in a week and in the horizon."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from staffwright.scheduler.scenario.rule_types import KindLimit
from staffwright.scheduler.scenario.types import Scenario

from .factory import (
    CONTRACT,
    agent,
    cost_of,
    day,
    findings,
    grid,
    mornings,
    nights,
    ruled,
    scenario,
    shift,
)


def limited(*limits: KindLimit, **changes: object) -> Scenario:
    return scenario(rules=ruled(kind_limits=limits), **changes)


def found(
    date: str, measured: str, allowed: str
) -> list[tuple[str, str | None, str | None, str, str]]:
    return [("kind_limits", "A", date, measured, allowed)]


def test_a_week_has_at_most_so_many_shifts_of_a_kind() -> None:
    of = limited(KindLimit("night", 0, 2, "week"))
    assert findings(of, [*nights(0, 2), *mornings(4), *nights(7, 8)]) == []
    assert findings(of, nights(0, 2, 4)) == found(
        "2026-03-27", "3 shifts of kind 'night'", "at most 2 shifts of kind 'night'"
    )


def test_a_week_has_at_least_so_many_shifts_of_a_kind() -> None:
    of = limited(KindLimit("day", 2, None, "week"), grid=grid(days=7))
    assert findings(of, mornings(0, 1)) == []
    assert findings(of, [*mornings(0), *nights(2)]) == found(
        "2026-03-23", "1 shift of kind 'day'", "at least 2 shifts of kind 'day'"
    )


def test_the_least_binds_only_in_weeks_that_lie_wholly_in_the_horizon() -> None:
    """From Wednesday to the Tuesday after the next: one whole week."""
    of = limited(KindLimit("any", 1, None, "week"), grid=grid(first=day(2), days=14))
    assert findings(of, mornings(8)) == []
    assert [f[2] for f in findings(of, mornings(3, 15))] == ["2026-03-30"]


def test_the_history_of_the_first_week_counts_towards_the_most() -> None:
    of = limited(
        KindLimit("any", 0, 2, "week"), grid=grid(first=day(2)), history=tuple(mornings(-1, 0, 1))
    )
    assert findings(of, mornings(7, 8)) == []
    assert findings(of, mornings(2)) == found("2026-03-25", "3 shifts", "at most 2 shifts")


def test_any_counts_shifts_without_a_kind_too() -> None:
    of = limited(KindLimit("any", 0, 0, "week"))
    odd = shift(day(0), "03:10", "04:00", name="x")
    assert [f[3] for f in findings(of, [odd]) if f[0] == "kind_limits"] == ["1 shift"]


def test_the_horizon_has_limits_of_its_own_without_history() -> None:
    of = limited(KindLimit("night", 1, 3, "horizon"), history=tuple(nights(-2)))
    assert findings(of, nights(0, 4, 9)) == []
    assert findings(of, []) == found(
        "2026-03-23", "0 shifts of kind 'night'", "at least 1 shift of kind 'night'"
    )
    assert findings(of, nights(0, 2, 4, 9)) == found(
        "2026-04-01", "4 shifts of kind 'night'", "at most 3 shifts of kind 'night'"
    )


def test_two_shifts_on_one_date_are_one_date() -> None:
    of = limited(KindLimit("day", 0, 1, "week"))
    roster = [shift(day(0), "08:00", "12:00"), shift(day(0), "14:00", "18:00")]
    assert [f[0] for f in findings(of, roster)] == ["one_shift_per_day"]


def test_shifts_missing_and_above_have_the_price_of_their_limit() -> None:
    limits = (
        KindLimit("night", 0, 1, "week", Decimal("5.50")),
        KindLimit("day", 2, None, "week", Decimal(3)),
    )
    of = limited(*limits, grid=grid(days=7))
    assert findings(of, nights(0, 2, 4)) == []
    assert cost_of(of, nights(0, 2, 4)) == {"kind_limits": Decimal("17.00")}


def test_what_the_history_has_above_costs_nothing() -> None:
    limit = KindLimit("any", 0, 1, "week", Decimal(7))
    of = limited(limit, grid=grid(first=day(3)), history=tuple(mornings(0, 1, 2)))
    assert cost_of(of, []) == {"kind_limits": 0}
    assert cost_of(of, mornings(3)) == {"kind_limits": 7}


def test_a_hard_limit_beside_a_priced_one_stays_hard() -> None:
    limits = (KindLimit("night", 0, 1, "week", Decimal(5)), KindLimit("night", 0, 2, "week"))
    of = limited(*limits)
    assert [f[4] for f in findings(of, nights(0, 2, 4))] == ["at most 2 shifts of kind 'night'"]
    assert cost_of(of, nights(0, 2, 4)) == {"kind_limits": 10}


def test_limits_of_a_contract_hold_for_its_agents_alone() -> None:
    own = replace(
        CONTRACT, id="own", rules=ruled(kind_limits=(KindLimit("any", 0, 1, "week"),)).work
    )
    of = scenario(agents=(agent("A", contract=own), agent("B")))
    roster = [*mornings(0, 1), *mornings(0, 1, who="B")]
    assert [f[:2] for f in findings(of, roster)] == [("kind_limits", "A")]
