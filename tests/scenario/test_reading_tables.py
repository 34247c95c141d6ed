"""Good tables: what is read from them, in all the forms that spreadsheets make of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from staffwright.scheduler.scenario import load_scenario


def utc(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_the_valid_scenario_becomes_frozen_values(write_scenario: Any) -> None:
    scenario = load_scenario(write_scenario())
    assert scenario.name == "Quay"
    assert scenario.zone == "Europe/Berlin"
    assert scenario.grid.slot_minutes == 30
    assert [queue.shrinkage for queue in scenario.queues] == [0.1, 0.1]
    assert scenario.shifts[0].lengths_minutes == (510,)
    assert scenario.shifts[1].latest_start_minutes == scenario.shifts[1].start_minutes == 1320
    assert scenario.contracts[0].max_weekly_minutes == 2880
    assert scenario.premiums[0].group == "night"
    assert scenario.premiums[0].window == (1380, 360)
    assert set(scenario.input_hashes) == {
        "scenario.toml", "forecast.csv", "agents.csv", "time_off.csv", "availability.csv",
        "preferences.csv", "events.csv", "history.csv", "locked.csv",
    }  # fmt: skip


def test_agents_have_contracts_rates_and_skills(write_scenario: Any) -> None:
    ada, ben, cem = load_scenario(write_scenario()).agents
    assert (ada.name, ada.base_rate, ada.group) == ("Ada", Decimal("21.50"), "team1")
    assert ada.skills == {"billing", "technical"}
    assert ben.fte == Decimal("0.5")
    assert ben.weekly_minutes == 1200
    assert cem.group is None
    assert cem.contract.id == "full"


def test_a_name_with_a_comma_in_quotes_is_kept(write_scenario: Any) -> None:
    """A comma in a quoted field must not drop or shift the row."""
    folder = write_scenario({"agents.csv": lambda t: t.replace("Ada", '"Lovelace, ""Ada"""')})
    assert load_scenario(folder).agents[0].name == 'Lovelace, "Ada"'


def test_a_cell_neutralised_against_formulas_is_read_back(write_scenario: Any) -> None:
    folder = write_scenario(
        {"agents.csv": lambda t: t.replace("Ada", "'=Ada").replace("Ben", "'t")}
    )
    assert [agent.name for agent in load_scenario(folder).agents][:2] == ["=Ada", "'t"]


def test_the_forecast_adds_after_contact_work(write_scenario: Any) -> None:
    text = (
        "queue,channel,interval_start,interval_minutes,volume,aht_s,acw_s,patience_s,concurrency\n"
        "billing,Voice,2026-03-23T08:00:00+01:00,30,10,200,40,120,1\n"
        "billing,voice,2026-03-23T08:30:00+01:00,30,0,,,,\n"
    )
    frame = load_scenario(write_scenario({"forecast.csv": text})).forecast
    assert frame["aht_s"].to_list() == [240.0, 0.0]
    assert frame["patience_s"].to_list() == [120.0, None]
    assert frame["interval_start"].to_list() == [utc(23, 7), utc(23, 7, 30)]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-23T08:00:00+01:00",
        "2026-03-23T07:00:00Z",
        "2026-03-23T07:00z",
        "2026-03-23 08:00:00.000+0100",
        "2026-03-23 08:00",
        "2026-03-23T08:00:00",
        "2026-3-23 8:00",
        "23.03.2026 08:00",
        "23.3.2026 8:00:00",
    ],
)
def test_instants_are_read_with_offset_or_as_local_times(write_scenario: Any, text: str) -> None:
    forecast = f"queue,interval_start,volume,aht_s\nbilling,{text},1,240\n"
    frame = load_scenario(write_scenario({"forecast.csv": forecast})).forecast
    assert frame["interval_start"].to_list() == [utc(23, 7)]


def test_a_semicolon_file_with_decimal_commas_and_a_byte_order_mark(write_scenario: Any) -> None:
    """What a German Excel makes of forecast.csv."""

    def as_saved(text: str) -> bytes:
        text = text.replace(",", ";").replace("14.5", "14,5").replace("\n", "\r\n")
        return b"\xef\xbb\xbf" + (text + ";;;\r\n").encode()

    plain = load_scenario(write_scenario()).forecast
    saved = load_scenario(write_scenario({"forecast.csv": as_saved})).forecast
    assert saved.equals(plain)


