"""The builders of the real-data benchmark, on a small made-up folder in the data's format."""

from __future__ import annotations

import csv
import importlib.util
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from staffwright.scheduler.scenario import load_scenario

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "real_input.py"
SUNDAY = date(1999, 5, 2)
MONDAY = date(2003, 3, 10)


@pytest.fixture(scope="module")
def real_input() -> ModuleType:
    spec = importlib.util.spec_from_file_location("real_input", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two calls in every six minutes of eight days; ten in every five minutes of a working week."""
    technion, bank = tmp_path / "technion_bank_1999", tmp_path / "bank_calls_2003"
    technion.mkdir()
    bank.mkdir()
    clocks = [f"{k // 10:02d}:{k % 10 * 6:02d}" for k in range(240)]
    days = [SUNDAY + timedelta(days=k) for k in range(8)]
    lines = [",".join(["date", *clocks])] + [",".join([str(d), *["2"] * 240]) for d in days]
    (technion / "calls_6min.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    header = "date,calls,mean_service_s,sd_service_s,mean_queue_s,abandoned"
    lines = [header] + [f"{d},480,{150 + k},200,30,48" for k, d in enumerate(days)]
    lines[7] = f"{days[6]},480,0,0,30,48"
    (technion / "daily.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = ["start_local,calls"]
    for k in range(5):
        opening = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 7) + timedelta(days=k)
        times = (opening + timedelta(minutes=5 * step) for step in range(169))
        lines += [f"{at.isoformat()},10" for at in times]
    (bank / "bank_calls.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_technion_counts_are_summed_to_half_hours_with_the_day_s_service_time(
    real_input: ModuleType, data: Path, tmp_path: Path
) -> None:
    """Five counts of two make ten; the night after the week is the carry-out."""
    real_input.build_technion(data, tmp_path / "built", SUNDAY)
    forecast = rows(tmp_path / "built" / "forecast.csv")
    assert len(forecast) == 7 * 48 + 12
    assert {row["volume"] for row in forecast} == {"10.00"}
    assert forecast[0]["interval_start"] == "1999-05-02T00:00:00+03:00"
    assert forecast[0]["aht_s"] == "150.0"
    assert forecast[48]["aht_s"] == "151.0"
    # a day without a service time takes the mean of the others
    assert forecast[6 * 48]["aht_s"] == f"{(150 + 151 + 152 + 153 + 154 + 155 + 157) / 7:.1f}"


def test_technion_patience_is_time_waited_over_calls_abandoned(
    real_input: ModuleType, data: Path, tmp_path: Path
) -> None:
    """480 calls that wait 30 s each and 48 that hang up: 300 s."""
    real_input.build_technion(data, tmp_path / "built", SUNDAY)
    toml = tomllib.loads((tmp_path / "built" / "scenario.toml").read_text(encoding="utf-8"))
    assert toml["queues"][0]["patience_s"] == 300
    assert toml["horizon"]["start"] == SUNDAY


def test_bank_counts_are_summed_to_quarter_hours_and_scaled(
    real_input: ModuleType, data: Path, tmp_path: Path
) -> None:
    """The last interval of a day holds five minutes of calls only: a third of the others."""
    real_input.build_bank(data, tmp_path / "built", MONDAY)
    forecast = rows(tmp_path / "built" / "forecast.csv")
    assert Counter(row["interval_start"][:10] for row in forecast) == Counter(
        {(MONDAY + timedelta(days=k)).isoformat(): 57 for k in range(5)}
    )
    volumes = [float(row["volume"]) for row in forecast[:57]]
    assert forecast[56]["interval_start"] == "2003-03-10T21:00:00-05:00"
    assert volumes[56] == pytest.approx(volumes[0] / 3, abs=0.01)
    load = sum(float(row["volume"]) * float(row["aht_s"]) for row in forecast) / 3600
    assert load == pytest.approx(real_input.BANK_LOAD_HOURS, rel=1e-3)


def test_agents_are_the_same_on_every_build(
    real_input: ModuleType, data: Path, tmp_path: Path
) -> None:
    """The seed is fixed, and so are the heads."""
    for name in ("first", "second"):
        real_input.build_bank(data, tmp_path / name, MONDAY)
    files = [(tmp_path / name / "agents.csv").read_bytes() for name in ("first", "second")]
    assert files[0] == files[1]
    assert len(rows(tmp_path / "first" / "agents.csv")) == 80


@pytest.mark.parametrize(
    ("builder", "week", "message"),
    [
        ("build_technion", SUNDAY + timedelta(days=7), "technion_bank_1999 has no 1999-05-10"),
        ("build_bank", MONDAY + timedelta(days=7), "bank_calls_2003 has no 2003-03-17"),
    ],
)
def test_a_week_that_is_not_in_the_data_is_refused(
    real_input: ModuleType, data: Path, tmp_path: Path, builder: str, week: date, message: str
) -> None:
    """The first missing day is named."""
    with pytest.raises(real_input.DataError, match=message):
        getattr(real_input, builder)(data, tmp_path / "built", week)


@pytest.mark.parametrize(
    ("builder", "week", "agents"), [("build_technion", SUNDAY, 34), ("build_bank", MONDAY, 80)]
)
def test_what_is_built_is_a_scenario_without_faults(
    real_input: ModuleType, data: Path, tmp_path: Path, builder: str, week: date, agents: int
) -> None:
    """A week from Sunday or from Monday, read like any other folder."""
    getattr(real_input, builder)(data, tmp_path / "built", week)
    scenario = load_scenario(tmp_path / "built")
    assert len(scenario.agents) == agents
    assert scenario.grid.first_day == week
    assert scenario.defaults_used == ()


def test_technion_s_first_hours_are_served_by_the_night_before(
    real_input: ModuleType, data: Path, tmp_path: Path
) -> None:
    """Two agents whose breaks do not coincide."""
    real_input.build_technion(data, tmp_path / "built", SUNDAY)
    history = rows(tmp_path / "built" / "history.csv")
    work = [(row["start"], row["end"]) for row in history if row["activity_code"] == "work"]
    for quarter in range(24):
        at = f"1999-05-02T{quarter // 4:02d}:{quarter % 4 * 15:02d}:00+03:00"
        assert sum(start <= at < end for start, end in work) >= 1


def test_a_run_without_a_plan_is_not_taken_for_the_plan_before(
    real_input: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan.json of an earlier run may lie in the folder; exit code 2 says it is not this one."""
    (tmp_path / "plan.json").write_text("{}", encoding="utf-8")
    commands: list[list[str]] = []

    def refuse(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 2, "", "agents.csv: the file is missing")

    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(real_input.PlanError, match=r"absent was not planned \(exit 2\): agents"):
        real_input.plan(tmp_path / "absent", tmp_path, 60.0, 7)
    assert commands[0][1:4] == ["-m", "staffwright", "plan"]
    assert commands[0][-5:] == ["--time-limit", "60", "--seed", "7", "--json"]


def test_without_the_data_the_script_says_so_and_ends_with_2(
    real_input: ModuleType, tmp_path: Path
) -> None:
    """No numbers are printed."""
    result = CliRunner().invoke(real_input.main, ["--data", str(tmp_path)])
    assert result.exit_code == 2
    assert "README.md says where the data are public" in result.output


def test_the_figures_of_a_plan_are_read_from_its_folder(
    real_input: ModuleType, data: Path, tmp_path: Path
) -> None:
    """Agents per quarter-hour become agent-hours; the audit is the plan's promise."""
    scenario, out = tmp_path / "bank_calls", tmp_path / "out"
    real_input.build_bank(data, scenario, MONDAY)
    out.mkdir()
    (out / "plan.json").write_text(
        '{"status": "feasible", "promises": {"audit": true}, "currency": "USD",'
        ' "cost": {"total": "120.50"}, "bound": 100.0, "gap": 0.205}',
        encoding="utf-8",
    )
    (out / "requirements.csv").write_text("required,scheduled\n3,4\n5,6\n", encoding="utf-8")
    (out / "coverage.csv").write_text("under,over\n1,0\n0,2\n", encoding="utf-8")
    result = real_input.summarise(scenario, out, 60.0, 1, 2.0)
    assert (result.required_h, result.scheduled_h) == (2.0, 2.5)
    assert (result.under_h, result.over_h) == (0.25, 0.5)
    assert (result.cost, result.bound, result.gap) == ("120.50", "100.00", "0.2050")
    assert (result.audit, result.agents, result.currency) == ("clean", 80, "USD")
    real_input.record(result, tmp_path / "results")
    real_input.record(result, tmp_path / "results")
    written = rows(tmp_path / "results" / f"real_input-{result.version}.csv")
    assert [row["scenario"] for row in written] == ["bank_calls", "bank_calls"]
