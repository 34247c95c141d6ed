"""The exact best tour of one agent against given prices of coverage, breaks chosen inside it.

Dynamic program over days; the state is described in `program`. Cost of a tour = pay by the minute
+ overtime + wishes + fairness above the share + the price of the coverage it gives (negative where
agents are short). Weekly minima are elastic at a price that no saving reaches.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .problem import TICKS, Arrays, FloatArray, IntArray
from .program import MUST_WORK_PRICE

_INF = 1e300
_TICKS = float(TICKS)


@njit(cache=True, nogil=True)
def _place_breaks(
    o: int,
    rate: float,
    d: int,
    prices: FloatArray,
    pay: FloatArray,
    events: IntArray,
    has_event: bool,
    gap: int,
    options: Arrays,
    tails: FloatArray,
    out: IntArray,
) -> float:
    """Place the breaks of option o at least cost; return the cost and fill `out` where wanted.

    `prices` and `events` are prefix sums over slots, `tails` a work array (B, window).
    Works from the last break to the first: `tails[b, i]` is the least cost of breaks b, b+1, ...
    with break b at its i-th position or later.
    """
    n_breaks = options[5][o]
    flexible = options[4][o]
    for b in range(n_breaks - 1, -1, -1):
        first = options[6][o, b]
        last = options[7][o, b]
        length = options[8][o, b]
        paid = options[9][o, b]
        least = _INF
        for p in range(last, first - 1, -1):
            cost = 0.0
            if has_event and events[p + length] > events[p]:
                cost = _INF
            else:
                if flexible:
                    cost -= prices[p + length] - prices[p]
                if not paid:
                    cost -= rate * (pay[d, p + length] - pay[d, p])
                if b + 1 < n_breaks:
                    offset = p + length + gap - options[6][o, b + 1]
                    if offset < 0:
                        offset = 0
                    if offset > options[7][o, b + 1] - options[6][o, b + 1]:
                        cost = _INF
                    else:
                        cost += tails[b + 1, offset]
            if cost < least:
                least = cost
            tails[b, p - first] = least
    if n_breaks == 0:
        return 0.0
    if len(out) > 0 and tails[0, 0] < _INF / 2:
        earliest = options[6][o, 0]
        for b in range(n_breaks):
            first = options[6][o, b]
            last = options[7][o, b]
            p = max(first, earliest)
            # the last position that still reaches the least cost is where the minimum stands
            while p < last and tails[b, p + 1 - first] <= tails[b, p - first]:
                p += 1
            out[b] = p
            earliest = p + options[8][o, b] + gap
    return tails[0, 0]


@njit(cache=True, nogil=True)
def _option_cost(
    a: int,
    o: int,
    d: int,
    prices: FloatArray,
    events: IntArray,
    staff: Arrays,
    options: Arrays,
    tables: Arrays,
    gap: int,
    tails: FloatArray,
    out: IntArray,
) -> float:
    """Cost of agent a working option o: pay, wishes and coverage, breaks at their best."""
    rate = staff[1][a]
    pay = tables[9]
    start = options[0][o]
    end = options[1][o]
    cost = rate * (pay[d, end] - pay[d, start]) + staff[12][a, o] / _TICKS
    if options[4][o]:
        cost += prices[end] - prices[start]
    if staff[6][a, o] > 0:
        for t in range(start, end):
            if staff[5][a, t] == 2:
                cost -= rate * (pay[d, t + 1] - pay[d, t])
    breaks = _place_breaks(o, rate, d, prices, pay, events, tables[6][a], gap, options, tails, out)
    return cost + breaks if breaks < _INF / 2 else _INF


@njit(cache=True, nogil=True)
def _undominated(
    a: int,
    first: int,
    last: int,
    costs: FloatArray,
    options: Arrays,
    tables: Arrays,
    kept: IntArray,
) -> int:
    """Write the day's options that no other option beats in every respect; return how many.

    Of two options that add the same minutes and count alike as night and weekend, the one that
    costs no more, is open to no fewer tours and leaves no less of a choice makes the other idle.
    """
    value_id, ready_limit, ready_next = tables[2], tables[3], tables[4]
    found = 0
    for o in range(first, last):
        if costs[o - first] >= _INF:
            continue
        beaten = False
        for i in range(first, last):
            if (
                i != o
                and costs[i - first] <= costs[o - first]
                and value_id[a, i] == value_id[a, o]
                and options[2][i] == options[2][o]
                and options[3][i] == options[3][o]
                and ready_limit[i] >= ready_limit[o]
                and ready_next[i] <= ready_next[o]
                and (
                    costs[i - first] < costs[o - first]
                    or ready_limit[i] > ready_limit[o]
                    or ready_next[i] < ready_next[o]
                    or i < o
                )
            ):
                beaten = True
                break
        if not beaten:
            kept[found] = o
            found += 1
    return found


@njit(cache=True, nogil=True)
def best_tour(
    a: int,
    price: FloatArray,
    fairness: FloatArray,
    arrays: Arrays,
    gap: int,
    shortfall: float,
    work: Arrays,
    out_option: IntArray,
    out_breaks: IntArray,
) -> float:
    """Find agent a's cheapest tour.

    Parameters
    ----------
    a : int
        Agent.
    price : (T,)
        Cost of one agent more of a's skill set in every slot (currency units).
    fairness : (4,)
        Nights and weekend shifts left of the fair share, and the prices of each one above.
    arrays : tuple
        `TourTables.arrays()`.
    gap : int
        Slots of work between breaks.
    shortfall : float
        Currency units per minute below the weekly minimum.
    work : tuple
        Work arrays of `workspace`.
    out_option, out_breaks : (D,), (D, B)
        Filled with the tour.

    Returns
    -------
    float
        Cost of the tour at these prices; negative infinity where `work` is too small.
    """
    options, staff, tables = arrays
    prices, events, tails, costs, lookup, stamp, member, value, back_state, back_option = work
    sums, next_sum, value_id = tables[0], tables[1], tables[2]
    ready_limit, ready_next, ready_off = tables[3], tables[4], tables[5]
    n_days = len(tables[8])
    n_slots = len(price)
    width = ready_off.shape[1]
    no_out = out_option[:0]

    prices[0] = 0.0
    events[0] = 0
    for t in range(n_slots):
        busy = staff[5][a, t] > 0
        prices[t + 1] = prices[t] + (0.0 if busy else price[t])
        events[t + 1] = events[t] + (1 if busy else 0)

    free_nights = int(fairness[0])
    free_weekends = int(fairness[1])
    max_run = staff[8][a]
    n_run = max(max_run, staff[7][a]) + 1
    n_night = free_nights + 1
    n_weekend = free_weekends + 1
    n_states = len(sums) * n_run * n_night * n_weekend
    capacity = value.shape[1]
    if n_states > len(lookup):
        return -np.inf

    # value[parity, c, r]: least cost of compact state c in ready class r; member lists the states
    count = 1
    member[0, 0] = staff[7][a] * n_night * n_weekend
    for r in range(width):
        value[0, 0, r] = _INF
    value[0, 0, 0] = 0.0
    for k in range(n_states):
        stamp[k] = -1
    kept = np.empty(len(costs), dtype=np.int64)
    least_before = np.empty(width)
    arg_before = np.empty(width, dtype=np.int64)

    for d in range(n_days):
        here = d % 2
        there = 1 - here
        week = tables[8][d]
        week_ends = tables[7][d]
        first = options[10][d]
        last = options[10][d + 1]
        for o in range(first, last):
            costs[o - first] = _INF
            if staff[3][a, o]:
                costs[o - first] = _option_cost(
                    a, o, d, prices, events, staff, options, tables, gap, tails, no_out
                )
        n_kept = _undominated(a, first, last, costs, options, tables, kept)
        off_cost = staff[13][a, d] / _TICKS
        if staff[4][a, d]:
            off_cost += MUST_WORK_PRICE
        found = 0
        for c in range(count):
            state = member[here, c]
            weekend = state % n_weekend
            rest = state // n_weekend
            night = rest % n_night
            rest = rest // n_night
            run = rest % n_run
            minutes = rest // n_run
            best = _INF
            for r in range(width):
                if value[here, c, r] < best:
                    best = value[here, c, r]
                    arg_before[r] = r
                else:
                    arg_before[r] = arg_before[r - 1] if r > 0 else 0
                least_before[r] = best

            for i in range(-1, n_kept):
                o = kept[i] if i >= 0 else first - 1
                if o < first:  # a day off
                    new_minutes = minutes
                    new_run = 0
                    new_night = night
                    new_weekend = weekend
                    cost = off_cost
                else:
                    cost = costs[o - first]
                    if run >= max_run:
                        break
                    if least_before[ready_limit[o] - 1] >= _INF:
                        continue
                    new_minutes = next_sum[minutes, value_id[a, o]]
                    if new_minutes < 0 or sums[new_minutes] > staff[10][a, week]:
                        continue
                    new_run = run + 1
                    new_night = night
                    if options[2][o]:
                        if night < free_nights:
                            new_night = night + 1
                        else:
                            cost += fairness[2]
                    new_weekend = weekend
                    if options[3][o]:
                        if weekend < free_weekends:
                            new_weekend = weekend + 1
                        else:
                            cost += fairness[3]
                if week_ends:
                    worked = sums[new_minutes]
                    if worked > staff[11][a, week]:
                        extra = worked - staff[11][a, week]
                        cost += staff[1][a] * staff[2][a] * extra
                    if worked < staff[9][a, week]:
                        cost += shortfall * (staff[9][a, week] - worked)
                    new_minutes = 0
                new_state = (
                    (new_minutes * n_run + new_run) * n_night + new_night
                ) * n_weekend + new_weekend
                if stamp[new_state] != d:
                    if found == capacity:
                        return -np.inf
                    stamp[new_state] = d
                    lookup[new_state] = found
                    member[there, found] = new_state
                    for r in range(width):
                        value[there, found, r] = _INF
                    found += 1
                target = lookup[new_state]
                if o < first:
                    for r in range(width):
                        total = value[here, c, r] + cost
                        new_r = ready_off[d, r]
                        if value[here, c, r] < _INF and total < value[there, target, new_r]:
                            value[there, target, new_r] = total
                            back_state[d, target, new_r] = c * width + r
                            back_option[d, target, new_r] = -1
                else:
                    limit = ready_limit[o] - 1
                    total = least_before[limit] + cost
                    new_r = ready_next[o]
                    if total < value[there, target, new_r]:
                        value[there, target, new_r] = total
                        back_state[d, target, new_r] = c * width + arg_before[limit]
                        back_option[d, target, new_r] = o
        count = found

    final = n_days % 2
    best = _INF
    at_state = 0
    at_ready = 0
    for c in range(count):
        for r in range(width):
            if value[final, c, r] < best:
                best = value[final, c, r]
                at_state = c
                at_ready = r
    for d in range(n_days - 1, -1, -1):
        o = back_option[d, at_state, at_ready]
        out_option[d] = o
        for b in range(out_breaks.shape[1]):
            out_breaks[d, b] = -1
        if o >= 0:
            _option_cost(a, o, d, prices, events, staff, options, tables, gap, tails, out_breaks[d])
        previous = back_state[d, at_state, at_ready]
        at_state = previous // width
        at_ready = previous % width
    return best
