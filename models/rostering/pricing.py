"""The cheapest tour of every class of agents at prices of coverage, priced in threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .kernels import kernel
from .problem import FloatArray, IntArray
from .program import ShiftArrays, TourArrays
from .state import SearchState
from .tour_totals import track_kinds
from .tour_value import working_slots
from .tours import Fairness, TourWork, best_tour

NO_SHARES = Fairness(np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64), np.zeros(3))
"""Nothing to pay for fairness: no tour gets cheaper by it, so that a bound without it is a bound.

For the same reason budgets of several weeks may be left out.
"""


@kernel
def price_tours(
    agents: IntArray,
    duals: FloatArray,
    fairness: Fairness,
    arrays: TourArrays,
    work: TourWork,
    cost: FloatArray,
    option: IntArray,
    breaks: IntArray,
) -> int:
    """Write every agent's cheapest tour and its cost; return at which the work arrays ended.

    `option` (K, D) holds the tours found at the prices before.
    """
    for k in range(len(agents)):
        a = agents[k]
        row = duals[arrays.agents.group[a]]
        most = arrays.agents.most[a]
        while True:
            tour = option[k]
            cost[k] = best_tour(a, row, fairness, most, arrays, work, tour, tour, breaks[k])
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
        # prices by which a search keeps limits of kinds are no part of any cost
        self._unpriced = np.zeros_like(state.arrays.totals.kind_price)
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
            prices = self._unpriced, duals
            _price_part(state, self.agents[part], prices, cost[part], option[part], breaks[part])

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
    prices: tuple[FloatArray, FloatArray],
    cost: FloatArray,
    option: IntArray,
    breaks: IntArray,
) -> None:
    """Price some agents on the work arrays of a state, which grow as needed.

    `prices` are those of kinds of shift (A, K) and of coverage (G, T).
    """
    kind_price, duals = prices
    totals = state.arrays.totals._replace(kind_price=kind_price)
    arrays = state.arrays._replace(totals=totals)
    done = 0
    while done < len(agents):
        rest = slice(done, None)
        done += price_tours(
            agents[rest],
            duals,
            NO_SHARES,
            arrays,
            state.work,
            cost[rest],
            option[rest],
            breaks[rest],
        )
        if done < len(agents):
            state.grow(int(agents[done]))


@kernel
def add_supply(
    agents: IntArray,
    alike: IntArray,
    option: IntArray,
    breaks: IntArray,
    group: IntArray,
    event: npt.NDArray[np.int8],
    shifts: ShiftArrays,
    supply: FloatArray,
    slots: IntArray,
) -> None:
    """Add what `alike` (K,) agents like every one of `agents` cover by its tour to `supply` (G, T).

    `slots` (T,) is scratch space.
    """
    for k in range(len(agents)):
        a = agents[k]
        g = group[a]
        n = working_slots(option[k], breaks[k], event[a], shifts, slots)
        for i in range(n):
            supply[g, slots[i]] += alike[k]
