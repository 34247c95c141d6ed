"""Forecasts as Amazon Connect, Genesys Cloud and Calabrio write them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from desk import faults, windows, with_section, write
from staffwright.scheduler.errors import ScenarioError
from staffwright.scheduler.replan_inputs import read_request
from staffwright.scheduler.scenario import load_scenario, scenario_from_files, with_forecast
from staffwright.scheduler.scenario.types import Scenario

CONNECT = """\
QueueName,QueueId,ChannelType,TimeStamp,IntervalDuration,IncomingContactVolume,AverageHandleTime,ContactsHandled
billing,f9c2,VOICE,2026-03-23T07:00:00Z,15,10,200,10
billing,f9c2,VOICE,2026-03-23T07:15:00Z,15,6,300,5
technical,0b7e,VOICE,2026-03-23T07:00:00.000Z,15,4,600,2
technical,0b7e,VOICE,2026-03-23T07:15:00,15,2,0,0
billing,f9c2,CHAT,2026-03-23T07:00:00Z,15,99,900,99
"""

GENESYS = """\
Interval Start UTC Date,Queue,Media Type,Skill Set,Language,Offered,Interactions Handled,\
Total Handle Time
2026-03-23T07:00:00Z,billing,Voice,invoices|||dunning,German,10,8,1600
2026-03-23T07:00:00.000Z,billing,Voice,dunning|||invoices,French,5,4,1600
2026-03-23T07:15:00Z,billing,Voice,,,1,0,0
2026-03-23T07:00:00Z,technical,Voice,routers,German,3,3,1800
2026-03-23T07:00:00Z,technical,Email,routers,German,50,50,9000
"""

CALABRIO = """\
billing,20260323 08:00,20260323 08:15,16,135.5,64.5,16.85
billing,20260323 08:15,20260323 08:30,8,140,80,9
technical,20260323 08:00,20260323 08:15,3,500,100,4
"""


EACH = pytest.mark.parametrize(
    "text", [CONNECT, GENESYS, CALABRIO], ids=["connect", "genesys", "calabrio"]
)


def rows(scenario: Scenario) -> list[tuple[str, datetime, float, float]]:
    """Return queue, begin, volume and handling time of a forecast, rounded."""
    frame = scenario.forecast.select("queue", "interval_start", "volume", "aht_s")
    return [
        (queue, start.replace(tzinfo=UTC), round(volume, 6), round(aht, 6))
        for queue, start, volume, aht in frame.rows()
    ]


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_connect_is_read_in_utc_with_handling_time_weighted_by_contacts_handled(
    tmp_path: Path,
) -> None:
    """Two quarters make the scenario's half hour; what nobody handled has no handling time."""
    scenario = load_scenario(write(tmp_path, {"forecast.csv": CONNECT}))
    assert rows(scenario) == [
        ("billing", at(7), 16.0, round((10 * 200 + 5 * 300) / 15, 6)),
        ("technical", at(7), 6.0, 600.0),
    ]
    assert "forecast.csv: 1 row of the Amazon Connect channels chat is ignored." in (
        scenario.defaults_used
    )


def test_without_contacts_handled_connect_is_weighted_by_volume(tmp_path: Path) -> None:
    text = "\n".join(line.rpartition(",")[0] for line in CONNECT.strip().split("\n"))
    scenario = load_scenario(write(tmp_path, {"forecast.csv": text}))
    assert rows(scenario)[0] == ("billing", at(7), 16.0, round((10 * 200 + 6 * 300) / 16, 6))


def test_genesys_adds_skill_sets_and_languages_of_a_queue(tmp_path: Path) -> None:
    """Handling time is all seconds by all handled; an interval without takes the queue's mean."""
    scenario = load_scenario(write(tmp_path, {"forecast.csv": GENESYS}))
    assert rows(scenario) == [
        ("billing", at(7), 16.0, round(3200 / 12, 6)),
        ("technical", at(7), 3.0, 600.0),
    ]
    assert "forecast.csv: 1 row of the Genesys Cloud channels email is ignored." in (
        scenario.defaults_used
    )


