"""Leads the stages: insertion, covering program, bound, annealed sweeps, neighbourhoods, proof.

There is a roster after the first sweep; every later stage improves it or its bound. Costs and
bounds are in currency units; a bound that is not known is None.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import isfinite
from typing import Literal

import numpy as np

from ..covering.program import solve_covering
from .cpsat import Window, WindowModel, variables
from .evaluate import Valuation, evaluate
from .lagrange import LagrangianBound
from .neighbourhoods import WindowChooser, improve_window
from .problem import TICKS, FloatArray, Roster, RosterProblem
from .program import build_tables
from .search import anneal_some, annealed_sweeps
from .state import SearchState
from .warmup import compile_kernels

log = logging.getLogger(__name__)

Status = Literal["optimal", "feasible", "cancelled"]

WHOLE_PROBLEM = 1500
"""Shift booleans up to which CP-SAT gets the whole problem to prove."""
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
    time_limit : seconds of wall clock.
    gap : stop where (cost - bound) / bound falls to this.
    seed : of all random choices.
    workers : CP-SAT workers for whole problems.
    """

    time_limit: float = 60.0
    gap: float = 0.0
    seed: int = 0
    workers: int = 2


@dataclass(frozen=True)
class Solution:
    """A roster with its exact value and what is proved of it.

    `cost` and `bound` include the elastic prices of promises that cannot be kept.
    """

    status: Status
    roster: Roster
    value: Valuation
    cost: float
    bound: float | None
    seconds: float
    trace: tuple[Progress, ...]
    shortage: FloatArray | None


def _ignore(_: Progress) -> None:
    """Take no notice of progress."""


def _never() -> bool:
    """Go on."""
    return False


@dataclass
class _Run:
    """One optimisation: the state, the best roster so far, the clock."""

    problem: RosterProblem
    settings: Settings
    on_progress: Callable[[Progress], None]
    should_stop: Callable[[], bool]
    started: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.settings.seed)
        self.state = SearchState(self.problem, build_tables(self.problem))
        self.best = self.state.roster()
        self.best_cost = np.inf
        self.elastic = 0.0
        self.bound: float | None = None
        self.trace: list[Progress] = []
        self.cancelled = False
        self.nothing = np.zeros_like(self.state.price)

    def seconds(self) -> float:
        return time.perf_counter() - self.started

    def left(self) -> float:
        return self.settings.time_limit - self.seconds()

    def done(self) -> bool:
        """Say whether to stop: asked to, out of time, or close enough to the bound."""
        if self.should_stop():
            self.cancelled = True
        return self.cancelled or self.left() <= 0 or self.close_enough()

    def close_enough(self) -> bool:
        if self.bound is None or not np.isfinite(self.best_cost):
            return False
        distance = self.best_cost - self.bound
        if distance <= PROOF_TOLERANCE:
            return True
        if distance > self.settings.gap * self.bound:
            return False
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
        if isfinite(bound) and (self.bound is None or bound > self.bound + 1e-9):
            self.bound = max(0.0, bound)  # no price is negative
            self.report(stage)

    def report(self, stage: str) -> None:
        cost = float(self.best_cost) if np.isfinite(self.best_cost) else None
        point = Progress(self.seconds(), stage, cost, self.bound, self.elastic)
        self.trace.append(point)
        self.on_progress(point)


def solve(
    problem: RosterProblem,
    settings: Settings | None = None,
    *,
    on_progress: Callable[[Progress], None] = _ignore,
    should_stop: Callable[[], bool] = _never,
) -> Solution:
    """Find a roster and bound its cost until a limit is reached.

    Parameters
    ----------
    problem : RosterProblem
    settings : Settings, optional
    on_progress : callable
        Told whenever the best roster or the bound moves.
    should_stop : callable
        Asked between steps; True keeps the best roster found and ends the search.

    Returns
    -------
    Solution
        Always with a roster: what cannot be covered is priced, never infeasible.
    """
    on_progress(Progress(0.0, "preparing", None, None))
    compile_kernels()
    run = _Run(problem, settings or Settings(), on_progress, should_stop)
    _insert(run)
    whole = variables(problem, range(problem.n_agents), 0, problem.n_days) <= WHOLE_PROBLEM
    # where CP-SAT can prove the whole, pricing is only its start
    duals, shortage = _bound(run, share=0.05 if whole else 0.25)
    if not run.done():
        _anneal(run, duals)
    if whole and not run.done():
        _prove(run)
    _improve(run, duals)
    return _finish(run, shortage)


def _insert(run: _Run) -> None:
    """Bring in the agents one by one, then let them respond to each other a few times."""
    for step in range(6):
        annealed_sweeps(run.state, run.rng, run.nothing, step, 6, 0.0)
        run.offer("insertion")
        if run.done():
            return


