"""Whatever is repaired, the auditor finds nothing: on random small centres and hand edits."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.replan import Replanned, ReplanOptions, replan
from staffwright.scheduler.replan_inputs import Absence, Request
from staffwright.scheduler.scenario.types import Shift
from tiny_scenarios import MARCH, MAY, OCTOBER, Mix, at, random_scenario

EVENTS = Mix(days=7, optional_events=True, windowed_events=True)
MIXES = (
    replace(EVENTS, first_day=MARCH, agents=5),
    replace(EVENTS, first_day=OCTOBER, agents=5, queues=2),
    replace(EVENTS, first_day=MAY, agents=4, days=9, queues=3),
    replace(EVENTS, first_day=MARCH, nights=True),
    replace(EVENTS, first_day=OCTOBER, minima=True, shrinkage=0.1, queues=2),
)
SEEDS = range(10)


def case(seed: int, *, by_hand: bool = False) -> tuple[Plan, tuple[Shift, ...], Replanned]:
    """Plan a random centre, let a hand edit it, and repair it for random absences."""
    rng = random.Random(seed)
    scenario = random_scenario(seed, MIXES[seed % len(MIXES)])
    plan = make_plan(scenario, PlanOptions(time_limit=0.3, seed=seed))
    shifts = tuple(s for shift in plan.shifts for s in edited(rng, shift, by_hand=by_hand))
    grid = scenario.grid
    since = max(grid.start, at(grid.day(rng.randrange(grid.days)), rng.choice([0, 450, 720, 1380])))
    absences = tuple(
        Absence(agent.employee_id, since, rng.choice([since + timedelta(hours=30), grid.end]))
        for agent in scenario.agents
        if rng.random() < 0.4
    )
    price = Decimal(rng.choice([0, 5, 20, 1000]))
    options = ReplanOptions(price, time_limit=0.3, seed=seed)
    return plan, shifts, replan(scenario, shifts, Request(since, absences), options)


def edited(rng: random.Random, shift: Shift, *, by_hand: bool) -> list[Shift]:
    """Return what a hand makes of a shift: mostly the same; moved, torn, torn in two, dropped."""
    kind = rng.randrange(12) if by_hand else 99
    rows = shift.activities
    if kind == 0:
        by = timedelta(minutes=rng.choice([-60, 60, 240]))
        moved = tuple(replace(row, start=row.start + by, end=row.end + by) for row in rows)
        whole = shift.start.date() == (shift.start + by).date()
        return [replace(shift, activities=moved)] if whole else [shift]
    if kind == 1 and len(rows) > 2:
        return [replace(shift, activities=(rows[0], *rows[2:]))]
    if kind == 2 and len(rows) > 2:
        parts = ("one", rows[:1]), ("two", rows[2:])
        return [replace(shift, shift_id=name, activities=part) for name, part in parts]
    if kind == 3:
        longer = replace(rows[0], end=rows[0].end + timedelta(minutes=30))
        return [replace(shift, activities=(longer, *rows[1:]))]
    if kind == 4:
        return []
    return [replace(shift, locked=kind == 5 or shift.locked)]


def untouched(shifts: tuple[Shift, ...], made: Replanned) -> list[Shift]:
    """Return the given shifts that began before the time and that no absence cut."""
    lost = {(c.employee_id, c.day) for c in made.changes if c.what in ("absent", "cut")}
    return [
        s for s in shifts if s.start < made.since and (s.employee_id, s.business_date) not in lost
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_audit_of_a_repaired_plan_is_clean(seed: int) -> None:
    plan, shifts, made = case(seed)
    assert plan.audit.violations == ()
    assert made.plan.audit.violations == ()
    assert set(untouched(shifts, made)) <= set(made.plan.shifts)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_repair_breaks_no_rule_that_a_hand_had_kept(seed: int) -> None:
    _, shifts, made = case(seed, by_hand=True)
    assert made.new_violations == ()
    assert set(untouched(shifts, made)) <= set(made.plan.shifts)
    past = {(s.employee_id, s.business_date, s.start) for s in shifts if s.start < made.since}
    now = {(s.employee_id, s.business_date, s.start) for s in made.plan.shifts
           if s.start < made.since}  # fmt: skip
    assert now <= past
    for violation in made.plan.audit.violations:
        assert any(violation.message in note for note in made.notes)
