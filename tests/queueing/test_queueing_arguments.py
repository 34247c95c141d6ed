"""What the queueing functions take and what they refuse."""

import numpy as np
import pytest
from staffwright.models.errors import ModelError, StaffwrightError
from staffwright.models.queueing import (
    abandonment,
    erlang_b,
    erlang_c,
    expected_queue,
    mean_wait,
    occupancy,
    required_agents,
    required_by_target,
    service_level,
)

CALLS = {
    "erlang_b": lambda **a: erlang_b(a["load"], a["agents"]),
    "erlang_c": lambda **a: erlang_c(a["load"], a["agents"]),
    "service_level": lambda **a: service_level(
        a["load"], a["agents"], a["aht_s"], a["within_s"], a["patience_s"]
    ),
    "mean_wait": lambda **a: mean_wait(a["load"], a["agents"], a["aht_s"], a["patience_s"]),
    "abandonment": lambda **a: abandonment(a["load"], a["agents"], a["aht_s"], a["patience_s"]),
    "occupancy": lambda **a: occupancy(a["load"], a["agents"], a["aht_s"], a["patience_s"]),
    "expected_queue": lambda **a: expected_queue(
        a["load"], a["agents"], a["aht_s"], a["patience_s"]
    ),
}
GOOD = {"load": 10.0, "agents": 12.0, "aht_s": 180.0, "within_s": 20.0, "patience_s": 240.0}
USED = {
    "erlang_b": ("load", "agents"),
    "erlang_c": ("load", "agents"),
    "service_level": tuple(GOOD),
    "mean_wait": ("load", "agents", "aht_s", "patience_s"),
    "abandonment": ("load", "agents", "aht_s", "patience_s"),
    "occupancy": ("load", "agents", "aht_s", "patience_s"),
    "expected_queue": ("load", "agents", "aht_s", "patience_s"),
}


@pytest.mark.parametrize(
    ("function", "argument", "value"),
    [
        (function, argument, value)
        for function, arguments in USED.items()
        for argument in arguments
        for value in (-1.0, -1e-9, float("nan"), float("inf"), -float("inf"))
        # NaN patience means that callers do not hang up
        if not (argument == "patience_s" and np.isnan(value))
    ],
)
def test_a_number_outside_the_domain_is_refused_by_name_and_value(function, argument, value):
    with pytest.raises(ModelError, match=rf"^{argument} {value}: must be a finite number"):
        CALLS[function](**{**GOOD, argument: value})


def test_the_first_bad_element_of_an_array_is_quoted():
    with pytest.raises(ModelError, match=r"^load -3\.5: must be a finite number, at least 0$"):
        erlang_b([1.0, -3.5, -4.0], 2)


def test_text_and_shapes_that_do_not_match_are_refused():
    with pytest.raises(ModelError, match=r"load 'ten': must be a number"):
        erlang_c("ten", 2)
    with pytest.raises(ModelError, match=r"shapes \(3,\), \(2,\): cannot be broadcast"):
        erlang_c([1, 2, 3], [1, 2])


def test_errors_of_models_are_errors_of_staffwright_and_of_value():
    assert issubclass(ModelError, StaffwrightError)
    assert issubclass(ModelError, ValueError)


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        ({"service_level": 1.0, "within_s": 20}, r"service_level 1\.0: must lie in \[0, 1\)"),
        ({"service_level": 80, "within_s": 20}, r"service_level 80\.0: must lie in \[0, 1\)"),
        ({"service_level": 0.8}, "service_level without within_s"),
        ({"service_level": 0.8, "within_s": -1}, r"within_s -1\.0: must be a finite number"),
        ({"mean_wait_s": 0}, r"mean_wait_s 0\.0: must lie in \(0, inf\)"),
        ({"mean_wait_s": float("inf")}, r"mean_wait_s inf: must lie in \(0, inf\)"),
        ({"max_occupancy": 1.01}, r"max_occupancy 1\.01: must lie in \(0, 1\]"),
        ({"max_occupancy": float("nan")}, r"max_occupancy nan: must lie in \(0, 1\]"),
        ({"max_abandonment": 0, "patience_s": 60}, r"max_abandonment 0\.0: must lie in \(0, 1\]"),
        ({"max_abandonment": 0.05}, "max_abandonment without patience_s"),
        ({}, "no target"),
        ({"mean_wait_s": 20, "counting": "answered"}, "counting 'answered': must be one of"),
    ],
)
def test_targets_outside_their_domain_are_refused(targets, message):
    with pytest.raises(ModelError, match=message):
        required_agents(10, 180, **targets)


