"""No shift in leave and none where the agent is unavailable."""

from __future__ import annotations

from .factory import at, day, findings, leave, scenario, shift, unavailable


def test_a_shift_may_begin_when_leave_ends() -> None:
    away = leave(at(day(0), "00:00"), at(day(1), "08:00"))
    assert findings(scenario(time_off=(away,)), [shift(day(1), "08:00", "16:00")]) == []


def test_a_minute_of_leave_inside_a_shift_is_found() -> None:
    away = leave(at(day(0), "00:00"), at(day(1), "08:01"))
    assert findings(scenario(time_off=(away,)), [shift(day(1), "08:00", "16:00")]) == [
        ("time_off", "A", "2026-03-24", "1 minute", "0 minutes")
    ]


def test_a_night_that_runs_into_a_day_of_leave_is_found_on_its_business_date() -> None:
    away = leave(at(day(1), "00:00"), at(day(2), "00:00"))
    night = shift(day(0), "22:00", "30:00", name="night")
    assert findings(scenario(time_off=(away,)), [night]) == [
        ("time_off", "A", "2026-03-23", "360 minutes", "0 minutes")
    ]


def test_leave_is_measured_in_elapsed_minutes_on_the_night_of_the_clock_change() -> None:
    away = leave(at(day(6), "00:00"), at(day(7), "00:00"))
    night = shift(day(5), "22:00", "30:00", name="night")
    assert findings(scenario(time_off=(away,)), [night])[0][3] == "300 minutes"


def test_the_leave_of_another_agent_does_not_matter() -> None:
    away = leave(at(day(0), "00:00"), at(day(2), "00:00"), who="B")
    assert findings(scenario(time_off=(away,)), [shift(day(1), "08:00", "16:00")]) == []


def test_a_shift_may_end_when_unavailability_begins() -> None:
    busy = unavailable(at(day(1), "16:00"), at(day(1), "20:00"))
    assert findings(scenario(unavailable=(busy,)), [shift(day(1), "08:00", "16:00")]) == []


def test_a_minute_of_unavailability_inside_a_shift_is_found() -> None:
    busy = unavailable(at(day(1), "15:59"), at(day(1), "20:00"))
    assert findings(scenario(unavailable=(busy,)), [shift(day(1), "08:00", "16:00")]) == [
        ("availability", "A", "2026-03-24", "1 minute", "0 minutes")
    ]


def test_leave_of_the_history_side_reaches_into_the_horizon() -> None:
    away = leave(at(day(-7), "00:00"), at(day(0), "12:00"))
    assert findings(scenario(time_off=(away,)), [shift(day(0), "08:00", "16:00")]) == [
        ("time_off", "A", "2026-03-23", "240 minutes", "0 minutes")
    ]
