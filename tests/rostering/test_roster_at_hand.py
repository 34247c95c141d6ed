"""A roster at hand is answered, however short the time."""

from __future__ import annotations

from small_problems import random_problem
from staffwright.models.rostering.conductor import Settings, solve
from staffwright.models.rostering.problem import Roster


def test_even_a_moment_is_enough_to_respond_to_what_is_short() -> None:
    """The first answer may come after the time is up; a roster left as it was helps nobody."""
    problem = random_problem(1, agents=12)
    nobody = Roster.empty(problem)
    at_once = Settings(time_limit=1e-6, seed=1)
    found = solve(problem, at_once, start=nobody)
    stages = [point.stage for point in found.trace]
    assert "repair" in stages
    assert found.cost < found.trace[stages.index("roster at hand")].cost