@pytest.mark.parametrize("blank", ["\n", "\n\n\n", ",,,\n", " , , , \n", "\r\n"])
def test_blank_rows_are_skipped_anywhere(write_scenario: Any, blank: str) -> None:
    def edit(text: str) -> str:
        rows = text.strip().split("\n")
        return blank.strip(" ,") + "\n".join([*rows[:2], blank.strip("\n"), *rows[2:], blank])

    plain = load_scenario(write_scenario()).forecast
    assert load_scenario(write_scenario({"forecast.csv": edit})).forecast.equals(plain)


def test_columns_may_be_reordered_and_differ_in_case(write_scenario: Any) -> None:
    text = "AHT_s, Volume ,interval_start,Queue\n240,12,2026-03-23 08:00,billing\n"
    frame = load_scenario(write_scenario({"forecast.csv": text})).forecast
    assert frame.row(0)[:4] == ("billing", frame["interval_start"][0], 12.0, 240.0)


def test_the_queue_may_be_missing_where_there_is_one(write_scenario: Any) -> None:
    def one_queue(text: str) -> str:
        start, end = text.index('[[queues]]\nid = "technical"'), text.index("[[breaks]]")
        return text[:start] + text[end:]

    changes: dict[str, Any] = {
        "scenario.toml": one_queue,
        "forecast.csv": "interval_start,volume,aht_s\n2026-03-23 08:00,12,240\n",
        "agents.csv": lambda t: (
            t.replace("technical:0.8", "billing:0.8")
            .replace("billing:1|", "")
            .replace("technical", "billing")
        ),
        "history.csv": None,
    }
    assert load_scenario(write_scenario(changes)).forecast["queue"].to_list() == ["billing"]


def test_rows_outside_the_horizon_are_ignored_and_counted(write_scenario: Any) -> None:
    row = "billing,2026-04-30T08:00:00+02:00,5,240\n"
    later = row.replace("T08", "T09")
    scenario = load_scenario(write_scenario({"forecast.csv": lambda t: t + row}))
    assert len(scenario.forecast) == 3
    assert (
        "forecast.csv: 1 row outside the horizon is ignored, on line 5." in scenario.defaults_used
    )
    scenario = load_scenario(write_scenario({"forecast.csv": lambda t: t + row + later}))
    note = "forecast.csv: 2 rows outside the horizon are ignored, the first on line 5."
    assert note in scenario.defaults_used


def test_leave_that_misses_the_horizon_is_noted(write_scenario: Any) -> None:
    rows = "A1,2025-03-25,2025-03-26,vacation,0\nA3,2026-03-30,2026-04-02,vacation,0\n"
    scenario = load_scenario(write_scenario({"time_off.csv": lambda t: t + rows}))
    note = "time_off.csv: 2 rows of leave lie outside the horizon, the first on line 3."
    assert note in scenario.defaults_used
    assert [leave.employee_id for leave in scenario.time_off] == ["A2", "A3"]
    inside = load_scenario(write_scenario())
    assert not any("rows of leave" in note for note in inside.defaults_used)


def test_a_queue_without_volume_is_noted(write_scenario: Any) -> None:
    folder = write_scenario({"forecast.csv": lambda t: t.replace(",3,600", ",0,600")})
    assert any("technical has no volume" in note for note in load_scenario(folder).defaults_used)


def test_a_queue_that_nobody_can_serve_is_noted(write_scenario: Any) -> None:
    def edit(text: str) -> str:
        return text.replace("|technical:0.8", "").replace("20.00,technical", "20.00,billing")

    scenario = load_scenario(write_scenario({"agents.csv": edit, "history.csv": None}))
    assert any("nobody has the skill technical" in note for note in scenario.defaults_used)


def autumn(text: str) -> str:
    """Move the horizon to the week that ends with the clock change of 25 October."""
    return text.replace("2026-03-23", "2026-10-19")


