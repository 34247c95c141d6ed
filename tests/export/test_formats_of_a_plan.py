"""A plan in every format: read back it is the same plan, and hostile text is harmless."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import fastexcel
import polars as pl
import pytest
import staffwright.scheduler.export.workbook as workbook_module
import staffwright.scheduler.report as report_module
from icalendar import Calendar
from plan_factory import FIRST, agent, plan, scenario, shift
from staffwright.scheduler.calendar_text import unescaped
from staffwright.scheduler.errors import InputError, ScenarioError
from staffwright.scheduler.export import save_plan
from staffwright.scheduler.formulas import neutral
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.scenario import read_schedule
from staffwright.scheduler.scenario.types import TimeOff

HOSTILE = [
    '=HYPERLINK("http://evil.example";"click")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "＝1+1",
    "<script>alert(1)</script>",
    "'=quoted",
    'a,b;c"d\\e',
]


@pytest.fixture(autouse=True)
def _short_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the report, which has tests of its own."""
    monkeypatch.setattr(report_module, "render_report", lambda plan: "<!doctype html>\n")


def hostile_plan() -> Plan:
    """Return a plan in which every text is hostile."""
    ids = HOSTILE
    shifts = [
        shift(employee, FIRST + timedelta(days=k % 2), shift_id=ids[-1 - k])
        for k, employee in enumerate(ids)
    ]
    return plan(shifts, [agent(employee, employee) for employee in ids], name=HOSTILE[0])


def schedule_files(folder: Path) -> list[Path]:
    return [folder / n for n in ("schedule.csv", "schedule.parquet", "plan.xlsx", "roster.json")]


@pytest.mark.parametrize("made", [plan(), hostile_plan()], ids=["plain", "hostile"])
def test_every_format_of_the_schedule_reads_back_as_the_same_shifts(
    tmp_path: Path, made: Plan
) -> None:
    save_plan(made, tmp_path / "out", formats=("csv", "parquet", "xlsx", "json"))
    expected = tuple(sorted(made.shifts, key=lambda s: (s.employee_id, s.start)))
    for path in schedule_files(tmp_path / "out"):
        assert read_schedule(path, made.scenario) == expected, path.name


@pytest.mark.parametrize("kept", ["csv", "parquet", "xlsx", "json"])
def test_a_plan_folder_is_read_from_whatever_format_it_has(tmp_path: Path, kept: str) -> None:
    made = plan()
    save_plan(made, tmp_path / "out", formats=(kept,))
    assert read_schedule(tmp_path / "out", made.scenario) == tuple(
        sorted(made.shifts, key=lambda s: (s.employee_id, s.start))
    )


def test_a_folder_without_a_schedule_says_what_it_looks_for(tmp_path: Path) -> None:
    save_plan(plan(), tmp_path / "out", formats=("ics",))
    with pytest.raises(ScenarioError, match=r"none of schedule\.csv, schedule\.parquet"):
        read_schedule(tmp_path / "out", plan().scenario)


def test_only_what_is_asked_for_is_written_beside_the_documents(tmp_path: Path) -> None:
    save_plan(plan(), tmp_path / "out", formats=("csv", "html", "ics"))
    save_plan(plan(), tmp_path / "out", formats=("json", "parquet", "xlsx"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "coverage.parquet",
        "hours.parquet",
        "plan.json",
        "plan.xlsx",
        "requirements.parquet",
        "roster.json",
        "run.json",
        "schedule.parquet",
    ]


@pytest.mark.parametrize("formats", [("pdf",), "doc", ("csv", "")])
def test_an_unknown_format_is_refused_before_anything_is_written(
    tmp_path: Path, formats: object
) -> None:
    with pytest.raises(InputError, match="must be one of csv, html, ics, json, parquet, xlsx"):
        save_plan(plan(), tmp_path / "out", formats=formats)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_the_same_plan_gives_the_same_bytes_in_every_format(tmp_path: Path) -> None:
    formats = ("csv", "json", "parquet", "xlsx", "ics")
    save_plan(plan(), tmp_path / "a", formats=formats)
    save_plan(plan(), tmp_path / "b", formats=formats)
    for path in sorted((tmp_path / "a").rglob("*.*")):
        other = tmp_path / "b" / path.relative_to(tmp_path / "a")
        assert path.read_bytes() == other.read_bytes(), path.name


def test_no_cell_of_csv_or_workbook_is_a_formula(tmp_path: Path) -> None:
    save_plan(hostile_plan(), tmp_path / "out", formats=("csv", "xlsx"))
    table = pl.read_csv(tmp_path / "out" / "schedule.csv", infer_schema=False)
    for cell in [*table["employee_id"], *table["shift_id"]]:
        assert neutral(cell.removeprefix("'")) in (cell, cell.removeprefix("'"))
        assert cell[0] not in "=+-@＝"
    with zipfile.ZipFile(tmp_path / "out" / "plan.xlsx") as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if "xml" in name}
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/")]
    assert all("<f>" not in text and "<hyperlink" not in text for text in sheets)
    strings = parts["xl/sharedStrings.xml"]
    assert "<script>" not in strings
    assert "&lt;script&gt;" in strings


