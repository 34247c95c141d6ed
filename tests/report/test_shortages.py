"""What is short when and where, and agent-hours by day, against the tables of the plan."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from staffwright.scheduler.plan import Plan, Shortage
from staffwright.scheduler.report.headline import key_figures, status_badge
from staffwright.scheduler.report.shortages import (
    missing_by_hour,
    need_in,
    shortage_table,
    worst_span,
)
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


def _span(plan: Plan, first: int, length: int, worst: int, *, hard: bool = False) -> Shortage:
    """Return a span of billing that begins in an interval and lacks as many agents throughout."""
    grid = plan.scenario.grid
    start, end = (grid.local(grid.instant(at)).isoformat() for at in (first, first + length))
    return Shortage("billing", start, end, worst * length / 4, worst, hard)


def _with_spans(plan: Plan, *spans: Shortage, needed: int = 4) -> Plan:
    scheduled = np.full_like(plan.requirement.scheduled, needed)
    return replace(
        plan,
        requirement=replace(plan.requirement, scheduled=scheduled),
        audit=replace(plan.audit, shortages=spans),
    )


def test_the_worst_span_is_one_that_lacks_more_than_half_however_long_others_are(
    plan: Plan,
) -> None:
    long, bad, hard = _span(plan, 0, 40, 2), _span(plan, 60, 6, 3), _span(plan, 80, 1, 1, hard=True)
    found = worst_span(_with_spans(plan, long, bad))
    assert found is not None
    assert (found.shortage, found.is_severe) == (bad, True)
    found = worst_span(_with_spans(plan, _span(plan, 60, 6, 1), long))
    assert found is not None
    assert (found.shortage, found.is_severe) == (long, False)  # half is not more than half
    found = worst_span(_with_spans(plan, long, bad, hard))
    assert found is not None
    assert (found.shortage, found.is_severe) == (hard, True)
    assert worst_span(_with_spans(plan)) is None


def test_the_headline_names_the_worst_span_and_warns(plan: Plan) -> None:
    """Interval 66 of the first Monday is 16:30."""
    bad = _with_spans(plan, _span(plan, 66, 6, 4))
    shown = re.sub(r"<[^>]+>", "", key_figures(bad)).replace("\u00a0", " ")
    assert "Worst span⚠ Mon 23 Mar 16:30–18:00 billing, 4 of 4 missing, " in shown
    assert "answered in time all shortages" in shown
    assert 'class="worst severe"' in key_figures(bad)
    assert 'class="badge feasible warned"' in status_badge(bad)


def test_a_worst_span_that_lacks_few_is_named_without_a_warning(plan: Plan) -> None:
    mild = _with_spans(plan, _span(plan, 66, 6, 1))
    assert 'class="worst"' in key_figures(mild)
    assert "⚠" not in key_figures(mild)
    assert 'class="badge feasible"' in status_badge(mild)
    assert "Worst span" not in key_figures(_with_spans(plan))
