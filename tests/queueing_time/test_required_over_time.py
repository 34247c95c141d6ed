"""The requirement that carries the backlog: it meets its targets, and with no agent to spare."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staffwright.models.errors import ModelError
from staffwright.models.queueing import queue_over_time, required_agents, required_over_time

TARGET = {"service_level": 0.8, "within_s": 20}
DAY = 12 * (1 + 0.6 * np.sin(np.arange(32) / 32 * 2 * np.pi))
few = settings(max_examples=12, deadline=None)

loads = st.lists(st.floats(0.2, 25), min_size=1, max_size=6)
targets = st.sampled_from(
    [
        {"service_level": 0.8, "within_s": 20},
        {"service_level": 0.9, "within_s": 0},
        {"service_level": 0.95, "within_s": 600},
        {"mean_wait_s": 15},
        {"max_occupancy": 0.8},
        {"service_level": 0.7, "within_s": 30, "max_occupancy": 0.9, "mean_wait_s": 40},
    ]
)


def misses(load, agents, aht_s, patience_s, goal, **options):
    """Return where the agents miss a target."""
    path = queue_over_time(
        load, agents, aht_s, 900, patience_s, within_s=goal.get("within_s"), **options
    )
    missed = np.zeros(len(load), dtype=bool)
    if "service_level" in goal:
        missed |= path.service_level < goal["service_level"] - 1e-8
    if "mean_wait_s" in goal:
        missed |= path.mean_wait_s > goal["mean_wait_s"] + 1e-8
    if "max_occupancy" in goal:
        missed |= path.busy > goal["max_occupancy"] * (np.asarray(agents) + 1e-5)
    if "max_abandonment" in goal:
        missed |= path.abandonment > goal["max_abandonment"] + 1e-8
    return missed & (np.asarray(load) > 0)


@few
@given(loads, st.sampled_from([120.0, 600.0]), st.sampled_from([None, 90.0, 600.0]), targets)
def test_every_interval_meets_its_targets(load, aht_s, patience_s, goal):
    agents = required_over_time(load, aht_s, 900, patience_s=patience_s, start="empty", **goal)
    assert not misses(load, agents, aht_s, patience_s, goal, start="empty").any()


@few
@given(loads, st.sampled_from([120.0, 600.0]), st.sampled_from([None, 600.0]), targets)
def test_no_single_interval_can_have_one_agent_less(load, aht_s, patience_s, goal):
    agents = required_over_time(load, aht_s, 900, patience_s=patience_s, start="empty", **goal)
    bound = required_over_time(
        load, aht_s, 900, patience_s=patience_s, start="empty", max_occupancy=1.0
    )
    for k in range(len(load)):
        # without patience agents exceed the work, whatever the targets
        if agents[k] > bound[k]:
            fewer = agents - np.eye(len(load), dtype=int)[k]
            path = misses(load, fewer, aht_s, patience_s, goal, start="empty")
            assert path.any(), (k, agents)


def test_the_stationary_requirement_misses_where_this_one_does_not():
    """Falling load behind a peak, long calls: what spreadsheets do is not enough."""
    stationary = required_agents(DAY, 600, **TARGET)
    carried = required_over_time(DAY, 600, 900, **TARGET)
    assert misses(DAY, stationary, 600, None, TARGET).any()
    assert not misses(DAY, carried, 600, None, TARGET).any()
    assert carried.sum() <= stationary.sum()


def test_the_backlog_of_a_short_interval_is_paid_for_by_the_next():
    """Fewer agents than the targets ask for would leave work to the others."""
    load = [20, 20, 20, 20]
    start = [60, 60]
    loaded = required_over_time(load, 300, 900, start=start, **TARGET)
    calm = required_over_time(load, 300, 900, **TARGET)
    assert loaded[0] > calm[0]
    assert not misses(load, loaded, 300, None, TARGET, start=start).any()


@pytest.mark.parametrize("patience_s", [None, 180])
def test_a_constant_load_needs_about_what_the_stationary_formula_says(patience_s):
    """Never more; here and there one less, where a queue needs longer to build up."""
    carried = required_over_time([15] * 24, 300, 900, patience_s=patience_s, **TARGET)
    stationary = required_agents(15, 300, patience_s=patience_s, **TARGET)
    assert carried.max() == stationary
    assert carried.min() >= stationary - 1


def test_a_queue_that_opens_needs_fewer_agents_at_first():
    agents = required_over_time([30] * 6, 900, 900, start="empty", **TARGET)
    assert agents[0] < agents[-1] - 4
    assert (np.diff(agents) >= 0).all()


def test_closed_intervals_need_nobody_and_the_next_day_starts_empty():
    is_open = [True, True, False, True, True]
    agents = required_over_time([20] * 5, 600, 900, start="empty", open=is_open, **TARGET)
    assert agents[2] == 0
    assert agents[3:].tolist() == agents[:2].tolist()


def test_minimum_staff_holds_where_the_queue_is_open():
    is_open = [True, True, False, True]
    agents = required_over_time(
        [0.1, 8, 8, 0], 300, 900, at_least=[3, 2, 5, 4], open=is_open, **TARGET
    )
    assert agents[0] == 3
    assert agents[1] > 8
    assert agents[2:].tolist() == [0, 4]


def test_calls_in_progress_have_agents_in_intervals_without_load():
    agents = required_over_time([20, 0, 0, 0, 0], 600, 900, patience_s=120, **TARGET)
    # 20 e^{-1.5 t}: on average of the following intervals 10.4, 2.3, 0.5 and 0.1 calls
    assert agents[1:].tolist() == [10, 2, 1, 0]


def test_without_any_load_nobody_is_needed():
    assert required_over_time([0, 0], 0, 900, **TARGET).tolist() == [0, 0]


@pytest.mark.parametrize("method", ["gaussian", "auto", "exact"])
def test_each_method_meets_the_targets_by_its_own_account(method):
    agents = required_over_time(3 * DAY, 300, 900, method=method, **TARGET)
    assert not misses(3 * DAY, agents, 300, None, TARGET, method=method).any()


def test_the_automatic_requirement_of_large_queues_holds_exactly():
    load = 12 * DAY
    agents = required_over_time(load, 240, 900, patience_s=150, **TARGET)
    path = queue_over_time(load, agents, 240, 900, 150, within_s=20, method="exact")
    assert path.service_level.min() > 0.794


def test_abandonment_is_a_target_too():
    goal = {"max_abandonment": 0.03}
    agents = required_over_time(DAY, 300, 900, patience_s=120, **goal)
    assert not misses(DAY, agents, 300, 120, goal).any()
    assert misses(DAY, agents - 1, 300, 120, goal).sum() > 25


def test_targets_differ_by_queue():
    both = required_over_time(
        [DAY, DAY], 300, 900, service_level=[[0.8], [np.nan]], within_s=20,
        mean_wait_s=[[np.nan], [60]],
    )  # fmt: skip
    assert both[0].tolist() == required_over_time(DAY, 300, 900, **TARGET).tolist()
    assert both[1].tolist() == required_over_time(DAY, 300, 900, mean_wait_s=60).tolist()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"service_level": 1.0}, "service_level 1.0"),
        ({"within_s": None}, "service_level without within_s"),
        ({"service_level": None}, "no target"),
        ({"service_level": np.nan}, "no target"),
        ({"max_occupancy": 1.2}, "max_occupancy 1.2"),
        ({"mean_wait_s": 0}, "mean_wait_s 0.0"),
        ({"at_least": 1.5}, "at_least 1.5"),
        ({"counting": "some"}, "counting 'some'"),
        ({"load": [-2.0]}, "load -2.0"),
    ],
)
def test_bad_arguments_are_refused_with_their_value(change, message):
    good = {"load": [10.0, 10.0], "aht_s": 300, "interval_s": 900, **TARGET}
    with pytest.raises(ModelError, match=message):
        required_over_time(**{**good, **change})
