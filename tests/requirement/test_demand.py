"""Contacts on their way to the agents: self-service, transfers, partners, confidence."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from scipy import stats
from staffwright.models.queueing import required_agents
from staffwright.scheduler.demand import demand
from staffwright.scheduler.errors import InputError, ModelError
from staffwright.scheduler.requirement import requirement, volume_outside_hours
from staffwright.scheduler.scenario.types import OpeningHours, Transfer

from .requirement_factory import MONDAY, at, queue, scenario

NINE = 18
MORNING = (OpeningHours(frozenset(range(5)), 9 * 60, 12 * 60),)


def rows(**volumes):
    """One interval at 09:00 for each queue; the handling time is 240 s."""
    return [(name, at(MONDAY, "09:00"), volume, 240, None) for name, volume in volumes.items()]


def test_without_anything_on_the_way_the_forecast_reaches_the_agents():
    found = demand(scenario([queue("a")], rows(a=75)))
    assert found.planned is found.expected
    assert found.expected.volume[0, NINE] == 75
    assert found.expected.outsourced.sum() == found.expected.transferred.sum() == 0


def test_self_service_and_partner_take_their_shares_one_after_the_other():
    """100 less a quarter is 75, less four tenths is 45: 6 erlangs."""
    inputs = scenario([queue("a", self_service=0.25, outsourced=0.4)], rows(a=100))
    flow = demand(inputs).expected
    assert flow.forecast[0, NINE] == 100
    assert flow.from_outside[0, NINE] == 75
    assert flow.outsourced[0, NINE] == pytest.approx(30)
    assert flow.volume[0, NINE] == pytest.approx(45)
    found = requirement(inputs)
    assert found.volume[0, NINE] == pytest.approx(45)
    assert found.offered_load[0, NINE] == pytest.approx(6)
    assert found.required[0, NINE] == required_agents(6, 240, service_level=0.8, within_s=20)


def test_a_loop_of_transfers_is_solved_as_a_whole():
    """b = 75 + 0.1 * 0.5 t and t = 60 + 0.2 b; the partner answers half of t."""
    billing = queue("b", self_service=0.25, transfers=(Transfer("t", 0.2),))
    technical = queue("t", outsourced=0.5, transfers=(Transfer("b", 0.1),))
    flow = demand(scenario([billing, technical], rows(b=100, t=60))).expected
    b, t = 78 / 0.99, 75 / 0.99
    assert flow.volume[:, NINE] == pytest.approx([b, t / 2])
    assert flow.transferred[:, NINE] == pytest.approx([b - 75, t - 60])
    assert flow.outsourced[:, NINE] == pytest.approx([0, t / 2])


def test_repeat_contacts_may_enter_their_own_queue():
    flow = demand(scenario([queue("a", transfers=(Transfer("a", 0.2),))], rows(a=80))).expected
    assert flow.volume[0, NINE] == pytest.approx(100)


def test_a_closed_queue_transfers_nothing_and_transfers_to_one_need_nobody():
    sender = queue("a", hours=MORNING, transfers=(Transfer("b", 0.5),))
    receiver = queue("b", hours=(OpeningHours(frozenset(range(5)), 10 * 60, 24 * 60),))
    forecast = [
        ("a", at(MONDAY, clock), 40, 240, None) for clock in ("08:00", "09:00", "10:00", "13:00")
    ]
    forecast += [("b", at(MONDAY, "11:00"), 1, 240, None)]
    inputs = scenario([sender, receiver], forecast)
    reached = demand(inputs).expected.volume[1]
    assert {k: reached[k] for k in np.flatnonzero(reached)} == {18: 20, 20: 20, 22: 1}
    assert requirement(inputs).required[1, [16, 18, 26]].tolist() == [0, 0, 0]
    assert dict(volume_outside_hours(requirement(inputs))) == {"a": 80, "b": 20}


def test_transferred_contacts_take_the_time_of_the_queue_they_enter():
    """Without a row of its own the queue's mean by volume: (10 * 300 + 30 * 500) / 40."""
    forecast = [
        *rows(a=60),
        ("b", at(MONDAY, "11:00"), 10, 300, None),
        ("b", at(MONDAY, "11:30"), 30, 500, None),
    ]
    inputs = scenario([queue("a", transfers=(Transfer("b", 0.5),)), queue("b")], forecast)
    found = requirement(inputs)
    assert found.aht_s[1, NINE] == pytest.approx(450)
    assert found.offered_load[1, NINE] == pytest.approx(30 * 450 / 1800)
    assert found.aht_s[1, 22] == 300
    assert found.aht_s[0, NINE + 1] == 0


