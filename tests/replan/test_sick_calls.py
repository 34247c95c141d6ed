"""Absences: what they take, what stays, and who steps in at which price."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from shop_plan import MONDAY, TUESDAY, WEDNESDAY, on_date, repaired, shop, shop_plan
from staffwright import audit
from staffwright.instances import path as instance
from staffwright.scheduler import interface
from staffwright.scheduler.absent_agents import with_absences
from staffwright.scheduler.calendar import midnight
from staffwright.scheduler.errors import ScenarioError
from staffwright.scheduler.export.absences_table import absences_table
from staffwright.scheduler.export.tables import schedule_table
from staffwright.scheduler.leave_at_hand import leave_beside
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.replan import ReplanOptions, replan
from staffwright.scheduler.replan_inputs import read_request
from staffwright.scheduler.scenario import load_scenario
from staffwright.scheduler.scenario.absences import ABSENCE
from staffwright.scheduler.scenario.types import TimeOff

FIRST = min(on_date(TUESDAY), key=lambda s: s.start)
SICK = FIRST.employee_id
OTHER = next(a.employee_id for a in shop().agents if a.employee_id != SICK)


def rows_of(plan: Plan, keys: set[tuple[str, date]]) -> list[tuple[object, ...]]:
    """Return the rows that schedule.csv has for agents' business dates."""
    wanted = {(who, day.isoformat()) for who, day in keys}
    return [row for row in schedule_table(plan).rows() if (row[0], row[2]) in wanted]


@pytest.mark.slow
def test_nine_sick_calls_at_twenty_to_eight() -> None:
    scenario = load_scenario(instance("harbour_line"))
    plan = make_plan(scenario, PlanOptions(time_limit=3.0))
    since = "2026-03-25 07:40"
    at = read_request(scenario, since).since
    sick = [s.employee_id for s in plan.shifts if at <= s.start < at + timedelta(hours=6)][:9]
    assert len(sick) == 9
    absent = [f"{who}:2026-03-25" for who in sick]
    options = ReplanOptions(Decimal(100), time_limit=3.0)
    made = replan(scenario, plan.shifts, read_request(scenario, since, absent), options)
    assert made.plan.audit.violations == ()
    assert made.promises_kept
    assert not [s for s in on_date("2026-03-25", made.plan.shifts)
                if s.employee_id in sick and s.start >= at]  # fmt: skip
    # nothing before, much less short after, and most of the roster as it was
    past = [s for s in plan.shifts if s.start < at]
    assert [s for s in made.plan.shifts if s.start < at] == past
    assert made.plan.audit.under_hours < made.before.under_hours
    assert made.plan.audit.cost.total < made.before.cost.total
    assert 0 < len(made.changed) < len(plan.shifts) / 4


def test_what_began_before_the_time_keeps_its_rows_byte_by_byte() -> None:
    made = repaired((FIRST.start + timedelta(hours=2)).isoformat(), [SICK])
    past = {
        (s.employee_id, s.business_date)
        for s in shop_plan().shifts
        if s.start < made.since and (s.employee_id, s.business_date.isoformat()) != (SICK, TUESDAY)
    }
    assert MONDAY in {day.isoformat() for _, day in past}
    assert rows_of(made.plan, past) == rows_of(shop_plan(), past)


def test_a_running_shift_of_an_absent_agent_ends_where_the_absence_begins() -> None:
    made = repaired((FIRST.start + timedelta(hours=2)).isoformat(), [SICK])
    cut = [s for s in on_date(TUESDAY, made.plan.shifts) if s.employee_id == SICK]
    assert [(s.start, s.end) for s in cut] == [(FIRST.start, made.since)]
    assert next(c.what for c in made.changes if c.employee_id == SICK) == "cut"
    assert made.plan.audit.violations == ()


def test_the_absences_of_a_repaired_plan_count_in_audits(tmp_path: Path) -> None:
    made = repaired(f"{TUESDAY} 00:00", [SICK])
    made.save(tmp_path / "made", formats=["csv"])
    assert audit(shop(), made.plan).clean
    assert audit(shop(), tmp_path / "made").clean
    assert not audit(shop(), made.plan.shifts).clean
    assert Plan.load(tmp_path / "made", shop()).promises["rules"]