def test_unknown_countings_and_customers_are_refused():
    with pytest.raises(ModelError, match="counting 'served': must be one of offered, excluding"):
        service_level(10, 12, 180, 20, 60, counting="served")
    with pytest.raises(ModelError, match="who 'nobody': must be one of all, answered"):
        mean_wait(10, 12, 180, 60, who="nobody")


def test_work_without_handling_time_is_refused_and_no_work_is_not():
    with pytest.raises(ModelError, match=r"aht_s 0\.0: must be above 0 where there is load"):
        service_level(10, 12, 0, 20)
    with pytest.raises(ModelError, match=r"aht_s 0\.0: must be above 0 where there is load"):
        required_agents([0, 10], [0, 0], mean_wait_s=20)
    assert service_level(0, 12, 0, 20) == 1
    assert expected_queue(0, 12, 0, 60) == 0
    assert required_agents(0, 0, mean_wait_s=20) == 0


def test_arguments_of_any_shape_broadcast_together():
    load = np.array([[1.0], [10.0]])
    agents = np.array([2, 12, 20])
    levels = service_level(load, agents, 180, 20, [np.nan, 60, 60])
    assert levels.shape == (2, 3)
    for i in range(2):
        for j, patience_s in enumerate([None, 60, 60]):
            assert levels[i, j] == service_level(load[i, 0], agents[j], 180, 20, patience_s)
    assert required_agents(load, 180, mean_wait_s=[20, 30]).shape == (2, 2)
    assert erlang_b(np.empty((0, 4)), 3).shape == (0, 4)
    assert required_agents(np.empty(0), 180, mean_wait_s=20).shape == (0,)


def test_scalars_give_scalars():
    assert np.ndim(erlang_c(10, 14)) == 0
    assert round(service_level(10, 14, 180, 20), 4) == 0.8884
    assert list(range(required_agents(1, 180, mean_wait_s=60))) == [0, 1]
    assert required_by_target(1, 180, mean_wait_s=60) == {"mean_wait": 2}


def test_arguments_are_not_changed():
    load = np.array([1.0, 10.0])
    service_level(load, 12, 180, 20, 60)
    required_agents(load, 180, mean_wait_s=20, patience_s=60)
    assert load.tolist() == [1.0, 10.0]


def test_without_agents_everybody_waits_and_hangs_up():
    assert erlang_b(3, 0) == 1
    assert erlang_c(3, 0) == 1
    assert service_level(3, 0, 180, 20, 60) == 0
    assert abandonment(3, 0, 180, 60) == 1
    assert mean_wait(3, 0, 180, 60) == 60
    assert np.isnan(mean_wait(3, 0, 180, 60, who="answered"))
    assert mean_wait(3, 0, 180) == np.inf
    assert occupancy(3, 0, 180) == occupancy(3, 0, 180, 60) == 1
    assert expected_queue(3, 0, 180) == np.inf


def test_callers_without_patience_make_a_loss_system():
    assert abandonment(10, 12, 180, 0) == pytest.approx(erlang_b(10, 12), rel=1e-12)
    assert mean_wait(10, 12, 180, 0) == 0
    assert service_level(10, 12, 180, 20, 0) == pytest.approx(1 - erlang_b(10, 12), rel=1e-12)
    assert service_level(10, 12, 180, 20, 0, "excluding_short_abandons") == 1
    assert service_level(10, 0, 180, 20, 0, "excluding_short_abandons") == 0
