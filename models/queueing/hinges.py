"""A concave table of contacts answered in time as a few hinges, with the error that this makes.

A hinge is a level and what an agent below it is worth on top of the hinges above: the contacts
that n agents lose against the whole table are ``sum_k gain[k] * max(0, level[k] - n)``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import ModelError
from ._jit import compiled
from ._special import FloatArray, IntArray

_GROWTH = 1.5


@dataclass(frozen=True)
class Hinges:
    """Tables of I intervals by K hinges at most.

    Attributes
    ----------
    level : ndarray of int, shape (K, I)
        Agents; 0 where an interval needs fewer hinges.
    gain : ndarray, shape (K, I)
        Contacts per agent below the level, at least 0.
    error : ndarray, shape (I,)
        Most contacts by which the hinges exceed what the table says is lost; never less.
    """

    level: IntArray
    gain: FloatArray
    error: FloatArray


def hinges(concave: npt.ArrayLike, most: int, tolerance: npt.ArrayLike) -> Hinges:
    """Return the hinges of concave tables.

    Parameters
    ----------
    concave : array_like, shape (I, agents_max + 1)
        Contacts answered in time with 0, 1, ... agents, each row concave and not falling.
    most : int
        Hinges at most, at least 1.
    tolerance : array_like, shape (I,)
        Contacts by which they may differ, above 0, where `most` hinges are enough for it; else as
        few more as are needed.

    Returns
    -------
    Hinges

    Raises
    ------
    ModelError
        If an argument is outside its domain.
    """
    rows = np.atleast_2d(np.asarray(concave, dtype=np.float64))
    allowed = np.broadcast_to(np.asarray(tolerance, dtype=np.float64), rows.shape[:1]).copy()
    if most < 1 or (allowed <= 0).any():
        raise ModelError(f"most {most}, tolerance {allowed.min(initial=np.inf)}: must be above 0")
    level = np.zeros((most, len(rows)), dtype=np.int64)
    gain = np.zeros((most, len(rows)))
    error = np.zeros(len(rows))
    for i, row in enumerate(rows):
        knots = _knots(row, allowed[i])
        while len(knots) > most + 1:
            allowed[i] *= _GROWTH
            knots = _knots(row, allowed[i])
        slope = np.maximum.accumulate((np.diff(row[knots]) / np.diff(knots))[::-1])[::-1]
        used = len(knots) - 1
        level[:used, i] = knots[1:]
        gain[:used, i] = slope - np.append(slope[1:], 0.0)
        error[i] = (row - np.interp(np.arange(row.size), knots, row[knots])).max()
    return Hinges(level, gain, error)


@compiled
def _knots(row: FloatArray, allowed: float) -> IntArray:
    """Return the fewest places between which straight lines stay within `allowed` of the table.

    From each place the line reaches as far as it may: the error of a concave row grows with it.
    """
    n = row.size - 1
    knots = np.zeros(n + 1, dtype=np.int64)
    used = 1
    at = 0
    while at < n:
        reach = at + 1
        while reach < n:
            slope = (row[reach + 1] - row[at]) / (reach + 1 - at)
            worst = 0.0
            for k in range(at + 1, reach + 1):
                worst = max(worst, row[k] - row[at] - slope * (k - at))
            if worst > allowed:
                break
            reach += 1
        knots[used] = reach
        used += 1
        at = reach
    return knots[:used]
