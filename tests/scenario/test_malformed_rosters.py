"""Faults of events, history and locked shifts."""

from __future__ import annotations

from typing import Any

import pytest

from .edits import add, case, sub

EVENTS = "events.csv"
HISTORY = "history.csv"
LOCKED = "locked.csv"


CASES = [
    case("event of group nine", EVENTS, sub("team1", "team9"), 3, "team9", "'team1'"),
    case(
        "event for nobody",
        EVENTS,
        sub("coaching,A1", "coaching,"),
        2,
        None,
        "employee_id or a group",
    ),
    case(
        "event without time",
        EVENTS,
        sub("10:00:00+01:00,2026-03-24T11:00:00+01:00", "10:00:00+01:00,"),
        2,
        "only start",
        "start and end",
    ),
    case(
        "event window too short",
        EVENTS,
        sub("T12:00", "T08:15"),
        3,
        "2026-03-23T08:15:00+01:00",
        "shorter than 30",
    ),
    case(
        "event at night",
        EVENTS,
        lambda t: t.replace("T10:00", "T17:00").replace("T11:00", "T18:00"),
        2,
        "2026-03-24T17:00+01:00",
        "no shift that A1 may work",
    ),
    case(
        "event twice",
        EVENTS,
        add("news,A2,,2026-03-24T10:00:00+01:00,,30,,,true,true"),
        4,
        "news",
        "another row for A2",
    ),
    case(
        "history in the horizon",
        HISTORY,
        lambda t: t.replace("-03-20", "-03-24"),
        2,
        "2026-03-24",
        "before the horizon",
    ),
    case(
        "history with a gap",
        HISTORY,
        sub("2026-03-20T10:30:00+01:00,false", "2026-03-20T10:15:00+01:00,false"),
        4,
        "2026-03-20T10:30:00+01:00",
        "gap of 15 minutes",
    ),
    case(
        "business date wrong",
        HISTORY,
        sub("2026-03-22,shift", "2026-03-23,shift"),
        5,
        "2026-03-23",
        "begins on 2026-03-22",
    ),
    case("unknown activity", HISTORY, sub("break:meal", "lunch"), 3, "lunch", "break:<id>"),
    case(
        "shift of two days",
        HISTORY,
        sub("2026-03-23T06:00", "2026-03-24T06:00"),
        5,
        "2026-03-22T22:00:00+01:00",
        "lasts 32 h",
    ),
    case(
        "locked matches nothing",
        LOCKED,
        sub("T07:00", "T07:30"),
        2,
        "2026-03-23 07:30-15:30 of A1",
        "early 07:00-15:30",
    ),
    case(
        "locked in leave",
        LOCKED,
        lambda t: t.replace("A1", "A2").replace("-03-23", "-03-25"),
        2,
        "2026-03-25T07:00+01:00",
        "overlaps leave of A2",
    ),
    case(
        "locked without skill",
        LOCKED,
        lambda t: t.replace("A1", "A2").replace("billing", "technical"),
        2,
        "technical",
        "does not have this skill",
    ),
    case(
        "locked outside",
        LOCKED,
        lambda t: t.replace("-03-23", "-03-30").replace("+01:00", "+02:00"),
        2,
        "2026-03-30",
        "begin in the horizon",
    ),
    case(
        "locked twice a day",
        LOCKED,
        add("A1,night,2026-03-23,shift,2026-03-23T22:00:00+01:00,2026-03-24T06:00:00+01:00,,,,"),
        3,
        "2026-03-23",
        "two shifts on this date",
    ),
    case(
        "locked without rest",
        LOCKED,
        sub("A1,early", "A3,early"),
        2,
        "2026-03-23T07:00+01:00",
        "rest is at least 660",
    ),
]


@pytest.mark.parametrize(("file", "edit", "line", "value", "words"), CASES)
def test_a_fault_is_located_and_says_what_is_allowed(
    file: str, edit: Any, line: int | None, value: str | None, words: str, assert_fault: Any
) -> None:
    """File, line and value are those of the change, and the message helps."""
    assert_fault({file: edit}, file, line, value, words)
