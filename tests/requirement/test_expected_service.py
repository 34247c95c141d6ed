"""What given agents give: the reverse of the requirement."""

import numpy as np
import pytest
from staffwright.models.queueing import (
    abandonment,
    mean_wait,
    occupancy,
    queue_over_time,
    service_level,
)
from staffwright.scheduler.errors import InputError
from staffwright.scheduler.expected_service import expected_service
from staffwright.scheduler.export import expected_service_table, write_expected_service
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario.types import OpeningHours
from staffwright.scheduler.served_queues import served_queues
from staffwright.scheduler.summary import served_table

from .requirement_factory import MONDAY, at, everywhere, grid, queue, scenario

MORNING = (OpeningHours(frozenset(range(5)), 9 * 60, 12 * 60),)


def one_interval(**changes):
    return scenario([queue(**changes)], [("calls", at(MONDAY, "09:00"), 75, 240, None)])


def test_the_figures_are_those_of_the_model():
    found = expected_service(one_interval(patience_s=120.0), 12)
    measures = (
        (found.service_level, service_level(10, 12, 240, 20, 120)),
        (found.mean_wait_s, mean_wait(10, 12, 240, 120)),
        (found.occupancy, occupancy(10, 12, 240, 120)),
        (found.abandonment, abandonment(10, 12, 240, 120)),
    )
    for values, expected in measures:
        assert values[0, 18] == pytest.approx(float(expected), rel=1e-12)
        assert np.flatnonzero(~np.isnan(values[0])).tolist() == [18]


def test_the_agents_are_those_left_after_unplanned_absence():
    found = expected_service(one_interval(shrinkage=0.1), 14)
    assert found.present[0, 18] == pytest.approx(12.6)
    assert found.service_level[0, 18] == pytest.approx(float(service_level(10, 12.6, 240, 20)))


def test_closed_intervals_have_no_agents_and_no_service():
    on = grid()
    found = expected_service(scenario([queue(hours=MORNING)], everywhere(on, 75), on), 14)
    assert np.flatnonzero(found.present[0]).tolist() == list(range(18, 24))
    assert np.isnan(found.service_level[0, 24:]).all()


def test_an_overloaded_queue_answers_nobody_in_time_and_waits_without_end():
    found = expected_service(one_interval(), 10)
    assert found.service_level[0, 18] == 0
    assert found.mean_wait_s[0, 18] == np.inf
    assert "endless" in served_table(served_queues(found), found.agents).lines()[1]


def test_without_agents_everything_is_still_a_number():
    found = expected_service(one_interval(patience_s=60.0), 0)
    assert (found.service_level[0, 18], found.abandonment[0, 18]) == (0, 1)
    assert found.occupancy[0, 18] == 1
    carried = expected_service(one_interval(patience_s=60.0, method="carried"), 0)
    assert carried.service_level[0, 18] == pytest.approx(0, abs=1e-9)


def test_a_carried_queue_hands_its_backlog_on():
    rows = [("calls", at(MONDAY, clock), volume, 240, None)
            for clock, volume in (("09:00", 120), ("09:30", 30))]  # fmt: skip
    carried = expected_service(scenario([queue(method="carried")], rows), 14)
    alone = expected_service(scenario([queue()], rows), 14)
    load = np.zeros(48)
    load[18:20] = 16, 4
    path = queue_over_time(load, 14, np.full(48, 240.0), 1800, within_s=20)
    assert carried.service_level[0, 18:20] == pytest.approx(path.service_level[18:20])
    assert carried.service_level[0, 18] > alone.service_level[0, 18] == 0
    assert carried.service_level[0, 19] < alone.service_level[0, 19]


def test_a_carried_queue_rounds_the_agents_left_down():
    rows = [("calls", at(MONDAY, "09:00"), 75, 240, None)]
    ten_left, with_absence = (
        expected_service(scenario([queue(method="carried", shrinkage=s)], rows), n)
        for s, n in ((0.0, 12), (0.1, 14))
    )
    assert with_absence.present[0, 18] == pytest.approx(12.6)
    assert with_absence.service_level[0, 18] == ten_left.service_level[0, 18]


def test_the_carried_load_is_the_largest_that_needs_no_more_agents():
    """A little less load needs at most these agents, a little more needs another one."""
    found = expected_service(one_interval(patience_s=180.0, max_occupancy=0.9), 14)
    load = found.carried_load[0, 18]
    for factor, agents in ((1 - 1e-6, 14), (1 + 1e-6, 15)):
        rows = [("calls", at(MONDAY, "09:00"), load * factor * 1800 / 240, 240, None)]
        inputs = scenario([queue(patience_s=180.0, max_occupancy=0.9)], rows)
        assert requirement(inputs).required[0, 18] == agents


def test_a_queue_without_targets_has_no_carried_load_and_no_service_level():
    found = expected_service(one_interval(service_level=None, within_s=None), 14)
    assert np.isnan(found.carried_load).all()
    assert np.isnan(found.service_level).all()
    assert found.mean_wait_s[0, 18] > 0
    assert served_table(served_queues(found), found.agents).lines()[1].split()[3:5] == [
        "-",
        "-",
    ]


@pytest.mark.parametrize("agents", [-1, 1_000_001])
def test_impossible_numbers_of_agents_are_quoted(agents):
    with pytest.raises(InputError, match=str(agents)):
        expected_service(one_interval(), agents)


def test_the_table_has_a_row_per_queue_and_interval(tmp_path):
    inputs = scenario([queue("a"), queue("b", hours=MORNING)], everywhere(grid(), 5, id="a"))
    table = expected_service_table(expected_service(inputs, 3))
    assert table.shape == (96, 11)
    assert table.columns[:2] == ["queue", "interval_start"]
    assert table["agents"].sum() == 3 * (48 + 6)
    assert table["service_level"].null_count() == 48
    write_expected_service(expected_service(inputs, 3), tmp_path / "deep" / "service.parquet")
    assert (tmp_path / "deep" / "service.parquet").stat().st_size > 0


def test_the_summary_weighs_by_volume():
    rows = [("calls", at(MONDAY, "09:00"), 75, 240, None),
            ("calls", at(MONDAY, "09:30"), 15, 240, None)]  # fmt: skip
    found = expected_service(scenario([queue(patience_s=120.0)], rows), 8)
    levels = service_level([10, 2], 8, 240, 20, 120)
    mean = (75 * levels[0] + 15 * levels[1]) / 90
    line = served_table(served_queues(found), found.agents).lines()[1]
    assert f"{100 * mean:.1f} %" in line
    assert f"{100 * levels[0]:.1f} %" in line
    assert all(len(row) <= 80 for row in served_table(served_queues(found), found.agents).lines())
