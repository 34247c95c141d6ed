"""From scenario to plan: requirement, rostering problem, search, audit, pay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from ..models.rostering.conductor import Progress, Settings
from ..models.rostering.problem import TICKS
from .audit import audit_schedule
from .lock_faults import refuse_locks_against_rules
from .missing_hours import under_hours_if_divisible
from .payroll import minor_unit_exponent, pay_lines
from .plan import AuditReport, Plan, SolveReport, TracePoint, Violation
from .price_rounds import Round, solve_scenario
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
    solution = found.solution
    roster = assigned(scenario, found.solved, solution.roster)
    audit = audit_schedule(scenario, found.requirement, roster.shifts, roster.bought)
    exact = found.solved.pay_is_exact
    if exact:
        planned = Decimal(solution.value.total) / TICKS
        audit = agreed(audit, planned, scenario.currency)
    return Plan(
        scenario=scenario,
        requirement=found.requirement,
        shifts=roster.shifts,
        audit=audit,
        pay_lines=pay_lines(scenario, roster.shifts),
        solve=_report(scenario, found, audit, options),
        bought=roster.bought,
    )


def agreed(audit: AuditReport, planned: Decimal, currency: str) -> AuditReport:
    """Add a violation where auditor and planner disagree about the cost of the same roster."""
    half_a_unit = Decimal(5).scaleb(-1 - minor_unit_exponent(currency))
    if abs(audit.cost.total - planned) <= half_a_unit:
        return audit
    disagreement = Violation(
        rule="cost_agrees",
        employee_id=None,
        day=None,
        measured=str(audit.cost.total),
        allowed=f"{planned:.6f}",
        message=f"the audit costs the roster at {audit.cost.total}, the planner at {planned:.6f}",
    )
    return replace(audit, violations=(*audit.violations, disagreement))


def trace_point(point: Progress) -> TracePoint:
    """Leave out what promises broken at that moment add to cost and bound."""
    cost = None if point.cost is None else point.cost - point.elastic
    bound = None if point.bound is None else max(0.0, point.bound - point.elastic)
    return TracePoint(point.seconds, point.stage, cost, bound)


def _report(
    scenario: Scenario, found: Round, audit: AuditReport, options: PlanOptions
) -> SolveReport:
    """Translate the solver's report; the cost is the audited one.

    Where pay is not linear, what is proved holds for the planner's figure only: the status is
    then no more than feasible.

    Promises that cannot be kept have elastic prices inside the solver, which are no cost of the
    plan. Taken off the bound as well, it bounds every roster that breaks them no more than this.
    """
    solution, exact = found.solution, found.solved.pay_is_exact
    elastic = solution.value.elastic / TICKS
    bound = None if solution.bound is None else solution.bound - elastic
    trace = tuple(map(trace_point, solution.trace))
    proved = exact or solution.status != "optimal"
    return SolveReport(
        status=solution.status if proved else "feasible",
        cost=float(audit.cost.total),
        bound=bound,
        seed=options.seed,
        seconds=solution.seconds,
        trace=trace,
        planned_cost=Decimal(solution.value.total) / TICKS,
        pay_is_exact=exact,
        deterministic=options.deterministic,
        under_if_divisible=under_hours_if_divisible(
            found.solved.problem,
            solution.shortage,
            tuple(queue.id for queue in scenario.queues),
            {queue.id for queue in scenario.queues if queue.value == "service_level"},
        ),
        confirmed_agents=solution.confirmed.agents,
        refused_agents=solution.confirmed.refused,
    )
