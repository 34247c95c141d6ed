"""The same annealing on several states at once, with random numbers of their own; the best stays.

Over a long horizon nothing else has work for the other cores while agents are annealed. To let
several agents of one roster respond at once is no use: who does not see the other's new tour takes
the same gap, and ends worse than with a quarter of the sweeps one after the other.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from .problem import FloatArray
from .search import anneal
from .state import SearchState


class Crew:
    """A state and, for every further worker, another one of the same problem."""

    def __init__(self, state: SearchState, workers: int) -> None:
        self.state = state
        self._others = [SearchState(state.problem, state.tables) for _ in range(workers - 1)]

    def anneal(self, rng: np.random.Generator, duals: FloatArray, sweeps: int) -> Iterator[float]:
        """Anneal all states as `search.anneal` does; in the end the first has the best roster.

        The result does not depend on the pace of the threads. Who stops on the way leaves the
        first state as it is then.
        """
        if not self._others:
            yield from anneal(self.state, rng, duals, sweeps)
            return
        ended = threading.Event()

        def beside(state: SearchState, seed: int) -> None:
            state.load(roster)
            for _ in anneal(state, np.random.default_rng(seed), duals, sweeps):
                if ended.is_set():
                    return

        roster = self.state.roster()
        seeds = rng.integers(2**31, size=len(self._others)).tolist()
        with ThreadPoolExecutor(len(self._others)) as pool:
            tasks = [pool.submit(beside, *task) for task in zip(self._others, seeds, strict=True)]
            try:
                yield from anneal(self.state, rng, duals, sweeps)
                for task in tasks:
                    task.result()
            finally:
                ended.set()
        best = min(self._others, key=SearchState.cost)
        if best.cost() < self.state.cost():
            self.state.load(best.roster())
            yield 0.0
