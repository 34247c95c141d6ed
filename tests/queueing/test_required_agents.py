"""The smallest number of agents: by definition, against mpmath, and at near ties."""

import math
import random

import numpy as np
import pytest
from mpmath import mpf
from staffwright.models.queueing import (
    TARGETS,
    abandonment,
    mean_wait,
    occupancy,
    required_agents,
    required_by_target,
    service_level,
)

from .queueing_oracle import ErlangA, ErlangC


@pytest.fixture(scope="module")
def grid():
    """3,000 random queues from nearly idle to 50,000 erlangs; half of them with patience."""
    rng = np.random.default_rng(20260323)
    size = 3000
    return {
        "load": 10 ** rng.uniform(-2, 4.7, size),
        "aht_s": 10 ** rng.uniform(1, 3.5, size),
        "within_s": rng.choice([0, 5, 20, 60, 600], size).astype(float),
        "patience_s": np.where(rng.random(size) < 0.5, np.nan, 10 ** rng.uniform(0, 4, size)),
        "share": rng.choice([0.05, 0.5, 0.8, 0.9, 0.99, 0.9999], size),
    }


def check_definition(agents, meets):
    """`agents` meet the target and one agent fewer does not."""
    assert agents.dtype == np.int64
    assert meets(agents).all()
    fewer = agents > 0
    assert fewer.any()
    assert not meets(np.maximum(agents - 1, 0))[fewer].any()


@pytest.mark.parametrize("counting", ["offered", "excluding_short_abandons"])
def test_a_service_level_target_is_met_and_not_with_one_agent_fewer(grid, counting):
    load, aht_s, within_s, patience_s, share = grid.values()
    agents = required_agents(
        load,
        aht_s,
        service_level=share,
        within_s=within_s,
        patience_s=patience_s,
        counting=counting,
    )
    check_definition(
        agents, lambda n: service_level(load, n, aht_s, within_s, patience_s, counting) >= share
    )


def test_a_mean_wait_target_is_met_and_not_with_one_agent_fewer(grid):
    load, aht_s, _, patience_s, _ = grid.values()
    target = aht_s * 0.07
    agents = required_agents(load, aht_s, mean_wait_s=target, patience_s=patience_s)
    check_definition(agents, lambda n: mean_wait(load, n, aht_s, patience_s) <= target)


def test_an_abandonment_target_is_met_and_not_with_one_agent_fewer(grid):
    load, aht_s, _, patience_s, share = grid.values()
    target = 1 - share
    agents = required_agents(load, aht_s, max_abandonment=target, patience_s=patience_s)
    check_definition(agents, lambda n: abandonment(load, n, aht_s, patience_s) <= target)


def test_an_occupancy_target_is_met_and_not_with_one_agent_fewer(grid):
    load, aht_s, _, patience_s, _ = grid.values()
    agents = required_agents(load, aht_s, max_occupancy=0.85, patience_s=patience_s)
    check_definition(agents, lambda n: occupancy(load, n, aht_s, patience_s) <= 0.85 + 1e-12)


def test_several_targets_need_as_many_agents_as_the_hardest(grid):
    load, aht_s, within_s, patience_s, share = grid.values()
    targets = {
        "service_level": share,
        "within_s": within_s,
        "mean_wait_s": 10.0,
        "max_occupancy": 0.9,
        "max_abandonment": 0.05,
    }
    by_target = required_by_target(load, aht_s, patience_s=patience_s, **targets)
    assert tuple(by_target) == TARGETS
    assert len({int(np.argmax(column)) for column in zip(*by_target.values(), strict=True)}) == 4
    together = required_agents(load, aht_s, patience_s=patience_s, **targets)
    assert np.array_equal(together, np.max(list(by_target.values()), axis=0))


def random_queue(rng, largest):
    """Load, AHT, answer time and patience as doubles without structure."""
    load = 10 ** rng.uniform(-1, math.log10(largest))
    aht_s = rng.uniform(30, 900)
    return load, aht_s, rng.choice([0.0, rng.uniform(1, 90)]), 10 ** rng.uniform(1, 3.3)


def smallest(start, meets):
    """The smallest count that meets, from a start nearby."""
    while not meets(start):
        start += 1
    while start > 0 and meets(start - 1):
        start -= 1
    return start


def test_erlang_c_equals_mpmath_on_random_queues():
    rng = random.Random(1)
    for _ in range(300):
        load, aht_s, within_s, _ = random_queue(rng, 2000)
        share = rng.choice([0.2, 0.8, 0.9, 0.99])
        found = int(required_agents(load, aht_s, service_level=share, within_s=within_s))
        for agents, meets in ((found, True), (found - 1, False)):
            level = ErlangC(load, agents, aht_s, within_s).service_level
            assert (level >= mpf(share)) is meets


def test_erlang_a_equals_mpmath_on_random_queues():
    rng = random.Random(2)
    for _ in range(60):
        load, aht_s, within_s, patience_s = random_queue(rng, 200)
        share = rng.choice([0.2, 0.8, 0.9, 0.99])
        found = int(
            required_agents(
                load, aht_s, service_level=share, within_s=within_s, patience_s=patience_s
            )
        )
        for agents, meets in ((found, True), (found - 1, False)):
            if agents > 0:
                level = ErlangA(load, agents, aht_s, within_s, patience_s).service_level
                assert (level >= mpf(share)) is meets


