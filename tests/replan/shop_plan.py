"""A week of the corner shop, planned once: what the tests of repairs start from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from staffwright.instances import path as instance
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.replan import Replanned, ReplanOptions, replan
from staffwright.scheduler.replan_inputs import read_request
from staffwright.scheduler.scenario import load_scenario
from staffwright.scheduler.scenario.types import Scenario, Shift

MONDAY = "2026-05-04"
TUESDAY = "2026-05-05"
WEDNESDAY = "2026-05-06"


@cache
def shop() -> Scenario:
    return load_scenario(instance("corner_shop"))


@cache
def shop_plan() -> Plan:
    """A plan of the shop; with no gap left to close a repair has nothing to gain."""
    return make_plan(shop(), PlanOptions(time_limit=4.0))


def repaired(
    since: str,
    absent: Sequence[str] = (),
    *,
    price: float = 20,
    shifts: Sequence[Shift] | None = None,
    of: Scenario | None = None,
    seconds: float = 1.0,
) -> Replanned:
    """Repair the shop's plan."""
    scenario = of or shop()
    given = shop_plan().shifts if shifts is None else shifts
    options = ReplanOptions(Decimal(str(price)), time_limit=seconds)
    return replan(scenario, given, read_request(scenario, since, absent), options)


def on_date(day: str, shifts: Sequence[Shift] | None = None) -> list[Shift]:
    """Return the shifts of a business date."""
    found = shop_plan().shifts if shifts is None else shifts
    return [shift for shift in found if shift.business_date.isoformat() == day]
