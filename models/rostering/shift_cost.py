"""What one shift of one agent costs against given prices of coverage, its breaks at their best."""

from __future__ import annotations

from numba import njit

from .problem import FloatArray, IntArray
from .program import TourArrays

IMPOSSIBLE = 1e300


@njit(cache=True, nogil=True)
def paid(a: int, d: int, first: int, last: int, arrays: TourArrays) -> float:
    """Pay of slots first to last of a shift of agent a that begins on day d."""
    pay, p = arrays.pay, arrays.agents.pay_class[a]
    worth = arrays.agents.rate[a, d] * (pay.weight[p, d, last] - pay.weight[p, d, first])
    return worth + pay.flat[p, d, last] - pay.flat[p, d, first]


@njit(cache=True, nogil=True)
def option_pay(a: int, o: int, d: int, arrays: TourArrays) -> float:
    """Pay and wishes of an option before its unpaid breaks are taken off."""
    agents, pay, shifts = arrays.agents, arrays.pay, arrays.shifts
    p = agents.pay_class[a]
    cost = paid(a, d, shifts.start[o], shifts.end[o], arrays)
    cost += agents.rate[a, d] * pay.option_weight[p, o] + pay.option_flat[p, o]
    cost += agents.option_cost[a, o]
    if agents.event_unpaid[a, o] > 0:
        for t in range(shifts.start[o], shifts.end[o]):
            if agents.event[a, t] == 2:
                cost -= paid(a, d, t, t + 1, arrays)
    return cost


@njit(cache=True, nogil=True)
def place_breaks(
    a: int,
    o: int,
    d: int,
    prices: FloatArray,
    events: IntArray,
    arrays: TourArrays,
    tails: FloatArray,
    out: IntArray,
) -> float:
    """Place the breaks of option o at least cost; return the cost and fill `out` where wanted.

    `prices` and `events` are prefix sums over slots, `tails` a work array (B, window).
    Works from the last break to the first: `tails[b, i]` is the least cost of breaks b, b+1, ...
    with break b at its i-th position or later.
    """
    shifts = arrays.shifts
    n_breaks = shifts.n_breaks[o]
    flexible = shifts.flexible[o]
    has_event = arrays.agents.has_event[a]
    for b in range(n_breaks - 1, -1, -1):
        first = shifts.break_first[o, b]
        last = shifts.break_last[o, b]
        length = shifts.break_slots[o, b]
        unpaid = not shifts.break_paid[o, b]
        least = IMPOSSIBLE
        for p in range(last, first - 1, -1):
            cost = 0.0
            if has_event and events[p + length] > events[p]:
                cost = IMPOSSIBLE
            else:
                if flexible:
                    cost -= prices[p + length] - prices[p]
                if unpaid:
                    cost -= paid(a, d, p, p + length, arrays)
                if b + 1 < n_breaks:
                    offset = p + length + arrays.gap - shifts.break_first[o, b + 1]
                    if offset < 0:
                        offset = 0
                    if offset > shifts.break_last[o, b + 1] - shifts.break_first[o, b + 1]:
                        cost = IMPOSSIBLE
                    else:
                        cost += tails[b + 1, offset]
            if cost < least:
                least = cost
            tails[b, p - first] = least
    if n_breaks == 0:
        return 0.0
    if len(out) > 0 and tails[0, 0] < IMPOSSIBLE / 2:
        earliest = shifts.break_first[o, 0]
        for b in range(n_breaks):
            first = shifts.break_first[o, b]
            last = shifts.break_last[o, b]
            p = max(first, earliest)
            # the last position that still reaches the least cost is where the minimum stands
            while p < last and tails[b, p + 1 - first] <= tails[b, p - first]:
                p += 1
            out[b] = p
            earliest = p + shifts.break_slots[o, b] + arrays.gap
    return tails[0, 0]


@njit(cache=True, nogil=True)
def option_cost(
    a: int,
    o: int,
    d: int,
    prices: FloatArray,
    events: IntArray,
    arrays: TourArrays,
    tails: FloatArray,
    out: IntArray,
) -> float:
    """Cost of agent a working option o: pay, wishes and coverage, breaks at their best."""
    shifts = arrays.shifts
    cost = option_pay(a, o, d, arrays)
    if shifts.flexible[o]:
        cost += prices[shifts.end[o]] - prices[shifts.start[o]]
    breaks = place_breaks(a, o, d, prices, events, arrays, tails, out)
    return cost + breaks if breaks < IMPOSSIBLE / 2 else IMPOSSIBLE
