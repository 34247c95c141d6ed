"""Several faults at once, and faults of a folder as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from staffwright.scheduler.errors import ScenarioError
from staffwright.scheduler.scenario import find_faults, load_scenario
from staffwright.scheduler.scenario.faults import FaultLog

from .edits import add, sub

TOML = "scenario.toml"
FORECAST = "forecast.csv"
AGENTS = "agents.csv"
TIME_OFF = "time_off.csv"
EVENTS = "events.csv"
LOCKED = "locked.csv"


def test_the_unchanged_scenario_has_no_fault(write_scenario: Any) -> None:
    assert find_faults(write_scenario()) == ()


def test_faults_of_several_files_are_reported_together_in_order(write_scenario: Any) -> None:
    """A fault in scenario.toml hides none in the tables."""
    faults = find_faults(
        write_scenario(
            {
                TOML: lambda t: t.replace("0.80", "80").replace("[480]", "[1500]"),
                FORECAST: sub(",12,", ",-12,"),
                AGENTS: sub("19.00", "free"),
                TIME_OFF: sub("A2", "A9"),
                LOCKED: sub("billing", "biling"),
            }
        )
    )
    places = [(fault.file, fault.line) for fault in faults]
    assert places == [
        ("agents.csv", 3),
        ("forecast.csv", 2),
        ("locked.csv", 2),
        ("scenario.toml", 16),
        ("scenario.toml", 49),
        ("time_off.csv", 2),
    ]


def test_faults_between_sections_are_found_beside_faults_of_values(write_scenario: Any) -> None:
    """An item with a bad value is set aside; the items around it are still checked."""
    edit = sub("0.80", "80")
    faults = find_faults(
        write_scenario({TOML: lambda t: str(edit(t)).replace('"08:00"\nstep', '"05:00"\nstep')})
    )
    assert [(fault.line, fault.column) for fault in faults] == [
        (16, "queues[0].service_level"),
        (40, "shifts[0].latest_start"),
    ]


def test_an_item_after_a_faulty_one_keeps_its_own_line(write_scenario: Any) -> None:
    def edit(text: str) -> str:
        return text.replace("[510]", "[9999]").replace('start = "22:00"', 'start = "24:00"')

    faults = find_faults(write_scenario({TOML: edit}))
    assert [(fault.line, fault.column) for fault in faults] == [
        (42, "shifts[0].lengths_minutes[0]"),
        (48, "shifts[1].start"),
    ]


def test_a_missing_toml_still_lets_the_tables_be_checked(write_scenario: Any) -> None:
    faults = find_faults(write_scenario({TOML: None, FORECAST: sub(",12,", ",x,")}))
    assert [fault.file for fault in faults] == ["forecast.csv", "scenario.toml"]


def test_many_faults_of_one_column_are_counted(write_scenario: Any) -> None:
    rows = [f"billing,2026-03-24T{k // 2:02d}:{k % 2 * 30:02d},-1,240" for k in range(48)]
    rows += [f"billing,2026-03-25T{k // 2:02d}:{k % 2 * 30:02d},-1,240" for k in range(48)]
    faults = find_faults(write_scenario({FORECAST: add(*rows)}))
    assert len(faults) == 51
    assert faults[-1].message == "and 46 more faults like these"
    assert sum(fault.stands_for for fault in faults) == 96


def test_faults_taken_from_another_log_are_counted_once_and_the_rest_stands_last() -> None:
    """A file read a second time, for its other columns, has the same faults."""
    first, second = FaultLog(), FaultLog()
    for log in (first, second):
        for line in range(60):
            log.add("agents.csv", "unknown skill", line=line + 2, column="skills")
    first.take(second)
    faults = first.sorted()
    assert [fault.stands_for for fault in faults] == [1] * 50 + [10]
    assert faults[-1].message == "and 10 more faults like these"
    third = FaultLog()
    for fault in faults:
        third.note(fault)
    assert third.sorted()[-1] == faults[-1]


def test_a_link_that_leaves_the_folder_is_not_read(write_scenario: Any, tmp_path: Path) -> None:
    folder = write_scenario({FORECAST: None})
    outside = tmp_path.parent / f"{tmp_path.name}_outside.csv"
    outside.write_text("queue,interval_start,volume,aht_s\n")
    (folder / FORECAST).symlink_to(outside)
    faults = find_faults(folder)
    assert [(fault.file, fault.line) for fault in faults] == [(FORECAST, None)]
    assert "outside the scenario folder" in faults[0].message


def test_a_link_inside_the_folder_is_read(write_scenario: Any) -> None:
    folder = write_scenario()
    (folder / FORECAST).rename(folder / "mine.csv")
    (folder / FORECAST).symlink_to(folder / "mine.csv")
    assert find_faults(folder) == ()


def test_a_folder_in_place_of_a_file_is_a_fault(write_scenario: Any) -> None:
    folder = write_scenario({AGENTS: None})
    (folder / AGENTS).mkdir()
    assert "not a regular file" in str(find_faults(folder)[0])


def test_a_link_to_itself_is_a_fault(write_scenario: Any) -> None:
    folder = write_scenario({AGENTS: None})
    (folder / AGENTS).symlink_to(folder / AGENTS)
    assert [fault.file for fault in find_faults(folder)] == [AGENTS]


def test_the_same_table_in_two_formats_is_a_fault(write_scenario: Any) -> None:
    folder = write_scenario()
    (folder / "forecast.parquet").write_bytes(b"")
    assert "only one of forecast.csv and forecast.parquet" in str(find_faults(folder)[0])


@pytest.mark.parametrize("name", ["timeoff.csv", "Time-Off.csv", "event.csv", "AGENTS.csv"])
def test_a_misspelt_file_name_is_a_fault(write_scenario: Any, name: str) -> None:
    """An optional table must not be left out silently because of its name."""
    folder = write_scenario({TIME_OFF: None, EVENTS: None, AGENTS: None})
    (folder / name).write_text("employee_id\n")
    assert any(f.file == name and "did you mean" in f.message for f in find_faults(folder))


def test_other_files_in_the_folder_are_left_alone(write_scenario: Any) -> None:
    folder = write_scenario()
    (folder / "notes.txt").write_text("hello")
    (folder / "sales_2025.csv").write_text("x")
    assert find_faults(folder) == ()


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
def test_a_damaged_binary_table_is_a_fault(write_scenario: Any, suffix: str) -> None:
    folder = write_scenario({FORECAST: None})
    (folder / f"forecast{suffix}").write_bytes(b"PAR1 not really" + bytes(range(256)))
    faults = find_faults(folder)
    assert [fault.file for fault in faults] == [f"forecast{suffix}"]
    assert "cannot be read as" in faults[0].message


def test_a_folder_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="is not a folder"):
        load_scenario(tmp_path / "nowhere")


def test_minimum_hours_that_leave_makes_impossible_are_a_fault(write_scenario: Any) -> None:
    """Paid leave counts towards the hours, so the fault needs leave that pays too little."""
    leave = "A1,2026-03-23,2026-03-29,vacation,60"
    faults = find_faults(write_scenario({TIME_OFF: add(leave), LOCKED: None, EVENTS: None}))
    assert [(fault.file, fault.line, fault.value) for fault in faults] == [
        ("agents.csv", 2, "full")
    ]
    assert "at most 1 h" in faults[0].message
    assert "asks for 16 h" in faults[0].message


def test_unpaid_leave_lowers_the_minimum_instead(write_scenario: Any) -> None:
    leave = "A1,2026-03-23,2026-03-29,unpaid,0"
    changes = {TIME_OFF: add(leave), LOCKED: None, EVENTS: None}
    assert find_faults(write_scenario(changes)) == ()


def test_events_of_one_agent_must_not_overlap(write_scenario: Any) -> None:
    row = "talk,A1,,2026-03-24T10:30:00+01:00,,60,,,true,true"
    faults = find_faults(write_scenario({EVENTS: add(row)}))
    assert [(fault.line, fault.value) for fault in faults] == [(4, "talk")]
    assert "overlaps the event coaching of A1" in faults[0].message


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("files.MAX_FILE_BYTES", "at most 0 MB"),
        ("tables.MAX_ROWS", "at most 2 are read"),
        ("agents.MAX_AGENTS", "between 1 and 2 agents"),
    ],
)
def test_files_beyond_a_limit_are_refused(
    write_scenario: Any, monkeypatch: pytest.MonkeyPatch, limit: str, words: str
) -> None:
    monkeypatch.setattr(f"staffwright.scheduler.scenario.{limit}", 2)
    assert any(words in fault.message for fault in find_faults(write_scenario()))
