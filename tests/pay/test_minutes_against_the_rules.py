"""Segments and slots against the rules read off minute by minute, over generated premiums."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from pay_factory import BERLIN, elapsed_shift, points_at, premium, scenario
from staffwright.scheduler.calendar import midnight
from staffwright.scheduler.pay import pay_segments
from staffwright.scheduler.pay_for_search import search_pay

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
    weight = search_pay(made, ()).weight[0, 0]
    for k in range(first, min(first + slots, grid.n_slots)):
        minutes = [grid.instant(k) + timedelta(minutes=m) for m in range(slot)]
        expected = sum(points_at(made, day, at) for at in minutes)
        assert weight[k] == slot * 10_000 + expected


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
