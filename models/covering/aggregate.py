"""Agents of one skill set and contract as one group: the numbers of the covering program.

Every limit is chosen so that the program relaxes the rostering problem: the least rate of the
group, the sum of its members' limits, every agent whom an option suits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..rostering.problem import TICKS, BoolArray, FloatArray, IntArray, RosterProblem


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


def group_staff(problem: RosterProblem) -> GroupedStaff:
    """Group the agents of a problem by skill set and fairness group (their contract)."""
    staff = problem.staff
    keys = sorted(set(zip(staff.skill_set.tolist(), staff.fair_group.tolist(), strict=True)))
    members = tuple(
        np.flatnonzero((staff.skill_set == g) & (staff.fair_group == c)) for g, c in keys
    )
    weight = np.array([_paid_weight(problem, o) for o in range(problem.n_options)])
    rate = np.array([staff.rate[m].min() for m in members]) / TICKS
    premium = np.array([staff.overtime[m].min() for m in members], dtype=np.float64)
    return GroupedStaff(
        skill_set=np.array([g for g, _ in keys], dtype=np.int64),
        members=members,
        size=np.stack([staff.allowed[m].sum(axis=0) for m in members]).astype(np.int64),
        present=np.stack([_able(problem, staff.allowed[m]).sum(axis=0) for m in members]),
        cost=rate[:, None] * weight[None, :],
        rate=rate,
        most=np.stack([staff.most[m].sum(axis=0) for m in members]),
        least=np.stack([staff.least[m].sum(axis=0) for m in members]),
        overtime_after=np.stack([staff.overtime_after[m].sum(axis=0) for m in members]),
        overtime_price=rate * premium,
    )


def _paid_weight(problem: RosterProblem, o: int) -> float:
    """Return the pay weight of an option, unpaid breaks at the average of their window."""
    options, d = problem.options, int(problem.options.day[o])
    pay = problem.pay_prefix[d]
    weight = float(pay[options.end[o]] - pay[options.start[o]])
    for b in range(int(options.n_breaks[o])):
        if not options.break_paid[o, b]:
            length = int(options.break_slots[o, b])
            first, last = int(options.break_first[o, b]), int(options.break_last[o, b]) + length
            weight -= float(pay[last] - pay[first]) * length / (last - first)
    return weight


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
