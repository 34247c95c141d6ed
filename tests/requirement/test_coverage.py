"""Coverage slot by slot, and the service level that it gives by interval and day."""

from datetime import timedelta

import numpy as np
import pytest
from staffwright.models.queueing import mean_wait, service_level
from staffwright.scheduler.coverage import coverage_of, service_levels_by_day
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario.types import OpeningHours

from .requirement_factory import MONDAY, at, everywhere, grid, queue, scenario

NINE_TO_FIVE = (OpeningHours(frozenset(range(5)), 9 * 60, 17 * 60),)


def planned(inputs):
    return requirement(inputs), np.zeros(
        (len(inputs.queues), inputs.grid.n_demand_slots), dtype=np.int64
    )


@pytest.fixture
def one_call_interval():
    """10 erlangs at 09:00, which need 14 agents; slots of 15 minutes in intervals of 30."""
    return scenario([queue()], [("calls", at(MONDAY, "09:00"), 75, 240, None)])


def test_too_few_and_too_many_agents_in_one_interval_do_not_cancel(one_call_interval):
    needed, slots = planned(one_call_interval)
    slots[0, 36:38] = 12, 16
    found = coverage_of(needed, slots, one_call_interval)
    assert found.covered[0, 18] == 14
    assert found.under[0, 18] == 1
    assert found.over[0, 18] == 1
    assert found.under.sum() == 1
    assert found.over.sum() == 1


def test_agents_without_requirement_are_over(one_call_interval):
    needed, slots = planned(one_call_interval)
    slots[0, 0] = 3
    found = coverage_of(needed, slots, one_call_interval)
    assert found.over[0, 0] == 1.5
    assert found.under[0, 18] == 14


def test_the_service_level_is_the_mean_over_the_slots(one_call_interval):
    needed, slots = planned(one_call_interval)
    slots[0, 36:38] = 12, 16
    found = coverage_of(needed, slots, one_call_interval)
    expected = service_level(10, [12, 16], 240, 20).mean()
    assert found.service_level[0, 18] == pytest.approx(expected, rel=1e-14)


def test_the_service_level_is_that_of_the_agents_left_after_shrinkage():
    inputs = scenario(
        [queue(shrinkage=0.1, patience_s=120.0)], [("calls", at(MONDAY, "09:00"), 75, 240, None)]
    )
    needed, slots = planned(inputs)
    slots[0, 36:38] = 13
    found = coverage_of(needed, slots, inputs)
    expected = service_level(10, 13 * 0.9, 240, 20, 120)
    assert found.service_level[0, 18] == pytest.approx(expected, rel=1e-12)


def test_a_plan_that_covers_the_schedule_meets_the_target_everywhere():
    on = grid()
    inputs = scenario([queue(shrinkage=0.08, patience_s=180.0)], everywhere(on, 40), on)
    needed, _ = planned(inputs)
    found = coverage_of(needed, np.repeat(needed.scheduled, 2, axis=1), inputs)
    assert found.under.sum() == found.over.sum() == 0
    assert (found.service_level >= 0.8).all()


def test_there_is_no_service_level_without_volume_without_target_or_when_closed():
    on = grid()
    queues = [queue("a", hours=NINE_TO_FIVE), queue("b", service_level=None, within_s=None)]
    rows = everywhere(on, 10, id="a")[20:22] + everywhere(on, 10, id="a")[:1]
    inputs = scenario(queues, rows + everywhere(on, 10, id="b"), on)
    needed, slots = planned(inputs)
    found = coverage_of(needed, slots + 5, inputs)
    assert np.flatnonzero(~np.isnan(found.service_level[0])).tolist() == [20, 21]
    assert np.isnan(found.service_level[1]).all()


def test_slots_after_the_demand_do_not_matter_and_missing_ones_are_refused(one_call_interval):
    needed, slots = planned(one_call_interval)
    longer = np.hstack([slots, np.full((1, 50), 7)])
    assert coverage_of(needed, longer, one_call_interval).over.sum() == 0
    with pytest.raises(ValueError, match=r"covered_slots of shape \(1, 95\): must be at least"):
        coverage_of(needed, slots[:, 1:], one_call_interval)


def test_the_day_is_weighted_by_volume():
    inputs = scenario(
        [queue(patience_s=120.0)],
        [
            ("calls", at(MONDAY, "09:00"), 75, 240, None),
            ("calls", at(MONDAY, "09:30"), 15, 240, None),
        ],
    )
    needed, slots = planned(inputs)
    slots[0, 36:40] = 8
    (found,) = service_levels_by_day(inputs, needed, coverage_of(needed, slots, inputs))
    levels, waits = (
        service_level([10, 2], 8, 240, 20, 120),
        mean_wait([10, 2], 8, 240, 120),
    )
    assert (found.queue, found.day, found.volume, found.target) == (
        "calls",
        "2026-03-23",
        90,
        0.8,
    )
    assert found.service_level == pytest.approx((75 * levels[0] + 15 * levels[1]) / 90)
    assert found.mean_wait_s == pytest.approx((75 * waits[0] + 15 * waits[1]) / 90)


def test_every_day_of_the_horizon_is_listed_and_after_it_only_those_with_volume():
    on = grid(days=2, carry_out_minutes=120)
    night = ("night", at(MONDAY + timedelta(days=2), "00:30"), 5, 240, None)
    inputs = scenario([queue("day"), queue("night")], [night], on)
    needed, slots = planned(inputs)
    found = service_levels_by_day(inputs, needed, coverage_of(needed, slots, inputs))
    assert [(row.queue, row.day, row.volume) for row in found] == [
        ("day", "2026-03-23", 0),
        ("day", "2026-03-24", 0),
        ("night", "2026-03-23", 0),
        ("night", "2026-03-24", 0),
        ("night", "2026-03-25", 5),
    ]
    assert found[0].service_level is None
    assert found[0].mean_wait_s is None
    assert found[-1].service_level == 0
    assert found[-1].mean_wait_s == np.inf


def test_a_queue_without_service_level_still_has_a_mean_wait():
    inputs = scenario(
        [queue(service_level=None, within_s=None, mean_wait_s=20.0)],
        [("calls", at(MONDAY, "09:00"), 75, 240, None)],
    )
    needed, slots = planned(inputs)
    slots[0, 36:38] = 13
    (found,) = service_levels_by_day(inputs, needed, coverage_of(needed, slots, inputs))
    assert found.service_level is None
    assert found.target is None
    assert found.mean_wait_s == pytest.approx(float(mean_wait(10, 13, 240)))


def test_volume_while_closed_is_in_no_days_figures():
    inputs = scenario(
        [queue(hours=NINE_TO_FIVE)],
        [
            ("calls", at(MONDAY, "08:00"), 60, 240, None),
            ("calls", at(MONDAY, "09:00"), 75, 240, None),
        ],
    )
    needed, slots = planned(inputs)
    slots[0, 36:38] = 14
    (found,) = service_levels_by_day(inputs, needed, coverage_of(needed, slots, inputs))
    assert found.volume == 75
    assert found.service_level == pytest.approx(float(service_level(10, 14, 240, 20)))
