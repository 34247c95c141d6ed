"""Unplanned absence by cause and interval."""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from staffwright.models.queueing import service_level
from staffwright.scheduler.coverage import coverage_of, service_levels_by_day
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario.types import ShrinkageCause
from staffwright.scheduler.shrinkage import left_after, queue_shrinkage, shrinkage_by_interval

from .requirement_factory import MONDAY, everywhere, grid, queue, scenario

SICK = ShrinkageCause("sickness", 0.05)
LATE = ShrinkageCause("lateness", 0.02, window=(6 * 60, 10 * 60))


def test_causes_act_one_after_the_other_on_those_who_are_left():
    assert left_after((("sickness", 0.05), ("lateness", 0.02))) == Fraction(931, 1000)
    found = queue_shrinkage(grid(), queue(causes=(SICK, LATE)))
    assert found.shares()[[11, 12, 19, 20]] == pytest.approx([0.05, 0.069, 0.069, 0.05])
    assert found.causes(12) == (("sickness", 0.05), ("lateness", 0.02))
    assert found.causes(20) == (("sickness", 0.05),)


def test_without_causes_the_total_holds_in_every_interval():
    found = queue_shrinkage(grid(), queue(shrinkage=0.08))
    assert set(found.shares()) == {0.08}
    assert found.causes(3) == (("unplanned", 0.08),)


def test_of_causes_with_the_same_name_the_last_that_fits_counts():
    monday = ShrinkageCause("sickness", 0.08, weekdays=frozenset({0}))
    eve = ShrinkageCause("sickness", 0.3, dates=frozenset({MONDAY + timedelta(days=2)}))
    found = shrinkage_by_interval(scenario([queue(causes=(SICK, monday, eve))], [], grid(days=3)))
    assert found[0, ::48] == pytest.approx([0.08, 0.05, 0.3])


def test_a_window_may_pass_midnight_and_all_conditions_must_hold():
    night = ShrinkageCause("no show", 0.1, window=(22 * 60, 2 * 60), weekdays=frozenset({1}))
    shares = shrinkage_by_interval(scenario([queue(causes=(night,))], [], grid(days=3)))[0]
    tuesday = shares[48:96]
    assert np.flatnonzero(tuesday).tolist() == [0, 1, 2, 3, 44, 45, 46, 47]
    assert shares[:48].sum() == shares[96:].sum() == 0


def test_conditions_follow_the_wall_clock_on_the_day_of_the_clock_change():
    """29 March 2026 in Berlin has no 02:00 to 03:00."""
    on = grid(first_day=date(2026, 3, 29))
    late = ShrinkageCause("lateness", 0.5, window=(60, 240))
    shares = shrinkage_by_interval(scenario([queue(causes=(late,))], [], on))[0]
    hours = [on.local(on.interval_starts[k]).hour for k in np.flatnonzero(shares)]
    assert hours == [1, 1, 3, 3]


def test_agents_are_divided_by_what_the_interval_leaves_exactly():
    """21 / 0.7 is 30 where doubles say 31; 0.95 * 0.98 leaves 0.931."""
    third = ShrinkageCause("flu", 0.3, window=(0, 12 * 60))
    found = queue_shrinkage(grid(), queue(causes=(third,)))
    assert found.scheduled(np.full(48, 21)).tolist() == [30] * 24 + [21] * 24
    both = queue_shrinkage(grid(), queue(causes=(SICK, ShrinkageCause("late", 0.02))))
    assert both.scheduled(np.array([931, 932] * 24))[:2].tolist() == [1000, 1002]


def test_the_requirement_schedules_by_interval():
    on = grid()
    inputs = scenario([queue(causes=(SICK, LATE))], everywhere(on, 75), on)
    found = requirement(inputs)
    assert set(found.required[0]) == {14}
    assert found.scheduled[0, [11, 12, 20]].tolist() == [15, 16, 15]


def test_the_expected_service_level_and_wait_are_those_of_the_agents_the_interval_leaves():
    on = grid()
    inputs = scenario([queue(causes=(SICK, LATE), patience_s=120.0)], everywhere(on, 75), on)
    needed = requirement(inputs)
    slots = np.full((1, on.n_demand_slots), 14)
    found = coverage_of(needed, slots, inputs)
    expected = [service_level(10, 14 * left, 240, 20, 120) for left in (0.95, 0.931)]
    assert found.service_level[0, [11, 12]] == pytest.approx(expected, rel=1e-12)
    day = service_levels_by_day(inputs, needed, found)[0]
    assert day.service_level == pytest.approx((40 * expected[0] + 8 * expected[1]) / 48)


def test_queues_have_their_own_causes():
    inputs = scenario([queue("a", causes=(SICK,)), queue("b", shrinkage=0.2), queue("c")], [])
    assert shrinkage_by_interval(inputs)[:, 0] == pytest.approx([0.05, 0.2, 0])
    assert shrinkage_by_interval(scenario([], [])).shape == (0, 48)
