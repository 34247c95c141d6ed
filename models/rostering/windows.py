"""Neighbourhood search by CP-SAT in several threads at once, and aims at costs near the bound.

Each worker frees some days of all agents, some agents, or some days of some agents of the best
roster, keeps the rest, and asks CP-SAT for a cheaper one. Of the options only those are given whose
reduced cost at the prices of the bound is small: a roster near the bound takes no others. A result
found while another worker has moved the roster on is laid over the new one where that is legal.
One worker aims (see `aiming`) as long as there is a target left.
"""

from __future__ import annotations

import logging
import threading
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from .aiming import PARAMETERS as AIM_PARAMETERS
from .aiming import Aim, Guide
from .cost_grid import raised
from .neighbourhoods import PARAMETERS, limits
from .problem import TICKS, BoolArray, Roster
from .run import Run
from .start import legal_tours
from .window import Window, WindowResult
from .window_choice import Choice, WindowChoice

if TYPE_CHECKING:
    from .cpsat import WindowModel

log = logging.getLogger(__name__)

LONGEST = 15.0
"""Seconds that a window may take at most."""
SHARE_OF_TIME = 0.06
"""Share of the time left that a window may take."""
TURNS_TO_AIM = 20
"""Turns of a single worker of which one is an aim."""


class WindowSearch:
    """Improves the best roster of a run; `stop` ends it from another thread."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.guide: Guide | None = None
        self.aim: Aim | None = None
        self.bound = -np.inf if run.bound is None else run.bound
        self.best = run.best
        self.cost = run.best_cost
        self.solved = 0
        self._choice = WindowChoice(run.problem)
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._running: dict[int, WindowModel] = {}
        self._failure: BaseException | None = None

    def follow(self, guide: Guide) -> None:
        """Consider only options near the bound from now on, and aim at costs near it."""
        self.guide = guide
        self.bound = max(self.bound, raised(guide.bound, self.run.grid))
        self.aim = Aim(self.run.problem, guide, self.run.grid)

    def improve(self, workers: int) -> None:
        """Search with so many workers until the run is done.

        With one worker, or where the run is deterministic, one thing is solved at a time.
        """
        run = self.run
        if workers < 2 or run.settings.deterministic:
            rng = np.random.default_rng(int(run.rng.integers(2**31)))
            for turn in count(1):
                if run.done():
                    return
                aimed = turn % TURNS_TO_AIM == 0 and self._one_aim(0, rng)
                if not aimed:
                    self._one_window(0, rng)
                self._report()
        seeds = run.rng.integers(2**31, size=workers).tolist()
        threads = [
            threading.Thread(target=self._work, args=(k, seed)) for k, seed in enumerate(seeds)
        ]
        for thread in threads:
            thread.start()
        try:
            while not run.done() and not self._stopped.is_set():
                self._stopped.wait(0.1)
                self._report()
        finally:
            self.stop()
            for thread in threads:
                thread.join()
        self._report()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """End all windows under way."""
        self._stopped.set()
        with self._lock:
            for model in self._running.values():
                model.stop()

    def _report(self) -> None:
        with self._lock:
            if self.cost < self.run.best_cost - 1e-9:
                self.run.state.load(self.best)
                self.run.offer("CP-SAT windows", self.cost)
            self.run.raise_bound("proof", self.bound)

    def _work(self, number: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        try:
            while not self._stopped.is_set():
                aimed = number == 0 and self._one_aim(number, rng)
                if not aimed:
                    self._one_window(number, rng)
        except BaseException as failure:  # noqa: BLE001  told to the thread that waits
            self._failure = failure
            self._stopped.set()

    def _one_window(self, number: int, rng: np.random.Generator) -> None:
        # here, because loading OR-Tools takes as long as a first roster
        from .cpsat import WindowModel

        with self._lock:
            base, cost = self.best, self.cost
            useful = self._useful(rng, cost)
            choice = self._choice.choose(base, useful, rng)
        run = self.run
        hinted = bool(rng.random() < 0.5)
        model = WindowModel(run.problem, base, choice.window, useful)
        # without a hint a roster of the same cost is welcome: it is another one
        model.ask_for(better=hinted)
        if not hinted:
            model.forget_hint()
        seconds = max(0.2, min(LONGEST, SHARE_OF_TIME * run.left()))
        result = self._solve(number, model, seconds, rng, PARAMETERS)
        with self._lock:
            self._take(base, choice, result)

    def _one_aim(self, number: int, rng: np.random.Generator) -> bool:
        """Aim at one target; say whether there was one."""
        with self._lock:
            aim, base, bound = self.aim, self.best, self.bound
            attempt = None if aim is None else aim.next(self.cost, bound)
        if aim is None or attempt is None:
            return False
        seconds = min(attempt.seconds, self.run.left())
        model = aim.model(attempt, base)
        if not model.exact:
            self.aim = None  # nor would it be at another target
            return False
        result = self._solve(number, model, seconds, rng, AIM_PARAMETERS)
        log.debug("aim %g: %s", attempt.ticks / TICKS, "proved" if result.proved else "open")
        with self._lock:
            if result.roster is not None:
                self._take_whole(result.roster)
            if result.proved and result.roster is not None:
                self.bound = max(self.bound, self.cost)
            elif result.proved:
                self.bound = max(self.bound, (attempt.ticks + self.run.grid) / TICKS)
                aim.refuted()
        return True

    def _solve(
        self,
        number: int,
        model: WindowModel,
        seconds: float,
        rng: np.random.Generator,
        parameters: dict[str, object],
    ) -> WindowResult:
        with self._lock:
            self._running[number] = model
            stopped = self._stopped.is_set()
        result = WindowResult(None, False, None)
        if not stopped:
            seed = int(rng.integers(2**31))
            result = model.solve(seconds, seed, parameters | limits(self.run, seconds))
        self.run.clock.spend(result.work)
        with self._lock:
            self._running.pop(number, None)
        return result

    def _useful(self, rng: np.random.Generator, cost: float) -> BoolArray | None:
        """Return which options to consider: those that add little to the bound, or could at all."""
        if self.guide is None:
            return None
        gap = max(0.0, cost - self.guide.bound)
        fair = max(gap / max(1, self.run.problem.n_agents), 1e-3 * gap)
        return self.guide.added <= min(gap, fair * float(rng.choice([2.0, 6.0, 20.0]))) + 1e-6

    def _take(self, base: Roster, choice: Choice, result: WindowResult) -> None:
        """Keep a result that is no worse than the best roster by now."""
        self.solved += 1
        gain = 0.0
        if result.roster is not None:
            roster: Roster | None = result.roster
            if base is not self.best:
                roster = self._overlaid(result.roster, choice.window)
            if roster is not None:
                gain = self._take_whole(roster)
        self._choice.learn(choice, result.proved, gain)

    def _take_whole(self, roster: Roster) -> float:
        """Keep a roster that is no worse than the best one; return what it gains."""
        self.run.state.load(roster)
        cost = self.run.state.cost()
        gain = self.cost - cost
        if gain >= -1e-9:
            self.best, self.cost = roster, cost
        return max(0.0, gain)

    def _overlaid(self, result: Roster, window: Window) -> Roster | None:
        """Return the best roster with a window of another; None where a tour is not legal."""
        if len(self.run.problem.bought.units):
            return None  # blocks bought for the one roster need not suit the other
        roster = self.best.copy()
        days = slice(window.first, window.last)
        roster.option[window.agents, days] = result.option[window.agents, days]
        roster.breaks[window.agents, days] = result.breaks[window.agents, days]
        legal = legal_tours(self.run.problem, self.run.state.tables, roster, window.agents)
        return roster if legal.all() else None
