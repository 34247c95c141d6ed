"""Rosters legal by construction pass; one change of a named kind breaks exactly that rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staffwright.scheduler.scenario.types import Scenario, Shift

from .factory import (
    CONTRACT,
    GERMAN_PRESET,
    RULES,
    agent,
    at,
    audit,
    day,
    early,
    event,
    leave,
    queue,
    row,
    scenario,
    shift,
    shift_of,
    unavailable,
)

# The first week is free for changes; the second holds an event and a locked shift.
EVENT_DAY, LOCKED_DAY = 8, 9
LOCKED = shift(day(LOCKED_DAY), "09:00", "13:00")
LEGAL = scenario(
    queues=(queue("calls"), queue("mail")),
    agents=(
        agent(contract=replace(CONTRACT, min_weekly_minutes=200, max_weekly_minutes=2390)),
        agent("B", base_rate=Decimal("17.35")),
    ),
    rules=replace(RULES, work=replace(RULES.work, min_rest_minutes=600)),
    premiums=GERMAN_PRESET,
    holidays=frozenset({day(2)}),
    events=(event(at(day(EVENT_DAY), "10:00"), at(day(EVENT_DAY), "11:00")),),
    locked=(LOCKED,),
)

Roster = list[Shift]
Case = tuple[Scenario, Roster]


def moved(one: Shift, minutes: int) -> Shift:
    """Return a shift with all its rows later by some minutes."""
    later = timedelta(minutes=minutes)
    rows = [replace(r, start=r.start + later, end=r.end + later) for r in one.activities]
    return replace(one, activities=tuple(rows))


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def with_event(start: str = "10:00", end: str = "11:00", code: str = "event:e1") -> Shift:
    on = day(EVENT_DAY)
    return shift_of(
        [
            row("work", at(on, "08:00"), at(on, start)),
            row(code, at(on, start), at(on, end)),
            row("work", at(on, end), at(on, "16:00")),
        ]
    )


def flats(on: int, hours: tuple[int, ...] = (4, 8), who: str = "A") -> st.SearchStrategy[Shift]:
    """Draw a shift without breaks between 08:00 and 20:00."""
    return st.tuples(st.integers(8, 12), st.sampled_from(hours)).map(
        lambda t: shift(day(on), f"{t[0]}:00", f"{t[0] + t[1]}:00", who)
    )


@st.composite
def earlies(draw: st.DrawFn, on: int) -> Shift:
    """Draw an early shift from 06:30 to 14:30, its breaks anywhere in their windows."""
    pause = draw(st.sampled_from(range(60, 151, 15)))
    meal = draw(st.sampled_from(range(max(180, pause + 75), 301, 15)))
    return moved(early(day(on), pause=clock(360 + pause), meal=clock(360 + meal)), 30)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Draw a roster from Monday to Thursday of both weeks.

    All shifts lie between 06:30 and 20:00, so ten hours of rest follow each; no run is longer
    than four days; a week has 4 to 28 hours.
    """
    roster = [draw(flats(0, hours=(4,))), draw(earlies(1)), with_event(), LOCKED]
    for on in (2, 3, 7, 10):
        if draw(st.booleans()):
            roster.append(draw(flats(on) | earlies(on)))
    for on in (0, 1, 4, 6, 9):
        if draw(st.booleans()):
            roster.append(draw(flats(on, who="B")))
    return roster


def first_week(roster: Roster) -> Roster:
    """Return A's shifts of the first week."""
    return [s for s in roster if s.employee_id == "A" and s.business_date < day(7)]


def without_first_week(roster: Roster) -> Roster:
    return [s for s in roster if s not in first_week(roster)]


def exchanged(roster: Roster, old: Shift, new: Shift) -> Roster:
    return [new if s is old else s for s in roster]


def two_on_a_day(draw: st.DrawFn, roster: Roster) -> Case:
    return LEGAL, [*roster, draw(st.sampled_from(first_week(roster)))]


def short_rest(draw: st.DrawFn, roster: Roster) -> Case:
    kept = [s for s in roster if s.employee_id != "A" or s.business_date != day(3)]
    return LEGAL, [*kept, shift(day(3), "16:00", "24:00"), early(day(4))]


def six_days(draw: st.DrawFn, roster: Roster) -> Case:
    start = draw(st.integers(8, 12))
    run = [shift(day(k), f"{start}:00", f"{start + 4}:00") for k in range(6)]
    return LEGAL, [*without_first_week(roster), *run]


def long_week(draw: st.DrawFn, roster: Roster) -> Case:
    run = [shift(day(k), "08:00", "16:00") for k in range(5)]
    return LEGAL, [*without_first_week(roster), *run]


def empty_week(draw: st.DrawFn, roster: Roster) -> Case:
    return LEGAL, without_first_week(roster)


