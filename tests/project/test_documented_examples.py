"""Every command and program of the README and the documents is run, and prints what they show.

* ``console`` blocks are run line by line and their output is compared, numbers aside; a line
  ``...`` stands for any lines. ``$ echo $?`` shows the exit code of the command before.
* ``python`` blocks are run as they are.
* Blocks after "Put this into `NAME`:" become files instead; after "Add this to `NAME`:" they are
  appended.
* ``sh`` blocks install and build, and are only looked at.

Time limits are cut short, but where a proof is shown: that needs its time on a slow machine. All
blocks of a document share a folder, in which `instances/` lies.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .checkout import DOCUMENTS, ROOT

LANGUAGES = {"console", "csv", "ics", "python", "sh", "text", "toml"}
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"(Put|Add) this (?:in)?to `([\w./]+)`:\s*$")
LIMIT = re.compile(r"(time[-_]limit[ =])(\d+)\b")
LARGE_SCENARIO, LONGEST, LONGEST_LARGE = 60, 6, 20
"""Seconds shown where a scenario is large, and seconds run at most, then and else."""
PROVEN = "proven optimal"
"""Shown where a limit must not be cut."""
IF_TIME_IS_LEFT = "confirmed "
"""Begins the line of a summary that a search on a busy machine may have no time for."""
BUILDERS = ("make ", "pip install ", "staffwright plan forecast.csv agents.csv")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the file it becomes or is added to."""

    language: str
    text: str
    file: str | None
    is_added: bool


def blocks(document: Path) -> list[Block]:
    """Return the fenced blocks of a document in order."""
    text = document.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        name = FILE.search(text[: match.start()])
        file, is_added = (name[2], name[1] == "Add") if name else (None, False)
        found.append(Block(match[1], match[2], file, is_added))
    return found


def shortened(text: str) -> str:
    """Return commands or code with their time limits cut."""

    def cut(limit: re.Match[str]) -> str:
        shown = int(limit[2])
        return f"{limit[1]}{min(shown, LONGEST_LARGE if shown >= LARGE_SCENARIO else LONGEST)}"

    return LIMIT.sub(cut, text)


def steps(text: str) -> Iterator[tuple[str, list[str]]]:
    """Return the commands of a console block, each with the lines it prints."""
    command, lines = "", list[str]()
    for line in text.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, lines
            command, lines = line[2:], []
        else:
            lines.append(line)
    yield command, lines


def without_numbers(line: str) -> str:
    """Return a line in which numbers, dates and widths of columns do not matter."""
    return " ".join(re.sub(r"\d[\d.,:T+-]*", "#", line).split())


def pattern(lines: list[str]) -> re.Pattern[str]:
    """Return what printed lines must match."""
    parts = []
    for line in lines:
        part = "(?:.*\n)*" if line == "..." else re.escape(without_numbers(line)) + "\n"
        parts.append(f"(?:{part})?" if line.startswith(IF_TIME_IS_LEFT) else part)
    return re.compile("".join(parts))


def run_console(block: Block, folder: Path) -> None:
    """Run a console block and compare what it prints."""
    scripts = sysconfig.get_path("scripts")
    path = scripts + os.pathsep + os.environ["PATH"]
    environment = {**os.environ, "PATH": path, "COLUMNS": "80"}
    code = 0
    for command, lines in steps(block.text):
        if command == "echo $?":
            assert lines == [str(code)], command
            continue
        done = subprocess.run(
            ["sh", "-c", command if PROVEN in block.text else shortened(command)],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        code = done.returncode
        printed = done.stdout or done.stderr
        said = "".join(without_numbers(line) + "\n" for line in printed.splitlines())
        assert pattern(lines).fullmatch(said), f"$ {command}\n{printed}{done.stderr}"


def run_python(block: Block, folder: Path) -> None:
    """Run a program, which shows what it found or asserts it."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", shortened(block.text)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or re.search(r"^assert ", block.text, re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_blocks_say_what_they_are(document: Path) -> None:
    """So that no command hides in a block that is not run."""
    for block in blocks(document):
        assert block.language in LANGUAGES, block.text
        if block.language == "sh":
            for line in block.text.splitlines():
                assert f"{line} ".startswith(BUILDERS), line


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="console blocks are for a POSIX shell")
@pytest.mark.parametrize(
    "document",
    [path for path in DOCUMENTS if {"console", "python"} & {b.language for b in blocks(path)}],
    ids=lambda path: path.name,
)
def test_examples_run_and_print_what_is_shown(document: Path, tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "instances",
        tmp_path / "instances",
        ignore=shutil.ignore_patterns("plan", "__pycache__", "*.py"),
    )
    for block in blocks(document):
        if block.file is not None:
            mode = "a" if block.is_added else "w"
            with (tmp_path / block.file).open(mode, encoding="utf-8") as file:
                file.write(block.text)
        elif block.language == "console":
            run_console(block, tmp_path)
        elif block.language == "python":
            run_python(block, tmp_path)


def test_a_changed_word_in_the_output_is_noticed() -> None:
    shown = ["cost 1,234.50 EUR", "...", "promises     all kept"]
    kept = "cost # EUR\ngap #\npromises all kept\n"
    assert pattern(shown).fullmatch(kept)
    assert not pattern(shown).fullmatch(kept.replace("all kept", "BROKEN"))
    assert not pattern(shown).fullmatch(kept.replace("cost", "price"))
