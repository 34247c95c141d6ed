"""What report and summary say of a repair's bound, and of a search ended at a gap asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from staffwright.scheduler.plan import Plan, SolveReport
from staffwright.scheduler.report import render_report
from staffwright.scheduler.scenario.types import TimeOff
from staffwright.scheduler.summary import plan_lines
from taken_apart import Page

SINCE = datetime(2026, 3, 24, 5, tzinfo=UTC)


def shown(plan: Plan) -> str:
    return " ".join(Page(render_report(plan)).text.split())


@pytest.fixture
def repair(plan: Plan) -> Plan:
    """The plan as if a repair had made it, one agent being absent."""
    who = plan.scenario.agents[0].employee_id
    absence = TimeOff(who, SINCE, plan.scenario.grid.end, "absence", 0)
    return replace(plan, solve=replace(plan.solve, repaired_since=SINCE), absences=(absence,))


def test_the_bound_of_a_repair_is_said_to_hold_for_repairs_alone(repair: Plan) -> None:
    text = shown(repair)
    assert "no legal roster can cost less" not in text.lower()
    assert "more than the cheapest possible" not in text
    assert text.count("repair whose changes cost no more than those of this one") == 2
    assert "no roster that keeps what lies before the repair and what is locked" in text


def test_the_report_of_a_repair_says_from_when_on_and_who_is_absent(repair: Plan) -> None:
    text = shown(repair)
    assert f"Repaired from {repair.scenario.grid.local(SINCE):%a %-d %b %Y %H:%M}" in text
    assert f"Absent {repair.absences[0].employee_id}" in text


def test_a_plan_that_is_no_repair_says_nothing_of_one(plan: Plan) -> None:
    assert "epair" not in shown(plan)


def _with_gap(plan: Plan, asked: float) -> Plan:
    solve = SolveReport("feasible", 102.0, 100.0, seed=1, seconds=2.0, gap_asked=asked)
    return replace(plan, solve=solve)


@pytest.mark.parametrize(("asked", "ended"), [(0.0, False), (0.01, False), (0.02, True)])
def test_a_search_that_ended_at_the_gap_asked_for_says_so(
    plan: Plan, asked: float, ended: bool
) -> None:
    made = _with_gap(plan, asked)
    assert made.solve.ended_at_gap is ended
    line = "status       feasible: improved for 2.0 s"
    assert line + (", to the gap asked for" if ended else "") in plan_lines(made)
    said = "ended when it was as close to the bound as asked for" in shown(made)
    assert said is ended
    assert ("in the time given" in shown(made)) is not ended


def test_a_proven_optimum_did_not_end_at_a_gap(plan: Plan) -> None:
    solve = SolveReport("optimal", 100.0, 100.0, seed=1, seconds=2.0, gap_asked=0.05)
    assert not replace(plan, solve=solve).solve.ended_at_gap
