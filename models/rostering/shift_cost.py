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
    shifts, gap = arrays.shifts, arrays.gap
    n_breaks = shifts.n_breaks[o]
    flexible = shifts.flexible[o]
    has_event = arrays.agents.has_event[a]
    rate = arrays.agents.rate[a, d]
    weight = arrays.pay.weight[arrays.agents.pay_class[a], d]
    flat = arrays.pay.flat[arrays.agents.pay_class[a], d]
    for b in range(n_breaks - 1, -1, -1):
        first = shifts.break_first[o, b]
        last = shifts.break_last[o, b]
        length = shifts.break_slots[o, b]
        unpaid = not shifts.break_paid[o, b]
        # positions of the next break from here on are out of reach
        reach = last
        to_next = 0
        if b + 1 < n_breaks:
            to_next = length + gap - shifts.break_first[o, b + 1]
            reach = min(last, shifts.break_last[o, b + 1] - length - gap)
        least = IMPOSSIBLE
        for p in range(last, first - 1, -1):
            if p <= reach and not (has_event and events[p + length] > events[p]):
                cost = 0.0
                if flexible:
                    cost -= prices[p + length] - prices[p]
                if unpaid:
                    cost -= rate * (weight[p + length] - weight[p]) + flat[p + length] - flat[p]
                if b + 1 < n_breaks:
                    cost += tails[b + 1, max(0, p + to_next)]
                least = min(least, cost)
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
            earliest = p + shifts.break_slots[o, b] + gap
    return tails[0, 0]
