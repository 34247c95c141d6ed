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


@pytest.mark.parametrize(("hours_before", "stays"), [(0, False), (-30, True)])
def test_an_event_with_a_window_goes_only_where_nothing_of_the_window_is_left(
    hours_before: int, stays: bool
) -> None:
    first = sent_home()
    since = early().start + HOUR
    event = talk(start=None, end=None, window=(since + hours_before * HOUR, since + 5 * HOUR))
    scenario = with_absences(
        replace(shop(), events=(event,)), first.plan.shifts, first.plan.absences
    )
    assert (event in scenario.events) is stays


def test_who_is_there_keeps_locks_and_events() -> None:
    other = next(s for s in shop_plan().shifts if s.employee_id != early().employee_id)
    event = talk(employee_id=other.employee_id)
    given = replace(shop(), locked=(replace(other, locked=True),), events=(event,))
    first = sent_home()
    scenario = with_absences(given, first.plan.shifts, first.plan.absences)
    assert event in scenario.events
    assert other.start in {s.start for s in scenario.locked if s.employee_id == other.employee_id}
