"""The command line in this process, and copies of the smallest scenario."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from staffwright.instances import path as instance

from .command_line import Outcome, Run, exit_code


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call the command line in this process."""

    def call(*arguments: object) -> Outcome:
        code = exit_code(monkeypatch, *arguments)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


@pytest.fixture
def run_here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command line in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return run


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A copy of the smallest scenario."""
    unplanned = shutil.ignore_patterns("plan")
    return Path(shutil.copytree(instance("corner_shop"), tmp_path / "shop", ignore=unplanned))


@pytest.fixture(scope="session")
def _planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planned") / "shop"
    shutil.copytree(instance("corner_shop"), folder, ignore=shutil.ignore_patterns("plan"))
    with pytest.MonkeyPatch.context() as patch:
        assert exit_code(patch, "plan", folder, "--time-limit", "1", "--quiet") == 0
    return folder


@pytest.fixture
def planned_shop(_planned: Path, tmp_path: Path) -> Path:
    """A copy of the smallest scenario with a plan, which is made once."""
    return Path(shutil.copytree(_planned, tmp_path / "planned_shop"))
