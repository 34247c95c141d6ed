"""Shell completion answers, and help needs none of the heavy libraries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from .command_line import Run

HEAVY = ("numba", "numpy", "ortools", "polars", "pydantic", "pyomo", "rich", "scipy", "icalendar")


def completed(*words: str) -> list[str]:
    """Return what follows some words, as the script of bash asks for it."""
    line = " ".join(("staffwright", *words))
    environment = {**os.environ, "_STAFFWRIGHT_COMPLETE": "bash_complete", "COMP_WORDS": line,
                   "COMP_CWORD": str(len(words) if words else 1)}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "staffwright"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return [found.partition(",")[2] for found in done.stdout.split()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("pl",), ["plan"]),
        (("rules", "us"), ["us-flsa", "us-ca"]),
        (("plan", "x", "--time-l"), ["--time-limit"]),
        (("init", "x", "--template", "night"), ["night_desk"]),
        (("completion", "z"), ["zsh"]),
    ],
)
def test_words_are_completed(words: tuple[str, ...], expected: list[str]) -> None:
    assert completed(*words) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_has_a_script_that_asks_the_program(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert done.code == 0
    assert f"_STAFFWRIGHT_COMPLETE={shell}_complete" in done.out


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_script_of_bash_is_bash(run: Run) -> None:
    script = run("completion", "bash").out
    done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_loads_none_of_the_heavy_libraries() -> None:
    """They take seconds; what must be loaded is loaded when a command runs."""
    program = (
        "import sys; sys.argv = ['staffwright', '--help']\n"
        "from staffwright.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "Usage: staffwright" in done.stdout
    assert done.stdout.rstrip().endswith("LOADED []")
