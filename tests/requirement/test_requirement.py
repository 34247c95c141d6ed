"""Agents needed by interval: targets, minimum, shrinkage, opening hours, clock changes."""

from datetime import date, timedelta

import numpy as np
import pytest
from staffwright.models.queueing import required_agents
from staffwright.scheduler.requirement import requirement, volume_outside_hours
from staffwright.scheduler.scenario.types import OpeningHours
from staffwright.scheduler.shrinkage import with_shrinkage

from .requirement_factory import MONDAY, at, everywhere, grid, queue, scenario

WORKDAYS = frozenset(range(5))
NINE_TO_FIVE = (OpeningHours(WORKDAYS, 9 * 60, 17 * 60),)


def names(found, k=0):
    return [found.BINDING[code] for code in found.binding[k]]


def one_interval(volume, aht_s=240.0, patience_s=None, **queue_changes):
    """Required, scheduled and what decides, for one interval with volume."""
    rows = [("calls", at(MONDAY, "09:00"), volume, aht_s, patience_s)]
    found = requirement(scenario([queue(**queue_changes)], rows))
    return int(found.required[0, 18]), int(found.scheduled[0, 18]), names(found)[18]


def test_volume_and_aht_make_the_load_and_the_load_the_agents():
    found = requirement(scenario([queue()], [("calls", at(MONDAY, "09:00"), 75, 240, None)]))
    assert found.volume.shape == (1, 48)
    assert np.flatnonzero(found.volume[0]).tolist() == [18]
    assert found.offered_load[0, 18] == 10
    assert found.required[0, 18] == required_agents(10, 240, service_level=0.8, within_s=20) == 14
    assert found.required[0].sum() == 14
    assert found.model == ("erlang_c",)
    assert names(found)[17:20] == ["no_load", "service_level", "no_load"]


def test_122_calls_at_a_shrinkage_of_three_tenths_are_21_agents_and_30_to_roster():
    """Dividing doubles says 31."""
    assert one_interval(122, shrinkage=0.3, max_occupancy=0.85)[:2] == (21, 30)


def test_patience_of_the_queue_lowers_the_requirement_and_the_forecasts_goes_first():
    assert one_interval(75, patience_s=None, max_occupancy=None)[0] == 14
    with_own = one_interval(75, service_level=0.8)[0]
    rows = [
        ("calls", at(MONDAY, "09:00"), 75, 240, None),
        ("calls", at(MONDAY, "09:30"), 75, 240, 30.0),
    ]
    found = requirement(scenario([queue(patience_s=300.0)], rows))
    assert found.model == ("erlang_a",)
    assert found.patience_s[0, [17, 18, 19]].tolist() == [300, 300, 30]
    assert found.required[0, 18] == required_agents(
        10, 240, service_level=0.8, within_s=20, patience_s=300
    )
    assert found.required[0, 19] == required_agents(
        10, 240, service_level=0.8, within_s=20, patience_s=30
    )
    assert found.required[0, 18] < with_own


def test_patience_in_some_intervals_only_leaves_the_others_to_erlang_c():
    rows = [
        ("calls", at(MONDAY, "09:00"), 75, 240, None),
        ("calls", at(MONDAY, "09:30"), 75, 240, 300.0),
    ]
    found = requirement(scenario([queue()], rows))
    assert found.required[0, 18] == 14
    assert found.required[0, 19] == 13


def test_every_queue_gets_its_own_rows_and_rows_off_the_grid_are_left_out():
    rows = [
        ("b", at(MONDAY, "10:00"), 30, 120, None),
        ("a", at(MONDAY, "09:00"), 75, 240, None),
        ("a", at(MONDAY, "00:00") - timedelta(minutes=30), 99, 240, None),
        ("a", at(MONDAY + timedelta(days=1), "00:00"), 99, 240, None),
    ]
    found = requirement(scenario([queue("a"), queue("b")], rows))
    assert found.queues == ("a", "b")
    assert [np.flatnonzero(row).tolist() for row in found.volume] == [[18], [20]]