def test_the_genesys_header_may_name_its_unit(tmp_path: Path) -> None:
    text = GENESYS.replace("Total Handle Time", "Total Handle Time (Seconds)")
    scenario = load_scenario(write(tmp_path, {"forecast.csv": text}))
    assert rows(scenario)[1] == ("technical", at(7), 3.0, 600.0)


def test_an_interval_of_genesys_that_nobody_handled_takes_the_mean_of_the_queue(
    tmp_path: Path,
) -> None:
    text = GENESYS + "2026-03-23T09:00:00Z,billing,Voice,,,2,0,0\n"
    scenario = load_scenario(write(tmp_path, {"forecast.csv": text}))
    assert ("billing", at(9), 2.0, round(3200 / 12, 6)) in rows(scenario)


def test_a_queue_of_genesys_may_be_split_by_its_skill_set(tmp_path: Path) -> None:
    section = """
[forecast.queues]
"billing/dunning|||invoices/French" = "technical"
"billing/dunning|||invoices" = "billing"
"""
    files = {"forecast.csv": GENESYS, "scenario.toml": with_section(section)}
    assert rows(load_scenario(write(tmp_path, files))) == [
        ("billing", at(7), 11.0, 200.0),
        ("technical", at(7), 8.0, round((1600 + 1800) / 7, 6)),
    ]


@pytest.mark.parametrize("columns", [6, 7])
def test_calabrio_is_told_by_its_first_row_and_read_in_local_time(
    tmp_path: Path, columns: int
) -> None:
    text = "\n".join(",".join(row.split(",")[:columns]) for row in CALABRIO.strip().split("\n"))
    scenario = load_scenario(write(tmp_path, {"forecast.csv": text}))
    assert rows(scenario) == [
        ("billing", at(7), 24.0, round((16 * 200 + 8 * 220) / 24, 6)),
        ("technical", at(7), 3.0, 600.0),
    ]


def test_the_hour_that_the_clock_repeats_stands_twice_in_calabrio(tmp_path: Path) -> None:
    """Local times without an offset: the second row of a skill means the second hour."""
    lines = [
        f"billing,20261025 {start},20261025 {end},{volume},100,0"
        for volume, (start, end) in enumerate(
            [("02:00", "02:30"), ("02:30", "02:00"), ("02:00", "02:30"), ("02:30", "03:00")], 1
        )
    ]
    toml = with_section("").replace("2026-03-23", "2026-10-25")
    files = {"forecast.csv": "\n".join(lines) + "\n", "scenario.toml": toml}
    scenario = load_scenario(write(tmp_path, files))
    assert scenario.forecast["volume"].to_list() == [1.0, 2.0, 3.0, 4.0]
    assert scenario.forecast["interval_start"][0] == datetime(2026, 10, 25, 0, tzinfo=UTC)


def test_the_hour_that_the_clock_skips_makes_no_long_interval_in_calabrio(tmp_path: Path) -> None:
    row = "billing,20260329 01:30,20260329 03:00,5,100,0\n"
    scenario = load_scenario(write(tmp_path, {"forecast.csv": row}))
    assert rows(scenario) == [("billing", at(0, 30, day=29), 5.0, 100.0)]


@EACH
def test_a_german_spreadsheet_changes_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    plain = load_scenario(write(tmp_path / "a", {"forecast.csv": text}))
    saved = load_scenario(write(tmp_path / "b", {"forecast.csv": windows(text)}))
    assert saved.forecast.equals(plain.forecast)
    assert saved.defaults_used == plain.defaults_used


@EACH
def test_names_with_commas_quotes_and_umlauts_mean_queues(tmp_path: Path, text: str) -> None:
    name = 'Störung, "Technik" & Größe'
    quoted = '"' + name.replace('"', '""') + '"'
    lines = [
        ",".join(quoted if cell == "technical" else cell for cell in line.split(","))
        for line in text.strip().split("\n")
    ]
    section = f"[forecast.queues]\n'{name}' = \"technical\"\n"
    files = {"forecast.csv": "\r\n".join(lines) + "\r\n", "scenario.toml": with_section(section)}
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    plain = load_scenario(write(tmp_path / "a", {"forecast.csv": text}))
    assert load_scenario(write(tmp_path / "b", files)).forecast.equals(plain.forecast)


