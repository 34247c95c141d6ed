"""The shift options of a day worth considering for one agent at given prices of coverage."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .kernels import inner_kernel
from .problem import FloatArray, IntArray, RosterProblem
from .program import TourArrays
from .shift_cost import IMPOSSIBLE, fill_gains, place_breaks


class TourWork(NamedTuple):
    """Work arrays of `best_tour`, shared by all agents of a problem.

    A *row* is a combination of minutes, totals and fair counts that some tour has reached on a day;
    its columns are the states of the rule automaton. `value` (2, rows, states) holds the least
    costs of the day at hand and the next, `back` and `taken` (D, rows, states) how they were
    reached. `row_of` finds the row of a combination by hashing, `row_slot` where each row stands
    in it; it is -1 everywhere between tours. Days outside `span` (first, after the last) keep what
    the tour at hand has on them.

    `costs` (O,) are those of the options and `off` (D,) of days off, `cheapest` and `dearest`
    (D, V) the least of them by minutes added and the most that is worth considering, `arc_option`
    the options considered on a day. What a tour costs at least by minutes worked is in `so_far`
    (2, M) before a day and in `to_come` (D + 1, M) from a day on. `at_hand` (D,) is the tour that
    the search begins with, `strides` what shifts add to a row's totals, `left` and `fair_price`
    (3,) up to where nights, weekend and holiday shifts are counted and the price of each above,
    `alive` and `reached` lists of states.
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
    off: FloatArray
    cheapest: FloatArray
    dearest: FloatArray
    so_far: FloatArray
    to_come: FloatArray
    at_hand: IntArray
    strides: IntArray
    left: IntArray
    fair_price: FloatArray
    alive: IntArray
    reached: IntArray
    row_of: npt.NDArray[np.int32]
    row_slot: IntArray
    row_key: IntArray
    value: FloatArray
    back: npt.NDArray[np.int32]
    taken: npt.NDArray[np.int32]
    span: IntArray

    @classmethod
    def of(cls, problem: RosterProblem, arrays: TourArrays, rows: int, span: IntArray) -> TourWork:
        """Return work arrays with so many rows; `span` (2,) is kept as it is, not copied."""
        p, o, rules = problem, problem.options, arrays.rules
        per_day = max(1, int(np.diff(o.first_of_day).max(initial=1)))
        window = int((o.break_last - o.break_first + 1).max(initial=1))
        width = int(rules.n_states.max())
        n_sums, n_values = arrays.weeks.next_sum.shape
        n_kinds = p.totals.kind_most.shape[1] + 1
        shape = (p.n_days, rows, width)
        return cls(
            prices=np.zeros(p.n_slots + 1),
            events=np.zeros(p.n_slots + 1, dtype=np.int64),
            gains=np.zeros((max(1, len(arrays.shifts.kind_slots)), p.n_slots + 1)),
            tails=np.zeros((max(1, p.max_breaks), window)),
            costs=np.zeros(p.n_options),
            break_costs=np.zeros(int(arrays.shifts.pattern_of_day[-1])),
            arc_option=np.zeros(per_day, dtype=np.int64),
            order=np.zeros(per_day, dtype=np.int64),
            arc_of=np.zeros(max(1, int(rules.n_labels.max()) * n_values * n_kinds), dtype=np.int64),
            off=np.zeros(p.n_days),
            cheapest=np.zeros((p.n_days, n_values)),
            dearest=np.zeros((p.n_days, n_values)),
            so_far=np.zeros((2, n_sums)),
            to_come=np.zeros((p.n_days + 1, n_sums)),
            at_hand=np.zeros(p.n_days, dtype=np.int64),
            strides=np.zeros(n_kinds - 1, dtype=np.int64),
            left=np.zeros(3, dtype=np.int64),
            fair_price=np.zeros(3),
            alive=np.zeros(width, dtype=np.int64),
            reached=np.zeros(width, dtype=np.int64),
            row_of=np.full(4 * rows, -1, dtype=np.int32),
            row_slot=np.zeros(rows, dtype=np.int64),
            row_key=np.zeros((2, rows), dtype=np.int64),
            value=np.zeros((2, rows, width)),
            back=np.zeros(shape, dtype=np.int32),
            taken=np.zeros(shape, dtype=np.int32),
            span=span,
        )