@pytest.mark.parametrize(
    ("targets", "decides"),
    [
        ({"service_level": 0.95}, "service_level"),
        ({"mean_wait_s": 0.5}, "mean_wait"),
        ({"max_occupancy": 0.5}, "occupancy"),
        ({"patience_s": 60.0, "max_abandonment": 0.0001}, "abandonment"),
        ({"minimum_staff": 40}, "minimum_staff"),
        ({"service_level": None, "within_s": None}, "stability"),
    ],
)
def test_what_decides_is_named(targets, decides):
    assert one_interval(75, **targets)[2] == decides


def test_a_tie_goes_to_the_target_before_the_minimum_staff():
    assert one_interval(75, minimum_staff=14)[::2] == (14, "service_level")
    assert one_interval(75, minimum_staff=15)[::2] == (15, "minimum_staff")


def test_a_tie_between_targets_goes_to_the_service_level():
    assert one_interval(75, max_occupancy=10 / 14)[::2] == (14, "service_level")


def test_minimum_staff_is_there_without_volume_and_not_when_closed():
    on = grid()
    found = requirement(scenario([queue(minimum_staff=2, hours=NINE_TO_FIVE)], [], on))
    assert found.required[0].tolist() == [0] * 18 + [2] * 16 + [0] * 14
    assert names(found)[17:19] == ["closed", "minimum_staff"]


def test_without_targets_a_queue_that_nobody_leaves_is_stable():
    """Agents exceed the load, also where it is a whole number."""
    none = {"service_level": None, "within_s": None}
    assert one_interval(75, **none)[0] == 11
    assert one_interval(76, **none)[0] == 11


def test_without_targets_a_queue_with_patience_gets_agents_for_its_load():
    none = {"service_level": None, "within_s": None, "patience_s": 60.0}
    assert one_interval(75, **none)[::2] == (10, "stability")
    assert one_interval(76, **none)[0] == 11
    assert one_interval(0, **none)[::2] == (0, "no_load")


def test_an_abandonment_target_alone_does_not_empty_a_queue_that_nobody_leaves():
    changes = {"service_level": None, "within_s": None, "max_abandonment": 0.05}
    assert one_interval(75, **changes)[::2] == (11, "stability")


def test_overload_is_planned_where_callers_hang_up_and_the_target_allows_it():
    required, _, decides = one_interval(
        750, service_level=None, within_s=None, max_abandonment=0.2, patience_s=120.0
    )
    assert required < 100
    assert decides == "abandonment"


@pytest.mark.parametrize(
    ("required", "shrinkage", "scheduled"),
    [(21, 0.3, 30), (0, 0.3, 0), (1, 0.0, 1), (9, 0.1, 10), (10, 0.1, 12), (7, 0.65, 20),
     (46, 0.08, 50), (47, 0.08, 52), (1, 0.999, 1000)],
)  # fmt: skip
def test_shrinkage_divides_exactly(required, shrinkage, scheduled):
    assert with_shrinkage(np.array([required]), shrinkage).tolist() == [scheduled]


def test_shrinkage_leaves_the_required_agents_and_not_with_one_fewer():
    required = np.arange(500).reshape(2, 250)
    for percent in range(0, 100, 7):
        scheduled = with_shrinkage(required, percent / 100)
        assert scheduled.shape == required.shape
        assert (scheduled * (100 - percent) >= required * 100).all()
        assert ((scheduled - 1) * (100 - percent) < required * 100).all()


def test_hours_are_open_from_the_first_minute_to_before_the_last_on_their_weekdays():
    on = grid(days=7, first_day=MONDAY - timedelta(days=7))
    found = requirement(scenario([queue(hours=NINE_TO_FIVE)], everywhere(on, 10), on))
    by_day = found.open[0].reshape(7, 48)
    assert by_day.sum(axis=1).tolist() == [16] * 5 + [0, 0]
    assert np.flatnonzero(by_day[0]).tolist() == list(range(18, 34))
    assert ((found.required[0] > 0) == found.open[0]).all()
    assert (found.scheduled[0][~found.open[0]] == 0).all()


