"""What every rule of one agent's tour is to the automaton: a state machine over days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from .rules import DayShifts, IntArray, PastShift


class Step(NamedTuple):
    """States after a day, units broken by a choice, and units that come to light; all (S, L)."""

    after: IntArray
    now: IntArray
    late: IntArray


class RuleState(Protocol):
    """A rule as a state machine."""

    @property
    def price(self) -> int:
        """Ticks per unit, or `HARD`."""

    def first(self, past: Sequence[PastShift]) -> int:
        """Return the state at the start of the horizon; `past` is in order of time."""

    def step(self, states: IntArray, day: int, shifts: DayShifts) -> Step:
        """Move all states over one day."""

    def last(self, states: IntArray) -> IntArray:
        """Return the units that come to light at the end of the horizon, (S,)."""


def grid(states: IntArray, shifts: DayShifts) -> tuple[IntArray, IntArray]:
    """Return states as a column broadcast over choices, and zeros of that shape."""
    shape = (len(states), len(shifts.work))
    return np.broadcast_to(states[:, None], shape), np.zeros(shape, dtype=np.int64)


class NothingLate:
    """Rules with nothing left to say at the end of the horizon."""

    def last(self, states: IntArray) -> IntArray:
        """Return no units."""
        return np.zeros(len(states), dtype=np.int64)
