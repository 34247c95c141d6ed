"""Who may import whom: cli -> scheduler -> models, and an auditor that stands alone."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from .checkout import ROOT

AUDIT = ROOT / "scheduler" / "audit"
SHARED = {
    "calendar", "coverage", "errors", "opening", "requirement", "results", "scenario",
    "service_value",
}  # fmt: skip
"""What the auditor may share: types, calendar, opening hours, requirement, its coverage and the
worth of agents that the queueing model gives."""


def imported(path: Path) -> set[tuple[int, str]]:
    """Return level and module of every relative import of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        (node.level, node.module or "")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    }


@pytest.mark.slow
def test_the_contract_is_kept() -> None:
    code = "from importlinter.cli import lint_imports_command as check; check()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("path", sorted(AUDIT.glob("*.py")), ids=lambda path: path.name)
def test_the_auditor_imports_only_what_it_may_share(path: Path) -> None:
    """The contract forbids by name; a new module of the planner must not slip through."""
    for level, module in imported(path):
        first = module.split(".")[0]
        if level == 2:
            assert first in SHARED, f"{path.name} imports ..{module}"
        elif level > 2:
            assert module.startswith("models.queueing"), f"{path.name} imports ...{module}"


def test_the_contract_names_every_module_of_pay_and_of_the_problem() -> None:
    """A forbidden module may not be reached through another one either; this needs its name."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    (forbidden,) = (c["forbidden_modules"] for c in contracts if c["type"] == "forbidden")
    folder = ROOT / "scheduler"
    modules = {path.stem for name in ("pay*", "problem*") for path in folder.glob(f"{name}.py")}
    assert {f"staffwright.scheduler.{name}" for name in modules} <= set(forbidden)


def test_models_know_no_files_names_and_dates() -> None:
    strangers = {"csv", "datetime", "json", "pathlib", "polars", "zoneinfo"}
    for path in (ROOT / "models").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            found = {name.split(".")[0] for name in names} & strangers
            assert not found, f"{path.relative_to(ROOT)} imports {found}"
