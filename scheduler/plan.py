"""A finished plan: the scenario, its roster, what the audit found, and how it is kept in files."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .results import AuditReport as AuditReport
from .results import BoolArray as BoolArray
from .results import Cost as Cost
from .results import Coverage as Coverage
from .results import FloatArray as FloatArray
from .results import IntArray as IntArray
from .results import PayLine as PayLine
from .results import Requirement as Requirement
from .results import ServiceLevelDay as ServiceLevelDay
from .results import Shortage as Shortage
from .results import SolveReport as SolveReport
from .results import Status as Status
from .results import TracePoint as TracePoint
from .results import Violation as Violation
from .results import relative_gap as relative_gap
from .scenario.types import Scenario, Shift


@dataclass(frozen=True)
class Plan:
    """A finished plan: everything the plan folder holds."""

    scenario: Scenario
    requirement: Requirement
    shifts: tuple[Shift, ...]
    audit: AuditReport
    pay_lines: tuple[PayLine, ...]
    solve: SolveReport

    @property
    def linearisation(self) -> Decimal | None:
        """The exact cost less the planner's figure; None where that is not known."""
        planned = self.solve.planned_cost
        return None if planned is None else self.audit.cost.total - planned

    @property
    def is_linearised(self) -> bool:
        """Whether the search had linear stand-ins for pay that is not linear."""
        return not self.solve.pay_is_exact

    @property
    def promises(self) -> dict[str, bool]:
        """Promises kept: hard minimum staff, rules, audit."""
        hard_ok = not any(s.hard for s in self.audit.shortages)
        return {
            "hard_minimum_staff": hard_ok,
            "rules": self.audit.clean,
            "audit": self.audit.clean and hard_ok,
        }
