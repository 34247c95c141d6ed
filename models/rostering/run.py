"""One optimisation under way: the state, the best roster so far, the bound, the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite

import numpy as np

from .clock import TOUR_SECONDS, Clock, WallClock, WorkClock
from .cost_grid import cost_step, raised
from .problem import RosterProblem
from .program import build_tables
from .state import SearchState

PROOF_TOLERANCE = 0.005
"""Currency units: cost and bound closer than half a minor unit are equal."""


@dataclass(frozen=True)
class Progress:
    """How the search stands; `elastic` is the part of cost (and bound) for broken promises."""

    seconds: float
    stage: str
    cost: float | None
    bound: float | None
    elastic: float = 0.0


@dataclass(frozen=True)
class Settings:
    """When to stop and how to begin.

    Attributes
    ----------
    time_limit : seconds of wall clock, or of work where `deterministic`.
    gap : stop where (cost - bound) / bound falls to this.
    seed : of all random choices.
    workers : CP-SAT workers for whole problems, and threads: with one the bound waits its turn.
    deterministic : the same roster and bound for the same problem, seed and limit.
    """

    time_limit: float = 60.0
    gap: float = 0.0
    seed: int = 0
    workers: int = 2
    deterministic: bool = False


@dataclass
class Run:
    """What the stages of the conductor share."""

    problem: RosterProblem
    settings: Settings
    on_progress: Callable[[Progress], None]
    should_stop: Callable[[], bool]
    trace: list[Progress] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock: Clock = WorkClock() if self.settings.deterministic else WallClock()
        self.rng = np.random.default_rng(self.settings.seed)
        self.state = SearchState(self.problem, build_tables(self.problem))
        self.best = self.state.roster()
        self.best_cost = np.inf
        self.elastic = 0.0
        self.bound: float | None = None
        self.grid = cost_step(self.problem)
        self.cancelled = False
        self.nothing = np.zeros_like(self.state.price)
        self.listen: Callable[[], None] = lambda: None

    def seconds(self) -> float:
        """Return the seconds since the search began."""
        return self.clock.seconds()

    def left(self) -> float:
        """Return the seconds left."""
        return self.settings.time_limit - self.seconds()

    def spend_tours(self, tours: int) -> None:
        """Note so many best tours."""
        self.clock.spend(tours * TOUR_SECONDS * self.problem.n_options)

    def out_of_time(self) -> bool:
        """Say whether to stop at once: asked to, or out of time."""
        self.listen()
        if self.should_stop():
            self.cancelled = True
        return self.cancelled or self.left() <= 0

    def done(self) -> bool:
        """Say whether to stop: asked to, out of time, or close enough to the bound."""
        return self.out_of_time() or self.close_enough()

    def close_enough(self) -> bool:
        """Say whether cost and bound are as close as wanted."""
        if self.bound is None or not np.isfinite(self.best_cost):
            return False
        distance = self.best_cost - self.bound
        if distance <= PROOF_TOLERANCE:
            return True
        # the prices of broken promises are no cost, and must not widen the gap allowed
        return bool(distance <= self.settings.gap * (self.bound - self.elastic))

    def offer(self, stage: str, cost: float | None = None) -> None:
        """Keep the state's roster if it is the best so far; report."""
        cost = self.state.cost() if cost is None else cost
        if cost < self.best_cost - 1e-9:
            self.best_cost = cost
            self.best = self.state.roster()
            self.elastic = self.state.elastic()
            self.report(stage)

    def raise_bound(self, stage: str, bound: float) -> None:
        """Keep a bound, raised to the next possible cost, if it is the best so far; report."""
        if isfinite(bound):
            bound = raised(bound, self.grid)
        if isfinite(bound) and (self.bound is None or bound > self.bound + 1e-9):
            self.bound = max(0.0, bound)  # no price is negative
            self.report(stage)

    def report(self, stage: str) -> None:
        """Tell how the search stands."""
        cost = float(self.best_cost) if np.isfinite(self.best_cost) else None
        point = Progress(self.seconds(), stage, cost, self.bound, self.elastic)
        self.trace.append(point)
        self.on_progress(point)
