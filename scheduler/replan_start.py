"""A repair as a rostering problem: the roster at hand as start, changes of it priced."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from ..models.rostering.evaluate import rule_cost
from ..models.rostering.problem import OFF, Roster, RosterProblem
from ..models.rostering.program import build_tables
from ..models.rostering.start import begin_with
from ..models.rostering.state import SearchState
from .prices import dearest_hour, ticks
from .problem import ProblemMap
from .replan_fixed import Divided, Key, key_of
from .scenario.types import Scenario, Shift
from .shifts import ShiftOption

IntArray = npt.NDArray[np.int64]

NOBODY = -1
"""Stands for the start and end of a day off."""


@dataclass(frozen=True)
class PricedProblem:
    """A problem in which changes cost; `option_price` (A, O) and `off_price` (A, D) in ticks."""

    solved: ProblemMap
    option_price: IntArray
    off_price: IntArray

    def price_of(self, roster: Roster) -> int:
        """Return the ticks that the changes of a roster cost."""
        a, d = np.nonzero(roster.option != OFF)
        at_work = int(self.option_price[a, roster.option[a, d]].sum())
        return at_work + int(self.off_price[roster.option == OFF].sum())


def price_changes(
    scenario: Scenario, solved: ProblemMap, divided: Divided, change_price: Decimal
) -> PricedProblem:
    """Price every agent's day whose shift differs from the roster at hand.

    A day differs where a shift begins instead of a day off, the other way round, or where the
    shift has another start or end. The same shift with other breaks or queues costs nothing, nor
    does what becomes of a day that an absence took.
    """
    problem, options = solved.problem, solved.problem.options
    begin, end, free = _at_hand(scenario, divided)
    day = options.day
    differs = (begin[:, day] != options.start) | (end[:, day] != options.end)
    price = ticks(change_price)
    option_price = np.where(differs & ~free[:, day], price, 0).astype(np.int64)
    off_price = np.where((begin != NOBODY) & ~free, price, 0).astype(np.int64)
    staff = replace(
        problem.staff,
        option_cost=problem.staff.option_cost + option_price,
        off_cost=problem.staff.off_cost + off_price,
    )
    dearer = _promises_above(replace(problem, staff=staff), scenario, change_price)
    return PricedProblem(replace(solved, problem=dearer), option_price, off_price)


def cornered(scenario: Scenario, solved: ProblemMap, divided: Divided) -> frozenset[str]:
    """Return the agents who cannot keep all hard rules with the shifts that stay."""
    problem, tables = solved.problem, build_tables(solved.problem)
    state = SearchState(problem, tables)
    begin_with(state, start_roster(scenario, solved, divided.at_hand))
    days: dict[str, list[int]] = {}
    for shift in divided.fixed:
        day = (shift.business_date - scenario.grid.first_day).days
        days.setdefault(shift.employee_id, []).append(day)
    row = {agent.employee_id: a for a, agent in enumerate(scenario.agents)}
    return frozenset(
        who
        for who, fixed in days.items()
        for tour in [state.option[row[who]]]
        if (tour[fixed] == OFF).any() or rule_cost(problem, tables, tour, row[who])[1]
    )


def withheld(scenario: Scenario, solved: ProblemMap, employees: Collection[str]) -> ProblemMap:
    """Return the problem without the tours of some agents; what they cover stays counted."""
    if not employees:
        return solved
    staff = solved.problem.staff
    held = np.array([agent.employee_id in employees for agent in scenario.agents], dtype=np.bool_)
    out = replace(
        staff,
        allowed=staff.allowed & ~held[:, None],
        must_work=staff.must_work & ~held[:, None],
        least=np.where(held[:, None], 0, staff.least),
        off_cost=np.where(held[:, None], 0, staff.off_cost),
    )
    return replace(solved, problem=replace(solved.problem, staff=out))


def _at_hand(
    scenario: Scenario, divided: Divided
) -> tuple[IntArray, IntArray, npt.NDArray[np.bool_]]:
    """Return first slot and slot after the last of the shifts at hand, and days without price."""
    grid, row = scenario.grid, {agent.employee_id: a for a, agent in enumerate(scenario.agents)}
    begin = np.full((len(row), grid.days), NOBODY, dtype=np.int64)
    end = begin.copy()
    free = np.zeros(begin.shape, dtype=np.bool_)
    for shift in reversed(divided.open):
        place = row[shift.employee_id], (shift.business_date - grid.first_day).days
        begin[place], end[place] = grid.slot_at(shift.start), grid.slot_at(shift.end)
    for shift in (*divided.fixed, *(loss.shift for loss in divided.lost)):
        free[row[shift.employee_id], (shift.business_date - grid.first_day).days] = True
    return begin, end, free


def _promises_above(
    problem: RosterProblem, scenario: Scenario, change_price: Decimal
) -> RosterProblem:
    """Raise the prices of minima and duties, so that no price of changes outweighs them."""
    factor = 1 + int(-(-change_price // dearest_hour(scenario)))
    cover = problem.cover
    leads = np.where(cover.lead_hard[:, None], cover.lead_price * factor, cover.lead_price)
    return replace(
        problem,
        cover=replace(cover, hard=cover.hard * factor, lead_price=leads),
        shortfall_price=problem.shortfall_price * factor,
    )


def start_roster(scenario: Scenario, solved: ProblemMap, shifts: Sequence[Shift]) -> Roster:
    """Return a roster at hand as far as it consists of shifts that its agents may have.

    The first of several shifts of a business date counts.
    """
    problem = solved.problem
    roster = Roster.empty(problem)
    at_hand: dict[Key, Shift] = {}
    for shift in shifts:
        at_hand.setdefault(key_of(shift), shift)
    spans = _by_span(solved.options)
    staff, first_of_day = problem.staff, problem.options.first_of_day
    for a, agent in enumerate(scenario.agents):
        for d in range(scenario.grid.days):
            mine = at_hand.get((agent.employee_id, scenario.grid.day(d)))
            o = OFF if mine is None else _option_of(scenario, solved, spans, a, d, mine)
            if o == OFF and staff.must_work[a, d]:
                only = first_of_day[d] + np.flatnonzero(
                    staff.allowed[a, first_of_day[d] : first_of_day[d + 1]]
                )
                o = int(only[0]) if len(only) == 1 else OFF
            if o != OFF:
                roster.option[a, d] = o
                breaks = _breaks_of(scenario, solved.options[o], mine)
                roster.breaks[a, d, : len(breaks)] = breaks
    return roster


def _by_span(options: Sequence[ShiftOption]) -> Mapping[tuple[int, int, int], list[int]]:
    found: dict[tuple[int, int, int], list[int]] = {}
    for o, option in enumerate(options):
        found.setdefault((option.day, option.start, option.end), []).append(o)
    return found


def _option_of(
    scenario: Scenario,
    solved: ProblemMap,
    spans: Mapping[tuple[int, int, int], list[int]],
    a: int,
    d: int,
    shift: Shift,
) -> int:
    """Return the option an agent may have that is the shift, by its id if several are."""
    grid = scenario.grid
    same = spans.get((d, grid.slot_at(shift.start), grid.slot_at(shift.end)), [])
    fitting = [o for o in same if solved.problem.staff.allowed[a, o]]
    named = [o for o in fitting if solved.options[o].shift_id == shift.shift_id]
    return next(iter(named or fitting), OFF)


def _breaks_of(scenario: Scenario, option: ShiftOption, shift: Shift | None) -> list[int]:
    """Return where the breaks of an option lie: as in the shift, else at their earliest."""
    rows = {} if shift is None else {row.code: row.start for row in reversed(shift.activities)}
    return [
        scenario.grid.slot_at(rows[window.code]) if window.code in rows else window.first
        for window in option.breaks
    ]
