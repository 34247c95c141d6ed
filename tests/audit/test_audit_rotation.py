"""Forward rotation, like starts, forbidden successions of kinds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from staffwright.scheduler.scenario.rule_types import Succession
from staffwright.scheduler.scenario.types import Shift

from .factory import (
    EARLY,
    FLAT,
    NIGHT,
    agent,
    cost_of,
    day,
    early,
    faults,
    findings,
    grid,
    mornings,
    nights,
    ruled,
    scenario,
    shift,
)


def from_(start: int, on: int) -> Shift:
    return shift(day(on), f"{start:02d}:00", f"{start + 4:02d}:00")


BACK = ruled(max_backward_minutes=120)


def test_a_shift_may_begin_two_hours_earlier_and_no_more() -> None:
    of = scenario(rules=BACK)
    assert findings(of, [from_(12, 0), from_(10, 1)]) == []
    assert findings(of, [from_(12, 0), from_(9, 1)]) == [
        (
            "max_backward_minutes",
            "A",
            "2026-03-24",
            "180 minutes earlier",
            "at most 120 minutes earlier",
        )
    ]


def test_a_later_start_is_forward_and_free() -> None:
    assert findings(scenario(rules=BACK), [from_(8, 0), from_(16, 1)]) == []


def test_a_day_off_in_between_allows_any_start() -> None:
    for rules in (BACK, ruled(max_start_change_minutes=0)):
        assert findings(scenario(rules=rules), [from_(16, 0), from_(8, 2)]) == []


def test_the_last_shift_of_the_history_is_the_one_before() -> None:
    of = scenario(rules=BACK, history=(from_(16, -2), from_(8, -1)))
    assert findings(of, [from_(8, 0)]) == []
    late = scenario(rules=BACK, history=(from_(16, -1),))
    assert [f[2:4] for f in findings(late, [from_(8, 0)])] == [
        ("2026-03-23", "480 minutes earlier")
    ]


@pytest.mark.parametrize(("second", "way"), [(10, "earlier"), (14, "later")])
def test_starts_may_not_differ_by_more_than_the_limit_either_way(second: int, way: str) -> None:
    of = scenario(rules=ruled(max_start_change_minutes=60))
    roster = [from_(12, 0), from_(second, 1)]
    assert findings(of, [from_(12, 0), from_(13, 1), from_(12, 2)]) == []
    assert findings(of, roster) == [
        (
            "max_start_change_minutes",
            "A",
            "2026-03-24",
            f"120 minutes {way}",
            "at most 60 minutes",
        )
    ]


@pytest.mark.parametrize("first", [0, 210], ids=["forward", "back"])
def test_starts_are_compared_on_the_clock_also_when_it_changes(first: int) -> None:
    of = scenario(grid=grid(first=day(first)), rules=ruled(max_start_change_minutes=0))
    assert findings(of, mornings(first + 5, first + 6)) == []


def test_starts_are_compared_on_the_agents_clock() -> None:
    """Clocks change on 8 March in New York: 13:00 in Berlin is 07:00 and then 08:00 there."""
    first = day(-18)
    assert first.isoformat() == "2026-03-05"
    roster = [shift(day(k), "13:00", "17:00") for k in (-16, -15)]
    rules = ruled(max_start_change_minutes=0)
    here = scenario(grid=grid(first=first), rules=rules)
    assert findings(here, roster) == []
    far = scenario(grid=grid(first=first), rules=rules, agents=(agent(zone="America/New_York"),))
    found = faults(far, roster, "max_start_change_minutes")
    assert [f[2:4] for f in found] == [("2026-03-08", "60 minutes later")]


def test_each_occurrence_has_its_price() -> None:
    roster = [from_(16, 0), from_(8, 1), from_(16, 2), from_(8, 3)]
    back = scenario(rules=ruled({"max_backward_minutes": "4.40"}, max_backward_minutes=0))
    assert findings(back, roster) == []
    assert cost_of(back, roster) == {"max_backward_minutes": Decimal("8.80")}
    change = ruled({"max_start_change_minutes": "4.40"}, max_start_change_minutes=0)
    assert cost_of(scenario(rules=change), roster) == {"max_start_change_minutes": Decimal("13.20")}


NIGHT_DAY = ruled(forbidden_successions=(Succession("night", "day"),))


def test_night_then_day_is_forbidden_and_night_then_night_is_not() -> None:
    of = scenario(rules=NIGHT_DAY)
    assert findings(of, nights(0, 1)) == []
    assert findings(of, [*mornings(0), *nights(1)]) == []
    assert findings(of, [*nights(0), from_(16, 1)]) == [
        (
            "forbidden_successions",
            "A",
            "2026-03-24",
            "night then day",
            "no day on the day after night",
        )
    ]


def test_a_day_in_between_or_another_pair_is_allowed() -> None:
    of = scenario(rules=NIGHT_DAY)
    assert findings(of, [*nights(0), *mornings(2)]) == []


def test_a_night_of_the_history_forbids_the_day_shift_after_it() -> None:
    of = scenario(rules=NIGHT_DAY, history=tuple(nights(-1)))
    assert [f[:3] for f in findings(of, [from_(16, 0)])] == [
        ("forbidden_successions", "A", "2026-03-23")
    ]


def test_a_pair_with_a_price_costs_and_a_pair_without_is_hard() -> None:
    pairs = (Succession("night", "day", Decimal("9.99")), Succession("day", "night"))
    of = scenario(rules=ruled(forbidden_successions=pairs))
    roster = [*nights(0), from_(16, 1), *nights(2)]
    assert [f[:4] for f in findings(of, roster)] == [
        ("forbidden_successions", "A", "2026-03-25", "day then night")
    ]
    assert cost_of(of, roster) == {"forbidden_successions": Decimal("9.99")}


def test_the_kind_is_that_of_the_template_named_else_of_the_first_that_fits() -> None:
    """A shift of unknown id from 22:00 to 06:00 is a night; one that fits nothing has no kind."""
    of = scenario(rules=NIGHT_DAY, shifts=(EARLY, FLAT, NIGHT))
    by_hand = shift(day(0), "22:00", "30:00", name="by hand")
    assert [f[0] for f in findings(of, [by_hand, from_(16, 1)])] == ["forbidden_successions"]
    odd = shift(day(0), "22:10", "30:00", name="by hand")
    assert faults(of, [odd, from_(16, 1)], "forbidden_successions") == []
    named = shift(day(0), "22:10", "30:00", name="night")
    assert len(faults(of, [named, from_(16, 1)], "forbidden_successions")) == 1
    assert findings(of, [early(day(0)), from_(16, 1)]) == []
