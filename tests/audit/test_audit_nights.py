"""Nights in a row and the rest after them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from .factory import (
    agent,
    cost_of,
    day,
    faults,
    findings,
    grid,
    mornings,
    nights,
    ruled,
    scenario,
    shift,
)

THREE = ruled(max_nights_in_row=3)
NEW_YORK = "America/New_York"


def too_many(date: str, count: int) -> list[tuple[str, str, str, str, str]]:
    return [
        ("max_nights_in_row", "A", date, f"{count} nights in a row", "at most 3 nights in a row")
    ]


def test_the_fourth_night_in_a_row_is_one_too_many() -> None:
    of = scenario(rules=THREE)
    assert findings(of, nights(0, 1, 2)) == []
    assert findings(of, nights(0, 1, 2, 3)) == too_many("2026-03-26", 4)


def test_a_shift_that_is_no_night_ends_the_run_of_nights() -> None:
    roster = [*nights(0, 1, 2), shift(day(3), "14:00", "18:00"), *nights(4, 5)]
    assert findings(scenario(rules=THREE), roster) == []


def test_nights_of_the_history_count_and_are_no_fault_alone() -> None:
    of = scenario(rules=THREE, history=tuple(nights(-4, -3, -2, -1)))
    assert findings(of, nights(1)) == []
    assert findings(of, nights(0)) == too_many("2026-03-23", 5)


def test_each_night_beyond_the_limit_has_its_price() -> None:
    of = scenario(rules=ruled({"max_nights_in_row": "30"}, max_nights_in_row=3))
    assert findings(of, nights(0, 1, 2, 3, 4)) == []
    assert cost_of(of, nights(0, 1, 2, 3, 4)) == {"max_nights_in_row": Decimal(60)}


def test_a_night_needs_its_minutes_inside_the_window() -> None:
    """The window is 23:00 to 06:00 and 180 minutes: the shift to 01:59 has 179."""
    of = scenario(rules=ruled(max_nights_in_row=0))
    short = shift(day(0), "22:00", "25:59", name="x")
    assert faults(of, [short], "max_nights_in_row") == []
    assert len(faults(of, [shift(day(0), "22:00", "26:00", name="x")], "max_nights_in_row")) == 1


@pytest.mark.parametrize(
    ("first", "on", "is_night"),
    [(0, 5, False), (210, 215, True)],
    ids=["forward", "back"],
)
def test_minutes_of_a_night_are_elapsed_ones(first: int, on: int, is_night: bool) -> None:
    """From 01:00 to 04:00 two hours pass when the clocks go forward, four when they go back."""
    of = scenario(grid=grid(first=day(first)), rules=ruled(max_nights_in_row=0))
    shown = shift(day(on + 1), "01:00", "04:00", name="x")
    assert bool(faults(of, [shown], "max_nights_in_row")) == is_night


def test_the_night_window_is_read_on_the_agents_clock() -> None:
    """From 22:00 to 06:00 in New York the clock in Berlin shows 03:00 to 11:00."""
    far = agent(zone=NEW_YORK)
    of = scenario(agents=(far,), rules=ruled(max_nights_in_row=0))
    by_day = shift(day(1), "23:00", "30:00", name="x")  # 18:00 to 01:00 in New York
    assert faults(of, [by_day], "max_nights_in_row") == []
    found = faults(of, nights(1, zone=NEW_YORK), "max_nights_in_row")
    assert [f[:4] for f in found] == [("max_nights_in_row", "A", "2026-03-24", "1 night in a row")]


REST = ruled(rest_after_nights_minutes=2880, rest_after_nights_from=2)


def too_soon(date: str, gap: int) -> list[tuple[str, str, str, str, str]]:
    allowed = "at least 2880 minutes"
    return [("rest_after_nights_minutes", "A", date, f"{gap} minutes", allowed)]


def test_after_two_nights_the_next_shift_waits_two_days() -> None:
    """The second night ends on Wednesday at 06:00."""
    of = scenario(rules=REST)
    night = nights(0, 1)
    assert findings(of, [*night, shift(day(4), "08:00", "12:00")]) == []
    early = [*night, shift(day(3), "20:00", "24:00")]
    assert faults(of, early, "rest_after_nights_minutes") == too_soon("2026-03-26", 2280)


def test_the_limit_is_kept_to_the_minute() -> None:
    of = scenario(rules=ruled(rest_after_nights_minutes=1560))
    roster = [*nights(0), *mornings(2)]
    assert findings(of, roster) == []
    tighter = scenario(rules=ruled(rest_after_nights_minutes=1561))
    assert [f[:4] for f in findings(tighter, roster)] == [
        ("rest_after_nights_minutes", "A", "2026-03-25", "1560 minutes")
    ]


def test_a_shorter_run_and_a_night_that_goes_on_need_no_such_rest() -> None:
    of = scenario(rules=REST)
    assert findings(of, [*nights(0), *mornings(2)]) == []
    assert findings(of, nights(0, 1, 2, 3)) == []


def test_a_night_after_a_day_off_does_not_continue_the_run() -> None:
    found = findings(scenario(rules=REST), nights(0, 1, 3))
    assert found == too_soon("2026-03-26", 40 * 60)


def test_rest_after_nights_of_the_history_counts() -> None:
    of = scenario(rules=REST, history=tuple(nights(-3, -2)))
    assert findings(of, mornings(0)) == too_soon("2026-03-23", 26 * 60)
    assert findings(of, mornings(1)) == []


def test_rest_after_nights_inside_the_history_is_not_the_rosters_fault() -> None:
    of = scenario(rules=REST, history=(*nights(-5, -4), *mornings(-2)))
    assert findings(of, mornings(0)) == []


@pytest.mark.parametrize(
    ("first", "last_night", "gap"), [(0, 4, 3060), (210, 214, 3180)], ids=["forward", "back"]
)
def test_rest_after_nights_passes_by_the_real_clock(first: int, last_night: int, gap: int) -> None:
    """From Saturday 06:00 to Monday 10:00 the clock shows 52 hours."""
    rules = ruled(rest_after_nights_minutes=gap + 1)
    of = scenario(grid=grid(first=day(first)), rules=rules)
    assert day(last_night).weekday() == 4
    roster = [*nights(last_night), shift(day(last_night + 3), "10:00", "14:00")]
    assert [f[3] for f in findings(of, roster)] == [f"{gap} minutes"]
    exact = replace(of, rules=ruled(rest_after_nights_minutes=gap))
    assert findings(exact, roster) == []
