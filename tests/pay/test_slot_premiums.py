"""Premiums summed over the slots of the grid, as the planner sees them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pay_factory import BERLIN, GERMAN, elapsed_shift, points_at, premium, scenario
from staffwright.scheduler.calendar import midnight
from staffwright.scheduler.errors import InputError
from staffwright.scheduler.pay import pay_segments, slot_premiums

PREMIUMS = st.lists(
    st.builds(
        premium,
        id=st.uuids().map(str),
        percent=st.sampled_from(["0", "12.5", "25", "33.33", "40", "125"]),
        group=st.sampled_from(["a", "b"]),
        window=st.none() | st.tuples(st.integers(0, 1439), st.integers(0, 1440)),
        weekdays=st.none() | st.frozensets(st.integers(0, 6)),
        holidays=st.booleans(),
        shift_began=st.sampled_from(["any", "same_day", "day_before"]),
        carry_until=st.none() | st.integers(1, 1440),
    ),
    max_size=5,
)
PIECES = st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=6)
# Either change of the clock, by a whole hour and (Lord Howe) by half of one.
SITES = [
    (BERLIN, date(2026, 3, 28), 15),
    (BERLIN, date(2026, 10, 24), 5),
    ("Australia/Lord_Howe", date(2026, 4, 4), 30),
    ("America/New_York", date(2026, 10, 31), 60),
]


def test_a_slot_holds_basis_points_times_minutes():
    """A window edge inside the slot: 7 of its 15 minutes at 25 %."""
    made = scenario(premiums=[premium("late", "25", window=(23 * 60 + 8, 0))])
    rates = slot_premiums(made)
    at = made.grid.slot_at(datetime(2026, 3, 25, 22, 0, tzinfo=UTC))
    assert rates.same_day[at : at + 4].tolist() == [7 * 2500, 15 * 2500, 15 * 2500, 15 * 2500]


def test_the_two_arrays_differ_by_the_date_on_which_the_shift_began():
    """02:00 of an ordinary Monday: night at 25 %, or 40 % and the Sunday carried."""
    made = scenario(premiums=GERMAN, slot_minutes=5)
    rates = slot_premiums(made)
    at = made.grid.slot_at(datetime(2026, 3, 30, 0, 0, tzinfo=UTC))
    assert int(rates.same_day[at]) == 5 * 2500
    assert int(rates.day_before[at]) == 5 * (4000 + 5000)


def test_every_slot_of_the_grid_has_a_value_and_none_without_premiums():
    made = scenario(premiums=())
    rates = slot_premiums(made)
    assert rates.same_day.shape == rates.day_before.shape == (made.grid.n_slots,)
    assert rates.same_day.dtype == np.int64
    assert not rates.same_day.any()
    assert not rates.day_before.any()


def test_a_percentage_finer_than_a_basis_point_is_refused_with_its_value():
    with pytest.raises(InputError, match=r"'third': percent 33\.333 .* two decimals"):
        slot_premiums(scenario(premiums=[premium("third", "33.333")]))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SITES), PREMIUMS, st.integers(0, 95), st.integers(1, 32))
def test_a_slot_is_the_sum_over_its_minutes_of_what_the_rules_say(site, premiums, first, slots):
    zone, day, slot = site
    made = scenario(
        premiums=premiums,
        zone=zone,
        first_day=day,
        days=1,
        slot_minutes=slot,
        holidays=frozenset({day + timedelta(days=1)}),
    )
    grid = made.grid
    rates = slot_premiums(made)
    for k in range(first, min(first + slots, grid.n_slots)):
        today = grid.local(grid.instant(k)).date()
        minutes = [grid.instant(k) + timedelta(minutes=m) for m in range(slot)]
        expected = sum(points_at(made, today, at) for at in minutes)
        assert rates.same_day[k] == expected
        yesterday = today - timedelta(days=1)
        expected = sum(points_at(made, yesterday, at) for at in minutes)
        assert rates.day_before[k] == expected


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SITES), PREMIUMS, st.integers(0, 95), PIECES)
def test_slots_and_segments_agree_on_shifts_of_whole_slots(site, premiums, first, pieces):
    """The sum over the paid slots of a shift is the sum over its segments."""
    zone, day, slot = site
    made = scenario(premiums=premiums, zone=zone, first_day=day, days=2, slot_minutes=slot)
    grid = made.grid
    start = grid.start + timedelta(minutes=first * 15 // slot * slot)
    lengths = [(max(1, minutes * 3 // slot) * slot, paid) for minutes, paid in pieces]
    worked = elapsed_shift(start, lengths, zone)
    rates = slot_premiums(made)

    by_slot = 0
    for activity in worked.activities:
        for k in range(grid.slot_at(activity.start), grid.slot_at(activity.end)):
            same = grid.local(grid.instant(k)).date() == worked.business_date
            by_slot += int((rates.same_day if same else rates.day_before)[k]) * activity.paid

    points = {p.id: p.percent * 100 for p in premiums}
    segments = pay_segments(made, worked)
    assert by_slot == sum(s.minutes * points[p] for s in segments for p in s.premiums)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SITES), PREMIUMS, st.integers(0, 2879), PIECES)
def test_segments_add_up_to_the_paid_minutes_and_to_the_rules(site, premiums, first, pieces):
    """Segments fill their span, do not overlap, and hold what the rules say minute by minute."""
    zone, day, _ = site
    made = scenario(premiums=premiums, zone=zone, first_day=day, days=2)
    worked = elapsed_shift(midnight(day, zone) + timedelta(minutes=first), pieces, zone)
    segments = pay_segments(made, worked)
    assert sum(s.minutes for s in segments) == worked.paid_minutes
    assert all(s.end - s.start == timedelta(minutes=s.minutes) for s in segments)
    assert all(a.end <= b.start for a, b in pairwise(segments))
    points = {p.id: p.percent * 100 for p in premiums}
    for segment in segments:
        expected = sum(points[p] for p in segment.premiums)
        for at in (segment.start, segment.end - timedelta(minutes=1)):
            assert points_at(made, worked.business_date, at) == expected
