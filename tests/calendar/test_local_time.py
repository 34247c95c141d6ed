"""Days, clocks and night shifts over clock changes, leap days and the new year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from staffwright.scheduler.calendar import Grid, SkippedTimeError, midnight, shift_span, to_utc

BERLIN, NEW_YORK, LORD_HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"
KOLKATA = "Asia/Kolkata"
ZONES = (BERLIN, NEW_YORK, LORD_HOWE, KOLKATA)
NIGHT = (22 * 60, 8 * 60)

# published transitions: EU last Sundays of March and October, United States second Sunday of March
# and first of November, Lord Howe first Sundays of April and October by half an hour
CHANGES = [
    (BERLIN, date(2026, 3, 28), 7 * 60),
    (BERLIN, date(2026, 10, 24), 9 * 60),
    (NEW_YORK, date(2026, 3, 7), 7 * 60),
    (NEW_YORK, date(2026, 10, 31), 9 * 60),
    (LORD_HOWE, date(2026, 10, 3), 7 * 60 + 30),
    (LORD_HOWE, date(2026, 4, 4), 8 * 60 + 30),
    (KOLKATA, date(2026, 3, 28), 8 * 60),
    (BERLIN, date(2026, 12, 31), 8 * 60),
    (LORD_HOWE, date(2027, 12, 31), 8 * 60),
    (NEW_YORK, date(2028, 2, 28), 8 * 60),
    (KOLKATA, date(2028, 2, 29), 8 * 60),
]


@pytest.mark.parametrize(("zone", "day", "minutes"), CHANGES)
def test_a_night_shift_ends_at_six_on_the_clock_whatever_it_lasts(
    zone: str, day: date, minutes: int
) -> None:
    span = shift_span(day, *NIGHT, zone)
    assert span is not None
    start, end = (at.astimezone(ZoneInfo(zone)) for at in span)
    assert (span[1] - span[0]) / timedelta(minutes=1) == minutes
    assert (start.date(), start.hour, start.minute) == (day, 22, 0)
    assert (end.date(), end.hour, end.minute) == (day + timedelta(days=1), 6, 0)


@pytest.mark.parametrize(
    ("zone", "day", "slots"),
    [
        (BERLIN, date(2026, 3, 29), 46),
        (BERLIN, date(2026, 10, 25), 50),
        (NEW_YORK, date(2026, 3, 8), 46),
        (NEW_YORK, date(2026, 11, 1), 50),
        (LORD_HOWE, date(2026, 10, 4), 47),
        (LORD_HOWE, date(2026, 4, 5), 49),
        (KOLKATA, date(2026, 3, 29), 48),
    ],
)
def test_a_day_has_as_many_slots_as_its_hours(zone: str, day: date, slots: int) -> None:
    grid = Grid(zone, day - timedelta(days=1), 3, 30, 30)
    assert np.diff(grid.day_starts).tolist() == [48, slots, 48, 48, 48]
    assert grid.n_intervals == 96 + slots
    assert grid.local(grid.instant(int(grid.day_starts[2]))).date() == day + timedelta(days=1)


def test_the_clock_of_slots_skips_and_repeats_half_an_hour_on_lord_howe() -> None:
    def clocks(day: date) -> list[str]:
        grid = Grid(LORD_HOWE, day, 1, 30, 30)
        return [f"{m // 60:02d}:{m % 60:02d}" for m in grid.slot_clock[2:7].tolist()]

    assert clocks(date(2026, 10, 4)) == ["01:00", "01:30", "02:30", "03:00", "03:30"]
    assert clocks(date(2026, 4, 5)) == ["01:00", "01:30", "01:30", "02:00", "02:30"]


@pytest.mark.parametrize(
    ("zone", "local", "apart"),
    [
        (BERLIN, datetime(2026, 10, 25, 2, 30), 60),
        (NEW_YORK, datetime(2026, 11, 1, 1, 30), 60),
        (LORD_HOWE, datetime(2026, 4, 5, 1, 45), 30),
        (KOLKATA, datetime(2026, 4, 5, 1, 45), 0),
    ],
)
def test_a_repeated_time_means_two_instants(zone: str, local: datetime, apart: int) -> None:
    first, second = to_utc(local, zone), to_utc(local, zone, fold=1)
    assert (second - first) / timedelta(minutes=1) == apart
    assert first.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        (BERLIN, datetime(2026, 3, 29, 2, 30)),
        (NEW_YORK, datetime(2026, 3, 8, 2, 0)),
        (LORD_HOWE, datetime(2026, 10, 4, 2, 15)),
    ],
)
def test_a_skipped_time_is_refused_and_no_shift_begins_there(zone: str, local: datetime) -> None:
    with pytest.raises(SkippedTimeError, match="does not exist"):
        to_utc(local, zone)
    assert shift_span(local.date(), local.hour * 60 + local.minute, 480, zone) is None


def test_a_time_just_after_the_half_hour_change_exists() -> None:
    assert to_utc(datetime(2026, 10, 4, 2, 30), LORD_HOWE) == datetime(
        2026, 10, 3, 15, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("zone", "day", "first_clock"),
    [("America/Havana", date(2026, 3, 8), 60), ("Asia/Beirut", date(2026, 3, 29), 60)],
)
def test_where_midnight_is_skipped_the_day_begins_after_it(
    zone: str, day: date, first_clock: int
) -> None:
    local = midnight(day, zone).astimezone(ZoneInfo(zone))
    assert (local.date(), local.hour * 60 + local.minute) == (day, first_clock)
    before = (midnight(day, zone) - timedelta(minutes=1)).astimezone(ZoneInfo(zone))
    assert before.date() == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "days", "hours"),
    [(date(2026, 12, 28), 7, 168), (date(2028, 2, 27), 4, 96), (date(2027, 2, 27), 3, 72)],
)
def test_a_horizon_passes_the_new_year_and_the_leap_day(first: date, days: int, hours: int) -> None:
    grid = Grid(BERLIN, first, days, 60, 60)
    assert grid.n_intervals == hours
    assert grid.day(days - 1) == first + timedelta(days=days - 1)
    assert grid.local(grid.end).date() == first + timedelta(days=days)


@given(
    st.sampled_from(ZONES),
    st.dates(date(2024, 1, 1), date(2031, 12, 31)),
    st.integers(0, 47).map(lambda k: k * 30),
    st.integers(1, 48).map(lambda k: k * 30),
)
def test_the_clock_at_both_ends_of_a_shift_is_what_it_says(
    zone: str, day: date, start: int, length: int
) -> None:
    span = shift_span(day, start, length, zone)
    if span is None:
        return
    shown = [at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in span]
    naive = datetime(day.year, day.month, day.day) + timedelta(minutes=start)
    assert shown == [naive, naive + timedelta(minutes=length)]
    assert abs((span[1] - span[0]) / timedelta(minutes=1) - length) <= 60


@given(st.sampled_from(ZONES), st.dates(date(2024, 1, 1), date(2031, 12, 31)))
def test_slots_of_a_day_are_those_that_show_its_date(zone: str, day: date) -> None:
    grid = Grid(zone, day, 2, 30, 30)
    for slot in (0, int(grid.day_starts[1]) - 1, int(grid.day_starts[1]), grid.n_slots - 1):
        assert grid.local(grid.instant(slot)).date() == grid.day(int(grid.slot_day[slot]))
