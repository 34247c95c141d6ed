"""Staffwright: from a contact forecast to a legal, costed, named 24/7 roster.

>>> import staffwright
>>> scenario = staffwright.Scenario.load("instances/corner_shop")  # doctest: +SKIP
>>> plan = staffwright.plan(scenario, time_limit=30)  # doctest: +SKIP
>>> plan.save("out")  # doctest: +SKIP

`docs/python.md` shows the rest. Names load when they are first used, so that
``import staffwright`` stays quick. Messages go to the logger ``staffwright``.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .scheduler.errors import (
        Fault,
        InputError,
        ModelError,
        ScenarioError,
        SolverError,
        StaffwrightError,
    )
    from .scheduler.interface import audit, plan, replan, required
    from .scheduler.plan import Plan
    from .scheduler.replan import Replanned
    from .scheduler.results import AuditReport, Requirement, TracePoint
    from .scheduler.scenario.types import Activity, Scenario, Shift

__version__ = "0.1.0"

_HOME = {
    "Activity": ".scheduler.scenario.types",
    "AuditReport": ".scheduler.results",
    "Fault": ".scheduler.errors",
    "InputError": ".scheduler.errors",
    "ModelError": ".scheduler.errors",
    "Plan": ".scheduler.plan",
    "Replanned": ".scheduler.replan",
    "Requirement": ".scheduler.results",
    "Scenario": ".scheduler.scenario.types",
    "ScenarioError": ".scheduler.errors",
    "Shift": ".scheduler.scenario.types",
    "SolverError": ".scheduler.errors",
    "StaffwrightError": ".scheduler.errors",
    "TracePoint": ".scheduler.results",
    "audit": ".scheduler.interface",
    "plan": ".scheduler.interface",
    "replan": ".scheduler.interface",
    "required": ".scheduler.interface",
}

__all__ = [
    "Activity",
    "AuditReport",
    "Fault",
    "InputError",
    "ModelError",
    "Plan",
    "Replanned",
    "Requirement",
    "Scenario",
    "ScenarioError",
    "Shift",
    "SolverError",
    "StaffwrightError",
    "TracePoint",
    "__version__",
    "audit",
    "plan",
    "replan",
    "required",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> object:
    """Load a public name from its home (PEP 562)."""
    if name in _HOME:
        return getattr(import_module(_HOME[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