def cells_of(folder: Path, sheet: int) -> list[tuple[str, bool, str]]:
    """Return the cells of a sheet as Excel has them: content, marked as text or not, format.

    Read from the XML itself: the reader of workbooks knows nothing of marks.
    """
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(folder / "plan.xlsx") as archive:

        def part(path: str) -> ElementTree.Element:
            return ElementTree.fromstring(archive.read(f"xl/{path}.xml"))  # noqa: S314 - our own file

        strings = ["".join(item.itertext()) for item in part("sharedStrings")]
        styles, cells = part("styles"), part(f"worksheets/sheet{sheet}")
    codes = {e.get("numFmtId"): e.get("formatCode", "") for e in styles.iter(f"{name}numFmt")}
    formats = [
        (xf.get("quotePrefix") == "1", codes.get(xf.get("numFmtId"), xf.get("numFmtId") or ""))
        for xf in styles.find(f"{name}cellXfs") or ()
    ]
    found = []
    for cell in cells.iter(f"{name}c"):
        value = cell.findtext(f"{name}v")
        if value is not None:
            text = strings[int(value)] if cell.get("t") == "s" else value
            found.append((text, *formats[int(cell.get("s", 0))]))
    return found


def test_a_roster_sheet_shows_names_as_they_are_in_cells_marked_as_text(tmp_path: Path) -> None:
    """Without an apostrophe to see; @ is the format of text, which editing does not compute."""
    save_plan(hostile_plan(), tmp_path / "out", formats=("xlsx",))
    cells = cells_of(tmp_path / "out", 1)
    shown = {text for text, _, _ in cells}
    assert set(HOSTILE) <= shown
    assert not any(text.startswith("'") for text in shown if text not in HOSTILE)
    for text, marked, code in cells:
        assert marked == (code == "@") == (neutral(text) != text), text


def test_a_table_sheet_has_the_apostrophes_that_are_taken_away_when_it_is_read(
    tmp_path: Path,
) -> None:
    save_plan(hostile_plan(), tmp_path / "out", formats=("xlsx",))
    book = fastexcel.read_excel((tmp_path / "out" / "plan.xlsx").read_bytes())
    for sheet in ("schedule", "hours"):
        cells = book.load_sheet(sheet, dtypes="string").to_polars()
        assert set(cells["employee_id"]) == {neutral(text) for text in HOSTILE}


def test_table_sheets_hold_dates_as_dates_and_instants_as_text(tmp_path: Path) -> None:
    """28 March 2026 is day 46109 of Excel's calendar."""
    changes = pl.DataFrame({"employee_id": ["ann"], "date": ["2026-03-28"], "what": ["new"]})
    save_plan(plan(), tmp_path / "out", formats=("xlsx",), tables={"changes": changes})
    book = fastexcel.read_excel((tmp_path / "out" / "plan.xlsx").read_bytes())
    dates = {"schedule": "business_date", "hours": "work_date", "changes": "date"}
    for sheet, column in dates.items():
        cells = book.load_sheet(sheet).to_polars()
        assert cells.schema[column] == pl.Datetime("ms"), sheet
        assert cells[column].dt.date().min() == FIRST
    assert book.load_sheet("schedule").to_polars()["start"][0] == "2026-03-28T22:00:00+01:00"
    number = 2 + book.sheet_names.index("schedule") - 1
    assert ("46109", False, "yyyy-mm-dd") in cells_of(tmp_path / "out", number)


