"""A part of a roster that CP-SAT may change, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .problem import IntArray, Roster, RosterProblem


@dataclass(frozen=True)
class Window:
    """What is free: agents, and the days from `first` up to `last` (exclusive)."""

    agents: IntArray
    first: int
    last: int


@dataclass(frozen=True)
class WindowResult:
    """Outcome of one solve.

    `roster` is None where nothing was found. `bound_ticks` bounds the cost of every roster from
    below; None for a window of the problem, and where CP-SAT proved nothing. `work` is CP-SAT's
    deterministic time, `infeasible` that it proved there is no roster at all, `breaches` the units
    of hard rules that the roster breaks.
    """

    roster: Roster | None
    proved: bool
    bound_ticks: int | None
    work: float = 0.0
    infeasible: bool = False
    breaches: int = 0


def variables(problem: RosterProblem, agents: Iterable[int], first: int, last: int) -> int:
    """Return how many shift booleans a window has: its size for those who choose windows."""
    options = problem.options
    span = slice(int(options.first_of_day[first]), int(options.first_of_day[last]))
    return int(problem.staff.allowed[list(agents), span].sum())
