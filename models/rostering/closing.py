"""The last stages of problems whose prices column generation finds: windows near the bound, proof.

Options that add more to the bound than is left of the gap are out; what remains is searched window
by window, and handed to CP-SAT as a whole for a proof where it is small.
"""

from __future__ import annotations

import numpy as np

from .bounding import Bounding
from .neighbourhoods import limits
from .problem import TICKS, BoolArray
from .run import Run
from .watching import watched
from .window import Window
from .windows import Guide, WindowSearch

PROVABLE = 2500
"""Shift booleans left after fixing up to which CP-SAT gets the whole problem to prove."""
FIRST_PROOF, LONGEST_PROOF = 5.0, 160.0
"""Seconds of the first attempt at a proof, and of the longest: each takes twice as long."""
PATIENCE = 20.0
"""Seconds without gain after which windows give way to an attempt at a proof."""


def close_gap(run: Run, bounding: Bounding) -> None:
    """Search windows and try to prove the best roster, in turns, until the run is done."""
    search = WindowSearch(run)
    while bounding.guide() is None and not run.done():
        search.improve(run.seconds() + 1.0)
        bounding.advance(0.1 * run.left())
    guide = search.guide = bounding.guide()
    seconds = FIRST_PROOF
    while guide is not None and not run.done():
        useful = open_options(run, guide)
        if int((run.problem.staff.allowed & useful).sum()) <= PROVABLE:
            _prove(run, useful, min(seconds, run.left()))
            search.begin_with_best()
        if not run.done():
            search.improve(np.inf, max(PATIENCE, seconds))
        seconds = min(LONGEST_PROOF, 2 * seconds)


def open_options(run: Run, guide: Guide) -> BoolArray:
    """Return the options that a roster cheaper than the best one may take, (A, O)."""
    # a cheaper roster costs a step less
    gap = run.best_cost - run.step - guide.bound
    return np.asarray(guide.added <= gap + 1e-6 * (1.0 + abs(run.best_cost)))


def _prove(run: Run, useful: BoolArray, seconds: float) -> None:
    """Ask CP-SAT for a roster cheaper than the best; that there is none is a proof."""
    from .cpsat import WindowModel  # here, because loading OR-Tools takes as long as a first roster

    everyone = Window(np.arange(run.problem.n_agents), 0, run.problem.n_days)
    model = WindowModel(run.problem, run.best, everyone, useful)
    model.ask_for(better=True)
    workers = 1 if run.settings.deterministic else run.settings.workers
    parameters: dict[str, object] = {
        "num_workers": workers,
        "subsolvers": ("max_lp", "quick_restart")[:workers],
        "catch_sigint_signal": False,
    }
    with watched(model, run):
        result = model.solve(seconds, run.settings.seed, parameters | limits(run, seconds))
    run.clock.spend(result.work)
    if result.roster is not None:
        run.state.load(result.roster)
        run.offer("proof")
    if result.proved:
        run.raise_bound("proof", run.best_cost)
    elif result.bound_ticks is not None:
        run.raise_bound("proof", min(run.best_cost, result.bound_ticks / TICKS))
