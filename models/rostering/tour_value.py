"""What a given tour covers, costs and breaks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .kernels import inner_kernel, kernel
from .problem import IntArray
from .program import ShiftArrays, TourArrays, WeekArrays
from .shift_cost import paid
from .tour_bounds import week_cost
from .tour_totals import short_of_total


@kernel
def working_slots(
    option: IntArray,
    breaks: IntArray,
    event: npt.NDArray[np.int8],
    shifts: ShiftArrays,
    out: IntArray,
) -> int:
    """Write the slots in which an agent serves queues into `out`; return how many.

    `event` (T,) is positive where the agent has an event.
    """
    found = 0
    for d in range(len(option)):
        o = option[d]
        if o < 0 or not shifts.flexible[o]:
            continue
        b = 0
        n_breaks = shifts.n_breaks[o]
        t = shifts.start[o]
        while t < shifts.end[o]:
            if b < n_breaks and t == breaks[d, b]:
                t += shifts.break_slots[o, b]
                b += 1
                continue
            if event[t] == 0:
                out[found] = t
                found += 1
            t += 1
    return found


@kernel
def own_cost(a: int, option: IntArray, breaks: IntArray, arrays: TourArrays) -> float:
    """Pay, overtime, wishes, prices of rules and elastic minima of one tour, in currency units."""
    shifts, agents, weeks, rules = arrays.shifts, arrays.agents, arrays.weeks, arrays.rules
    c = agents.rule_class[a]
    state = agents.first_state[a]
    total = 0.0
    minutes = 0
    for d in range(len(option)):
        o = option[d]
        label = 0
        if o < 0:
            total += agents.off_cost[a, d]
            if agents.must_work[a, d]:
                total += arrays.promise
        else:
            label = rules.label[c, o]
            total += agents.option_pay[a, o]
            for b in range(shifts.n_breaks[o]):
                if not shifts.break_paid[o, b]:
                    p = breaks[d, b]
                    last = p + shifts.break_slots[o, b]
                    total -= paid(a, d, p, last, agents.rate, agents.pay_class[a], arrays.pay)
            minutes = weeks.next_sum[minutes, weeks.value_id[a, o]]
        place = rules.at[c, d] + label * rules.n_states[c, d] + state
        total += rules.cost[place]
        state = rules.after[place]
        if weeks.week_ends[d]:
            total += week_cost(a, d, weeks.week[d], weeks.sums[minutes], agents, arrays.shortfall)
            minutes = 0
    total += rules.last[rules.last_at[c] + state]
    return total + short_of_total(a, option, weeks, arrays.totals, arrays.shortfall)


@kernel
def own_elastic(option: IntArray, arrays: TourArrays) -> float:
    """The part of all agents' own costs for promises broken, in currency units."""
    agents, weeks, rules = arrays.agents, arrays.weeks, arrays.rules
    total = 0.0
    for a in range(len(option)):
        c = agents.rule_class[a]
        state = agents.first_state[a]
        minutes = 0
        for d in range(option.shape[1]):
            o = option[a, d]
            label = 0 if o < 0 else rules.label[c, o]
            if o >= 0:
                minutes = weeks.next_sum[minutes, weeks.value_id[a, o]]
            elif agents.must_work[a, d]:
                total += arrays.promise
            place = rules.at[c, d] + label * rules.n_states[c, d] + state
            total += rules.broken[place]
            state = rules.after[place]
            if weeks.week_ends[d]:
                missing = agents.least[a, weeks.week[d]] - weeks.sums[minutes]
                total += arrays.shortfall * max(0, missing)
                minutes = 0
        total += rules.last_broken[rules.last_at[c] + state]
        total += short_of_total(a, option[a], weeks, arrays.totals, arrays.shortfall)
    return total


@inner_kernel
def minutes_by_week(a: int, option: IntArray, weeks: WeekArrays, out: IntArray) -> None:
    """Write the paid minutes of a tour by week into `out` (W,)."""
    minutes = 0
    for d in range(len(option)):
        if option[d] >= 0:
            minutes = weeks.next_sum[minutes, weeks.value_id[a, option[d]]]
        if weeks.week_ends[d]:
            out[weeks.week[d]] = weeks.sums[minutes]
            minutes = 0
