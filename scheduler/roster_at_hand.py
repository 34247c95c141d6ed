"""A roster at hand with what belongs to it: bought cover, absences, prices of late contacts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from .absent_agents import with_absences
from .audit import audit_schedule
from .errors import InputError
from .late_prices import with_prices
from .leave_at_hand import leave_beside
from .plan import AuditReport, Plan, Requirement
from .requirement import requirement as required
from .scenario.bought_file import read_bought
from .scenario.bought_types import BoughtBlock
from .scenario.frames import Frame
from .scenario.leave_file import read_leave
from .scenario.reader import read_schedule
from .scenario.schedule_files import (
    PLAN_DOCUMENT,
    absences_file,
    bought_file,
    schedule_file,
)
from .scenario.types import Scenario, Shift, TimeOff
from .service_value import LatePrices

Roster = Plan | str | Path | Frame | Sequence[Shift]
"""A plan, a plan folder, a schedule file, a frame with the columns of schedule.csv, or shifts."""


@dataclass(frozen=True)
class RosterAtHand:
    """Shifts, what was bought, the prices of late contacts found for them, and absences.

    `leave` holds the absences that the roster was repaired for, the last time from
    `repaired_since` on; None where that is not known.
    """

    shifts: tuple[Shift, ...]
    bought: tuple[BoughtBlock, ...] = ()
    late_prices: LatePrices = field(default_factory=dict)
    leave: tuple[TimeOff, ...] = ()
    repaired_since: datetime | None = None

    def absences(self, scenario: Scenario) -> tuple[TimeOff, ...]:
        """Return the absences that the scenario's own leave does not cover."""
        return leave_beside(scenario, self.leave)

    def scenario(self, scenario: Scenario) -> Scenario:
        """Return what the roster is for: the scenario with its absences."""
        return with_absences(scenario, self.shifts, self.leave, self.repaired_since)

    def requirement(self, scenario: Scenario) -> Requirement:
        """Return the agents needed, late contacts at these prices."""
        return with_prices(required(scenario), self.late_prices)

    def audit(self, scenario: Scenario) -> AuditReport:
        """Audit the roster; its absences count as leave."""
        meant = self.scenario(scenario)
        return audit_schedule(meant, self.requirement(meant), self.shifts, self.bought)


def roster_at_hand(scenario: Scenario, roster: Roster) -> RosterAtHand:
    """Return a roster in any of its forms with what belongs to it.

    Beside a schedule file that is bought_cover in the same format, or as CSV, and plan.json;
    where there is plan.json, also absences. In a plan it is the leave that repairs made of
    absences.

    Raises
    ------
    ScenarioError
        With every fault of the files.
    InputError
        If plan.json is damaged.
    """
    if isinstance(roster, Plan):
        periods = roster.audit.service_periods
        prices = {(period.queue, period.first_day): period.price for period in periods}
        since = roster.solve.repaired_since
        return RosterAtHand(roster.shifts, roster.bought, prices, roster.absences, since)
    if isinstance(roster, (str, Path)):
        schedule = schedule_file(Path(roster))
        shifts = read_schedule(schedule, scenario)
        file = bought_file(schedule) if scenario.bought_cover else None
        bought = () if file is None else read_bought(file, scenario)
        absences = absences_file(schedule)
        leave = () if absences is None else read_leave(absences, scenario)
        late_prices, since = _told_beside(schedule)
        return RosterAtHand(shifts, bought, late_prices, leave, since)
    if isinstance(roster, Sequence) and not isinstance(roster, str):
        return RosterAtHand(tuple(roster))
    return RosterAtHand(read_schedule(roster, scenario))


def _told_beside(schedule: Path) -> tuple[LatePrices, datetime | None]:
    """Return prices of late contacts and the time of a repair from plan.json; none without it."""
    file = schedule.with_name(PLAN_DOCUMENT)
    if not file.is_file():
        return {}, None
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        periods = document.get("service_periods", [])
        prices = {(p["queue"], p["first_day"]): Decimal(p["price"]) for p in periods}
        since = document.get("solve", {}).get("repaired_since")
        return prices, since and datetime.fromisoformat(since).astimezone(UTC)
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as fault:
        raise InputError(
            f"{file}: its service_periods, which hold the prices of late contacts, or its "
            "solve.repaired_since cannot be read"
        ) from fault
