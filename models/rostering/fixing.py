"""Options that no roster cheaper than the one at hand can take: reduced-cost fixing.

At prices of coverage the cheapest tour of an agent that takes an option, less the cheapest tour of
all, is what taking it adds to the Lagrangian bound. Where bound and addition exceed the cost of the
roster at hand, no better roster takes the option (Irnich, Desaulniers, Desrosiers & Hadjar 2010).
A program forward over the days and one backward find this for all options at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .kernels import inner_kernel, kernel
from .problem import OFF, FloatArray, IntArray
from .program import TourArrays
from .shift_cost import IMPOSSIBLE
from .state import SearchState
from .tour_arcs import TourWork, fill_costs
from .tour_bounds import week_cost
from .tour_totals import add_to_totals, strides_of
from .tours import slot_of

STATE_LIMIT = 40_000_000
"""Values of a program (days, rows and states) above which an agent's options are all kept."""


class ThroughWork(NamedTuple):
    """Work arrays: rows by day, and the least costs up to and from each of their states.

    `row_key` (D + 1, R), `value` and `rest` (D + 1, R, S), `target` (D, R, 1 + options of a day)
    the row reached by the day off and by each option, -1 where none; `row_of` finds rows by hash.
    """

    row_key: IntArray
    rows: IntArray
    value: FloatArray
    rest: FloatArray
    target: npt.NDArray[np.int32]
    cost: FloatArray
    row_of: npt.NDArray[np.int32]


def through_work(state: SearchState, rows: int) -> ThroughWork:
    """Return work arrays for so many rows a day."""
    days = state.problem.n_days
    states = int(state.arrays.rules.n_states.max())
    per_day = int(np.diff(state.problem.options.first_of_day).max(initial=0))
    length = 1
    while length < 4 * rows:
        length *= 2
    return ThroughWork(
        np.zeros((days + 1, rows), dtype=np.int64),
        np.zeros(days + 1, dtype=np.int64),
        np.zeros((days + 1, rows, states)),
        np.zeros((days + 1, rows, states)),
        np.zeros((days, rows, per_day + 1), dtype=np.int32),
        np.zeros((days, per_day + 1)),
        np.full(length, -1, dtype=np.int32),
    )


@inner_kernel
def _day_costs(a: int, d: int, arrays: TourArrays, work: TourWork, out: FloatArray) -> None:
    """Write the cost of the day off and of every option of a day, `IMPOSSIBLE` where not allowed.

    `work.prices` and `work.events` hold the prefix sums.
    """
    fill_costs(a, d, np.int64(OFF), arrays, work)
    first, last = arrays.shifts.first_of_day[d], arrays.shifts.first_of_day[d + 1]
    out[0] = work.off[d]
    for o in range(first, last):  # a slice assigned to a slice would make an array
        out[1 + o - first] = work.costs[o]


@inner_kernel
def _forward(
    a: int, arrays: TourArrays, work: TourWork, through: ThroughWork, strides: IntArray
) -> bool:
    """Fill `through` with the least costs up to every state; False where it is too small."""
    weeks, rules, agents = arrays.weeks, arrays.rules, arrays.agents
    c, n_sums = agents.rule_class[a], len(weeks.sums)
    label_of = rules.label[c]
    through.rows[0] = 1
    through.row_key[0, 0] = 0
    through.value[0, 0, :] = IMPOSSIBLE
    through.value[0, 0, agents.first_state[a]] = 0.0
    for d in range(len(weeks.week)):
        week = weeks.week[d]
        first, last = arrays.shifts.first_of_day[d], arrays.shifts.first_of_day[d + 1]
        cost = through.cost[d]
        _day_costs(a, d, arrays, work, cost)
        states, next_states = rules.n_states[c, d], rules.n_states[c, d + 1]
        found = 0
        full = False
        for row in range(through.rows[d]):
            minutes = through.row_key[d, row] % n_sums
            code = through.row_key[d, row] // n_sums
            value = through.value[d, row]
            for j in range(last - first + 1):
                through.target[d, row, j] = -1
                if cost[j] >= IMPOSSIBLE / 2:
                    continue
                new_minutes, new_code, label = minutes, code, 0
                if j > 0:
                    o = first + j - 1
                    label = label_of[o]
                    new_minutes = weeks.next_sum[minutes, weeks.value_id[a, o]]
                    if new_minutes < 0 or weeks.sums[new_minutes] > agents.most[a, week]:
                        continue
                    value_id = weeks.value_id[a, o]
                    new_code = add_to_totals(a, o, value_id, code, strides, arrays.totals)
                    if new_code < 0:
                        continue
                due = cost[j]
                if weeks.week_ends[d]:
                    due += week_cost(a, d, week, weeks.sums[new_minutes], agents, arrays.shortfall)
                    new_minutes = 0
                key = new_code * n_sums + new_minutes
                slot = slot_of(key, through.row_key[d + 1], through.row_of)
                target = through.row_of[slot]
                if target < 0:
                    if found == through.row_key.shape[1]:
                        full = True
                        break
                    target = found
                    through.row_of[slot] = found
                    through.row_key[d + 1, found] = key
                    through.value[d + 1, found, :next_states] = IMPOSSIBLE
                    found += 1
                through.target[d, row, j] = target
                place = rules.at[c, d] + label * states
                best_of = through.value[d + 1, target]
                for q in range(states):
                    after = rules.after[place + q]
                    if after >= 0 and value[q] < IMPOSSIBLE:
                        best_of[after] = min(best_of[after], value[q] + due + rules.cost[place + q])
            if full:
                break
        through.row_of[:] = -1
        if full:
            return False
        through.rows[d + 1] = found
    return True


