"""Two rosters compared: what counts as a change and how it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from shop_plan import shop
from staffwright.scheduler.changes import changes_between, changes_table
from staffwright.scheduler.scenario.types import Shift
from tiny_scenarios import MAY, at, row

HOUR = timedelta(hours=1)
ZONE = "Europe/Vienna"


def shift(start: int = 480, end: int = 960, lunch: int = 720, who: str = "CS1") -> Shift:
    noon = at(MAY, lunch, ZONE)
    rows = (
        row("work", at(MAY, start, ZONE), noon, queue="orders"),
        row("break:meal", noon, noon + HOUR / 2, paid=False),
        row("work", noon + HOUR / 2, at(MAY, end, ZONE), queue="orders"),
    )
    return Shift(who, "day", MAY, rows)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ([shift()], [], "removed"),
        ([], [shift()], "added"),
        ([shift()], [shift(540)], "moved"),
        ([shift()], [shift(end=1020)], "moved"),
        ([shift()], [shift(lunch=780)], "breaks"),
    ],
)
def test_what_differs_is_named(before: list[Shift], after: list[Shift], what: str) -> None:
    (change,) = changes_between(before, after)
    assert (change.employee_id, change.day, change.what) == ("CS1", MAY, what)
    assert (list(change.before), list(change.after)) == (before, after)


@pytest.mark.parametrize(
    ("after", "what"), [([], "absent"), ([shift(end=840)], "cut"), ([shift(600, 1080)], "moved")]
)
def test_what_an_absence_took_is_named_so(after: list[Shift], what: str) -> None:
    (change,) = changes_between([shift()], after, {("CS1", MAY)})
    assert change.what == what


def test_queues_and_ids_are_no_difference() -> None:
    given = shift()
    rows = tuple(replace(a, queue=None) for a in given.activities)
    assert changes_between([given], [replace(given, shift_id="x", activities=rows)]) == ()


def test_changes_are_written_by_date_and_agent_on_the_agents_clock() -> None:
    changes = changes_between([shift(who="CS2")], [shift(1320, 1800, 1500), shift(540, who="CS2")])
    assert changes_table(shop(), changes).rows() == [
        ("CS1", "2026-05-04", None, "day 22:00-06:00", "added"),
        ("CS2", "2026-05-04", "day 08:00-16:00", "day 09:00-16:00", "moved"),
    ]
