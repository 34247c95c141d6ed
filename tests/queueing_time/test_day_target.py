"""A service level over the day: the value of each agent, and the cheapest purchase."""

import itertools

import numpy as np
import pytest
from staffwright.models.errors import ModelError
from staffwright.models.queueing import (
    marginal_values,
    required_agents,
    required_for_day,
    service_level,
)

OFFERED, EXCLUDING = "offered", "excluding_short_abandons"


def small_day(seed):
    """Three intervals of at most 6 erlangs, AHT 180 s, intervals of 15 minutes."""
    rng = np.random.default_rng(seed)
    volume = rng.uniform(2, 30, 3)
    return volume, volume / 5, rng.uniform(0.5, 0.95), rng.uniform(0.5, 2, 3)


def surplus(volume, load, target, patience_s, counting):
    """Return contacts in time above those the target asks for, by interval and agents."""
    level = service_level(load[:, None], np.arange(16), 180, 20, patience_s)
    if counting == OFFERED:
        return volume[:, None] * (level - target)
    share = service_level(load[:, None], np.arange(16), 180, 20, patience_s, EXCLUDING)
    counted = np.full(level.shape, np.exp(-20 / patience_s))
    np.divide(level, share, out=counted, where=share > 0)
    return volume[:, None] * (level - target * counted)


def least_cost(values, first, prices):
    """Return the least cost, by trying everything."""
    best = np.inf
    for agents in itertools.product(*(range(int(n), 16) for n in first)):
        if values[np.arange(3), agents].sum() >= -1e-9:
            best = min(best, float(prices @ np.array(agents)))
    return best


@pytest.mark.parametrize("seed", range(20))
def test_without_patience_the_total_of_agents_is_the_least_there_is(seed):
    volume, load, target, _ = small_day(seed)
    agents = required_for_day(volume, load, 180, 20, target)
    values = surplus(volume, load, target, None, OFFERED)
    assert values[np.arange(3), agents].sum() >= -1e-8
    assert agents.sum() == least_cost(values, np.floor(load) + 1, np.ones(3))


@pytest.mark.parametrize("counting", [OFFERED, EXCLUDING])
@pytest.mark.parametrize("seed", range(20))
def test_with_patience_the_total_is_within_one_agent_of_the_least(seed, counting):
    """The first agents of an interval are worth less than the next: no longer concave."""
    volume, load, target, _ = small_day(seed)
    agents = required_for_day(volume, load, 180, 20, target, 60, counting=counting)
    values = surplus(volume, load, target, 60, counting)
    assert values[np.arange(3), agents].sum() >= -1e-8
    least = least_cost(values, np.zeros(3), np.ones(3))
    assert least <= agents.sum() <= least + 1


@pytest.mark.parametrize("seed", range(12))
def test_with_different_prices_the_cost_is_within_one_agent_of_the_least(seed):
    volume, load, target, prices = small_day(seed)
    agents = required_for_day(volume, load, 180, 20, target, cost=prices)
    values = surplus(volume, load, target, None, OFFERED)
    assert values[np.arange(3), agents].sum() >= -1e-8
    least = least_cost(values, np.floor(load) + 1, prices)
    assert least - 1e-9 <= prices @ agents < least + prices.max()


@pytest.mark.parametrize("patience_s", [None, 90])
def test_no_agent_of_a_long_day_can_be_spared(patience_s):
    volume = 60 + 50 * np.sin(np.arange(48) / 8)
    load = volume * 240 / 900
    agents = required_for_day(volume, load, 240, 20, 0.8, patience_s, cost=1 + np.arange(48) % 3)
    level = service_level(load, agents, 240, 20, patience_s)
    kept = volume @ level
    assert kept >= 0.8 * volume.sum() - 1e-6
    fewer = service_level(load, np.maximum(agents - 1, 0), 240, 20, patience_s)
    least = np.floor(load) + 1 if patience_s is None else np.zeros(48)
    spare = (agents > least) & (kept - volume * (level - fewer) >= 0.8 * volume.sum())
    assert not spare.any()


