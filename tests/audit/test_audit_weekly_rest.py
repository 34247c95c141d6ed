"""Enough long rests in every block of weeks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from staffwright.scheduler.scenario.types import Shift

from .factory import agent, day, faults, findings, grid, nights, ruled, scenario, shift

# 35 hours, as 24 hours and the eleven of a daily rest.
RULES = ruled(min_weekly_rest_minutes=2100)


def found(date: str, measured: str, rests: str = "1 rest") -> list[tuple[str, str, str, str, str]]:
    allowed = f"at least {rests} of 2100 minutes"
    return [("min_weekly_rest_minutes", "A", date, measured, allowed)]


def week_with_gap(end: str, start: str) -> list[Shift]:
    """Return a shift on every day of the first week but Wednesday; the gap is around that day."""
    rest = [shift(day(k), "08:00", "12:00") for k in (0, 4, 5)]
    sunday = shift(day(6), "20:00", "24:00")
    return [*rest, shift(day(1), "08:00", end), shift(day(3), start, "24:00"), sunday]


def test_a_rest_of_the_exact_length_passes_and_a_minute_less_fails() -> None:
    """From Tuesday 21:00 to Thursday 08:00 are 35 hours."""
    of = scenario(rules=RULES, grid=grid(days=7))
    assert faults(of, week_with_gap("21:00", "08:00"), "min_weekly_rest_minutes") == []
    short = faults(of, week_with_gap("21:01", "08:00"), "min_weekly_rest_minutes")
    assert short == found("2026-03-23", "0 rests, the longest stretch 2099 minutes")


def test_a_stretch_is_cut_at_the_edge_of_the_week() -> None:
    """Free from Saturday 12:00 of the first week to Monday night, a day of it in that week."""
    roster = [shift(day(k), "08:00", "12:00") for k in range(6)]
    of = scenario(rules=RULES, grid=grid(days=14))
    assert findings(of, roster) == []
    sunday = [*roster, shift(day(6), "00:00", "04:00", name="x")]
    cut = [*sunday, shift(day(8), "08:00", "12:00")]
    measured = "0 rests, the longest stretch 1200 minutes"
    assert faults(of, cut, "min_weekly_rest_minutes") == found("2026-03-23", measured)


def test_a_long_stretch_holds_several_rests() -> None:
    rules = ruled(min_weekly_rest_minutes=2100, weekly_rest_weeks=2)
    of = scenario(rules=rules)
    first = [shift(day(k), "08:00", "12:00") for k in range(11)]
    assert findings(of, first) == []
    more = [*first, shift(day(11), "08:00", "12:00")]
    assert findings(of, more) == found(
        "2026-03-23", "1 rest, the longest stretch 3600 minutes", "2 rests"
    )


def test_shifts_of_the_history_in_the_first_week_count() -> None:
    """The horizon begins on a Thursday."""
    past = tuple(shift(day(k), "08:00", "12:00") for k in range(3))
    of = scenario(rules=RULES, grid=grid(first=day(3), days=4), history=past)
    roster = [shift(day(k), "08:00", "12:00") for k in (3, 4)]
    assert findings(of, roster) == []
    roster += [shift(day(k), "08:00", "12:00") for k in (5, 6)]
    assert findings(of, roster) == found("2026-03-26", "0 rests, the longest stretch 1200 minutes")


def test_rests_that_the_history_left_no_room_for_are_not_asked_of_the_plan() -> None:
    past = tuple(shift(day(k), "08:00", "12:00") for k in range(6))
    of = scenario(rules=RULES, grid=grid(first=day(6), days=8), history=past)
    assert findings(of, [shift(day(7), "08:00", "12:00")]) == []
    sunday = shift(day(6), "08:00", "12:00")
    gone = scenario(
        rules=RULES,
        grid=grid(first=day(6), days=8),
        history=(*past, shift(day(6), "01:00", "03:00", name="x")),
    )
    assert faults(gone, [sunday], "min_weekly_rest_minutes") == []


def test_a_week_without_a_planned_shift_is_not_the_rosters_fault() -> None:
    past = tuple(shift(day(k), "08:00", "12:00") for k in range(6))
    of = scenario(rules=RULES, grid=grid(first=day(6), days=8), history=past)
    assert findings(of, []) == []


@pytest.mark.parametrize(("first", "minutes"), [(0, 3060), (210, 3180)], ids=["forward", "back"])
def test_the_rest_over_a_clock_change_has_its_real_length(first: int, minutes: int) -> None:
    """From Friday 20:00 to the end of Sunday the clock shows 52 hours."""
    roster = [shift(day(first + k), "12:00", "20:00") for k in range(5)]
    of = scenario(rules=ruled(min_weekly_rest_minutes=minutes), grid=grid(first=day(first), days=7))
    assert faults(of, roster, "min_weekly_rest_minutes") == []
    tighter = replace(of, rules=ruled(min_weekly_rest_minutes=minutes + 1))
    (broken,) = faults(tighter, roster, "min_weekly_rest_minutes")
    assert broken[3] == f"0 rests, the longest stretch {minutes} minutes"


def test_the_week_begins_at_midnight_of_the_agents_zone() -> None:
    """Monday 00:00 in New York is 05:00 in Berlin: the rest before it lies in the week before."""
    past = (shift(day(-1), "21:00", "27:00", name="x"),)
    roster = [shift(day(k), "08:00", "12:00") for k in (2, 4, 5)] + nights(6)
    here = scenario(rules=ruled(min_weekly_rest_minutes=53 * 60), grid=grid(days=7), history=past)
    assert faults(here, roster, "min_weekly_rest_minutes") == []
    far = replace(here, agents=(agent(zone="America/New_York"),))
    (broken,) = faults(far, roster, "min_weekly_rest_minutes")
    assert broken[2:4] == ("2026-03-25", f"0 rests, the longest stretch {51 * 60} minutes")
