"""Laws of a queue carried over intervals, and what it refuses."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from staffwright.models.errors import ModelError
from staffwright.models.queueing import (
    abandonment,
    erlang_c,
    expected_queue,
    mean_wait,
    occupancy,
    queue_over_time,
    required_over_time,
    service_level,
)

METHODS = ("auto", "gaussian", "exact")
FIGURES = ("queue", "waiting", "service_level", "mean_wait_s", "abandonment", "busy")
few = settings(max_examples=15, deadline=None)


@pytest.mark.parametrize(("load", "agents", "patience_s"), [(9, 12, None), (9, 10, 90), (9, 7, 90)])
@pytest.mark.parametrize("start", ["stationary", "empty"])
def test_a_constant_load_leads_to_the_stationary_formulas(load, agents, patience_s, start):
    path = queue_over_time(
        [load] * 30, agents, 240, 900, patience_s, within_s=30, start=start, method="exact"
    )
    assert path.service_level[-1] == pytest.approx(
        service_level(load, agents, 240, 30, patience_s), abs=1e-6
    )
    assert path.queue[-1] == pytest.approx(expected_queue(load, agents, 240, patience_s), abs=1e-5)
    assert path.mean_wait_s[-1] == pytest.approx(mean_wait(load, agents, 240, patience_s), abs=1e-4)
    assert path.busy[-1] / agents == pytest.approx(
        occupancy(load, agents, 240, patience_s), abs=1e-6
    )
    if patience_s is None:
        assert path.waiting[-1] == pytest.approx(erlang_c(load, agents), abs=1e-6)
    else:
        assert path.abandonment[-1] == pytest.approx(
            abandonment(load, agents, 240, patience_s), abs=1e-6
        )


@pytest.mark.parametrize("counting", ["offered", "excluding_short_abandons"])
def test_both_countings_lead_to_their_stationary_levels(counting):
    path = queue_over_time([9] * 3, 8, 240, 900, 90, within_s=30, counting=counting)
    stationary = service_level(9, 8, 240, 30, 90, counting)
    assert path.service_level == pytest.approx([stationary] * 3, abs=1e-5)


@pytest.mark.parametrize(("load", "agents", "patience_s"), [(150, 160, None), (400, 390, 180)])
def test_cells_of_several_numbers_keep_a_large_queue_in_balance(load, agents, patience_s):
    path = queue_over_time([load] * 8, agents, 240, 900, patience_s, within_s=20)
    level = service_level(load, agents, 240, 20, patience_s)
    assert path.service_level == pytest.approx([level] * 8, abs=0.006)


@few
@given(
    st.lists(st.floats(0, 40), min_size=2, max_size=6),
    st.lists(st.integers(0, 45), min_size=6, max_size=6),
    st.integers(0, 5),
    st.sampled_from([None, 240.0, 600.0]),
    st.sampled_from(METHODS),
)
def test_more_agents_in_one_interval_never_raise_a_queue(load, agents, where, patience_s, method):
    """Where patience is no shorter than handling: else it clears a queue faster than agents do.

    Where agents come to an interval without load and agents, which counts as closed, it opens, and
    takes over who waits: that is no question here.
    """
    fewer = np.array(agents[: len(load)])
    assume(load[where % len(load)] > 0 or fewer[where % len(load)] > 0)
    more = fewer.copy()
    more[where % len(load)] += 2
    before, after = (
        queue_over_time(load, staff, 240, 900, patience_s, start="empty", method=method).queue
        for staff in (fewer, more)
    )
    # methods other than the exact one pass from one approximation to another
    slack = 1e-7 if method == "exact" else 0.02
    assert (after <= before + slack * (1 + before)).all()


@few
@given(
    st.lists(st.floats(0, 30), min_size=3, max_size=3),
    st.lists(st.integers(0, 40), min_size=3, max_size=3),
    st.sampled_from([None, 5.0, 300.0]),
    st.sampled_from([0.0, 20.0, 2000.0]),
    st.sampled_from(METHODS),
)
def test_figures_stay_within_their_bounds(load, agents, patience_s, within_s, method):
    path = queue_over_time(
        load, agents, 240, 900, patience_s, within_s=within_s, start="empty", method=method
    )
    for name in ("waiting", "service_level", "abandonment"):
        share = getattr(path, name)
        assert ((share >= 0) & (share <= 1 + 1e-9)).all(), name
    assert (path.busy <= np.array(agents) + 1e-9).all()
    assert (path.queue >= 0).all()
    assert (path.mean_wait_s >= 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_contacts_are_neither_lost_nor_made(method):
    """What comes in leaves served or lost, or is still there."""
    load = np.array([20, 32, 40, 30, 20, 10.0])
    path = queue_over_time(load, 33, 300, 900, 200, start="empty", method=method)
    came = load * 3
    left = path.busy * 3 + path.abandonment * came
    before = np.concatenate([[0], path.state[:-1, 0]])
    assert path.state[:, 0] == pytest.approx(before + came - left, rel=2e-3)


@pytest.mark.parametrize("method", METHODS)
def test_without_load_nobody_waits(method):
    path = queue_over_time([0, 0], [3, 0], 0, 900, within_s=20, method=method)
    assert path.queue.tolist() == [0, 0]
    assert path.service_level.tolist() == [1, 1]
    assert path.mean_wait_s.tolist() == [0, 0]


def test_a_queue_that_opens_empty_starts_better_than_in_balance():
    empty = queue_over_time([50] * 3, 53, 300, 900, within_s=20, start="empty")
    full = queue_over_time([50] * 3, 53, 300, 900, within_s=20)
    assert empty.service_level[0] > full.service_level[0] + 0.1
    assert (empty.busy < full.busy).all()


def test_closed_intervals_break_the_carrying():
    """After them the queue opens empty, whatever it left."""
    load, is_open = [50, 60, 40, 50, 60], [1, 1, 0, 1, 1]
    path = queue_over_time(load, 50, 300, 900, 120, within_s=20, open=is_open, start="empty")
    assert path.queue[2] == 0
    assert path.service_level[2] == 1
    for name in FIGURES:
        figure = getattr(path, name)
        assert figure[3] == pytest.approx(figure[0], rel=1e-9)


def test_after_close_everybody_in_system_is_worked_off():
    path = queue_over_time([20, 0], [22, 0], 300, 900, open=[1, 0], method="exact")
    # without abandonment each call takes one handling time, whoever takes it
    assert path.after_close_agent_s == pytest.approx([300 * path.state[0, 0], 0], rel=1e-6)
    # the last of about 20 calls ends well after the mean call
    assert 600 < path.after_close_s[0] < 1800


def test_impatient_callers_leave_less_work_at_closing():
    paths = [
        queue_over_time([30, 0], [20, 0], 300, 900, patience_s, open=[1, 0], start=[30, 5])
        for patience_s in (60, 600)
    ]
    quick, slow = (path.after_close_agent_s[0] for path in paths)
    assert quick < slow < 300 * paths[1].state[0, 0]


def test_work_left_without_agents_and_patience_has_no_end():
    path = queue_over_time([5, 0], [0, 0], 300, 900, open=[1, 0], start="empty")
    assert np.isinf(path.after_close_agent_s[0])


def test_a_path_goes_on_from_the_state_of_another():
    load = [30, 40, 45, 30, 20, 30]
    whole = queue_over_time(load, 38, 300, 900, 300, within_s=20, method="gaussian")
    half = queue_over_time(load[:3], 38, 300, 900, 300, within_s=20, method="gaussian")
    rest = queue_over_time(
        load[3:], 38, 300, 900, 300, within_s=20, method="gaussian", start=half.state[-1]
    )
    assert rest.queue == pytest.approx(whole.queue[3:], rel=1e-12)


def test_queues_are_computed_row_by_row():
    load = np.array([[10, 12, 9], [40, 45, 30]])
    agents = np.array([[12, 13, 12], [44, 45, 40]])
    both = queue_over_time(load, agents, [[240], [300]], 900, [[np.nan], [120]], within_s=20)
    assert both.state.shape == (2, 3, 2)
    one = queue_over_time(load[1], agents[1], 300, 900, 120, within_s=20)
    for name in FIGURES:
        assert getattr(both, name)[1] == pytest.approx(getattr(one, name), rel=1e-12)


def test_handling_time_is_not_needed_where_there_is_no_load():
    """Calls in progress go on with the handling time before."""
    gap = queue_over_time([20, 0, 20], 22, [300, 0, 300], 900, within_s=20)
    full = queue_over_time([20, 0, 20], 22, 300, 900, within_s=20)
    assert gap.queue == pytest.approx(full.queue, rel=1e-12)


def test_no_intervals_give_no_figures():
    assert queue_over_time(np.zeros((2, 0)), 3, 300, 900).queue.shape == (2, 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"load": [-1.0]}, "load -1.0"),
        ({"load": [np.nan]}, "load nan"),
        ({"agents": 2.5}, "agents 2.5"),
        ({"agents": -1}, "agents -1.0"),
        ({"aht_s": 0}, "aht_s 0.0"),
        ({"interval_s": 0}, "interval_s 0"),
        ({"interval_s": np.inf}, "interval_s inf"),
        ({"patience_s": -1}, "patience_s -1.0"),
        ({"within_s": -1}, "within_s -1.0"),
        ({"method": "guess"}, "method 'guess'"),
        ({"counting": "all"}, "counting 'all'"),
        ({"start": "full"}, "start 'full'"),
        ({"start": [1, 2, 3]}, r"start of shape \(3,\)"),
        ({"start": [1, -2]}, "start -2.0"),
        ({"agents": 10}, "load 10.0: 10 agents have no stationary queue"),
        ({"agents": [10, 11]}, "load 10.0: 10 agents"),
    ],
)
def test_bad_arguments_are_refused_with_their_value(change, message):
    good = {"load": [10.0, 10.0], "agents": 12, "aht_s": 300, "interval_s": 900}
    with pytest.raises(ModelError, match=message):
        queue_over_time(**{**good, **change})


def test_nobody_waits_for_ever_where_the_last_agents_leave_with_the_last_contacts():
    """An interval without load and agents counts as closed: the last agents end what is left."""
    load = [0, 0, 10, 16, 5, 0, 0, 0]
    agents = required_over_time(load, 240, 1800, service_level=0.8, within_s=20)
    path = queue_over_time(load, agents, 240, 1800, within_s=20)
    assert agents[-1] == 0
    assert np.isfinite(path.mean_wait_s).all()
    assert path.after_close_agent_s.sum() > 0
