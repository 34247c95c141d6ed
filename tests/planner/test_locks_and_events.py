"""Locked shifts, events and wishes in the corners where they meet; every audit is clean."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from staffwright.scheduler.calendar import Grid
from staffwright.scheduler.errors import InputError, ScenarioError
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.problem import roster_problem
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario.types import (
    Activity,
    Event,
    Preference,
    Scenario,
    Shift,
    Unavailability,
)
from tiny_scenarios import (
    EARLY,
    FULL,
    MAY,
    ZONE,
    agent,
    at,
    forecast,
    queue,
    row,
    scenario,
    whole_shift,
)

TUESDAY = MAY + timedelta(days=1)
HOUR = timedelta(hours=1)
BEGIN, END = at(TUESDAY, 480), at(TUESDAY, 960)
GRID = Grid(ZONE, MAY, 3, 60, 30)
BY_DAY = [1 if 8 <= GRID.local(t).hour < 18 else 0 for t in GRID.interval_starts]
BASE = scenario(GRID, {"calls": BY_DAY})


def plan_of(seconds: float = 2.0, **changes: Any) -> Plan:
    """Plan three days of one agent who is wanted from 8 to 18 o'clock."""
    return make_plan(replace(BASE, **changes), PlanOptions(time_limit=seconds))


def locked(*rows: Activity, name: str = "special") -> Shift:
    return Shift("A", name, TUESDAY, rows, locked=True)


def work(start: datetime, end: datetime, serves: str | None = "calls") -> Activity:
    return row("work", start, end, queue=serves)


def event(start: datetime, end: datetime, name: str = "e1", **changes: Any) -> Event:
    minutes = (end - start) // timedelta(minutes=1)
    return replace(Event(name, "A", start, end, minutes, None, True, True), **changes)


def within(start: datetime, end: datetime, hours: int, **changes: Any) -> Event:
    """Return a mandatory event to be placed within a window."""
    base = event(start, start + hours * HOUR)
    return replace(base, start=None, end=None, window=(start, end), **changes)


def attended(plan: Plan) -> dict[str, list[tuple[datetime, datetime]]]:
    """Return the spans of every event in the plan."""
    spans: dict[str, list[tuple[datetime, datetime]]] = {}
    for shift in plan.shifts:
        for activity in shift.activities:
            if activity.code.startswith("event:"):
                name = activity.code.removeprefix("event:")
                spans.setdefault(name, []).append((activity.start, activity.end))
    return spans


@pytest.mark.parametrize("paid", [True, False])
@pytest.mark.parametrize("serves", ["calls", None])
def test_an_agent_in_an_event_is_not_counted_on_the_queue_of_its_locked_shift(
    paid: bool, serves: str | None
) -> None:
    lesson = event(BEGIN + 2 * HOUR, BEGIN + 3 * HOUR, paid=paid)
    plan = plan_of(locked=(locked(work(BEGIN, END, serves)),), events=(lesson,))
    assert plan.audit.violations == ()
    assert attended(plan) == {"e1": [(lesson.start, lesson.end)]}


@pytest.mark.parametrize("mandatory", [True, False])
def test_the_rows_of_a_locked_shift_decide_when_an_event_with_a_window_takes_place(
    mandatory: bool,
) -> None:
    middle = BEGIN + 3 * HOUR, BEGIN + 4 * HOUR
    rows = (work(BEGIN, middle[0]), row("event:e1", *middle), work(middle[1], END))
    lesson = within(BEGIN, END, 1, mandatory=mandatory)
    plan = plan_of(locked=(locked(*rows),), events=(lesson,))
    assert plan.audit.violations == ()
    assert attended(plan) == {"e1": [middle]}


def test_an_event_row_of_a_locked_shift_is_no_work_whatever_its_work_column_says() -> None:
    middle = BEGIN + 3 * HOUR, BEGIN + 4 * HOUR
    lesson = row("event:e1", *middle, work=True)
    rows = (work(BEGIN, middle[0]), lesson, work(middle[1], END))
    plan = plan_of(locked=(locked(*rows),), events=(event(*middle),))
    assert plan.audit.violations == ()
    assert attended(plan) == {"e1": [middle]}


