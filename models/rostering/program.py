"""What the kernels of the tour program read: arrays by name, built once per problem.

A tour's state on the morning of a day is (state of the rule automaton, minutes worked this week,
nights, weekend and holiday shifts up to their fair share). Minutes take only the values that sums
of paid shift lengths can take; they are tabulated here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .automaton import Automaton, Layer, compile_rules
from .problem import TICKS, BoolArray, FloatArray, IntArray, RosterProblem
from .rule_states import rule_states
from .rules import DayShifts
from .total_arrays import TotalArrays, minute_values, total_arrays

MANY = 10**6
"""Stands for a number of states that no layer has."""


class ShiftArrays(NamedTuple):
    """`Options` as kernels take them.

    Options of a day whose breaks have the same windows share a *pattern* (O,): their breaks cost
    the same. Patterns are numbered by day, those of day d from ``pattern_of_day[d]`` on.
    `break_kind` (O, B) numbers breaks by length and pay (`kind_slots`, `kind_paid`); the options
    of a day lie in slots `first_slot` to `last_slot` (D,).
    """

    start: IntArray
    end: IntArray
    night: BoolArray
    weekend: BoolArray
    flexible: BoolArray
    n_breaks: IntArray
    break_first: IntArray
    break_last: IntArray
    break_slots: IntArray
    break_paid: BoolArray
    first_of_day: IntArray
    break_kind: IntArray
    kind_slots: IntArray
    kind_paid: BoolArray
    first_slot: IntArray
    last_slot: IntArray
    pattern: IntArray
    pattern_of_day: IntArray


class AgentArrays(NamedTuple):
    """`Staff` as kernels take it; rates in currency units per unit of pay weight.

    `option_pay` (A, O) is pay and wishes of an option before its unpaid breaks are taken off,
    `most_fair` (A, 3) the most nights, weekend and holiday shifts a tour can hold.
    """

    group: IntArray
    rate: FloatArray
    overtime: FloatArray
    pay_class: IntArray
    allowed: BoolArray
    must_work: BoolArray
    event: npt.NDArray[np.int8]
    event_unpaid: IntArray
    has_event: BoolArray
    holiday: BoolArray
    least: IntArray
    most: IntArray
    overtime_after: IntArray
    option_pay: FloatArray
    off_cost: FloatArray
    rule_class: IntArray
    first_state: IntArray
    most_fair: IntArray


class WeekArrays(NamedTuple):
    """Minutes of a week: `sums` (M,) in rising order, `next_sum` (M, V) the place after adding the
    v-th value (-1 where none), `value_id` (A, O) the value an option adds."""

    sums: IntArray
    next_sum: IntArray
    value_id: npt.NDArray[np.int16]
    week: IntArray
    week_ends: BoolArray


class PayArrays(NamedTuple):
    """`Pay` as prefix sums, in units of weight and currency units."""

    weight: FloatArray
    flat: FloatArray
    option_weight: FloatArray
    option_flat: FloatArray


class RuleArrays(NamedTuple):
    """The automata of all rule classes, their layers one after the other.

    `n_states` (C, D + 1) and `n_labels` (C, D); the layer of class c and day d begins, label by
    label, at `at` in `after`, `cost` and `broken` (the part of cost for hard rules broken), at
    `better_at` in `better`, at `idle_at` in `idle`, at `targets_at` in `targets`: how many
    different states a label leads to, or `MANY` where its cost differs by state. `label` (C, O) is
    the class of every option, `last` and `last_broken` are the costs of the last states from
    `last_at`.
    """

    n_states: IntArray
    n_labels: IntArray
    label: IntArray
    at: IntArray
    after: npt.NDArray[np.int32]
    cost: FloatArray
    broken: FloatArray
    better_at: IntArray
    better: BoolArray
    idle_at: IntArray
    idle: BoolArray
    targets_at: IntArray
    targets: IntArray
    last_at: IntArray
    last: FloatArray
    last_broken: FloatArray


class TourArrays(NamedTuple):
    """Everything the tour program reads; prices in currency units."""

    shifts: ShiftArrays
    agents: AgentArrays
    weeks: WeekArrays
    pay: PayArrays
    rules: RuleArrays
    totals: TotalArrays
    gap: int
    shortfall: float
    promise: float


@dataclass(frozen=True)
class TourTables:
    """The arrays, and the automata they were made from."""

    arrays: TourArrays
    automata: tuple[Automaton, ...]


def build_tables(problem: RosterProblem) -> TourTables:
    """Compile the rules and tabulate what the tour program needs."""
    automata, first_state, label = _automata(problem)
    sums, next_sum, value_id = _minute_sums(problem)
    week = problem.week
    weeks = WeekArrays(
        sums, next_sum, value_id, week, np.append(week[1:] != week[:-1], True).astype(np.bool_)
    )
    pay = problem.pay
    arrays = TourArrays(
        _shift_arrays(problem),
        _agent_arrays(problem, first_state),
        weeks,
        PayArrays(
            pay.weight_prefix.astype(np.float64),
            pay.flat_prefix / TICKS,
            pay.option_weight.astype(np.float64),
            pay.option_flat / TICKS,
        ),
        _rule_arrays(problem, automata, label),
        total_arrays(problem),
        problem.break_gap_slots,
        problem.shortfall_price / TICKS,
        problem.promise_price / TICKS,
    )
    return TourTables(arrays, automata)


def _shift_arrays(problem: RosterProblem) -> ShiftArrays:
    options = problem.options
    width = problem.max_breaks
    place = np.arange(width)[None, :]
    used = place < options.n_breaks[:, None]
    parts = (options.break_first, options.break_last, options.break_slots, options.break_paid)
    flags = np.stack([options.day, options.flexible, options.n_breaks], axis=1)
    keys = np.concatenate([flags, *(np.where(used, part, -1) for part in parts)], axis=1)
    kept, pattern = np.unique(keys.astype(np.int64), axis=0, return_inverse=True)
    given = {name: getattr(options, name) for name in ShiftArrays._fields[:11]}
    both = np.stack([options.break_slots, options.break_paid], axis=2).reshape(-1, 2)
    kinds, kind = np.unique(both.astype(np.int64), axis=0, return_inverse=True)
    edges = options.first_of_day
    spans = [slice(int(edges[d]), int(edges[d + 1])) for d in range(problem.n_days)]
    first_slot = [int(options.start[span].min(initial=problem.n_slots)) for span in spans]
    last_slot = [int(options.end[span].max(initial=0)) for span in spans]
    starts = np.searchsorted(kept[:, 0], np.arange(problem.n_days + 1))
    return ShiftArrays(
        **given,
        break_kind=kind.reshape(options.break_slots.shape).astype(np.int64),
        kind_slots=np.ascontiguousarray(kinds[:, 0]),
        kind_paid=kinds[:, 1].astype(np.bool_),
        first_slot=np.array(first_slot, dtype=np.int64),
        last_slot=np.array(last_slot, dtype=np.int64),
        pattern=pattern.reshape(-1).astype(np.int64),
        pattern_of_day=starts.astype(np.int64),
    )


def _agent_arrays(problem: RosterProblem, first_state: IntArray) -> AgentArrays:
    staff = problem.staff
    return AgentArrays(
        staff.skill_set,
        staff.rate / TICKS,
        staff.overtime.astype(np.float64),
        staff.pay_class,
        staff.allowed,
        staff.must_work,
        staff.event,
        staff.event_unpaid_minutes,
        np.asarray(staff.event.any(axis=1)),
        staff.holiday,
        staff.least,
        staff.most,
        staff.overtime_after,
        _option_pay(problem),
        staff.off_cost / TICKS,
        staff.rule_class,
        first_state,
        _most_fair(problem),
    )


def _most_fair(problem: RosterProblem) -> IntArray:
    """Return on how many days each agent may work a night, a weekend and a holiday, (A, 3)."""
    options, allowed = problem.options, problem.staff.allowed
    most = np.zeros((problem.n_agents, 3), dtype=np.int64)
    for d in range(problem.n_days):
        day = slice(int(options.first_of_day[d]), int(options.first_of_day[d + 1]))
        most[:, 0] += (allowed[:, day] & options.night[day]).any(axis=1)
        most[:, 1] += (allowed[:, day] & options.weekend[day]).any(axis=1)
        most[:, 2] += allowed[:, day].any(axis=1) & problem.staff.holiday[:, d]
    return most


def _option_pay(problem: RosterProblem) -> FloatArray:
    """Return pay and wishes of every agent's options, unpaid events off, breaks still on."""
    options, staff, pay, day = problem.options, problem.staff, problem.pay, problem.options.day
    weight = pay.weight_prefix[:, day, options.end] - pay.weight_prefix[:, day, options.start]
    flat = pay.flat_prefix[:, day, options.end] - pay.flat_prefix[:, day, options.start]
    weight, flat = weight + pay.option_weight, flat + pay.option_flat
    rate = staff.rate / TICKS
    total = rate[:, day] * weight[staff.pay_class] + flat[staff.pay_class] / TICKS
    total += staff.option_cost / TICKS
    for a in np.flatnonzero((staff.event == 2).any(axis=1)):
        p = staff.pay_class[a]
        unpaid = staff.event[a] == 2
        lost = rate[a][:, None] * pay.weight[p] + pay.flat[p] / TICKS
        sums = np.zeros((problem.n_days, problem.n_slots + 1))
        np.cumsum(np.where(unpaid, lost, 0.0), axis=1, out=sums[:, 1:])
        total[a] -= sums[day, options.end] - sums[day, options.start]
    return np.asarray(total)


