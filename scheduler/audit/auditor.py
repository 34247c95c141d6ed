"""The audit: every rule, every cost component and the coverage, from scenario and schedule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..coverage import coverage_of, service_levels_by_day
from ..plan import AuditReport, Cost, Requirement, Violation
from ..scenario.types import Scenario, Shift
from .absence import availability, time_off
from .breaks import breaks
from .coverage import Staffing, paid_hours, required_hours, staffing
from .duties import Roster, make_roster
from .events_and_locks import events, locked
from .hours import weekly_max, weekly_min
from .money import as_decimal, wages
from .rest_and_runs import days_in_row, one_shift_per_day, rest
from .shape import hours_agree, shift_template, skills
from .shortages import shortages
from .wishes import fairness_cost, preference_cost

# In the order of docs/rules.md; `hours_agree`, which reads the raw rows, comes last there too.
RULES: tuple[Callable[[Roster], Iterator[Violation]], ...] = (
    one_shift_per_day,
    rest,
    days_in_row,
    weekly_max,
    weekly_min,
    time_off,
    availability,
    skills,
    shift_template,
    breaks,
    locked,
    events,
)


def audit_schedule(
    scenario: Scenario, requirement: Requirement, shifts: Sequence[Shift]
) -> AuditReport:
    """Re-check every rule of docs/rules.md and recompute every cost and the coverage.

    Nothing is taken from the planner, so the audit holds for schedules edited by hand too: what
    is wrong with them is a violation and never an exception.

    Parameters
    ----------
    scenario : Scenario
        What the schedule was made for, its history and locked shifts included.
    requirement : Requirement
        Agents needed, on the scenario's grid and for its queues.
    shifts : sequence of Shift
        The schedule, in any order. Shifts of people whom the scenario does not know are reported
        and count neither as cost nor as coverage.

    Returns
    -------
    AuditReport
        Violations by day, agent and rule; money exact, rounded half even to six places.
    """
    roster = make_roster(scenario, shifts)
    present = staffing(roster, requirement)
    coverage = coverage_of(requirement, present.covered, scenario)
    return AuditReport(
        violations=_violations(roster, shifts),
        cost=_cost(roster, present),
        coverage=coverage,
        service_levels=service_levels_by_day(scenario, requirement, coverage),
        shortages=shortages(present),
        under_hours=float(sum(present.hours(present.under))),
        over_hours=float(sum(present.hours(present.over))),
        required_hours=required_hours(requirement),
        paid_hours=paid_hours(roster),
    )


def _violations(roster: Roster, shifts: Sequence[Shift]) -> tuple[Violation, ...]:
    found = [violation for rule in RULES for violation in rule(roster)]
    found.extend(hours_agree(roster.scenario, shifts))
    # Sorting is stable: the rules of an agent's day stay in the order of docs/rules.md.
    return tuple(sorted(found, key=lambda v: (v.day or "", v.employee_id or "")))


def _cost(roster: Roster, present: Staffing) -> Cost:
    paid = wages(roster)
    return Cost(
        base=as_decimal(paid.base),
        premiums={name: as_decimal(amount) for name, amount in paid.premiums.items()},
        overtime=as_decimal(paid.overtime),
        understaffing=as_decimal(present.understaffing_cost()),
        overstaffing=as_decimal(present.overstaffing_cost()),
        preferences=as_decimal(preference_cost(roster)),
        fairness=as_decimal(fairness_cost(roster)),
    )