def test_own_leave_called_absence_is_not_taken_for_that_of_a_repair(tmp_path: Path) -> None:
    away = midnight(date(2026, 5, 9), shop().zone)
    own = TimeOff(OTHER, away, away + timedelta(days=1), ABSENCE, 0)
    known = replace(shop(), time_off=(*shop().time_off, own))
    made = repaired(f"{TUESDAY} 00:00", [SICK], of=known)
    assert set(absences_table(made.plan)["employee_id"]) == {SICK}
    made.save(tmp_path / "made", formats=["csv"])
    for at_hand in (made.plan, tmp_path / "made", Plan.load(tmp_path / "made", known)):
        again = interface.replan(known, at_hand, since=f"{WEDNESDAY} 00:00", time_limit=0.3)
        assert again.notes[0] == f"absences of the plan at hand count as leave: {SICK}."
        assert again.earlier_leave == made.plan.absences


def test_absences_that_the_scenario_has_as_leave_are_no_longer_named(tmp_path: Path) -> None:
    made = repaired(f"{TUESDAY} 00:00", [SICK])
    made.save(tmp_path / "made", formats=["csv"])
    for at_hand in (made.plan, tmp_path / "made"):
        again = interface.replan(
            made.plan.scenario, at_hand, since=f"{WEDNESDAY} 00:00", time_limit=0.3
        )
        assert again.earlier_leave == again.plan.absences == ()
        assert not [note for note in again.notes if "absences of the plan" in note]


def test_an_absences_file_counts_only_in_a_plan_folder(tmp_path: Path) -> None:
    made = repaired(f"{TUESDAY} 00:00", [SICK])
    made.save(tmp_path / "made", formats=["csv"])
    (tmp_path / "made" / "absences.csv").write_text("Personalnummer;Von;Bis\n17;5.5.;6.5.\n")
    with pytest.raises(ScenarioError, match=r"absences\.csv"):
        audit(shop(), tmp_path / "made" / "schedule.csv")
    (tmp_path / "made" / "plan.json").unlink()
    assert not audit(shop(), tmp_path / "made" / "schedule.csv").clean


def test_a_plan_saved_again_keeps_its_absences(tmp_path: Path) -> None:
    made = repaired(f"{TUESDAY} 00:00", [SICK])
    made.save(tmp_path / "made", formats=["csv"])
    loaded = Plan.load(tmp_path / "made", shop())
    assert loaded.absences == made.plan.absences
    loaded.save(tmp_path / "again", formats=["csv"])
    assert Plan.load(tmp_path / "again", shop()).audit.clean
    assert set(loaded.to_frames()["absences"]["employee_id"]) == {SICK}


def test_leave_that_the_scenario_has_already_counts_once() -> None:
    made = repaired(f"{TUESDAY} 00:00", [SICK])
    assert with_absences(made.plan.scenario, (), made.leave).time_off == made.plan.scenario.time_off
    first, *_ = made.leave
    half = replace(first, end=first.start + timedelta(hours=12), paid_minutes=60)
    known = replace(shop(), time_off=(half,))
    rest = replace(first, start=half.end, paid_minutes=first.paid_minutes - 60)
    assert with_absences(known, (), [first]).time_off == (half, rest)


def week_of(first: int, days: int, paid_minutes: int, kind: str = ABSENCE) -> TimeOff:
    """Return leave of the sick agent from a date of May 2026 on."""
    begin, end = (midnight(date(2026, 5, day), shop().zone) for day in (first, first + days))
    return TimeOff(SICK, begin, end, kind, paid_minutes)


def paid_minutes_with(own: list[TimeOff], leave: list[TimeOff]) -> int:
    """Return the paid minutes of leave that beside the scenario's own still comes to count."""
    known = replace(shop(), time_off=tuple(own))
    return sum(row.paid_minutes for row in with_absences(known, (), leave).time_off)


def test_days_entered_as_leave_later_are_paid_once() -> None:
    absence = week_of(5, 5, 1440)
    assert paid_minutes_with([week_of(6, 2, 960, "sick")], [absence]) == 1440
    assert paid_minutes_with([week_of(6, 2, 0, "sick")], [absence]) == 1440
    assert paid_minutes_with([week_of(6, 4, 1920, "sick")], [absence]) == 1920
    # of leave that goes on beyond the absence, the days in both
    assert paid_minutes_with([week_of(9, 4, 1920, "sick")], [absence]) == 1440 + 3 * 480


