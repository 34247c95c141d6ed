"""A schedule with what lies beside it: bought cover and prices of late contacts."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ..audit import audit_schedule
from ..errors import InputError
from ..late_prices import with_prices
from ..plan import AuditReport
from ..requirement import requirement
from ..scenario import read_bought, read_schedule
from ..scenario.bought_types import BoughtBlock
from ..scenario.types import Scenario
from ..service_value import LatePrices


def audit_file(scenario: Scenario, schedule: Path) -> AuditReport:
    """Audit a schedule with what lies beside it."""
    shifts = read_schedule(schedule, scenario)
    needed = with_prices(requirement(scenario), late_prices_beside(schedule))
    return audit_schedule(scenario, needed, shifts, bought_beside(schedule, scenario))


def bought_beside(schedule: Path, scenario: Scenario) -> tuple[BoughtBlock, ...]:
    """Return what bought_cover.csv beside a schedule says; nothing where there is none."""
    file = schedule.with_name("bought_cover.csv")
    return read_bought(file, scenario) if scenario.bought_cover and file.is_file() else ()


def late_prices_beside(schedule: Path) -> LatePrices:
    """Return the prices of late contacts in plan.json beside a schedule; none without it.

    Raises
    ------
    InputError
        If plan.json is damaged.
    """
    file = schedule.with_name("plan.json")
    if not file.is_file():
        return {}
    try:
        periods = json.loads(file.read_text(encoding="utf-8")).get("service_periods", [])
        return {(p["queue"], p["first_day"]): Decimal(p["price"]) for p in periods}
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as fault:
        raise InputError(
            f"{file}: its service_periods cannot be read; they hold the prices of late contacts"
        ) from fault
