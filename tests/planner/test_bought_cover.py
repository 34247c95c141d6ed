"""Plans with bought cover: audit, money, files, no trace in people's hours; repairs keep it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from staffwright.scheduler.audit import audit_schedule
from staffwright.scheduler.export import save_plan
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.replan import ReplanOptions, replan
from staffwright.scheduler.replan_inputs import Absence, Request
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario import read_bought, read_schedule
from staffwright.scheduler.scenario.bought_types import CoverPool, PoolWindow
from staffwright.scheduler.scenario.types import Scenario
from staffwright.scheduler.summary import plan_lines
from tiny_scenarios import MAY, Grid, agent, at, queue, scenario

POOL = CoverPool(
    "partner",
    ("calls",),
    (PoolWindow(frozenset(range(7)), 420, 1320, 2),),
    180,
    Decimal("19.999"),
    notice_minutes=120,
)
PEAKS = [0] * 8 + [3, 3, 3, 1, 1, 1, 1, 3, 3, 3, 0, 0, 0, 0, 0, 0]


def centre(days: int = 2, **changes: object) -> Scenario:
    """One agent and two peaks a day of three agents; two are to be had from a partner."""
    grid = Grid("Europe/Berlin", MAY, days, 60, 30)
    base = scenario(grid, {"calls": PEAKS * days}, agents=(agent("A"),), premiums=())
    return replace(base, bought_cover=(POOL,), **changes)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(centre(), PlanOptions(time_limit=20.0))


def test_both_peaks_are_bought_where_it_is_cheaper_than_to_lack_agents(plan: Plan) -> None:
    assert plan.solve.status == "optimal"
    assert plan.audit.violations == ()
    of_first_day = [b for b in plan.bought if b.start < at(MAY, 1440)]
    assert sum(block.agents for block in of_first_day) >= 4
    alone = make_plan(replace(centre(), bought_cover=()), PlanOptions(time_limit=10.0))
    saved = alone.audit.cost.understaffing - plan.audit.cost.understaffing
    assert saved > plan.audit.cost.bought_cover


def test_bought_cover_is_money_beside_wages_and_nobodys_hours(plan: Plan) -> None:
    cost = plan.audit.cost
    hours = sum(b.agents * (b.end - b.start) / timedelta(hours=1) for b in plan.bought)
    assert cost.bought_cover == Decimal(str(hours)) * POOL.hour_price
    assert cost.total == cost.wages + cost.bought_cover + cost.prices
    assert set(plan.audit.paid_hours) == {"A"}
    assert {line.employee_id for line in plan.pay_lines} <= {"A"}
    assert {shift.employee_id for shift in plan.shifts} <= {"A"}


def test_the_files_of_a_plan_hold_all_that_an_audit_needs(plan: Plan, tmp_path: Path) -> None:
    save_plan(plan, tmp_path / "plan")
    with (tmp_path / "plan/bought_cover.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "pool", "block", "queue", "start", "end", "agents", "hour_price", "amount",
    ]  # fmt: skip
    assert sum(Decimal(row["amount"]) for row in rows) == plan.audit.cost.bought_cover
    document = json.loads((tmp_path / "plan/plan.json").read_text(encoding="utf-8"))
    (total,) = document["bought_cover"]
    assert Decimal(total["amount"]) == Decimal(document["cost"]["bought_cover"])
    assert "Bought cover by pool" in (tmp_path / "plan/report.html").read_text(encoding="utf-8")
    shifts = read_schedule(tmp_path / "plan/schedule.csv", plan.scenario)
    bought = read_bought(tmp_path / "plan/bought_cover.csv", plan.scenario)
    again = audit_schedule(plan.scenario, requirement(plan.scenario), shifts, bought)
    assert again.cost == plan.audit.cost
    assert bought == plan.bought
    assert any(line.startswith("bought partner") for line in plan_lines(plan))


def test_without_a_pool_no_file_speaks_of_one(tmp_path: Path) -> None:
    bare = make_plan(replace(centre(1), bought_cover=()), PlanOptions(time_limit=5.0))
    save_plan(bare, tmp_path / "plan")
    assert not (tmp_path / "plan/bought_cover.csv").exists()
    assert bare.bought == ()


def test_a_repair_keeps_what_begins_before_its_time_and_notice(plan: Plan) -> None:
    """On the second day the one agent falls ill at 9:00; from 11:00 on more may be bought."""
    second = MAY + timedelta(days=1)
    since, evening = at(second, 540), at(second, 1440)
    request = Request(since, (Absence("A", since, evening),))
    made = replan(
        plan.scenario, plan.shifts, request, ReplanOptions(time_limit=10.0), bought=plan.bought
    )
    assert made.plan.audit.violations == ()
    early = since + timedelta(minutes=POOL.notice_minutes)
    kept = [block for block in plan.bought if block.start < early]
    assert [block for block in made.plan.bought if block.start < early] == kept
    assert kept
    assert made.plan.solve.bound is not None
    assert made.plan.solve.bound <= float(made.plan.audit.cost.total) + 0.005
    assert made.before.cost.bought_cover == plan.audit.cost.bought_cover


def test_a_repair_may_buy_more_and_cancel_what_begins_later(plan: Plan) -> None:
    """Nothing is wanted any more on the second day: what can be cancelled is."""
    quiet = centre(queues=(queue(over_price=Decimal(30)),))
    quiet = replace(quiet, forecast=scenario(quiet.grid, {"calls": PEAKS + [0] * 24}).forecast)
    request = Request(at(MAY, 1200), ())
    made = replan(quiet, plan.shifts, request, ReplanOptions(time_limit=10.0), bought=plan.bought)
    assert all(block.start < at(MAY, 1440) for block in made.plan.bought)
    assert made.plan.audit.violations == ()
