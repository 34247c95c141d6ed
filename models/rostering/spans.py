"""Best responses within some weeks of a long horizon, the rest of every tour kept.

Over half a year a best response to the whole horizon takes long and moves days that were right. In
a span of weeks it takes milliseconds, so that spans can be swept many times.
"""

from __future__ import annotations

from collections.abc import Callable

from .run import Run
from .search import annealed_sweeps, restore, snapshot
from .state import SearchState

SPAN = 35
"""Days of a span."""
BLURS = (1.2, 0.9, 0.6, 0.4, 0.2, 0.0)
"""Agents by which demand is blurred in each sweep over a span."""


def sweep_spans(run: Run, enough: Callable[[], bool]) -> None:
    """Sweep over spans drawn at random until `enough`; a span that ends dearer is taken back."""
    state, days = run.state, run.problem.n_days
    state.load(run.best)
    cost = run.best_cost
    while not run.done() and not enough():
        first = int(run.rng.integers(-SPAN // 2, days - SPAN // 2))
        saved = snapshot(state, cost)
        sweep_span(run, state, max(0, first), min(days, first + SPAN))
        new = state.cost()
        if new <= cost:
            cost = new
        else:
            restore(state, saved)
        run.offer("spans", cost)


def sweep_span(run: Run, state: SearchState, first: int, last: int) -> None:
    """Let all agents respond on some days only, demand blurred less and less."""
    state.limit(first, last)
    for blur in BLURS:
        annealed_sweeps(state, run.rng, run.nothing, 0.0, blur)
        run.spend_tours(run.problem.n_agents * (last - first) // run.problem.n_days)
    state.limit(0, run.problem.n_days)