def span_in_a_shift(draw: st.DrawFn, roster: Roster) -> tuple[timedelta, timedelta, Shift]:
    chosen = draw(st.sampled_from([s for s in roster if s.employee_id == "A"]))
    first = draw(st.integers(-60, 200))
    last = draw(st.integers(max(first, 0) + 1, 240))
    return timedelta(minutes=first), timedelta(minutes=last), chosen


def work_in_leave(draw: st.DrawFn, roster: Roster) -> Case:
    first, last, chosen = span_in_a_shift(draw, roster)
    away = leave(chosen.start + first, chosen.start + last)
    return replace(LEGAL, time_off=(away,)), roster


def work_while_unavailable(draw: st.DrawFn, roster: Roster) -> Case:
    first, last, chosen = span_in_a_shift(draw, roster)
    busy = unavailable(chosen.start + first, chosen.start + last)
    return replace(LEGAL, unavailable=(busy,)), roster


def unknown_work(draw: st.DrawFn, roster: Roster) -> Case:
    old = draw(st.sampled_from(first_week(roster)))
    k = draw(st.sampled_from([k for k, r in enumerate(old.activities) if r.code == "work"]))
    rows = list(old.activities)
    rows[k] = replace(rows[k], queue=draw(st.sampled_from(["mail", "fax"])))
    return LEGAL, exchanged(roster, old, replace(old, activities=tuple(rows)))


def odd_start(draw: st.DrawFn, roster: Roster) -> Case:
    old = draw(st.sampled_from(first_week(roster)))
    return LEGAL, exchanged(roster, old, moved(old, draw(st.sampled_from([5, 7, 15]))))


def wrong_break(draw: st.DrawFn, roster: Roster) -> Case:
    old = next(s for s in roster if s.shift_id == "early")
    work, pause, between, meal, rest = old.activities
    quarter = timedelta(minutes=15)
    rows = draw(
        st.sampled_from(
            [
                (work, replace(pause, code="work"), between, meal, rest),
                (work, pause, between, replace(meal, paid=True), rest),
                (work, pause, replace(between, end=meal.end), replace(rest, start=meal.end)),
                (
                    work,
                    pause,
                    between,
                    replace(meal, end=meal.end - quarter),
                    replace(rest, start=meal.end - quarter),
                ),
                (work, replace(pause, code="break:smoke"), between, meal, rest),
            ]
        )
    )
    return LEGAL, exchanged(roster, old, replace(old, activities=rows))


def lock_broken(draw: st.DrawFn, roster: Roster) -> Case:
    rest = [s for s in roster if s is not LOCKED]
    return LEGAL, draw(st.sampled_from([rest, [*rest, moved(LOCKED, 60)]]))


def event_missed(draw: st.DrawFn, roster: Roster) -> Case:
    old = next(s for s in roster if s.business_date == day(EVENT_DAY))
    other = [
        with_event("10:15", "11:15"),
        with_event("10:00", "11:30"),
        with_event(code="work"),
        with_event(code="event:e2"),
    ]
    new = draw(st.sampled_from(other))
    return LEGAL, draw(
        st.sampled_from([exchanged(roster, old, new), [s for s in roster if s is not old]])
    )


def gap_or_overlap(draw: st.DrawFn, roster: Roster) -> Case:
    old = draw(st.sampled_from(first_week(roster)))
    first = old.activities[0]
    middle = first.start + timedelta(minutes=30)
    again = middle + timedelta(minutes=draw(st.sampled_from([-15, 1, 15])))
    rows = (replace(first, end=middle), replace(first, start=again), *old.activities[1:])
    return LEGAL, exchanged(roster, old, replace(old, activities=rows))


MUTATIONS: dict[str, Callable[[st.DrawFn, Roster], Case]] = {
    "one_shift_per_day": two_on_a_day,
    "rest": short_rest,
    "max_days_in_row": six_days,
    "weekly_max": long_week,
    "weekly_min": empty_week,
    "time_off": work_in_leave,
    "availability": work_while_unavailable,
    "skills": unknown_work,
    "shift_template": odd_start,
    "breaks": wrong_break,
    "locked": lock_broken,
    "events": event_missed,
    "hours_agree": gap_or_overlap,
}


@settings(max_examples=25, deadline=None)
@given(rosters())
def test_rosters_legal_by_construction_pass(roster: Roster) -> None:
    report = audit(LEGAL, roster, scheduled=[[1], [0]])
    assert report.clean
    assert report.violations == ()


@pytest.mark.parametrize("rule", MUTATIONS)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_one_change_breaks_exactly_the_rule_it_is_named_after(
    rule: str, data: st.DataObject
) -> None:
    of, roster = MUTATIONS[rule](data.draw, data.draw(rosters()))
    report = audit(of, roster)
    assert {(v.rule, v.employee_id) for v in report.violations} == {(rule, "A")}
