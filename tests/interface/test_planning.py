"""Planning, repair and audit from Python: results, files, callbacks, threads."""

from __future__ import annotations

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import staffwright
import staffwright.scheduler.report as report_module
from small_desk import desk, forecast
from staffwright import InputError, Plan, ScenarioError, TracePoint
from staffwright.scheduler.arguments import price_of_changes


@pytest.fixture(autouse=True)
def _short_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the report, which has tests of its own."""
    monkeypatch.setattr(report_module, "render_report", lambda plan: "<!doctype html>\n")


@pytest.fixture(scope="module")
def made() -> Plan:
    """The desk's plan."""
    return staffwright.plan(desk(), time_limit=20)


def test_a_plan_is_audited_and_bounded(made: Plan) -> None:
    assert all(made.promises.values())
    assert made.solve.bound is not None
    assert made.solve.bound <= float(made.audit.cost.total) + 1e-6
    assert staffwright.audit(made.scenario, made).cost == made.audit.cost


def test_the_frames_of_a_plan_have_typed_dates_and_times(made: Plan) -> None:
    frames = made.to_frames()
    assert set(frames) == {"shifts", "schedule", "hours", "coverage", "requirements"}
    shifts = frames["shifts"]
    assert len(shifts) == len(made.shifts)
    assert shifts.schema["start"] == pl.Datetime("us", "Europe/Berlin")
    assert shifts.schema["business_date"] == pl.Date
    assert frames["hours"].schema["work_date"] == pl.Date
    assert frames["hours"]["amount"].sum() == sum((x.amount for x in made.pay_lines), Decimal(0))
    minutes = shifts["paid_minutes"].sum()
    assert minutes == sum(shift.paid_minutes for shift in made.shifts)


def test_a_plan_without_shifts_has_frames_with_the_same_types(made: Plan) -> None:
    empty = replace(made, shifts=(), pay_lines=())
    for name, frame in made.to_frames().items():
        if name not in ("coverage", "requirements"):
            assert len(empty.to_frames()[name]) == 0
        found, known = empty.to_frames()[name].schema, frame.schema
        assert {n: t for n, t in found.items() if n != "amount"} == {
            n: t for n, t in known.items() if n != "amount"
        }


@pytest.mark.parametrize("form", ["polars", "pandas", "shifts", "file", "folder"])
def test_a_roster_is_audited_in_every_form(made: Plan, tmp_path: Path, form: str) -> None:
    made.save(tmp_path / "plan", formats=("csv",))
    schedule = made.to_frames()["schedule"]
    forms: dict[str, Any] = {
        "polars": schedule,
        "pandas": pd.DataFrame(schedule.to_dict(as_series=False)),
        "shifts": list(made.shifts),
        "file": tmp_path / "plan" / "schedule.csv",
        "folder": str(tmp_path / "plan"),
    }
    found = staffwright.audit(made.scenario, forms[form])
    assert (found.violations, found.cost) == (made.audit.violations, made.audit.cost)


def test_a_plan_read_back_is_the_plan(made: Plan, tmp_path: Path) -> None:
    made.save(tmp_path / "plan", formats=("json",))
    read = Plan.load(tmp_path / "plan", made.scenario)
    assert (read.shifts, read.pay_lines) == (made.shifts, made.pay_lines)
    assert read.audit.cost == made.audit.cost
    assert (read.solve.status, read.solve.bound, read.solve.gap) == (
        made.solve.status,
        made.solve.bound,
        made.solve.gap,
    )
    assert read.solve.pay_is_exact == made.solve.pay_is_exact
    assert read.solve.under_if_divisible == made.solve.under_if_divisible
    read.save(tmp_path / "again", formats=("json",))
    for name in ("roster.json", "plan.json"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "plan" / name).read_bytes()


def test_a_plan_edited_by_hand_keeps_no_proof(made: Plan, tmp_path: Path) -> None:
    made.save(tmp_path / "plan", formats=("csv",))
    path = tmp_path / "plan" / "schedule.csv"
    rows = path.read_text().splitlines()
    gone = rows[1].split(",")[0]
    path.write_text("\n".join(row for row in rows if not row.startswith(gone)) + "\n")
    read = Plan.load(tmp_path / "plan", made.scenario)
    assert (read.solve.status, read.solve.bound) == ("feasible", None)
    assert read.audit.cost.total != made.audit.cost.total


def test_a_plan_of_another_input_keeps_no_proof(made: Plan, tmp_path: Path) -> None:
    made.save(tmp_path / "plan", formats=("csv",))
    other = replace(made.scenario, input_hashes={"forecast": "00"})
    assert Plan.load(tmp_path / "plan", other).solve.bound is None


