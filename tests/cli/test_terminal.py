"""How findings look on a terminal, without colour, and in a pipe."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .command_line import Run

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7]|38;[\d;]+)m")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Make the program think that it writes to a terminal of 80 columns."""
    for name in ("NO_COLOR", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    return monkeypatch


@pytest.mark.usefixtures("terminal")
def test_a_terminal_of_80_columns_gets_tables_that_fit(run: Run, planned_shop: Path) -> None:
    shown = run("audit", planned_shop).out
    text = ESCAPE.sub("", shown)
    assert "─" in text
    assert max(map(len, text.splitlines())) <= 80
    assert "expected service (share in time; mean wait where the target is a wait)" in text


def test_no_color_switches_colours_off_and_leaves_the_tables(
    terminal: pytest.MonkeyPatch, run: Run, planned_shop: Path
) -> None:
    assert COLOUR.search(run("audit", planned_shop).out)
    terminal.setenv("NO_COLOR", "1")
    shown = run("audit", planned_shop).out
    assert not COLOUR.search(shown)
    assert "─" in shown


def test_a_dumb_terminal_gets_plain_text(
    terminal: pytest.MonkeyPatch, run: Run, planned_shop: Path
) -> None:
    terminal.setenv("TERM", "dumb")
    shown = run("audit", planned_shop).out
    assert not ESCAPE.search(shown)
    assert "─" not in shown


def test_a_pipe_gets_plain_text_of_at_most_80_columns(run: Run, planned_shop: Path) -> None:
    for words in (("audit", planned_shop), ("staff", planned_shop, "--out", planned_shop / "r.csv"),
                  ("rules", "us-ca")):  # fmt: skip
        shown = run(*words).out
        assert shown.isprintable() or not ESCAPE.search(shown)
        assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.usefixtures("terminal")
def test_names_are_shown_as_they_are_and_not_as_markup(run: Run, shop: Path) -> None:
    toml = (shop / "scenario.toml").read_text(encoding="utf-8")
    (shop / "scenario.toml").write_text(toml.replace("Corner Shop", "[red]Shop[/red]"))
    shown = run("plan", shop, "--time-limit", "1").out
    assert "[red]Shop[/red]: 7 days" in ESCAPE.sub("", shown)


@pytest.mark.parametrize("command", ["audit", "check", "pay", "staff"])
def test_quiet_prints_nothing_where_all_is_well(
    run_here: Run, planned_shop: Path, command: str
) -> None:
    done = run_here(command, planned_shop, "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_quiet_still_lists_faults(run: Run, shop: Path) -> None:
    (shop / "forecast.csv").unlink()
    done = run("check", shop, "-q")
    assert done.code == 2
    assert "forecast.csv" in done.err


def test_quiet_and_json_print_json_alone(run_here: Run, planned_shop: Path) -> None:
    done = run_here("audit", planned_shop, "--quiet", "--json")
    assert json.loads(done.out)["violations"] == []
    assert done.err == ""


def test_json_is_utf_8_in_a_pipe_of_another_encoding(planned_shop: Path) -> None:
    toml = (planned_shop / "scenario.toml").read_text(encoding="utf-8")
    (planned_shop / "scenario.toml").write_text(
        toml.replace("Corner Shop", "Łódź"), encoding="utf-8"
    )
    command = [sys.executable, "-m", "staffwright", "check", str(planned_shop)]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    plain, document = (
        subprocess.run([*command, *more], capture_output=True, env=environment, check=True).stdout
        for more in ((), ("--json",))
    )
    assert b"no faults" in plain
    assert json.loads(document)["name"] == "Łódź"
