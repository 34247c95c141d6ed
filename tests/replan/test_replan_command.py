"""`staffwright replan` as a user meets it."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import polars as pl
import pytest
from shop_plan import TUESDAY, on_date, shop_plan
from staffwright import cli
from staffwright.instances import path as instance
from staffwright.scheduler.export import save_plan

SICK = on_date(TUESDAY)[0].employee_id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scenario folder with its plan."""
    target = Path(shutil.copytree(instance("corner_shop"), tmp_path / "shop"))
    shutil.rmtree(target / "plan", ignore_errors=True)
    save_plan(shop_plan(), target / "plan")
    return target


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["staffwright", *map(str, arguments)])
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_a_repair_writes_a_plan_and_says_what_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "plan" / "schedule.csv").read_bytes()
    given = ("--from", f"{TUESDAY} 07:40", "--absent", SICK, "--time-limit", 1)
    assert run(monkeypatch, "replan", folder, folder / "plan", *given) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"Corner Shop: repaired from {TUESDAY} 08:00\n")
    assert "promises     all kept" in printed
    assert max(map(len, printed.splitlines())) <= 80
    assert (folder / "plan" / "schedule.csv").read_bytes() == before
    changes = pl.read_csv(folder / "repaired" / "changes.csv")
    assert changes.columns == ["employee_id", "date", "before", "after", "what"]
    assert "absent" in changes["what"].to_list()
    absences = pl.read_csv(folder / "repaired" / "absences.csv")
    assert set(absences["employee_id"]) == {SICK}


def test_absences_added_to_time_off_make_the_audit_clean(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--from", f"{TUESDAY} 06:00", "--absent", SICK, "--time-limit", 1)
    assert run(monkeypatch, "replan", folder, folder / "plan", *given, "--out", folder / "new") == 0
    leave = pl.read_csv(folder / "new" / "absences.csv", infer_schema=False)
    path = folder / "time_off.csv"
    known = [pl.read_csv(path, infer_schema=False)] if path.exists() else []
    pl.concat([*known, leave], how="diagonal").write_csv(path)
    assert run(monkeypatch, "audit", folder, folder / "new" / "schedule.csv") == 0
    assert "audit        clean" in capsys.readouterr().out


def test_the_audit_reads_the_absences_of_a_repaired_plan(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--from", f"{TUESDAY} 06:00", "--absent", SICK, "--time-limit", 1)
    assert run(monkeypatch, "replan", folder, folder / "plan", *given, "--out", folder / "new") == 0
    capsys.readouterr()
    assert run(monkeypatch, "audit", folder, folder / "new") == 0
    printed = capsys.readouterr().out
    assert f"note: absences of the plan at hand count as leave: {SICK}.\n" in printed
    assert "audit        clean" in printed
    (folder / "new" / "absences.csv").unlink()
    assert run(monkeypatch, "audit", folder, folder / "new") == 1
    assert f"RULE BROKEN  weekly_min: {SICK}" in capsys.readouterr().out


def test_a_second_repair_keeps_the_absences_of_the_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = ("--from", f"{TUESDAY} 06:00", "--absent", SICK, "--time-limit", 1)
    assert run(monkeypatch, "replan", folder, folder / "plan", *first, "--out", folder / "new") == 0
    other = next(a for a in sorted(s.employee_id for s in on_date("2026-05-07")) if a != SICK)
    later = ("--from", "2026-05-07 06:00", "--absent", f"{other}:2026-05-07", "--time-limit", 1)
    again = folder / "again"
    capsys.readouterr()
    assert run(monkeypatch, "replan", folder, folder / "new", *later, "--out", again) == 0
    assert f"count as leave: {SICK}." in capsys.readouterr().out
    assert set(pl.read_csv(again / "absences.csv")["employee_id"]) == {SICK, other}
    days = pl.read_csv(again / "schedule.csv", infer_schema=False)
    assert not len(days.filter((pl.col("employee_id") == SICK) & (pl.col("start") >= TUESDAY)))
    assert run(monkeypatch, "audit", folder, again) == 0


def test_json_says_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    schedule = folder / "plan" / "schedule.csv"
    given = ("--from", f"{TUESDAY} 06:00", "--absent", SICK, "--time-limit", 1, "--json")
    code = run(monkeypatch, "replan", folder, schedule, *given, "--change-price", 50)
    document = json.loads(capsys.readouterr().out)
    assert code == 0
    assert document["change_price"] == "50.0"
    assert document["promises_kept"] is True
    assert float(document["after"]["cost"]) <= float(document["before"]["cost"])
    listed = [c for c in document["changes"] if c["what"] in ("added", "removed", "moved")]
    assert len(listed) == document["changed"]["shifts"]


def test_faults_exit_with_2_and_write_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--from", f"{TUESDAY} 06:00", "--absent", "CSX")
    assert run(monkeypatch, "replan", folder, folder / "plan", *given) == 2
    assert "unknown employee" in capsys.readouterr().err
    assert not (folder / "repaired").exists()
