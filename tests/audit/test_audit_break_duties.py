"""Breaks by hours worked: the longest stretch without one, how much of them, and how soon."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from staffwright.scheduler.scenario.rule_types import BreakDuty
from staffwright.scheduler.scenario.types import Rules, Scenario

from .factory import day, faults, grid, ruled, scenario, shift, with_breaks


def of(rules: Rules | None = None, **changes: Any) -> Scenario:
    return scenario(rules=replace(rules or ruled(), **changes))


STRETCH = of(max_work_minutes=360, break_block_minutes=15)


def stretch(minutes: int, date: str = "2026-03-23") -> list[tuple[str, str, str, str, str]]:
    return [("max_work_minutes", "A", date, f"{minutes} minutes", "at most 360 minutes")]


def test_a_stretch_of_the_longest_length_passes_and_a_minute_more_fails() -> None:
    at_limit = [shift(day(0), "08:00", "14:00")]
    assert faults(STRETCH, at_limit, "max_work_minutes") == []
    assert faults(STRETCH, [shift(day(0), "08:00", "14:01")], "max_work_minutes") == stretch(361)


@pytest.mark.parametrize(("until", "found"), [("12:15", []), ("12:14", stretch(480))])
def test_only_breaks_of_the_block_length_end_a_stretch(
    until: str, found: list[tuple[str, str, str, str, str]]
) -> None:
    roster = [with_breaks(day(0), "08:00", "16:00", ("12:00", until, True))]
    assert faults(STRETCH, roster, "max_work_minutes") == found


def test_the_stretch_after_the_last_break_counts() -> None:
    roster = [with_breaks(day(0), "08:00", "15:16", ("09:00", "09:15", False))]
    assert faults(STRETCH, roster, "max_work_minutes") == stretch(361)


@pytest.mark.parametrize(
    ("first", "on", "found"),
    [(0, 5, []), (210, 215, stretch(420, "2026-10-24"))],
    ids=["forward", "back"],
)
def test_a_stretch_over_a_clock_change_has_its_real_length(
    first: int, on: int, found: list[tuple[str, str, str, str, str]]
) -> None:
    """From 23:00 to 05:00 pass five and seven hours."""
    night = shift(day(on), "23:00", "29:00", name="x")
    assert faults(replace(STRETCH, grid=grid(first=day(first))), [night], "max_work_minutes") == (
        found
    )


# Paragraph 4 of the German ArbZG: 30 minutes above six hours, 45 above nine, in blocks of 15.
GERMAN = of(break_duties=(BreakDuty(360, 30, 15), BreakDuty(540, 45, 15)))


def owed(measured: str, allowed: str) -> list[tuple[str, str, str, str, str]]:
    return [("break_duties", "A", "2026-03-23", measured, allowed)]


def test_six_hours_of_work_need_no_break_and_a_minute_more_does() -> None:
    assert faults(GERMAN, [shift(day(0), "08:00", "14:00")], "break_duties") == []
    assert faults(GERMAN, [shift(day(0), "08:00", "14:01")], "break_duties") == owed(
        "0 minutes of breaks", "at least 30 minutes of breaks"
    )


def test_breaks_of_the_block_length_add_up() -> None:
    two = with_breaks(day(0), "08:00", "16:00", ("10:00", "10:15", True), ("12:00", "12:15", False))
    assert faults(GERMAN, [two], "break_duties") == []
    short = with_breaks(
        day(0), "08:00", "16:00", ("10:00", "10:16", True), ("12:00", "12:14", False)
    )
    assert faults(GERMAN, [short], "break_duties") == owed(
        "16 minutes of breaks", "at least 30 minutes of breaks"
    )


def test_working_time_is_what_the_breaks_leave() -> None:
    """9:30 hours with a break of 30 minutes are nine hours of work, with one of 29 more."""
    nine = with_breaks(day(0), "08:00", "17:30", ("12:00", "12:30", False))
    assert faults(GERMAN, [nine], "break_duties") == []
    more = with_breaks(day(0), "08:00", "17:31", ("12:00", "12:30", False))
    assert faults(GERMAN, [more], "break_duties") == owed(
        "30 minutes of breaks", "at least 45 minutes of breaks"
    )


# California Labor Code 512: 30 unpaid minutes above five hours, begun before the end of the fifth.
MEAL = of(break_duties=(BreakDuty(300, 30, 30, begin_by_minutes=300, unpaid_only=True),))


def test_a_meal_begins_by_the_end_of_the_fifth_hour() -> None:
    on_time = with_breaks(day(0), "08:00", "16:00", ("13:00", "13:30", False))
    assert faults(MEAL, [on_time], "break_duties") == []
    late = with_breaks(day(0), "08:00", "16:00", ("13:01", "13:31", False))
    assert faults(MEAL, [late], "break_duties") == owed(
        "301 minutes after the start", "within 300 minutes of the start"
    )


def test_a_paid_break_is_no_meal_where_only_unpaid_ones_count() -> None:
    paid = with_breaks(day(0), "08:00", "16:00", ("12:00", "12:30", True))
    assert faults(MEAL, [paid], "break_duties") == owed(
        "0 minutes of unpaid breaks", "at least 30 minutes of unpaid breaks"
    )


def test_paid_breaks_of_the_block_length_are_no_working_time() -> None:
    """Of 5:30 hours a paid break of half an hour leaves five, which need no meal."""
    paid = with_breaks(day(0), "08:00", "13:30", ("10:00", "10:30", True))
    assert faults(MEAL, [paid], "break_duties") == []
    longer = with_breaks(day(0), "08:00", "13:31", ("10:00", "10:30", True))
    assert len(faults(MEAL, [longer], "break_duties")) == 1


def test_a_duty_may_ask_only_for_an_early_break() -> None:
    only = of(break_duties=(BreakDuty(240, 0, 10, begin_by_minutes=120),))
    soon = with_breaks(day(0), "08:00", "16:00", ("10:00", "10:10", True))
    assert faults(only, [soon], "break_duties") == []
    assert faults(only, [shift(day(0), "08:00", "16:00")], "break_duties") == owed(
        "no break", "within 120 minutes of the start"
    )


def test_the_night_of_the_clock_change_is_an_hour_shorter_and_longer() -> None:
    night = shift(day(5), "23:30", "30:00", name="x")
    assert faults(GERMAN, [night], "break_duties") == []
    autumn = replace(GERMAN, grid=grid(first=day(210)))
    night = shift(day(215), "23:30", "29:00", name="x")
    assert len(faults(autumn, [night], "break_duties")) == 1
