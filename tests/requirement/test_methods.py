"""Each interval for itself, a service level over the day or week, backlog carried on."""

from datetime import timedelta

import numpy as np
import pytest
from staffwright.models.queueing import queue_over_time, required_agents, service_level
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario.types import OpeningHours

from .requirement_factory import MONDAY, at, everywhere, grid, queue, scenario

EIGHT_TO_SIX = (OpeningHours(frozenset(range(7)), 8 * 60, 18 * 60),)
CURVE = (12, 40, 75, 90, 60, 33, 20, 45, 80, 10)


def day_of_calls(days=1, id="calls"):
    """Ten half hours from 08:00 on each day."""
    start = at(MONDAY, "08:00")
    return [
        (id, start + timedelta(days=day, minutes=30 * k), volume, 240.0, None)
        for day in range(days)
        for k, volume in enumerate(CURVE)
    ]


def found_by(rows, on=None, **changes):
    return requirement(scenario([queue(**changes)], rows, on or grid()))


def level_over(found, here, within_s=20.0):
    """The volume-weighted service level of the required agents over some intervals."""
    levels = service_level(
        found.offered_load[0, here],
        found.required[0, here],
        found.aht_s[0, here],
        within_s,
        found.patience_s[0, here],
    )
    volume = found.volume[0, here]
    return float((levels * volume).sum() / volume.sum())


@pytest.mark.parametrize("patience_s", [None, 180.0])
def test_a_target_over_the_day_is_met_with_fewer_agents_than_in_every_interval(patience_s):
    each = found_by(day_of_calls(), patience_s=patience_s)
    day = found_by(day_of_calls(), patience_s=patience_s, target_over="day")
    with_volume = day.volume[0] > 0
    assert level_over(day, with_volume) >= 0.8
    assert day.required.sum() < each.required.sum()


def test_no_agent_of_a_day_beyond_the_least_can_be_spared():
    day = found_by(day_of_calls(), patience_s=180.0, target_over="day")
    with_volume = day.volume[0] > 0
    least = np.ceil(0.8 * day.offered_load[0])
    assert (day.required[0] >= least).all()
    assert (day.required[0] > least).sum() > 5
    for k in np.flatnonzero(day.required[0] > least):
        day.required[0, k] -= 1
        assert level_over(day, with_volume) < 0.8
        day.required[0, k] += 1


def test_every_day_meets_its_target_and_a_week_shares_one():
    """Seven days from Wednesday touch two weeks: five days and two."""
    on = grid(days=7, first_day=MONDAY + timedelta(days=2))
    rows = day_of_calls(days=14)
    by_day = found_by(rows, on, patience_s=180.0, target_over="day")
    by_week = found_by(rows, on, patience_s=180.0, target_over="week")
    day = np.arange(on.n_intervals) // 48
    busy = by_day.volume[0] > 0
    assert all(level_over(by_day, busy & (day == d)) >= 0.8 for d in range(7))
    for week in (day < 5, day >= 5):
        assert level_over(by_week, busy & week) >= 0.8
    assert by_week.required.sum() <= by_day.required.sum()


def test_the_week_begins_when_the_site_says():
    on = grid(days=2, first_day=MONDAY + timedelta(days=5))
    one_call = ("calls", at(MONDAY + timedelta(days=5), "09:00"), 75.0, 240.0, None)
    many = [(*row[:2], 400.0, *row[3:]) for row in day_of_calls(days=7)[-10:]]
    queues = [queue(patience_s=180.0, target_over="week")]
    together, apart = (
        requirement(scenario(queues, [one_call, *many], on, week_start=start)) for start in (0, 6)
    )
    saturday = slice(0, 48)
    assert apart.required[0, 18] == required_agents(
        10, 240, service_level=0.8, within_s=20, patience_s=180
    )
    assert together.required[0, saturday].sum() != apart.required[0, saturday].sum()


def test_over_the_day_everything_else_holds_in_every_interval():
    rows = day_of_calls()
    day = found_by(rows, target_over="day", max_occupancy=0.9, minimum_staff=3, hours=EIGHT_TO_SIX)
    load = day.offered_load[0, day.open[0]]
    required = day.required[0, day.open[0]]
    assert (required > load).all()
    assert (required >= 3).all()
    assert (load <= 0.9 * required + 1e-9).all()
    assert (day.required[0, ~day.open[0]] == 0).all()
    names = {day.BINDING[code] for code in day.binding[0]}
    assert {"closed", "service_level"} <= names


