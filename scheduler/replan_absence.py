"""Absences as leave: what they take from the roster still counts as hours of the week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .calendar import midnight
from .leave_at_hand import Span, free_parts, paid_over
from .replan_fixed import Lost
from .replan_inputs import Absence
from .scenario.absences import ABSENCE
from .scenario.types import Scenario, TimeOff
from .weeks import week_begin


def absence_leave(
    scenario: Scenario, absences: Sequence[Absence], lost: Sequence[Lost]
) -> tuple[TimeOff, ...]:
    """Return absences as leave, a row per agent and week.

    The minutes that were rostered and are lost are paid minutes of the leave, so that nobody has
    to make up for them. They count in the week of the shift, or in the first week of the absence
    where the shift began before it. Spans that other leave covers are left out; the minutes are
    spread over the rest.
    """
    zones = {agent.employee_id: scenario.zone_of(agent) for agent in scenario.agents}
    rows: list[TimeOff] = []
    for absence in absences:
        zone = zones[absence.employee_id]
        taken = [
            (t.start, t.end) for t in scenario.time_off if t.employee_id == absence.employee_id
        ]
        mine = [loss for loss in lost if loss.absence == absence]
        for begin, span in _by_week(scenario, absence, zone):
            credit = sum(
                loss.minutes
                for loss in mine
                if _credited(loss, absence, zone, scenario.week_start) == begin
            )
            parts = [
                TimeOff(absence.employee_id, *free, ABSENCE, 0) for free in free_parts(span, taken)
            ]
            rows += paid_over(parts, credit)
    return tuple(rows)


def _by_week(scenario: Scenario, absence: Absence, zone: str) -> Iterable[tuple[date, Span]]:
    begin = week_begin(_local_date(absence.start, zone), scenario.week_start)
    while (week_starts := midnight(begin, zone)) < absence.end:
        after = begin + timedelta(days=7)
        yield begin, (max(absence.start, week_starts), min(absence.end, midnight(after, zone)))
        begin = after


def _credited(loss: Lost, absence: Absence, zone: str, week_start: int) -> date:
    """Return the first date of the week in which lost minutes count."""
    day = max(loss.shift.business_date, _local_date(absence.start, zone))
    return week_begin(day, week_start)


def _local_date(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
