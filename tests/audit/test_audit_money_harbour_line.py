"""The pay of Harbour Line, recomputed by a script that shares no code with Staffwright."""

from __future__ import annotations

import ast
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from staffwright.instances import path
from staffwright.scheduler.export.table_files import write_table
from staffwright.scheduler.export.tables import hours_table, schedule_table
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.scenario import load_scenario

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "recompute_pay.py"
A_CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(load_scenario(path("harbour_line")), PlanOptions(time_limit=4.0))


@pytest.fixture
def folder(plan: Plan, tmp_path: Path) -> Path:
    """A folder with the two tables that the script reads."""
    write_table(schedule_table(plan), tmp_path / "schedule.csv")
    write_table(hours_table(plan.scenario, plan.pay_lines), tmp_path / "hours.csv")
    return tmp_path


def recompute(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(SCRIPT), str(path("harbour_line")), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_script_uses_the_standard_library_alone() -> None:
    imported = set()
    for node in ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add((node.module or "").split(".")[0])
    assert imported <= sys.stdlib_module_names


@pytest.mark.slow
def test_every_agents_pay_agrees_to_the_cent(plan: Plan, folder: Path) -> None:
    run = recompute(folder)
    assert run.returncode == 0, run.stdout + run.stderr
    last = run.stdout.splitlines()[-1]
    assert last.startswith(f"{len(plan.scenario.agents)} agents, ")
    assert last.endswith(", 0 differ")
    codes = {line.pay_code for line in plan.pay_lines}
    assert {"BASE", "NIGHT", "DEEP_NIGHT", "SUNDAY", "HOLIDAY"} <= codes


@pytest.mark.slow
def test_a_cent_more_for_one_agent_is_found(plan: Plan, folder: Path) -> None:
    line = plan.pay_lines[0]
    table = folder / "hours.csv"
    header, first, *rest = table.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = first.replace(str(line.amount), str(line.amount + A_CENT))
    assert changed != first
    table.write_text("".join([header, changed, *rest]), encoding="utf-8")
    run = recompute(folder)
    assert run.returncode == 1
    (wrong,) = (text for text in run.stdout.splitlines() if text.endswith("  differs"))
    assert wrong.startswith(line.employee_id)


@pytest.mark.slow
def test_the_audit_pays_the_same_but_for_the_rounding_of_lines(plan: Plan) -> None:
    lines = sum((line.amount for line in plan.pay_lines), Decimal(0))
    assert abs(plan.audit.cost.wages - lines) <= len(plan.pay_lines) * A_CENT / 2
