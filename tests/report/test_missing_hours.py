"""What summary and report say of missing hours and of confirmed tours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from staffwright.scheduler.missing_hours import confirmed_sentence, missing_hours, missing_sentence
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.report import render_report
from staffwright.scheduler.summary import plan_lines
from taken_apart import Page


def _with(plan: Plan, under: tuple[float, float, float], **known: float | None) -> Plan:
    """Return the plan with agent-hours missing by queue, and what divisible shifts would leave."""
    spread = np.zeros_like(plan.audit.coverage.under)
    spread[:, :40] = np.array(under)[:, None] * 4 / 40
    coverage = replace(plan.audit.coverage, under=spread)
    audit = replace(plan.audit, coverage=coverage, under_hours=sum(under))
    return replace(plan, audit=audit, solve=replace(plan.solve, under_if_divisible=dict(known)))


def test_of_each_queue_no_more_counts_than_is_missing(plan: Plan) -> None:
    """8 of 8 (the program would leave 12), 1.5 of 2 and none of 1."""
    made = _with(plan, (8.0, 2.0, 1.0), billing=12.0, technical=1.5, retention=0.0)
    found = missing_hours(made)
    assert found is not None
    assert (found.missing, found.if_divisible) == (pytest.approx(11.0), pytest.approx(9.5))
    assert missing_sentence(found) == (
        "of 11.0 h missing, 9.5 h could not be covered at their price even if shifts were divisible"
    )


def test_queues_of_which_nothing_is_known_are_named_and_in_neither_figure(plan: Plan) -> None:
    found = missing_hours(_with(plan, (8.0, 2.0, 1.0), billing=6.0, technical=None, retention=0.0))
    assert found is not None
    assert missing_sentence(found).startswith("of 9.0 h missing (without technical), 6.0 h could")


def test_nothing_is_said_where_nothing_would_be_missing(plan: Plan) -> None:
    assert missing_hours(_with(plan, (8.0, 2.0, 1.0), billing=0.04, technical=0.0)) is None
    assert missing_hours(_with(plan, (0.0, 0.0, 0.0), billing=5.0)) is None
    assert missing_hours(plan) is None


def test_summary_and_report_say_it(plan: Plan) -> None:
    made = _with(plan, (8.0, 2.0, 1.0), billing=12.0, technical=1.5, retention=0.0)
    lines = plan_lines(made)
    first = lines.index(
        "divisible    of 11.0 h missing, 9.5 h could not be covered at their price even"
    )
    assert lines[first + 1] == " " * 13 + "if shifts were divisible"
    shown = Page(render_report(made)).text
    assert "Of 11.0 h missing, 9.5 h could not be covered at their price even if shifts" in shown
    assert "divisible" not in "\n".join(plan_lines(plan))
    assert "divisible" not in Page(render_report(plan)).text


def test_confirmed_tours_are_told_and_refused_ones_stand_out(plan: Plan) -> None:
    assert confirmed_sentence(plan) is None
    assert "confirmed" not in "\n".join(plan_lines(plan))
    made = replace(plan, solve=replace(plan.solve, confirmed_agents=9, refused_agents=1))
    said = "the formal model in CP-SAT accepts the tours of 9 of 12 agents, REFUSED those of 1"
    assert confirmed_sentence(made) == said
    lines = plan_lines(made)
    first = lines.index(
        "confirmed    the formal model in CP-SAT accepts the tours of 9 of 12 agents,"
    )
    assert lines[first + 1] == " " * 13 + "REFUSED those of 1"
    assert said in Page(render_report(made)).text
    clean = replace(plan, solve=replace(plan.solve, confirmed_agents=12))
    assert confirmed_sentence(clean) == (
        "the formal model in CP-SAT accepts the tours of 12 of 12 agents"
    )
