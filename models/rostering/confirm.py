"""The end of a search: every tour stated once more in CP-SAT, and its breaks placed by it.

The tour program and CP-SAT state the rules in different ways. At sizes where CP-SAT cannot search
the whole, it still goes through everybody, some agents at a time: their shifts are given, their
breaks are free, all else is as in the roster. That the model has a solution confirms the tours;
a cheaper one is taken.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np

from .evaluate import rule_cost
from .neighbourhoods import PARAMETERS, limits
from .problem import OFF, IntArray
from .run import Run
from .window import Window

log = logging.getLogger(__name__)

SHIFTS = 200
"""Shifts of the agents that are stated together."""
SHARE_OF_TIME = 0.15
"""Share of the time limit kept for it."""
LONGEST = 3.0
"""Seconds for one group of agents."""


@dataclass(frozen=True)
class Confirmed:
    """How many agents' tours CP-SAT accepted and how many it refused; it did not reach the rest."""

    agents: int = 0
    refused: int = 0


def confirm(run: Run) -> Confirmed:
    """State the tours of the best roster in CP-SAT, some agents at a time, until time is up."""
    # here, because loading OR-Tools takes as long as a first roster
    from .cpsat import WindowModel

    problem = run.problem
    run.state.load(run.best)
    accepted = refused = 0
    nothing_else = np.zeros((problem.n_agents, problem.n_options), dtype=np.bool_)
    for agents in groups(run):
        if run.out_of_time():
            break
        window = Window(agents, 0, problem.n_days)
        model = WindowModel(problem, run.best, window, nothing_else)
        model.hold_shifts()
        seconds = max(0.1, min(LONGEST, run.left()))
        seed = int(run.rng.integers(2**31))
        result = model.solve(seconds, seed, PARAMETERS | limits(run, seconds))
        run.clock.spend(result.work)
        if result.infeasible or (result.proved and result.breaches > _known_breaches(run, agents)):
            refused += len(agents)
            log.error("CP-SAT refuses tours of agents %s", agents.tolist())
        elif result.roster is not None:
            accepted += len(agents)
            run.state.load(result.roster)
            run.offer("confirmation")
    return Confirmed(accepted, refused)


def _known_breaches(run: Run, agents: IntArray) -> int:
    """Return the units of hard rules that some agents cannot but break, as the tours have them."""
    tours = run.best.option
    try:
        found = [rule_cost(run.problem, run.state.tables, tours[a], a) for a in agents.tolist()]
    except ValueError:
        return 0  # a tour that the automaton refuses as well: none of it is known
    return sum(broken for _, broken in found)


def groups(run: Run) -> list[IntArray]:
    """Split the agents, in random order, into groups of about `SHIFTS` shifts."""
    order = run.rng.permutation(run.problem.n_agents)
    shifts = np.cumsum((run.best.option[order] != OFF).sum(axis=1))
    number = shifts // SHIFTS
    return [np.sort(order[number == k]) for k in np.unique(number)]
