"""The audit: every rule, every cost component and the coverage, from scenario and schedule."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..coverage import coverage_of, service_levels_by_day
from ..results import AuditReport, Cost, Requirement, Violation
from ..scenario.bought_types import BoughtBlock
from ..scenario.types import Scenario, Shift
from ..service_value import ServicePeriod
from .bought import Purchases
from .coverage import Staffing, paid_hours, required_hours, staffing
from .duties import Roster, make_roster
from .late_contacts import service_periods
from .money import as_decimal, wages
from .priced_rules import rule_costs
from .rule_list import HARD_RULES, RULES_WITH_FORM
from .shape import hours_agree
from .shortages import shortages
from .wishes import fairness_cost, preference_cost


def audit_schedule(
    scenario: Scenario,
    requirement: Requirement,
    shifts: Sequence[Shift],
    bought: Sequence[BoughtBlock] = (),
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
    bought : sequence of BoughtBlock
        What was bought from pools.

    Returns
    -------
    AuditReport
        Violations by day, agent and rule; money exact, rounded half even to six places.
    """
    roster = make_roster(scenario, shifts)
    purchases = Purchases.of(scenario, bought)
    present = staffing(roster, requirement, purchases)
    coverage = coverage_of(requirement, present.covered, scenario)
    periods = service_periods(present, requirement, coverage)
    return AuditReport(
        violations=_violations(roster, shifts, purchases),
        cost=_cost(roster, present, requirement, periods, purchases),
        coverage=coverage,
        service_levels=service_levels_by_day(scenario, requirement, coverage),
        shortages=shortages(present),
        under_hours=float(sum(present.hours(present.under))),
        over_hours=float(sum(present.hours(present.over))),
        required_hours=required_hours(requirement),
        paid_hours=paid_hours(roster),
        service_periods=periods,
    )


def _violations(
    roster: Roster, shifts: Sequence[Shift], purchases: Purchases
) -> tuple[Violation, ...]:
    found = [violation for rule in HARD_RULES.values() for violation in rule(roster)]
    for check in RULES_WITH_FORM.values():
        found.extend(broken.violation for broken in check(roster) if broken.price is None)
    found.extend(hours_agree(roster.scenario, shifts))
    found.extend(purchases.violations())
    # Sorting is stable: the rules of an agent's day stay in the order of docs/rules.md.
    return tuple(sorted(found, key=lambda v: (v.day or "", v.employee_id or "")))


def _cost(
    roster: Roster,
    present: Staffing,
    requirement: Requirement,
    periods: Sequence[ServicePeriod],
    purchases: Purchases,
) -> Cost:
    paid = wages(roster, requirement)
    return Cost(
        base=as_decimal(paid.base),
        minimum=as_decimal(paid.minimum),
        premiums={name: as_decimal(amount) for name, amount in paid.premiums.items()},
        premium_minutes=paid.premium_minutes,
        allowance_shifts=paid.allowance_shifts,
        overtime=as_decimal(paid.overtime),
        overtime_minutes=paid.overtime_minutes,
        bonuses=as_decimal(paid.bonuses),
        expected_value=as_decimal(paid.value),
        on_cost=as_decimal(paid.on_cost),
        understaffing=as_decimal(present.understaffing_cost()),
        overstaffing=as_decimal(present.overstaffing_cost()),
        preferences=as_decimal(preference_cost(roster)),
        fairness=as_decimal(fairness_cost(roster)),
        rules=rule_costs(roster),
        late_contacts=sum((period.cost for period in periods), Decimal(0)),
        bought_cover=as_decimal(purchases.cost()),
    )