@pytest.mark.parametrize("content", [None, "{}", "not json", '{"status": "great"}'])
def test_what_is_no_plan_folder_is_refused(made: Plan, tmp_path: Path, content: str | None) -> None:
    made.save(tmp_path / "plan", formats=("csv",))
    if content is None:
        (tmp_path / "plan" / "plan.json").unlink()
    else:
        (tmp_path / "plan" / "plan.json").write_text(content)
    with pytest.raises(InputError, match="no plan"):
        Plan.load(tmp_path / "plan", made.scenario)


@pytest.mark.parametrize(
    ("dropped", "says"),
    [
        (["solve"], "it lacks solve; plan anew"),
        (["solve", "seed", "status", "bound", "gap", "versions", "cost"], "cost, .* and 2 more;"),
    ],
)
def test_a_plan_document_of_another_version_says_what_it_lacks(
    made: Plan, tmp_path: Path, dropped: list[str], says: str
) -> None:
    made.save(tmp_path / "plan", formats=("csv",))
    path = tmp_path / "plan" / "plan.json"
    document = json.loads(path.read_text())
    path.write_text(json.dumps({k: v for k, v in document.items() if k not in dropped}))
    with pytest.raises(InputError, match=f"is no plan of this version: .*{says}"):
        Plan.load(tmp_path / "plan", made.scenario)
    assert staffwright.audit(made.scenario, tmp_path / "plan").cost == made.audit.cost


def test_progress_is_told_and_a_plan_can_be_stopped() -> None:
    told: list[TracePoint] = []
    stopped = staffwright.plan(
        desk(), time_limit=60, on_progress=told.append, should_stop=lambda: len(told) > 1
    )
    assert len(told) > 1
    assert stopped.solve.status in ("cancelled", "optimal")
    assert stopped.audit.clean


@pytest.mark.parametrize("name", ["on_progress", "should_stop"])
@pytest.mark.parametrize("call", [1, 3])
def test_what_a_callback_raises_is_passed_on_and_no_thread_is_left(name: str, call: int) -> None:
    """Wherever in the search it is called from, also from a thread."""
    before = threading.active_count()
    calls: list[object] = []

    def angry(*point: TracePoint) -> bool:
        calls.append(point)
        if len(calls) == call:
            raise RuntimeError("the browser is gone")
        return False

    with pytest.raises(RuntimeError, match="the browser is gone"):
        staffwright.plan(desk(), time_limit=30, **{name: angry})
    assert len(calls) == call
    assert threading.active_count() == before


def test_plans_made_side_by_side_in_threads_are_those_made_alone(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """As in a web worker: no main thread, no signals, nothing printed, nothing shared."""

    def work(_: int) -> tuple[Any, ...]:
        return staffwright.plan(desk(), time_limit=1, deterministic=True).shifts

    alone = work(0)
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(work, range(3)))
    assert found == [alone] * 3
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")


def test_messages_go_to_the_logger_of_the_package(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="staffwright"):
        desk_plan = staffwright.plan(desk(), time_limit=1)
    assert desk_plan.shifts
    assert all(record.name.startswith("staffwright") for record in caplog.records)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"time_limit": 0}, "time_limit 0"),
        ({"time_limit": float("nan")}, "time_limit nan"),
        ({"gap": -0.1}, "gap -0.1"),
        ({"gap": float("inf")}, "gap inf"),
        ({"seed": -1}, "seed -1"),
        ({"seed": 2**31}, "seed 2147483648"),
    ],
)
def test_options_out_of_range_are_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        staffwright.plan(desk(), **options)
    with pytest.raises(InputError, match=words):
        staffwright.replan(desk(), (), since="2026-03-28 10:00", **options)


def test_a_repair_takes_absences_a_frame_and_a_naive_time(made: Plan, tmp_path: Path) -> None:
    worker = next(s.employee_id for s in made.shifts if s.business_date.day == 29)
    repaired = staffwright.replan(
        made.scenario,
        made,
        since=datetime(2026, 3, 28, 23, 0),
        absent=[f"{worker}:2026-03-29"],
        forecast=forecast().tail(3).with_columns(volume=pl.lit(1.0)),
        change_price=5,
        time_limit=1,
    )
    assert repaired.change_price == 5
    day = {s.employee_id for s in repaired.plan.shifts if s.business_date.day == 29}
    assert worker not in day
    made.save(tmp_path / "plan", formats=("ics",))
    repaired.save(tmp_path / "new", formats=("csv", "ics"), replaces=tmp_path / "plan")
    assert (tmp_path / "new" / "changes.csv").exists()
    calendar = (tmp_path / "new" / "calendar" / f"{worker}.ics").read_text()
    assert calendar.count("STATUS:CANCELLED") == 1


