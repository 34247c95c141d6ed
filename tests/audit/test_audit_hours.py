"""Most and least hours of a week, with leave, history and weeks cut by the horizon."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from staffwright.scheduler.audit.leave import paid_leave_minutes
from staffwright.scheduler.scenario.types import Agent, Shift

from .factory import CONTRACT, ZONE, agent, at, day, early, findings, grid, leave, scenario, shift


def limits(least: int = 0, most: int = 2880, fte: str = "1") -> tuple[Agent]:
    """Return one agent with a contract of these weekly minutes."""
    contract = replace(CONTRACT, min_weekly_minutes=least, max_weekly_minutes=most)
    return (agent(contract=contract, fte=Decimal(fte)),)


def eight_hours(*days: int) -> list[Shift]:
    return [shift(day(k), "08:00", "16:00") for k in days]


def test_a_week_may_reach_the_most_and_not_exceed_it() -> None:
    of = scenario(agents=limits(most=960))
    assert findings(of, eight_hours(0, 1)) == []
    assert findings(of, eight_hours(0, 1, 2)) == [
        ("weekly_max", "A", "2026-03-23", "1440 minutes", "at most 960 minutes")
    ]


def test_the_next_week_counts_anew() -> None:
    assert findings(scenario(agents=limits(most=960)), eight_hours(3, 4, 7, 8)) == []


def test_a_night_belongs_to_the_week_in_which_it_begins() -> None:
    of = scenario(agents=limits(most=480))
    roster = [shift(day(6), "22:00", "30:00", name="night"), shift(day(8), "08:00", "16:00")]
    assert findings(of, roster) == []


def test_unpaid_breaks_do_not_count_as_hours() -> None:
    """An early shift of eight hours has half an hour of unpaid meal."""
    assert findings(scenario(agents=limits(most=900)), [early(day(0)), early(day(1))]) == []
    assert findings(scenario(agents=limits(most=899)), [early(day(0)), early(day(1))]) == [
        ("weekly_max", "A", "2026-03-23", "900 minutes", "at most 899 minutes")
    ]


def test_the_night_of_the_clock_change_counts_seven_hours() -> None:
    roster = [shift(day(5), "22:00", "30:00", name="night")]
    assert findings(scenario(agents=limits(least=420, most=420), grid=grid(days=7)), roster) == []


def test_paid_leave_counts_towards_the_most() -> None:
    away = leave(at(day(2), "00:00"), at(day(4), "00:00"), paid_minutes=960)
    of = scenario(agents=limits(most=1920), time_off=(away,))
    assert findings(of, eight_hours(0, 1)) == []
    assert findings(of, eight_hours(0, 1, 4)) == [
        ("weekly_max", "A", "2026-03-23", "2400 minutes", "at most 1920 minutes")
    ]


def test_a_week_full_of_paid_leave_without_shifts_is_not_the_rosters_fault() -> None:
    away = leave(at(day(0), "00:00"), at(day(7), "00:00"), paid_minutes=2400)
    assert findings(scenario(agents=limits(most=1800), time_off=(away,)), []) == []


def test_history_of_the_same_week_counts_towards_the_most() -> None:
    """The horizon begins on a Wednesday; Monday and Tuesday are history."""
    of = scenario(
        grid=grid(first=day(2), days=5), agents=limits(most=960), history=tuple(eight_hours(0, 1))
    )
    assert findings(of, []) == []
    assert findings(of, eight_hours(3)) == [
        ("weekly_max", "A", "2026-03-25", "1440 minutes", "at most 960 minutes")
    ]


def test_weeks_begin_on_the_sites_day() -> None:
    """From Sunday on, Sunday 29 and Monday 30 March share a week."""
    roster = eight_hours(6, 7)
    assert findings(scenario(agents=limits(most=480)), roster) == []
    assert findings(scenario(agents=limits(most=480), week_start=6), roster) == [
        ("weekly_max", "A", "2026-03-29", "960 minutes", "at most 480 minutes")
    ]


def test_limits_scale_with_the_share_of_full_time_and_round_down() -> None:
    of = scenario(agents=limits(most=961, fte="0.5"))
    assert findings(of, eight_hours(0)) == []
    assert findings(of, eight_hours(0, 1))[0][3:] == ("960 minutes", "at most 480 minutes")


def test_a_week_may_fall_to_the_least_and_not_below() -> None:
    of = scenario(agents=limits(least=960), grid=grid(days=7))
    assert findings(of, eight_hours(0, 1)) == []
    assert findings(of, eight_hours(0)) == [
        ("weekly_min", "A", "2026-03-23", "480 minutes", "at least 960 minutes")
    ]


def test_every_week_has_its_own_least() -> None:
    assert findings(scenario(agents=limits(least=480)), eight_hours(0)) == [
        ("weekly_min", "A", "2026-03-30", "0 minutes", "at least 480 minutes")
    ]


def test_paid_leave_counts_towards_the_least() -> None:
    away = leave(at(day(0), "00:00"), at(day(2), "00:00"), paid_minutes=960)
    of = scenario(agents=limits(least=1440), time_off=(away,), grid=grid(days=7))
    assert findings(of, eight_hours(3)) == []


def test_the_least_of_a_cut_week_is_its_share_of_seven_days() -> None:
    """Three of seven days: floor(1001 * 3 / 7) = 429 minutes, and the history does not help."""
    of = scenario(
        agents=limits(least=1001), grid=grid(first=day(4), days=3), history=tuple(eight_hours(0, 1))
    )
    assert findings(of, eight_hours(4)) == []
    assert findings(of, []) == [
        ("weekly_min", "A", "2026-03-27", "0 minutes", "at least 429 minutes")
    ]


@pytest.mark.parametrize(("days_away", "least"), [(1, 1920), (2, 1440), (4, 480), (5, 0), (7, 0)])
def test_whole_days_of_unpaid_leave_lower_the_least_by_fifths(days_away: int, least: int) -> None:
    away = leave(at(day(0), "00:00"), at(day(days_away), "00:00"))
    of = scenario(agents=limits(least=2400), time_off=(away,), grid=grid(days=7))
    expected = [("weekly_min", "A", "2026-03-23", "0 minutes", f"at least {least} minutes")]
    assert findings(of, []) == (expected if least else [])


def test_days_of_paid_leave_count_hours_and_do_not_lower_the_least() -> None:
    away = leave(at(day(0), "00:00"), at(day(1), "00:00"), paid_minutes=60)
    of = scenario(agents=limits(least=600), time_off=(away,), grid=grid(days=7))
    assert findings(of, eight_hours(3)) == [
        ("weekly_min", "A", "2026-03-23", "540 minutes", "at least 600 minutes")
    ]


def test_a_day_that_leave_covers_in_part_does_not_lower_the_least() -> None:
    away = leave(at(day(0), "00:15"), at(day(1), "00:00"))
    of = scenario(agents=limits(least=480), time_off=(away,), grid=grid(days=7))
    assert findings(of, eight_hours(3)) == []
    assert findings(of, [])[0][4] == "at least 480 minutes"


def test_two_leaves_may_cover_a_day_together() -> None:
    away = (
        leave(at(day(0), "12:00"), at(day(1), "00:00")),
        leave(at(day(0), "00:00"), at(day(0), "12:00")),
    )
    of = scenario(agents=limits(least=2400), time_off=away, grid=grid(days=7))
    assert findings(of, [])[0][4] == "at least 1920 minutes"


def test_paid_leave_is_spread_over_its_dates_with_the_remainder_first() -> None:
    away = leave(at(day(0), "12:00"), at(day(2), "00:15"), paid_minutes=1001)
    spread = paid_leave_minutes(ZONE, [away])
    assert spread == {
        date(2026, 3, 23): 334,
        date(2026, 3, 24): 334,
        date(2026, 3, 25): 333,
    }


def test_leave_that_ends_at_midnight_does_not_touch_the_next_date() -> None:
    away = leave(at(day(0), "00:00"), at(day(1), "00:00"), paid_minutes=480)
    assert paid_leave_minutes(ZONE, [away]) == {date(2026, 3, 23): 480}