def test_leave_entered_day_by_day_between_repairs_is_paid_once() -> None:
    first, second = week_of(7, 1, 480, "sick"), week_of(8, 1, 480, "sick")
    known = replace(shop(), time_off=(first,))
    parts = leave_beside(known, [week_of(5, 6, 1440)])
    assert [(row.start.day, row.paid_minutes) for row in parts] == [(4, 384), (7, 576)]
    assert paid_minutes_with([first], list(parts)) == 1440
    assert paid_minutes_with([first, second], list(parts)) == 1440


def test_no_part_of_an_absence_is_paid_for_more_than_it_lasts(tmp_path: Path) -> None:
    """Else the file of the absences could not be read again."""
    noon = midnight(date(2026, 5, 5), shop().zone) + timedelta(hours=1)
    pause = TimeOff(SICK, noon, noon + timedelta(minutes=30), "medical", 0)
    shop_with_pause = replace(shop(), time_off=(*shop().time_off, pause))
    made = repaired(f"{TUESDAY} 00:00", [SICK], of=shop_with_pause)
    assert sum(t.paid_minutes for t in made.leave) > 60
    assert all(t.paid_minutes <= (t.end - t.start) / timedelta(minutes=1) for t in made.leave)
    made.save(tmp_path / "made", formats=["csv"])
    assert audit(shop_with_pause, tmp_path / "made").clean


def test_an_absence_counts_the_hours_it_takes() -> None:
    made = repaired(f"{TUESDAY} 00:00", [SICK])
    lost = [s for s in shop_plan().shifts if s.employee_id == SICK and s.start >= made.since]
    assert sum(t.paid_minutes for t in made.leave) == sum(s.paid_minutes for s in lost)
    assert {t.employee_id for t in made.leave} == {SICK}
    assert made.plan.audit.violations == ()


def test_an_agent_absent_on_one_date_works_the_others_as_before() -> None:
    made = repaired(f"{MONDAY} 00:00", [f"{SICK}:{TUESDAY}"], price=1000)
    mine = [s for s in made.plan.shifts if s.employee_id == SICK]
    given = [s for s in shop_plan().shifts if s.employee_id == SICK]
    left = [(s.start, s.end) for s in given if s.business_date.isoformat() != TUESDAY]
    assert [(s.start, s.end) for s in mine] == left


def test_a_higher_price_changes_fewer_shifts() -> None:
    changed = [
        len(repaired(f"{TUESDAY} 06:00", [SICK], price=price, seconds=2.5).changed)
        for price in (0, 30, 300)
    ]
    assert changed[0] > changed[1] > changed[2]


def test_without_absence_or_news_a_high_price_changes_nothing() -> None:
    made = repaired(f"{TUESDAY} 06:00", price=1000)
    assert made.changed == ()
    spans = [[(s.employee_id, s.start, s.end) for s in p] for p in
             (made.plan.shifts, shop_plan().shifts)]  # fmt: skip
    assert spans[0] == spans[1]


def test_no_repair_costs_more_with_its_changes_than_leaving_it() -> None:
    made = repaired(f"{TUESDAY} 06:00", [SICK], seconds=3.0)
    with_changes = made.plan.audit.cost.total + made.change_price * len(made.changed)
    assert with_changes <= made.before.cost.total
    assert made.plan.solve.bound is not None
    assert made.plan.solve.bound <= float(made.plan.audit.cost.total) + 0.005


def test_a_locked_shift_after_the_time_stays() -> None:
    shift = next(s for s in shop_plan().shifts if s.business_date.isoformat() == "2026-05-07")
    given = tuple(replace(s, locked=s == shift) for s in shop_plan().shifts)
    made = repaired(f"{TUESDAY} 06:00", [SICK], price=0, shifts=given)
    if shift.employee_id == SICK:
        assert shift.start not in [s.start for s in made.plan.shifts if s.employee_id == SICK]
    else:
        assert replace(shift, locked=True) in made.plan.shifts