def test_a_queue_fed_by_transfers_alone_takes_its_time_from_rows_without_volume():
    forecast = [*rows(a=60), ("b", at(MONDAY, "11:00"), 0, 300, None)]
    inputs = scenario([queue("a", transfers=(Transfer("b", 0.5),)), queue("b")], forecast)
    assert requirement(inputs).offered_load[1, NINE] == 5
    with pytest.raises(InputError, match="'b' receives transfers but has no handling time"):
        demand(scenario(inputs.queues, rows(a=60)))


def test_transfers_that_never_end_are_refused():
    queues = [
        queue("a", transfers=(Transfer("b", 1.0),)),
        queue("b", transfers=(Transfer("a", 1),)),
    ]
    with pytest.raises(ModelError, match="loop"):
        demand(scenario(queues, rows(a=1, b=1)))


def test_confidence_plans_for_a_quantile_of_the_rate_and_leaves_what_is_expected():
    plain = scenario([queue("a")], rows(a=75))
    sure = scenario([queue("a", dispersion=4.0, confidence=0.9)], rows(a=75))
    quantile = stats.gamma.ppf(0.9, a=25, scale=3)
    assert demand(sure).planned.volume[0, NINE] == pytest.approx(quantile)
    found = requirement(sure)
    assert found.volume[0, NINE] == 75
    assert found.offered_load[0, NINE] == 10
    load = quantile * 240 / 1800
    assert found.required[0, NINE] == required_agents(load, 240, service_level=0.8, within_s=20)
    assert found.required[0, NINE] > requirement(plain).required[0, NINE]


def test_the_target_is_met_with_the_probability_asked_for_and_not_with_one_agent_fewer():
    """The agents meet the target at every rate up to the largest they carry."""
    found = requirement(scenario([queue("a", dispersion=4.0, confidence=0.9)], rows(a=75)))
    agents = int(found.required[0, NINE])
    rates = np.linspace(40, 160, 4801)
    needed = required_agents(rates * 240 / 1800, 240, service_level=0.8, within_s=20)
    chance = [
        stats.gamma.cdf(rates[needed <= agents - fewer].max(), a=25, scale=3) for fewer in (0, 1)
    ]
    assert chance[0] >= 0.9 > chance[1]


def test_dispersion_without_confidence_changes_nothing():
    plain, uncertain = (
        requirement(scenario([queue("a", dispersion=d)], rows(a=75))) for d in (1.0, 9.0)
    )
    assert (plain.required == uncertain.required).all()


def test_quantiles_of_the_forecast_go_before_the_dispersion_row_by_row():
    forecast = [
        ("a", at(MONDAY, "09:00"), 75, 240, None),
        ("a", at(MONDAY, "09:30"), 75, 240, None),
    ]
    inputs = scenario([queue("a", dispersion=4.0, confidence=0.9)], forecast)
    frame = inputs.forecast.with_columns(
        pl.Series("volume_p50", [70.0, None]), pl.Series("volume_p90", [110.0, None])
    )
    planned = demand(scenario(inputs.queues, [], forecast=frame)).planned.volume[0]
    assert planned[NINE] == 110
    assert planned[NINE + 1] == pytest.approx(stats.gamma.ppf(0.9, a=25, scale=3))


def test_the_planned_rate_goes_through_self_service_transfers_and_partner():
    sender = queue("a", dispersion=4.0, confidence=0.9, transfers=(Transfer("b", 0.5),))
    inputs = scenario([sender, queue("b", outsourced=0.2)], rows(a=75, b=10))
    quantile = stats.gamma.ppf(0.9, a=25, scale=3)
    assert demand(inputs).planned.volume[:, NINE] == pytest.approx(
        [quantile, (10 + quantile / 2) * 0.8]
    )
    assert demand(inputs).expected.volume[:, NINE] == pytest.approx([75, (10 + 37.5) * 0.8])


@pytest.mark.parametrize(
    ("volume", "aht_s", "words"),
    [
        (-1.0, 240, "volume -1.0"),
        (float("nan"), 240, "volume nan"),
        (float("inf"), 240, "volume inf"),
        (1.0, -5, "aht_s -5"),
        (1.0, float("nan"), "aht_s nan"),
        (None, 240, "volume None"),
    ],
)
def test_what_makes_no_load_is_refused_with_queue_time_and_value(volume, aht_s, words):
    inputs = scenario([queue("a")], [("a", at(MONDAY, "09:00"), volume, aht_s, None)])
    with pytest.raises(InputError, match=f"'a' at 2026-03-23T08:00:00.*{words}"):
        requirement(inputs)


def test_contacts_without_handling_time_need_nobody():
    found = requirement(scenario([queue("a")], [("a", at(MONDAY, "09:00"), 50, 0, None)]))
    assert found.volume[0, NINE] == 50
    assert found.required.sum() == 0


def test_rows_outside_the_horizon_do_not_count():
    early = ("a", at(MONDAY, "00:00") - timedelta(minutes=30), -1.0, 240, None)
    assert demand(scenario([queue("a")], [early, *rows(a=3)])).expected.volume.sum() == 3