@inner_kernel
def _backward(
    a: int,
    arrays: TourArrays,
    through: ThroughWork,
    option: FloatArray,
    off: FloatArray,
) -> None:
    """Write the cheapest tours through every option (O,) and day off (D,)."""
    agents, weeks, rules, totals = arrays.agents, arrays.weeks, arrays.rules, arrays.totals
    c, n_sums = agents.rule_class[a], len(weeks.sums)
    days = len(weeks.week)
    for row in range(through.rows[days]):
        short = 0.0
        if totals.minutes_tracked[a]:
            worked = through.row_key[days, row] // n_sums % (totals.most[a] + 1) * totals.unit
            short = arrays.shortfall * max(0, totals.least[a] - worked)
        for q in range(rules.n_states[c, days]):
            through.rest[days, row, q] = rules.last[rules.last_at[c] + q] + short
    option[:] = IMPOSSIBLE
    off[:] = IMPOSSIBLE
    for d in range(days - 1, -1, -1):
        week = weeks.week[d]
        first, last = arrays.shifts.first_of_day[d], arrays.shifts.first_of_day[d + 1]
        states = rules.n_states[c, d]
        for row in range(through.rows[d]):
            minutes = through.row_key[d, row] % n_sums
            value, rest = through.value[d, row], through.rest[d, row]
            rest[:states] = IMPOSSIBLE
            for j in range(last - first + 1):
                target = through.target[d, row, j]
                if target < 0:
                    continue
                label = 0
                new_minutes = minutes
                if j > 0:
                    o = first + j - 1
                    label = rules.label[c, o]
                    new_minutes = weeks.next_sum[minutes, weeks.value_id[a, o]]
                due = through.cost[d, j]
                if weeks.week_ends[d]:
                    due += week_cost(a, d, week, weeks.sums[new_minutes], agents, arrays.shortfall)
                place = rules.at[c, d] + label * states
                least = IMPOSSIBLE
                for q in range(states):
                    after = rules.after[place + q]
                    if after < 0:
                        continue
                    onward = due + rules.cost[place + q] + through.rest[d + 1, target, after]
                    rest[q] = min(rest[q], onward)
                    least = min(least, value[q] + onward)
                if j > 0:
                    option[first + j - 1] = min(option[first + j - 1], least)
                else:
                    off[d] = min(off[d], least)


@kernel
def through_costs(
    a: int,
    price: FloatArray,
    arrays: TourArrays,
    work: TourWork,
    through: ThroughWork,
    option: FloatArray,
    off: FloatArray,
) -> bool:
    """Write the cost of agent a's cheapest tour through every option and every day off.

    Parameters
    ----------
    price : (T,)
        Cost of one agent more of a's group in every slot (currency units).
    option, off : (O,), (D,)
        Filled; at least `IMPOSSIBLE` / 2 where there is no such tour.

    Returns
    -------
    bool
        False where `through` is too small.
    """
    work.prices[0] = 0.0
    work.events[0] = 0
    for t in range(len(price)):
        busy = arrays.agents.event[a, t] > 0
        work.prices[t + 1] = work.prices[t] + (0.0 if busy else price[t])
        work.events[t + 1] = work.events[t] + (1 if busy else 0)
    work.span[0], work.span[1] = 0, len(arrays.weeks.week)
    strides_of(a, arrays.totals, work.strides)
    if not _forward(a, arrays, work, through, work.strides):
        return False
    _backward(a, arrays, through, option, off)
    return True


def reduced_costs(
    state: SearchState, prices: FloatArray, agents: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Return what every option and day off adds to the Lagrangian bound at given prices.

    Fairness and budgets of several weeks are left out, as in the bound.

    Parameters
    ----------
    prices : (G, T)
    agents : (K,)

    Returns
    -------
    (K, O), (K, D) float
        Zero throughout for agents whose program is too large, or had to leave out kinds of shift:
        the bound may be of a program that did not. For agents whose kinds of shift a bound tracks,
        ask for those it has priced: for others alike the program here would be another one.
    """
    options, days = state.problem.n_options, state.problem.n_days
    states = int(state.arrays.rules.n_states.max())
    option, off = np.zeros((len(agents), options)), np.zeros((len(agents), days))
    rows = 64
    work = through_work(state, rows)
    totals = state.arrays.totals
    unpriced = totals._replace(kind_price=np.zeros_like(totals.kind_price))
    arrays = state.arrays._replace(totals=unpriced)
    for k, a in enumerate(agents.tolist()):
        if totals.untracked[a]:
            continue
        price = prices[state.problem.staff.skill_set[a]]
        while not through_costs(a, price, arrays, state.work, work, option[k], off[k]):
            if 2 * rows * days * states > STATE_LIMIT:
                option[k], off[k] = 0.0, 0.0
                break
            rows *= 2
            work = through_work(state, rows)
        best = min(option[k].min(initial=IMPOSSIBLE), off[k].min(initial=IMPOSSIBLE))
        option[k] -= best
        off[k] -= best
    return option, off