def test_a_window_is_used_where_the_locked_shift_of_the_day_can_hold_the_event() -> None:
    """Nobody is wanted before 8 o'clock, but then the agent is not there."""
    lesson = within(at(TUESDAY, 360), at(TUESDAY, 1320), 1)
    plan = plan_of(locked=(locked(work(BEGIN, END)),), events=(lesson,))
    assert plan.audit.violations == ()
    ((start, end),) = attended(plan)["e1"]
    assert BEGIN <= start < end <= END


def test_a_window_is_used_where_a_shift_clear_of_unavailability_can_hold_the_event() -> None:
    """Only the short shift from 9 to 13 o'clock is left; the early one runs too long."""
    part = replace(FULL, shift_kinds=frozenset({"day", "short"}))
    lesson = within(at(TUESDAY, 360), at(TUESDAY, 840), 1)
    plan = plan_of(
        contracts=(part,),
        agents=(agent("A", contract=part),),
        unavailable=(Unavailability("A", at(TUESDAY, 810), at(TUESDAY, 1440)),),
        events=(lesson,),
    )
    assert plan.audit.violations == ()
    ((start, _),) = attended(plan)["e1"]
    assert start >= at(TUESDAY, 540)


def test_events_with_a_window_keep_to_the_shift_that_another_event_needs() -> None:
    """A fixed event at 7 o'clock needs an early shift; the window would be emptiest at night."""
    fixed = event(at(TUESDAY, 420), at(TUESDAY, 480), "early")
    lesson = within(at(TUESDAY, 600), at(TUESDAY, 1320), 1)
    plan = plan_of(events=(lesson, fixed))
    assert plan.audit.violations == ()
    assert set(attended(plan)) == {"early", "e1"}


@pytest.mark.parametrize("first", ["mandatory", "optional"])
def test_a_mandatory_event_goes_before_an_optional_one_at_the_same_time(first: str) -> None:
    optional = event(BEGIN + 2 * HOUR, BEGIN + 4 * HOUR, "optional", mandatory=False, paid=False)
    mandatory = event(BEGIN + 3 * HOUR, BEGIN + 5 * HOUR, "mandatory")
    events = (mandatory, optional) if first == "mandatory" else (optional, mandatory)
    plan = plan_of(events=events)
    assert plan.audit.violations == ()
    assert attended(plan) == {"mandatory": [(mandatory.start, mandatory.end)]}


def test_of_two_optional_events_at_the_same_time_one_is_attended_whole() -> None:
    one = event(BEGIN + 2 * HOUR, BEGIN + 4 * HOUR, "one", mandatory=False)
    two = event(BEGIN + 3 * HOUR, BEGIN + 5 * HOUR, "two", mandatory=False)
    plan = plan_of(locked=(locked(work(BEGIN, END)),), events=(one, two))
    assert plan.audit.violations == ()
    assert attended(plan) == {"one": [(one.start, one.end)]}


@pytest.mark.parametrize("paid", [True, False])
@pytest.mark.parametrize("whole", [True, False])
def test_an_optional_event_that_a_locked_shift_cuts_is_not_attended(
    paid: bool, whole: bool
) -> None:
    """The agent works on, is paid and counts."""
    shift = whole_shift("A", EARLY, TUESDAY, 480, 510) if whole else locked(work(BEGIN, END))
    lesson = event(END - HOUR, END + HOUR, mandatory=False, paid=paid)
    plan = plan_of(locked=(shift,), events=(lesson,))
    assert plan.audit.violations == ()
    assert attended(plan) == {}


def test_a_mandatory_event_that_a_locked_shift_cuts_is_reported_and_nothing_else() -> None:
    lesson = event(END - HOUR, END + HOUR, paid=False)
    plan = plan_of(locked=(locked(work(BEGIN, END)),), events=(lesson,))
    assert [violation.rule for violation in plan.audit.violations] == ["events"]
    assert not plan.promises["rules"]


def test_a_mandatory_event_that_no_shift_can_hold_is_reported_and_nothing_else() -> None:
    plan = plan_of(events=(event(at(TUESDAY, 60), at(TUESDAY, 60 + 10 * 60)),))
    assert [violation.rule for violation in plan.audit.violations] == ["events"]
    assert plan.shifts


def test_a_locked_shift_beyond_the_weekly_maximum_is_refused_and_the_rule_is_named() -> None:
    tight = replace(FULL, max_weekly_minutes=300)
    with pytest.raises(ScenarioError, match="rule weekly_max on 2026-05-04") as refused:
        plan_of(
            contracts=(tight,),
            agents=(agent("A", contract=tight),),
            locked=(locked(work(BEGIN, END)),),
        )
    (fault,) = refused.value.faults
    assert (fault.file, fault.value) == ("locked.csv", "A")


