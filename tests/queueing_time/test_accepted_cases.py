"""The two cases that time-varying queueing is measured by, and the failure of the usual method."""

import numpy as np
import pytest
from scipy.stats import norm
from staffwright.models.queueing import expected_queue, queue_over_time, service_level

OVERLOAD = (80, 95, 110, 100, 80, 60)


def overload(method, patience_s=None, **options):
    """100 agents, AHT 300 s, intervals of 15 minutes."""
    return queue_over_time(OVERLOAD, 100, 300, 900, patience_s, method=method, **options)


def test_the_exact_queue_in_overload_without_abandonment():
    queue = overload("exact").queue
    assert queue == pytest.approx([0.08, 1.65, 17.5, 34.1, 17.9, 1.2], rel=0.005, abs=0.05)
    assert queue[:2] == pytest.approx([0.08, 1.65], abs=0.005)


def test_the_gaussian_queue_in_overload_without_abandonment():
    queue = overload("gaussian").queue
    assert queue == pytest.approx([0.04, 1.4, 17.5, 34.8, 16.9, 0.24], rel=0.005, abs=0.01)


def test_the_automatic_method_in_overload_is_close_to_the_exact_one():
    exact, auto = overload("exact", within_s=20), overload("auto", within_s=20)
    assert auto.queue == pytest.approx(exact.queue, rel=0.01, abs=0.02)
    assert auto.service_level == pytest.approx(exact.service_level, abs=0.003)


@pytest.mark.parametrize("method", ["exact", "gaussian", "auto"])
def test_abandonment_in_overload(method):
    """The reference began with a queue of patient callers, hence .0013 and not .0012 at first."""
    lost = overload(method, 120).abandonment
    tolerance = 0.00015 if method == "exact" else 0.0010
    assert lost == pytest.approx([0.0013, 0.0161, 0.0869, 0.0600, 0.0076, 0.0001], abs=tolerance)


def test_the_stationary_method_fails_in_overload():
    """It sees no end of the queue at the peak, and none of the backlog after it."""
    path = overload("exact", within_s=20)
    pointwise = expected_queue(OVERLOAD, 100, 300)
    assert np.isinf(pointwise[2:4]).all()
    assert pointwise[4] < 0.1 < 17 < path.queue[4]
    level = service_level(OVERLOAD, 100, 300, 20)
    assert level[4] > 0.99
    assert path.service_level[4] < 0.55
    assert level[3] == 0 < 0.15 < path.service_level[3]


STEP = 0.05
EDGES = np.arange(0, 4 * np.pi, STEP)
MIDDLE = EDGES[:-1] + STEP / 2
RATE = 100 - 20 * np.diff(np.cos(EDGES)) / STEP
CARRIED = 100 + 10 * (np.sin(MIDDLE) - np.cos(MIDDLE))


def feldman(load, alpha, method="exact"):
    """P(wait) for arrivals at 100 + 20 sin t, unit handling time and patience."""
    agents = np.ceil(load + norm.isf(alpha) * np.sqrt(load))
    path = queue_over_time(RATE, agents, 1, STEP, 1, start=[90, 90], method=method)
    return path.waiting


@pytest.mark.parametrize(
    ("alpha", "least", "most"), [(0.1, 0.093, 0.111), (0.5, 0.471, 0.514), (0.9, 0.892, 0.912)]
)
def test_staffing_by_the_modified_offered_load_keeps_the_probability_of_waiting(alpha, least, most):
    """Feldman, Mandelbaum, Massey and Whitt (2008)."""
    waiting = feldman(CARRIED, alpha)
    assert waiting.min() == pytest.approx(least, abs=0.001)
    assert waiting.max() == pytest.approx(most, abs=0.001)


def test_staffing_each_moment_alone_does_not_keep_it():
    waiting = feldman(RATE, 0.1)
    assert waiting.min() < 0.004
    assert waiting.max() > 0.59


def test_the_automatic_method_keeps_it_too():
    assert feldman(CARRIED, 0.5, "auto") == pytest.approx(feldman(CARRIED, 0.5), abs=0.005)
