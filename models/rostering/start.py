"""A roster at hand as the start of a search: loaded where it is legal, mended where it is not."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from .automaton import FORBIDDEN
from .problem import OFF, BoolArray, IntArray, Roster, RosterProblem
from .program import TourTables
from .state import SearchState
from .totals import keeps_totals


def begin_with(state: SearchState, roster: Roster) -> int:
    """Load a roster; agents whose tours are not legal get the best ones against all others.

    Parameters
    ----------
    state : SearchState
    roster : Roster
        May hold shifts that are not allowed, and may leave out what must be worked.

    Returns
    -------
    int
        Agents whose tours were replaced.
    """
    mended = np.flatnonzero(~legal_tours(state.problem, state.tables, roster))
    start = roster.copy()
    start.option[mended] = OFF
    start.breaks[mended] = OFF
    state.load(start)
    if len(mended):
        state.respond(mended, np.zeros_like(state.price), 0.0, 0.0)
    return len(mended)


def with_other_breaks(problem: RosterProblem, roster: Roster, than: Roster) -> Roster:
    """Return a roster's shifts that are those of another one but for breaks, which are legal."""
    same = (roster.option == than.option) & (roster.option != OFF)
    other = roster.copy()
    other.option[:] = OFF
    for a, d in np.argwhere(same & (roster.breaks != than.breaks).any(axis=2)).tolist():
        o = int(roster.option[a, d])
        if _breaks_fit(problem, a, o, roster.breaks[a, d]):
            other.option[a, d] = o
    return other


def legal_tours(
    problem: RosterProblem, tables: TourTables, roster: Roster, agents: IntArray | None = None
) -> BoolArray:
    """Say whose tour keeps all hard rules and works on every day that must be worked.

    Of the agents given, in their order; of all, (A,), by default.
    """
    agents = np.arange(problem.n_agents) if agents is None else agents
    return np.array(
        [
            _is_legal(problem, tables, a, roster.option[a], roster.breaks[a])
            for a in agents.tolist()
        ],
        dtype=np.bool_,
    ).reshape(len(agents))


def _is_legal(
    problem: RosterProblem, tables: TourTables, a: int, option: IntArray, breaks: IntArray
) -> bool:
    staff = problem.staff
    days = np.flatnonzero(option != OFF)
    taken = option[days]
    return bool(
        (problem.options.day[taken] == days).all()
        and staff.allowed[a, taken].all()
        and not (staff.must_work[a] & (option == OFF)).any()
        and _keeps_rules(problem, tables, a, option)
        and _keeps_hours(problem, a, days, taken)
        and keeps_totals(problem, a, option)
        and all(_breaks_fit(problem, a, int(option[d]), breaks[d]) for d in days)
    )


def _keeps_rules(problem: RosterProblem, tables: TourTables, a: int, option: IntArray) -> bool:
    """Walk the automaton of the agent's rules."""
    c = int(problem.staff.rule_class[a])
    label = tables.arrays.rules.label[c]
    state = int(tables.arrays.agents.first_state[a])
    for d, layer in enumerate(tables.automata[c].layers):
        state = int(layer.after[state, 0 if option[d] == OFF else int(label[option[d]])])
        if state == FORBIDDEN:
            return False
    return True


def _keeps_hours(problem: RosterProblem, a: int, days: IntArray, taken: IntArray) -> bool:
    """Compare paid minutes with the most of every week, and of weeks together."""
    staff = problem.staff
    minutes = np.zeros(staff.most.shape[1], dtype=np.int64)
    paid = problem.options.paid_minutes[taken] - staff.event_unpaid_minutes[a, taken]
    np.add.at(minutes, problem.week[days], paid)
    together = problem.budget.weeks @ minutes
    return bool((minutes <= staff.most[a]).all() and (together <= problem.budget.minutes[a]).all())


def _breaks_fit(problem: RosterProblem, a: int, o: int, breaks: IntArray) -> bool:
    """Say whether breaks lie in their windows, spaced, and clear of events."""
    options, n = problem.options, int(problem.options.n_breaks[o])
    first = breaks[:n]
    after = first + options.break_slots[o, :n]
    inside = (options.break_first[o, :n] <= first) & (first <= options.break_last[o, :n])
    if not inside.all():
        return False
    # the breaks of rows that fix a whole shift lie where they lie
    movable = options.break_first[o, :n] < options.break_last[o, :n]
    spaced = all(
        first[k] >= after[j] + problem.break_gap_slots
        for j, k in pairwise(range(n))
        if movable[j] or movable[k]
    )
    event = problem.staff.event[a]
    return spaced and not any(event[b:e].any() for b, e in zip(first, after, strict=True))
