"""What cannot be covered is priced, named by queue and time, and never "infeasible"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from staffwright.scheduler.calendar import Grid
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.scenario.types import OpeningHours
from tiny_scenarios import EVERY_DAY, MAY, ZONE, agent, at, forecast, queue, scenario

GRID = Grid(ZONE, MAY, 2, 60, 30)
TWO_QUEUES = (queue("calls"), queue("mail", under_price=Decimal(60)))
FAR_TOO_MANY = forecast(GRID, {"calls": [9] * 48, "mail": [1] * 48})
CALLS_AND_MAIL = replace(
    scenario(GRID, {"calls": [0] * 48}),
    queues=TWO_QUEUES,
    agents=(agent("A"), agent("B")),
    forecast=FAR_TOO_MANY,
)


def test_a_requirement_nobody_can_meet_gives_a_plan_that_names_what_is_missing() -> None:
    """Nobody knows mail, and two agents cannot be nine around the clock."""
    plan = make_plan(CALLS_AND_MAIL, PlanOptions(time_limit=3.0))
    assert plan.solve.status in ("optimal", "feasible")
    assert {shift.employee_id for shift in plan.shifts} == {"A", "B"}
    by_queue = {s.queue: s for s in plan.audit.shortages}
    mail = by_queue["mail"]
    assert (mail.start, mail.end) == ("2026-05-04T00:00:00+02:00", "2026-05-06T00:00:00+02:00")
    assert (mail.worst, mail.agent_hours) == (1, 48.0)
    assert by_queue["calls"].worst >= 7
    assert plan.audit.under_hours == pytest.approx(sum(s.agent_hours for s in by_queue.values()))
    assert plan.audit.under_hours >= 48 + 9 * 48 - 2 * 2 * 9


def test_promises_are_kept_where_only_priced_agents_are_missing() -> None:
    plan = make_plan(CALLS_AND_MAIL, PlanOptions(time_limit=3.0))
    assert plan.audit.violations == ()
    assert plan.promises == {"hard_minimum_staff": True, "rules": True, "audit": True}


def test_a_hard_minimum_that_cannot_be_met_is_a_broken_promise_at_its_queue_and_time() -> None:
    """Two are promised in mail from 8 to 18 o'clock; one agent knows it."""
    hours = (OpeningHours(EVERY_DAY, 480, 1080),)
    strict = queue("mail", minimum_staff=2, hard_minimum=True, hours=hours)
    both = agent("B", skills=frozenset({"calls", "mail"}))
    plan = make_plan(
        replace(CALLS_AND_MAIL, queues=(queue("calls"), strict), agents=(agent("A"), both)),
        PlanOptions(time_limit=3.0),
    )
    assert plan.promises == {"hard_minimum_staff": False, "rules": True, "audit": False}
    hard = [shortage for shortage in plan.audit.shortages if shortage.hard]
    assert {shortage.queue for shortage in hard} == {"mail"}
    opening = at(MAY, 480), at(MAY + timedelta(days=1), 1080)
    for shortage in hard:
        assert shortage.start >= GRID.local(opening[0]).isoformat()
        assert shortage.end <= GRID.local(opening[1]).isoformat()
    assert plan.solve.cost == pytest.approx(float(plan.audit.cost.total))


def test_a_hard_minimum_that_can_be_met_is_met_at_whatever_price() -> None:
    """At 50 cents an hour an agent more is never worth its pay; the promise is."""
    hours = (OpeningHours(EVERY_DAY, 480, 840),)
    cheap = queue(minimum_staff=1, under_price=Decimal("0.5"), hours=hours)
    base = replace(CALLS_AND_MAIL, forecast=forecast(GRID, {"calls": [0] * 48}))
    soft = make_plan(replace(base, queues=(cheap,)), PlanOptions(time_limit=3.0))
    assert soft.shifts == ()
    assert soft.promises["hard_minimum_staff"]
    kept = make_plan(
        replace(base, queues=(replace(cheap, hard_minimum=True),)), PlanOptions(time_limit=3.0)
    )
    assert len(kept.shifts) >= 2
    assert kept.promises["hard_minimum_staff"]
    assert not any(shortage.hard for shortage in kept.audit.shortages)


def test_without_demand_nobody_works() -> None:
    idle = replace(CALLS_AND_MAIL, forecast=forecast(GRID, {"calls": [0] * 48}))
    plan = make_plan(idle, PlanOptions(time_limit=3.0))
    assert plan.shifts == ()
    assert plan.audit.cost.total == 0
    assert plan.solve.status == "optimal"
    assert plan.solve.bound == pytest.approx(0.0, abs=1e-6)