def test_a_day_target_costs_less_than_the_same_target_in_every_interval():
    volume = np.array([2, 4, 20, 40, 40, 20, 4, 2.0])
    load = volume * 300 / 900
    each = required_agents(load, 300, service_level=0.8, within_s=20)
    day = required_for_day(volume, load, 300, 20, 0.8)
    assert day.sum() < each.sum()
    assert (day > load).all()
    assert volume @ service_level(load, day, 300, 20) >= 0.8 * volume.sum()


def test_each_group_meets_its_own_target():
    volume = np.array([10, 30, 10, 30, 5, 90.0])
    load = volume / 3
    groups = np.array(["mon", "mon", "tue", "tue", "wed", "wed"])
    agents = required_for_day(volume, load, 300, 20, 0.8, groups=groups)
    for name in np.unique(groups):
        here = groups == name
        alone = required_for_day(volume[here], load[here], 300, 20, 0.8)
        assert agents[here].tolist() == alone.tolist()


def test_minimum_staff_counts_towards_the_target():
    volume = np.array([30, 30.0])
    free = required_for_day(volume, volume / 3, 300, 20, 0.8)
    held = required_for_day(volume, volume / 3, 300, 20, 0.8, at_least=[20, 0])
    assert held[0] == 20
    assert held[1] < free[1]


def test_dear_intervals_get_fewer_agents():
    volume = np.array([60, 60.0])
    agents = required_for_day(volume, volume / 3, 300, 20, 0.8, cost=[1, 2])
    assert agents[0] > agents[1]


def test_without_contacts_nobody_is_needed():
    assert required_for_day([0, 0], [0, 0], 0, 20, 0.8).tolist() == [0, 0]
    assert required_for_day([0, 9], [0, 3], 300, 20, 0.0, 60).tolist() == [0, 0]


@pytest.mark.parametrize("patience_s", [None, 60])
def test_the_table_holds_the_service_level_of_each_number_of_agents(patience_s):
    table = marginal_values([[4.0], [0.0]], 9, 180, 20, patience_s, volume=20)
    assert table.in_time.shape == (2, 1, 10)
    expected = 20 * service_level(4.0, np.arange(10), 180, 20, patience_s)
    assert table.in_time[0, 0] == pytest.approx(expected)
    assert table.in_time[1, 0] == pytest.approx(np.full(10, 20))


@pytest.mark.parametrize("patience_s", [None, 20, 600])
def test_values_of_further_agents_never_rise(patience_s):
    table = marginal_values([0.5, 6, 30], 50, 180, 20, patience_s)
    assert (np.diff(table.marginal, axis=-1) <= 1e-12).all()
    assert (table.marginal >= -1e-12).all()
    assert (table.concave >= table.in_time - 1e-12).all()
    assert table.concave[:, 0] == pytest.approx(table.in_time[:, 0])
    assert table.concave[:, -1] == pytest.approx(table.in_time[:, -1])


def test_the_concave_table_leaves_values_that_are_concave_as_they_are():
    table = marginal_values(6.0, 20, 180, 20)
    above = slice(12, None)
    assert table.concave[above] == pytest.approx(table.in_time[above], rel=1e-12)
    # below the load nobody is answered in time, but the way to the first who is has a value
    assert table.in_time[6] == 0 < table.concave[6]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"service_level": 1.0}, "service_level 1.0"),
        ({"volume": [-1.0]}, "volume -1.0"),
        ({"cost": 0}, "cost 0.0"),
        ({"counting": "few"}, "counting 'few'"),
        ({"groups": [1, 2, 3]}, r"groups of shape \(3,\)"),
        ({"volume": [[1.0, 2.0]]}, r"shape \(1, 2\)"),
    ],
)
def test_bad_arguments_are_refused_with_their_value(change, message):
    good = {"volume": [9.0, 9.0], "load": 3.0, "aht_s": 300, "within_s": 20, "service_level": 0.8}
    with pytest.raises(ModelError, match=message):
        required_for_day(**{**good, **change})


def test_a_table_needs_agents():
    with pytest.raises(ModelError, match="agents_max 0"):
        marginal_values(3.0, 0, 300, 20)
