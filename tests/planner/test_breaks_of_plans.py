"""Breaks of planned rosters, stated from the templates alone, without the auditor.

Each break of a shift's template is there once and in order, begins within its window, counted in
minutes that pass, lies inside the shift and leaves enough work to the next. The night shift has
three breaks with windows that overlap, and the horizons hold the days of 23 and of 25 hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.scenario.types import Activity, BreakRule, Scenario, Shift
from tiny_scenarios import EARLY, LATE, MARCH, MAY, NIGHT, OCTOBER, SHORT, Mix, random_scenario

MINUTE = timedelta(minutes=1)
BETWEEN = 60
"""Least minutes of work between two breaks."""
CLOCK_CHANGES = {
    date(2026, 3, 29): datetime(2026, 3, 29, 1, tzinfo=UTC),
    date(2026, 10, 25): datetime(2026, 10, 25, 1, tzinfo=UTC),
}
"""Days of 23 and 25 hours, and when the clock changes on them."""

NIGHT_BREAKS = (
    BreakRule("tea", 30, paid=True, earliest_minutes=30, latest_minutes=90),
    BreakRule("meal", 60, paid=False, earliest_minutes=90, latest_minutes=300),
    BreakRule("rest", 30, paid=True, earliest_minutes=210, latest_minutes=420),
)
SHIFTS = (EARLY, LATE, replace(NIGHT, breaks=NIGHT_BREAKS), SHORT)
NIGHTS = Mix(days=5, nights=True, agents=4)
MIXES = {
    "nights to 23 hours": replace(NIGHTS, first_day=MARCH),
    "nights to 25 hours": replace(NIGHTS, first_day=OCTOBER),
    "two queues, 23 hours": Mix(first_day=MARCH, agents=5, queues=2, optional_events=True),
    "two queues, 25 hours": Mix(first_day=OCTOBER, agents=5, queues=2, windowed_events=True),
    "days": Mix(first_day=MAY, agents=5, days=7),
}
SEEDS = (1, 2, 3)


def scenario_of(name: str, seed: int) -> Scenario:
    return replace(random_scenario(seed, MIXES[name]), shifts=SHIFTS)


@cache
def planned(name: str, seed: int) -> Plan:
    options = PlanOptions(time_limit=0.5, seed=seed, deterministic=True)
    return make_plan(scenario_of(name, seed), options)


def shifts_with_rules(plan: Plan) -> Iterator[tuple[Shift, tuple[BreakRule, ...]]]:
    """Yield shifts of templates; locked ones whose rows were given have none."""
    templates = {template.id: template for template in plan.scenario.shifts}
    for shift in plan.shifts:
        if shift.shift_id in templates:
            yield shift, templates[shift.shift_id].breaks


def breaks_of(shift: Shift) -> list[Activity]:
    return [row for row in shift.activities if row.code.startswith("break:")]


def faults(shift: Shift, rules: tuple[BreakRule, ...], between: int = BETWEEN) -> list[str]:
    """Return what is wrong with the breaks of a shift."""
    taken = breaks_of(shift)
    if [row.code for row in taken] != [f"break:{rule.id}" for rule in rules]:
        return ["order"]
    found = []
    for row, rule in zip(taken, rules, strict=True):
        after = (row.start - shift.start) / MINUTE
        if not rule.earliest_minutes <= after <= rule.latest_minutes:
            found.append(f"{rule.id} window")
        if row.end - row.start != rule.minutes * MINUTE or row.paid != rule.paid or row.work:
            found.append(f"{rule.id} length or pay")
        if row.start < shift.start or row.end > shift.end:
            found.append(f"{rule.id} outside")
    found += [
        f"{row.code} too near"
        for before, row in pairwise(taken)
        if row.start < before.end + between * MINUTE
    ]
    return found


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", MIXES)
def test_breaks_lie_in_their_windows_in_order_spaced_and_inside_the_shift(
    name: str, seed: int
) -> None:
    found = [(shift, rules) for shift, rules in shifts_with_rules(planned(name, seed))]
    assert found
    assert [(shift, faults(shift, rules)) for shift, rules in found if faults(shift, rules)] == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", MIXES)
def test_the_activities_of_a_shift_follow_each_other_without_gap_or_overlap(
    name: str, seed: int
) -> None:
    for shift in planned(name, seed).shifts:
        rows = shift.activities
        assert all(row.start < row.end for row in rows)
        assert all(before.end == after.start for before, after in pairwise(rows))


def test_breaks_are_taken_before_and_after_midnight_and_around_both_clock_changes() -> None:
    """Else the tests above would say little of them."""
    local = scenario_of("days", 1).grid.local
    nights = [
        shift
        for name in MIXES
        for seed in SEEDS
        for shift, _ in shifts_with_rules(planned(name, seed))
        if shift.shift_id == "night"
    ]
    midnight = {local(row.start).date() > s.business_date for s in nights for row in breaks_of(s)}
    assert midnight == {True, False}
    for day, change in CLOCK_CHANGES.items():
        over = [shift for shift in nights if shift.start < change < shift.end]
        assert {shift.business_date for shift in over} == {day - timedelta(days=1)}
        assert {row.start < change for shift in over for row in breaks_of(shift)} == {True, False}


def test_windows_and_the_work_between_breaks_bind_in_the_plans() -> None:
    """Some breaks stand at the edge of their windows, and some as near as two may."""
    edges: set[str] = set()
    spaces: set[int] = set()
    for name in MIXES:
        for seed in SEEDS:
            for shift, rules in shifts_with_rules(planned(name, seed)):
                taken = breaks_of(shift)
                for row, rule in zip(taken, rules, strict=True):
                    after = int((row.start - shift.start) / MINUTE)
                    edges |= {"first"} if after == rule.earliest_minutes else set()
                    edges |= {"last"} if after == rule.latest_minutes else set()
                spaces |= {int((b.start - a.end) / MINUTE) for a, b in pairwise(taken)}
    assert edges == {"first", "last"}
    assert min(spaces) == BETWEEN
    assert len(spaces) > 2


def test_the_statement_itself_finds_breaks_that_are_moved_or_missing() -> None:
    shift, rules = next(
        pair for pair in shifts_with_rules(planned("nights to 23 hours", 1)) if len(pair[1]) == 3
    )
    at = [k for k, row in enumerate(shift.activities) if row.code.startswith("break:")]

    def changed(index: int, by: int) -> Shift:
        row = shift.activities[index]
        moved = replace(row, start=row.start + by * MINUTE, end=row.end + by * MINUTE)
        rows = (*shift.activities[:index], moved, *shift.activities[index + 1 :])
        return replace(shift, activities=rows)

    assert faults(shift, rules) == []
    assert faults(shift, rules[:2]) == ["order"]
    assert faults(shift, tuple(reversed(rules))) == ["order"]
    assert "tea window" in faults(changed(at[0], -600), rules)
    assert "tea outside" in faults(changed(at[0], -600), rules)
    assert "rest outside" in faults(changed(at[2], 600), rules)
    assert faults(shift, rules, between=600) == ["break:meal too near", "break:rest too near"]