def _automata(problem: RosterProblem) -> tuple[tuple[Automaton, ...], IntArray, IntArray]:
    """Compile every rule class; return the agents' first states and the options' labels (C, O)."""
    staff = problem.staff
    first_state = np.zeros(problem.n_agents, dtype=np.int64)
    label = np.zeros((len(problem.rules), problem.n_options), dtype=np.int64)
    automata = []
    for c, rules in enumerate(problem.rules):
        members = np.flatnonzero(staff.rule_class == c)
        machines = rule_states(rules, replace(problem.days, start=rules.day_edges))
        usable: BoolArray = np.asarray(staff.allowed[members].any(axis=0))
        days, choice = zip(
            *(_day_shifts(problem, d, usable) for d in range(problem.n_days)), strict=True
        )
        first = [[machine.first(staff.past[a]) for machine in machines] for a in members]
        if not members.size:
            first = [[machine.first(()) for machine in machines]]
        automaton = compile_rules(machines, first, days)
        automata.append(automaton)
        first_state[members] = automaton.first[: members.size]
        for d, layer in enumerate(automaton.layers):
            span = slice(*problem.options.first_of_day[d : d + 2])
            label[c, span] = layer.label[choice[d]]
    return tuple(automata), first_state, label


def _day_shifts(problem: RosterProblem, day: int, usable: BoolArray) -> tuple[DayShifts, IntArray]:
    """Return the choices of a day that rules can tell apart, and every option's number there.

    Options nobody of the class may take count as the day off: they are never looked up.
    """
    options = problem.options
    span = np.arange(options.first_of_day[day], options.first_of_day[day + 1])
    table = np.stack(
        [options.start, options.end, options.kind, options.clock, options.night.astype(np.int64)],
        axis=1,
    )[span]
    kept, which = np.unique(table[usable[span]], axis=0, return_inverse=True)
    choice = np.zeros(len(span), dtype=np.int64)
    choice[usable[span]] = 1 + which.reshape(-1)
    rows = np.concatenate([[[-1, -1, -1, -1, 0]], kept.reshape(-1, 5)]).astype(np.int64)
    work = np.arange(len(rows)) > 0
    start, end, kind, clock, night = rows.T
    return DayShifts(work, start, end, kind, clock, night.astype(bool)), choice


