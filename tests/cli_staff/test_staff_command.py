"""`staffwright staff`: options, files written, exit codes and messages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result
from staffwright.cli import cli
from staffwright.scheduler.errors import InputError, ScenarioError

CALLS = """\
interval_start,interval_minutes,volume,aht_s
2026-03-23 09:00,30,75,240
2026-03-23 09:30,30,122,240
2026-03-23 10:00,30,40,240
"""
TOML = """\
[site]
time_zone = "Europe/Berlin"
[horizon]
start = 2026-03-23
days = 1
interval_minutes = 30
[[shrinkage.causes]]
name = "sickness"
share = 0.05
[[queues]]
id = "front desk"
service_level = 0.8
within_s = 20
hours = [{ days = ["mon"], open = "09:00", close = "12:00" }]
transfers = [{ to = "technical", share = 0.2 }]
[[queues]]
id = "technical"
mean_wait_s = 60
method = "carried"
hours = [{ days = ["mon"], open = "09:00", close = "10:30" }]
"""
FORECAST = """\
queue,interval_start,volume,aht_s
front desk,2026-03-23 08:30,10,240
front desk,2026-03-23 09:00,75,240
front desk,2026-03-23 10:00,75,240
technical,2026-03-23 09:00,5,600
"""

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `staffwright staff` beside calls.csv and a scenario, desk."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "calls.csv").write_text(CALLS)
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "scenario.toml").write_text(TOML)
    (tmp_path / "desk" / "forecast.csv").write_text(FORECAST)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["staff", *arguments])

    return run


def required(path: str = "requirements.csv") -> list[int]:
    return pl.read_csv(path).filter(pl.col("offered_load") > 0)["required"].to_list()


def test_a_bare_file_needs_nothing_else(run: Run) -> None:
    result = run("calls.csv")
    assert result.exit_code == 0
    assert "default: queues: no target is given, so 80% answered within 20 s." in result.output
    assert "written to requirements.csv" in result.stderr
    table = pl.read_csv("requirements.csv")
    assert table.columns == [
        "queue", "interval_start", "offered_load", "required", "scheduled", "model",
        "binding_target",
    ]  # fmt: skip
    assert table.height == 48
    assert required() == [14, 21, 8]


@pytest.mark.parametrize(
    ("options", "agents"),
    [
        (["--service-level", "80/20"], [14, 21, 8]),
        (["--mean-wait", "30"], [13, 20, 8]),
        (["--max-occupancy", "0.5"], [20, 33, 11]),
        (["--service-level", "80/20", "--minimum-staff", "15"], [15, 21, 15]),
        (["--service-level", "80/20", "--self-service", "1"], []),
        (["--service-level", "80/20", "--dispersion", "4"], [14, 21, 8]),
    ],
)
def test_targets_and_demand_of_a_bare_file(run: Run, options: list[str], agents: list[int]) -> None:
    assert run("calls.csv", *options).exit_code == 0
    assert required() == agents


@pytest.mark.parametrize(
    ("options", "fewer"),
    [
        (["--patience", "120"], True),
        (["--outsourced", "0.3"], True),
        (["--self-service", "0.3"], True),
        (["--target-over", "day"], True),
        (["--target-over", "week"], True),
        (["--patience", "120", "--max-abandonment", "0.001"], False),
        (["--dispersion", "4", "--confidence", "0.9"], False),
    ],
)
def test_what_lowers_and_what_raises_the_requirement(
    run: Run, options: list[str], fewer: bool
) -> None:
    assert run("calls.csv", "--service-level", "80/20", *options).exit_code == 0
    assert (sum(required()) < 43) == fewer
    assert sum(required()) != 43


def test_shrinkage_divides(run: Run) -> None:
    assert run("calls.csv", "--max-occupancy", "0.8", "--shrinkage", "0.3").exit_code == 0
    table = pl.read_csv("requirements.csv").filter(pl.col("offered_load") > 0)
    assert table["required"].to_list() == [13, 21, 7]
    assert table["scheduled"].to_list() == [19, 30, 10]


def test_the_method_carries_the_backlog(run: Run) -> None:
    assert run("calls.csv", "--method", "carried", "--out", "carried.csv").exit_code == 0
    assert required("carried.csv") != [14, 21, 8]


def test_the_time_zone_places_times_without_offset(run: Run) -> None:
    assert run("calls.csv", "--time-zone", "Europe/Berlin").exit_code == 0
    busy = pl.read_csv("requirements.csv").filter(pl.col("offered_load") > 0)
    assert busy["interval_start"][0] == "2026-03-23T09:00:00+01:00"


def test_a_scenario_without_agents_is_staffed_and_what_is_left_over_is_said(run: Run) -> None:
    result = run("desk", "--out", "deep/r.parquet")
    assert result.exit_code == 0
    assert pl.read_parquet("deep/r.parquet").height == 96
    assert "front desk: 10.0 contacts come while it is closed" in result.output
    assert "technical:" in result.output
    assert "agent-minutes after closing" in result.output


def test_options_for_bare_files_are_refused_beside_a_scenario(run: Run) -> None:
    result = run("desk", "--patience", "60", "--target-over", "day")
    assert result.exit_code == 2
    assert "for bare files only: --patience, --target-over" in result.stderr


def test_agents_are_answered_with_the_service_that_they_give(run: Run) -> None:
    result = run("calls.csv", "--service-level", "80/20", "--agents", "14")
    assert result.exit_code == 0
    assert "written to service.csv" in result.stderr
    assert "endless" in result.output
    row = pl.read_csv("service.csv").filter(pl.col("volume") == 75).to_dicts()[0]
    assert (row["agents"], row["offered_load"]) == (14, 10)
    assert row["service_level"] == pytest.approx(0.875229)
    assert row["carried_load"] > 10
    assert not Path("requirements.csv").exists()


def test_agents_of_a_scenario(run: Run) -> None:
    assert run("desk", "--agents", "20", "--out", "s.parquet").exit_code == 0
    table = pl.read_parquet("s.parquet").filter(pl.col("agents") > 0)
    assert table["present"].unique().to_list() == [19]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--explain", "front desk 2026-03-23 10:00"],
        ["--explain", "2026-03-23 10:10", "--queue", "front desk"],
        ["--explain", "front desk 2026-03-23T09:00Z", "--queue", "front desk"],
    ],
)
def test_one_interval_is_explained(run: Run, arguments: list[str]) -> None:
    result = run("desk", *arguments)
    assert result.exit_code == 0
    for words in (
        "front desk, Mon 2026-03-23 10:00 to 10:30 (Europe/Berlin)",
        "80 % within 20 s",
        "the service level decides",
        "sickness",
    ):
        assert words in result.output
    assert [path.name for path in Path().glob("*.csv")] == ["calls.csv"]
    assert max(map(len, result.output.splitlines())) <= 80


def test_the_only_queue_of_a_file_needs_no_name(run: Run) -> None:
    result = run("calls.csv", "--explain", "2026-03-23 09:00")
    assert result.exit_code == 0
    assert result.output.startswith("main, Mon 2026-03-23 09:00 to 09:30 (UTC)")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--explain", "x 2026-03-23 09:00", "--agents", "3"], "--explain only prints"),
        (["--explain", "x 2026-03-23 09:00", "--out", "r.csv"], "--explain only prints"),
        (["--queue", "main"], "--queue belongs to --explain"),
        (["--explain", "main 2026-03-23 09:00", "--queue", "x"], "name different queues"),
        (["--agents", "-1"], "-1"),
        (["--agents", "many"], "many"),
        (["--service-level", "80"], "write it as 80/20"),
        (["--confidence", "1"], "0<x<1"),
        (["--dispersion", "0.5"], "x>=1"),
        (["--outsourced", "1.5"], "0<=x<=1"),
        (["--self-service", "-1"], "0<=x<=1"),
        (["--method", "gaussian"], "'interval', 'carried'"),
        (["--target-over", "month"], "'interval', 'day', 'week'"),
        (["--shrinkage", "1"], "0<=x<1"),
        (["--patience", "0"], "x>0"),
        (["--confidence", "nan"], "not a finite number"),
    ],
)
def test_wrong_options_are_named_with_what_is_allowed(
    run: Run, arguments: list[str], words: str
) -> None:
    result = run("calls.csv", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["calls.csv", "--explain", "2026-03-25 09:00"], "outside the horizon"),
        (["calls.csv", "--explain", "sales 2026-03-23 09:00"], "'sales' is unknown"),
        (["calls.csv", "--explain", "noon"], "write a queue and a time"),
        (["desk", "--explain", "2026-03-23 09:00"], "which queue? allowed: front desk, technical"),
        (["nowhere.csv"], "nowhere.csv"),
        (["calls.csv", "--out", "calls.csv/r.csv"], "cannot write"),
        (["calls.csv", "--max-abandonment", "0.05"], "needs patience"),
        (["calls.csv", "--mean-wait", "9", "--target-over", "day"], "needs service_level"),
        (["calls.csv", "--method", "carried", "--target-over", "day"], "interval"),
    ],
)
def test_what_cannot_be_answered_is_said(run: Run, arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert isinstance(result.exception, InputError)
    assert words in str(result.exception)


def test_a_forecast_with_faults_lists_them_all(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(CALLS.replace(",75,", ",-75,").replace(",40,240", ",nan,240"))
    result = run("bad.csv")
    assert isinstance(result.exception, ScenarioError)
    assert [(fault.line, fault.value) for fault in result.exception.faults] == [
        (2, "-75"),
        (4, "nan"),
    ]


def test_quantile_columns_of_a_bare_file_are_planned_for(run: Run, tmp_path: Path) -> None:
    lines = CALLS.splitlines()
    wide = [lines[0] + ",volume_p50,volume_p90", *(line + ",70,110" for line in lines[1:])]
    (tmp_path / "wide.csv").write_text("\n".join(wide) + "\n")
    plain: Any = run("wide.csv", "--service-level", "80/20")
    said = " ".join(plain.output.split())
    assert "no confidence, so the forecast's volume is planned for" in said
    assert required() == [14, 21, 8]
    assert run("wide.csv", "--service-level", "80/20", "--confidence", "0.9").exit_code == 0
    assert len(set(required())) == 1
    shown = run("wide.csv", "--confidence", "0.5", "--explain", "2026-03-23 09:30").output
    assert "70.00  with probability 0.5 not more" in shown
