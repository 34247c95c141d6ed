"""Excel: a workbook for each table, or one workbook with a sheet for each."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from desk import faults, write
from staffwright.scheduler.scenario import load_scenario

AGENTS = [
    ["employee_id", "name", "contract_id", "fte", "base_rate", "skills", "hire_date", "lead"],
    ["E1", "Jürgen Müller", "full", 1, 21.5, "billing|technical", date(2014, 9, 1), True],
    ["E2", "'=2+5", "part", 0.5, 19, "billing", None, False],
]
FORECAST = [
    ["queue", "interval_start", "interval_minutes", "volume", "aht_s"],
    ["billing", datetime(2026, 3, 23, 8), 30, 12.5, 240],
    ["technical", datetime(2026, 3, 23, 8, 30), 30, 3, 600],
]
TIME_OFF = [
    ["employee_id", "start", "end", "kind", "paid_minutes"],
    ["E1", date(2026, 3, 25), date(2026, 3, 26), "Urlaub", 936],
]
AVAILABILITY = [
    ["employee_id", "weekday", "start", "end", "available"],
    ["E2", "sat", time(8), time(12, 30), True],
]


def save(path: Path, **sheets: list[list[Any]]) -> Path:
    """Write a workbook as a person would have it: real numbers, dates and times."""
    book = xlsxwriter.Workbook(str(path))
    formats = {
        datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
        date: book.add_format({"num_format": "dd.mm.yyyy"}),
        time: book.add_format({"num_format": "hh:mm"}),
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if type(cell) in formats:
                    sheet.write_datetime(r, c, cell, formats[type(cell)])
                else:
                    sheet.write(r, c, cell)
    book.close()
    return path


def test_one_workbook_may_hold_several_tables(tmp_path: Path) -> None:
    write(tmp_path, {"forecast.csv": None, "agents.csv": None})
    save(
        tmp_path / "tables.xlsx",
        Notes=[["call Eva"]],
        Agents=AGENTS,
        forecast=FORECAST,
        time_off=TIME_OFF,
        availability=AVAILABILITY,
    )
    scenario = load_scenario(tmp_path)
    assert [a.name for a in scenario.agents] == ["Jürgen Müller", "=2+5"]
    assert [a.base_rate for a in scenario.agents] == [Decimal("21.5"), Decimal(19)]
    assert scenario.agents[0].hire_date == date(2014, 9, 1)
    assert scenario.forecast["volume"].to_list() == [12.5, 3.0]
    assert scenario.time_off[0].paid_minutes == 936
    assert len({u.employee_id for u in scenario.unavailable}) == 1
    assert "tables.xlsx [Agents]" in scenario.input_hashes


def test_a_fault_in_a_sheet_names_the_sheet_and_its_row(tmp_path: Path) -> None:
    write(tmp_path, {"forecast.csv": None, "agents.csv": None})
    rows = [*AGENTS, ["E3", "Zoë", "ful", 1, 20, "billing", None, False]]
    save(tmp_path / "tables.xlsx", agents=rows, forecast=FORECAST)
    (found,) = faults(tmp_path)
    assert (found.file, found.line, found.column) == ("tables.xlsx [agents]", 4, "contract_id")


def test_a_table_may_not_stand_in_a_sheet_and_in_a_file(tmp_path: Path) -> None:
    save(write(tmp_path) / "tables.xlsx", agents=AGENTS)
    (found,) = faults(tmp_path)
    assert "only one of this sheet and agents.csv" in found.message


def test_a_workbook_without_a_sheet_of_a_table_is_a_fault(tmp_path: Path) -> None:
    save(write(tmp_path) / "tables.xlsx", Tabelle1=AGENTS)
    (found,) = faults(tmp_path)
    assert (found.file, found.value) == ("tables.xlsx", "Tabelle1")


def test_a_damaged_workbook_is_a_fault(tmp_path: Path) -> None:
    (write(tmp_path) / "tables.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (found,) = faults(tmp_path)
    assert found.message.startswith("cannot be read as xlsx")


@pytest.mark.parametrize("name", ["agents", "Tabelle1"])
def test_the_sheet_of_the_tables_name_is_read_else_the_first(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"agents.csv": None})
    save(tmp_path / "agents.xlsx", **{name: AGENTS}, Zusatz=[["nothing"]])
    assert len(load_scenario(tmp_path).agents) == 2
    other = {"Anleitung": [["read me"]], "agents": AGENTS}
    save(tmp_path / "agents.xlsx", **other)
    assert len(load_scenario(tmp_path).agents) == 2
