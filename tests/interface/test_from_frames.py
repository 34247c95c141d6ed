"""Scenarios from frames of polars and pandas are those of the same files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
import staffwright
from small_desk import SETTINGS, agents, desk, forecast, time_off
from staffwright import Scenario, ScenarioError
from staffwright.instances import path as instance

TABLES = ("forecast", "agents", "time_off", "availability", "preferences", "events", "history",
          "locked")  # fmt: skip


def pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """Return a frame as pandas has it after a query: objects, NaN and timestamps."""
    return pd.DataFrame(frame.to_dict(as_series=False))


def same(one: Scenario, other: Scenario) -> bool:
    """Say whether two scenarios are alike but for where they come from."""

    def plain(scenario: Scenario) -> Scenario:
        shared: Any = None  # frames do not compare to one truth value
        return replace(scenario, forecast=shared, folder=None, input_hashes={}, defaults_used=())

    return plain(one) == plain(other) and one.forecast.equals(other.forecast)


@pytest.mark.parametrize("as_pandas", [False, True], ids=["polars", "pandas"])
@pytest.mark.parametrize("name", ["harbour_line", "corner_shop"])
def test_the_tables_of_a_folder_as_frames_are_the_same_scenario(name: str, as_pandas: bool) -> None:
    folder = instance(name)
    frames: dict[str, Any] = {}
    for table in TABLES:
        if (folder / f"{table}.csv").exists():
            read = pl.read_csv(folder / f"{table}.csv", try_parse_dates=False)
            frames[table] = pandas(read) if as_pandas else read
    made = Scenario.from_frames(settings=folder / "scenario.toml", **frames)
    assert same(made, Scenario.load(folder))


def test_frames_of_polars_and_pandas_are_the_same_with_their_own_types() -> None:
    frames = (forecast(), agents(), time_off())
    one = Scenario.from_frames(*frames[:2], SETTINGS, time_off=frames[2])
    converted = [pandas(frame) for frame in frames]
    other = Scenario.from_frames(*converted[:2], SETTINGS, time_off=converted[2])
    assert same(one, other)
    lazy = Scenario.from_frames(forecast().lazy(), agents(), SETTINGS, time_off=time_off())
    assert same(one, lazy)
    assert one.agents[0].hire_date == date(2020, 1, 1)
    assert one.agents[3].base_rate == Decimal("18.25")


def test_pandas_types_of_every_kind_are_read() -> None:
    frame = pd.DataFrame(
        {
            "employee_id": pd.Series(["E1", "E2"], dtype="object"),
            "contract_id": pd.Categorical(["full", "full"]),
            "skills": pd.Series(["calls", "calls"], dtype="string"),
            "base_rate": pd.Series([Decimal("20.5"), Decimal(19)], dtype="object"),
            "seniority_rank": pd.Series([1, None], dtype="Int64"),
            "fte": [1.0, float("nan")],
            "lead": [True, False],
            "hire_date": [pd.Timestamp("2020-01-01"), pd.NaT],
        }
    )
    ada, ben = Scenario.from_frames(forecast(), frame, SETTINGS).agents
    assert (ada.seniority_rank, ben.seniority_rank) == (1, None)
    assert (ada.fte, ben.fte) == (1, 1)
    assert (ada.lead, ben.lead) == (True, False)
    assert (ada.hire_date, ben.hire_date) == (date(2020, 1, 1), None)


def test_clock_times_and_flags_are_read_from_their_types() -> None:
    frame = pl.DataFrame(
        {
            "employee_id": ["E1"],
            "date": [date(2026, 3, 28)],
            "start": [time(6)],
            "end": [time(14)],
            "available": [True],
        }
    )
    made = Scenario.from_frames(forecast(), agents(), SETTINGS, availability=frame)
    assert {u.employee_id for u in made.unavailable} == {"E1"}


def test_without_settings_the_stated_defaults_count() -> None:
    made = Scenario.from_frames(forecast(), agents(), time_zone="Europe/Berlin")
    assert made.zone == "Europe/Berlin"
    assert any("shifts: none are given" in sentence for sentence in made.defaults_used)


def test_without_agents_the_requirement_can_be_computed() -> None:
    made = Scenario.from_frames(forecast(), settings=SETTINGS)
    assert staffwright.required(made).required.max() >= 1


def test_frames_are_left_as_they_are() -> None:
    frame, people = pandas(forecast()), pandas(agents())
    before = frame.copy(), people.copy()
    Scenario.from_frames(frame, people, SETTINGS)
    pd.testing.assert_frame_equal(frame, before[0])
    pd.testing.assert_frame_equal(people, before[1])


def test_the_same_frames_have_the_same_hash_and_others_another() -> None:
    one, same_again = desk(), desk()
    assert one.input_hashes == same_again.input_hashes
    assert set(one.input_hashes) == {"forecast", "agents", "time_off"}
    other = Scenario.from_frames(forecast(), agents().head(3), SETTINGS)
    assert other.input_hashes["agents"] != one.input_hashes["agents"]


def test_all_faults_of_all_frames_are_told_with_row_column_and_value() -> None:
    people = agents().with_columns(pl.Series("contract_id", ["full", "ful", "full", "full"]))
    calls = forecast().with_columns(volume=pl.when(pl.col("volume") > 9).then(-1).otherwise(1))
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_frames(pandas(calls), people, SETTINGS)
    found = [(f.file, f.line, f.column, f.value) for f in caught.value.faults]
    assert ("agents", 3, "contract_id", "ful") in found
    assert ("forecast", 6, "volume", "-1") in found


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"horizon": {"start": "soon", "days": 2, "interval_minutes": 60}}, "write a date"),
        ({"queues": []}, "must not be empty"),
        ({"quees": []}, "did you mean 'queues'"),
    ],
)
def test_faults_of_the_settings_name_the_key(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as caught:
        Scenario.from_frames(forecast(), agents(), {**SETTINGS, **change})
    assert caught.value.faults[0].file == "settings"


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([1, 2], "must be a data frame of polars or pandas"),
        (pl.DataFrame({"employee_id": [["E1"]]}), "cannot be read as text, number or time"),
        (pd.DataFrame({"employee_id": [{"a": 1}]}), "cannot be read as text, number or time"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "two columns have the same name"),
        (pl.DataFrame(), "must name the columns"),
    ],
)
def test_what_is_no_table_is_a_fault(table: Any, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        Scenario.from_frames(forecast(), table, SETTINGS)


def test_a_folder_takes_no_agents_file_and_no_zone(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"agents.*belongs to a forecast file"):
        Scenario.load(instance("corner_shop"), "agents.csv")
    with pytest.raises(ScenarioError, match=r"time_zone.*belongs to a forecast file"):
        Scenario.load(instance("corner_shop"), time_zone="UTC")
    with pytest.raises(ScenarioError, match="stands in the settings"):
        Scenario.from_frames(forecast(), agents(), SETTINGS, time_zone="UTC")
    with pytest.raises(ScenarioError, match="is missing"):
        Scenario.load(tmp_path / "nowhere.csv")


def test_bare_files_are_loaded_with_stated_defaults(tmp_path: Path) -> None:
    frame = forecast().with_columns(pl.col("interval_start").dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
    frame.write_csv(tmp_path / "f.csv")
    (tmp_path / "a.csv").write_text("employee_id\nE1\n")
    made = Scenario.load(tmp_path / "f.csv", tmp_path / "a.csv", time_zone="Europe/Berlin")
    assert [agent.employee_id for agent in made.agents] == ["E1"]
    assert made.grid.start == datetime.fromisoformat("2026-03-28T00:00:00+01:00")
