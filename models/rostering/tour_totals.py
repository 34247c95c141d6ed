"""Totals over the horizon as part of a tour's state: minutes, and shifts of tracked kinds."""

from __future__ import annotations

from .kernels import inner_kernel
from .problem import IntArray
from .program import WeekArrays
from .total_arrays import TotalArrays


@inner_kernel
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


@inner_kernel
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


@inner_kernel
def missing_total(a: int, code: int, totals: TotalArrays, shortfall: float) -> float:
    """Price of the minutes that a tour lacks of its minimum over the horizon."""
    if not totals.minutes_tracked[a]:
        return 0.0
    worked = code % (totals.most[a] + 1) * totals.unit
    return shortfall * max(0, totals.least[a] - worked)


@inner_kernel
def short_of_total(
    a: int, option: IntArray, weeks: WeekArrays, totals: TotalArrays, shortfall: float
) -> float:
    """The elastic price of the minutes a tour lacks of its minimum over the horizon."""
    if totals.least[a] <= 0:
        return 0.0
    units = 0
    for o in option:
        if o >= 0:
            units += totals.steps[weeks.value_id[a, o]]
    return shortfall * max(0, totals.least[a] - units * totals.unit)


@inner_kernel
def _shifts_of_kind(k: int, option: IntArray, totals: TotalArrays) -> int:
    """Return how many shifts of a tour count towards a kind."""
    count = 0
    for o in option:
        if o >= 0 and totals.kind[o] == k:
            count += 1
    return count


@inner_kernel
def track_kinds(a: int, option: IntArray, totals: TotalArrays) -> bool:
    """Make the kinds of which a tour has too many part of agent a's state; say whether any is."""
    kinds = totals.kind_most.shape[1]
    if kinds == 0 or totals.untracked[a]:
        return False
    found = False
    for k in range(kinds):
        if totals.kind_tracked[a, k]:
            continue
        if _shifts_of_kind(k, option, totals) > totals.kind_most[a, k]:
            totals.kind_tracked[a, k] = True
            found = True
    return found


@inner_kernel
def raise_kind_prices(a: int, option: IntArray, step: float, totals: TotalArrays) -> bool:
    """Raise the prices of kinds of which a tour has too many; say whether any is."""
    found = False
    for k in range(totals.kind_most.shape[1]):
        if _shifts_of_kind(k, option, totals) > totals.kind_most[a, k]:
            totals.kind_price[a, k] = 1.3 * totals.kind_price[a, k] + step
            found = True
    return found
