"""The flow of skill sets to queues, against all assignments by brute force."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from staffwright.models.rostering.coverage import (
    Market,
    add_agent,
    cover_cost,
    price_slots,
    remove_agent,
)
from staffwright.models.rostering.problem import TICKS, Cover

SKILLS = np.array([[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 1, 1], [1, 1, 1]], dtype=bool)
LEADS = np.array([False, True, False, False, True])


def random_cover(seed: int) -> Cover:
    """Three queues, four slots, different prices, a hard minimum on some; two duties of leads."""
    rng = np.random.default_rng(seed)
    shape = (3, 4)
    required = rng.integers(0, 4, size=shape)
    return Cover(
        required=required,
        minimum=np.minimum(required, rng.integers(0, 2, size=shape)),
        fixed=rng.integers(0, 2, size=shape),
        under=rng.integers(5, 15, size=shape) * TICKS,
        over=rng.integers(0, 4, size=shape) * TICKS,
        hard=np.full(shape, 100 * TICKS),
        skills=SKILLS,
        lead=LEADS,
        lead_minimum=rng.integers(0, 3, size=(2, 4)),
        lead_price=rng.integers(0, 9, size=(2, 4)) * TICKS,
        lead_hard=np.array([True, False]),
        lead_fixed=rng.integers(0, 2, size=4),
        level=required + rng.integers(-2, 3, size=(2, *shape)),
        level_price=rng.integers(0, 9, size=(2, *shape)) * TICKS,
    )


def least_cost(cover: Cover, present: list[int], t: int) -> float:
    """Return the least cost of a slot over all assignments of the agents present to queues."""
    best = np.inf
    for queues in product(*(np.flatnonzero(SKILLS[g]) for g in present)):
        served = cover.fixed[:, t] + np.bincount(np.array(queues, dtype=int), minlength=3)
        gap = cover.required[:, t] - served
        cost = np.maximum(0, gap) @ cover.under[:, t] + np.maximum(0, -gap) @ cover.over[:, t]
        cost += np.maximum(0, cover.minimum[:, t] - served) @ cover.hard[:, t]
        cost += (np.maximum(0, cover.level[:, :, t] - served) * cover.level_price[:, :, t]).sum()
        best = min(best, float(cost) / TICKS)
    leads = cover.lead_fixed[t] + sum(bool(LEADS[g]) for g in present)
    missing = np.maximum(0, cover.lead_minimum[:, t] - leads)
    return best + float(missing @ cover.lead_price[:, t]) / TICKS


@pytest.mark.parametrize("seed", range(25))
def test_agents_who_come_and_go_leave_the_flow_at_least_cost(seed: int) -> None:
    cover = random_cover(seed)
    market = Market.of(cover)
    rng = np.random.default_rng(seed)
    present: list[list[int]] = [[] for _ in range(4)]
    total = cover_cost(market)
    for _ in range(40):
        t = int(rng.integers(4))
        if present[t] and (len(present[t]) >= 5 or rng.random() < 0.4):
            g = present[t].pop(int(rng.integers(len(present[t]))))
            total += remove_agent(market, g, t)
        else:
            g = int(rng.integers(len(SKILLS)))
            price = np.zeros((len(SKILLS), 4))
            price_slots(market, 0.0, np.array([t]), price)
            change = add_agent(market, g, t)
            assert change == pytest.approx(price[g, t])
            present[t].append(g)
            total += change
        assert cover_cost(market) == pytest.approx(total)
        assert total == pytest.approx(sum(least_cost(cover, present[k], k) for k in range(4)))
        for k in range(4):
            counts = np.bincount(np.array(present[k], dtype=int), minlength=len(SKILLS))
            assert (market.flow[:, :, k].sum(axis=1) == counts).all()
        assert (market.flow >= 0).all()
        assert (market.flow[~SKILLS] == 0).all()


def test_blurred_prices_lie_between_the_prices_of_missing_and_spare_agents() -> None:
    cover = random_cover(1)
    market = Market.of(cover)
    price = np.zeros((len(SKILLS), 4))
    price_slots(market, 1.5, np.arange(4), price)
    steepest = cover.steepest.max(axis=0) / TICKS
    steepest = steepest + cover.lead_price.sum(axis=0) / TICKS
    assert (price >= -steepest).all()
    assert (price <= cover.over.max(axis=0) / TICKS).all()