AUTUMN: dict[str, Any] = {
    "scenario.toml": autumn,
    "time_off.csv": None,
    "availability.csv": None,
    "preferences.csv": None,
    "events.csv": None,
    "history.csv": None,
    "locked.csv": None,
}


def test_a_repeated_local_time_means_the_first_then_the_second(write_scenario: Any) -> None:
    """02:00 stands twice on the night of the autumn change; so it may in the forecast."""
    rows = "".join(f"billing,2026-10-25 {clock},1,240\n" for clock in ("02:00", "02:30") * 2)
    text = "queue,interval_start,volume,aht_s\n" + rows
    frame = load_scenario(write_scenario({**AUTUMN, "forecast.csv": text})).forecast
    assert frame["interval_start"].to_list() == [utc(25, h, m, 10) for h in (0, 1) for m in (0, 30)]


def test_a_repeated_local_time_that_stands_once_is_the_first(write_scenario: Any) -> None:
    text = "queue,interval_start,volume,aht_s\nbilling,2026-10-25 02:30,1,240\n"
    frame = load_scenario(write_scenario({**AUTUMN, "forecast.csv": text})).forecast
    assert frame["interval_start"].to_list() == [utc(25, 0, 30, 10)]


def test_leave_may_be_given_in_whole_days(write_scenario: Any) -> None:
    """The end date is the last day of the leave; the day of the clock change has 23 hours."""
    text = "employee_id,start,end,kind\nA2,2026-03-28,2026-03-29,vacation\n"
    scenario = load_scenario(write_scenario({"time_off.csv": text}))
    (leave,) = scenario.time_off
    assert (leave.start, leave.end) == (utc(27, 23), utc(29, 22))
    assert leave.paid_minutes == 0
    assert any("counts as unpaid" in note for note in scenario.defaults_used)


def test_leave_far_from_the_horizon_is_left_out(write_scenario: Any) -> None:
    text = "employee_id,start,end\nA2,2025-03-28,2025-03-29\nA2,2026-03-18,2026-03-19\n"
    scenario = load_scenario(write_scenario({"time_off.csv": text}))
    assert [leave.start.year for leave in scenario.time_off] == [2026]


def availability(write_scenario: Callable[..., Path], *rows: str) -> list[tuple[str, str]]:
    """Return the spans in local time as day and clock."""
    text = "employee_id,weekday,date,start,end,available\n" + "".join(r + "\n" for r in rows)
    scenario = load_scenario(
        write_scenario({"availability.csv": text, "locked.csv": None, "events.csv": None})
    )
    spans = [
        (scenario.grid.local(u.start), scenario.grid.local(u.end)) for u in scenario.unavailable
    ]
    return [(f"{a:%d %H:%M}", f"{b:%d %H:%M}") for a, b in spans]


def test_a_blocked_weekday_is_blocked_on_each_of_its_dates(write_scenario: Any) -> None:
    assert availability(write_scenario, "A1,sun,,,,false") == [("29 00:00", "30 00:00")]


def test_available_spans_block_the_rest_of_their_day(write_scenario: Any) -> None:
    rows = ("A1,,2026-03-24,08:00,12:00,true", "A1,,2026-03-24,14:00,24:00,true")
    assert availability(write_scenario, *rows) == [
        ("24 00:00", "24 08:00"),
        ("24 12:00", "24 14:00"),
    ]


def test_an_available_span_past_midnight_keeps_the_next_morning_free(write_scenario: Any) -> None:
    rows = ("A1,mon,,22:00,06:00,true", "A1,tue,,22:00,06:00,true")
    assert availability(write_scenario, *rows) == [
        ("23 00:00", "23 22:00"),
        ("24 06:00", "24 22:00"),
        ("30 00:00", "30 22:00"),
    ]


def test_a_row_for_a_date_replaces_those_for_its_weekday(write_scenario: Any) -> None:
    rows = ("A1,thu,,,,false", "A1,,2026-03-26,20:00,02:00,false")
    assert availability(write_scenario, *rows) == [("26 20:00", "27 02:00")]


def test_a_blocked_span_in_the_skipped_hour_ends_behind_it(write_scenario: Any) -> None:
    assert availability(write_scenario, "A1,,2026-03-29,00:00,02:30,false") == [
        ("29 00:00", "29 03:00")
    ]


