"""docs/staffing.md: every example runs and gives what the page shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from staffwright.cli import cli
from staffwright.scheduler.demand import demand
from staffwright.scheduler.scenario import load_scenario
from staffwright.scheduler.shrinkage import shrinkage_by_interval

TEXT = (Path(__file__).parents[2] / "docs" / "staffing.md").read_text(encoding="utf-8")
BLOCKS = "".join(re.findall(r"```console\n(.*?)```", TEXT, re.S))
SHOWN = {
    line: shown.splitlines()
    for line, shown in re.findall(r"^(\$ .*)\n((?:(?!\$ ).*\n)*)", BLOCKS, re.MULTILINE)
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write calls.csv of the page and work beside it."""
    monkeypatch.chdir(tmp_path)
    example = re.search(r"`calls\.csv`:\n\n```csv\n(.*?)```", TEXT, re.S)
    assert example is not None
    (tmp_path / "calls.csv").write_text(example.group(1))
    return tmp_path


def output_of(line: str) -> str:
    words = shlex.split(line.removeprefix("$ "))
    assert words[0] == "staffwright"
    result = CliRunner().invoke(cli, words[1:])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("line", SHOWN)
def test_every_command_runs_and_prints_the_very_numbers_shown(folder: Path, line: str) -> None:
    """Lines left out stand as `...`, and only before those shown."""
    shown = SHOWN[line]
    assert shown
    if shown[0] == "...":
        shown = shown[1:]
        assert output_of(line).splitlines()[-len(shown) :] == shown
    else:
        assert output_of(line).splitlines() == shown


def test_every_command_of_the_page_is_looked_at() -> None:
    assert len(SHOWN) == TEXT.count("\n$ staffwright") == 6


def test_every_option_of_the_command_is_on_the_page() -> None:
    elsewhere = {"--time-zone", "--json", "--quiet", "--debug"}  # every command's, or obvious
    for option in cli.commands["staff"].params:
        for flag in option.opts:
            assert not flag.startswith("--") or flag in elsewhere or flag in TEXT, flag


def test_the_examples_in_toml_are_a_scenario_with_the_numbers_of_the_text(folder: Path) -> None:
    toml = "\n".join(re.findall(r"```toml\n(.*?)```", TEXT, re.S))
    head = (
        '[site]\ntime_zone = "UTC"\n'
        "[horizon]\nstart = 2026-03-23\ndays = 1\ninterval_minutes = 30\n"
    )
    (folder / "scenario.toml").write_text(head + toml)
    rows = ((queue, hour, {"billing": 100, "technical": 60}[queue])
            for queue in ("billing", "technical") for hour in ("08:00", "12:00"))  # fmt: skip
    lines = [f"{queue},2026-03-23 {clock},{volume},240" for queue, clock, volume in rows]
    (folder / "forecast.csv").write_text(
        "queue,interval_start,volume,aht_s\n" + "\n".join(lines) + "\n"
    )
    scenario = load_scenario(folder, with_agents=False)
    flow = demand(scenario).expected
    reaching = (flow.volume + flow.outsourced)[:, 16]
    assert [f"{x:.2f}" for x in reaching] == ["78.79", "75.76"]
    assert "78.79 and 75.76" in TEXT
    assert flow.outsourced[1, 16] == flow.volume[1, 16]
    shares = shrinkage_by_interval(scenario)
    assert shares[0, [16, 24]] == pytest.approx([0.069, 0.05])
    assert shares[1, [16, 24]] == pytest.approx([1 - 0.92 * 0.98, 0.08])