@pytest.mark.parametrize(
    ("shift_id", "wish", "granted"),
    [
        ("special", "early", True),
        ("special", "day", True),
        ("special", "special", False),
        ("late", "early", True),
        ("early", "early", True),
        ("early", "late", False),
        ("special", "night", False),
    ],
)
def test_a_locked_shift_grants_a_wish_by_its_times_and_not_by_its_name(
    shift_id: str, wish: str, granted: bool
) -> None:
    """From 6:00 to 14:30 it is an early shift, a day shift, whatever it is called."""
    rows = locked(work(at(TUESDAY, 360), at(TUESDAY, 870)), name=shift_id)
    wanted = Preference("A", TUESDAY, wish, None, False, Decimal(1))
    plan = plan_of(locked=(rows,), preferences=(wanted,))
    assert plan.audit.violations == ()
    assert plan.audit.cost.preferences == (0 if granted else 6)


@pytest.mark.parametrize(("avoid", "kept"), [("late", False), ("day", False), ("early", True)])
def test_a_wish_to_avoid_a_shift_means_the_template_its_id_names(avoid: str, kept: bool) -> None:
    """A locked shift called late is a late shift to those who avoid it, whatever its times."""
    rows = locked(work(at(TUESDAY, 360), at(TUESDAY, 870)), name="late")
    wish = Preference("A", TUESDAY, None, None, False, Decimal(1), avoid=avoid)
    plan = plan_of(locked=(rows,), preferences=(wish,))
    assert plan.audit.violations == ()
    assert plan.audit.cost.preferences == (0 if kept else 6)


def test_a_locked_shift_that_is_no_templates_grants_a_wish_for_its_name() -> None:
    wanted = Preference("A", TUESDAY, "special", None, False, Decimal(1))
    plan = plan_of(locked=(locked(work(BEGIN, END)),), preferences=(wanted,))
    assert plan.audit.violations == ()
    assert plan.audit.cost.preferences == 0


def test_a_locked_shift_with_breaks_of_its_own_keeps_them_and_counts_right() -> None:
    rest = BEGIN + 5 * HOUR, BEGIN + 5 * HOUR + timedelta(minutes=30)
    rows = (work(BEGIN, rest[0]), row("break:meal", *rest, paid=False), work(rest[1], END))
    three = (agent("A"), agent("B"), agent("C"))
    plan = plan_of(seconds=60.0, locked=(locked(*rows),), agents=three)
    assert plan.audit.violations == ()
    (kept,) = [shift for shift in plan.shifts if shift.locked]
    assert [(a.code, a.start, a.end) for a in kept.activities] == [
        (a.code, a.start, a.end) for a in rows
    ]
    assert plan.solve.status == "optimal"


def test_a_work_row_without_a_queue_beside_one_with_takes_that_queue() -> None:
    both = agent("A", skills=frozenset({"calls", "mail"}))
    rows = (work(BEGIN, BEGIN + 2 * HOUR), work(BEGIN + 2 * HOUR, END, None))
    plan = plan_of(
        queues=(queue(), queue("mail")),
        agents=(both,),
        forecast=forecast(GRID, {"calls": BY_DAY, "mail": BY_DAY}),
        locked=(locked(*rows),),
    )
    assert plan.audit.violations == ()
    (kept,) = [shift for shift in plan.shifts if shift.locked]
    assert {activity.queue for activity in kept.activities} == {"calls"}


def test_a_whole_shift_of_the_history_counts_for_no_queue() -> None:
    """Only `work` rows serve; a row `shift` stands for a shift whose breaks are unknown."""
    eve = MAY - timedelta(days=1)
    past = Shift("A", "odd", eve, (row("shift", at(eve, 1200), at(eve, 1800), queue="calls"),))
    always = forecast(GRID, {"calls": [1] * len(BY_DAY)})
    plan = plan_of(history=(past,), forecast=always)
    assert plan.audit.violations == ()


def test_agents_who_serve_no_queue_are_refused_by_name() -> None:
    idle: Scenario = replace(BASE, agents=(agent("A"), agent("B", skills=frozenset())))
    with pytest.raises(InputError, match="B serve no queue"):
        roster_problem(idle, requirement(idle))
