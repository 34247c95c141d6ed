"""The tables of a plan and the CSV and Parquet files made from them."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest
from plan_factory import FIRST, agent, plan, requirement, scenario, shift
from staffwright.scheduler.errors import InputError
from staffwright.scheduler.export import (
    coverage_table,
    hours_table,
    requirements_table,
    schedule_table,
    write_requirements,
)
from staffwright.scheduler.export.table_files import neutralised, write_table
from staffwright.scheduler.payroll import pay_lines
from staffwright.scheduler.scenario.pay_types import Allowance, Overtime, OvertimeTier, PayRules


def test_schedule_has_a_row_per_activity_by_employee_and_time():
    table = schedule_table(plan())
    assert table.columns == [
        "employee_id",
        "shift_id",
        "business_date",
        "activity_code",
        "start",
        "end",
        "paid",
        "work",
        "queue",
        "locked",
    ]
    assert table["employee_id"].to_list() == ["ann"] * 6 + ["bob"] * 3
    assert table.row(1) == (
        "ann",
        "night",
        "2026-03-28",
        "break:meal",
        "2026-03-29T03:00:00+02:00",
        "2026-03-29T03:30:00+02:00",
        False,
        False,
        None,
        False,
    )


def test_requirements_run_queue_by_queue_through_the_day_of_23_hours():
    table = requirements_table(plan().requirement)
    assert table.columns == [
        "queue",
        "interval_start",
        "offered_load",
        "required",
        "scheduled",
        "model",
        "binding_target",
    ]
    starts = table["interval_start"].to_list()
    assert len(starts) == 24 + 23
    assert starts[24:27] == [
        "2026-03-29T00:00:00+01:00",
        "2026-03-29T01:00:00+01:00",
        "2026-03-29T03:00:00+02:00",
    ]
    assert table.row(0)[2:] == (1.333333, 1, 2, "erlang_c", "service_level")


def test_coverage_leaves_the_service_level_empty_where_it_is_unknown():
    table = coverage_table(plan())
    assert table["service_level"].to_list()[:2] == [None, 0.75]
    assert table["covered"][0] == 0.333333
    assert table.columns[-4:] == ["covered", "under", "over", "service_level"]


def test_coverage_never_shows_minus_nought():
    made = plan()
    made.audit.coverage.over[:] = -1e-12
    assert {math.copysign(1.0, x) for x in coverage_table(made)["over"]} == {1.0}


def test_hours_have_the_columns_of_the_long_payroll_format_and_exact_money():
    table = hours_table(plan().scenario, plan().pay_lines)
    assert table.columns == [
        "company_code",
        "batch_id",
        "employee_id",
        "workweek_start",
        "work_date",
        "shift_id",
        "start",
        "end",
        "pay_code",
        "rate_type",
        "hours",
        "rate",
        "multiplier",
        "amount",
        "cost_center",
        "in_regular_rate",
        "ot_creditable",
    ]
    first = table.row(0, named=True)
    assert (first["pay_code"], first["hours"]) == ("BASE", Decimal("4.0000"))
    assert (first["rate"], first["amount"]) == (Decimal("16.00"), Decimal("64.00"))
    sunday = table.filter(pl.col("pay_code") == "SUNDAY")
    assert sunday["multiplier"].to_list() == [Decimal("0.50")] * len(sunday)
    assert table["amount"].sum() == sum(line.amount for line in plan().pay_lines)


def test_hours_say_what_counts_towards_the_regular_rate_and_what_is_credited():
    """A Sunday premium of 50 % is excluded and credited; overtime is in neither."""
    made = plan()
    assert hours_table(made.scenario, made.pay_lines)["in_regular_rate"].to_list() == [None] * len(
        made.pay_lines
    )
    overtime = Overtime(weekly=(OvertimeTier(60, Decimal(50)),), regular_rate=True)
    pay = PayRules(overtime, allowances=(Allowance("start", Decimal(2)),))
    of = replace(made.scenario, pay=pay)
    table = hours_table(of, pay_lines(of, made.shifts))
    found = {
        row["pay_code"]: (row["in_regular_rate"], row["ot_creditable"])
        for row in table.iter_rows(named=True)
    }
    assert found == {
        "BASE": (True, False),
        "SUNDAY": (False, True),
        "START": (True, False),
        "OVERTIME": (False, False),
        "OVERTIME_CREDIT": (False, False),
    }


@pytest.mark.parametrize(
    ("rate", "shown"),
    [("16", "16.00"), ("13.375", "13.375"), ("1." + "0" * 24 + "1", "1." + "0" * 20)],
)
def test_a_rate_is_shown_with_the_decimals_it_has_up_to_twenty(tmp_path, rate, shown):
    made = plan(
        shifts=[shift("ann", FIRST)], agents=[replace(agent("ann"), base_rate=Decimal(rate))]
    )
    write_table(hours_table(made.scenario, made.pay_lines), tmp_path / "hours.csv")
    assert pl.read_csv(tmp_path / "hours.csv", infer_schema=False)["rate"][0] == shown


def test_an_empty_plan_still_has_all_columns(tmp_path):
    empty = plan(shifts=(), agents=[agent("ann")])
    assert schedule_table(empty).shape == (0, 10)
    assert hours_table(empty.scenario, empty.pay_lines).shape == (0, 17)
    write_table(schedule_table(empty), tmp_path / "s.csv")
    header = b"employee_id,shift_id,business_date,activity_code,start,end,paid,work,queue,locked\n"
    assert (tmp_path / "s.csv").read_bytes() == header


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(first):
    table = neutralised(pl.DataFrame({"a": [f"{first}cmd", "a=b"], "n": [-1, -2]}))
    assert table["a"].to_list() == [f"'{first}cmd", "a=b"]
    assert table["n"].to_list() == [-1, -2]


def test_taking_one_apostrophe_away_always_gives_the_cell_back():
    cells = ["=1", "'=1", "''=1", "'quoted'", "O'Neill", "", None, "x"]
    written = neutralised(pl.DataFrame({"a": cells}))["a"].to_list()
    assert written == ["'=1", "''=1", "'''=1", "'quoted'", "O'Neill", "", None, "x"]


def test_negative_numbers_stay_numbers_in_csv(tmp_path):
    table = pl.DataFrame({"f": [-0.5], "d": pl.Series([Decimal("-1.20")], dtype=pl.Decimal(38, 2))})
    write_table(table, tmp_path / "n.csv")
    assert (tmp_path / "n.csv").read_text() == "f,d\n-0.5,-1.20\n"


def test_schedule_csv_reads_back_with_commas_quotes_and_line_ends_in_ids(tmp_path):
    ids = ["a,b", 'c"d', "e\nf", "=g", "Zoë"]
    made = plan(shifts=[shift(employee, FIRST) for employee in ids])
    write_table(schedule_table(made), tmp_path / "schedule.csv")
    back = pl.read_csv(tmp_path / "schedule.csv")
    assert sorted(back["employee_id"].unique()) == sorted(["a,b", 'c"d', "e\nf", "'=g", "Zoë"])
    assert len(back) == 3 * len(ids)
    assert b"\r" not in (tmp_path / "schedule.csv").read_bytes()


@pytest.mark.parametrize("name", ["r.parquet", "R.PARQUET", "sub/r.parquet"])
def test_requirements_are_parquet_for_that_suffix_with_instants(tmp_path, name):
    needed = requirement(scenario([agent("ann")]).grid)
    write_requirements(needed, tmp_path / name)
    back = pl.read_parquet(tmp_path / name)
    assert back["interval_start"].to_list() == [
        datetime(2026, 3, 27, 23, tzinfo=UTC) + timedelta(hours=k) for k in range(47)
    ]
    assert back["required"].to_list() == [1] * 47


def test_requirements_are_csv_else_and_the_format_can_be_named(tmp_path):
    needed = requirement(scenario([agent("ann")]).grid)
    write_requirements(needed, tmp_path / "r.csv")
    write_requirements(needed, tmp_path / "r.out", "parquet")
    head = (tmp_path / "r.csv").read_text().splitlines()[:2]
    assert head == [
        "queue,interval_start,offered_load,required,scheduled,model,binding_target",
        "billing,2026-03-28T00:00:00+01:00,1.333333,1,2,erlang_c,service_level",
    ]
    assert len(pl.read_parquet(tmp_path / "r.out")) == 47
    assert sorted(p.name for p in tmp_path.iterdir()) == ["r.csv", "r.out"]


def test_a_requirements_file_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "taken.csv").mkdir()
    needed = requirement(scenario([agent("ann")]).grid)
    with pytest.raises(InputError, match=r"cannot write '.*taken\.csv'"):
        write_requirements(needed, tmp_path / "taken.csv")
