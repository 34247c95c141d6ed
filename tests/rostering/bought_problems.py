"""Small problems in which further hinges make coverage convex and cover can be bought."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from small_problems import random_problem
from staffwright.models.rostering.problem import TICKS, BoughtCover, RosterProblem


def with_levels(problem: RosterProblem, seed: int) -> RosterProblem:
    """Add two hinges around the requirement, where demand counts: one or two agents off it."""
    rng = np.random.default_rng(seed)
    cover = problem.cover
    off = rng.integers(-2, 3, size=(2, *cover.required.shape))
    price = rng.integers(0, 12, size=off.shape) * TICKS * (cover.under > 0)
    return replace(problem, cover=replace(cover, level=cover.required + off, level_price=price))


def with_offers(problem: RosterProblem, price: int = 30) -> RosterProblem:
    """Offer two agents for the first queue all day and one for both in the afternoon.

    Blocks last at least 4 and 3 hours; slots last an hour.
    """
    hour = np.arange(problem.n_slots) % 24
    inside = np.arange(problem.n_slots) < problem.day_start[problem.n_days]
    skills = problem.cover.skills
    both = int(np.flatnonzero(skills.all(axis=1))[0])
    first = int(np.flatnonzero(skills[:, 0] & ~skills[:, 1:].any(axis=1))[0])
    offers = BoughtCover(
        skill_set=np.array([first, both]),
        units=np.array([2, 1]),
        open=np.stack([inside & (hour >= 6) & (hour < 22), inside & (hour >= 12) & (hour < 20)]),
        least_slots=np.array([4, 3]),
        price=np.array([price, price + 4]) * TICKS,
    )
    return replace(problem, bought=offers)


def busy_market(seed: int, *, agents: int = 3, days: int = 7) -> RosterProblem:
    """Return a problem with convex coverage, every second one with offers as well."""
    problem = with_levels(random_problem(seed, agents=agents, days=days), seed)
    return with_offers(problem) if seed % 2 else problem


def blocks_hold(offers: BoughtCover, present: np.ndarray) -> bool:
    """Say whether all runs of units lie in open slots and last long enough."""
    for u, k in enumerate(offers.offer):
        if (present[u] & ~offers.open[k]).any():
            return False
        edges = np.flatnonzero(np.diff(np.concatenate([[0], present[u].astype(int), [0]])))
        if ((edges[1::2] - edges[::2]) < offers.least_slots[k]).any():
            return False
    return True
