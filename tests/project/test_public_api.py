"""The names users may rely on, and what importing them costs."""

from __future__ import annotations

import ast
import inspect
import logging
import re
import subprocess
import sys
import tomllib

import pytest
import staffwright

from .checkout import ROOT

PUBLIC = [
    "Activity",
    "AuditReport",
    "Fault",
    "InputError",
    "ModelError",
    "Plan",
    "Replanned",
    "Requirement",
    "Scenario",
    "ScenarioError",
    "Shift",
    "SolverError",
    "StaffwrightError",
    "TracePoint",
    "__version__",
    "audit",
    "plan",
    "replan",
    "required",
]
SIGNATURES = {
    "required": "(scenario: 'Scenario') -> 'Requirement'",
    "plan": "(scenario: 'Scenario', *, time_limit: 'float' = 60.0, gap: 'float' = 0.0, "
    "seed: 'int' = 0, deterministic: 'bool' = False, on_progress: 'OnProgress | None' = None, "
    "should_stop: 'ShouldStop | None' = None) -> 'Plan'",
    "replan": "(scenario: 'Scenario', roster: 'Roster', *, since: 'datetime | str', "
    "absent: 'Iterable[str]' = (), forecast: 'str | Path | Frame | None' = None, "
    "change_price: 'Decimal | float | None' = None, time_limit: 'float' = 10.0, "
    "gap: 'float' = 0.0, seed: 'int' = 0, on_progress: 'OnProgress | None' = None, "
    "should_stop: 'ShouldStop | None' = None) -> 'Replanned'",
    "audit": "(scenario: 'Scenario', roster: 'Roster') -> 'AuditReport'",
    "Scenario.load": "(source: 'str | Path', agents: 'str | Path | None' = None, *, "
    "time_zone: 'str | None' = None, with_agents: 'bool' = True) -> 'Scenario'",
    "Scenario.from_frames": "(forecast: 'Frame', agents: 'Frame | None' = None, "
    "settings: 'Mapping[str, Any] | str | Path | None' = None, *, "
    "time_zone: 'str | None' = None, rates: 'Frame | None' = None, "
    "time_off: 'Frame | None' = None, availability: 'Frame | None' = None, "
    "preferences: 'Frame | None' = None, events: 'Frame | None' = None, "
    "history: 'Frame | None' = None, locked: 'Frame | None' = None) -> 'Scenario'",
    "Plan.to_frames": "(self) -> 'dict[str, pl.DataFrame]'",
    "Plan.save": "(self, folder: 'str | Path', *, "
    "formats: 'Iterable[str]' = ('csv', 'html', 'ics'), "
    "replaces: 'str | Path | None' = None) -> 'None'",
    "Plan.load": "(folder: 'str | Path', scenario: 'Scenario') -> 'Plan'",
    "Replanned.save": "(self, folder: 'str | Path', *, "
    "formats: 'Iterable[str]' = ('csv', 'html', 'ics'), "
    "replaces: 'str | Path | None' = None) -> 'None'",
}
MEMBERS = {
    "Activity": ["code", "end", "paid", "queue", "start", "work"],
    "AuditReport": [
        "clean", "cost", "coverage", "over_hours", "paid_hours", "required_hours",
        "service_levels", "service_periods", "shortages", "under_hours", "violations",
    ],
    "Fault": ["column", "file", "line", "message", "stands_for", "value"],
    "Plan": [
        "absences", "audit", "bought", "is_linearised", "linearisation", "load", "pay_lines",
        "promises", "requirement", "save", "scenario", "shifts", "solve", "to_frames",
    ],
    "Replanned": [
        "before", "change_price", "changed", "changes", "earlier_leave", "hard_shortages", "leave",
        "new_violations", "notes", "plan", "promises", "promises_kept", "save", "since",
    ],
    "Requirement": [
        "BINDING", "aht_s", "binding", "grid", "model", "offered_load", "open",
        "overrun_minutes", "patience_s", "queues", "required", "scheduled",
        "service_values", "volume",
    ],
    "Shift": [
        "activities", "business_date", "employee_id", "end", "locked", "paid_minutes",
        "shift_id", "start",
    ],
    "TracePoint": ["bound", "cost", "gap", "seconds", "stage"],
}  # fmt: skip
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


@pytest.mark.parametrize("name", SIGNATURES)
def test_what_functions_take_and_give_is_pinned_and_explained(name: str) -> None:
    """Users' programs call these: a change of one is a change of the version."""
    owner, _, method = name.partition(".")
    found = getattr(staffwright, owner)
    found = getattr(found, method) if method else found
    assert str(inspect.signature(found)) == SIGNATURES[name]
    explained = inspect.getdoc(found) or ""
    for parameter in inspect.signature(found).parameters:
        assert parameter == "self" or re.search(rf"\b{parameter}\b", explained), parameter


@pytest.mark.parametrize("name", MEMBERS)
def test_what_values_hold_is_pinned(name: str) -> None:
    found = getattr(staffwright, name)
    members = {m for m in vars(found) if not m.startswith("_")} | set(found.__annotations__)
    assert sorted(members) == MEMBERS[name]


def test_every_public_function_and_member_is_pinned() -> None:
    functions = {n for n in PUBLIC if inspect.isfunction(getattr(staffwright, n))}
    assert functions <= set(SIGNATURES)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'make_roster'"):
        staffwright.make_roster  # noqa: B018


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert staffwright.__version__ == project["version"]


def test_importing_the_package_loads_no_solver_and_no_table_library() -> None:
    assert loaded_after("import staffwright") == []
    code = "import staffwright, sys; assert not {'click', 'numpy', 'pydantic'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_requirement_and_audit_load_no_solver() -> None:
    shop = str(ROOT / "instances" / "corner_shop")
    code = f"import staffwright; s = staffwright.Scenario.load({shop!r}); staffwright.required(s)"
    assert not {"ortools", "highspy", "pyomo", "plotly"} & set(loaded_after(code))


def test_the_package_logs_and_is_silent_unless_asked() -> None:
    """A library has a handler that does nothing; whoever wants its messages adds another."""
    handlers = logging.getLogger("staffwright").handlers
    assert [type(handler) for handler in handlers] == [logging.NullHandler]


def test_no_module_of_the_library_prints_or_catches_signals() -> None:
    """Only the command line does: the library runs in threads of other programs."""
    for path in [*(ROOT / "scheduler").rglob("*.py"), *(ROOT / "models").rglob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        imports = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        at = path.relative_to(ROOT)
        assert "print" not in calls, at
        assert "signal" not in imports or at.parts[1] == "terminal", at
        assert not any(isinstance(node, ast.Global) for node in ast.walk(tree)), at


def test_the_command_line_loads_libraries_only_when_a_command_needs_them() -> None:
    assert loaded_after("import staffwright.cli") == []


def test_the_check_for_loaded_libraries_notices_them() -> None:
    assert "polars" in loaded_after("import staffwright; staffwright.Scenario")
