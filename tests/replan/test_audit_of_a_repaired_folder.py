"""A repaired plan read back keeps what the repair kept: absences take locks, events, shift ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from shop_plan import TUESDAY, on_date, repaired, shop, shop_plan
from staffwright import audit
from staffwright.scheduler import interface
from staffwright.scheduler.absent_agents import with_absences
from staffwright.scheduler.replan import Replanned
from staffwright.scheduler.scenario.types import Event, Scenario, Shift

HOUR = timedelta(hours=1)


def early() -> Shift:
    """The shift that is cut short: the first of Tuesday."""
    return min(on_date(TUESDAY), key=lambda shift: shift.start)


def later() -> Shift:
    """A shift of the same agent on a later day, which the absence takes."""
    own = [s for s in shop_plan().shifts if s.employee_id == early().employee_id]
    return next(s for s in own if s.start > early().end)


def talk(**changes: object) -> Event:
    """A meeting that must be kept, in the second hour of the later shift."""
    start = later().start + HOUR
    place = {"start": start, "end": start + HOUR, "duration_minutes": 60, "window": None}
    known = {"event_id": "talk", "employee_id": early().employee_id, "mandatory": True}
    return Event(**{**known, **place, "paid": True, **changes})  # type: ignore[arg-type]


def asked() -> Scenario:
    """The shop with the later shift locked and the meeting in it."""
    locked = replace(later(), locked=True)
    return replace(shop(), locked=(*shop().locked, locked), events=(*shop().events, talk()))


def local(instant: datetime) -> str:
    return instant.astimezone(ZoneInfo(shop().zone)).strftime("%Y-%m-%d %H:%M")


@cache
def sent_home() -> Replanned:
    """An hour after its start the agent goes home, to the end of the week."""
    since = local(early().start + HOUR)
    return repaired(since, [early().employee_id], of=asked(), seconds=0.5)


def test_what_an_absence_takes_breaks_no_rule_when_the_folder_is_audited(tmp_path: Path) -> None:
    done = sent_home()
    own = [s for s in done.plan.shifts if s.employee_id == early().employee_id]
    assert [s.end for s in own if s.start >= early().start] == [early().start + HOUR]
    assert done.promises_kept
    done.save(tmp_path / "repaired")
    assert audit(asked(), tmp_path / "repaired").violations == ()


def test_a_second_repair_asks_for_no_lock_or_event_of_who_is_absent_already() -> None:
    first = sent_home()
    scenario = with_absences(asked(), first.plan.shifts, first.plan.absences)
    assert later().start not in {s.start for s in scenario.locked}
    assert talk() not in scenario.events
    assert set(shop().events) <= set(scenario.events)


def test_without_absences_the_scenario_stays_as_it_is() -> None:
    assert with_absences(asked(), shop_plan().shifts, ()) == asked()


@pytest.mark.parametrize(
    ("first", "last", "known", "stays"),
    [(0, 5, True, False), (-30, 5, True, False), (-30, 5, False, False), (-30, 400, True, True)],
)
def test_an_event_with_a_window_goes_where_nothing_is_left_after_the_repair_but_absence(
    first: int, last: int, known: bool, stays: bool
) -> None:
    """What of the window lay before the repair was gone by then."""
    done, since = sent_home(), early().start + HOUR
    event = talk(start=None, end=None, window=(since + first * HOUR, since + last * HOUR))
    given, told = replace(shop(), events=(event,)), since if known else None
    scenario = with_absences(given, done.plan.shifts, done.plan.absences, told)
    assert (event in scenario.events) is stays


def test_an_event_that_the_repair_left_out_is_not_asked_for_again(tmp_path: Path) -> None:
    since = early().start + HOUR
    event = talk(start=None, end=None, window=(since - 30 * HOUR, since + 5 * HOUR))
    given = replace(shop(), events=(event,))
    done = repaired(local(since), [early().employee_id], of=given, seconds=0.3)
    assert done.promises_kept
    assert any("can no longer be attended" in note for note in done.notes)
    done.save(tmp_path / "repaired")
    assert audit(given, tmp_path / "repaired").violations == ()
    assert audit(given, done.plan).violations == ()


def test_a_shift_before_an_absence_is_audited_like_any_other() -> None:
    """Only what a repair cut short is excused, not whatever ends where an absence begins."""
    whole = next(s for s in on_date(TUESDAY) if any("break:" in r.code for r in s.activities))
    done = repaired(local(whole.end), [whole.employee_id], seconds=0.3)
    assert min(row.start for row in done.leave) == whole.end
    assert audit(shop(), done.plan).clean
    at_work = replace(whole, activities=tuple(r for r in whole.activities if r.code == "work"))
    at_work = replace(at_work, activities=(replace(at_work.activities[0], end=whole.end),))
    shifts = tuple(
        at_work if s.start == whole.start and s.employee_id == whole.employee_id else s
        for s in done.plan.shifts
    )
    assert "breaks" in {v.rule for v in audit(shop(), replace(done.plan, shifts=shifts)).violations}


def test_a_cut_shift_stays_excused_when_its_absence_is_entered_as_leave(tmp_path: Path) -> None:
    """In the next repair and in what it saves, where nothing is left of the first absence."""
    given = replace(shop(), time_off=(*shop().time_off, *sent_home().plan.absences))
    first = sent_home().plan
    first.save(tmp_path / "first")
    assert audit(given, tmp_path / "first").violations == ()
    again = interface.replan(
        given, tmp_path / "first", since=local(early().end + 24 * HOUR), time_limit=0.3
    )
    assert again.promises_kept
    again.save(tmp_path / "second")
    assert audit(given, tmp_path / "second").violations == ()


def test_who_is_there_keeps_locks_and_events() -> None:
    other = next(s for s in shop_plan().shifts if s.employee_id != early().employee_id)
    event = talk(employee_id=other.employee_id)
    given = replace(shop(), locked=(replace(other, locked=True),), events=(event,))
    first = sent_home()
    scenario = with_absences(given, first.plan.shifts, first.plan.absences)
    assert event in scenario.events
    assert other.start in {s.start for s in scenario.locked if s.employee_id == other.employee_id}
