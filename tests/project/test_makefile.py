"""What the two commands of the README rest on: the interpreter, the targets, stale kernels."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .checkout import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make on a copy of the Makefile alone."""
    shutil.copyfile(ROOT / "Makefile", folder / "Makefile")
    (folder / "pyproject.toml").touch()
    return subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=folder, capture_output=True, text=True
    )


def test_help_lists_every_target(tmp_path: Path) -> None:
    done = make(tmp_path, "help")
    assert done.returncode == 0, done.stderr
    targets = set(re.findall(r"^\.PHONY: ([a-z-]+)$", MAKEFILE, re.MULTILINE))
    assert {"demo", "test"} <= targets
    assert set(re.findall(r"^make ([a-z-]+) +\w", done.stdout, re.MULTILINE)) == targets


@pytest.mark.parametrize("found", ["exit 1", "exit 127"], ids=["too old", "broken"])
def test_without_a_recent_python_it_says_what_to_do(found: str, tmp_path: Path) -> None:
    old = tmp_path / "old-python"
    old.write_text(f"#!/bin/sh\n{found}\n")
    old.chmod(0o755)
    done = make(tmp_path, f"PYTHON={old}", "demo")
    assert done.returncode == 2
    assert "no Python 3.11 or later" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_compiled_kernels_go_when_any_kernel_changes(tmp_path: Path) -> None:
    """A kernel keeps the code of the kernels it calls, and numba looks at its own file only."""
    source = tmp_path / "models" / "rostering" / "tours.py"
    stale = source.parent / "__pycache__" / "state.respond.py311.nbi"
    stale.parent.mkdir(parents=True)
    source.touch()
    stale.touch()
    assert make(tmp_path, ".cache/kernels").returncode == 0
    assert not stale.exists()

    stale.touch()
    assert make(tmp_path, ".cache/kernels").returncode == 0
    assert stale.exists()

    later = (tmp_path / ".cache" / "kernels").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert make(tmp_path, ".cache/kernels").returncode == 0
    assert not stale.exists()
