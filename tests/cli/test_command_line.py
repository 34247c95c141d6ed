"""The command line as a user meets it: what it prints, what it writes, how it exits."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from staffwright.instances import path as instance
from staffwright.scheduler.errors import InputError

from .command_line import Run


def test_check_says_that_a_scenario_is_free_of_faults(run: Run, shop: Path) -> None:
    found = run("check", shop)
    assert found.code == 0
    assert "no faults (6 agents" in found.out


def test_check_lists_all_faults_with_file_and_line_and_exits_with_2(run: Run, shop: Path) -> None:
    text = (shop / "agents.csv").read_text()
    (shop / "agents.csv").write_text(text.replace("full", "fulll"))
    (shop / "time_off.csv").write_text("employee_id,start,end,kind\nnobody,2026-05-04,soon,x\n")
    found = run("check", shop)
    assert found.code == 2
    assert "agents.csv:2" in found.err
    assert "'fulll'" in found.err
    assert "time_off.csv:2" in found.err
    assert "Traceback" not in found.err


def test_plan_writes_a_plan_folder_that_audit_finds_clean(run: Run, shop: Path) -> None:
    planned = run("plan", shop, "--time-limit", "4")
    assert planned.code == 0
    names = {entry.name for entry in (shop / "plan").iterdir()}
    assert names == {
        "requirements.csv",
        "schedule.csv",
        "coverage.csv",
        "hours.csv",
        "calendar",
        "report.html",
        "plan.json",
        "run.json",
    }
    document = json.loads((shop / "plan" / "plan.json").read_text())
    assert document["status"] in {"optimal", "feasible"}
    assert document["bound"] <= float(document["cost"]["total"])
    audited = run("audit", shop)
    assert audited.code == 0
    assert "audit        clean" in audited.out


def test_pay_says_why_its_sum_differs_from_the_wages_of_the_plan(run: Run, shop: Path) -> None:
    """Half an hour at 17.41 is 8.705: 8.71 on each of three lines, 26.115 in all."""
    text = (shop / "agents.csv").read_text()
    (shop / "agents.csv").write_text(text.replace("17.40", "17.41"))
    rows = [f"CS1,2026-05-0{d},work,2026-05-0{d}T10:00,2026-05-0{d}T10:30" for d in (5, 6, 7)]
    worked = shop / "worked.csv"
    head = "employee_id,business_date,activity_code,start,end"
    worked.write_text("\n".join([head, *rows]) + "\n")
    said = run("pay", shop, worked, "--out", shop / "paid").out
    assert said.startswith("3 lines, 26.13 EUR gross")
    note = "note: unrounded, the hours make 26.12 EUR: each line is rounded."
    assert said.splitlines()[1:] == [note]
    assert "wages                                  26.12 EUR" in run("audit", shop, worked).out
    worked.write_text("\n".join([head, *rows[:1]]) + "\n")
    assert len(run("pay", shop, worked, "--out", shop / "paid").out.splitlines()) == 1


def test_audit_of_a_schedule_edited_by_hand_names_the_rule_and_exits_with_1(
    run: Run, shop: Path, tmp_path: Path
) -> None:
    run("plan", shop, "--time-limit", "2", "--out", tmp_path / "plan")
    source = tmp_path / "plan" / "schedule.csv"
    with source.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    breaks = [row for row in rows if row["activity_code"].startswith("break:")]
    assert breaks, "the plan has breaks"
    for row in rows:
        if row is breaks[0]:
            row.update(activity_code="work", paid="true", work="true", queue="orders")
    edited = tmp_path / "edited.csv"
    with edited.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    found = run("audit", shop, edited, "--out", tmp_path / "audit.json")
    assert found.code == 1
    assert "RULE BROKEN  breaks" in found.out
    document = json.loads((tmp_path / "audit.json").read_text())
    assert [violation["rule"] for violation in document["violations"]] == ["breaks"]


def test_a_requirement_nobody_can_meet_still_gives_a_plan_and_names_shortages(
    run: Run, shop: Path
) -> None:
    forecast = (shop / "forecast.csv").read_text().splitlines()
    head, rows = forecast[0].split(","), [line.split(",") for line in forecast[1:]]
    at = head.index("volume")
    for row in rows:
        row[at] = str(float(row[at]) * 20)
    (shop / "forecast.csv").write_text("\n".join([",".join(head), *map(",".join, rows)]) + "\n")
    planned = run("plan", shop, "--time-limit", "2")
    assert planned.code == 0
    assert "largest shortages" in planned.out
    assert "orders" in planned.out
    assert "infeasible" not in planned.out + planned.err


def test_a_hard_minimum_that_cannot_be_met_exits_with_1_and_says_where(
    run: Run, shop: Path
) -> None:
    text = (shop / "scenario.toml").read_text()
    changed = text.replace("minimum_staff = 1", "minimum_staff = 5\nhard_minimum = true")
    assert changed != text
    (shop / "scenario.toml").write_text(changed)
    planned = run("plan", shop, "--time-limit", "2")
    assert planned.code == 1
    assert "BROKEN: hard minimum staff" in planned.out
    assert "HARD" in planned.out
    document = json.loads((shop / "plan" / "plan.json").read_text())
    assert document["promises"]["hard_minimum_staff"] is False


def test_plan_on_bare_files_says_which_defaults_it_uses(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [f"calls,voice,2026-05-04T{h:02}:{m:02},30,6,300" for h in range(9, 17) for m in (0, 30)]
    Path("forecast.csv").write_text(
        "queue,channel,interval_start,interval_minutes,volume,aht_s\n" + "\n".join(rows) + "\n"
    )
    Path("agents.csv").write_text("employee_id\nana\nben\ncem\n")
    planned = run("plan", "forecast.csv", "agents.csv", "--time-limit", "2")
    assert planned.code == 0
    before, _, found = planned.out.partition("\n\n")
    assert before.startswith("forecast: 1 day from 2026-05-04, 3 agents, 1 queue\ndefault: ")
    assert len(before.splitlines()) <= 16
    for words in ("time zone: UTC", "shifts: day (start 09:00-", "base rate: 20.00 an hour"):
        assert words in before.replace("\n  ", " ")
    assert found.startswith("status ")
    assert "default:" not in found
    assert Path("plan/schedule.csv").exists()
    assert max(len(line) for line in planned.out.splitlines()) <= 80


def test_defaults_are_printed_before_the_search_and_notes_are_called_notes(
    run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toml = shop / "scenario.toml"
    toml.write_text(toml.read_text().replace("[rules]", '[rules]\npreset = "de"'))

    def no_search(*_: object, **__: object) -> None:
        raise InputError("the search begins")

    monkeypatch.setattr("staffwright.scheduler.planner.make_plan", no_search)
    planned = run("plan", shop)
    assert planned.out.startswith("Corner Shop: 7 days")
    assert "note: rules: from the preset de (" in planned.out
    assert "default:" not in planned.out
    assert run("plan", shop, "--json").out.startswith("{")
    assert run("plan", shop, "--quiet").out == ""


def test_staff_works_on_a_bare_forecast_file(run: Run, tmp_path: Path) -> None:
    forecast = tmp_path / "f.csv"
    forecast.write_text(
        "interval_start,interval_minutes,volume,aht_s\n2026-05-04 09:00,30,100,180\n"
    )
    out = tmp_path / "requirements.csv"
    options = ("--service-level", "80/20", "--patience", "180", "--shrinkage", "0.1", "--out", out)
    found = run("staff", forecast, *options)
    assert found.code == 0
    with out.open() as file:
        rows = [row for row in csv.DictReader(file) if row["offered_load"] == "10.0"]
    assert [(row["required"], row["scheduled"], row["model"]) for row in rows] == [
        ("12", "14", "erlang_a")
    ]


def test_staff_refuses_targets_beside_a_scenario(run: Run, shop: Path) -> None:
    found = run("staff", shop, "--patience", "100")
    assert found.code == 2
    assert "targets of its own" in found.err


def test_schema_prints_json_schema(run: Run) -> None:
    found = run("schema")
    assert found.code == 0
    assert json.loads(found.out)["properties"]["queues"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "nowhere"),
        ("plan",),
        ("check", "nowhere"),
        ("staff", "nowhere.csv"),
        ("audit", "nowhere"),
        ("plan", "x", "--gap", "-1"),
        ("plan", "x", "--time-limit", "soon"),
        ("plan", "x", "--time-limit", "nan"),
        ("plan", "x", "--gap", "nan"),
        ("staff", "x.csv", "--service-level", "nan/20"),
        ("staff", "x.csv", "--service-level", "8020"),
        ("no-such-command",),
    ],
)
def test_bad_usage_exits_with_2_and_no_traceback(run: Run, arguments: tuple[str, ...]) -> None:
    found = run(*arguments)
    assert found.code == 2
    assert found.err
    assert "Traceback" not in found.err


@pytest.mark.skipif(os.name == "nt", reason="signals as on POSIX")
@pytest.mark.slow
def test_interrupting_a_plan_keeps_the_best_roster_and_exits_with_130(tmp_path: Path) -> None:
    out = tmp_path / "plan"
    command = [sys.executable, "-m", "staffwright", "plan", str(instance("harbour_line"))]
    process = subprocess.Popen(
        [*command, "--out", str(out), "--time-limit", "300"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    line = ""
    while "first sweeps" not in line:
        line = process.stderr.readline()
        assert line, "the search has begun"
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    printed, _ = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "stopped early" in printed
    assert json.loads((out / "plan.json").read_text())["status"] == "cancelled"
