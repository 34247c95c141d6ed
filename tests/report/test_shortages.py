"""What is short when and where, and agent-hours by day, against the tables of the plan."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.report.shortages import missing_by_hour, need_in, shortage_table
from staffwright.scheduler.report.staffing import ALL_QUEUES, staffing_hours
from staffwright.scheduler.report.wallclock import wall_clock_for


def _rows(markup: str) -> list[list[str]]:
    """Return the texts of every row of a table, the heading left out."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", markup.split("<tbody>")[1], flags=re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows]
    return [[re.sub(r"<[^>]+>", "", c).replace("\u00a0", " ") for c in row] for row in cells]


def test_a_shortage_tells_what_is_needed_and_what_is_answered(plan: Plan) -> None:
    shortage = max(
        (s for s in plan.audit.shortages if s.queue == "billing"), key=lambda s: s.agent_hours
    )
    start, end = (datetime.fromisoformat(t) for t in (shortage.start, shortage.end))
    need = need_in(plan, "billing", start, end)
    assert need is not None
    first, last = ((at - plan.scenario.grid.start) // timedelta(minutes=15) for at in (start, end))
    under = plan.audit.coverage.under[0, first:last]
    assert need.scheduled == plan.requirement.scheduled[0, first + int(under.argmax())]
    volume = plan.requirement.volume[0, first:last]
    level = plan.audit.coverage.service_level[0, first:last]
    assert need.service_level == pytest.approx(float((volume * level).sum() / volume.sum()))


def test_an_unknown_queue_or_time_has_no_need(plan: Plan) -> None:
    start = plan.scenario.grid.start
    assert need_in(plan, "chat", start, start + timedelta(hours=1)) is None
    assert need_in(plan, "billing", start - timedelta(days=9), start - timedelta(days=8)) is None
    odd = replace(plan.audit.shortages[0], start="noon", end="later")
    (row,) = _rows(shortage_table(replace(plan, audit=replace(plan.audit, shortages=(odd,)))))
    assert row[1:3] == ["noon – later", "–"]


def test_a_shortage_across_the_clock_change_lasts_as_long_as_it_lasts(plan: Plan) -> None:
    odd = replace(
        plan.audit.shortages[0], start="2026-03-29T01:30:00+01:00", end="2026-03-29T03:30:00+02:00"
    )
    (row,) = _rows(shortage_table(replace(plan, audit=replace(plan.audit, shortages=(odd,)))))
    assert row[2] == "1 h"


def test_hours_missing_by_time_of_day_add_up(plan: Plan) -> None:
    clock = wall_clock_for(plan.scenario.grid, plan.shifts)
    missing = missing_by_hour(plan, clock)
    assert missing.sum() == pytest.approx(plan.audit.under_hours)
    grid, quarter = plan.scenario.grid, timedelta(minutes=15)
    eight = [grid.local(grid.start + k * quarter).hour == 8 for k in range(grid.n_intervals)]
    expected = plan.audit.coverage.under[:, np.array(eight)].sum(axis=1) / 4
    assert missing[:, 8] == pytest.approx(expected)


def test_agent_hours_by_day_add_up_to_those_of_the_audit(plan: Plan) -> None:
    everything, *queues = staffing_hours(plan)
    assert everything.name == ALL_QUEUES
    audit = plan.audit
    assert everything.whole[[0, 2, 3]] == pytest.approx(
        [audit.required_hours, audit.under_hours, audit.over_hours]
    )
    assert sum(queue.days for queue in queues) == pytest.approx(everything.days)
    assert len(everything.days) == plan.scenario.grid.days + 1  # and the carry-out
