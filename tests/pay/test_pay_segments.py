"""Which premiums count on which minutes of a shift."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from pay_factory import BERLIN, GERMAN, elapsed_shift, premium, scenario, shift
from staffwright.scheduler.pay import pay_segments
from staffwright.scheduler.scenario.types import Premium, Scenario, Shift

ZONE = ZoneInfo(BERLIN)


def rows(made: Scenario, worked: Shift) -> list[tuple[str, str, int, tuple[str, ...]]]:
    """Segments as (local start, local end, minutes, premiums)."""
    return [
        (
            f"{segment.start.astimezone(ZONE):%d %H:%M}",
            f"{segment.end.astimezone(ZONE):%d %H:%M}",
            segment.minutes,
            segment.premiums,
        )
        for segment in pay_segments(made, worked)
    ]


def test_the_german_preset_across_the_night_of_23_hours():
    """Edges: midnight, the clock change at 02:00, the end of the deep night."""
    assert rows(scenario(), shift("2026-03-28T22:00", "2026-03-29T06:00")) == [
        ("28 22:00", "29 00:00", 120, ("night",)),
        ("29 00:00", "29 03:00", 120, ("deep_night", "sunday")),
        ("29 03:00", "29 04:00", 60, ("deep_night", "sunday")),
        ("29 04:00", "29 06:00", 120, ("night", "sunday")),
    ]


def test_a_shift_begun_after_midnight_has_no_deep_night_but_the_night_still():
    assert rows(scenario(), shift("2026-03-25T00:00", "2026-03-25T08:00")) == [
        ("25 00:00", "25 06:00", 360, ("night",)),
        ("25 06:00", "25 08:00", 120, ()),
    ]


def test_a_holiday_displaces_the_sunday_in_its_group():
    """Easter Sunday is both."""
    assert rows(scenario(), shift("2026-04-05T08:00", "2026-04-05T16:00")) == [
        ("05 08:00", "05 16:00", 480, ("holiday",))
    ]


def test_a_shift_begun_on_sunday_carries_it_to_four_on_monday():
    assert rows(scenario(), shift("2026-03-29T22:00", "2026-03-30T06:00")) == [
        ("29 22:00", "30 00:00", 120, ("night", "sunday")),
        ("30 00:00", "30 04:00", 240, ("deep_night", "sunday")),
        ("30 04:00", "30 06:00", 120, ("night",)),
    ]


def test_a_shift_begun_on_the_day_after_carries_nothing():
    """The Monday after an ordinary Sunday, begun at midnight."""
    worked = shift("2026-03-30T00:00", "2026-03-30T06:00")
    assert rows(scenario(), worked) == [("30 00:00", "30 06:00", 360, ("night",))]


def test_a_holiday_carries_into_the_saturday_after_good_friday():
    assert rows(scenario(), shift("2026-04-03T22:00", "2026-04-04T06:00")) == [
        ("03 22:00", "04 00:00", 120, ("night", "holiday")),
        ("04 00:00", "04 04:00", 240, ("deep_night", "holiday")),
        ("04 04:00", "04 06:00", 120, ("night",)),
    ]


def test_an_unpaid_break_parts_segments_and_a_paid_one_does_not():
    at_eight = datetime(2026, 3, 25, 7, tzinfo=UTC)
    made = scenario()
    paid = elapsed_shift(at_eight, [(240, True), (15, True), (225, True)], BERLIN)
    assert rows(made, paid) == [("25 08:00", "25 16:00", 480, ())]
    unpaid = elapsed_shift(at_eight, [(240, True), (30, False), (210, True)], BERLIN)
    assert rows(made, unpaid) == [
        ("25 08:00", "25 12:00", 240, ()),
        ("25 12:30", "25 16:00", 210, ()),
    ]


def test_midnight_and_the_clock_change_are_edges_without_any_premium():
    made = scenario(premiums=())
    assert rows(made, shift("2026-03-28T22:00", "2026-03-29T06:00")) == [
        ("28 22:00", "29 00:00", 120, ()),
        ("29 00:00", "29 03:00", 120, ()),
        ("29 03:00", "29 06:00", 180, ()),
    ]


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-03-28T23:00", "2026-03-29T07:00", 7 * 60),
        ("2026-10-24T23:00", "2026-10-25T07:00", 9 * 60),
        ("2026-03-27T23:00", "2026-03-28T07:00", 8 * 60),
    ],
)
def test_a_night_over_the_clock_change_is_paid_as_worked(start, end, minutes):
    segments = pay_segments(scenario(), shift(start, end))
    assert sum(segment.minutes for segment in segments) == minutes


def test_the_hour_that_is_shown_twice_counts_twice_in_a_window():
    made = scenario(premiums=[premium("two", "10", window=(120, 180))])
    segments = pay_segments(made, shift("2026-10-24T23:00", "2026-10-25T07:00"))
    assert sum(segment.minutes for segment in segments if segment.premiums) == 120


def test_the_skipped_hour_counts_nowhere():
    made = scenario(premiums=[premium("two", "10", window=(120, 180))])
    segments = pay_segments(made, shift("2026-03-28T23:00", "2026-03-29T07:00"))
    assert not [segment for segment in segments if segment.premiums]


@pytest.mark.parametrize(
    ("window", "counted"),
    [
        ((22 * 60, 6 * 60), [("25 22:00", "26 00:00"), ("26 00:00", "26 06:00")]),
        ((23 * 60 + 7, 24 * 60), [("25 23:07", "26 00:00")]),
        ((0, 24 * 60), [("25 21:00", "26 00:00"), ("26 00:00", "26 07:00")]),
        ((5 * 60, 5 * 60), [("25 21:00", "26 00:00"), ("26 00:00", "26 07:00")]),
    ],
)
def test_windows_wrap_where_the_end_is_not_above_the_start(window, counted):
    made = scenario(premiums=[premium("w", "10", window=window)])
    found = rows(made, shift("2026-03-25T21:00", "2026-03-26T07:00"))
    assert [row[:2] for row in found if row[3]] == counted


@pytest.mark.parametrize(
    ("shift_began", "counted"),
    [
        ("any", ["25 22:00", "26 00:00"]),
        ("same_day", ["25 22:00"]),
        ("day_before", ["26 00:00"]),
    ],
)
def test_shift_began_limits_the_premium_to_shifts_of_that_date(shift_began, counted):
    made = scenario(premiums=[premium("p", "10", shift_began=shift_began)])
    found = rows(made, shift("2026-03-25T22:00", "2026-03-26T06:00"))
    assert [row[0] for row in found if row[3]] == counted


def test_weekday_and_holiday_conditions_must_both_be_met():
    """Holidays that fall on a Monday: Easter Monday, but not Good Friday nor any Monday."""
    made = scenario(premiums=[premium("p", "10", weekdays=[0], holidays=True)])
    met = [
        bool(rows(made, shift(f"{day}T08:00", f"{day}T16:00"))[0][3])
        for day in ("2026-04-06", "2026-04-03", "2026-03-30")
    ]
    assert met == [True, False, False]


def equals(first: str, second: str, group: str) -> tuple[Premium, Premium]:
    return premium("first", first), premium("second", second, group=group)


@pytest.mark.parametrize(
    ("premiums", "winners"),
    [
        (equals("10", "20", "g"), ("second",)),
        (equals("20", "10", "g"), ("first",)),
        (equals("20", "20", "g"), ("first",)),
        (equals("20", "20.00", "h"), ("first", "second")),
        (equals("20", "10", "h"), ("first", "second")),
    ],
)
def test_the_highest_of_a_group_counts_the_first_listed_on_a_tie_and_groups_add(premiums, winners):
    found = rows(scenario(premiums=premiums), shift("2026-03-25T08:00", "2026-03-25T16:00"))
    assert found == [("25 08:00", "25 16:00", 480, winners)]


def test_a_holiday_edge_at_midnight_is_an_edge_of_pay():
    """New Year's Eve into the New Year."""
    made = scenario(premiums=GERMAN[3:], holidays=frozenset({date(2026, 1, 1)}))
    assert rows(made, shift("2025-12-31T20:00", "2026-01-01T04:00")) == [
        ("31 20:00", "01 00:00", 240, ()),
        ("01 00:00", "01 04:00", 240, ("holiday",)),
    ]


def test_a_fraction_of_a_percent_is_no_obstacle_to_segments():
    third = premium("third", "33.333")
    found = pay_segments(scenario(premiums=[third]), shift("2026-03-25T08:00", "2026-03-25T09:00"))
    assert found[0].premiums == ("third",)
    assert third.percent == Decimal("33.333")


def test_a_shift_of_several_days_is_paid_to_its_end():
    """Monday 08:00 to Saturday 08:00, as a sheet made by hand may have it."""
    made = scenario(premiums=[premium("saturday", "10", weekdays=[5])])
    found = pay_segments(made, shift("2026-03-23T08:00", "2026-03-28T08:00"))
    assert sum(segment.minutes for segment in found) == 5 * 1440
    assert [s.minutes for s in found if s.premiums] == [480]
