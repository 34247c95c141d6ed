"""The cheapest tour of every class of agents at prices of coverage, priced in threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numba import njit

from .problem import FloatArray, IntArray
from .program import TourArrays
from .state import SearchState
from .tour_totals import track_kinds
from .tours import Fairness, TourWork, best_tour


@njit(cache=True, nogil=True)
def price_tours(
    agents: IntArray,
    duals: FloatArray,
    arrays: TourArrays,
    work: TourWork,
    cost: FloatArray,
    option: IntArray,
    breaks: IntArray,
) -> int:
    """Write every agent's cheapest tour and its cost; return at which the work arrays ended.

    `option` (K, D) holds the tours found at the prices before.
    """
    at_hand = np.empty_like(option[0])
    fairness = Fairness(np.zeros(3, dtype=np.int64), np.zeros(3))
    for k in range(len(agents)):
        a = agents[k]
        row = duals[arrays.agents.group[a]]
        most = arrays.agents.most[a]
        while True:
            at_hand[:] = option[k]
            cost[k] = best_tour(a, row, fairness, most, arrays, work, at_hand, option[k], breaks[k])
            if cost[k] == -np.inf:
                return k
            if not track_kinds(a, option[k], arrays.totals):
                break
    return len(agents)


class Pricing:
    """Prices agents (K,) in so many threads, each on work arrays of its own.

    An agent is always priced by the same thread, so that what the states share is written by one.
    """

    def __init__(self, state: SearchState, agents: IntArray, workers: int) -> None:
        self.agents = agents
        threads = max(1, min(workers, len(agents)))
        self._states = [state, *(state.twin() for _ in range(threads - 1))]
        bounds = np.linspace(0, len(agents), threads + 1).astype(int).tolist()
        self._parts = [slice(a, b) for a, b in pairwise(bounds)]

    def price(self, duals: FloatArray, option: IntArray, breaks: IntArray) -> FloatArray:
        """Return the least cost of a tour of every agent, (K,), at prices (G, T).

        `option` (K, D) holds the tours found at the prices before and gets the new ones, as does
        `breaks` (K, D, B).
        """
        cost = np.empty(len(self.agents))

        def work(state: SearchState, part: slice) -> None:
            _price_part(state, self.agents[part], duals, cost[part], option[part], breaks[part])

        if len(self._parts) == 1:
            work(self._states[0], self._parts[0])
            return cost
        with ThreadPoolExecutor(len(self._parts)) as pool:
            for done in [
                pool.submit(work, *task) for task in zip(self._states, self._parts, strict=True)
            ]:
                done.result()
        return cost


def _price_part(
    state: SearchState,
    agents: IntArray,
    duals: FloatArray,
    cost: FloatArray,
    option: IntArray,
    breaks: IntArray,
) -> None:
    """Price some agents on the work arrays of a state, which grow as needed."""
    done = 0
    while done < len(agents):
        rest = slice(done, None)
        done += price_tours(
            agents[rest],
            duals,
            state.arrays,
            state.work,
            cost[rest],
            option[rest],
            breaks[rest],
        )
        if done < len(agents):
            state.grow(int(agents[done]))
