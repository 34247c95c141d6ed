"""Pay lines as files for ADP, DATEV and BambooHR."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pay_factory import agent, premium, scenario, shift
from staffwright.scheduler.errors import InputError
from staffwright.scheduler.export.payroll_datev import datev_table, default_wage_types
from staffwright.scheduler.export.payroll_files import (
    PAYROLL_KINDS,
    payroll_table,
    write_payroll,
)
from staffwright.scheduler.export.payroll_options import PayrollOptions
from staffwright.scheduler.payroll import pay_lines
from staffwright.scheduler.plan import PayLine
from staffwright.scheduler.scenario.pay_types import Allowance, Overtime, OvertimeTier, PayRules
from staffwright.scheduler.scenario.types import Scenario

MADE = scenario(
    premiums=[premium("late", "25", window=(20 * 60, 24 * 60))],
    agents=[agent("100", rate="20"), agent("200", rate="16.50")],
    pay=PayRules(
        overtime=Overtime(daily=(OvertimeTier(480, Decimal(50)), OvertimeTier(600, Decimal(100)))),
        allowances=(Allowance("meal", Decimal("4.5"), min_minutes=600),),
        minimum_paid_minutes=180,
    ),
)
# 11 hours on Monday, of which 2 h at a half, 1 h double and 1 h late; 2 hours on Tuesday.
LINES = pay_lines(
    MADE,
    [
        shift("2026-03-23T10:00", "2026-03-23T21:00", employee_id="100"),
        shift("2026-03-24T10:00", "2026-03-24T12:00", employee_id="100"),
        shift("2026-03-23T08:00", "2026-03-23T16:20", employee_id="200"),
    ],
)
FORMULAS = ("=1+1", "+1", "-1", "@x", "\tx")


def read(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def total(lines: tuple[PayLine, ...]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


def money_of_adp(rows: list[dict[str, str]]) -> Decimal:
    """What ADP pays for the rows: hours at their rate, and earnings."""
    paid = Decimal(0)
    factors = {
        "Reg Hours": 1,
        "O/T Hours": Decimal("1.5"),
        "Hours 3 Amount": 2,
        "Hours 4 Amount": 1,
    }
    for row in rows:
        for column, factor in factors.items():
            paid += Decimal(row[column] or 0) * factor * Decimal(row["Temp Rate"])
        paid += sum(Decimal(row[f"Earnings {k} Amount"] or 0) for k in (3, 4, 5))
    return paid


def test_adp_has_a_row_per_employee_and_rate_whose_money_is_that_of_the_lines(tmp_path):
    target = tmp_path / "adp.csv"
    write_payroll(LINES, "adp", target, PayrollOptions(company_code="ABC", department="0100"))
    rows = [dict(zip(read(target)[0], row, strict=True)) for row in read(target)[1:]]
    assert list(rows[0])[:3] == ["Co Code", "Batch ID", "File #"]
    assert list(rows[0])[-2:] == ["Temp Dept", "Temp Rate"]
    first = {column: cell for column, cell in rows[0].items() if cell}
    assert first == {
        "Co Code": "ABC",
        "Batch ID": "20260323",
        "File #": "100",
        "Reg Hours": "10.00",
        "O/T Hours": "2.00",
        "Hours 3 Code": "DT",
        "Hours 3 Amount": "1.00",
        "Hours 4 Code": "MIN",
        "Hours 4 Amount": "1.00",
        "Earnings 3 Code": "LATE",
        "Earnings 3 Amount": "5.00",
        "Earnings 4 Code": "MEAL",
        "Earnings 4 Amount": "4.50",
        "Temp Dept": "0100",
        "Temp Rate": "20",
    }
    mine = tuple(line for line in LINES if line.employee_id == "100")
    assert money_of_adp(rows[:1]) == total(mine)
    # 20 minutes of the other agent are 0.33 hours: money agrees to half a hundredth of an hour
    assert abs(money_of_adp(rows) - total(LINES)) < Decimal("0.17")


def test_adp_starts_another_row_for_the_fourth_earnings_code(tmp_path):
    four = [premium(f"p{k}", "10", group=f"g{k}") for k in range(4)]
    lines = pay_lines(scenario(premiums=four), [shift("2026-03-23T08:00", "2026-03-23T16:00")])
    table = payroll_table(lines, "adp", PayrollOptions(earnings_codes={"P3": "X"}))
    rows = [dict(zip(table.header, row, strict=True)) for row in table.rows]
    assert [(row["Reg Hours"], row["Earnings 3 Code"]) for row in rows] == [
        ("8.00", "P0"),
        ("", "X"),
    ]
    assert money_of_adp(rows) == total(lines)


def test_adp_pays_overtime_on_the_regular_rate_as_money():
    """48 h at 20 with 24 h of night at 10 %: 84.00 are half of 21, not of 20."""
    rules = Overtime(weekly=(OvertimeTier(2400, Decimal(50)),), regular_rate=True)
    made = scenario(
        premiums=[premium("night", "10", window=(19 * 60, 24 * 60))],
        agents=[agent(rate="20")],
        pay=PayRules(overtime=rules),
    )
    week = [shift(f"2026-03-{23 + k}T15:00", f"2026-03-{23 + k}T23:00") for k in range(6)]
    table = payroll_table(pay_lines(made, week), "adp", PayrollOptions())
    row = dict(zip(table.header, table.rows[0], strict=True))
    assert (row["Reg Hours"], row["O/T Hours"]) == ("48.00", "")
    assert (row["Earnings 4 Code"], row["Earnings 4 Amount"]) == ("OVERTIME", "84.00")


def test_datev_is_windows_1252_with_semicolons_and_decimal_commas(tmp_path):
    target = tmp_path / "datev.csv"
    numbers = {"LATE": 2000, "MEAL": 2001}
    write_payroll(LINES, "datev", target, PayrollOptions(wage_types=numbers, cost_center="77"))
    content = target.read_bytes()
    assert content.startswith(
        "Personalnummer;Kalendertag;Ausfallschlüssel;Lohnartennummer;Stundenanzahl;Tagesanzahl;"
        "Wert;Abw. Faktor;Abw. Lohnveränderung;Kostenstelle;Kostenträger\r\n".encode("cp1252")
    )
    rows = read(target, "cp1252", ";")[1:]
    assert rows[0] == ["100", "23/03/2026", "", "1000", "11,00", "", "220,00", "", "", "77", ""]
    kinds = [row[3] for row in rows if row[:2] == ["100", "23/03/2026"]]
    assert kinds == ["1000", "2000", "2001", "1500", "1510"]
    allowance = next(row for row in rows if row[3] == "2001")
    assert (allowance[4], allowance[6]) == ("", "4,50")
    assert sum(Decimal(row[6].replace(",", ".")) for row in rows) == total(LINES)


def test_datev_numbers_the_pay_codes_of_a_scenario_in_its_order():
    assert default_wage_types(MADE) == {
        "LATE": 2000,
        "MEAL": 2001,
        "BASE": 1000,
        "MINIMUM": 1010,
        "OVERTIME": 1500,
        "OVERTIME:DT": 1510,
        "OVERTIME_CREDIT": 1520,
    }
    table = datev_table(LINES, PayrollOptions(wage_types={"LATE": 77}), default_wage_types(MADE))
    assert {row[3] for row in table.rows} == {"1000", "1010", "1500", "1510", "77", "2001"}


def test_datev_names_pay_codes_without_a_wage_type():
    with pytest.raises(InputError, match="pay codes LATE, MEAL have no DATEV wage type"):
        payroll_table(LINES, "datev", PayrollOptions())


def test_bamboohr_has_hours_worked_by_date_and_rate_type(tmp_path):
    target = tmp_path / "bamboo.csv"
    write_payroll(LINES, "bamboohr", target)
    rows = read(target)
    assert rows[0] == ["timeTrackingId", "employeeId", "dateHoursWorked", "hoursWorked", "rateType"]
    assert [row[1:] for row in rows[1:]] == [
        ["100", "2026-03-23", "8.0000", "REG"],
        ["100", "2026-03-23", "2.0000", "OT"],
        ["100", "2026-03-23", "1.0000", "DT"],
        ["100", "2026-03-24", "2.0000", "REG"],
        ["200", "2026-03-23", "8.0000", "REG"],
        ["200", "2026-03-23", "0.3333", "OT"],
    ]
    ids = [row[0] for row in rows[1:]]
    assert len(set(ids)) == len(ids)
    assert {len(one) for one in ids} == {36}
    again = tmp_path / "again.csv"
    write_payroll(LINES, "bamboohr", again)
    assert again.read_bytes() == target.read_bytes()


@pytest.mark.parametrize("kind", PAYROLL_KINDS)
@pytest.mark.parametrize("name", FORMULAS)
def test_ids_that_a_spreadsheet_would_run_get_an_apostrophe(kind: Any, name: str):
    made: Scenario = scenario(premiums=(), agents=[agent(name)])
    lines = pay_lines(made, [shift("2026-03-23T08:00", "2026-03-23T16:00", employee_id=name)])
    table = payroll_table(lines, kind, PayrollOptions())
    assert f"'{name}" in table.rows[0]
    assert name not in table.rows[0]


@pytest.mark.parametrize("kind", PAYROLL_KINDS)
def test_a_plan_without_shifts_is_a_header(kind: Any, tmp_path: Path):
    target = tmp_path / "deep" / "empty.csv"
    write_payroll((), kind, target)
    assert target.read_bytes().count(b"\r\n") == 1


def test_an_unknown_system_is_refused_by_name(tmp_path):
    with pytest.raises(InputError, match="payroll 'sage': must be one of adp, datev, bamboohr"):
        write_payroll(LINES, "sage", tmp_path / "x.csv")  # type: ignore[arg-type]


def test_a_character_that_datev_cannot_read_is_named_and_nothing_is_written(tmp_path):
    made = scenario(premiums=(), agents=[agent("Ж1")])
    lines = pay_lines(made, [shift("2026-03-23T08:00", "2026-03-23T16:00", employee_id="Ж1")])
    with pytest.raises(InputError, match="'Ж' cannot be written in cp1252"):
        write_payroll(lines, "datev", tmp_path / "x.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused_with_its_name(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="cannot write"):
        write_payroll(LINES, "adp", tmp_path / "file" / "x.csv")


def test_batches_are_named_after_the_first_paid_date():
    table = payroll_table(LINES, "adp", PayrollOptions())
    assert table.rows[0][1] == date(2026, 3, 23).strftime("%Y%m%d")
    assert payroll_table(LINES, "adp", PayrollOptions(batch_id="7")).rows[0][1] == "7"
