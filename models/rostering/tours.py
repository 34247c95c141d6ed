"""The exact best tour of one agent against given prices of coverage, breaks chosen inside it.

Dynamic program over days; the state is described in `program`. Cost of a tour = pay by the minute
+ overtime + wishes + prices of rules + fairness above the share + the price of the coverage it
gives (negative where agents are short).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from .problem import FloatArray, IntArray
from .program import TotalArrays, TourArrays
from .shift_cost import IMPOSSIBLE, fill_gains, place_breaks


class Fairness(NamedTuple):
    """Nights, weekend and holiday shifts left of the fair share, and the price of each above."""

    left: IntArray
    price: FloatArray


class TourWork(NamedTuple):
    """Work arrays of `best_tour`, shared by all agents of a problem.

    A *row* is a combination of minutes and fair counts that some tour has reached on a day; its
    columns are the states of the rule automaton. `value` (2, rows, states) holds the least costs of
    the day at hand and the next, `back` and `taken` (D, rows, states) how they were reached.
    `row_of` finds the row of a combination by hashing, `row_slot` where each row stands in it; it
    is -1 everywhere between tours. Days outside
    `span` (first, after the last) keep what the tour at hand has on them.
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
    row_of: npt.NDArray[np.int32]
    row_slot: IntArray
    row_key: IntArray
    value: FloatArray
    back: npt.NDArray[np.int32]
    taken: npt.NDArray[np.int32]
    span: IntArray


@njit(cache=True, nogil=True)
def _arcs(a: int, d: int, arrays: TourArrays, work: TourWork, label_of: IntArray) -> int:
    """Write the day's options worth considering to `work.arc_option`; return how many.

    Options that rules treat alike and that add the same minutes and count towards the same kind
    differ in cost only: the cheapest stays. Of these, one that another makes idle (see
    `Layer.idle`) at no higher cost goes too.
    """
    shifts, agents, rules = arrays.shifts, arrays.agents, arrays.rules
    first, last = shifts.first_of_day[d], shifts.first_of_day[d + 1]
    n_values = arrays.weeks.next_sum.shape[1]
    kind, n_kinds = arrays.totals.kind, arrays.totals.kind_most.shape[1] + 1
    no_out = work.arc_option[:0]
    costs, arc_option, arc_of = work.costs, work.arc_option, work.arc_of
    c = agents.rule_class[a]
    n_labels = rules.n_labels[c, d]
    for k in range(n_labels * n_values * n_kinds):
        arc_of[k] = -1
    found = 0
    fill_gains(a, d, work.prices, work.events, arrays, work.gains)
    for k in range(shifts.pattern_of_day[d], shifts.pattern_of_day[d + 1]):
        work.break_costs[k] = np.nan
    for o in range(first, last):
        if not agents.allowed[a, o]:
            continue
        pattern = shifts.pattern[o]
        breaks = work.break_costs[pattern]
        if breaks != breaks:
            breaks = place_breaks(o, work.prices, arrays, work.gains, work.tails, no_out)
            work.break_costs[pattern] = breaks
        cost = agents.option_pay[a, o] + breaks
        if shifts.flexible[o]:
            cost += work.prices[shifts.end[o]] - work.prices[shifts.start[o]]
        costs[o - first] = cost
        if cost >= IMPOSSIBLE:
            continue
        key = (label_of[o] * n_values + arrays.weeks.value_id[a, o]) * n_kinds + kind[o] + 1
        if arc_of[key] < 0:
            arc_of[key] = found
            arc_option[found] = o
            found += 1
        elif cost < costs[arc_option[arc_of[key]] - first]:
            arc_option[arc_of[key]] = o
    # what makes another idle costs no more: in order of cost only those kept need be asked
    order = work.order
    for i in range(found):
        cost = costs[arc_option[i] - first]
        k = i
        while k > 0 and costs[order[k - 1] - first] > cost:
            order[k] = order[k - 1]
            k -= 1
        order[k] = arc_option[i]
    kept = 0
    idle_at = rules.idle_at[c, d]
    for i in range(found):
        o = order[i]
        beaten = False
        at = idle_at + label_of[o]
        value = arrays.weeks.value_id[a, o]
        for j in range(kept):
            p = arc_option[j]
            alike = arrays.weeks.value_id[a, p] == value and kind[p] in (-1, kind[o])
            if alike and rules.idle[at + label_of[p] * n_labels]:
                beaten = True
                break
        if not beaten:
            arc_option[kept] = o
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _drop_dominated(value: FloatArray, alive: IntArray, rules_better: npt.NDArray[np.bool_]) -> int:
    """List the states of a row that no better state reaches as cheaply, in order of cost."""
    states = len(value)
    n = 0
    for q in range(states):
        if value[q] < IMPOSSIBLE:
            k = n
            while k > 0 and value[alive[k - 1]] > value[q]:
                alive[k] = alive[k - 1]
                k -= 1
            alive[k] = q
            n += 1
    kept = 0
    for i in range(n):
        q = alive[i]
        beaten = False
        for j in range(kept):
            if rules_better[alive[j] * states + q]:
                beaten = True
                break
        if not beaten:
            alive[kept] = q
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _the_day_at_hand(a: int, d: int, o: int, arrays: TourArrays, work: TourWork) -> int:
    """Write option o (none where negative) to `work` as the only one of day d; return how many."""
    if o < 0:
        return 0
    shifts = arrays.shifts
    fill_gains(a, d, work.prices, work.events, arrays, work.gains)
    cost = arrays.agents.option_pay[a, o]
    cost += place_breaks(o, work.prices, arrays, work.gains, work.tails, work.arc_option[:0])
    if shifts.flexible[o]:
        cost += work.prices[shifts.end[o]] - work.prices[shifts.start[o]]
    work.costs[o - shifts.first_of_day[d]] = cost
    work.arc_option[0] = o
    return 1


