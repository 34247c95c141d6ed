"""What summary and report say of missing hours and of confirmed tours."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap

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


def test_hours_that_divisible_shifts_leave_are_told_beside_all_that_are_missing(
    plan: Plan,
) -> None:
    found = missing_hours(_with(plan, (8.0, 2.0, 1.0), billing=8.0, technical=1.5, retention=0.0))
    assert found is not None
    assert (found.missing, found.if_divisible) == (pytest.approx(11.0), pytest.approx(9.5))
    assert missing_sentence(found) == (
        "of 11.0 h missing, the cheapest divisible shifts would leave about 9.5 h too"
    )


def test_a_plan_that_lacks_less_than_divisible_shifts_would_says_so(plan: Plan) -> None:
    """The estimate is coarse: that hours are covered all the same is no contradiction."""
    found = missing_hours(_with(plan, (8.0, 2.0, 1.0), billing=9.0, technical=3.0, retention=2.0))
    assert found is not None
    assert missing_sentence(found) == (
        "11.0 h missing, no more than the cheapest divisible shifts would leave (about 14.0 h)"
    )


def test_halves_are_rounded_up_as_in_the_figures_beside_it(plan: Plan) -> None:
    found = missing_hours(_with(plan, (9.25, 0.0, 0.0), billing=6.25))
    assert found is not None
    assert missing_sentence(found).startswith("of 9.3 h missing")
    assert "about 6.3 h" in missing_sentence(found)


def test_queues_of_which_nothing_is_known_are_named_and_in_neither_figure(plan: Plan) -> None:
    found = missing_hours(_with(plan, (8.0, 2.0, 1.0), billing=6.0, technical=None, retention=0.0))
    assert found is not None
    assert missing_sentence(found).startswith("of 9.0 h missing (without technical), the cheapest")


def test_nothing_is_said_where_nothing_would_be_missing(plan: Plan) -> None:
    assert missing_hours(_with(plan, (8.0, 2.0, 1.0), billing=0.04, technical=0.0)) is None
    assert missing_hours(_with(plan, (0.0, 0.0, 0.0), billing=5.0)) is None
    assert missing_hours(plan) is None


def test_summary_and_report_say_it(plan: Plan) -> None:
    made = _with(plan, (8.0, 2.0, 1.0), billing=8.0, technical=1.5, retention=0.0)
    lines = plan_lines(made)
    first = next(k for k, line in enumerate(lines) if line.startswith("divisible "))
    assert lines[first - 1].startswith("over ")
    said = "of 11.0 h missing, the cheapest divisible shifts would leave about 9.5 h too"
    assert [line[13:] for line in lines[first : first + 2]] == wrap(said, 79 - 13)
    shown = Page(render_report(made)).text
    assert "Of 11.0 h missing, the cheapest divisible shifts would leave about 9.5 h too." in shown
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
