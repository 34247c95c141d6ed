"""The exact method against a simulation that shares nothing with it."""

import numpy as np
import pytest
from staffwright.models.queueing import queue_over_time

from .queue_simulation import simulated, z_scores

LOAD = (6, 9, 12, 9, 6, 3)
UP_AND_DOWN = (7, 9, 11, 12, 8, 4)
CASES = {
    "patient": (LOAD, UP_AND_DOWN, 240, 900, None, 20),
    "impatient": (LOAD, (7, 9, 10, 12, 8, 4), 240, 900, 90, 20),
    "long calls": (LOAD, (4, 8, 10, 12, 8, 4), 600, 900, None, 300),
    "target beyond the interval": (LOAD, (7, 9, 10, 8, 7, 4), 600, 900, 300, 1200),
    "few agents": ((2, 3, 1, 0.5), (2, 5, 2, 1), 300, 600, None, 60),
    "nobody there": ((2, 3, 1, 0.5), (2, 5, 0, 1), 300, 600, 600, 60),
}
MEASURES = ("service_level", "mean_wait_s", "queue", "abandonment")


@pytest.mark.parametrize("case", CASES)
def test_the_exact_method_agrees_with_simulation(case):
    load, agents, aht_s, interval_s, patience_s, within_s = CASES[case]
    tallies = simulated(load, agents, aht_s, interval_s, patience_s, within_s, count=4000, seed=7)
    path = queue_over_time(
        load,
        agents,
        aht_s,
        interval_s,
        patience_s,
        within_s=within_s,
        start="empty",
        method="exact",
    )
    scores = z_scores(tallies, path, load, aht_s, interval_s)
    for name in MEASURES:
        # where more hang up than call, abandonment is cut at 1
        within_range = path.abandonment < 1 if name == "abandonment" else np.full(len(load), True)
        assert np.abs(scores[name][within_range]).max() < 3, (name, scores[name])


def test_the_automatic_method_agrees_with_simulation_in_a_large_queue():
    load = np.array([80, 100, 112, 100, 80])
    agents = (88, 104, 110, 104, 96)
    tallies = simulated(load, agents, 300, 900, None, 20, count=400, seed=3, begin=80)
    path = queue_over_time(load, agents, 300, 900, within_s=20, start=[80, 0])
    scores = z_scores(tallies, path, load, 300, 900)
    for name in ("service_level", "mean_wait_s", "queue"):
        assert np.abs(scores[name]).max() < 3, (name, scores[name])


def test_the_simulation_tells_a_wrong_path_from_a_right_one():
    """The stationary level is far outside what the simulation allows."""
    load, agents, aht_s, interval_s, patience_s, within_s = CASES["patient"]
    tallies = simulated(load, agents, aht_s, interval_s, patience_s, within_s, count=1000, seed=5)
    path = queue_over_time(
        load, np.add(agents, 1), aht_s, interval_s, within_s=within_s, start="empty"
    )
    scores = z_scores(tallies, path, load, aht_s, interval_s)
    assert np.abs(scores["service_level"]).max() > 5
