"""Random small problems with events, days on which one must work, and locked options.

What `random_problem` leaves out: an option that is its agent's only one on its day, whose queues
are fixed and counted in the cover, with breaks of its own; paid and unpaid events; obligations.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from small_problems import random_problem
from staffwright.models.rostering.problem import RosterProblem, Staff


def busy_problem(seed: int, *, agents: int = 3, days: int = 5, fair: bool = False) -> RosterProblem:
    """Return a problem with two queues; agent 0 is locked, 1 has an event, 2 must work once."""
    problem = random_problem(seed, agents=agents, days=days, fair=fair)
    rng = np.random.default_rng(1000 + seed)
    staff = replace(
        problem.staff,
        allowed=problem.staff.allowed.copy(),
        must_work=problem.staff.must_work.copy(),
        event=problem.staff.event.copy(),
        event_unpaid_minutes=problem.staff.event_unpaid_minutes.copy(),
        past=tuple(past[-1:] for past in problem.staff.past),
    )
    problem = replace(problem, staff=staff)
    problem = _lock(problem, int(rng.integers(days)))
    _hold_event(problem, staff, int(rng.integers(days)), paid=bool(rng.random() < 0.5))
    staff.must_work[2, int(rng.integers(days))] = True
    return problem


def _lock(problem: RosterProblem, day: int) -> RosterProblem:
    """Lock agent 0 to the last option of a day; its queue is fixed, each break has one place."""
    options, staff = problem.options, problem.staff
    o = int(options.first_of_day[day + 1]) - 1
    span = slice(int(options.first_of_day[day]), o + 1)
    staff.allowed[:, o] = False
    staff.allowed[0, span] = False
    staff.allowed[0, o] = True
    staff.must_work[0, day] = True
    flexible, last = options.flexible.copy(), options.break_last.copy()
    flexible[o] = False
    last[o] = options.break_first[o]
    queue = int(np.flatnonzero(problem.cover.skills[staff.skill_set[0]])[0])
    fixed = problem.cover.fixed.copy()
    fixed[queue, options.start[o] : options.end[o]] += 1
    for b in range(int(options.n_breaks[o])):
        at = int(options.break_first[o, b])
        fixed[queue, at : at + int(options.break_slots[o, b])] -= 1
    return replace(
        problem,
        options=replace(options, flexible=flexible, break_last=last),
        cover=replace(problem.cover, fixed=fixed),
    )


def _hold_event(problem: RosterProblem, staff: Staff, day: int, *, paid: bool) -> None:
    """Give agent 1 an event of an hour at 10 o'clock that a shift contains or keeps clear of."""
    options = problem.options
    first = int(problem.day_start[day]) + 10
    contains = (options.start <= first) & (first + 1 <= options.end)
    staff.event[1, first] = 1 if paid else 2
    if not paid:
        staff.event_unpaid_minutes[1, contains] = problem.slot_minutes
