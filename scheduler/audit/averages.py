"""The rules on average weekly hours over a reference period, and on hours in the horizon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from .breach import Breach, breach
from .duties import Person, Roster
from .leave import paid_leave_minutes
from .local_minutes import week_of
from .wording import counted, minutes_text


def max_average_weekly_minutes(roster: Roster) -> Iterator[Breach]:
    """Paid minutes of `average_weeks` weeks stay within so many times the weekly average.

    Every period of consecutive weeks that ends in a week of the horizon counts, with history and
    paid leave; weeks before the history hold none. A period in which nothing is planned for the
    agent is not the roster's fault.
    """
    for person in roster.people:
        average = person.rules.max_average_weekly_minutes
        if average is None:
            continue
        span = person.rules.average_weeks
        known, planned = _minutes_by_week(roster, person)
        for last, days in roster.weeks.items():
            weeks = [last - timedelta(weeks=k) for k in range(span)]
            total = sum(known[week] for week in weeks)
            if total <= span * average or not any(planned[week] for week in weeks):
                continue
            yield breach(
                person,
                "max_average_weekly_minutes",
                days[0],
                minutes_text(total),
                f"at most {minutes_text(span * average)}",
                f"{minutes_text(total)} paid in the {counted(span, 'week')} from {weeks[-1]}; at "
                f"most {span * average} ({average} a week) are allowed.",
            )


def max_horizon_minutes(roster: Roster) -> Iterator[Breach]:
    """Paid minutes and paid leave on the dates of the horizon are at most so many.

    Leave that has more by itself is no fault of the roster.
    """
    for person in roster.people:
        most = person.rules.max_horizon_minutes
        if most is None or not person.planned:
            continue
        total, leave = _minutes_of_horizon(roster, person)
        if total > max(most, leave):
            yield breach(
                person,
                "max_horizon_minutes",
                roster.days[0],
                minutes_text(total),
                f"at most {minutes_text(most)}",
                f"{minutes_text(total)} paid in the horizon; at most {most} are allowed.",
            )


def min_horizon_minutes(roster: Roster) -> Iterator[Breach]:
    """Paid minutes and paid leave on the dates of the horizon are at least so many."""
    for person in roster.people:
        least = person.rules.min_horizon_minutes
        if least is None:
            continue
        total, _ = _minutes_of_horizon(roster, person)
        if total < least:
            yield breach(
                person,
                "min_horizon_minutes",
                roster.days[0],
                minutes_text(total),
                f"at least {minutes_text(least)}",
                f"{minutes_text(total)} paid in the horizon; at least {least} are required.",
            )


def _minutes_of_horizon(roster: Roster, person: Person) -> tuple[int, int]:
    """Return paid minutes on the dates of the horizon, leave included, and those of leave."""
    minutes = paid_leave_minutes(person.zone, roster.leaves[person.agent.employee_id])
    leave = sum(minutes.get(day, 0) for day in roster.days)
    return leave + sum(duty.paid_minutes for duty in person.planned), leave


def _minutes_by_week(roster: Roster, person: Person) -> tuple[Counter[date], Counter[date]]:
    """Return paid minutes by week: with history and paid leave, and those planned."""
    week_start = roster.scenario.week_start
    known: Counter[date] = Counter()
    planned: Counter[date] = Counter()
    for duty in person.duties:
        known[week_of(duty.day, week_start)] += duty.paid_minutes
    for duty in person.planned:
        planned[week_of(duty.day, week_start)] += duty.paid_minutes
    first = week_of(person.first_known, week_start)
    leave = paid_leave_minutes(person.zone, roster.leaves[person.agent.employee_id])
    for day, minutes in leave.items():
        if day >= first:
            known[week_of(day, week_start)] += minutes
    return known, planned
