"""Laws that hold for every queue, and agreement with mpmath far from ordinary queues."""

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mpf
from staffwright.models.queueing import (
    abandonment,
    erlang_b,
    erlang_c,
    mean_wait,
    occupancy,
    required_agents,
    service_level,
)

from .queueing_oracle import ErlangA, inverse_blocking

loads = st.floats(1e-3, 1e5)
counts = st.integers(0, 2000)
spreads = st.floats(-3, 6)
times = st.floats(1, 3600)
patiences = st.floats(0.1, 1e5)
fast = settings(max_examples=80, deadline=None)


def agents_for(load, spread):
    """A number of agents `spread` standard deviations above the load."""
    return max(1, math.ceil(load + spread * math.sqrt(load)))


@fast
@given(loads, spreads)
def test_erlang_b_obeys_its_recursion(load, spread):
    agents = agents_for(load, spread)
    below, here = erlang_b(load, [agents - 1, agents])
    assert here == pytest.approx(load * below / (agents + load * below), rel=1e-12, abs=1e-300)


@fast
@given(loads, spreads)
def test_erlang_c_lies_between_erlang_b_and_one_and_agrees_with_it(load, spread):
    agents = agents_for(load, spread)
    b, c = erlang_b(load, agents), erlang_c(load, agents)
    assert b <= c <= 1
    if agents <= load:
        assert c == 1
    else:
        assert c == pytest.approx(agents * b / (agents - load * (1 - b)), rel=1e-9)


@fast
@given(loads, spreads, st.floats(0.01, 50), times, st.floats(0, 600), patiences)
def test_more_agents_never_serve_worse(load, spread, more, aht_s, within_s, patience_s):
    """Fractions of agents included."""
    few = max(0.0, load + spread * math.sqrt(load))
    agents = np.array([few, few + more])
    slack = 1e-12
    assert np.diff(erlang_b(load, agents)) <= slack
    assert np.diff(erlang_c(load, agents)) <= slack
    for patience in (None, patience_s):
        for counting in ("offered", "excluding_short_abandons"):
            levels = service_level(load, agents, aht_s, within_s, patience, counting)
            assert np.diff(levels) >= -slack
            assert ((levels >= 0) & (levels <= 1 + slack)).all()
        waits = mean_wait(load, agents, aht_s, patience)
        assert waits[1] <= waits[0] * (1 + slack)
        assert np.diff(occupancy(load, agents, aht_s, patience)) <= slack
    assert np.diff(abandonment(load, agents, aht_s, patience_s)) <= slack


@fast
@given(loads, spreads, st.floats(1e-3, 2), times, st.floats(0, 600), patiences)
def test_more_load_is_never_served_better(load, spread, growth, aht_s, within_s, patience_s):
    agents = agents_for(load, spread)
    grown = np.array([load, load * (1 + growth)])
    slack = 1e-12
    assert np.diff(erlang_b(grown, agents)) >= -slack
    assert np.diff(erlang_c(grown, agents)) >= -slack
    for patience in (None, patience_s):
        assert np.diff(service_level(grown, agents, aht_s, within_s, patience)) <= slack
        waits = mean_wait(grown, agents, aht_s, patience)
        assert waits[1] >= waits[0] * (1 - slack)
    needed = required_agents(
        grown, aht_s, service_level=0.8, within_s=within_s, patience_s=patience_s
    )
    assert needed[1] >= needed[0]


@fast
@given(st.floats(0.1, 1e4), st.floats(0.3, 4), times, st.floats(0, 300))
def test_erlang_a_tends_to_erlang_c_as_patience_grows(load, spread, aht_s, within_s):
    agents = agents_for(load, spread) + 1
    patience_s = 1e15 * aht_s
    assert service_level(load, agents, aht_s, within_s, patience_s) == pytest.approx(
        service_level(load, agents, aht_s, within_s), abs=1e-9
    )
    for who in ("all", "answered"):
        assert mean_wait(load, agents, aht_s, patience_s, who) == pytest.approx(
            mean_wait(load, agents, aht_s), rel=1e-7
        )
    assert abandonment(load, agents, aht_s, patience_s) < 1e-10


