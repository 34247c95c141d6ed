"""What one shift of one agent costs against given prices of coverage, its breaks at their best."""

from __future__ import annotations

from .kernels import inner_kernel
from .problem import FloatArray, IntArray
from .program import AgentArrays, PayArrays, ShiftArrays

IMPOSSIBLE = 1e300


@inner_kernel
def paid(
    a: int, d: int, first: int, last: int, rates: FloatArray, pay_class: int, pay: PayArrays
) -> float:
    """Pay of slots first to last of a shift of agent a that begins on day d; `rates` (A, D)."""
    worth = pay.weight[pay_class, d, last] - pay.weight[pay_class, d, first]
    return rates[a, d] * worth + pay.flat[pay_class, d, last] - pay.flat[pay_class, d, first]


@inner_kernel
def fill_gains(
    a: int,
    d: int,
    prices: FloatArray,
    events: IntArray,
    shifts: ShiftArrays,
    agents: AgentArrays,
    pay: PayArrays,
    gains: FloatArray,
) -> None:
    """Write what a break of each kind costs at every slot of day d's shifts into `gains` (K, T).

    `prices` and `events` are prefix sums over slots. A break leaves coverage and, unpaid, pay; it
    cannot lie in an event.
    """
    rate = agents.rate[a, d]
    weight = pay.weight[agents.pay_class[a], d]
    flat = pay.flat[agents.pay_class[a], d]
    has_event = agents.has_event[a]
    for k in range(len(shifts.kind_slots)):
        length = shifts.kind_slots[k]
        row = gains[k]
        for p in range(shifts.first_slot[d], shifts.last_slot[d] - length + 1):
            row[p] = prices[p] - prices[p + length]
        if not shifts.kind_paid[k]:
            for p in range(shifts.first_slot[d], shifts.last_slot[d] - length + 1):
                row[p] += rate * (weight[p] - weight[p + length]) + flat[p] - flat[p + length]
        if has_event:
            for p in range(shifts.first_slot[d], shifts.last_slot[d] - length + 1):
                if events[p + length] > events[p]:
                    row[p] = IMPOSSIBLE


@inner_kernel
def place_breaks(
    o: int,
    prices: FloatArray,
    shifts: ShiftArrays,
    gap: int,
    gains: FloatArray,
    tails: FloatArray,
    out: IntArray,
) -> float:
    """Place the breaks of option o at least cost; return the cost and fill `out` where wanted.

    `gains` is filled for the option's day, `tails` a work array (B, window). Works from the last
    break to the first: `tails[b, i]` is the least cost of breaks b, b+1, ... with break b at its
    i-th position or later. Breaks are `gap` slots apart at least.
    """
    n_breaks = shifts.n_breaks[o]
    if n_breaks == 0:
        return 0.0
    for b in range(n_breaks - 1, -1, -1):
        first = shifts.break_first[o, b]
        last = shifts.break_last[o, b]
        length = shifts.break_slots[o, b]
        gain = gains[shifts.break_kind[o, b]]
        here = tails[b]
        least = IMPOSSIBLE
        if b + 1 == n_breaks:
            for p in range(last, first - 1, -1):
                least = min(least, gain[p])
                here[p - first] = least
            continue
        following = tails[b + 1]
        to_next = length + gap - shifts.break_first[o, b + 1]
        # positions of the next break from here on are out of reach
        reach = min(last, shifts.break_last[o, b + 1] - length - gap)
        for p in range(last, first - 1, -1):
            if p <= reach:
                least = min(least, gain[p] + following[max(0, p + to_next)])
            here[p - first] = least
    if tails[0, 0] >= IMPOSSIBLE / 2:
        return IMPOSSIBLE
    if len(out) > 0:
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
    cost = tails[0, 0]
    if not shifts.flexible[o]:
        # its coverage is counted elsewhere: the place of each break is fixed
        for b in range(n_breaks):
            p = shifts.break_first[o, b]
            cost -= prices[p] - prices[p + shifts.break_slots[o, b]]
    return cost