def test_wishes_are_expanded_to_dates(write_scenario: Any) -> None:
    scenario = load_scenario(write_scenario())
    off, shift, window = scenario.preferences
    assert (off.day, off.off, off.weight) == (date(2026, 3, 28), True, Decimal(2))
    assert (shift.day, shift.shift) == (date(2026, 3, 23), "early")
    assert window.window == (utc(24, 5), utc(24, 15))
    assert window.weight == Decimal("1.5")


def test_a_wish_for_a_date_replaces_the_one_for_its_weekday(write_scenario: Any) -> None:
    text = (
        "employee_id,date,weekday,shift,window,off,weight\n"
        "A1,,mon,night,,,\nA1,2026-03-23,,,22:00-06:00,,\nA1,2027-01-01,,,,yes,\n"
    )
    scenario = load_scenario(write_scenario({"preferences.csv": text}))
    (wish,) = scenario.preferences
    assert wish.window == (utc(23, 21), utc(24, 5))
    assert "preferences.csv: 1 wish outside the horizon is ignored." in scenario.defaults_used


def test_an_event_of_a_group_is_one_for_each_member(write_scenario: Any) -> None:
    coaching, *news = load_scenario(write_scenario()).events
    assert (coaching.start, coaching.end, coaching.window) == (utc(24, 9), utc(24, 10), None)
    assert [event.employee_id for event in news] == ["A1", "A2"]
    assert news[0].window == (utc(23, 7), utc(23, 11))
    assert (news[0].start, news[0].duration_minutes, news[0].mandatory) == (None, 30, False)


def test_events_and_locked_times_refine_the_planning_step(write_scenario: Any) -> None:
    def edit(text: str) -> str:
        return text.replace("T10:00", "T10:10").replace("T11:00", "T11:10")

    assert load_scenario(write_scenario({"events.csv": edit})).grid.slot_minutes == 10


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
def test_tables_may_be_parquet_or_excel(write_scenario: Any, suffix: str) -> None:
    """Typed columns are read like the text of a CSV file."""
    plain = load_scenario(write_scenario())
    folder = write_scenario({"forecast.csv": None, "events.csv": None})
    (folder / "forecast.csv").unlink()
    (folder / "events.csv").unlink()
    local = plain.forecast["interval_start"].dt.convert_time_zone("Europe/Berlin")
    typed = plain.forecast.with_columns(
        interval_start=local.dt.replace_time_zone(None) if suffix == ".xlsx" else local,
        interval_minutes=pl.lit(30),
    )
    if suffix == ".parquet":
        typed.write_parquet(folder / "forecast.parquet")
    else:
        pytest.importorskip("fastexcel")
        pytest.importorskip("xlsxwriter")
        typed.write_excel(folder / "forecast.xlsx")
    scenario = load_scenario(folder)
    assert scenario.forecast.equals(plain.forecast)
    assert f"forecast{suffix}" in scenario.input_hashes


def test_excel_clock_cells_are_read(write_scenario: Any) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    pytest.importorskip("fastexcel")
    folder = write_scenario()
    (folder / "availability.csv").unlink()
    with xlsxwriter.Workbook(folder / "availability.xlsx") as book:
        sheet = book.add_worksheet()
        clock = book.add_format({"num_format": "hh:mm"})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ["employee_id", "date", "start", "end", "available"])
        sheet.write(1, 0, "A3")
        sheet.write_datetime(1, 1, datetime(2026, 3, 25), day)
        sheet.write_datetime(1, 2, datetime(1900, 1, 1, 6, 15).time(), clock)
        sheet.write_datetime(1, 3, datetime(1900, 1, 1, 18, 0).time(), clock)
        sheet.write_boolean(1, 4, False)
    (span,) = load_scenario(folder).unavailable
    assert (span.start, span.end) == (utc(25, 5, 15), utc(25, 17))


def test_the_week_of_a_clock_change_has_a_short_day(write_scenario: Any) -> None:
    grid = load_scenario(write_scenario()).grid
    assert grid.end - grid.start == timedelta(hours=7 * 24 - 1)
