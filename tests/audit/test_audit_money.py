"""Wages to the cent and below: base, premiums, overtime, golden cases worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from staffwright.scheduler.audit.money import as_decimal
from staffwright.scheduler.plan import Cost
from staffwright.scheduler.scenario.types import Premium, Scenario, Shift

from .factory import (
    CONTRACT,
    GERMAN_PRESET,
    MEAL,
    PAUSE,
    agent,
    at,
    audit,
    day,
    early,
    grid,
    row,
    scenario,
    shift,
    shift_of,
)

SATURDAY, SUNDAY, EASTER_MONDAY = day(5), day(6), day(14)
GOOD_FRIDAY, EASTER_SUNDAY = day(11), day(13)
HOLIDAYS = frozenset({GOOD_FRIDAY, EASTER_SUNDAY, EASTER_MONDAY})
GERMAN = scenario(premiums=GERMAN_PRESET, holidays=HOLIDAYS)


def cost(of: Scenario, *roster: Shift) -> Cost:
    return audit(of, roster).cost


def premium(**conditions: Any) -> Premium:
    base = Premium("p", "g", Decimal(100), None, None, False, "any", None)
    return replace(base, **conditions)


def paid_minutes(of_premium: Premium, *roster: Shift, **more: Any) -> Decimal:
    """Return the minutes that earn a premium of 100 %: at EUR 60 a minute costs one euro."""
    of = scenario(agents=(agent(base_rate=Decimal(60)),), premiums=(of_premium,), **more)
    return cost(of, *roster).premiums["p"]


def test_the_german_preset_pays_the_night_of_the_clock_change() -> None:
    """Seven hours at EUR 16: 4 h at 25 % and 3 h at 40 % of night, 5 h of Sunday."""
    paid = cost(GERMAN, shift(SATURDAY, "22:00", "30:00", name="night"))
    assert paid.base == Decimal("112.00")
    assert paid.premiums["night"] + paid.premiums["deep_night"] == Decimal("35.20")
    assert (paid.premiums["night"], paid.premiums["deep_night"]) == (Decimal(16), Decimal("19.2"))
    assert paid.premiums["sunday"] == Decimal("40.00")
    assert paid.premiums["holiday"] == 0
    assert paid.wages == Decimal("187.20")


@pytest.mark.parametrize(("saturday", "hours"), [(SATURDAY, 7), (day(215), 9)])
def test_a_night_over_the_clock_change_is_paid_as_worked(saturday: Any, hours: int) -> None:
    of = scenario(grid=grid(first=saturday - timedelta(days=5)))
    report = audit(of, [shift(saturday, "23:00", "31:00", name="night")])
    assert report.paid_hours == {"A": float(hours)}
    assert report.cost.base == 16 * hours


def test_the_repeated_hour_earns_its_night_premium_twice() -> None:
    """From 22:00 to 06:00 in October lie nine hours, five of them from 00:00 to 04:00."""
    of = replace(GERMAN, grid=grid(first=day(210)))
    paid = cost(of, shift(day(215), "22:00", "30:00", name="night"))
    assert paid.base == 144
    assert paid.premiums["deep_night"] == 16 * 5 * Decimal("0.4")
    assert paid.premiums["night"] == 16 * 4 * Decimal("0.25")
    assert paid.premiums["sunday"] == 16 * 7 * Decimal("0.5")


def test_a_holiday_displaces_the_sunday() -> None:
    paid = cost(GERMAN, shift(EASTER_SUNDAY, "08:00", "16:00"))
    assert (paid.premiums["sunday"], paid.premiums["holiday"]) == (0, 8 * 16 * Decimal("1.25"))


def test_a_sunday_is_carried_to_four_o_clock_by_a_shift_that_began_on_it() -> None:
    """22:00 to 04:00 are six hours of Sunday; 04:00 to 06:00 are not."""
    paid = cost(GERMAN, shift(SUNDAY, "22:00", "30:00", name="night"))
    assert paid.premiums["sunday"] == 6 * 16 * Decimal("0.5")


def test_a_shift_that_begins_on_monday_carries_no_sunday() -> None:
    paid = cost(GERMAN, shift(day(7), "00:00", "06:00", name="x"))
    assert paid.premiums["sunday"] == 0


def test_a_holiday_is_carried_and_a_shift_begun_before_it_earns_it_from_midnight() -> None:
    """Good Friday: 21 h of the day itself by two nights, and 4 h carried into Saturday."""
    into = cost(GERMAN, shift(day(10), "22:00", "30:00", name="night"))
    assert into.premiums["holiday"] == 6 * 20
    out_of = cost(GERMAN, shift(GOOD_FRIDAY, "22:00", "30:00", name="night"))
    assert out_of.premiums["holiday"] == 6 * 20


def test_easter_sunday_runs_into_the_holiday_of_easter_monday() -> None:
    paid = cost(GERMAN, shift(EASTER_SUNDAY, "22:00", "30:00", name="night"))
    assert (paid.premiums["holiday"], paid.premiums["sunday"]) == (8 * 20, 0)


def test_carrying_ends_at_its_clock_time_for_a_weekday_premium() -> None:
    saturday = premium(weekdays=frozenset({5}), carry_until=30)
    night = shift(day(12), "23:00", "31:00", name="night")
    assert paid_minutes(saturday, night) == 60 + 30
    assert paid_minutes(replace(saturday, carry_until=None), night) == 60


def test_a_window_wraps_around_midnight() -> None:
    night = premium(window=(1200, 360))
    assert paid_minutes(night, shift(day(0), "18:00", "26:00", name="x")) == 360
    assert paid_minutes(night, shift(day(0), "04:00", "12:00", name="x")) == 120
    assert paid_minutes(night, shift(day(0), "08:00", "16:00")) == 0


def test_a_window_that_ends_at_midnight_does_not_wrap() -> None:
    evening = premium(window=(1320, 1440))
    assert paid_minutes(evening, shift(day(0), "20:00", "28:00", name="x")) == 120


@pytest.mark.parametrize(
    ("began", "minutes"), [("any", 480), ("same_day", 120), ("day_before", 360)]
)
def test_a_premium_may_depend_on_when_the_shift_began(began: str, minutes: int) -> None:
    night = shift(day(0), "22:00", "30:00", name="night")
    assert paid_minutes(premium(shift_began=began), night) == minutes


def test_the_third_date_of_a_shift_is_neither_its_day_nor_the_day_after() -> None:
    """By hand a shift may last from Sunday 22:00 to Tuesday 02:00."""
    endless = shift(SUNDAY, "22:00", "50:00", name="x")
    assert paid_minutes(premium(shift_began="day_before"), endless) == 1440
    assert paid_minutes(premium(shift_began="same_day"), endless) == 120
    carried = premium(weekdays=frozenset({6}), carry_until=240)
    assert paid_minutes(carried, endless) == 120 + 240


def test_all_conditions_must_hold_for_the_same_minute() -> None:
    """Sunday nights only: 22:00 to 24:00 of Sunday, not the hours of Monday."""
    both = premium(window=(1320, 360), weekdays=frozenset({6}))
    assert paid_minutes(both, shift(SUNDAY, "22:00", "30:00", name="night")) == 120


def test_within_a_group_the_highest_counts_and_groups_add_up() -> None:
    of = scenario(
        premiums=(
            premium(id="low", percent=Decimal(10)),
            premium(id="high", percent=Decimal(30)),
            premium(id="other", group="h", percent=Decimal(5)),
        )
    )
    assert cost(of, shift(day(0), "08:00", "12:00")).premiums == {
        "low": 0,
        "high": 64 * Decimal("0.3"),
        "other": 64 * Decimal("0.05"),
    }


def test_on_a_tie_the_premium_listed_first_counts() -> None:
    of = scenario(premiums=(premium(id="first"), premium(id="second")))
    assert cost(of, shift(day(0), "08:00", "12:00")).premiums == {"first": 64, "second": 0}


def test_unpaid_breaks_inside_a_premium_window_earn_nothing() -> None:
    """The meal from 10:00 to 10:30 is unpaid, the pause from 08:00 to 08:15 is paid."""
    assert (PAUSE.paid, MEAL.paid) == (True, False)
    window = premium(window=(465, 645))
    assert paid_minutes(window, early(day(0))) == 180 - 30
    assert cost(scenario(), early(day(0))).base == 16 * Decimal("7.5")


def test_unpaid_events_earn_nothing() -> None:
    rows = [
        row("work", at(day(0), "08:00"), at(day(0), "10:00")),
        row("event:e1", at(day(0), "10:00"), at(day(0), "11:00"), paid=False),
        row("work", at(day(0), "11:00"), at(day(0), "16:00")),
    ]
    assert cost(scenario(), shift_of(rows)).base == 16 * 7


def test_a_minute_is_never_paid_twice() -> None:
    rows = [
        row("work", at(day(0), "08:00"), at(day(0), "12:00")),
        row("work", at(day(0), "10:00"), at(day(0), "16:00")),
    ]
    assert cost(scenario(), shift_of(rows)).base == 16 * 8


def overtime_of(weekly: int, *roster: Shift, **more: Any) -> Decimal:
    """Return the overtime at EUR 60 an hour and 100 %: one euro a minute."""
    contract = replace(CONTRACT, weekly_minutes=weekly, overtime_percent=Decimal(100))
    people = (agent(contract=contract, base_rate=Decimal(60)),)
    return cost(scenario(agents=people, **more), *roster).overtime


def test_overtime_is_paid_above_the_contract_minutes_of_a_week() -> None:
    two = [shift(day(k), "08:00", "16:00") for k in (0, 1)]
    assert overtime_of(960, *two) == 0
    assert overtime_of(900, *two) == 60


def test_overtime_counts_each_week_by_itself() -> None:
    roster = [shift(day(k), "08:00", "16:00") for k in (0, 1, 7)]
    assert overtime_of(900, *roster) == 60


def test_a_night_at_the_end_of_a_week_counts_in_the_week_it_begins() -> None:
    roster = [shift(SUNDAY, "22:00", "30:00", name="night"), shift(day(8), "08:00", "16:00")]
    assert overtime_of(480, *roster) == 0


@pytest.mark.parametrize(("weekly", "extra"), [(1440, 0), (1000, 440), (900, 480), (500, 480)])
def test_history_comes_first_and_is_not_paid_again(weekly: int, extra: int) -> None:
    """960 minutes of history and 480 planned: at most the planned ones are overtime."""
    past = tuple(shift(day(k), "08:00", "16:00") for k in (0, 1))
    planned = shift(day(2), "08:00", "16:00")
    of = {"history": past, "grid": grid(first=day(2), days=5)}
    assert overtime_of(weekly, planned, **of) == extra


def test_history_of_an_earlier_week_does_not_count() -> None:
    past = tuple(shift(day(k), "08:00", "16:00") for k in (-2, -1))
    assert overtime_of(480, shift(day(0), "08:00", "16:00"), history=past) == 0


def test_a_shift_of_the_history_is_not_paid_where_it_runs_into_the_horizon() -> None:
    past = (shift(day(-1), "22:00", "30:00", name="night"),)
    assert cost(replace(GERMAN, history=past)).wages == 0


def test_contract_minutes_scale_with_the_share_of_full_time() -> None:
    contract = replace(CONTRACT, weekly_minutes=961, overtime_percent=Decimal(100))
    of = scenario(agents=(agent(contract=contract, base_rate=Decimal(60), fte=Decimal("0.5")),))
    assert cost(of, shift(day(0), "08:00", "16:00")).overtime == 0
    assert cost(of, early(day(0)), shift(day(1), "08:00", "12:00")).overtime == 450 + 240 - 480


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        (Fraction(1, 3), "0.333333"),
        (Fraction(1, 2_000_000), "0.000000"),
        (Fraction(3, 2_000_000), "0.000002"),
        (Fraction(-7, 4), "-1.750000"),
        (Fraction(10**15), "1000000000000000.000000"),
    ],
)
def test_amounts_are_rounded_half_even_to_six_places(amount: Fraction, rounded: str) -> None:
    assert as_decimal(amount) == Decimal(rounded)


def test_a_rate_that_does_not_divide_stays_exact_until_the_end() -> None:
    """Twelve hours at EUR 0.07 and 0.1 %: 0.00084."""
    third = premium(percent=Decimal("0.1"))
    of = scenario(agents=(agent(base_rate=Decimal("0.07")),), premiums=(third,))
    roster = [shift(day(k), "08:00", "12:00") for k in range(3)]
    assert cost(of, *roster).premiums["p"] == Decimal("0.00084")
