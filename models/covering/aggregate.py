"""Agents of one skill set and contract as one group: the numbers of the covering program.

Every limit is chosen so that the program relaxes the rostering problem: the least rate of the
group, the sum of its members' limits, every agent whom an option suits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..rostering.problem import TICKS, BoolArray, FloatArray, IntArray, RosterProblem
from ..rostering.rules import HARD, RuleSet


@dataclass(frozen=True)
class GroupedStaff:
    """Groups (K of them) of agents that share skill set and contract.

    Attributes
    ----------
    skill_set : (K,)
    members : K index arrays of agents
    size : (K, O) agents whom each option suits
    present : (K, D) agents whom some option of the day suits
    cost : (K, O) pay of an option in currency units at the least rate of the group
    rate : (K,) the least rate, currency units per unit of pay weight
    most, least, overtime_after : (K, W) minutes
    overtime_price : (K,) currency units per minute
    rest_slots : (K,) the least rest of the group
    max_run : (K,) the most days in a row of the group; the horizon where that has a price
    """

    skill_set: IntArray
    members: tuple[IntArray, ...]
    size: IntArray
    present: IntArray
    cost: FloatArray
    rate: FloatArray
    most: IntArray
    least: IntArray
    overtime_after: IntArray
    overtime_price: FloatArray
    rest_slots: IntArray
    max_run: IntArray


def group_staff(problem: RosterProblem) -> GroupedStaff:
    """Group the agents of a problem by skill set and fairness group (their contract)."""
    staff = problem.staff
    keys = sorted(set(zip(staff.skill_set.tolist(), staff.fair_group.tolist(), strict=True)))
    members = tuple(
        np.flatnonzero((staff.skill_set == g) & (staff.fair_group == c)) for g, c in keys
    )
    rate = np.array([staff.rate[m].min() for m in members]) / TICKS
    rules = [[problem.rules[c] for c in np.unique(staff.rule_class[m])] for m in members]
    runs = [max(_max_run(problem, rule) for rule in some) for some in rules]
    premium = np.array([staff.overtime[m].min() for m in members], dtype=np.float64)
    return GroupedStaff(
        skill_set=np.array([g for g, _ in keys], dtype=np.int64),
        members=members,
        size=np.stack([staff.allowed[m].sum(axis=0) for m in members]).astype(np.int64),
        present=np.stack([_able(problem, staff.allowed[m]).sum(axis=0) for m in members]),
        cost=np.stack([_least_pay(problem, m) for m in members]),
        rate=rate,
        most=np.stack([staff.most[m].sum(axis=0) for m in members]),
        least=np.stack([staff.least[m].sum(axis=0) for m in members]),
        overtime_after=np.stack([staff.overtime_after[m].sum(axis=0) for m in members]),
        overtime_price=rate * premium,
        rest_slots=np.array([min(rule.rest_slots for rule in some) for some in rules]),
        max_run=np.array(runs),
    )


def _max_run(problem: RosterProblem, rules: RuleSet) -> int:
    return rules.max_run if rules.price("max_run") == HARD else problem.n_days


def _least_pay(problem: RosterProblem, members: IntArray) -> FloatArray:
    """Return the least any member costs on every option, currency units, (O,)."""
    staff, pay, day = problem.staff, problem.pay, problem.options.day
    least = np.full(problem.n_options, np.inf)
    for p in np.unique(staff.pay_class[members]):
        alike = members[staff.pay_class[members] == p]
        rate = staff.rate[alike].min(axis=0)[day]
        worth = [_paid_share(problem, o, pay.weight_prefix[p]) for o in range(problem.n_options)]
        flat = [_paid_share(problem, o, pay.flat_prefix[p]) for o in range(problem.n_options)]
        total = rate * (np.array(worth) + pay.option_weight[p]) + flat + pay.option_flat[p]
        least = np.minimum(least, total / TICKS)
    return least


def _paid_share(problem: RosterProblem, o: int, prefix: IntArray) -> float:
    """Return the paid part of an option in prefix sums, unpaid breaks spread over their window."""
    options = problem.options
    sums = prefix[int(options.day[o])]
    total = float(sums[options.end[o]] - sums[options.start[o]])
    for b in range(int(options.n_breaks[o])):
        if not options.break_paid[o, b]:
            length = int(options.break_slots[o, b])
            first, last = int(options.break_first[o, b]), int(options.break_last[o, b]) + length
            total -= float(sums[last] - sums[first]) * length / (last - first)
    return total


def presence(problem: RosterProblem, block: int, n_blocks: int) -> FloatArray:
    """Return the mean presence of every option in blocks of slots, (O, n_blocks).

    A break lies evenly spread over its window.
    """
    options = problem.options
    slots = np.zeros((problem.n_options, n_blocks * block))
    for o in np.flatnonzero(options.flexible).tolist():
        slots[o, options.start[o] : options.end[o]] = 1.0
        for b in range(int(options.n_breaks[o])):
            length = int(options.break_slots[o, b])
            first, last = int(options.break_first[o, b]), int(options.break_last[o, b]) + length
            slots[o, first:last] -= length / (last - first)
    blocks: FloatArray = slots.reshape(problem.n_options, n_blocks, block).mean(axis=2)
    return blocks


def _able(problem: RosterProblem, allowed: BoolArray) -> BoolArray:
    """Return who can work at all on each day, (members, D)."""
    edges = problem.options.first_of_day
    days = [allowed[:, edges[d] : edges[d + 1]].any(axis=1) for d in range(problem.n_days)]
    return np.stack(days, axis=1)
