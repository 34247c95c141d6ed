"""Rows that agree, queues the agent knows, shifts that are one of the templates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from staffwright.scheduler.scenario.types import Activity

from .factory import (
    CONTRACT,
    EARLY,
    FLAT,
    agent,
    at,
    audit,
    day,
    early,
    findings,
    grid,
    queue,
    row,
    scenario,
    shift,
    shift_of,
)


def on_monday(clock: str) -> datetime:
    return at(day(0), clock)


def work(start: str, end: str, **changes: Any) -> Activity:
    return row("work", on_monday(start), on_monday(end), **changes)


def test_rows_that_follow_each_other_agree() -> None:
    assert findings(scenario(), [shift_of([work("08:00", "10:00"), work("10:00", "16:00")])]) == []


@pytest.mark.parametrize(
    ("second", "measured"),
    [("10:15", "15 minutes of gap"), ("09:30", "30 minutes of overlap")],
)
def test_a_gap_or_an_overlap_between_rows_is_found(second: str, measured: str) -> None:
    roster = [shift_of([work("08:00", "10:00"), work(second, "16:00")])]
    assert findings(scenario(), roster) == [
        ("hours_agree", "A", "2026-03-23", measured, "no gap and no overlap")
    ]


def test_a_row_inside_another_overlaps_it() -> None:
    roster = [shift_of([work("08:00", "16:00"), work("09:00", "10:00")])]
    assert findings(scenario(), roster) == [
        ("hours_agree", "A", "2026-03-23", "60 minutes of overlap", "no gap and no overlap")
    ]


def test_a_row_that_ends_before_it_starts_is_found_and_counts_nothing() -> None:
    roster = [shift_of([work("08:00", "16:00"), work("16:00", "15:00")])]
    assert findings(scenario(), roster) == [
        ("hours_agree", "A", "2026-03-23", "-60 minutes", "more than 0 minutes")
    ]
    assert audit(scenario(), roster).paid_hours == {"A": 8.0}


def test_a_shift_without_rows_is_found() -> None:
    empty = replace(shift(day(0), "08:00", "16:00"), activities=())
    assert findings(scenario(), [empty]) == [
        ("hours_agree", "A", "2026-03-23", "0 activities", "at least 1 activity")
    ]


def test_an_unknown_activity_code_is_found() -> None:
    roster = [shift_of([replace(work("08:00", "16:00"), code="lunch", queue=None)])]
    assert findings(scenario(), roster) == [
        ("hours_agree", "A", "2026-03-23", "lunch", "work, break:<id>, event:<id> or shift")
    ]


def test_unpaid_work_is_found() -> None:
    roster = [shift_of([work("08:00", "16:00", paid=False)])]
    assert findings(scenario(), roster) == [("hours_agree", "A", "2026-03-23", "not paid", "paid")]


def test_a_business_date_other_than_that_of_the_start_is_found() -> None:
    wrong = replace(shift(day(1), "08:00", "16:00"), business_date=day(0))
    assert findings(scenario(), [wrong]) == [
        ("hours_agree", "A", "2026-03-23", "2026-03-23", "2026-03-24")
    ]


def test_rows_out_of_order_agree_once_sorted() -> None:
    roster = [shift_of([work("08:00", "10:00"), work("10:00", "16:00")])]
    mixed = replace(roster[0], activities=roster[0].activities[::-1])
    assert findings(scenario(), [mixed]) == []


def test_seconds_are_found() -> None:
    late = on_monday("10:00") + timedelta(seconds=30)
    first = replace(work("08:00", "10:00"), end=late)
    second = replace(work("10:00", "16:00"), start=late)
    found = findings(scenario(), [shift_of([first, second])])
    assert [f[0] for f in found] == ["hours_agree", "hours_agree"]
    assert {f[3] for f in found} == {"2026-03-23 10:00:30"}


def test_work_on_a_queue_needs_the_skill() -> None:
    of = scenario(queues=(queue("calls"), queue("mail")))
    able = replace(of, agents=(agent(skills=frozenset({"calls", "mail"})),))
    roster = [shift(day(0), "08:00", "16:00", serves="mail")]
    assert findings(able, roster) == []
    assert findings(of, roster) == [("skills", "A", "2026-03-23", "mail", "calls")]


def test_an_unknown_queue_is_no_skill() -> None:
    (violation,) = audit(scenario(), [shift(day(0), "08:00", "16:00", serves="fax")]).violations
    assert (violation.rule, violation.measured) == ("skills", "fax")
    assert "which the scenario does not have" in violation.message


def test_work_without_a_queue_needs_no_skill() -> None:
    assert findings(scenario(), [shift(day(0), "08:00", "16:00", serves=None)]) == []


@pytest.mark.parametrize(
    ("start", "end", "measured", "allowed"),
    [
        ("08:30", "16:30", "08:30", "08:00 to 16:00, step 60 minutes"),
        ("07:00", "15:00", "07:00", "08:00 to 16:00, step 60 minutes"),
        ("17:00", "25:00", "17:00", "08:00 to 16:00, step 60 minutes"),
        ("08:00", "16:15", "495 minutes", "240 or 480 minutes"),
    ],
)
def test_start_and_length_must_be_the_templates(
    start: str, end: str, measured: str, allowed: str
) -> None:
    of = scenario(shifts=(FLAT,))
    assert findings(of, [shift(day(0), "16:00", "24:00")]) == []
    assert findings(of, [shift(day(0), start, end)]) == [
        ("shift_template", "A", "2026-03-23", measured, allowed)
    ]


def test_the_shifts_id_is_free_where_a_template_fits() -> None:
    assert findings(scenario(), [shift(day(0), "08:00", "16:00", name="by hand")]) == []


def test_a_shift_without_any_template_names_them_all() -> None:
    assert findings(scenario(), [shift(day(0), "03:00", "05:00", name="by hand")]) == [
        ("shift_template", "A", "2026-03-23", "03:00 for 120 minutes", "early, flat, night")
    ]


def test_a_template_begins_on_its_weekdays_only() -> None:
    weekend = replace(FLAT, weekdays=frozenset({5, 6}))
    of = scenario(shifts=(weekend,))
    assert findings(of, [shift(day(5), "08:00", "16:00")]) == []
    assert findings(of, [shift(day(4), "08:00", "16:00")]) == [
        ("shift_template", "A", "2026-03-27", "fri", "sat, sun")
    ]


def test_templates_with_the_same_hours_may_differ_by_weekday() -> None:
    """On Friday only the template without breaks begins at 06:00."""
    weekend = replace(EARLY, weekdays=frozenset({5, 6}))
    friday = replace(EARLY, id="friday", breaks=(), weekdays=frozenset({4}))
    of = scenario(shifts=(weekend, friday))
    by_hand = shift(day(4), "06:00", "14:00", name="by hand")
    assert findings(of, [by_hand]) == []
    assert {f[0] for f in findings(of, [early(day(4))])} == {"breaks"}


def test_the_contract_must_allow_the_kind() -> None:
    days_only = replace(CONTRACT, shift_kinds=frozenset({"day"}))
    of = scenario(agents=(agent(contract=days_only),))
    assert findings(of, [shift(day(0), "08:00", "16:00")]) == []
    assert findings(of, [shift(day(0), "22:00", "30:00", name="night")]) == [
        ("shift_template", "A", "2026-03-23", "night", "day")
    ]


@pytest.mark.parametrize(("on", "hours"), [(day(5), 7), (day(215), 9)])
def test_the_length_is_that_of_the_wall_clock(on: date, hours: int) -> None:
    """22:00 to 06:00 is the same template on the nights of both clock changes."""
    of = scenario(grid=grid(first=on - timedelta(days=5)))
    roster = [shift(on, "22:00", "30:00", name="night")]
    assert findings(of, roster) == []
    assert audit(of, roster).paid_hours == {"A": float(hours)}


def test_a_locked_shift_need_not_be_a_template() -> None:
    odd = shift(day(0), "08:20", "11:40")
    assert findings(scenario(locked=(odd,)), [odd]) == []
    assert findings(scenario(), [odd])[0][0] == "shift_template"


def test_marking_a_shift_as_locked_by_hand_does_not_exempt_it() -> None:
    odd = replace(shift(day(0), "08:20", "11:40"), locked=True)
    assert findings(scenario(), [odd])[0][0] == "shift_template"


@pytest.mark.parametrize(("index", "began"), [(-1, "2026-03-22"), (14, "2026-04-06")])
def test_a_shift_outside_the_horizon_is_found(index: int, began: str) -> None:
    assert findings(scenario(), [shift(day(index), "08:00", "16:00")]) == [
        ("shift_template", "A", began, f"begins on {began}", "2026-03-23 to 2026-04-05")
    ]


def test_the_shift_of_an_unknown_employee_is_found_and_costs_nothing() -> None:
    report = audit(scenario(), [shift(day(0), "08:00", "16:00", who="Z")])
    (violation,) = report.violations
    assert (violation.rule, violation.employee_id, violation.day) == (
        "shift_template",
        "Z",
        "2026-03-23",
    )
    assert violation.message.startswith("Z, 2026-03-23: employee 'Z' is not in the scenario")
    assert report.cost.total == 0
    assert report.paid_hours == {"A": 0.0}
    assert not report.coverage.covered.any()


def test_the_early_shift_of_the_factory_is_legal() -> None:
    assert findings(scenario(shifts=(EARLY,)), [early(day(0))]) == []
