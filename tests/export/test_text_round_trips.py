"""Any text comes back from every format, and none is a formula or a property of its own."""

from __future__ import annotations

from pathlib import Path

import fastexcel
import polars as pl
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from staffwright.scheduler.calendar_text import (
    content_lines,
    escaped,
    read_properties,
    unescaped,
)
from staffwright.scheduler.export.table_files import write_table
from staffwright.scheduler.formulas import neutral
from staffwright.scheduler.scenario.columns import Columns
from staffwright.scheduler.scenario.faults import FaultLog
from staffwright.scheduler.scenario.files import read_file
from staffwright.scheduler.scenario.tables import read_table

NAMES = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"), min_size=1
).filter(lambda text: text == text.strip())
MARKS = st.sampled_from(["=", "+", "-", "@", "'", "''=", "＝", "＠", '"', ",", ";", "\\", "<b>"])
HOSTILE = st.lists(st.tuples(MARKS, NAMES).map("".join) | NAMES, min_size=1, max_size=8).map(
    lambda texts: [text.strip() for text in texts]
)
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read_back(path: Path) -> list[str]:
    """Return the column `name` of a table as the reader of scenarios has it."""
    log = FaultLog()
    file = read_file(path, log)
    assert file is not None
    table = read_table(file, Columns(("name",), ("n",)), log)
    assert table is not None, log.sorted()
    return table.text("name").to_list()


@QUICK
@given(HOSTILE)
def test_csv_and_parquet_give_back_what_was_written(tmp_path: Path, texts: list[str]) -> None:
    frame = pl.DataFrame({"name": texts, "n": list(range(len(texts)))})
    for suffix in ("csv", "parquet"):
        write_table(frame, tmp_path / f"t.{suffix}")
        assert read_back(tmp_path / f"t.{suffix}") == texts


@QUICK
@given(HOSTILE)
def test_a_workbook_gives_back_what_was_written(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("t")
        for row, text in enumerate(["name", *map(neutral, texts)]):
            sheet.write_string(row, 0, text)
            sheet.write_number(row, 1, row) if row else sheet.write_string(0, 1, "n")
    cells = fastexcel.read_excel(path.read_bytes()).load_sheet(0, dtypes="string").to_polars()
    assert not any(cell[0] in "=+-@＝＋－＠" for cell in cells["name"])
    assert read_back(path) == texts


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_neutral_text_begins_like_no_formula(text: str) -> None:
    found = neutral(text)
    assert found.removeprefix("'") in (text, text.removeprefix("'"))
    assert not found or found[0] not in "=+-@＝＋－＠\t\r\n\x00"


@QUICK
@given(st.lists(NAMES, min_size=1, max_size=3), NAMES)
def test_calendars_are_read_by_another_program_as_they_were_meant(
    summaries: list[str], name: str
) -> None:
    """The icalendar library is the judge: names, line ends, folds in the middle of characters."""
    lines = [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", escaped(name))]
    for number, text in enumerate(summaries):
        lines += [
            ("BEGIN", "VEVENT"),
            ("UID", str(number)),
            ("SUMMARY", escaped(f"{text}\n{text}")),
            ("END", "VEVENT"),
        ]
    data = content_lines([*lines, ("END", "VCALENDAR")])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    events = Calendar.from_ical(data).events
    assert [str(event["SUMMARY"]) for event in events] == [f"{t}\n{t}" for t in summaries]
    head, own = read_properties(data)
    assert unescaped(head["PRODID"]) == name
    assert [unescaped(event["SUMMARY"]) for event in own] == [f"{t}\n{t}" for t in summaries]
