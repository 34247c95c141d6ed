"""What report and summary say of a repair's bound, and of a search ended at a gap asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from staffwright.scheduler.plan import Plan, SolveReport
from staffwright.scheduler.report import render_report
from staffwright.scheduler.scenario.types import Event, TimeOff
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
    assert text.count("repair whose changes cost no more than those of this one") == 3
    assert "hold the prices of changes as well" in text


def test_the_report_of_a_repair_says_from_when_on_and_who_is_absent(repair: Plan) -> None:
    text = shown(repair)
    assert f"Repaired from {repair.scenario.grid.local(SINCE):%a %-d %b %Y %H:%M}" in text
    assert f"Absent {repair.absences[0].employee_id}" in text


def test_a_plan_that_is_no_repair_says_nothing_of_one(plan: Plan) -> None:
    assert "epair" not in shown(plan)


@pytest.mark.parametrize("ended", [False, True])
def test_a_search_that_ended_at_the_gap_asked_for_says_so(plan: Plan, ended: bool) -> None:
    solve = SolveReport("feasible", 102.0, 100.0, seed=1, seconds=2.0, ended_at_gap=ended)
    made = replace(plan, solve=solve)
    line = "status       feasible: improved for 2.0 s"
    assert line + (", to the gap asked for" if ended else "") in plan_lines(made)
    said = "ended when it was as close to the bound as asked for" in shown(made)
    assert said is ended
    assert ("in the time given" in shown(made)) is not ended


def test_the_summary_of_a_repair_says_what_its_bound_is_for(repair: Plan) -> None:
    lines = plan_lines(repair)
    at = next(k for k, line in enumerate(lines) if line.startswith("bound "))
    said = " ".join(" ".join(lines[at : at + 2]).split())
    assert "whose changes cost no more than those of this one costs less)" in said
    assert max(map(len, lines)) <= 80


def test_events_that_were_placed_before_the_search_are_a_condition_of_a_repair_too(
    repair: Plan,
) -> None:
    who, begin = repair.scenario.agents[0].employee_id, SINCE
    placed = Event("talk", who, None, None, 60, (begin, begin + timedelta(hours=8)), True, True)
    scenario = replace(repair.scenario, events=(placed,))
    text = shown(replace(repair, scenario=scenario))
    assert text.count("repair with events at these times whose changes cost no more") == 3
