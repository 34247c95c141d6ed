"""One shift a day, rest between shifts, days in a row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from staffwright.scheduler.scenario.types import Shift

from .factory import RULES, agent, audit, day, early, findings, grid, scenario, shift

NO_REST = replace(RULES, work=replace(RULES.work, min_rest_minutes=0))


def mornings(first: int, last: int) -> list[Shift]:
    """Return a shift on every day from `first` to `last`."""
    return [shift(day(k), "08:00", "12:00") for k in range(first, last + 1)]


def test_a_shift_on_each_of_two_days_is_allowed() -> None:
    assert findings(scenario(), mornings(0, 1)) == []


def test_two_shifts_that_begin_on_one_day_are_one_too_many() -> None:
    roster = [shift(day(0), "08:00", "12:00"), shift(day(0), "16:00", "20:00")]
    assert findings(scenario(rules=NO_REST), roster) == [
        ("one_shift_per_day", "A", "2026-03-23", "2 shifts", "at most 1 shift")
    ]


def test_two_agents_may_begin_on_the_same_day() -> None:
    two = scenario(agents=(agent("A"), agent("B")))
    assert findings(two, [shift(day(0), "08:00", "12:00", who) for who in "AB"]) == []


def test_a_shift_may_begin_on_the_day_on_which_a_night_ends() -> None:
    roster = [shift(day(k), "22:00", "30:00", name="night") for k in (0, 1)]
    assert findings(scenario(), roster) == []


def test_shifts_of_neighbouring_days_must_not_overlap() -> None:
    roster = [shift(day(0), "23:00", "31:00", name="night"), early(day(1))]
    assert findings(scenario(), roster) == [
        ("one_shift_per_day", "A", "2026-03-24", "60 minutes of overlap", "no overlap")
    ]


def test_shifts_that_touch_do_not_overlap() -> None:
    roster = [shift(day(0), "16:00", "24:00"), shift(day(1), "00:00", "04:00", name="x")]
    of = scenario(rules=NO_REST, locked=(roster[1],))
    assert findings(of, roster) == []


def test_overlap_and_rest_count_from_the_shift_that_ends_last() -> None:
    """The shift from 01:00 to 02:00 lies inside the night, which goes on until 06:00."""
    inside = shift(day(1), "01:00", "02:00", name="x")
    roster = [
        shift(day(0), "22:00", "30:00", name="night"),
        inside,
        shift(day(2), "05:30", "06:30"),
    ]
    late = [*roster[:2], shift(day(1), "16:00", "24:00")]
    of = scenario(locked=(inside, roster[2]))
    assert [f[:4] for f in findings(of, roster)] == [
        ("one_shift_per_day", "A", "2026-03-24", "60 minutes of overlap")
    ]
    assert ("rest", "A", "2026-03-24", "600 minutes", "at least 660 minutes") in findings(of, late)


def test_a_night_of_the_history_must_not_overlap_the_first_shift() -> None:
    past = (shift(day(-1), "23:00", "31:00", name="x"),)
    assert findings(scenario(history=past), [early(day(0))]) == [
        ("one_shift_per_day", "A", "2026-03-23", "60 minutes of overlap", "no overlap")
    ]


@pytest.mark.parametrize(("start", "gap"), [("11:00", None), ("10:00", 600)])
def test_rest_is_measured_from_end_to_start(start: str, gap: int | None) -> None:
    rules = replace(RULES, work=replace(RULES.work, min_rest_minutes=660))
    roster = [shift(day(0), "16:00", "24:00"), shift(day(1), start, f"{int(start[:2]) + 4}:00")]
    expected = (
        []
        if gap is None
        else [("rest", "A", "2026-03-24", f"{gap} minutes", "at least 660 minutes")]
    )
    assert findings(scenario(rules=rules), roster) == expected


def test_rest_after_the_last_shift_of_the_history_counts() -> None:
    late = (shift(day(-1), "14:00", "22:00", name="x"),)
    assert findings(scenario(history=late), [shift(day(0), "09:00", "13:00")]) == []
    assert findings(scenario(history=late), [shift(day(0), "08:00", "12:00")]) == [
        ("rest", "A", "2026-03-23", "600 minutes", "at least 660 minutes")
    ]


def test_little_rest_inside_the_history_is_not_the_rosters_fault() -> None:
    past = (shift(day(-2), "16:00", "24:00"), shift(day(-1), "06:00", "10:00"))
    assert findings(scenario(history=past), [shift(day(0), "08:00", "12:00")]) == []


def test_rest_loses_an_hour_when_the_clocks_go_forward() -> None:
    """From Saturday 21:00 to Sunday 08:00 eleven hours show on the clock and ten pass."""
    roster = [shift(day(5), "13:00", "21:00"), shift(day(6), "08:00", "12:00")]
    assert findings(scenario(), roster) == [
        ("rest", "A", "2026-03-29", "600 minutes", "at least 660 minutes")
    ]


def test_rest_gains_an_hour_when_the_clocks_go_back() -> None:
    """From Saturday 24 October 22:00 to Sunday 08:00 ten hours show and eleven pass."""
    autumn = scenario(grid=grid(first=day(210)))
    saturday, sunday = day(215), day(216)
    assert saturday.isoformat() == "2026-10-24"
    roster = [shift(saturday, "14:00", "22:00"), shift(sunday, "08:00", "12:00")]
    assert findings(autumn, roster) == []
    roster = [shift(saturday, "15:00", "23:00"), shift(sunday, "08:00", "12:00")]
    assert findings(autumn, roster) == [
        ("rest", "A", "2026-10-25", "600 minutes", "at least 660 minutes")
    ]


def test_days_in_a_row_end_at_the_limit() -> None:
    assert findings(scenario(), mornings(0, 4)) == []
    assert findings(scenario(), mornings(0, 5)) == [
        ("max_days_in_row", "A", "2026-03-28", "6 days in a row", "at most 5 days in a row")
    ]


def test_a_day_off_ends_a_run() -> None:
    assert findings(scenario(), mornings(0, 4) + mornings(6, 10)) == []


def test_days_of_the_history_count_in_a_run() -> None:
    past = tuple(mornings(-3, -1))
    assert findings(scenario(history=past), mornings(0, 1)) == []
    assert findings(scenario(history=past), mornings(0, 2)) == [
        ("max_days_in_row", "A", "2026-03-25", "6 days in a row", "at most 5 days in a row")
    ]


def test_a_run_beyond_the_limit_in_the_history_counts_only_where_it_goes_on() -> None:
    past = tuple(mornings(-6, -1))
    assert findings(scenario(history=past), mornings(1, 1)) == []
    assert [f[:4] for f in findings(scenario(history=past), mornings(0, 0))] == [
        ("max_days_in_row", "A", "2026-03-23", "7 days in a row")
    ]


def test_nights_count_on_the_day_on_which_they_begin() -> None:
    roster = [shift(day(k), "22:00", "30:00", name="night") for k in range(5)]
    assert findings(scenario(), roster) == []


def test_the_message_names_the_agent_the_day_and_both_figures() -> None:
    roster = [shift(day(0), "16:00", "24:00"), shift(day(1), "10:00", "14:00")]
    (violation,) = audit(scenario(), roster).violations
    assert violation.message == (
        "A, 2026-03-24: 600 minutes of rest between the shift 2026-03-23 16:00 to 2026-03-24 00:00 "
        "and the shift 2026-03-24 10:00 to 14:00; at least 660 are required."
    )