def test_calendars_keep_hostile_text_as_text(tmp_path: Path) -> None:
    """No text ends its line: whatever it holds it is no property of its own."""
    save_plan(hostile_plan(), tmp_path / "out", formats=("ics",))
    found = {}
    for path in (tmp_path / "out" / "calendar").iterdir():
        raw = path.read_bytes().replace(b"\r\n ", b"")
        names = {line.split(b":")[0].split(b";")[0] for line in raw.split(b"\r\n") if line}
        assert names <= {
            b"BEGIN", b"END", b"VERSION", b"PRODID", b"NAME", b"X-WR-CALNAME", b"UID", b"DTSTAMP",
            b"DTSTART", b"DTEND", b"SUMMARY", b"LOCATION", b"DESCRIPTION", b"SEQUENCE",
        }  # fmt: skip
        calendar = Calendar.from_ical(path.read_bytes())
        name = unescaped(str(calendar["X-WR-CALNAME"]))
        found[name] = str(calendar.events[0]["SUMMARY"])
    assert found == dict(zip(HOSTILE, reversed(HOSTILE), strict=True))


def sheets_of(folder: Path) -> dict[str, list[tuple[str | None, ...]]]:
    """Return the rows of every sheet of plan.xlsx as text."""
    book = fastexcel.read_excel((folder / "plan.xlsx").read_bytes())
    found = {}
    for name in book.sheet_names:
        sheet = book.load_sheet(name, header_row=None, dtypes="string")
        found[name] = list(sheet.to_polars().rows())
    return found


def team_plan() -> Plan:
    """Return a plan of two teams and somebody without, with leave, over two weeks."""
    made = plan()
    people = [
        replace(agent("ann"), group="North/South: [a]"),
        replace(agent("bob"), group="east"),
        agent("cem"),
    ]
    found = scenario(people)
    away = TimeOff("cem", found.grid.start, found.grid.end, "vacation", 0)
    return replace(made, scenario=replace(found, time_off=(away,), week_start=6))


def test_the_workbook_has_a_sheet_for_each_team_and_week(tmp_path: Path) -> None:
    """The Sunday begins another week here; marks that sheets cannot have are left out."""
    save_plan(team_plan(), tmp_path / "out", formats=("xlsx",))
    assert list(sheets_of(tmp_path / "out")) == [
        "North South   a 2026-03-22",
        "east 2026-03-22",
        "Roster 2026-03-22",
        "North South   a 2026-03-29",
        "east 2026-03-29",
        "Roster 2026-03-29",
        "requirements",
        "schedule",
        "coverage",
        "hours",
    ]


def test_a_roster_without_teams_has_no_word_of_teams(tmp_path: Path) -> None:
    save_plan(plan(), tmp_path / "one", formats=("xlsx",))
    title, *_ = sheets_of(tmp_path / "one")["Roster 2026-03-23"]
    assert title[0] == "Harbour: 2026-03-23 to 2026-03-29"
    save_plan(team_plan(), tmp_path / "two", formats=("xlsx",))
    title, *_ = sheets_of(tmp_path / "two")["Roster 2026-03-22"]
    assert title[0] == "Harbour: no team, 2026-03-22 to 2026-03-28"


def test_a_roster_of_a_site_without_a_name_is_headed_by_its_days(tmp_path: Path) -> None:
    made = plan(name="forecast")
    made = replace(made, scenario=replace(made.scenario, is_named=False))
    save_plan(made, tmp_path / "out", formats=("xlsx",))
    title, *_ = sheets_of(tmp_path / "out")["Roster 2026-03-23"]
    assert title[0] == "Roster: 2026-03-23 to 2026-03-29"
    with zipfile.ZipFile(tmp_path / "out" / "plan.xlsx") as archive:
        assert "&amp;L&amp;C" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_roster_sheet_shows_agents_by_days_with_times_leave_and_hours(tmp_path: Path) -> None:
    save_plan(team_plan(), tmp_path / "out", formats=("xlsx",))
    sheets = sheets_of(tmp_path / "out")
    title, head, row, *rest = sheets["North South   a 2026-03-22"]
    assert title[0] == "Harbour: North/South: [a], 2026-03-22 to 2026-03-28"
    assert head == (
        "Agent", "Id", "Sun\n22 Mar", "Mon\n23 Mar", "Tue\n24 Mar", "Wed\n25 Mar", "Thu\n26 Mar",
        "Fri\n27 Mar", "Sat\n28 Mar", "Paid h",
    )  # fmt: skip
    assert row[:2] == ("Ann", "ann")
    assert row[8:] == ("22:00-07:00 night", "7.5")
    assert any("Legend" in (line[0] or "") for line in rest)
    assert any(line[0] == "night" for line in rest)
    assert sheets["Roster 2026-03-29"][2][2] == "vacation"