def test_several_names_may_be_one_queue(tmp_path: Path) -> None:
    section = '[forecast.queues]\n"billing" = "technical"\n'
    files = {"forecast.csv": CALABRIO, "scenario.toml": with_section(section)}
    scenario = load_scenario(write(tmp_path, files))
    total = 16 * 200 + 8 * 220 + 3 * 600
    assert rows(scenario) == [("technical", at(7), 27.0, round(total / 27, 6))]


def test_names_are_put_into_queues_in_our_own_layout_too(tmp_path: Path) -> None:
    section = '[forecast.queues]\n"Rechnungen" = "billing"\n'
    text = "queue,interval_start,volume,aht_s\nRechnungen,2026-03-23 08:00,12,240\n"
    files = {"forecast.csv": text, "scenario.toml": with_section(section)}
    assert rows(load_scenario(write(tmp_path, files))) == [("billing", at(7), 12.0, 240.0)]


def test_a_queue_that_is_none_is_a_fault_or_left_out_if_asked(tmp_path: Path) -> None:
    text = CONNECT.replace("technical", "Sales")
    found = faults(write(tmp_path, {"forecast.csv": text}))
    assert [(f.line, f.column, f.value) for f in found] == [
        (4, "QueueName", "Sales"),
        (5, "QueueName", "Sales"),
    ]
    section = '[forecast]\nother_queues = "ignore"\n'
    files = {"forecast.csv": text, "scenario.toml": with_section(section)}
    scenario = load_scenario(write(tmp_path, files))
    assert [row[0] for row in rows(scenario)] == ["billing"]
    note = "forecast.csv: 2 rows of queues that the scenario does not have are ignored."
    assert note in scenario.defaults_used


def test_a_name_that_means_no_queue_is_a_fault_of_the_scenario(tmp_path: Path) -> None:
    section = '[forecast.queues]\n"x" = "biling"\n'
    (found,) = faults(write(tmp_path, {"scenario.toml": with_section(section)}))
    assert (found.file, found.line, found.value) == ("scenario.toml", 39, "biling")
    assert "did you mean 'billing'?" in found.message


def check_bare(path: Path) -> None:
    scenario = scenario_from_files(path, zone="Europe/Berlin")
    assert scenario.grid.interval_minutes == 15
    assert [queue.id for queue in scenario.queues] == ["billing", "technical"]
    assert rows(scenario)[0][1] == at(7)


@EACH
def test_a_bare_file_is_read_as_well(tmp_path: Path, text: str) -> None:
    """`plan forecast.csv agents.csv`: the interval is the file's."""
    (tmp_path / "forecast.csv").write_text(text)
    check_bare(tmp_path / "forecast.csv")


@pytest.mark.parametrize("text", [CONNECT, GENESYS], ids=["connect", "genesys"])
def test_what_has_a_header_is_read_from_parquet_too(tmp_path: Path, text: str) -> None:
    lines = [line.split(",") for line in text.strip().split("\n")]
    table = pl.DataFrame(lines[1:], schema=lines[0], orient="row")
    table.write_parquet(tmp_path / "forecast.parquet")
    check_bare(tmp_path / "forecast.parquet")


def test_a_file_of_half_hours_cannot_be_split_into_quarters(tmp_path: Path) -> None:
    toml = with_section("").replace("interval_minutes = 30", "interval_minutes = 15")
    text = CONNECT.replace(",15,", ",30,").replace("07:15:00", "07:30:00")
    found = faults(write(tmp_path, {"scenario.toml": toml, "forecast.csv": text}))
    assert {(f.column, f.value) for f in found} == {("IntervalDuration", "30")}
    assert "must divide 15" in found[0].message


def test_genesys_on_half_hours_only_is_no_file_of_quarters(tmp_path: Path) -> None:
    head = GENESYS.split("\n")[0]
    lines = [
        f"2026-03-23T{h:02}:{m}:00Z,billing,Voice,,,5,5,500"
        for h in range(6, 10)
        for m in ("00", "30")
    ]
    toml = with_section("").replace("interval_minutes = 30", "interval_minutes = 15")
    text = "\n".join([head, *lines])
    found = faults(write(tmp_path, {"scenario.toml": toml, "forecast.csv": text}))
    assert "must divide 15" in found[0].message


