"""Breaks of a roster at hand, taken back where the repaired roster moved them for nothing.

Of tours that cost the same the tour program and CP-SAT find any: a repair that nobody asked for
would move the breaks of most shifts. Whoever works the same shift as before gets the breaks of
before wherever that costs no more.
"""

from __future__ import annotations

import numpy as np

from .coverage import Market, add_agent, remove_agent
from .kernels import inner_kernel, kernel
from .problem import FloatArray, IntArray, Roster
from .program import TourArrays
from .state import SearchState
from .tour_value import own_cost, working_slots

NOTHING = 1e-9
"""Cost that is rounding, in currency units."""


@inner_kernel
def _swap(one: IntArray, other: IntArray) -> None:
    for b in range(len(one)):
        one[b], other[b] = other[b], one[b]


@inner_kernel
def _differ(one: IntArray, other: IntArray) -> bool:
    different = 0
    for b in range(len(one)):
        different += one[b] != other[b]
    return different > 0


@inner_kernel
def _move(market: Market, g: int, before: IntArray, after: IntArray) -> float:
    """Move an agent of group g from some slots to others, both ascending; return the change."""
    change = 0.0
    i = 0
    j = 0
    while i < len(before) or j < len(after):
        if j == len(after) or (i < len(before) and before[i] < after[j]):
            change += remove_agent(market, g, before[i])
            i += 1
        elif i == len(before) or after[j] < before[i]:
            change += add_agent(market, g, after[j])
            j += 1
        else:
            i += 1
            j += 1
    return change


@kernel
def _take_back(
    option: IntArray,
    breaks: IntArray,
    own: FloatArray,
    option_at_hand: IntArray,
    breaks_at_hand: IntArray,
    market: Market,
    arrays: TourArrays,
    before: IntArray,
    after: IntArray,
) -> int:
    """Take breaks back, shift by shift; return of how many shifts. Both sets of breaks change."""
    taken = 0
    for a in range(option.shape[0]):
        g = arrays.agents.group[a]
        event = arrays.agents.event[a]
        for d in range(option.shape[1]):
            same = option[a, d] >= 0 and option[a, d] == option_at_hand[a, d]
            if not same or not _differ(breaks[a, d], breaks_at_hand[a, d]):
                continue
            n = working_slots(option[a], breaks[a], event, arrays.shifts, before)
            _swap(breaks[a, d], breaks_at_hand[a, d])
            m = working_slots(option[a], breaks[a], event, arrays.shifts, after)
            cost = own_cost(a, option[a], breaks[a], arrays)
            change = cost - own[a] + _move(market, g, before[:n], after[:m])
            if change <= NOTHING:
                own[a] = cost
                taken += 1
            else:
                _move(market, g, after[:m], before[:n])
                _swap(breaks[a, d], breaks_at_hand[a, d])
    return taken


def take_breaks_back(state: SearchState, at_hand: Roster) -> int:
    """Give shifts that are those of a roster at hand its breaks, where that costs no more.

    Returns
    -------
    int
        How many shifts have other breaks now.
    """
    slots = np.empty((2, state.problem.n_slots), dtype=np.int64)
    return int(
        _take_back(
            state.option,
            state.breaks,
            state.own,
            at_hand.option,
            at_hand.breaks.copy(),
            state.market,
            state.arrays,
            slots[0],
            slots[1],
        )
    )
