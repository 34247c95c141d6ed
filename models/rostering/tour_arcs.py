"""The shift options of a day worth considering for one agent at given prices of coverage."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from .problem import FloatArray, IntArray
from .program import TourArrays
from .shift_cost import IMPOSSIBLE, fill_gains, place_breaks


class TourWork(NamedTuple):
    """Work arrays of `best_tour`, shared by all agents of a problem.

    A *row* is a combination of minutes and fair counts that some tour has reached on a day; its
    columns are the states of the rule automaton. `value` (2, rows, states) holds the least costs of
    the day at hand and the next, `back` and `taken` (D, rows, states) how they were reached.
    `row_of` finds the row of a combination; it is -1 everywhere between tours. `costs` (O,) are
    those of the options, `cheapest` and `dearest` (D, V) the least of them by minutes added and
    the most that is worth considering, `arc_option` the options considered on a day. What a tour
    costs at least by minutes worked is in `so_far` (M,) before a day and in `to_come` (D + 1, M)
    from a day on.
    """

    prices: FloatArray
    events: IntArray
    gains: FloatArray
    tails: FloatArray
    costs: FloatArray
    break_costs: FloatArray
    arc_option: IntArray
    order: IntArray
    arc_of: IntArray
    cheapest: FloatArray
    dearest: FloatArray
    so_far: FloatArray
    to_come: FloatArray
    row_of: npt.NDArray[np.int32]
    row_key: IntArray
    value: FloatArray
    back: npt.NDArray[np.int32]
    taken: npt.NDArray[np.int32]


@njit(cache=True, nogil=True)
def fill_costs(a: int, d: int, arrays: TourArrays, work: TourWork) -> None:
    """Write what the day's options cost to `work.costs`, breaks at their best.

    Options that the agent may not take are `IMPOSSIBLE`; `work.cheapest` (D, V) gets the least
    cost of those that add the same minutes.
    """
    shifts, agents = arrays.shifts, arrays.agents
    costs, cheapest = work.costs, work.cheapest[d]
    no_out = work.arc_of[:0]
    cheapest[:] = IMPOSSIBLE
    fill_gains(a, d, work.prices, work.events, arrays, work.gains)
    for k in range(shifts.pattern_of_day[d], shifts.pattern_of_day[d + 1]):
        work.break_costs[k] = np.nan
    for o in range(shifts.first_of_day[d], shifts.first_of_day[d + 1]):
        if not agents.allowed[a, o]:
            costs[o] = IMPOSSIBLE
            continue
        pattern = shifts.pattern[o]
        breaks = work.break_costs[pattern]
        if breaks != breaks:
            breaks = place_breaks(o, work.prices, arrays, work.gains, work.tails, no_out)
            work.break_costs[pattern] = breaks
        cost = agents.option_pay[a, o] + breaks
        if shifts.flexible[o]:
            cost += work.prices[shifts.end[o]] - work.prices[shifts.start[o]]
        costs[o] = min(cost, IMPOSSIBLE)
        v = arrays.weeks.value_id[a, o]
        cheapest[v] = min(cheapest[v], cost)


@njit(cache=True, nogil=True)
def find_arcs(a: int, d: int, arrays: TourArrays, work: TourWork) -> int:
    """Write the day's options worth considering to `work.arc_option`; return how many.

    They cost no more than `work.dearest` (D, V) allows. Of those that rules treat alike and that
    add the same minutes the cheapest stays; one that another makes idle (see `Layer.idle`) at no
    higher cost goes too.
    """
    shifts, rules = arrays.shifts, arrays.rules
    costs, arc_option, arc_of, order = work.costs, work.arc_option, work.arc_of, work.order
    value_id = arrays.weeks.value_id[a]
    n_values = arrays.weeks.next_sum.shape[1]
    c = arrays.agents.rule_class[a]
    label_of = rules.label[c]
    n_labels = rules.n_labels[c, d]
    for k in range(n_labels * n_values):
        arc_of[k] = -1
    found = 0
    for o in range(shifts.first_of_day[d], shifts.first_of_day[d + 1]):
        if costs[o] >= IMPOSSIBLE or costs[o] > work.dearest[d, value_id[o]]:
            continue
        key = label_of[o] * n_values + value_id[o]
        if arc_of[key] < 0:
            arc_of[key] = found
            arc_option[found] = o
            found += 1
        elif costs[o] < costs[arc_option[arc_of[key]]]:
            arc_option[arc_of[key]] = o
    # what makes another idle costs no more: in order of cost only those kept need be asked
    for i in range(found):
        cost = costs[arc_option[i]]
        k = i
        while k > 0 and costs[order[k - 1]] > cost:
            order[k] = order[k - 1]
            k -= 1
        order[k] = arc_option[i]
    kept = 0
    idle_at = rules.idle_at[c, d]
    for i in range(found):
        o = order[i]
        beaten = False
        at = idle_at + label_of[o]
        for j in range(kept):
            p = arc_option[j]
            if value_id[p] == value_id[o] and rules.idle[at + label_of[p] * n_labels]:
                beaten = True
                break
        if not beaten:
            arc_option[kept] = o
            kept += 1
    return kept
