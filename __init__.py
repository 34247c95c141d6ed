"""Staffwright: from a contact forecast to a legal, costed, named 24/7 roster.

>>> import staffwright
>>> scenario = staffwright.load_scenario("instances/corner_shop")  # doctest: +SKIP
>>> plan = staffwright.make_plan(scenario)  # doctest: +SKIP
>>> staffwright.save_plan(plan, "out")  # doctest: +SKIP

Names load when they are first used, so that ``import staffwright`` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .scheduler.audit import audit_schedule
    from .scheduler.errors import Fault, InputError, ScenarioError, StaffwrightError
    from .scheduler.export import save_plan
    from .scheduler.plan import AuditReport, Plan, Requirement
    from .scheduler.planner import PlanOptions, make_plan
    from .scheduler.requirement import requirement
    from .scheduler.scenario import load_scenario, read_schedule, scenario_from_files
    from .scheduler.scenario.types import Scenario

__version__ = "0.1.0"

_HOME = {
    "AuditReport": ".scheduler.plan",
    "Fault": ".scheduler.errors",
    "InputError": ".scheduler.errors",
    "Plan": ".scheduler.plan",
    "PlanOptions": ".scheduler.planner",
    "Requirement": ".scheduler.plan",
    "Scenario": ".scheduler.scenario.types",
    "ScenarioError": ".scheduler.errors",
    "StaffwrightError": ".scheduler.errors",
    "audit_schedule": ".scheduler.audit",
    "load_scenario": ".scheduler.scenario",
    "make_plan": ".scheduler.planner",
    "read_schedule": ".scheduler.scenario",
    "requirement": ".scheduler.requirement",
    "save_plan": ".scheduler.export",
    "scenario_from_files": ".scheduler.scenario",
}

__all__ = [
    "AuditReport",
    "Fault",
    "InputError",
    "Plan",
    "PlanOptions",
    "Requirement",
    "Scenario",
    "ScenarioError",
    "StaffwrightError",
    "__version__",
    "audit_schedule",
    "load_scenario",
    "make_plan",
    "read_schedule",
    "requirement",
    "save_plan",
    "scenario_from_files",
]


def __getattr__(name: str) -> object:
    """Load a public name from its home (PEP 562)."""
    if name in _HOME:
        return getattr(import_module(_HOME[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