def test_no_interval_is_given_up_for_the_others():
    """Where callers hang up, nobody at all in the quiet hours would be the cheapest."""
    day = found_by(
        [(*row[:2], 4 * row[2], *row[3:]) for row in day_of_calls()],
        patience_s=180.0,
        target_over="day",
    )
    with_volume = day.volume[0] > 0
    assert (day.required[0, with_volume] >= 0.8 * day.offered_load[0, with_volume]).all()


def test_over_a_day_without_volume_or_hours_nobody_is_needed():
    never = (OpeningHours(frozenset({6}), 480, 540),)
    assert found_by([], target_over="day").required.sum() == 0
    assert found_by(day_of_calls(), target_over="week", hours=never).required.sum() == 0


def carried_levels(found, **start):
    return queue_over_time(
        np.where(found.open[0], found.offered_load[0], 0.0),
        found.required[0],
        found.aht_s[0],
        1800.0,
        found.patience_s[0],
        within_s=20.0,
        open=found.open[0],
        **start,
    )


@pytest.mark.parametrize("patience_s", [None, 180.0])
def test_with_the_backlog_carried_every_interval_meets_the_target(patience_s):
    found = found_by(day_of_calls(), patience_s=patience_s, method="carried", hours=EIGHT_TO_SIX)
    path = carried_levels(found)
    with_volume = found.volume[0] > 0
    assert (path.service_level[with_volume] >= 0.8 - 1e-9).all()
    assert (found.required[0, ~found.open[0]] == 0).all()


def test_after_a_peak_the_carried_requirement_is_above_the_stationary_one():
    """Calls of the peak are still in progress when the quiet interval begins."""
    rows = [
        ("calls", at(MONDAY, "09:00"), 120.0, 900.0, None),
        ("calls", at(MONDAY, "09:30"), 6.0, 900.0, None),
    ]
    carried = found_by(rows, method="carried")
    each = found_by(rows)
    assert carried.required[0, 19] > each.required[0, 19]
    assert carried.required[0, 18] < each.required[0, 18]


def test_work_left_at_closing_is_shown_in_the_last_interval():
    found = found_by(
        [("calls", at(MONDAY, clock), 60.0, 300.0, None) for clock in ("17:00", "17:30")],
        method="carried",
        hours=EIGHT_TO_SIX,
    )
    overrun = found.overrun_minutes[0]
    assert np.flatnonzero(overrun).tolist() == [35]
    # about ten calls in progress, each with a mean of five minutes to go
    assert 40 < overrun[35] < 70
    assert found_by(day_of_calls()).overrun_minutes.sum() == 0


def test_the_carried_requirement_keeps_minimum_staff_and_names_what_decides():
    found = found_by(day_of_calls(), method="carried", minimum_staff=4, hours=EIGHT_TO_SIX)
    names = [found.BINDING[code] for code in found.binding[0]]
    assert (found.required[0, found.open[0]] >= 4).all()
    assert names[:16] == ["closed"] * 16
    assert names[18] == "service_level"
    assert names[34:36] == ["minimum_staff"] * 2


def test_a_carried_queue_that_is_never_open_or_has_no_volume_needs_nobody():
    never = (OpeningHours(frozenset({6}), 480, 540),)
    assert found_by(day_of_calls(), method="carried", hours=never).required.sum() == 0
    quiet = found_by([], method="carried")
    assert quiet.required.sum() == 0
    assert {quiet.BINDING[code] for code in quiet.binding[0]} == {"no_load"}


def test_a_carried_queue_without_targets_gets_agents_for_the_work_in_progress():
    found = found_by(
        day_of_calls(), method="carried", service_level=None, within_s=None, patience_s=60.0
    )
    each = found_by(day_of_calls(), service_level=None, within_s=None, patience_s=60.0)
    assert abs(found.required.sum() - each.required.sum()) <= 3


def test_carried_abandonment_holds_where_callers_hang_up():
    rows = [(*row[:4], 120.0 if k < 5 else None) for k, row in enumerate(day_of_calls())]
    found = found_by(rows, method="carried", max_abandonment=0.03)
    path = carried_levels(found)
    assert (path.abandonment[16:21] <= 0.03 + 1e-9).all()


def test_a_constant_load_needs_the_same_by_every_method():
    on = grid()
    each, carried = (
        found_by(everywhere(on, 75), on, patience_s=180.0, method=method)
        for method in ("interval", "carried")
    )
    assert (each.required == carried.required).all()