def _rule_arrays(
    problem: RosterProblem, automata: Sequence[Automaton], label: IntArray
) -> RuleArrays:
    """Lay all layers one after the other."""
    classes, days = len(automata), problem.n_days
    n_states = np.zeros((classes, days + 1), dtype=np.int64)
    n_labels = np.zeros((classes, days), dtype=np.int64)
    at, better_at, idle_at, targets_at = (
        np.zeros((classes, days), dtype=np.int64) for _ in range(4)
    )
    last_at = np.zeros(classes, dtype=np.int64)
    after, cost, broken, better, idle, targets = (_Column() for _ in range(6))
    last, last_broken = _Column(), _Column()
    promise = problem.promise_price / TICKS
    for c, automaton in enumerate(automata):
        for d, layer in enumerate(automaton.layers):
            n_states[c, d], n_labels[c, d] = layer.after.shape
            at[c, d] = after.add(layer.after.T)
            cost.add((layer.price / TICKS + layer.broken * promise).T)
            broken.add(layer.broken.T * promise)
            targets_at[c, d] = targets.add(_targets(layer))
            better_at[c, d], idle_at[c, d] = better.add(layer.better), idle.add(layer.idle)
        n_states[c, days] = len(automaton.last_price)
        last_at[c] = last.add(automaton.last_price / TICKS + automaton.last_broken * promise)
        last_broken.add(automaton.last_broken * promise)
    return RuleArrays(
        n_states,
        n_labels,
        label,
        at,
        after.joined().astype(np.int32),
        cost.joined().astype(np.float64),
        broken.joined().astype(np.float64),
        better_at,
        better.joined().astype(np.bool_),
        idle_at,
        idle.joined().astype(np.bool_),
        targets_at,
        targets.joined().astype(np.int64),
        last_at,
        last.joined().astype(np.float64),
        last_broken.joined().astype(np.float64),
    )


