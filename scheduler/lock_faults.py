"""Locked shifts that no plan can keep together with the rules."""

from __future__ import annotations

from .audit.locked import faults_of_locked
from .errors import Fault, ScenarioError
from .plan import Violation
from .scenario.types import Scenario


def refuse_locks_against_rules(scenario: Scenario) -> None:
    """Refuse locked shifts that break hard rules by themselves: no plan could keep both.

    Raises
    ------
    ScenarioError
        With a fault for every rule broken.
    """
    broken = faults_of_locked(scenario)
    if broken:
        raise ScenarioError(
            tuple(
                Fault(
                    file="locked.csv",
                    line=None,
                    column="employee_id",
                    value=violation.employee_id,
                    message=f"rule {violation.rule} on {violation.day}: {violation.message}",
                )
                for violation in broken
            )
        )


def faults_of_fixed(scenario: Scenario) -> tuple[Violation, ...]:
    """Return what locked shifts break by themselves where they are the past and no wish.

    A repair names these and goes on; `refuse_locks_against_rules` is for what is yet to be planned.
    """
    return faults_of_locked(scenario)
