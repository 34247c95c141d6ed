"""Paid minutes in the whole horizon, at most and at least."""

from __future__ import annotations

import pytest

from .factory import at, day, faults, leave, mornings, ruled, scenario, shift

MOST, LEAST = "max_horizon_minutes", "min_horizon_minutes"


def told(rule: str, minutes: int, allowed: str) -> list[tuple[str, str, str, str, str]]:
    return [(rule, "A", "2026-03-23", f"{minutes} minutes", allowed)]


def test_minutes_up_to_the_most_pass_and_a_shift_more_fails() -> None:
    of = scenario(rules=ruled(max_horizon_minutes=720))
    assert faults(of, mornings(0, 2, 4), MOST) == []
    assert faults(of, mornings(0, 2, 4, 7), MOST) == told(MOST, 960, "at most 720 minutes")


def test_minutes_below_the_least_fail() -> None:
    of = scenario(rules=ruled(min_horizon_minutes=720))
    assert faults(of, mornings(0, 2, 4), LEAST) == []
    assert faults(of, mornings(0, 2), LEAST) == told(LEAST, 480, "at least 720 minutes")
    assert faults(of, [], LEAST) == told(LEAST, 0, "at least 720 minutes")


@pytest.mark.parametrize("rule", [MOST, LEAST])
def test_shifts_of_the_history_do_not_count(rule: str) -> None:
    past = (shift(day(-3), "08:00", "12:00"), shift(day(-2), "08:00", "12:00"))
    of = scenario(rules=ruled(**{rule: 720}), history=past)
    assert faults(of, mornings(0, 2, 4), rule) == []


def test_paid_leave_of_the_horizon_counts() -> None:
    away = leave(at(day(0), "00:00"), at(day(1), "00:00"), paid_minutes=480)
    most = scenario(rules=ruled(max_horizon_minutes=720), time_off=(away,))
    assert faults(most, mornings(2), MOST) == []
    assert faults(most, mornings(2, 4), MOST) == told(MOST, 960, "at most 720 minutes")
    least = scenario(rules=ruled(min_horizon_minutes=720), time_off=(away,))
    assert faults(least, mornings(2), LEAST) == []