def test_hours_until_midnight_and_several_spans_a_day():
    hours = (OpeningHours(WORKDAYS, 0, 60), OpeningHours(WORKDAYS, 23 * 60, 1440))
    found = requirement(scenario([queue(hours=hours)], []))
    assert np.flatnonzero(found.open[0]).tolist() == [0, 1, 46, 47]


def test_hours_within_an_interval_count_for_the_intervals_that_begin_in_them():
    hours = (OpeningHours(WORKDAYS, 9 * 60 + 10, 10 * 60 + 10),)
    found = requirement(scenario([queue(hours=hours)], []))
    assert np.flatnonzero(found.open[0]).tolist() == [19, 20]


def test_a_queue_closed_on_holidays_is_closed_on_them_and_another_is_not():
    on = grid(days=2)
    closing, staying = queue("a", closed_on_holidays=True), queue("b")
    holidays = frozenset({MONDAY + timedelta(days=1)})
    rows = everywhere(on, 10, id="a") + everywhere(on, 10, id="b")
    found = requirement(scenario([closing, staying], rows, on, holidays=holidays))
    assert found.open.sum(axis=1).tolist() == [48, 96]
    assert not found.open[0, 48:].any()
    assert set(names(found)[48:]) == {"closed"}


def test_volume_while_closed_needs_nobody_and_is_reported():
    on = grid(days=1)
    rows = everywhere(on, 10) + everywhere(on, 1, id="open")
    inputs = scenario([queue(hours=NINE_TO_FIVE), queue("open")], rows, on)
    found = requirement(inputs)
    assert volume_outside_hours(found) == [("calls", pytest.approx(320))]
    assert found.volume[0].sum() == pytest.approx(480)
    assert found.required[0].tolist()[:18] == [0] * 18


def test_the_day_of_23_hours_has_two_half_hours_fewer_and_keeps_its_opening_hours():
    """29 March 2026 in Berlin: the clock goes from 02:00 to 03:00."""
    on = grid(first_day=date(2026, 3, 29))
    hours = (OpeningHours(frozenset({6}), 60, 9 * 60),)
    found = requirement(scenario([queue(hours=hours)], [], on))
    starts = [on.local(start).strftime("%H:%M") for start in on.interval_starts]
    assert len(starts) == found.open.shape[1] == 46
    opened = [starts[k] for k in np.flatnonzero(found.open[0])]
    assert opened == ["01:00", "01:30"] + [f"{h:02d}:{m}" for h in range(3, 9) for m in ("00", 30)]


def test_the_day_of_25_hours_is_open_in_both_of_the_hours_it_repeats():
    """25 October 2026 in Berlin: 02:00 to 03:00 comes twice, each with its own forecast."""
    sunday = date(2026, 10, 25)
    on = grid(first_day=sunday)
    hours = (OpeningHours(frozenset({6}), 120, 180),)
    rows = [
        ("calls", at(sunday, "02:00"), 75, 240, None),
        ("calls", at(sunday, "02:00", fold=1), 30, 240, None),
    ]
    found = requirement(scenario([queue(hours=hours)], rows, on))
    assert found.open.shape[1] == 50
    assert np.flatnonzero(found.open[0]).tolist() == [4, 5, 6, 7]
    assert found.volume[0, [4, 6]].tolist() == [75, 30]
    assert found.required[0, 4] > found.required[0, 6] > 0


def test_demand_runs_on_into_the_carry_out_with_its_own_weekday_and_holiday():
    on = grid(days=1, carry_out_minutes=120)
    tuesday = MONDAY + timedelta(days=1)
    rows = [("calls", at(tuesday, "01:00"), 75, 240, None)]
    found = requirement(scenario([queue()], rows, on))
    assert found.volume.shape == (1, 52)
    assert found.required[0, 50] == 14
    closed = requirement(
        scenario([queue(closed_on_holidays=True)], rows, on, holidays=frozenset({tuesday}))
    )
    assert closed.required[0, 50] == 0
    assert closed.open[0].sum() == 48


def test_a_scenario_without_forecast_or_queues_has_an_empty_requirement():
    assert requirement(scenario([queue()], [])).required.sum() == 0
    nobody = requirement(scenario([], []))
    assert nobody.required.shape == (0, 48)
    assert nobody.model == ()
