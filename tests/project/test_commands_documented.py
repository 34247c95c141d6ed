"""Every command, option and exit code is documented where users look for it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from staffwright import cli
from staffwright.scheduler.terminal.exit_codes import MEANINGS
from staffwright.scheduler.terminal.teaching import TeachingCommand

from .checkout import DOCUMENTS, ROOT

COMMANDS = sorted(cli.cli.commands.items())
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_command_is_in_the_readme_and_shows_examples(
    name: str, command: click.Command
) -> None:
    assert f"staffwright {name}" in README
    assert isinstance(command, TeachingCommand)
    assert command.examples
    for example in command.examples:
        assert len(example) <= 78, example
        assert example in command.get_help(click.Context(command, info_name=name))


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_the_examples_of_a_command_are_words_that_it_takes(
    name: str, command: click.Command
) -> None:
    assert isinstance(command, TeachingCommand)
    for line in "\n".join(command.examples).replace("\\\n", " ").splitlines():
        own = re.search(rf"staffwright {name}\b([^|>&#)]*)", line)
        assert own, line
        command.make_context(name, shlex.split(own[1].replace('"$', "")))


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_option_and_argument_says_what_it_does(name: str, command: click.Command) -> None:
    for parameter in command.params:
        assert isinstance(parameter, click.Option | click.Argument)
        assert parameter.help, f"{name} {parameter.name}"


@pytest.mark.parametrize(("name", "command"), [*COMMANDS, ("", cli.cli)])
def test_help_fits_a_terminal_of_80_columns_and_ends_with_exit_codes(
    name: str, command: click.Command
) -> None:
    context = click.Context(command, info_name=name, max_content_width=80, terminal_width=80)
    shown = command.get_help(context)
    assert max(map(len, shown.splitlines())) <= 80
    assert re.search(r"^  2 +wrong usage or faulty input$", shown, re.MULTILINE)
    assert re.search(r"^  70 ", shown, re.MULTILINE)


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_command_prints_json_is_quiet_and_shows_tracebacks_when_asked(
    name: str, command: click.Command
) -> None:
    flags = {flag for parameter in command.params for flag in parameter.opts}
    assert {"--json", "--quiet", "--debug"} <= flags


def test_documents_use_no_option_that_is_not_there() -> None:
    known = {
        option: name
        for name, command in [*COMMANDS, ("", cli.cli)]
        for parameter in command.params
        for option in parameter.opts
    } | {"--help": ""}
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
    assert set(MEANINGS) == {0, 1, 2, 70, 130}
    for code in MEANINGS:
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
