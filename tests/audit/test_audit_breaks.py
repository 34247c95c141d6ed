"""The template's breaks: which, in what order, when, how long, how far apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from staffwright.scheduler.scenario.types import Activity, Shift

from .factory import (
    EARLY,
    MEAL,
    PAUSE,
    at,
    day,
    early,
    findings,
    grid,
    row,
    scenario,
    shift,
    shift_of,
)

WINDOWS = {"pause": "60 to 150 minutes", "meal": "180 to 300 minutes"}


def filled(*taken: tuple[str, str, str, bool]) -> Shift:
    """Return a shift from 06:00 to 14:00 with breaks (id, start, end, paid), work in between."""
    rows: list[Activity] = []
    free = "06:00"
    for name, start, end, paid in taken:
        if start != free:
            rows.append(row("work", at(day(0), free), at(day(0), start)))
        rows.append(row(f"break:{name}", at(day(0), start), at(day(0), end), paid=paid))
        free = end
    if free != "14:00":
        rows.append(row("work", at(day(0), free), at(day(0), "14:00")))
    return shift_of(rows, name="early")


PAUSE_ROW = ("pause", "08:00", "08:15", True)
MEAL_ROW = ("meal", "10:00", "10:30", False)


def faults(*taken: tuple[str, str, str, bool]) -> list[tuple[str, str]]:
    """Return measured and allowed of the violations; all are of the breaks."""
    found = findings(scenario(), [filled(*taken)])
    assert {f[:3] for f in found} <= {("breaks", "A", "2026-03-23")}
    return [f[3:] for f in found]


def test_breaks_at_their_places_are_allowed() -> None:
    assert faults(PAUSE_ROW, MEAL_ROW) == []


def test_a_missing_break_is_found() -> None:
    assert faults(MEAL_ROW) == [("missing", "pause, meal")]


def test_a_break_of_no_template_is_found() -> None:
    assert faults(PAUSE_ROW, MEAL_ROW, ("smoke", "12:00", "12:15", True)) == [
        ("smoke", "pause, meal")
    ]


def test_a_break_taken_twice_is_found() -> None:
    twice = ("meal", "12:00", "12:30", False)
    assert ("2 times", "once") in faults(PAUSE_ROW, MEAL_ROW, twice)


def test_breaks_in_the_wrong_order_are_found() -> None:
    late_pause, soon_meal = replace(PAUSE, latest_minutes=400), replace(MEAL, earliest_minutes=0)
    of = scenario(shifts=(replace(EARLY, breaks=(late_pause, soon_meal)),))
    swapped = filled(("meal", "08:00", "08:30", False), ("pause", "10:00", "10:15", True))
    assert findings(of, [swapped]) == [("breaks", "A", "2026-03-23", "meal, pause", "pause, meal")]


@pytest.mark.parametrize(
    ("pause", "measured"), [("07:00", None), ("08:30", None), ("06:45", 45), ("08:45", 165)]
)
def test_a_break_begins_inside_its_window(pause: str, measured: int | None) -> None:
    expected = (
        []
        if measured is None
        else [("breaks", "A", "2026-03-23", f"{measured} minutes", WINDOWS["pause"])]
    )
    assert findings(scenario(), [early(day(0), pause=pause)]) == expected


def test_windows_count_elapsed_minutes_across_the_clock_change() -> None:
    """Three hours after 23:00 it is 03:00 on the night on which 02:00 is skipped."""
    meal = replace(MEAL, earliest_minutes=180, latest_minutes=180)
    night = replace(EARLY, id="n", start_minutes=1380, latest_start_minutes=1380, breaks=(meal,))
    of = scenario(shifts=(night,))

    def with_meal(start: str, end: str) -> Shift:
        saturday = day(5)
        return shift_of(
            [
                row("work", at(saturday, "23:00"), at(saturday, start)),
                row("break:meal", at(saturday, start), at(saturday, end), paid=False),
                row("work", at(saturday, end), at(saturday, "31:00")),
            ],
            name="n",
        )

    assert findings(of, [with_meal("27:00", "27:30")]) == []
    assert findings(of, [with_meal("28:00", "28:30")]) == [
        ("breaks", "A", "2026-03-28", "240 minutes", "180 to 180 minutes")
    ]


@pytest.mark.parametrize(("end", "measured"), [("10:15", "15 minutes"), ("11:00", "60 minutes")])
def test_a_break_has_its_length(end: str, measured: str) -> None:
    assert faults(PAUSE_ROW, ("meal", "10:00", end, False)) == [(measured, "30 minutes")]


def test_a_break_in_two_touching_rows_is_one_break() -> None:
    halves = (("meal", "10:00", "10:15", False), ("meal", "10:15", "10:30", False))
    assert faults(PAUSE_ROW, *halves) == []


@pytest.mark.parametrize(
    ("pause", "meal", "fault"),
    [
        (("pause", "08:00", "08:15", False), MEAL_ROW, ("unpaid", "paid")),
        (PAUSE_ROW, ("meal", "10:00", "10:30", True), ("paid", "unpaid")),
    ],
)
def test_a_break_is_paid_as_the_template_says(
    pause: tuple[str, str, str, bool],
    meal: tuple[str, str, str, bool],
    fault: tuple[str, str],
) -> None:
    assert faults(pause, meal) == [fault]


def test_enough_work_lies_between_two_breaks() -> None:
    assert faults(("pause", "08:30", "08:45", True), ("meal", "09:45", "10:15", False)) == []
    assert faults(("pause", "08:30", "08:45", True), ("meal", "09:30", "10:00", False)) == [
        ("45 minutes", "at least 60 minutes")
    ]


def test_a_locked_shift_with_rows_of_its_own_is_exempt() -> None:
    bare = shift(day(0), "06:00", "14:00", name="early")
    assert findings(scenario(locked=(bare,)), [bare]) == []
    assert [f[3] for f in findings(scenario(), [bare])] == ["missing", "missing"]


def test_a_locked_shift_whose_breaks_are_open_needs_them() -> None:
    whole = shift_of([row("shift", at(day(0), "06:00"), at(day(0), "14:00"))], name="early")
    of = scenario(locked=(whole,))
    assert findings(of, [early(day(0))]) == []
    assert [f[3] for f in findings(of, [whole])] == ["missing", "missing"]


def test_a_template_without_breaks_allows_none() -> None:
    on = day(0)
    roster = shift_of(
        [
            row("work", at(on, "08:00"), at(on, "12:00")),
            row("break:meal", at(on, "12:00"), at(on, "12:30"), paid=False),
            row("work", at(on, "12:30"), at(on, "16:00")),
        ]
    )
    assert findings(scenario(), [roster]) == [("breaks", "A", "2026-03-23", "meal", "no breaks")]


def test_of_several_templates_that_fit_the_one_with_the_breaks_taken_is_meant() -> None:
    """By hand the id is free text: 08:00 to 16:00 is an early shift and a flat one."""
    of = scenario(grid=grid(days=1))
    assert findings(of, [shift(day(0), "08:00", "16:00", name="by hand")]) == []
    two_hours = timedelta(hours=2)
    later = tuple(
        replace(r, start=r.start + two_hours, end=r.end + two_hours)
        for r in early(day(0)).activities
    )
    assert findings(of, [shift_of(later, name="by hand")]) == []


def test_a_locked_shift_that_is_no_template_needs_no_breaks() -> None:
    odd = shift_of([row("shift", at(day(0), "06:00"), at(day(0), "09:00"))], name="early")
    of = scenario(locked=(odd,))
    assert findings(of, [shift(day(0), "06:00", "09:00", name="early")]) == []