@inner_kernel
def fill_costs(a: int, d: int, at_hand: int, arrays: TourArrays, work: TourWork) -> None:
    """Write what the day's options cost to `work.costs` and the day off to `work.off`.

    Breaks are at their best. What the agent may not take is `IMPOSSIBLE`, and so is all but
    `at_hand` (negative: the day off) outside the free days; `work.cheapest` (D, V) gets the least
    cost of the options that add the same minutes.
    """
    shifts, agents = arrays.shifts, arrays.agents
    costs, cheapest = work.costs, work.cheapest[d]
    no_out = work.arc_of[:0]
    cheapest[:] = IMPOSSIBLE
    free = work.span[0] <= d < work.span[1]
    work.off[d] = IMPOSSIBLE
    if free or at_hand < 0:
        work.off[d] = agents.off_cost[a, d] + (arrays.promise if agents.must_work[a, d] else 0.0)
    fill_gains(a, d, work.prices, work.events, shifts, agents, arrays.pay, work.gains)
    for k in range(shifts.pattern_of_day[d], shifts.pattern_of_day[d + 1]):
        work.break_costs[k] = np.nan
    for o in range(shifts.first_of_day[d], shifts.first_of_day[d + 1]):
        if not (agents.allowed[a, o] if free else o == at_hand):
            costs[o] = IMPOSSIBLE
            continue
        pattern = shifts.pattern[o]
        breaks = work.break_costs[pattern]
        if breaks != breaks:
            breaks = place_breaks(
                o, work.prices, shifts, arrays.gap, work.gains, work.tails, no_out
            )
            work.break_costs[pattern] = breaks
        cost = agents.option_pay[a, o] + breaks
        if shifts.flexible[o]:
            cost += work.prices[shifts.end[o]] - work.prices[shifts.start[o]]
        if arrays.totals.kind[o] >= 0:
            cost += arrays.totals.kind_price[a, arrays.totals.kind[o]]
        costs[o] = min(cost, IMPOSSIBLE)
        v = arrays.weeks.value_id[a, o]
        cheapest[v] = min(cheapest[v], cost)


@inner_kernel
def find_arcs(a: int, d: int, arrays: TourArrays, work: TourWork) -> int:
    """Write the day's options worth considering to `work.arc_option`; return how many.

    They cost no more than `work.dearest` (D, V) allows. Of those that rules treat alike, that add
    the same minutes and count towards the same kind the cheapest stays; one that another makes
    idle (see `Layer.idle`) at no higher cost goes too.
    """
    shifts, rules = arrays.shifts, arrays.rules
    costs, arc_option, arc_of, order = work.costs, work.arc_option, work.arc_of, work.order
    value_id = arrays.weeks.value_id[a]
    n_values = arrays.weeks.next_sum.shape[1]
    c = arrays.agents.rule_class[a]
    label_of = rules.label[c]
    n_labels = rules.n_labels[c, d]
    kind, n_kinds = arrays.totals.kind, arrays.totals.kind_most.shape[1] + 1
    for k in range(n_labels * n_values * n_kinds):
        arc_of[k] = -1
    found = 0
    for o in range(shifts.first_of_day[d], shifts.first_of_day[d + 1]):
        if costs[o] >= IMPOSSIBLE or costs[o] > work.dearest[d, value_id[o]]:
            continue
        key = (label_of[o] * n_values + value_id[o]) * n_kinds + kind[o] + 1
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
            alike = value_id[p] == value_id[o] and kind[p] in (-1, kind[o])
            if alike and rules.idle[at + label_of[p] * n_labels]:
                beaten = True
                break
        if not beaten:
            arc_option[kept] = o
            kept += 1
    return kept
