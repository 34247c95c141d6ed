"""Every command, option and exit code is documented where users look for it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from staffwright import cli

from .checkout import DOCUMENTS, ROOT

COMMANDS = sorted(cli.cli.commands.items())
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_command_is_in_the_readme_and_shows_an_example(
    name: str, command: click.Command
) -> None:
    assert f"staffwright {name}" in README
    example = rf"^ *staffwright {name}(?: |$)"
    assert re.search(example, command.help or "", re.MULTILINE), f"{name}: help has no example"


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_option_says_what_it_does(name: str, command: click.Command) -> None:
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts[-1]}"


def test_documents_use_no_option_that_is_not_there() -> None:
    known = {
        option: name
        for name, command in [*COMMANDS, ("", cli.cli)]
        for parameter in command.params
        for option in parameter.opts
    }
    lines = [
        line
        for document in DOCUMENTS
        for line in document.read_text(encoding="utf-8").splitlines()
        if re.match(r"(\$ )?staffwright ", line)
    ]
    assert lines
    for line in lines:
        for option in re.findall(r"\s(--[a-z-]+)", line):
            assert option in known, line


def test_every_exit_code_is_in_the_readme() -> None:
    for code in (cli.DONE, cli.BROKEN, cli.BAD_INPUT, cli.INTERRUPTED):
        assert re.search(rf"^\| {code} \| ", README, re.MULTILINE)


@pytest.mark.parametrize(
    "command", [["-m", "staffwright"], [str(ROOT / "cli.py")]], ids=["module", "script"]
)
def test_the_program_runs_as_a_module_and_as_a_script(command: list[str], tmp_path: Path) -> None:
    """Once installed, ``python -m staffwright`` and ``python cli.py`` are the same program."""
    shop = ROOT / "instances" / "corner_shop"
    done = subprocess.run(
        [sys.executable, *command, "check", str(shop)], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "no faults" in done.stdout
