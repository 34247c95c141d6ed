"""From scenario to plan: requirement, rostering problem, search, audit, pay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..models.rostering.conductor import Progress, Settings
from .finished_plan import Searched, finished_plan, trace_point
from .lock_faults import refuse_locks_against_rules
from .plan import Plan, TracePoint
from .price_rounds import solve_scenario
from .roster_shifts import assigned
from .scenario.types import Scenario


@dataclass(frozen=True)
class PlanOptions:
    """How long to search and when to stop.

    Attributes
    ----------
    time_limit : float
        Seconds of search.
    gap : float
        Stop where (cost - bound) / bound falls to this fraction.
    seed : int
        Of all random choices.
    deterministic : bool
        Count work instead of seconds: the same inputs, limit and seed give the same plan.
    """

    time_limit: float = 60.0
    gap: float = 0.0
    seed: int = 0
    deterministic: bool = False


def make_plan(
    scenario: Scenario,
    options: PlanOptions | None = None,
    *,
    on_progress: Callable[[TracePoint], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """Plan a scenario: the cheapest legal roster found, audited, with a bound on what is possible.

    Parameters
    ----------
    scenario : Scenario
    options : PlanOptions, optional
    on_progress : callable, optional
        Told whenever the best roster or the bound moves.
    should_stop : callable, optional
        Asked between steps; True ends the search and keeps the best roster.

    Returns
    -------
    Plan
        Always: what nobody can cover is priced and named, never "infeasible". Whether hard
        minima and rules hold is in `Plan.promises`.
    """
    options = options or PlanOptions()
    refuse_locks_against_rules(scenario)

    def tell(point: Progress) -> None:
        if on_progress is not None:
            on_progress(trace_point(point))

    found = solve_scenario(
        scenario,
        Settings(
            options.time_limit,
            options.gap,
            options.seed,
            deterministic=options.deterministic,
        ),
        tell,
        should_stop or (lambda: False),
    )
    searched = Searched(found.solved, found.solution, options.seed, options.deterministic)
    roster = assigned(scenario, found.solved, found.solution.roster)
    return finished_plan(scenario, found.requirement, roster, searched)
