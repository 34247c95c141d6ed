"""From a search to a plan: the roster audited and paid, and what the search says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from ..models.rostering.conductor import Progress, Solution
from ..models.rostering.problem import TICKS
from .audit import audit_schedule
from .missing_hours import under_hours_if_divisible
from .payroll import minor_unit_exponent, pay_lines
from .plan import AuditReport, Plan, Requirement, SolveReport, TracePoint, Violation
from .problem import ProblemMap
from .roster_shifts import Assigned
from .scenario.types import Scenario


@dataclass(frozen=True)
class Searched:
    """A problem and what a search made of it.

    Attributes
    ----------
    seed, deterministic
        As the search was asked for.
    beside_ticks : int
        What the search's figures hold that is no cost of the plan, such as prices of changes,
        less what they leave out of it.
    whole : bool
        Whether all agents took part; else cost and bound of the search, and how many tours it
        confirmed, say nothing of the plan.
    since : datetime or None
        From when on a repair changed the roster; None where all is planned.
    """

    solved: ProblemMap
    solution: Solution
    seed: int
    deterministic: bool = False
    beside_ticks: int = 0
    whole: bool = True
    since: datetime | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the search reckons the plan's cost exactly."""
        return self.whole and self.solved.pay_is_exact

    @property
    def planned_cost(self) -> Decimal:
        """The roster's cost as the search reckons it."""
        return Decimal(self.solution.value.total - self.beside_ticks) / TICKS


def finished_plan(
    scenario: Scenario, requirement: Requirement, roster: Assigned, searched: Searched
) -> Plan:
    """Audit and pay a roster; report how its search went."""
    audit = audit_schedule(scenario, requirement, roster.shifts, roster.bought)
    if searched.is_exact:
        audit = _agreed(audit, searched.planned_cost, scenario.currency)
    return Plan(
        scenario=scenario,
        requirement=requirement,
        shifts=roster.shifts,
        audit=audit,
        pay_lines=pay_lines(scenario, roster.shifts),
        solve=_solve_report(scenario, audit, searched),
        bought=roster.bought,
    )


def _agreed(audit: AuditReport, planned: Decimal, currency: str) -> AuditReport:
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


def _solve_report(scenario: Scenario, audit: AuditReport, searched: Searched) -> SolveReport:
    """Translate the solver's report; the cost is the audited one.

    Where pay is not linear, what is proved holds for the planner's figure only: the status is
    then no more than feasible.

    Promises that cannot be kept have elastic prices inside the solver, which are no cost of the
    plan. Taken off the bound as well, it bounds every roster that breaks them no more than this.
    """
    solution, whole = searched.solution, searched.whole
    bound = None
    if solution.bound is not None and whole:
        bound = solution.bound - (solution.value.elastic + searched.beside_ticks) / TICKS
    proved = searched.is_exact or solution.status != "optimal"
    return SolveReport(
        status=solution.status if proved else "feasible",
        cost=float(audit.cost.total),
        bound=bound,
        seed=searched.seed,
        seconds=solution.seconds,
        trace=tuple(map(trace_point, solution.trace)),
        planned_cost=searched.planned_cost if whole else None,
        pay_is_exact=searched.solved.pay_is_exact,
        deterministic=searched.deterministic,
        under_if_divisible=under_hours_if_divisible(
            searched.solved.problem,
            solution.shortage,
            tuple(queue.id for queue in scenario.queues),
            {queue.id for queue in scenario.queues if queue.value == "service_level"},
        ),
        confirmed_agents=solution.confirmed.agents if whole else 0,
        refused_agents=solution.confirmed.refused,
        ended_at_gap=solution.ended_at_gap,
        repaired_since=searched.since,
    )


def trace_point(point: Progress) -> TracePoint:
    """Leave out what promises broken at that moment add to cost and bound."""
    cost = None if point.cost is None else point.cost - point.elastic
    bound = None if point.bound is None else max(0.0, point.bound - point.elastic)
    return TracePoint(point.seconds, point.stage, cost, bound)
