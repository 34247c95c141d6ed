"""The names users may rely on, and what importing them costs."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest
import staffwright

from .checkout import ROOT

PUBLIC = [
    "AuditReport",
    "Fault",
    "InputError",
    "Plan",
    "PlanOptions",
    "Requirement",
    "Scenario",
    "ScenarioError",
    "StaffwrightError",
    "__version__",
    "audit_schedule",
    "load_scenario",
    "make_plan",
    "read_schedule",
    "requirement",
    "save_plan",
    "scenario_from_files",
]
HEAVY = ("highspy", "holidays", "numba", "ortools", "polars", "pyomo", "scipy")


def loaded_after(statement: str) -> list[str]:
    """Return which heavy libraries a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys\nprint(*(n for n in {HEAVY!r} if n in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_public_names_are_these() -> None:
    assert staffwright.__all__ == PUBLIC
    assert dir(staffwright) == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_loads_and_is_documented(name: str) -> None:
    found = getattr(staffwright, name)
    if name != "__version__":
        assert found.__name__ == name
        assert found.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'make_roster'"):
        staffwright.make_roster  # noqa: B018


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert staffwright.__version__ == project["version"]


def test_importing_the_package_loads_no_solver_and_no_table_library() -> None:
    assert loaded_after("import staffwright") == []


def test_the_command_line_loads_libraries_only_when_a_command_needs_them() -> None:
    assert loaded_after("import staffwright.cli") == []


def test_the_check_for_loaded_libraries_notices_them() -> None:
    assert "polars" in loaded_after("import staffwright; staffwright.load_scenario")
