"""A repaired plan in each format alone: its absences hold in audits and in further repairs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from shop_plan import TUESDAY, WEDNESDAY, on_date, repaired, shop
from staffwright import audit
from staffwright.scheduler import interface
from staffwright.scheduler.calendar import to_utc
from staffwright.scheduler.errors import ScenarioError
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.replan import Replanned
from staffwright.scheduler.scenario.absences import ABSENCE
from staffwright.scheduler.scenario.leave_file import read_leave
from staffwright.scheduler.scenario.types import TimeOff

SICK = min(on_date(TUESDAY), key=lambda s: s.start).employee_id


@cache
def made() -> Replanned:
    return repaired(f"{TUESDAY} 00:00", [SICK])


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "json"])
def test_absences_last_from_repair_to_audit_to_the_next_repair(tmp_path: Path, form: str) -> None:
    made().save(tmp_path / "first", formats=[form])
    assert audit(shop(), tmp_path / "first").clean
    assert Plan.load(tmp_path / "first", shop()).absences == made().plan.absences
    other = next(s.employee_id for s in on_date("2026-05-07") if s.employee_id != SICK)
    again = interface.replan(
        shop(),
        tmp_path / "first",
        since=f"{WEDNESDAY} 00:00",
        absent=[f"{other}:2026-05-07"],
        time_limit=0.3,
    )
    assert again.earlier_leave == made().plan.absences
    begins = [s.start for s in again.plan.shifts if s.employee_id == SICK]
    assert not [start for start in begins if start >= made().since]
    again.save(tmp_path / "second", formats=[form])
    assert audit(shop(), tmp_path / "second").clean
    found = {t.employee_id for t in Plan.load(tmp_path / "second", shop()).absences}
    assert found == {SICK, other}


def test_a_night_shift_lost_on_the_last_evening_of_a_week_can_be_read_back(tmp_path: Path) -> None:
    """It counts in the week in which it would have begun, of which less is left than it lasts."""
    begin = to_utc(datetime(2026, 5, 10, 21), shop().zone)
    evening = TimeOff(SICK, begin, begin + timedelta(hours=3), ABSENCE, 480)
    plan = replace(made().plan, absences=(evening,))
    plan.save(tmp_path / "plan", formats=["csv"])
    assert read_leave(tmp_path / "plan" / "absences.csv", shop()) == (evening,)


@pytest.mark.parametrize(
    ("absences", "words"),
    [
        (17, "must be a list of objects"),
        ([17], "must be a list of objects"),
        ([{"employee_id": "CSX", "start": "2026-05-05", "end": "2026-05-06"}], "unknown employee"),
        ([{"employee_id": SICK, "start": "2026-05-05", "end": 8}], "end"),
    ],
)
def test_malformed_absences_of_a_roster_document_are_faults(
    tmp_path: Path, absences: object, words: str
) -> None:
    made().save(tmp_path / "first", formats=["json"])
    path = tmp_path / "first" / "roster.json"
    document = json.loads(path.read_text())
    assert len(document["absences"]) == len(made().plan.absences)
    path.write_text(json.dumps({**document, "absences": absences}))
    with pytest.raises(ScenarioError, match=words):
        audit(shop(), path)


def test_a_roster_document_without_absences_has_none(tmp_path: Path) -> None:
    made().save(tmp_path / "first", formats=["json"])
    path = tmp_path / "first" / "roster.json"
    document = json.loads(path.read_text())
    del document["absences"]
    path.write_text(json.dumps(document))
    assert {v.rule for v in audit(shop(), path).violations} == {"weekly_min"}