def test_faults_of_a_repair_are_told_together(made: Plan) -> None:
    with pytest.raises(ScenarioError) as caught:
        staffwright.replan(made.scenario, made, since="soon", absent=["E9"])
    assert [fault.file for fault in caught.value.faults] == ["absent", "since"]


CALLS: dict[str, Any] = {
    "required": staffwright.required,
    "plan": staffwright.plan,
    "audit": lambda given: staffwright.audit(given, []),
    "replan": lambda given: staffwright.replan(given, [], since="2026-03-29 08:00"),
    "Plan.load": lambda given: Plan.load("folder", given),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("desk", "not str 'desk'; a path is read by Scenario.load('desk')"),
        (None, "not NoneType"),
        (pl.DataFrame({"a": [1]}), "not DataFrame; data frames become one by Scenario.from_frames"),
    ],
)
def test_what_is_no_scenario_is_refused_in_words(name: str, given: Any, says: str) -> None:
    with pytest.raises(InputError) as caught:
        CALLS[name](given)
    assert str(caught.value) == f"{name}: scenario must be a Scenario, {says}"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("required", "take its .scenario"),
        ("plan", "take its .scenario"),
        ("Plan.load", "take its .scenario"),
        ("audit", "the scenario comes first, then the roster"),
        ("replan", "the scenario comes first, then the roster"),
    ],
)
def test_a_plan_in_the_place_of_the_scenario_gets_a_hint_that_fits(
    made: Plan, name: str, hint: str
) -> None:
    with pytest.raises(InputError) as caught:
        CALLS[name](made)
    assert str(caught.value) == f"{name}: scenario must be a Scenario, not Plan; {hint}"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {"since": date(2026, 3, 29)},
            r"since datetime\.date\(.*\): must be a datetime, or",
        ),
        ({"since": None}, "since None: must be a datetime"),
        ({"absent": None}, "absent: must be a list of texts .*, not NoneType"),
        ({"absent": ["E1", 2]}, "absent: must be a list of texts .*, not int 2"),
        ({"time_limit": "5"}, "time_limit '5': must be a number of seconds above 0"),
        ({"time_limit": None}, "time_limit None: must be a number of seconds above 0"),
        ({"time_limit": True}, "time_limit True: must be a number of seconds above 0"),
        ({"gap": "0"}, "gap '0': must be a fraction from 0"),
        ({"seed": 1.5}, "seed 1.5: must be a whole number between 0 and"),
        ({"seed": None}, "seed None: must be a whole number"),
        ({"change_price": "x"}, "change_price 'x': must be a number"),
        ({"change_price": float("nan")}, "change_price nan: must be a number"),
        ({"change_price": Decimal("nan")}, r"change_price Decimal\('NaN'\): must be a number"),
    ],
)
def test_arguments_in_another_form_are_refused_in_words(
    made: Plan, given: dict[str, Any], says: str
) -> None:
    arguments = {"since": "2026-03-29 08:00", **given}
    with pytest.raises(InputError, match=says):
        staffwright.replan(made.scenario, made, **arguments)


def test_one_text_is_one_absence(made: Plan) -> None:
    """Not its letters."""
    with pytest.raises(ScenarioError) as caught:
        staffwright.replan(made.scenario, made, since="2026-03-29 08:00", absent="E99")
    assert [fault.value for fault in caught.value.faults] == ["E99"]


def test_a_price_may_be_any_number() -> None:
    prices = (20, 2.5, Decimal("2.50"), np.float32(2.5), Fraction(5, 2), np.int64(3))
    found = [str(price_of_changes(price)) for price in prices]
    assert found == ["20", "2.5", "2.50", "2.5", "2.5", "3.0"]


def test_a_folder_is_a_path(made: Plan) -> None:
    with pytest.raises(InputError, match=r"Plan\.load: folder must be a path, not int 3"):
        Plan.load(3, made.scenario)  # type: ignore[arg-type]


def test_what_is_no_roster_is_refused_in_words(made: Plan) -> None:
    scenario = made.scenario
    with pytest.raises(InputError, match="the scenario comes first, then the roster"):
        staffwright.audit(made, scenario)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"audit: roster must be a Plan, .* not int 7"):
        staffwright.audit(scenario, 7)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="shifts must be Shift, not str 'A1'"):
        staffwright.audit(scenario, ["A1"])  # type: ignore[list-item]
    repaired = staffwright.replan(scenario, made, since="2026-03-29 08:00", time_limit=1)
    assert list(repaired.promises) == list(made.promises)
    assert all(repaired.promises.values()) == repaired.promises_kept
    with pytest.raises(InputError, match=r"not Replanned; take its \.plan"):
        staffwright.audit(scenario, repaired)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="replan: roster must be"):
        staffwright.replan(scenario, None, since="2026-03-29 08:00")  # type: ignore[arg-type]