def _targets(layer: Layer) -> IntArray:
    """Return how many states every label leads to, (L,)."""
    same = (layer.price == layer.price[:1]).all(axis=0)
    same &= (layer.broken == layer.broken[:1]).all(axis=0)
    distinct = [len(np.unique(column[column >= 0])) for column in layer.after.T]
    return np.where(same, np.array(distinct, dtype=np.int64), MANY)


class _Column:
    """Arrays laid one after the other."""

    def __init__(self) -> None:
        self.parts: list[npt.NDArray[np.generic]] = []
        self.length = 0

    def add(self, part: npt.NDArray[np.generic]) -> int:
        """Append an array; return where it begins."""
        begin = self.length
        self.parts.append(np.ravel(part))
        self.length += part.size
        return begin

    def joined(self) -> npt.NDArray[np.generic]:
        """Return all of it."""
        return np.concatenate(self.parts)


def _minute_sums(problem: RosterProblem) -> tuple[IntArray, IntArray, npt.NDArray[np.int16]]:
    """Return the sums a week can reach, the transitions between them, and the values added.

    Where no week limits or prices anything, its minutes are not counted: the only sum is 0.
    """
    values, minutes = minute_values(problem)
    value_id = np.searchsorted(values, np.clip(minutes, 0, None)).astype(np.int16)
    longest = int(np.bincount(problem.week).max())
    if not _weeks_matter(problem, longest * int(values.max(initial=0))):
        return np.zeros(1, dtype=np.int64), np.zeros((1, len(values)), dtype=np.int64), value_id
    ceiling = int(problem.staff.most.max(initial=0))
    reached = {0}
    frontier = {0}
    for _ in range(longest):
        frontier = {m + int(v) for m in frontier for v in values if m + int(v) <= ceiling}
        frontier -= reached
        reached |= frontier
    sums = np.array(sorted(reached), dtype=np.int64)
    position = {int(m): k for k, m in enumerate(sums)}
    next_sum = np.array(
        [[position.get(int(m) + int(v), -1) for v in values] for m in sums], dtype=np.int64
    ).reshape(len(sums), len(values))
    return sums, next_sum, value_id


def _weeks_matter(problem: RosterProblem, possible: int) -> bool:
    """Say whether a week of `possible` minutes is ever too much, overtime or too little."""
    staff = problem.staff
    overtime = (staff.overtime_after < possible) & (staff.overtime[:, None] > 0)
    limited = bool((staff.most < possible).any() or (staff.least > 0).any() or overtime.any())
    return limited or len(problem.budget.weeks) > 0