def near(value):
    """A double next to an exact value: the nearest, its neighbours, or 1e-12 away."""
    nearest = float(value)
    yield nearest
    yield math.nextafter(nearest, 0)
    yield math.nextafter(nearest, math.inf)
    yield nearest * (1 - 1e-12)
    yield nearest * (1 + 1e-12)


def test_erlang_c_service_levels_within_a_bit_of_the_target_are_decided_exactly():
    rng = random.Random(3)
    checked = 0
    for _ in range(60):
        load, aht_s, within_s, _ = random_queue(rng, 1000)
        agents = math.floor(load) + rng.randint(1, 3 + int(math.sqrt(load)))
        exact = ErlangC(load, agents, aht_s, within_s).service_level
        for target in near(exact):
            if 0 < target < 1 - 1e-9:
                expected = agents if exact >= mpf(target) else agents + 1
                found = required_agents(load, aht_s, service_level=target, within_s=within_s)
                assert found == expected
                checked += 1
    assert checked > 200


def test_erlang_c_mean_waits_within_a_bit_of_the_target_are_decided_exactly():
    rng = random.Random(4)
    for _ in range(40):
        load, aht_s, _, _ = random_queue(rng, 1000)
        agents = math.floor(load) + rng.randint(1, 3 + int(math.sqrt(load)))
        exact = ErlangC(load, agents, aht_s, 0).mean_wait_s
        for target in near(exact):
            expected = agents if exact <= mpf(target) else agents + 1
            assert required_agents(load, aht_s, mean_wait_s=target) == expected


@pytest.mark.parametrize(
    "kind", ["offered", "excluding_short_abandons", "mean_wait", "abandonment"]
)
def test_erlang_a_measures_within_a_bit_of_the_target_are_decided_exactly(kind):
    rng = random.Random(kind)
    checked = 0
    for _ in range(16):
        load, aht_s, within_s, patience_s = random_queue(rng, 100)
        agents = max(1, round(load + rng.uniform(-1, 2) * math.sqrt(load)))
        queue = ErlangA(load, agents, aht_s, within_s, patience_s)
        if kind == "mean_wait":
            exact, goal, larger_is_better = queue.mean_wait_s, "mean_wait_s", False
        elif kind == "abandonment":
            exact, goal, larger_is_better = queue.abandonment, "max_abandonment", False
        else:
            exact = queue.service_level if kind == "offered" else queue.service_level_counted
            goal, larger_is_better = "service_level", True
        counting = kind if larger_is_better else "offered"
        for target in near(exact):
            if larger_is_better and not 0 < target < 1 - 1e-9:
                continue
            met = exact >= mpf(target) if larger_is_better else exact <= mpf(target)
            found = required_agents(
                load,
                aht_s,
                **{goal: target},
                within_s=within_s,
                patience_s=patience_s,
                counting=counting,
            )
            assert found == (agents if met else agents + 1)
            checked += 1
    assert checked > 30


def test_an_exact_tie_meets_the_target():
    """1 erlang on 2 agents: one caller in three waits, 60 s on average at an AHT of 180 s."""
    assert required_agents(1, 180, mean_wait_s=60) == 2
    assert required_agents(1, 180, mean_wait_s=math.nextafter(60, 0)) == 3
    # half an erlang on one agent: half of the callers wait
    assert required_agents(0.5, 180, service_level=0.5, within_s=0) == 1


def test_ties_in_many_intervals_are_decided_together():
    found = required_agents(np.ones(100_000), 180, mean_wait_s=60)
    assert (found == 2).all()


def test_a_tie_at_50000_erlangs_is_decided_exactly():
    exact = ErlangC(50_000.0, 50_224, 180.0, 0.0).service_level
    target = float(exact)
    expected = 50_224 if exact >= mpf(target) else 50_225
    assert required_agents(50_000, 180, service_level=target, within_s=0) == expected


@pytest.mark.parametrize(
    ("load", "cap", "agents"),
    [(17, 0.85, 20), (20.4, 0.85, 24), (2.1, 0.7, 3), (0.3, 0.1, 3), (9, 0.9, 10), (10, 1, 10)],
)
def test_an_occupancy_cap_is_no_victim_of_floating_point(load, cap, agents):
    assert required_agents(load, 240, max_occupancy=cap) == agents


def test_hardly_any_load_still_needs_an_agent():
    assert required_agents(1e-12, 240, max_occupancy=0.85) == 1
    assert required_agents(1e-300, 240, service_level=0.8, within_s=20) == 1


def test_targets_that_nobody_can_miss_need_nobody():
    assert required_agents(5, 240, service_level=0, within_s=20) == 0
    assert required_agents(5, 240, max_abandonment=1, patience_s=60) == 0
    assert required_agents(5, 240, mean_wait_s=60, patience_s=60) == 0
    assert required_agents(5, 240, max_abandonment=0.01, patience_s=[np.nan]).tolist() == [0]


def test_ties_of_permanent_overload_are_decided_even_where_sums_overflow():
    """With very patient callers and 3 agents for 4 erlangs a quarter hangs up, all but exactly."""
    assert required_agents(4, 180, max_abandonment=0.25, patience_s=1e9) == 3
    assert required_agents(1000, 180, max_abandonment=0.25, patience_s=1e9) == 750
    assert required_agents(4, 180, max_abandonment=math.nextafter(0.25, 0), patience_s=1e9) == 4


def test_endless_sums_leave_near_ties_to_double_precision():
    level = service_level(99_999.5, 100_014, 180, 20, 1e12)
    assert required_agents(
        99_999.5, 180, service_level=level, within_s=20, patience_s=1e12
    ) == pytest.approx(100_014, abs=1)
