"""The plain model that stands beside the engine: legal rosters, exactly costed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from centres import centre
from ortools.sat.python import cp_model
from peers_rostering import PlainModel, fixed_breaks, pay_cents, presence, with_fixed_breaks
from staffwright.models.rostering.evaluate import evaluate
from staffwright.models.rostering.problem import OFF, TICKS
from staffwright.scheduler.audit import audit_schedule
from staffwright.scheduler.problem import ProblemMap, roster_problem
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.roster_shifts import shifts_of
from staffwright.scheduler.scenario.types import Scenario

TINY = 3, 2, 1  # agents, days, seed


@pytest.fixture(scope="module", params=["one_peaked", "four_flat"])
def tiny(request: pytest.FixtureRequest) -> tuple[Scenario, ProblemMap]:
    scenario = centre(request.param, *TINY)
    return scenario, roster_problem(scenario, requirement(scenario))


def test_fixed_breaks_lie_in_their_windows_in_order_and_spaced(
    tiny: tuple[Scenario, ProblemMap],
) -> None:
    problem = tiny[1].problem
    options, places = problem.options, fixed_breaks(problem)
    assert (places != OFF).all()
    assert (places >= options.break_first).all()
    assert (places <= options.break_last).all()
    for before, after in pairwise(range(problem.max_breaks)):
        ends = places[:, before] + options.break_slots[:, before]
        assert (places[:, after] - ends >= problem.break_gap_slots).all()


def test_presence_is_the_span_less_the_breaks(tiny: tuple[Scenario, ProblemMap]) -> None:
    problem = tiny[1].problem
    options = problem.options
    present = presence(problem, fixed_breaks(problem))
    slots = options.end - options.start - options.break_slots.sum(axis=1)
    assert (present.sum(axis=1) == slots).all()


def test_pay_in_cents_is_the_pay_of_a_shift(tiny: tuple[Scenario, ProblemMap]) -> None:
    problem = tiny[1].problem
    plain = PlainModel(problem)
    cents = pay_cents(problem, plain.places)
    a = 0
    for o in np.flatnonzero(problem.staff.allowed[a])[::17]:
        values = np.zeros(len(plain.model.proto.variables), dtype=np.int64)
        values[plain.taken[a][int(o)].index] = 1
        value = evaluate(problem, plain.roster(values))
        assert cents[a, o] == pytest.approx(value.pay / TICKS * 100, abs=0.5)


def test_the_plain_model_agrees_with_the_auditor(tiny: tuple[Scenario, ProblemMap]) -> None:
    scenario, solved = tiny
    plain = PlainModel(solved.problem)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.stop_after_first_solution = True
    solver.parameters.max_time_in_seconds = 60
    assert solver.solve(plain.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    roster = plain.roster(np.array(solver.response_proto.solution))
    value = evaluate(solved.problem, roster)
    report = audit_schedule(scenario, requirement(scenario), shifts_of(scenario, solved, roster))
    broken = {violation.rule for violation in report.violations}
    assert broken <= ({"weekly_min"} if value.shortfall_minutes else set())
    assert float(report.cost.total) == pytest.approx(value.total / TICKS)
    # its flows need not be at their best yet, and it counts in whole cents
    stated = solver.objective_value / 100
    assert stated >= (value.total + value.elastic) / TICKS - 1.0


def test_with_fixed_breaks_every_break_has_one_place_inside_its_window(
    tiny: tuple[Scenario, ProblemMap],
) -> None:
    problem = tiny[1].problem
    fixed, free = with_fixed_breaks(problem).options, problem.options
    assert (fixed.break_first == fixed.break_last).all()
    assert (fixed.break_first >= free.break_first).all()
    assert (fixed.break_last <= free.break_last).all()
