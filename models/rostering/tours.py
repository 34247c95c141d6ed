"""The exact best tour of one agent against given prices of coverage, breaks chosen inside it.

Dynamic program over days; the state is described in `program`. Cost of a tour = pay by the minute
+ overtime + wishes + prices of rules + unfair shares + the price of the coverage it gives
(negative where agents are short).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .kernels import inner_kernel
from .problem import FloatArray, IntArray
from .program import TourArrays
from .shift_cost import IMPOSSIBLE, fill_gains, place_breaks
from .tour_arcs import TourWork, fill_costs, find_arcs
from .tour_bounds import (
    Fairness,
    dive,
    fill_dearest,
    fill_to_come,
    tour_cost,
    week_cost,
)
from .tour_totals import add_to_totals, missing_total, strides_of

__all__ = ["Fairness", "TourWork", "best_tour"]


@inner_kernel
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


@inner_kernel
def slot_of(key: int, keys: IntArray, row_of: npt.NDArray[np.int32]) -> int:
    """Return where `row_of` (a power of two long) holds a key's row, or would hold it."""
    mask = len(row_of) - 1
    slot = (key * 2654435761 >> 7) & mask
    while row_of[slot] >= 0 and keys[row_of[slot]] != key:
        slot = (slot + 1) & mask
    return slot


@inner_kernel
def best_tour(
    a: int,
    price: FloatArray,
    fairness: Fairness,
    most: IntArray,
    arrays: TourArrays,
    work: TourWork,
    at_hand: IntArray,
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
    at_hand : (D,)
        A tour that may be nearly the best; the closer it is, the less there is to search. Days
        outside `work.span` keep what it has on them. It may be `out_option` itself.
    out_option, out_breaks : (D,), (D, B)
        Filled with the tour.

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

    left, fair_price, strides = work.left, work.fair_price, work.strides
    alive, reached = work.alive, work.reached
    for d in range(n_days):
        work.at_hand[d] = at_hand[d]
    for k in range(3):
        # a share that no tour can exceed needs no count above what is to be worked at least
        left[k] = min(fairness.least[k], agents.most_fair[a, k])
        fair_price[k] = 0.0
        if fairness.left[k] < agents.most_fair[a, k]:
            left[k] = fairness.left[k]
            fair_price[k] = fairness.price[k]
    n_fair = (left[0] + 1, left[1] + 1, left[2] + 1)
    fair_states = n_fair[0] * n_fair[1] * n_fair[2]
    capacity, width = work.value.shape[1], work.value.shape[2]
    totals = arrays.totals
    strides_of(a, totals, strides)
    for d in range(n_days):
        fill_costs(a, d, work.at_hand[d], arrays, work)
    fill_to_come(a, most, agents, weeks, arrays.shortfall, work)
    dive(a, most, arrays, work, out_option)
    ceiling = tour_cost(a, out_option, fairness, most, strides, arrays, work)
    ceiling = min(ceiling, tour_cost(a, work.at_hand, fairness, most, strides, arrays, work))
    ceiling += 1e-9 * (1.0 + abs(ceiling))  # additions in another order round differently
    fill_dearest(a, most, ceiling, agents, weeks, arrays.shortfall, work)
    reached[:] = 0
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
        off_cost = work.off[d]
        n_arcs = find_arcs(a, d, arrays, work)
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
            if n_alive == 0:
                continue
            for i in range(-1, n_arcs):
                o = -1
                new_code = code
                label = 0
                cost = off_cost
                new_minutes = minutes
                new_nights, new_weekends, new_holidays = nights, weekends, holidays
                if i >= 0:
                    o = work.arc_option[i]
                    label = label_of[o]
                    cost = work.costs[o]
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
                worth = ceiling - cost - work.to_come[d + 1, new_minutes]
                if value[alive[0]] > worth:
                    continue
                if week_ends:
                    cost += week_cost(a, d, week, weeks.sums[new_minutes], agents, arrays.shortfall)
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
                        for k in range(n_days):  # the next try begins where this one did
                            out_option[k] = work.at_hand[k]
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
                    if value[q] > worth:
                        break
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
        key = work.row_key[n_days % 2, row]
        code = key // (len(weeks.sums) * fair_states)
        short = missing_total(a, code, totals, arrays.shortfall)
        for k in range(2, -1, -1):
            short += fairness.price[k] * max(0, fairness.least[k] - key % n_fair[k])
            key //= n_fair[k]
        for q in range(rules.n_states[c, n_days]):
            total = work.value[n_days % 2, row, q] + rules.last[rules.last_at[c] + q] + short
            if total < best:
                best = total
                at_row = row
                at_state = q
    for d in range(n_days - 1, -1, -1):
        out_option[d] = work.taken[d, at_row, at_state]
        o = out_option[d]  # read back: of one type, so that kernels compile once
        for b in range(out_breaks.shape[1]):
            out_breaks[d, b] = -1
        if o >= 0:
            fill_gains(a, d, prices, events, shifts, agents, arrays.pay, work.gains)
            place_breaks(o, prices, shifts, arrays.gap, work.gains, work.tails, out_breaks[d])
        previous = work.back[d, at_row, at_state]
        at_row = previous // width
        at_state = previous % width
    return best
