"""Totals over the horizon as part of a tour's state: minutes, and shifts of tracked kinds."""

from __future__ import annotations

from numba import njit

from .problem import IntArray
from .program import TourArrays
from .total_arrays import TotalArrays


@njit(cache=True, nogil=True)
def strides_of(a: int, totals: TotalArrays, strides: IntArray) -> None:
    """Write what one shift of each kind adds to the code of a row's totals, 0 where not tracked.

    The code counts minutes (units) first, then the shifts of every tracked kind.
    """
    size = totals.most[a] + 1
    for k in range(len(strides)):
        strides[k] = 0
        if totals.kind_tracked[a, k]:
            strides[k] = size
            size *= totals.kind_most[a, k] + 1


@njit(cache=True, nogil=True)
def add_to_totals(
    a: int, o: int, value: int, code: int, strides: IntArray, totals: TotalArrays
) -> int:
    """Return the code of a row's totals after option o, -1 where a limit is passed."""
    units = totals.most[a] + 1
    if totals.minutes_tracked[a]:
        if code % units + totals.steps[value] >= units:
            return -1
        code += totals.steps[value]
    k = totals.kind[o]
    if k >= 0 and strides[k] > 0:
        if code // strides[k] % (totals.kind_most[a, k] + 1) == totals.kind_most[a, k]:
            return -1
        code += strides[k]
    return code


@njit(cache=True, nogil=True)
def missing_total(a: int, code: int, arrays: TourArrays) -> float:
    """Price of the minutes that a tour lacks of its minimum over the horizon."""
    totals = arrays.totals
    if not totals.minutes_tracked[a]:
        return 0.0
    worked = code % (totals.most[a] + 1) * totals.unit
    return arrays.shortfall * max(0, totals.least[a] - worked)