def _bound(run: _Run, share: float) -> tuple[LagrangianBound, FloatArray | None]:
    """Solve the covering program and certify its prices by exact pricing of every agent."""
    lagrangian = LagrangianBound(run.state, run.nothing.copy())
    if run.done():
        return lagrangian, None
    covering = solve_covering(run.problem, time_limit=min(30.0, max(1.0, 0.3 * run.left())))
    if covering is None:
        log.info("the covering program reached no optimum in time; its prices start from nothing")
    else:
        lagrangian = LagrangianBound(run.state, covering.duals)
        lagrangian.step()
        run.raise_bound("covering", lagrangian.best)
    _ascend(run, lagrangian, min(30.0, share * run.left()))
    return lagrangian, None if covering is None else covering.shortage


def _ascend(run: _Run, lagrangian: LagrangianBound, seconds: float) -> None:
    """Raise the bound for some seconds, with steps that shorten as they pass."""
    begin, shown = run.seconds(), run.seconds()
    while (spent := run.seconds() - begin) < seconds and not run.done():
        lagrangian.cool(spent / seconds)
        lagrangian.step()
        if run.seconds() - shown > 2.0:
            shown = run.seconds()
            run.raise_bound("pricing", lagrangian.best)
    run.raise_bound("pricing", lagrangian.best)


def _anneal(run: _Run, lagrangian: LagrangianBound) -> None:
    """Sweep with blurred demand and dual prices, both falling to nothing."""
    steps = 60
    for step in range(steps):
        annealed_sweeps(run.state, run.rng, lagrangian.best_duals, step, steps, 0.9)
        if run.done():
            break
    run.offer("sweeps")


def _prove(run: _Run) -> None:
    """Hand the whole problem to CP-SAT with the roster as a complete hint."""
    everyone = Window(np.arange(run.problem.n_agents), 0, run.problem.n_days)
    model = WindowModel(run.problem, run.best, everyone)
    # Without a worker named for its linear relaxation the portfolio's bound stays near nothing.
    parameters: dict[str, object] = {
        "num_workers": run.settings.workers,
        "subsolvers": ("max_lp", "quick_restart")[: run.settings.workers],
        "catch_sigint_signal": False,
    }
    with _watched(model, run):
        result = model.solve(0.8 * run.left(), run.settings.seed, parameters)
    if result.roster is not None:
        run.state.load(result.roster)
        run.offer("proof")
    if result.bound_ticks is not None:
        run.raise_bound("proof", result.bound_ticks / TICKS)


@contextmanager
def _watched(model: WindowModel, run: _Run) -> Iterator[None]:
    """Stop CP-SAT as soon as the run is asked to stop."""
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(0.1):
            if run.should_stop():
                run.cancelled = True
                model.stop()
                return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()


def _improve(run: _Run, lagrangian: LagrangianBound) -> None:
    """Until the end: anneal some agents, then solve CP-SAT windows, in turns."""
    chooser = WindowChooser(run.rng)
    run.state.load(run.best)
    cost = run.best_cost
    warmth = 1e-4
    round_number = 0
    while not run.done():
        round_number += 1
        end = run.seconds() + min(8.0, max(0.3, 0.5 * run.left()))
        while run.seconds() < end and not run.done():
            tolerance = warmth * abs(cost) * float(run.rng.random()) ** 3
            cost = anneal_some(run.state, run.rng, lagrangian.best_duals, cost, tolerance)
            run.offer("annealing", cost)
        warmth = max(0.0, warmth * 0.8 - 1e-6)
        if run.done():
            break
        run.state.load(run.best)
        cost = run.best_cost
        for _ in range(2):
            seconds = min(4.0, run.left())
            cost, result = improve_window(
                run.state, chooser.choose(run.state), seconds, int(run.rng.integers(2**31)), cost
            )
            chooser.learn(result)
            run.offer("CP-SAT window", cost)
            if run.done():
                break


def _finish(run: _Run, shortage: FloatArray | None) -> Solution:
    """Value the best roster exactly and say what is proved of it."""
    value = evaluate(run.problem, run.best, run.state.tables)
    cost = (value.total + value.elastic) / TICKS
    bound = run.bound
    if bound is not None and bound > cost + PROOF_TOLERANCE:
        log.error("the bound %.6f lies above the cost %.6f: it is dropped", bound, cost)
        bound = None
    bound = None if bound is None else min(bound, cost)
    proved = bound is not None and cost - bound <= PROOF_TOLERANCE
    status: Status = "optimal" if proved else "cancelled" if run.cancelled else "feasible"
    run.best_cost, run.elastic = cost, value.elastic / TICKS
    run.report("end")
    return Solution(status, run.best, value, cost, bound, run.seconds(), tuple(run.trace), shortage)