STAMP = "2026-03-23T07:00:00Z"
CASES = [
    (CONNECT, "10,200,10", "ten,200,10", 2, "IncomingContactVolume", "ten", "is not a number"),
    (CONNECT, "10,200,10", "-1,200,10", 2, "IncomingContactVolume", "-1", "at least 0"),
    (CONNECT, "10,200,10", "10,abc,10", 2, "AverageHandleTime", "abc", "is not a number"),
    (CONNECT, STAMP, "2026-03-23T07:05Z", 2, "TimeStamp", "2026-03-23T07:05Z", "15-minute"),
    (CONNECT, STAMP, "3/23/2026 7:00", 2, "TimeStamp", "3/23/2026 7:00Z", "March or April"),
    (CONNECT, f"{STAMP},15", f"{STAMP},20", 2, "IntervalDuration", "20", "must divide 30"),
    (CONNECT, ",IntervalDuration", ",Duration", 1, "IntervalDuration", None, "is missing"),
    (GENESYS, "10,8,1600", "10,8,16O0", 2, "Total Handle Time", "16O0", "is not a number"),
    (GENESYS, "10,8,1600", "10,,1600", 2, "Interactions Handled", None, "empty"),
    (CALABRIO, "16,135.5", "x,135.5", 1, "volume", "x", "is not a number"),
    (CALABRIO, "l,20260323 08:0", "l,20260399 08:0", 3, "start", "2026-03-99 08:00", "not a date"),
    (CALABRIO, "20260323 08:30,8", "20260323,8", 2, "end", "20260323", "yyyyMMdd HH:mm"),
    (CALABRIO, "08:30,8,140,80,9", "08:30,8,140", 2, None, None, "has 5 cells"),
]


@pytest.mark.parametrize(("text", "old", "new", "line", "column", "value", "words"), CASES)
def test_faults_are_told_in_the_words_of_the_file(
    tmp_path: Path,
    text: str,
    old: str,
    new: str,
    line: int,
    column: str | None,
    value: str | None,
    words: str,
) -> None:
    assert old in text
    found = faults(write(tmp_path, {"forecast.csv": text.replace(old, new, 1)}))
    assert any(
        (f.line, f.column) == (line, column) and value in (None, f.value) and words in f.message
        for f in found
    ), "\n".join(map(str, found))


def test_a_queue_without_any_handling_time_is_a_fault(tmp_path: Path) -> None:
    text = CONNECT.replace(",600,2", ",0,0")
    (found,) = faults(write(tmp_path, {"forecast.csv": text}))
    assert (found.column, found.value) == ("AverageHandleTime", "technical")


def test_a_repair_takes_a_forecast_of_another_system(tmp_path: Path) -> None:
    section = '[forecast.queues]\n"Fakturen" = "billing"\n'
    scenario = load_scenario(write(tmp_path, {"scenario.toml": with_section(section)}))
    path = tmp_path / "new.csv"
    path.write_text(CONNECT.replace("billing", "Fakturen"))
    since = read_request(scenario, "2026-03-23 00:00").since
    changed = with_forecast(scenario, path, since)
    assert rows(changed)[0][2] == 16.0


def test_a_broken_header_of_our_own_is_told_as_ours(tmp_path: Path) -> None:
    text = "queue,interval_begin,volume,aht_s\nbilling,2026-03-23 08:00,1,9\n"
    with pytest.raises(ScenarioError, match="unknown column; did you mean 'interval_minutes'"):
        load_scenario(write(tmp_path, {"forecast.csv": text}))


def test_lengths_may_differ_where_each_divides_the_interval(tmp_path: Path) -> None:
    text = CONNECT.replace(f"{STAMP},15,10", f"{STAMP},10,10", 1)
    assert rows(load_scenario(write(tmp_path, {"forecast.csv": text})))[0][2] == 16.0
