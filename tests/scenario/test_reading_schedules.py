"""Schedules, history and locked shifts: activities grouped into shifts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from staffwright.scheduler.errors import ScenarioError
from staffwright.scheduler.scenario import load_scenario, read_schedule
from staffwright.scheduler.scenario.types import Activity, Shift

HEADER = "employee_id,shift_id,business_date,activity_code,start,end,paid,work,queue,locked\n"
ZONE = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def shift(employee: str, name: str, day: int, *times: datetime, locked: bool = False) -> Shift:
    """Return a shift of work, meal, work between four times."""
    start, meal, back, end = times
    activities = (
        Activity("work", start, meal, True, True, "billing"),
        Activity("break:meal", meal, back, False, False),
        Activity("work", back, end, True, True, "billing"),
    )
    return Shift(employee, name, date(2026, 3, day), activities, locked)


EARLY = shift("A1", "early", 24, at(24, 6), at(24, 10), at(24, 10, 30), at(24, 14, 30))
NIGHT = shift("A2", "night", 28, at(28, 22), at(29, 1), at(29, 1, 30), at(29, 6), locked=True)


def as_csv(shifts: Iterable[Shift], separator: str = ",", *, local: bool = False) -> str:
    """Write shifts as the plan does, or as a spreadsheet does."""
    rows = [HEADER.strip().split(",")]
    for item in shifts:
        for a in item.activities:
            times = [t.astimezone(ZONE) for t in (a.start, a.end)]
            shown = [
                t.strftime("%d.%m.%Y %H:%M") if local else t.isoformat(timespec="minutes")
                for t in times
            ]
            flags = [a.paid, a.work, item.locked]
            paid, work, locked = (str(f).upper() if local else str(f).lower() for f in flags)
            day = item.business_date
            rows.append(
                [
                    item.employee_id,
                    item.shift_id,
                    day.strftime("%d.%m.%Y") if local else day.isoformat(),
                    a.code,
                    *shown,
                    paid,
                    work,
                    a.queue or "",
                    locked,
                ]
            )
    return "\n".join(separator.join(row) for row in rows) + "\n"


@pytest.fixture
def scenario(write_scenario: Any) -> Any:
    return load_scenario(write_scenario())


def read(tmp_path: Path, text: str, scenario: Any) -> tuple[Shift, ...]:
    path = tmp_path / "schedule.csv"
    path.write_text(text, encoding="utf-8")
    return read_schedule(path, scenario)


def test_a_schedule_is_read_back_as_it_was_written(tmp_path: Path, scenario: Any) -> None:
    """The night of the clock change lasts an hour less and stays one shift."""
    assert read(tmp_path, as_csv([EARLY, NIGHT]), scenario) == (EARLY, NIGHT)
    assert NIGHT.end - NIGHT.start == timedelta(hours=7)


def test_a_schedule_saved_by_a_spreadsheet_is_the_same(tmp_path: Path, scenario: Any) -> None:
    """Semicolons, local times without offset, TRUE, a byte order mark, rows in any order."""
    lines = as_csv([EARLY, NIGHT], ";", local=True).strip().split("\n")
    text = "\ufeff" + "\r\n".join([lines[0], *reversed(lines[1:]), ";" * 9]) + "\r\n"
    assert read(tmp_path, text, scenario) == (EARLY, NIGHT)


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("yes", "no"), ("TRUE", "FALSE")])
def test_flags_are_read_in_many_spellings(tmp_path: Path, scenario: Any, yes: str, no: str) -> None:
    text = as_csv([EARLY]).replace("true", yes).replace("false", no)
    assert read(tmp_path, text, scenario) == (EARLY,)


def test_columns_that_follow_from_the_activity_may_be_left_out(
    tmp_path: Path, scenario: Any
) -> None:
    text = (
        "employee_id,business_date,activity_code,start,end\n"
        "A1,2026-03-24,work,2026-03-24 06:00,2026-03-24 10:00\n"
        "A1,2026-03-24,break:meal,2026-03-24 10:00,2026-03-24 10:30\n"
        "A1,2026-03-24,event:coaching,2026-03-24 10:30,2026-03-24 11:30\n"
    )
    (found,) = read(tmp_path, text, scenario)
    assert [(a.code, a.paid, a.work) for a in found.activities] == [
        ("work", True, True),
        ("break:meal", False, False),
        ("event:coaching", True, False),
    ]


def test_a_gap_in_an_edited_schedule_is_left_for_the_audit(tmp_path: Path, scenario: Any) -> None:
    lines = as_csv([EARLY]).split("\n")
    (found,) = read(tmp_path, "\n".join([*lines[:2], *lines[3:]]), scenario)
    assert [a.code for a in found.activities] == ["work", "work"]


def test_local_times_in_the_repeated_hour_follow_each_other(
    tmp_path: Path, write_scenario: Any
) -> None:
    """A break from the first 02:30 to the second 02:00 is half an hour, not a step back."""
    changes: dict[str, Any] = {"scenario.toml": lambda t: t.replace("2026-03-23", "2026-10-19")}
    tables = ("time_off", "availability", "preferences", "events", "history", "locked")
    changes |= {f"{name}.csv": None for name in tables}
    changes["forecast.csv"] = "queue,interval_start,volume,aht_s\nbilling,2026-10-19 08:00,1,240\n"
    autumn = load_scenario(write_scenario(changes))
    text = (
        "employee_id,business_date,activity_code,start,end,queue\n"
        "A1,2026-10-24,work,2026-10-24 20:00,2026-10-25 02:30,billing\n"
        "A1,2026-10-24,break:meal,2026-10-25 02:30,2026-10-25 02:00,\n"
        "A1,2026-10-24,work,2026-10-25 02:00,2026-10-25 04:00,billing\n"
    )
    (found,) = read(tmp_path, text, autumn)
    hours = [(a.end - a.start) / timedelta(hours=1) for a in found.activities]
    assert hours == [6.5, 0.5, 2.0]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("A1,early", "A9,early", 2, "unknown employee"),
        (",billing,", ",biling,", 2, "unknown queue"),
        ("2026-03-24T10:00+01:00,true", "2026-03-24T05:00+01:00,true", 2, "after the start"),
        ("2026-03-24T14:30+01:00", "2026-03-24T14:40+01:00", 2, "planning step of 30"),
        ("2026-03-24T14:30+01:00", "2026-03-26T14:30+01:00", 2, "at most a day"),
        ("2026-03-24,work", "2026-03-25,work", 2, "business date"),
        ("work,2026", "works,2026", 2, "'work'"),
        ("true,true", "maybe,true", 2, "true or false"),
        (HEADER, "a,b\n", 1, "must name the columns"),
    ],
)
def test_faults_of_a_schedule_are_located(
    tmp_path: Path, scenario: Any, old: str, new: str, line: int, words: str
) -> None:
    text = as_csv([EARLY])
    assert old in text
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, text.replace(old, new, 1), scenario)
    faults = caught.value.faults
    assert any(f.line == line and words in f.message for f in faults), str(caught.value)
    assert {fault.file for fault in faults} == {"schedule.csv"}


def test_a_schedule_that_does_not_exist_is_a_fault(tmp_path: Path, scenario: Any) -> None:
    with pytest.raises(ScenarioError, match=r"none\.csv is missing"):
        read_schedule(tmp_path / "none.csv", scenario)


def test_a_whole_locked_shift_takes_the_id_of_its_template(write_scenario: Any) -> None:
    folder = write_scenario({"locked.csv": lambda t: t.replace("A1,early", "A1,")})
    (locked,) = load_scenario(folder).locked
    assert (locked.shift_id, locked.locked) == ("early", True)
    assert [activity.code for activity in locked.activities] == ["shift"]


def test_locked_rows_with_breaks_of_their_own_are_kept(write_scenario: Any) -> None:
    (locked,) = load_scenario(write_scenario({"locked.csv": as_csv([EARLY])})).locked
    assert locked.activities == EARLY.activities
    assert locked.locked


def test_a_whole_shift_of_the_history_gets_the_breaks_of_its_template(
    write_scenario: Any,
) -> None:
    """Its paid minutes are those of a night with an unpaid meal, not of the whole span."""
    early, night = load_scenario(write_scenario()).history
    assert early.paid_minutes == 480
    assert [activity.code for activity in night.activities] == ["work", "break:meal", "work"]
    assert night.paid_minutes == 450
    assert (night.start, night.end) == (at(22, 22), at(23, 6))


def test_a_whole_shift_of_the_history_without_template_counts_in_full(
    write_scenario: Any,
) -> None:
    def edit(text: str) -> str:
        return text.replace("2026-03-22T22:00", "2026-03-22T20:00")

    _, night = load_scenario(write_scenario({"history.csv": edit})).history
    assert [activity.code for activity in night.activities] == ["shift"]
    assert night.paid_minutes == 600


def test_people_of_the_history_who_have_left_are_ignored(write_scenario: Any) -> None:
    row = "B7,,2026-03-20,work,2026-03-20 08:00,2026-03-20 12:00,,,,\n"
    scenario = load_scenario(write_scenario({"history.csv": lambda t: t + row}))
    assert {item.employee_id for item in scenario.history} == {"A1", "A3"}
    assert any("1 person not in agents.csv is ignored" in n for n in scenario.defaults_used)


def test_rest_after_the_last_shift_of_the_history_binds_locked_shifts(
    write_scenario: Any,
) -> None:
    row = "A3,night,2026-03-23,shift,2026-03-23 22:00,2026-03-24 06:00,,,technical,\n"
    changes = {"locked.csv": HEADER + row, "availability.csv": None}
    assert [s.employee_id for s in load_scenario(write_scenario(changes)).locked] == ["A3"]
