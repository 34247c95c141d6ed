"""Best responses within some weeks of a long horizon, the rest of every tour kept.

Over many months a best response to the whole horizon takes long and moves days that were right. In
a span of weeks it takes milliseconds, so that spans can be swept many times.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .problem import BoolArray, RosterProblem
from .run import Run
from .search import annealed_sweeps, restore, snapshot
from .state import SearchState
from .totals import NO_LIMIT, missing_minutes

LONG_HORIZON = 100
"""Days from which on a roster is begun by spans, and column generation gets more time."""
SPAN = 35
"""Days of a span."""
BLURS = (1.2, 0.9, 0.6, 0.4, 0.2, 0.0)
"""Agents by which demand is blurred in each sweep over a span."""


def build_by_spans(run: Run) -> None:
    """Build a first roster span by span, each with its share of what the horizon may hold.

    Weekends that a rule limits over the whole horizon are worked by turns.
    """
    state, problem = run.state, run.problem
    arrays, totals = state.arrays, problem.totals
    agents = arrays.agents._replace(allowed=problem.staff.allowed & weekends_by_turns(problem))
    for first in range(0, problem.n_days, SPAN):
        last = min(problem.n_days, first + SPAN)
        share = totals.kind_most < NO_LIMIT
        kind_most = np.where(share, totals.kind_most * last // problem.n_days, NO_LIMIT)
        most = arrays.totals.most * last // problem.n_days
        limits = arrays.totals._replace(kind_most=kind_most, most=most)
        state.arrays = arrays._replace(agents=agents, totals=limits)
        sweep_span(run, state, first, last)
        if run.done():
            break
    state.arrays = arrays
    run.offer("first spans")


def weekends_by_turns(problem: RosterProblem) -> BoolArray:
    """Return which options leave each agent its most weekends, spread over the horizon, (A, O)."""
    day = problem.options.day
    week = problem.week[day]
    count = int(problem.week[-1]) + 1
    weekend = problem.days.weekday[day] >= 5
    allowed = np.ones_like(problem.staff.allowed)
    for a, c in enumerate(problem.staff.rule_class.tolist()):
        rules = problem.rules[c]
        if rules.max_weekends is None or rules.weekend_weeks < count:
            continue
        turns = (np.arange(count + 1) * rules.max_weekends + a) // count
        allowed[a] = ~weekend | (np.diff(turns) > 0)[week]
    return allowed


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
    mend(run)


def mend(run: Run) -> None:
    """Let agents who lack minutes of the horizon's minimum respond over all of it."""
    state = run.state
    for a in range(run.problem.n_agents):
        if not run.done() and missing_minutes(run.problem, a, state.option[a]):
            state.respond(np.array([a]), run.nothing, 0.0, 0.0)
    run.offer("spans")


def sweep_span(run: Run, state: SearchState, first: int, last: int) -> None:
    """Let all agents respond on some days only, demand blurred less and less."""
    state.limit(first, last)
    for blur in BLURS:
        annealed_sweeps(state, run.rng, run.nothing, 0.0, blur)
        run.spend_tours(run.problem.n_agents * (last - first) // run.problem.n_days)
    state.limit(0, run.problem.n_days)
