"""Improvement by exact best responses to blurred prices: of everybody, or of a few agents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from .problem import OFF, BoolArray, FloatArray, IntArray, RosterProblem
from .state import SearchState

FIRST_BLUR = 0.35
"""Standard deviation of the first blur, as a share of the largest requirement."""
PRICED_BLUR = 0.03
"""The same where prices guide the sweeps."""
NOISE = 0.012
"""Standard deviation of each agent's own noise at first, in prices of an agent missing.

Without it agents of a kind all see the same prices and go the same way; with it a longer
annealing ends better, as it should.
"""


def first_blur(problem: RosterProblem) -> float:
    """Return the blur, in agents, from which a roster is begun with nothing."""
    return max(2.0, FIRST_BLUR * float(problem.cover.required.max(initial=0)))


def annealed_sweeps(
    state: SearchState, rng: np.random.Generator, duals: FloatArray, blend: float, blur: float
) -> None:
    """Give all agents, in random order, their best tours against the others.

    They see the expected price of coverage when demand is blurred by N(0, blur) agents, mixed
    with the dual prices; with a blur and blend of 0 the exact marginal price.
    """
    state.respond(rng.permutation(state.problem.n_agents), duals, blend, blur)


@dataclass(frozen=True)
class Heat:
    """How an annealing begins: weight of the prices, blur and noise, see `anneal`."""

    blend: float = 1.0
    blur: float = PRICED_BLUR
    noise: float = NOISE


FROM_NOTHING = Heat()
"""Heat of an annealing whose roster may be anything."""
REHEAT, REHEAT_SWEEPS = Heat(blend=0.3, blur=0.0, noise=0.06), 64
"""Heat and sweeps of annealing everybody again where the roster is a good one already."""
MOST_REHEATED = 1000
"""Agents times days up to which that takes a second or two."""


def anneal(
    state: SearchState,
    rng: np.random.Generator,
    duals: FloatArray,
    sweeps: int,
    heat: Heat = FROM_NOTHING,
) -> Iterator[float]:
    """Sweep over all agents, guided by prices at first and by the exact marginals at last.

    The prices' weight falls with the square root of what is left, blur and noise with its square:
    early sweeps let everybody follow the prices, the last ones settle who covers what. Yields what
    is left after each sweep, as a share of all.
    """
    cover, n = state.problem.cover, state.problem.n_agents
    blur = heat.blur * float(cover.required.max(initial=0))
    noise = heat.noise * cover.mean_price
    for step in range(sweeps):
        left = 1.0 - step / max(1, sweeps - 1)
        seed = int(rng.integers(2**31))
        order = rng.permutation(n)
        blend = heat.blend * left**0.5
        state.respond(order, duals, blend, blur * left**2, noise * left**2, seed)
        yield left


@dataclass(frozen=True)
class Snapshot:
    """What a move may change, kept to take it back."""

    option: IntArray
    breaks: IntArray
    bought: BoolArray
    own: FloatArray
    counts: IntArray
    served: IntArray
    flow: IntArray
    leads: IntArray
    cost: float


def snapshot(state: SearchState, cost: float) -> Snapshot:
    """Remember the roster and its market."""
    market = state.market
    return Snapshot(
        state.option.copy(),
        state.breaks.copy(),
        state.bought.copy(),
        state.own.copy(),
        state.counts.copy(),
        market.served.copy(),
        market.flow.copy(),
        market.leads.copy(),
        cost,
    )


def restore(state: SearchState, saved: Snapshot) -> None:
    """Take the roster back to a snapshot."""
    state.option[:] = saved.option
    state.breaks[:] = saved.breaks
    state.bought[:] = saved.bought
    state.own[:] = saved.own
    state.counts[:] = saved.counts
    state.market.served[:] = saved.served
    state.market.flow[:] = saved.flow
    state.market.leads[:] = saved.leads


def anneal_some(
    state: SearchState,
    rng: np.random.Generator,
    duals: FloatArray,
    current: float,
    tolerance: float,
    ended: Callable[[], bool] = lambda: False,
) -> float:
    """Let related agents, or all, respond to blurred prices, the blur falling; return the new cost.

    A roster costlier than `current` by more than `tolerance` is taken back. Agents move from where
    they are: sending them home first (ruin and recreate) loses more than it finds where coverage
    is tight. Annealing of all stops on the way where the run has `ended`.
    """
    saved = snapshot(state, current)
    agents = _related_agents(state, rng)
    n = state.problem.n_agents
    if len(agents) == n and n * state.problem.n_days <= MOST_REHEATED and duals.any():
        for _ in anneal(state, rng, duals, REHEAT_SWEEPS, REHEAT):
            if ended():
                break
    else:
        _anneal_group(state, rng, duals, agents)
    cost = state.cost()
    if cost <= current + tolerance:
        return cost
    restore(state, saved)
    return current


def _anneal_group(
    state: SearchState, rng: np.random.Generator, duals: FloatArray, agents: IntArray
) -> None:
    """Let some agents respond again and again, blur, noise and the weight of prices falling."""
    steps = int(rng.integers(8, 21))
    # prices that are still to come have no weight: mixed in as zero they make coverage worth less
    sigma, blend = rng.uniform(0.3, 0.8), rng.choice([0.5, 0.9]) if duals.any() else 0.0
    noise = NOISE * state.problem.cover.mean_price
    for step in range(steps):
        left = 1.0 - step / (steps - 1)
        seed = int(rng.integers(2**31))
        order = rng.permutation(agents)
        state.respond(order, duals, blend * left, sigma * left, noise * left, seed)


def _related_agents(state: SearchState, rng: np.random.Generator) -> IntArray:
    """Pick agents who work, or could work, around a slot where coverage is priced."""
    problem = state.problem
    n = problem.n_agents
    size = n if n <= 100 and rng.random() < 0.4 else min(n, int(rng.integers(10, 61)))
    cover, served = problem.cover, state.market.served
    loss = np.maximum(0, cover.required - served) * (cover.under > 0) + np.maximum(
        0, served - cover.required
    ) * (cover.over > 0)
    weight = loss.sum(axis=0).astype(np.float64)
    if size == n or rng.random() < 0.3 or weight.sum() == 0:
        return np.asarray(rng.choice(n, size=size, replace=False))
    t = int(rng.choice(problem.n_slots, p=weight / weight.sum()))
    options = problem.options
    day = int(np.searchsorted(problem.day_start, t, side="right")) - 1
    day = min(day, problem.n_days - 1)
    around = slice(int(options.first_of_day[max(0, day - 1)]), int(options.first_of_day[day + 1]))
    covers = (options.start[around] <= t) & (t < options.end[around])
    able = problem.staff.allowed[:, around][:, covers].any(axis=1)
    working = np.array(
        [
            any(
                o != OFF and options.start[o] <= t < options.end[o]
                for o in row[max(0, day - 1) : day + 1]
            )
            for row in state.option
        ]
    )
    near_first = np.argsort(~(able | working), kind="stable")
    near = int((able | working).sum())
    order = np.concatenate([rng.permutation(near_first[:near]), rng.permutation(near_first[near:])])
    return order[:size]
