"""`--formats` of plan and replan, and plan folders of every format as input."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import polars as pl
import pytest
import staffwright.scheduler.report as report_module
from click.testing import CliRunner, Result
from icalendar import Calendar
from staffwright.cli import cli
from staffwright.instances import path as instance


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corner shop with a plan in every format."""
    shop = tmp_path_factory.mktemp("planned") / "shop"
    shutil.copytree(instance("corner_shop"), shop)
    done = run("plan", shop, "--time-limit", "2", "--formats", "csv,xlsx,ICS, json,parquet")
    assert done.exit_code == 0, done.output
    assert "report.html" not in done.output
    return shop


@pytest.fixture(autouse=True)
def _short_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the report, which has tests of its own."""
    monkeypatch.setattr(report_module, "render_report", lambda plan: "<!doctype html>\n")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_the_formats_asked_for_are_written(planned: Path) -> None:
    names = {path.name for path in (planned / "plan").iterdir()}
    assert names == {
        "calendar", "coverage.csv", "coverage.parquet", "hours.csv", "hours.parquet", "plan.json",
        "plan.xlsx", "requirements.csv", "requirements.parquet", "roster.json", "run.json",
        "schedule.csv", "schedule.parquet",
    }  # fmt: skip


@pytest.mark.parametrize("kept", ["schedule.csv", "schedule.parquet", "plan.xlsx", "roster.json"])
@pytest.mark.parametrize("command", ["audit", "pay"])
def test_a_folder_of_any_format_is_audited_and_paid(
    planned: Path, tmp_path: Path, kept: str, command: str
) -> None:
    folder = tmp_path / "plan"
    folder.mkdir()
    shutil.copy(planned / "plan" / kept, folder / kept)
    options = ["--out", tmp_path] if command == "pay" else ["--json"]
    by_folder, by_file = (
        run(command, planned, folder, *options),
        run(command, planned, folder / kept, *options),
    )
    assert by_folder.exit_code == by_file.exit_code == 0, by_folder.output
    whole = run(command, planned, *options)
    assert by_folder.output == by_file.output == whole.output


def test_a_repair_goes_on_from_the_calendars_of_the_plan(planned: Path, tmp_path: Path) -> None:
    """Somebody who works on Tuesday is absent: that shift is cancelled, earlier ones stay."""
    rows = pl.read_csv(planned / "plan" / "schedule.csv")
    who = rows.filter(pl.col("business_date") == "2026-05-05")["employee_id"][0]
    done = run(
        "replan", planned, planned / "plan", "--from", "2026-05-05 07:40",
        "--absent", f"{who}:2026-05-05", "--time-limit", "1", "--formats", "ics,json",
        "--out", tmp_path / "new",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    raw = (tmp_path / "new" / "calendar" / f"{who}.ics").read_bytes()
    events = Calendar.from_ical(raw).events
    (gone,) = [event for event in events if event.start.day == 5]
    assert (str(gone["STATUS"]), int(gone["SEQUENCE"])) == ("CANCELLED", 1)
    assert {int(event["SEQUENCE"]) for event in events if event.start.day < 5} <= {0}
    assert not (tmp_path / "new" / "changes.csv").exists()


def test_an_unknown_format_is_refused_with_those_that_are_known(planned: Path) -> None:
    done = run("plan", planned, "--formats", "csv,doc")
    assert done.exit_code == 2
    assert "format 'doc': must be one of csv, html, ics, json, parquet, xlsx" in done.output


def test_without_the_extra_a_workbook_is_refused_before_the_search(
    planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    done = run("plan", planned, "--formats", "xlsx", "--time-limit", "300")
    assert done.exit_code == 2
    assert "pip install 'staffwright[excel]'" in done.output


@pytest.mark.parametrize("name", ["scenario", "plan", "roster", "run"])
def test_schemas_are_printed_by_name(name: str) -> None:
    done = run("schema", name)
    assert json.loads(done.output)["title"] == f"Staffwright {name}"
    assert json.loads(run("schema").output)["title"] == "Staffwright scenario"


def test_a_plan_from_a_vendors_file_and_bare_agents(tmp_path: Path) -> None:
    """`plan forecast.csv agents.csv` with a file of Genesys Cloud."""
    head = "Interval Start UTC Date;Queue;Media Type;Skill Set;Language;Offered;" \
        "Interactions Handled;Total Handle Time"  # fmt: skip
    rows = [
        f"2026-05-04T{hour:02}:{minute:02}:00Z;Störung & Hilfe;Voice;;;2,5;2;600"
        for hour in range(8, 16)
        for minute in (0, 15, 30, 45)
    ]
    (tmp_path / "g.csv").write_bytes("\r\n".join(["\ufeff" + head, *rows]).encode())
    (tmp_path / "a.csv").write_text("employee_id\nE1\nE2\nE3\n")
    done = run(
        "plan", tmp_path / "g.csv", tmp_path / "a.csv", "--time-limit", "1",
        "--out", tmp_path / "out", "--formats", "csv",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "Störung & Hilfe" in (tmp_path / "out" / "schedule.csv").read_text(encoding="utf-8")
