"""Events inside shifts, and locked shifts that stay as they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from staffwright.scheduler.scenario.types import Event, Shift

from .factory import agent, at, day, event, findings, queue, row, scenario, shift, shift_of

ON = day(0)
FIXED = event(at(ON, "10:00"), at(ON, "11:00"))
PLACED = replace(FIXED, start=None, end=None, window=(at(ON, "10:00"), at(ON, "13:00")))


def attending(start: str, end: str, name: str = "e1", paid: bool = True) -> Shift:
    """Return a shift from 08:00 to 16:00 with an event in it."""
    rows = [
        row("work", at(ON, "08:00"), at(ON, start)),
        row(f"event:{name}", at(ON, start), at(ON, end), paid=paid),
        row("work", at(ON, end), at(ON, "16:00")),
    ]
    return shift_of(rows)


def measured(of: Event, roster: list[Shift]) -> list[tuple[str, str]]:
    found = findings(scenario(events=(of,)), roster)
    assert {f[:3] for f in found} <= {("events", "A", "2026-03-23")}
    return [f[3:] for f in found]


def test_a_mandatory_event_at_its_time_is_attended() -> None:
    assert measured(FIXED, [attending("10:00", "11:00")]) == []


@pytest.mark.parametrize(
    "roster", [[], [shift(ON, "08:00", "16:00")], [shift(day(1), "08:00", "16:00")]]
)
def test_a_mandatory_event_that_nobody_attends_is_found(roster: list[Shift]) -> None:
    assert measured(FIXED, roster) == [("not attended", "2026-03-23 10:00 to 11:00")]


def test_an_event_at_another_time_is_found() -> None:
    assert measured(FIXED, [attending("10:15", "11:15")]) == [
        ("2026-03-23 10:15 to 11:15", "2026-03-23 10:00 to 11:00")
    ]


@pytest.mark.parametrize("start", ["10:00", "11:00", "12:00"])
def test_an_event_may_lie_anywhere_in_its_window(start: str) -> None:
    assert measured(PLACED, [attending(start, f"{int(start[:2]) + 1}:00")]) == []


def test_an_event_outside_its_window_is_found() -> None:
    assert measured(PLACED, [attending("12:15", "13:15")]) == [
        ("2026-03-23 12:15 to 13:15", "60 minutes within 2026-03-23 10:00 to 13:00")
    ]


def test_an_event_of_another_length_is_found() -> None:
    assert measured(PLACED, [attending("10:00", "11:30")]) == [("90 minutes", "60 minutes")]


def test_an_interrupted_event_is_found() -> None:
    rows = [
        row("work", at(ON, "08:00"), at(ON, "10:00")),
        row("event:e1", at(ON, "10:00"), at(ON, "10:30")),
        row("work", at(ON, "10:30"), at(ON, "11:00")),
        row("event:e1", at(ON, "11:00"), at(ON, "11:30")),
        row("work", at(ON, "11:30"), at(ON, "16:00")),
    ]
    assert measured(PLACED, [shift_of(rows)]) == [("2 spans", "one span without interruption")]


def test_an_event_is_paid_as_it_says() -> None:
    assert measured(FIXED, [attending("10:00", "11:00", paid=False)]) == [("unpaid", "paid")]
    unpaid = replace(FIXED, paid=False)
    assert measured(unpaid, [attending("10:00", "11:00", paid=False)]) == []


def test_an_event_of_somebody_else_is_found() -> None:
    two = scenario(
        agents=(agent("A"), agent("B")), events=(replace(FIXED, mandatory=False, employee_id="B"),)
    )
    assert findings(two, [attending("10:00", "11:00")]) == [
        ("events", "A", "2026-03-23", "e1", "no events")
    ]


def test_an_event_may_be_attended_by_a_night_of_the_history() -> None:
    before = day(-1)
    rows = [
        row("work", at(before, "22:00"), at(before, "25:00")),
        row("event:e1", at(before, "25:00"), at(before, "26:00")),
        row("work", at(before, "26:00"), at(before, "30:00")),
    ]
    meeting = event(at(ON, "01:00"), at(ON, "02:00"))
    assert findings(scenario(events=(meeting,), history=(shift_of(rows),)), []) == []
    assert [f[0] for f in findings(scenario(events=(meeting,)), [])] == ["events"]


def test_an_optional_event_is_attended_where_the_shift_contains_it() -> None:
    optional = replace(FIXED, mandatory=False)
    assert measured(optional, [attending("10:00", "11:00")]) == []
    assert measured(optional, [shift(ON, "08:00", "16:00")]) == [
        ("not attended", "2026-03-23 10:00 to 11:00")
    ]


@pytest.mark.parametrize(("start", "end"), [("10:00", "14:00"), ("07:00", "11:00")])
def test_a_shift_contains_an_event_at_its_edge(start: str, end: str) -> None:
    optional = replace(FIXED, mandatory=False)
    edge = shift(ON, start, end)
    of = scenario(events=(optional,), locked=(edge,))
    assert [f[0] for f in findings(of, [edge])] == ["events"]


def test_an_optional_event_outside_every_shift_is_let_go() -> None:
    optional = replace(FIXED, mandatory=False)
    assert measured(optional, []) == []
    assert measured(optional, [shift(ON, "16:00", "20:00")]) == []


def test_an_optional_event_gives_way_to_another_event() -> None:
    both = (FIXED, event(at(ON, "10:30"), at(ON, "11:30"), "e2", mandatory=False))
    assert findings(scenario(events=both), [attending("10:00", "11:00")]) == []


def test_an_optional_event_whose_time_is_open_may_be_left_out() -> None:
    assert measured(replace(PLACED, mandatory=False), [shift(ON, "08:00", "16:00")]) == []


LOCKED = shift(day(2), "09:00", "13:00")


def test_a_locked_shift_in_the_roster_is_kept() -> None:
    assert findings(scenario(locked=(LOCKED,)), [LOCKED]) == []


def test_a_missing_locked_shift_is_found() -> None:
    assert findings(scenario(locked=(LOCKED,)), []) == [
        ("locked", "A", "2026-03-25", "no shift", "2026-03-25 09:00 to 13:00")
    ]


def test_a_moved_locked_shift_is_found() -> None:
    assert findings(scenario(locked=(LOCKED,)), [shift(day(2), "10:00", "14:00")]) == [
        ("locked", "A", "2026-03-25", "2026-03-25 10:00 to 14:00", "2026-03-25 09:00 to 13:00")
    ]


def test_the_locked_shift_of_one_agent_is_not_kept_by_another() -> None:
    two = scenario(agents=(agent("A"), agent("B")), locked=(LOCKED,))
    assert findings(two, [replace(LOCKED, employee_id="B")])[0][:4] == (
        "locked",
        "A",
        "2026-03-25",
        "no shift",
    )


def test_locked_rows_keep_their_queue() -> None:
    of = scenario(
        queues=(queue("calls"), queue("mail")),
        agents=(agent(skills=frozenset({"calls", "mail"})),),
        locked=(LOCKED,),
    )
    assert findings(of, [shift(day(2), "09:00", "13:00", serves="mail")]) == [
        ("locked", "A", "2026-03-25", "work on mail", "work on calls")
    ]


def test_locked_rows_keep_their_pay() -> None:
    on = day(2)
    meal = row("break:meal", at(on, "11:00"), at(on, "11:30"), paid=False)
    rows = [
        row("work", at(on, "09:00"), at(on, "11:00")),
        meal,
        row("work", at(on, "11:30"), at(on, "13:00")),
    ]
    of = scenario(locked=(shift_of(rows),))
    assert findings(of, [shift_of(rows)]) == []
    rows[1] = replace(meal, paid=True)
    assert [f[0] for f in findings(of, [shift_of(rows)])] == ["locked"]


def test_a_gap_in_a_locked_row_is_found() -> None:
    rows = [
        row("work", at(day(2), "09:00"), at(day(2), "10:00")),
        row("work", at(day(2), "10:30"), at(day(2), "13:00")),
    ]
    found = findings(scenario(locked=(LOCKED,)), [shift_of(rows)])
    assert [f[0] for f in found] == ["locked", "hours_agree"]


def test_a_locked_row_cut_short_is_found() -> None:
    on = day(2)
    halves = [
        row("work", at(on, "09:00"), at(on, "11:00")),
        row("work", at(on, "11:00"), at(on, "13:00")),
    ]
    of = scenario(locked=(shift_of(halves),))
    halves[0] = replace(halves[0], end=at(on, "10:30"))
    assert [f[0] for f in findings(of, [shift_of(halves)])] == ["locked", "hours_agree"]


def test_an_event_does_not_stand_where_the_locked_rows_have_a_break() -> None:
    on = day(2)
    rows = [
        row("work", at(on, "09:00"), at(on, "11:00")),
        row("break:meal", at(on, "11:00"), at(on, "11:30")),
        row("work", at(on, "11:30"), at(on, "13:00")),
    ]
    training = event(at(on, "11:00"), at(on, "11:30"))
    of = scenario(locked=(shift_of(rows),), events=(training,))
    rows[1] = replace(rows[1], code="event:e1")
    assert [f[0] for f in findings(of, [shift_of(rows)])] == ["locked"]


def test_a_locked_row_without_a_queue_leaves_it_open_and_may_be_cut() -> None:
    open_queue = shift(day(2), "09:00", "13:00", serves=None)
    halves = shift_of(
        [
            row("work", at(day(2), "09:00"), at(day(2), "11:00")),
            row("work", at(day(2), "11:00"), at(day(2), "13:00"), queue=None),
        ]
    )
    assert findings(scenario(locked=(open_queue,)), [halves]) == []


def test_a_break_put_into_locked_work_is_found() -> None:
    on = day(2)
    with_break = shift_of(
        [
            row("work", at(on, "09:00"), at(on, "11:00")),
            row("break:meal", at(on, "11:00"), at(on, "11:30"), paid=False),
            row("work", at(on, "11:30"), at(on, "13:00")),
        ]
    )
    assert findings(scenario(locked=(LOCKED,)), [with_break]) == [
        ("locked", "A", "2026-03-25", "work on calls, break:meal", "work on calls")
    ]


def test_the_row_shift_leaves_the_activities_open() -> None:
    whole = shift_of([row("shift", at(day(2), "09:00"), at(day(2), "13:00"))], name="x")
    assert findings(scenario(locked=(whole,)), [LOCKED]) == []


def test_an_event_may_stand_where_the_locked_rows_say_work() -> None:
    on = day(2)
    training = event(at(on, "10:00"), at(on, "11:00"))
    with_event = shift_of(
        [
            row("work", at(on, "09:00"), at(on, "10:00")),
            row("event:e1", at(on, "10:00"), at(on, "11:00")),
            row("work", at(on, "11:00"), at(on, "13:00")),
        ]
    )
    assert findings(scenario(locked=(LOCKED,), events=(training,)), [with_event]) == []
    assert {f[0] for f in findings(scenario(locked=(LOCKED,)), [with_event])} == {
        "locked",
        "events",
    }