def test_roster_sheets_are_set_up_for_paper(tmp_path: Path) -> None:
    """Landscape, as wide as one page, the header on each, page numbers in the footer."""
    save_plan(plan(name="Pier & Co"), tmp_path / "out", formats=("xlsx",))
    with zipfile.ZipFile(tmp_path / "out" / "plan.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
    (set_up,) = re.findall("<pageSetup [^>]*>", sheet)
    for setting in ('paperSize="9"', 'orientation="landscape"', 'fitToHeight="0"'):
        assert setting in set_up
    assert '<pageSetUpPr fitToPage="1"/>' in sheet
    assert "&amp;LPier &amp;&amp; Co&amp;C&amp;P / &amp;N&amp;REurope/Berlin" in sheet
    assert "_xlnm.Print_Titles" in book
    assert "$1:$2" in book


def test_teams_whose_names_are_alike_get_sheets_of_their_own(tmp_path: Path) -> None:
    people = [
        replace(agent("a"), group="t" * 40),
        replace(agent("b"), group="T" * 40 + "x"),
        replace(agent("c"), group="t?" * 20),
    ]
    made = replace(plan(()), scenario=scenario(people))
    save_plan(made, tmp_path / "out", formats=("xlsx",))
    names = list(sheets_of(tmp_path / "out"))[:3]
    assert len({name.casefold() for name in names}) == 3
    assert all(len(name) <= 31 for name in names)


def test_a_table_too_long_for_a_sheet_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_module, "MOST_ROWS", 8)
    with pytest.raises(InputError, match=r"requirements has 47 rows.*choose csv or parquet"):
        save_plan(plan(), tmp_path / "out", formats=("xlsx",))
    assert list(tmp_path.iterdir()) == []


def test_parquet_has_instants_and_csv_has_local_times(tmp_path: Path) -> None:
    save_plan(plan(), tmp_path / "out", formats=("csv", "parquet"))
    typed = pl.read_parquet(tmp_path / "out" / "schedule.parquet")
    assert typed.schema["start"] == pl.Datetime("us", "UTC")
    text = (tmp_path / "out" / "schedule.csv").read_text()
    assert "2026-03-28T22:00:00+01:00" in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ("[]", "must hold an object"),
        ("{}", "must hold the list shifts"),
        ('{"shifts": [1]}', "must be an object with a list of activities"),
        ('{"shifts": [{"activities": []}]}', "must be an object with a list of activities"),
        ('{"shifts": [{"employee_id": "x", "activities": [{}]}]}', "unknown employee"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_a_malformed_roster_document_is_a_fault(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "roster.json"
    path.write_text(text)
    with pytest.raises(ScenarioError, match=words):
        read_schedule(path, plan().scenario)


def test_the_roster_document_holds_every_shift_with_its_activities(tmp_path: Path) -> None:
    save_plan(plan(), tmp_path / "out", formats=("json",))
    document = json.loads((tmp_path / "out" / "roster.json").read_text())
    assert document["time_zone"] == "Europe/Berlin"
    first = document["shifts"][0]
    assert (first["employee_id"], first["start"]) == ("ann", "2026-03-28T22:00:00+01:00")
    assert [a["activity_code"] for a in first["activities"]] == ["work", "break:meal", "work"]
    assert first["paid_minutes"] == 450


def test_a_damaged_workbook_of_a_plan_is_a_fault(tmp_path: Path) -> None:
    save_plan(plan(), tmp_path / "out", formats=("xlsx",))
    path = tmp_path / "out" / "plan.xlsx"
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(ScenarioError, match="cannot be read as xlsx"):
        read_schedule(path, plan().scenario)
