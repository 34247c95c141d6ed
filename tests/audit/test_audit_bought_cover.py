"""Bought cover in the audit: coverage, exact price, windows, lengths, agents at once, queues."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from staffwright.scheduler.audit import audit_schedule
from staffwright.scheduler.plan import AuditReport
from staffwright.scheduler.scenario.bought_types import (
    BoughtBlock,
    CoverPool,
    PoolWindow,
    ServedSpan,
)

from .factory import at, day, requirement, scenario

EVERY_DAY = frozenset(range(7))
POOL = CoverPool(
    "partner",
    ("calls",),
    (PoolWindow(EVERY_DAY, 480, 1080, 2), PoolWindow(EVERY_DAY, 1320, 360, 1)),
    120,
    Decimal("21.37"),
)


def block(start: str, end: str, agents: int = 1, pool: str = "partner", **more: Any) -> BoughtBlock:
    """Return a block of the first day on the calls queue, or on another one."""
    queue = more.get("queue", "calls")
    return BoughtBlock(pool, agents, (ServedSpan(queue, at(day(0), start), at(day(0), end)),))


def audited(*blocks: BoughtBlock, scheduled: int = 0) -> AuditReport:
    of = replace(scenario(), bought_cover=(POOL,))
    return audit_schedule(of, requirement(of, scheduled), (), blocks)


def test_bought_agents_cover_and_cost_to_the_last_decimal() -> None:
    report = audited(block("08:00", "10:30", 2), block("22:00", "30:00"), scheduled=1)
    assert report.violations == ()
    assert report.cost.bought_cover == Decimal("21.37") * 13
    assert report.cost.wages == 0
    assert report.paid_hours == {"A": 0.0}
    assert report.coverage.covered.max() == 2
    assert report.over_hours == 2.5
    assert report.cost.total == (
        report.cost.bought_cover + report.cost.understaffing + report.cost.overstaffing
    )


def test_two_blocks_a_day_share_the_same_agents() -> None:
    assert audited(block("08:00", "10:00", 2), block("16:00", "18:00", 2)).violations == ()


@pytest.mark.parametrize(
    ("blocks", "measured", "allowed"),
    [
        ([block("08:00", "09:30")], "90 minutes", "at least 120 minutes"),
        ([block("07:00", "10:00")], "2026-03-23 07:00 to 10:00", "a window of the pool"),
        ([block("17:00", "23:00")], "2026-03-23 17:00 to 23:00", "a window of the pool"),
        ([block("08:00", "10:00", 3)], "3", "2"),
        ([block("08:00", "10:00", pool="agency")], "agency", "a pool of the scenario"),
        ([block("08:00", "10:00", queue="mail")], "mail", "calls"),
    ],
)
def test_what_no_pool_sells_is_a_violation(
    blocks: list[BoughtBlock], measured: str, allowed: str
) -> None:
    (found,) = audited(*blocks).violations
    assert (found.rule, found.employee_id) == ("bought_cover", None)
    assert (found.measured.replace(str(day(0)), "2026-03-23"), found.allowed) == (measured, allowed)
    assert found.day == day(0).isoformat()


def test_more_agents_at_once_than_there_are_is_said_of_every_block_concerned() -> None:
    report = audited(block("08:00", "12:00", 2), block("11:00", "13:00"), block("14:00", "16:00"))
    assert [v.measured for v in report.violations] == ["3", "3"]


def test_blocks_of_a_pool_that_nobody_knows_neither_cover_nor_cost() -> None:
    report = audited(block("08:00", "10:00", pool="agency"))
    assert report.cost.bought_cover == 0
    assert report.coverage.covered.max() == 0


def test_parts_of_a_block_leave_no_gap() -> None:
    parts = (
        ServedSpan("calls", at(day(0), "08:00"), at(day(0), "10:00")),
        ServedSpan("calls", at(day(0), "11:00"), at(day(0), "12:00")),
    )
    (found,) = audited(BoughtBlock("partner", 1, parts)).violations
    assert "gap" in found.message
