"""Bought cover goes along with a plan: through every format, the audit and a repair."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import staffwright
import staffwright.scheduler.report as report_module
import xlsxwriter
from small_desk import SETTINGS, agents, forecast
from staffwright import Plan, Scenario, ScenarioError

POOL = {
    "id": "partner",
    "queues": ["calls"],
    "agents": 3,
    "hour_price": 26.5,
    "block_minutes": 120,
}


@pytest.fixture(autouse=True)
def _short_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the report, which has tests of its own."""
    monkeypatch.setattr(report_module, "render_report", lambda plan: "<!doctype html>\n")


@pytest.fixture(scope="module")
def made() -> Plan:
    """One agent, and a partner who is cheaper than to lack the others."""
    settings = {**SETTINGS, "bought_cover": [POOL]}
    desk = Scenario.from_frames(forecast(), agents().head(1), settings)
    return staffwright.plan(desk, time_limit=20)


def test_the_partner_is_bought(made: Plan) -> None:
    assert made.bought
    assert made.audit.cost.bought_cover > 0
    assert "bought_cover" in made.to_frames()


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx", "json", "plan"])
def test_the_audit_of_every_form_counts_what_is_bought(
    made: Plan, tmp_path: Path, form: str
) -> None:
    made.save(tmp_path / "plan", formats=() if form == "plan" else (form,))
    roster = made if form == "plan" else tmp_path / "plan"
    found = staffwright.audit(made.scenario, roster)
    assert found.cost == made.audit.cost
    assert found.violations == made.audit.violations


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx", "json"])
def test_a_plan_read_back_has_bought_the_same(made: Plan, tmp_path: Path, form: str) -> None:
    made.save(tmp_path / "plan", formats=(form,))
    read = Plan.load(tmp_path / "plan", made.scenario)
    assert read.bought == made.bought
    assert read.solve.bound == made.solve.bound


def test_a_schedule_alone_has_bought_nothing(made: Plan, tmp_path: Path) -> None:
    made.save(tmp_path / "plan", formats=("csv",))
    (tmp_path / "plan" / "bought_cover.csv").unlink()
    found = staffwright.audit(made.scenario, tmp_path / "plan" / "schedule.csv")
    assert found.cost.bought_cover == 0
    assert staffwright.audit(made.scenario, made.shifts).cost.bought_cover == 0


def test_a_schedule_in_a_workbook_of_ones_own_has_bought_nothing(
    made: Plan, tmp_path: Path
) -> None:
    """Its first sheet is a schedule and not what was bought."""
    made.save(tmp_path / "plan", formats=("csv",))
    rows = [row.split(",") for row in (tmp_path / "plan" / "schedule.csv").read_text().split()]
    book = xlsxwriter.Workbook(str(tmp_path / "mine.xlsx"))
    sheet = book.add_worksheet("Dienstplan")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    found = staffwright.audit(made.scenario, tmp_path / "mine.xlsx")
    assert found.cost.bought_cover == 0
    assert found.cost.base == made.audit.cost.base


def test_faults_of_what_was_bought_are_told(made: Plan, tmp_path: Path) -> None:
    made.save(tmp_path / "plan", formats=("json",))
    path = tmp_path / "plan" / "roster.json"
    path.write_text(path.read_text().replace('"partner"', '"nobody"'))
    with pytest.raises(ScenarioError, match="unknown pool"):
        staffwright.audit(made.scenario, path)
    path.write_text('{"shifts": [], "bought_cover": 3}')
    with pytest.raises(ScenarioError, match="must be a list of objects"):
        staffwright.audit(made.scenario, path)


def test_a_repair_begins_with_what_was_bought(made: Plan) -> None:
    """At a price of changes that no repair is worth everything stays."""
    repaired = staffwright.replan(
        made.scenario, made, since="2026-03-29 23:00", change_price=1000, time_limit=1
    )
    assert repaired.plan.bought == made.bought
    assert {block.start.date() for block in made.bought} <= {date(2026, 3, 28), date(2026, 3, 29)}
