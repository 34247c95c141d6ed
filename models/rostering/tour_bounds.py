"""What the rest of a tour costs at least, and what a whole tour costs at most.

Without the rules that tie days together a tour is cheap to optimise: only the minutes of the week
are left to remember. That relaxation bounds every partial tour from below; any legal tour bounds
the best one from above. The tour program drops the states that lie above the second by the first
(bounding in dynamic programming, Marsten & Morin 1978).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .kernels import inner_kernel
from .problem import FloatArray, IntArray
from .program import AgentArrays, TourArrays, WeekArrays
from .shift_cost import IMPOSSIBLE
from .tour_arcs import TourWork
from .tour_totals import add_to_totals, missing_total


class Fairness(NamedTuple):
    """Nights, weekend and holiday shifts left of the fair share, the least that are to be worked,
    and the price of each above or below."""

    left: IntArray
    least: IntArray
    price: FloatArray


@inner_kernel
def outside(count: int, least: int, most: int) -> int:
    """How far a count lies below `least` or above `most`."""
    return max(0, least - count) + max(0, count - most)


@inner_kernel
def week_cost(
    a: int, d: int, week: int, worked: int, agents: AgentArrays, shortfall: float
) -> float:
    """Overtime and the price of missed minutes of a week that ends with day d."""
    cost = 0.0
    if worked > agents.overtime_after[a, week]:
        extra = worked - agents.overtime_after[a, week]
        cost += agents.rate[a, d] * agents.overtime[a] * extra
    if worked < agents.least[a, week]:
        cost += shortfall * (agents.least[a, week] - worked)
    return cost


@inner_kernel
def fill_to_come(
    a: int,
    most: IntArray,
    agents: AgentArrays,
    weeks: WeekArrays,
    shortfall: float,
    work: TourWork,
) -> None:
    """Write what days d, d + 1, ... cost at least, by minutes worked before, into `to_come[d]`.

    In a row that follows the end of a week the minutes are those of that week, which it pays for.
    Rules and fair shares, which only add to the cost, are left out.
    """
    to_come, cheapest = work.to_come, work.cheapest
    n_days, n_sums = len(weeks.week), len(weeks.sums)
    to_come[n_days] = 0.0
    for d in range(n_days - 1, -1, -1):
        following = to_come[d + 1]
        if weeks.week_ends[d]:
            next_week = following[0]
            for m in range(n_sums):
                cost = week_cost(a, d, weeks.week[d], weeks.sums[m], agents, shortfall)
                following[m] = next_week + cost
        for m in range(n_sums):
            least = work.off[d] + following[m]
            for v in range(cheapest.shape[1]):
                after = weeks.next_sum[m, v]
                if after >= 0 and weeks.sums[after] <= most[weeks.week[d]]:
                    least = min(least, cheapest[d, v] + following[after])
            to_come[d, m] = least


@inner_kernel
def fill_dearest(
    a: int,
    most: IntArray,
    ceiling: float,
    agents: AgentArrays,
    weeks: WeekArrays,
    shortfall: float,
    work: TourWork,
) -> None:
    """Write the most that an option may cost in a tour no dearer than `ceiling` to `dearest`."""
    to_come, cheapest = work.to_come, work.cheapest
    n_days, n_sums, n_values = len(weeks.week), len(weeks.sums), cheapest.shape[1]
    so_far, after_day = work.so_far[0], work.so_far[1]
    so_far[:] = IMPOSSIBLE
    so_far[0] = 0.0
    for d in range(n_days):
        for m in range(n_sums):
            after_day[m] = so_far[m] + work.off[d]
        for v in range(n_values):
            least = IMPOSSIBLE
            for m in range(n_sums):
                after = weeks.next_sum[m, v]
                if so_far[m] < IMPOSSIBLE and after >= 0:
                    if weeks.sums[after] > most[weeks.week[d]]:
                        continue
                    least = min(least, so_far[m] + to_come[d + 1, after])
                    after_day[after] = min(after_day[after], so_far[m] + cheapest[d, v])
            work.dearest[d, v] = ceiling - least
        if weeks.week_ends[d]:
            least = IMPOSSIBLE
            for m in range(n_sums):
                if after_day[m] < IMPOSSIBLE:
                    cost = week_cost(a, d, weeks.week[d], weeks.sums[m], agents, shortfall)
                    least = min(least, after_day[m] + cost)
            after_day[:] = IMPOSSIBLE
            after_day[0] = least
        so_far, after_day = after_day, so_far


@inner_kernel
def dive(a: int, most: IntArray, arrays: TourArrays, work: TourWork, tour: IntArray) -> None:
    """Write a tour to `tour` (D,): day by day the option that seems cheapest with its rest.

    It keeps the rules unless they leave nothing to do on some day.
    """
    weeks, rules, costs = arrays.weeks, arrays.rules, work.costs
    c = arrays.agents.rule_class[a]
    q = arrays.agents.first_state[a]
    minutes = 0
    for d in range(len(weeks.week)):
        following = work.to_come[d + 1]
        states = rules.n_states[c, d]
        at = rules.at[c, d] + q
        best = IMPOSSIBLE
        tour[d] = -1
        next_q, next_minutes = q, minutes
        if rules.after[at] >= 0:
            best = work.off[d] + rules.cost[at] + following[minutes]
            next_q = rules.after[at]
        for o in range(arrays.shifts.first_of_day[d], arrays.shifts.first_of_day[d + 1]):
            if costs[o] >= IMPOSSIBLE:
                continue
            after = weeks.next_sum[minutes, weeks.value_id[a, o]]
            if after < 0 or weeks.sums[after] > most[weeks.week[d]]:
                continue
            total = costs[o] + following[after]
            arc = at + rules.label[c, o] * states
            if total < best and rules.after[arc] >= 0 and total + rules.cost[arc] < best:
                best = total + rules.cost[arc]
                tour[d] = o
                next_q, next_minutes = rules.after[arc], after
        q = next_q
        minutes = 0 if weeks.week_ends[d] else next_minutes


@inner_kernel
def tour_cost(
    a: int,
    tour: IntArray,
    fairness: Fairness,
    most: IntArray,
    strides: IntArray,
    arrays: TourArrays,
    work: TourWork,
) -> float:
    """Cost of a tour (D,) with its breaks at their best; `IMPOSSIBLE` where it is not legal."""
    shifts, agents, weeks, rules = arrays.shifts, arrays.agents, arrays.weeks, arrays.rules
    totals = arrays.totals
    c = agents.rule_class[a]
    q = agents.first_state[a]
    minutes = 0
    # of one type: kernels compile once
    code, nights, weekends, holidays = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    total = 0.0
    for d in range(len(weeks.week)):
        o = tour[d]
        label = 0
        cost = work.off[d] if o < 0 else work.costs[o]
        if cost >= IMPOSSIBLE:
            return IMPOSSIBLE
        total += cost
        if o >= 0:
            label = rules.label[c, o]
            code = add_to_totals(a, o, weeks.value_id[a, o], code, strides, totals)
            if code < 0:
                return IMPOSSIBLE
            minutes = weeks.next_sum[minutes, weeks.value_id[a, o]]
            if minutes < 0 or weeks.sums[minutes] > most[weeks.week[d]]:
                return IMPOSSIBLE
            nights += 1 if shifts.night[o] else 0
            weekends += 1 if shifts.weekend[o] else 0
            holidays += 1 if agents.holiday[a, d] else 0
        at = rules.at[c, d] + label * rules.n_states[c, d] + q
        q = rules.after[at]
        if q < 0:
            return IMPOSSIBLE
        total += rules.cost[at]
        if weeks.week_ends[d]:
            total += week_cost(a, d, weeks.week[d], weeks.sums[minutes], agents, arrays.shortfall)
            minutes = 0
    total += missing_total(a, code, totals, arrays.shortfall)
    total += fairness.price[0] * outside(nights, fairness.least[0], fairness.left[0])
    total += fairness.price[1] * outside(weekends, fairness.least[1], fairness.left[1])
    total += fairness.price[2] * outside(holidays, fairness.least[2], fairness.left[2])
    return total + rules.last[rules.last_at[c] + q]
