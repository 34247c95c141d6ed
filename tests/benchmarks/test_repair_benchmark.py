"""The repair benchmark on a small centre: who is absent, and what counts as a change."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest
from centres import centre
from repair import DAY, early, figures, sick_day
from staffwright.scheduler.changes import changes_between
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan

AGENTS = 40


@cache
def plan() -> Plan:
    scenario = centre("one_flat", AGENTS, 7, 1)
    return make_plan(scenario, PlanOptions(0.3, seed=1, deterministic=True))


def test_three_percent_of_the_agents_are_absent_all_of_them_rostered_that_day() -> None:
    request = sick_day(plan().scenario, plan(), 1)
    day = plan().scenario.grid.day(DAY)
    rostered = {s.employee_id for s in plan().shifts if s.business_date == day}
    assert len(request.absences) == round(0.03 * AGENTS) == 1
    assert {a.employee_id for a in request.absences} <= rostered
    assert plan().scenario.grid.local(request.since).date() == day


def test_a_changed_shift_counts_as_early_where_it_began_before_the_time() -> None:
    request = sick_day(plan().scenario, plan(), 1)
    shifts = plan().shifts
    first = min(shifts, key=lambda shift: shift.start)
    last = max(shifts, key=lambda shift: shift.start)
    assert first.start < request.since < last.start - timedelta(hours=1)
    assert early(changes_between(shifts, [s for s in shifts if s != last]), request) == 0
    assert early(changes_between(shifts, [s for s in shifts if s != first]), request) == 1
    assert early(changes_between([s for s in shifts if s != first], shifts), request) == 1


@pytest.mark.slow
def test_the_repair_of_a_small_centre_is_clean_and_leaves_the_past_alone() -> None:
    row = figures("one_flat", AGENTS, seconds=1.0, repair_seconds=0.5, seed=1)
    assert row["violations"] == row["changes_before_the_time"] == "0"
    assert row["absent"] == "1"
    assert int(row["changed_shifts"]) < int(row["changed_shifts_afresh"])
