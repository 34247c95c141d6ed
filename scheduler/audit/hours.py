"""Rules on weekly hours, each week beginning on `site.week_start`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ..results import Violation
from .duties import Duty, Roster
from .leave import paid_leave_minutes, wholly_covered
from .wording import broken, minutes_text


def weekly_max(roster: Roster) -> Iterator[Violation]:
    """Paid minutes and paid leave minutes of a week stay within the agent's most.

    Shifts count in the week of their business date, those of the history too. A week in which
    nothing is planned for the agent is not the roster's fault and is left alone.
    """
    for agent, planned, history in roster.agents():
        most = agent.max_weekly_minutes
        zone = roster.scenario.zone_of(agent)
        leave = paid_leave_minutes(zone, roster.leaves[agent.employee_id])
        for week, days in roster.weeks.items():
            if not _paid(planned, set(days)):
                continue
            whole_week = {week + timedelta(days=k) for k in range(7)}
            worked = _paid((*history, *planned), whole_week)
            away = sum(leave.get(day, 0) for day in whole_week)
            if worked + away > most:
                sentence = (
                    f"{_parts(worked, away)} in the week from {week}; at most {most} are allowed."
                )
                yield broken(
                    "weekly_max",
                    agent.employee_id,
                    days[0],
                    minutes_text(worked + away),
                    f"at most {minutes_text(most)}",
                    sentence,
                )


def weekly_min(roster: Roster) -> Iterator[Violation]:
    """Paid minutes and paid leave minutes of a week's days in the horizon reach the minimum.

    The minimum is floor(m * (5 - min(5, u)) / 5 * h / 7) with the agent's weekly minimum m, the
    number h of the week's days inside the horizon and the number u of these that unpaid leave
    covers wholly.
    """
    for agent, planned, _ in roster.agents():
        zone = roster.scenario.zone_of(agent)
        leaves = roster.leaves[agent.employee_id]
        paid_leave = paid_leave_minutes(zone, leaves)
        unpaid = [leave for leave in leaves if leave.paid_minutes == 0]
        for week, days in roster.weeks.items():
            missed = sum(wholly_covered(zone, day, unpaid) for day in days)
            least = agent.min_weekly_minutes * (5 - min(5, missed)) * len(days) // 35
            worked = _paid(planned, set(days))
            away = sum(paid_leave.get(day, 0) for day in days)
            if worked + away < least:
                sentence = (
                    f"{_parts(worked, away)} in the {len(days)} planned days of the week from "
                    f"{week}; at least {least} are required."
                )
                yield broken(
                    "weekly_min",
                    agent.employee_id,
                    days[0],
                    minutes_text(worked + away),
                    f"at least {minutes_text(least)}",
                    sentence,
                )


def _paid(duties: Iterable[Duty], days: set[date]) -> int:
    return sum(duty.paid_minutes for duty in duties if duty.day in days)


def _parts(worked: int, away: int) -> str:
    text = f"{minutes_text(worked)} paid"
    return f"{text} and {minutes_text(away)} of paid leave" if away else text
