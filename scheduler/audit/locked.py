"""Which rules locked shifts break by themselves, whatever else is planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from ..results import Violation
from ..scenario.types import Activity, Scenario, Shift, ShiftTemplate
from .absence import availability, time_off
from .averages import max_average_weekly_minutes, max_horizon_minutes
from .breach import Breach
from .break_duties import break_duties, max_work_minutes
from .daily import max_daily_minutes
from .duties import Roster, make_roster
from .forbidden import forbidden_shifts
from .hours import weekly_max
from .kinds import most_of_kind
from .nights import max_nights_in_row, rest_after_nights_minutes
from .rest_and_runs import max_days_in_row, one_shift_per_day, rest
from .rotation import forbidden_successions, max_backward_minutes, max_start_change_minutes
from .shape import skills
from .weekends import max_sundays, max_weekends
from .weekly_rest import min_weekly_rest_minutes

# Rules that no further shift can mend.
AT_MOST: tuple[Callable[[Roster], Iterator[Violation]], ...] = (
    one_shift_per_day,
    rest,
    weekly_max,
    time_off,
    availability,
    skills,
)
AT_MOST_WITH_FORM: tuple[Callable[[Roster], Iterator[Breach]], ...] = (
    max_days_in_row,
    max_nights_in_row,
    rest_after_nights_minutes,
    max_daily_minutes,
    max_average_weekly_minutes,
    max_horizon_minutes,
    min_weekly_rest_minutes,
    max_weekends,
    max_sundays,
    max_backward_minutes,
    max_start_change_minutes,
    most_of_kind,
    forbidden_successions,
    forbidden_shifts,
)
# Rules on where breaks lie: they say nothing of a locked shift whose breaks are still open.
ON_BREAKS: tuple[Callable[[Roster], Iterator[Breach]], ...] = (max_work_minutes, break_duties)


def faults_of_locked(scenario: Scenario) -> tuple[Violation, ...]:
    """Return the rules that locked shifts, together with the history, break by themselves.

    Looked at are the rules that further shifts can only break more: rest, hours at most, runs and
    nights at most, successions, weekly rest, weekends, absence. Rules that a further shift may
    mend (minimum hours, fewest days in a row or off, whole weekends, least shifts of a kind,
    leads) are left out, and so are rules with a price. A shift locked as a whole, its breaks
    open, counts with the breaks of the template its id names.

    Parameters
    ----------
    scenario : Scenario
        Its locked shifts, history, agents and rules are used.

    Returns
    -------
    tuple of Violation
        By day, agent and rule; empty where the locked shifts can stay.
    """
    templates = {template.id: template for template in scenario.shifts}
    whole = [shift for shift in scenario.locked if _is_open(shift)]
    given = [shift for shift in scenario.locked if not _is_open(shift)]
    filled = [_with_breaks(shift, templates.get(shift.shift_id)) for shift in whole]
    roster = make_roster(scenario, [*given, *filled])
    found = [violation for check in AT_MOST for violation in check(roster)]
    found.extend(_hard(AT_MOST_WITH_FORM, roster))
    found.extend(_hard(ON_BREAKS, make_roster(scenario, given)))
    return tuple(sorted(found, key=lambda v: (v.day or "", v.employee_id or "")))


def _hard(
    checks: tuple[Callable[[Roster], Iterator[Breach]], ...], roster: Roster
) -> Iterator[Violation]:
    for check in checks:
        yield from (found.violation for found in check(roster) if found.price is None)


def _is_open(shift: Shift) -> bool:
    return any(row.code == "shift" for row in shift.activities)


def _with_breaks(shift: Shift, template: ShiftTemplate | None) -> Shift:
    """Return a whole shift with its template's breaks at the earliest they may begin."""
    if template is None or len(shift.activities) != 1:
        return shift
    (whole,) = shift.activities
    rows: list[Activity] = []
    reached = whole.start
    for rule in template.breaks:
        begin = max(reached, whole.start + timedelta(minutes=rule.earliest_minutes))
        end = min(begin + timedelta(minutes=rule.minutes), whole.end)
        if begin >= end:
            break
        if begin > reached:
            rows.append(replace(whole, code="work", start=reached, end=begin))
        rows.append(Activity(f"break:{rule.id}", begin, end, paid=rule.paid, work=False))
        reached = end
    if reached < whole.end:
        rows.append(replace(whole, code="work", start=reached))
    return replace(shift, activities=tuple(rows))