@njit(cache=True, nogil=True)
def slot_of(key: int, keys: IntArray, row_of: npt.NDArray[np.int32]) -> int:
    """Return where `row_of` (a power of two long) holds a key's row, or would hold it."""
    mask = len(row_of) - 1
    slot = (key * 2654435761 >> 7) & mask
    while row_of[slot] >= 0 and keys[row_of[slot]] != key:
        slot = (slot + 1) & mask
    return slot


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
def best_tour(
    a: int,
    price: FloatArray,
    fairness: Fairness,
    most: IntArray,
    arrays: TourArrays,
    work: TourWork,
    out_option: IntArray,
    out_breaks: IntArray,
) -> float:
    """Find agent a's cheapest tour.

    Parameters
    ----------
    a : int
        Agent.
    price : (T,)
        Cost of one agent more of a's group in every slot (currency units).
    fairness : Fairness
    most : (W,)
        Most minutes in every week.
    arrays : TourArrays
    work : TourWork
    out_option, out_breaks : (D,), (D, B)
        Filled with the tour; `out_option` holds the tour at hand where `work.span` is not the
        whole horizon.

    Returns
    -------
    float
        Cost of the tour at these prices; negative infinity where `work` is too small.
    """
    shifts, agents, weeks, rules = arrays.shifts, arrays.agents, arrays.weeks, arrays.rules
    n_days = len(weeks.week)
    c = agents.rule_class[a]
    prices, events = work.prices, work.events
    prices[0] = 0.0
    events[0] = 0
    for t in range(len(price)):
        busy = agents.event[a, t] > 0
        prices[t + 1] = prices[t] + (0.0 if busy else price[t])
        events[t + 1] = events[t] + (1 if busy else 0)

    # a share that no tour can exceed needs no count
    counted = fairness.left < agents.most_fair[a]
    left = np.where(counted, fairness.left, 0)
    fair_price = np.where(counted, fairness.price, 0.0)
    n_fair = (left[0] + 1, left[1] + 1, left[2] + 1)
    fair_states = n_fair[0] * n_fair[1] * n_fair[2]
    capacity, width = work.value.shape[1], work.value.shape[2]
    totals = arrays.totals
    strides = np.empty(totals.kind_most.shape[1], dtype=np.int64)
    strides_of(a, totals, strides)
    alive = np.empty(width, dtype=np.int64)
    reached = np.zeros(width, dtype=np.int64)
    step = 0
    count = 1
    work.row_key[0, 0] = 0
    work.value[0, 0, :] = IMPOSSIBLE
    work.value[0, 0, agents.first_state[a]] = 0.0
    label_of = rules.label[c]

    for d in range(n_days):
        here = d % 2
        there = 1 - here
        week = weeks.week[d]
        week_ends = weeks.week_ends[d]
        free = work.span[0] <= d < work.span[1]
        if free:
            n_arcs = _arcs(a, d, arrays, work, label_of)
        else:
            n_arcs = _the_day_at_hand(a, d, out_option[d], arrays, work)
        first = shifts.first_of_day[d]
        off_cost = agents.off_cost[a, d]
        if agents.must_work[a, d]:
            off_cost += arrays.promise
        states = rules.n_states[c, d]
        next_states = rules.n_states[c, d + 1]
        at = rules.at[c, d]
        targets_at = rules.targets_at[c, d]
        better_at = rules.better_at[c, d]
        better = rules.better[better_at : better_at + states * states]
        found = 0
        for row in range(count):
            key = work.row_key[here, row]
            holidays = key % n_fair[2]
            rest = key // n_fair[2]
            weekends = rest % n_fair[1]
            rest = rest // n_fair[1]
            nights = rest % n_fair[0]
            rest = rest // n_fair[0]
            minutes = rest % len(weeks.sums)
            code = rest // len(weeks.sums)
            value = work.value[here, row, :states]
            n_alive = _drop_dominated(value, alive, better)
            for i in range(-1 if free or n_arcs == 0 else 0, n_arcs):
                o = -1
                new_code = code
                label = 0
                cost = off_cost
                new_minutes = minutes
                new_nights, new_weekends, new_holidays = nights, weekends, holidays
                if i >= 0:
                    o = work.arc_option[i]
                    label = label_of[o]
                    cost = work.costs[o - first]
                    new_minutes = weeks.next_sum[minutes, weeks.value_id[a, o]]
                    if new_minutes < 0 or weeks.sums[new_minutes] > most[week]:
                        continue
                    new_code = add_to_totals(a, o, weeks.value_id[a, o], code, strides, totals)
                    if new_code < 0:
                        continue
                    if shifts.night[o]:
                        if nights < left[0]:
                            new_nights = nights + 1
                        else:
                            cost += fair_price[0]
                    if shifts.weekend[o]:
                        if weekends < left[1]:
                            new_weekends = weekends + 1
                        else:
                            cost += fair_price[1]
                    if agents.holiday[a, d]:
                        if holidays < left[2]:
                            new_holidays = holidays + 1
                        else:
                            cost += fair_price[2]
                if week_ends:
                    cost += week_cost(a, d, weeks.sums[new_minutes], arrays)
                    new_minutes = 0
                new_key = (
                    ((new_code * len(weeks.sums) + new_minutes) * n_fair[0] + new_nights)
                    * n_fair[1]
                    + new_weekends
                ) * n_fair[2] + new_holidays
                slot = slot_of(new_key, work.row_key[there], work.row_of)
                target = work.row_of[slot]
                if target < 0:
                    if found == capacity:
                        work.row_of[:] = -1
                        return -np.inf
                    target = found
                    work.row_of[slot] = found
                    work.row_slot[found] = slot
                    work.row_key[there, found] = new_key
                    work.value[there, found, :next_states] = IMPOSSIBLE
                    found += 1
                after = rules.after[at + label * states : at + (label + 1) * states]
                dues = rules.cost[at + label * states : at + (label + 1) * states]
                best_of = work.value[there, target]
                # states come in order of cost: the first to reach a target is the best to do so
                wanted = rules.targets[targets_at + label]
                step += 1
                for k in range(n_alive):
                    q = alive[k]
                    new_q = after[q]
                    if new_q < 0:
                        continue
                    total = value[q] + cost + dues[q]
                    if total < best_of[new_q]:
                        best_of[new_q] = total
                        work.back[d, target, new_q] = row * width + q
                        work.taken[d, target, new_q] = o
                    if reached[new_q] != step:
                        reached[new_q] = step
                        wanted -= 1
                        if wanted == 0:
                            break
        count = found
        for row in range(found):
            work.row_of[work.row_slot[row]] = -1

    best = IMPOSSIBLE
    at_row = 0
    at_state = 0
    for row in range(count):
        short = 0.0
        if totals.minutes_tracked[a]:
            code = work.row_key[n_days % 2, row] // (len(weeks.sums) * fair_states)
            worked = code % (totals.most[a] + 1) * totals.unit
            short = arrays.shortfall * max(0, totals.least[a] - worked)
        for q in range(rules.n_states[c, n_days]):
            total = work.value[n_days % 2, row, q] + rules.last[rules.last_at[c] + q] + short
            if total < best:
                best = total
                at_row = row
                at_state = q
    for d in range(n_days - 1, -1, -1):
        o = work.taken[d, at_row, at_state]
        out_option[d] = o
        for b in range(out_breaks.shape[1]):
            out_breaks[d, b] = -1
        if o >= 0:
            fill_gains(a, d, prices, events, arrays, work.gains)
            place_breaks(o, prices, arrays, work.gains, work.tails, out_breaks[d])
        previous = work.back[d, at_row, at_state]
        at_row = previous // width
        at_state = previous % width
    return best


@njit(cache=True, nogil=True)
def week_cost(a: int, d: int, worked: int, arrays: TourArrays) -> float:
    """Overtime and the price of missed minutes of a week that ends with day d."""
    agents = arrays.agents
    week = arrays.weeks.week[d]
    cost = 0.0
    if worked > agents.overtime_after[a, week]:
        extra = worked - agents.overtime_after[a, week]
        cost += agents.rate[a, d] * agents.overtime[a] * extra
    if worked < agents.least[a, week]:
        cost += arrays.shortfall * (agents.least[a, week] - worked)
    return cost
