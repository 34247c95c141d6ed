"""A finished plan: the scenario, its roster, what the audit found, and how it is kept in files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from .formats import DEFAULT_FORMATS
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
from .scenario.bought_types import BoughtBlock
from .scenario.types import Scenario, Shift, TimeOff

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Plan:
    """A finished plan: everything the plan folder holds.

    `absences` is the leave that repairs made of absences; the scenario's `time_off` holds it too.
    """

    scenario: Scenario
    requirement: Requirement
    shifts: tuple[Shift, ...]
    audit: AuditReport
    pay_lines: tuple[PayLine, ...]
    solve: SolveReport
    bought: tuple[BoughtBlock, ...] = ()
    absences: tuple[TimeOff, ...] = ()

    def __repr__(self) -> str:
        """Return the plan in a line: what it is for, how it was found, what it costs."""
        cost = f"{self.audit.cost.total:,.2f} {self.scenario.currency}"
        gap = "gap unknown" if self.solve.gap is None else f"gap {100 * self.solve.gap:.2f} %"
        shifts = f"{len(self.shifts):,} shifts"
        return f"<Plan {self.scenario.name!r}: {self.solve.status}, {cost}, {gap}, {shifts}>"

    def to_frames(self) -> dict[str, pl.DataFrame]:
        """Return the plan's tables by name.

        Returns
        -------
        dict
            ``shifts`` (a row per shift), ``schedule`` (a row per activity), ``hours``,
            ``coverage`` and ``requirements``, ``bought_cover`` where the scenario has pools and
            ``absences`` where a repair made leave of some, with the columns of their files
            (docs/formats.md). Times are instants in the site's zone, dates are dates.
        """
        from .export.plan_frames import plan_frames

        return plan_frames(self)

    def save(
        self,
        folder: str | Path,
        *,
        formats: Iterable[str] = DEFAULT_FORMATS,
        replaces: str | Path | None = None,
    ) -> None:
        """Write the plan folder; an older plan there is replaced once all is written.

        Parameters
        ----------
        folder : path
            New or empty, or that of an older plan.
        formats : iterable of str
            Of ``csv``, ``html``, ``ics``, ``json``, ``parquet`` and ``xlsx``; plan.json and
            run.json are always written.
        replaces : path, optional
            Folder of another plan whose place this one takes, for the calendars: events that
            changed have their SEQUENCE raised, shifts that are gone are cancelled.

        Raises
        ------
        InputError
            If the folder holds something else or cannot be written, or a format is unknown.
        """
        from .export.folder import save_plan

        save_plan(self, folder, formats=formats, replaces=replaces)

    @classmethod
    def load(cls, folder: str | Path, scenario: Scenario) -> Plan:
        """Read a plan folder back, also one whose schedule was edited by hand.

        Shifts come from the schedule; requirement, audit, cost and pay are computed anew.
        Status, bound, gap and seed are those of plan.json where the scenario's files and the
        cost are the same as then; else the status is ``feasible`` without a bound.

        Raises
        ------
        InputError
            If it is no plan folder, or `scenario` is none; `ScenarioError` with every fault of
            its schedule.
        """
        from .arguments import check_folder, check_scenario
        from .stored_plan import load_plan

        check_folder(folder, "Plan.load")
        check_scenario(scenario, "Plan.load")
        return load_plan(Path(folder), scenario)

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
