"""Limits on what an agent works in the whole horizon: minutes in all, shifts of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from math import gcd
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .problem import RosterProblem

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

NO_LIMIT = 10**9
"""Minutes or shifts that no tour reaches."""


@dataclass(frozen=True)
class Totals:
    """What the horizon as a whole may hold of an agent's work; hard.

    Attributes
    ----------
    least, most : (A,)
        Paid minutes. A minimum that no tour reaches is elastic, like weekly ones.
    kind_most : (A, K)
        Shifts of kinds 0 to K - 1 at most; K may be 0, and `NO_LIMIT` is none.
    """

    least: IntArray
    most: IntArray
    kind_most: IntArray

    @classmethod
    def none(cls, agents: int) -> Totals:
        """Return totals that limit nothing."""
        nothing = np.zeros(agents, dtype=np.int64)
        return cls(nothing, nothing + NO_LIMIT, np.zeros((agents, 0), dtype=np.int64))


def minutes_and_kinds(problem: RosterProblem, a: int, option: IntArray) -> tuple[int, IntArray]:
    """Return the paid minutes of a tour and its shifts by kind, (K,)."""
    taken = option[option >= 0]
    paid = problem.options.paid_minutes[taken] - problem.staff.event_unpaid_minutes[a, taken]
    kinds = problem.totals.kind_most.shape[1]
    kind = problem.options.kind[taken]
    counted = kind[(kind >= 0) & (kind < kinds)]
    return int(paid.sum()), np.bincount(counted, minlength=kinds).astype(np.int64)


def keeps_totals(problem: RosterProblem, a: int, option: IntArray) -> bool:
    """Say whether a tour stays within the most minutes and the most shifts of every kind."""
    minutes, kinds = minutes_and_kinds(problem, a, option)
    totals = problem.totals
    return bool(minutes <= totals.most[a] and (kinds <= totals.kind_most[a]).all())


def missing_minutes(problem: RosterProblem, a: int, option: IntArray) -> int:
    """Return the minutes that a tour lacks of its minimum over the horizon."""
    return max(0, int(problem.totals.least[a]) - minutes_and_kinds(problem, a, option)[0])


def unit_of(values: IntArray) -> int:
    """Return the greatest step in which minutes can be counted; 1 where there are none."""
    return max(1, reduce(gcd, values.tolist(), 0))
