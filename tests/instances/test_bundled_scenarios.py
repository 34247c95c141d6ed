"""The bundled scenarios load without faults, and work and heads match."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest
from staffwright.instances import NAMES, path
from staffwright.scheduler.plan import Requirement
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario import load_scenario
from staffwright.scheduler.scenario.types import Agent, Scenario

WORK_PER_PAID_MINUTE = {"day": 450 / 480, "night": 450 / 480, "short": 285 / 300, "half": 1.0}
"""Share of a shift's paid minutes without its paid breaks, by kind of shift."""


@cache
def scenario(name: str) -> Scenario:
    return load_scenario(path(name))


@cache
def needed(name: str) -> Requirement:
    return requirement(scenario(name))


def paid_leave_minutes(plan: Scenario, agent: Agent) -> float:
    """Paid leave inside the horizon, spread evenly over its dates."""
    total = 0.0
    for leave in plan.time_off:
        first = plan.grid.local(leave.start).date()
        last = plan.grid.local(leave.end - timedelta(minutes=1)).date()
        days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
        inside = sum(plan.grid.day(0) <= day < plan.grid.day(plan.grid.days) for day in days)
        if leave.employee_id == agent.employee_id:
            total += leave.paid_minutes * inside / len(days)
    return total


def hours_available(plan: Scenario) -> float:
    """Agent-hours of work that the contracts give less leave, breaks and events."""
    weeks, hours = plan.grid.days / 7, 0.0
    for agent in plan.agents:
        share = WORK_PER_PAID_MINUTE[max(agent.contract.shift_kinds)]
        paid = agent.weekly_minutes * weeks - paid_leave_minutes(plan, agent)
        hours += paid * share / 60
    return hours - sum(event.duration_minutes for event in plan.events) / 60


@pytest.mark.parametrize("name", NAMES)
def test_a_bundled_scenario_has_no_fault_and_needs_no_default(name: str) -> None:
    """Everything that can be given is given."""
    assert scenario(name).defaults_used == ()


@pytest.mark.parametrize(
    ("name", "agents", "queues"), [("corner_shop", 6, 1), ("harbour_line", 60, 3)]
)
def test_a_bundled_scenario_has_the_size_it_says(name: str, agents: int, queues: int) -> None:
    """Six agents for a week, sixty for two."""
    assert len(scenario(name).agents) == agents
    assert len(scenario(name).queues) == queues


@pytest.mark.parametrize("name", NAMES)
def test_work_and_heads_match(name: str) -> None:
    """Hours to roster lie a little below the hours that contracts give."""
    hours = needed(name).scheduled.sum() * scenario(name).grid.interval_minutes / 60
    assert 0.90 < hours / hours_available(scenario(name)) < 0.97


def test_harbour_line_spans_the_clock_change_and_easter() -> None:
    """A day of 23 hours, Good Friday, Easter Sunday, and a night into Easter Monday."""
    grid = scenario("harbour_line").grid
    slots = np.diff(grid.day_starts) * grid.slot_minutes
    assert slots[:14].tolist() == [1440] * 6 + [1380] + [1440] * 7
    assert grid.carry_out_minutes == 360
    holidays = {date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6)}
    assert holidays <= scenario("harbour_line").holidays


def test_harbour_line_has_thin_nights_and_quiet_weekends() -> None:
    """Two to four agents from one to five; weekends have about 60 % of the contacts."""
    need, grid = needed("harbour_line"), scenario("harbour_line").grid
    local = [grid.local(at) for at in grid.interval_starts]
    night = need.required.sum(axis=0)[[1 <= at.hour < 5 for at in local]]
    assert night.min() >= 2
    assert night.max() <= 4
    weekend = np.array([at.weekday() >= 5 for at in local])
    first_week = np.array([at.date() < date(2026, 3, 30) for at in local])
    contacts = need.volume[:2].sum(axis=0)
    ratio = contacts[weekend & first_week].sum() / 2 / (contacts[~weekend & first_week].sum() / 5)
    assert 0.55 < ratio < 0.70


def test_harbour_line_days_have_two_peaks() -> None:
    """On the first Tuesday more agents are needed before and after noon than at 13:00."""
    need, grid = needed("harbour_line"), scenario("harbour_line").grid
    hours = [grid.local(at).strftime("%d-%H") for at in grid.interval_starts]
    by_hour = {
        hour: need.offered_load[:, [at == f"24-{hour}" for at in hours]].sum()
        for hour in (10, 13, 16)
    }
    assert by_hour[13] < 0.95 * min(by_hour[10], by_hour[16])


def test_corner_shop_leaves_few_choices_a_day() -> None:
    """At most twelve starts and lengths, so that one model can hold them all."""
    small = scenario("corner_shop")
    options = [
        (t.id, start, length)
        for t in small.shifts
        for start in range(t.start_minutes, t.latest_start_minutes + 1, t.step_minutes)
        for length in t.lengths_minutes
    ]
    assert len(options) <= 12
    assert small.grid.slot_minutes == 30
