"""Costs to aim at: is there a roster of the whole problem that costs no more than a target?

A roster that costs no more than the bound and a little takes only options that add no more than
that little to the bound. Between bound and best roster a target near the bound leaves few options,
so CP-SAT decides it soon: it finds a roster, or proves that there is none and the bound rises.
Where it does neither in time, other targets get their turn, and later ones more time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .problem import TICKS, BoolArray, FloatArray, Roster, RosterProblem
from .window import Window

if TYPE_CHECKING:
    from .cpsat import WindowModel

TURNS = ((0.0, 2.0), (1.0, 1.0), (0.25, 1.0), (0.0, 2.0), (0.5, 1.0))
"""Targets as shares of the way from the bound to just below the best roster, and their weights."""
FIRST_SECONDS, LONGEST_SECONDS = 15.0, 240.0
"""Seconds of an attempt of weight 1 in the first round of turns, doubled in each, and at most."""
MOST_DOUBLINGS = 10
"""Rounds after which the seconds are doubled no more: they are at their longest long before."""
LARGEST = 9000
"""Shift booleans above which an attempt is not made."""
PARAMETERS: dict[str, object] = {
    "num_workers": 1,
    "subsolvers": ("max_lp",),
    "catch_sigint_signal": False,
}
"""Without a worker named for its linear relaxation the search does not see the target."""


@dataclass(frozen=True)
class Guide:
    """What the bound says of options: it, and what each option adds to it, (A, O)."""

    bound: float
    added: FloatArray

    def open_at(self, target: float) -> BoolArray:
        """Return the options that a roster of this cost or less may take, (A, O)."""
        room = target - self.bound
        return np.asarray(self.added <= room + 1e-6 * (1.0 + abs(target)))


@dataclass(frozen=True)
class Attempt:
    """A target on the grid of costs (ticks), the options open at it, the seconds it may take."""

    ticks: int
    useful: BoolArray
    seconds: float


@dataclass
class Aim:
    """Chooses targets by turns; `grid` (ticks) divides the cost of every roster."""

    problem: RosterProblem
    guide: Guide
    grid: int
    turn: int = 0

    def next(self, cost: float, bound: float) -> Attempt | None:
        """Return the next attempt between a bound and the cost of the best roster, if any."""
        # in steps of the grid, whole numbers: a target that rounding puts below its step would
        # leave out the rosters that cost just as much
        lowest = math.ceil(bound * TICKS / self.grid - 1e-6)
        room = round(cost * TICKS / self.grid) - 1 - lowest
        if room < 0:
            return None
        for _ in TURNS:
            share, weight = TURNS[self.turn % len(TURNS)]
            doublings = min(MOST_DOUBLINGS, self.turn // len(TURNS))
            seconds = FIRST_SECONDS * weight * 2.0**doublings
            self.turn += 1
            # a turn that asks what an earlier one of the round has asked is left out
            if share > 0.0 and room == 0:
                continue
            ticks = (lowest + math.floor(share * room + 1e-6)) * self.grid
            useful = self.guide.open_at(ticks / TICKS)
            if int((self.problem.staff.allowed & useful).sum()) <= LARGEST:
                return Attempt(ticks, useful, min(seconds, LONGEST_SECONDS))
        return None

    def refuted(self) -> None:
        """Note that the last target has no roster: the next turn is like it."""
        self.turn -= 1

    def model(self, attempt: Attempt, roster: Roster) -> WindowModel:
        """State the problem with only the options open at a target, and the target."""
        everyone = Window(np.arange(self.problem.n_agents), 0, self.problem.n_days)
        # here, because loading OR-Tools takes as long as a first roster
        from .cpsat import WindowModel

        model = WindowModel(self.problem, roster, everyone, attempt.useful)
        model.allow_up_to(attempt.ticks)
        model.forget_hint()
        return model
