"""The last pass over a roster: CP-SAT states every tour again and places its breaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from busy_problems import busy_problem
from staffwright.models.rostering.confirm import confirm, groups
from staffwright.models.rostering.evaluate import evaluate
from staffwright.models.rostering.problem import OFF, TICKS, RosterProblem
from staffwright.models.rostering.run import Progress, Run, Settings
from staffwright.models.rostering.warmup import compile_kernels


def run_of(problem: RosterProblem, sweeps: int) -> Run:
    """Return a run whose best roster comes from a few sweeps."""

    def ignore(_: Progress) -> None:
        return None

    compile_kernels()  # before the clock of the run starts
    run = Run(problem, Settings(time_limit=60.0, workers=1), ignore, lambda: False)
    for _ in range(sweeps):
        run.state.respond(np.arange(problem.n_agents), run.nothing, 0.0, 0.0)
    run.offer("sweeps")
    return run


@pytest.mark.parametrize("seed", range(4))
def test_every_tour_of_the_tour_program_is_accepted_and_no_shift_is_moved(seed: int) -> None:
    problem = busy_problem(seed, fair=seed % 2 == 0)
    run = run_of(problem, sweeps=2)
    before, cost = run.best.copy(), run.best_cost
    found = confirm(run)
    assert (found.agents, found.refused) == (problem.n_agents, 0)
    taken = run.best.option != OFF
    assert (run.best.option[taken] == before.option[taken]).all()
    assert run.best_cost <= cost
    value = evaluate(problem, run.best)
    assert run.best_cost == pytest.approx((value.total + value.elastic) / TICKS, rel=1e-9)


def test_breaks_out_of_place_are_put_right() -> None:
    """Breaks at the end of their windows cost coverage that CP-SAT finds again."""
    problem = busy_problem(1)
    run = run_of(problem, sweeps=2)
    best = run.best_cost
    worse = run.best.copy()
    for a, d in np.argwhere(worse.option != OFF):
        o = worse.option[a, d]
        for b in range(problem.options.n_breaks[o]):
            worse.breaks[a, d, b] = problem.options.break_last[o, b]
    run.state.load(worse)
    run.best, run.best_cost = worse, run.state.cost()
    assert run.best_cost > best
    confirm(run)
    assert run.best_cost <= best + 1e-6


def test_a_tour_that_breaks_a_rule_is_refused() -> None:
    problem = busy_problem(2)
    run = run_of(problem, sweeps=2)
    strict = tuple(replace(rules, max_run=1) for rules in problem.rules)
    broken = Run(replace(problem, rules=strict), run.settings, run.on_progress, run.should_stop)
    broken.best, broken.best_cost = run.best, run.best_cost
    found = confirm(broken)
    assert found.refused > 0


def test_groups_hold_everybody_once() -> None:
    run = run_of(busy_problem(3), sweeps=1)
    assert sorted(np.concatenate(groups(run)).tolist()) == list(range(run.problem.n_agents))
