"""Faults measured in other programs, as tests of this one."""

import numpy as np
import pytest
from staffwright.models.queueing import service_level
from staffwright.scheduler.requirement import requirement

from .requirement_factory import MONDAY, at, queue, scenario


def one(volume, aht_s=240.0, **changes):
    found = requirement(
        scenario([queue(**changes)], [("calls", at(MONDAY, "09:00"), volume, aht_s, None)])
    )
    return int(found.required[0, 18]), int(found.scheduled[0, 18])


def test_the_search_does_not_begin_above_the_smallest_number():
    """78.75 calls in 30 minutes, answered within 24 minutes: one says 12, 11 give 95.9 %."""
    assert one(78.75, within_s=1440.0)[0] == 11
    assert service_level(10.5, 11, 240, 1440) == pytest.approx(0.959, abs=5e-4)


def test_a_quotient_that_is_whole_is_not_rounded_up():
    """21 / 0.7 in doubles is a little above 30."""
    assert one(122, shrinkage=0.3, max_occupancy=0.85) == (21, 30)


def test_no_volume_needs_nobody_and_raises_nothing():
    assert one(0) == (0, 0)
    assert one(0, aht_s=0.0) == (0, 0)


def test_more_time_to_answer_never_lowers_the_service_level():
    """500 calls in 30 minutes, patience 60 s, 66 agents: one says .975 in 30 s, .150 in 40 s."""
    levels = service_level(500 * 240 / 1800, 66, 240, np.arange(0, 600, 5), 60)
    assert (np.diff(levels) >= -1e-12).all()
    assert levels[8] > 0.9


def test_two_thousand_calls_with_patience_are_no_harder_than_twenty():
    for volume in (20, 200, 2000, 20_000):
        load = volume * 240 / 1800
        needed = one(volume, patience_s=180.0)[0]
        levels = service_level(load, [needed - 1, needed], 240, 20, 180)
        assert levels[0] < 0.8 <= levels[1]


def test_many_queues_never_need_fewer_agents_than_their_work():
    """80 erlangs in two queues: one says 46 agents."""
    rows = [(name, at(MONDAY, "09:00"), 300.0, 240.0, None) for name in ("a", "b")]
    found = requirement(scenario([queue("a"), queue("b")], rows))
    assert found.required.sum() > 80