@fast
@given(loads, spreads, times, st.floats(0, 600), patiences)
def test_measures_of_erlang_a_fit_together(load, spread, aht_s, within_s, patience_s):
    agents = agents_for(load, spread)
    lost = abandonment(load, agents, aht_s, patience_s)
    offered = service_level(load, agents, aht_s, within_s, patience_s)
    counted = service_level(load, agents, aht_s, within_s, patience_s, "excluding_short_abandons")
    assert offered <= counted + 1e-12
    assert offered <= 1 - lost + 1e-12
    busy = occupancy(load, agents, aht_s, patience_s)
    assert busy == pytest.approx(load * (1 - lost) / agents, rel=1e-10)
    assert mean_wait(load, agents, aht_s, patience_s) == pytest.approx(lost * patience_s, rel=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_erlang_a_agrees_with_mpmath_far_from_ordinary_queues(seed):
    """Loads from 0.001, fractional agents, patience of a thousandth to a thousand AHT."""
    rng = random.Random(seed)
    for _ in range(12):
        load = 10 ** rng.uniform(-3, 2)
        agents = max(0.05, load + rng.uniform(-2, 5) * math.sqrt(load))
        agents = rng.choice([agents, math.ceil(agents)])
        aht_s, within_s = 200.0, rng.choice([0.0, 10 ** rng.uniform(-1, 3)])
        patience_s = aht_s * 10 ** rng.uniform(-3, min(3, 4 - math.log10(load + agents)))
        exact = ErlangA(load, agents, aht_s, within_s, patience_s)
        queue = (load, agents, aht_s, patience_s)
        assert abandonment(*queue) == pytest.approx(float(exact.abandonment), rel=1e-11)
        assert mean_wait(*queue) == pytest.approx(float(exact.mean_wait_s), rel=1e-11)
        assert occupancy(*queue) == pytest.approx(float(exact.occupancy), rel=1e-11)
        for counting, level in (
            ("offered", exact.service_level),
            ("excluding_short_abandons", exact.service_level_counted),
        ):
            found = service_level(load, agents, aht_s, within_s, patience_s, counting)
            assert found == pytest.approx(float(level), abs=1e-12)


def test_erlang_b_agrees_with_mpmath_from_a_thousandth_to_100000_erlangs():
    rng = random.Random(5)
    for _ in range(150):
        load = 10 ** rng.uniform(-3, 5)
        agents = rng.choice(
            [
                max(0, round(load + rng.uniform(-4, 8) * math.sqrt(load))),
                round(10 ** rng.uniform(0, 2.5)),
            ]
        )
        exact = 1 / inverse_blocking(mpf(load), agents)
        if exact > 1e-280:
            assert erlang_b(load, agents) == pytest.approx(float(exact), rel=5e-13)


def test_erlang_b_of_fractional_agents_agrees_with_the_incomplete_gamma_function():
    rng = random.Random(6)
    for _ in range(60):
        load = 10 ** rng.uniform(-3, 2.5)
        agents = rng.choice([10 ** rng.uniform(-3, 2.5), load * rng.uniform(0.5, 2)])
        exact = 1 / inverse_blocking(mpf(load), agents)
        if exact > 1e-280:
            assert erlang_b(load, agents) == pytest.approx(float(exact), rel=5e-13)


def test_nothing_warns_or_fails_at_the_ends_of_the_range():
    """Every result is a number inside its bounds."""
    load, agents, patience_s = np.meshgrid(
        [0.0, 1e-300, 1e-3, 1.0, 1e5], [0.0, 1e-3, 1.0, 1e5, 2e5], [0.0, 1e-300, 1.0, 1e12, 1e60]
    )
    for within_s in (0.0, 1e-3, 1e6):
        for counting in ("offered", "excluding_short_abandons"):
            levels = service_level(load, agents, 180, within_s, patience_s, counting)
            assert ((levels >= 0) & (levels <= 1)).all()
    lost = abandonment(load, agents, 180, patience_s)
    assert ((lost >= 0) & (lost <= 1)).all()
    assert (mean_wait(load, agents, 180, patience_s) >= 0).all()
    busy = occupancy(load, agents, 180, patience_s)
    assert ((busy >= 0) & (busy <= 1)).all()
