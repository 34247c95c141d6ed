"""Absences that a repaired plan brings along: leave beside that of its scenario."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from .scenario.types import Scenario, TimeOff
from .weeks import by_employee, leave_minutes, week_begin

Span = tuple[datetime, datetime]

_NAMED = 8


def leave_beside(scenario: Scenario, leave: Sequence[TimeOff]) -> tuple[TimeOff, ...]:
    """Return what of further leave the scenario's own leave does not cover.

    Minutes that are paid for the same dates count once: what own leave is paid on dates of
    further leave is taken off the latter, week by week.
    """
    own_of = by_employee(scenario.time_off)
    zones = {agent.employee_id: scenario.zone_of(agent) for agent in scenario.agents}
    weeks: dict[tuple[str, date], list[TimeOff]] = {}
    for row in leave:
        day = row.start.astimezone(ZoneInfo(zones.get(row.employee_id, scenario.zone))).date()
        week = row.employee_id, week_begin(day, scenario.week_start)
        weeks.setdefault(week, []).append(row)
    return tuple(
        row
        for (who, _), rows in weeks.items()
        for row in _free_of(rows, own_of.get(who, []), zones.get(who, scenario.zone))
    )


def free_parts(span: Span, taken: Iterable[Span]) -> list[Span]:
    """Return the parts of a span that other spans leave."""
    parts, begin = [], span[0]
    for first, last in sorted(taken):
        if last <= begin or first >= span[1]:
            continue
        if first > begin:
            parts.append((begin, first))
        begin = max(begin, last)
    if begin < span[1]:
        parts.append((begin, span[1]))
    return parts


def leave_notes(leave: Sequence[TimeOff]) -> tuple[str, ...]:
    """Return the sentence that names whose absences of the plan count; none without any."""
    if not leave:
        return ()
    names = sorted({row.employee_id for row in leave})
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return (f"absences of the plan at hand count as leave: {', '.join(names[:_NAMED])}{more}.",)


def paid_over(parts: Sequence[TimeOff], paid_minutes: int) -> list[TimeOff]:
    """Return leave with paid minutes spread over it by length.

    No part is then paid for more than it lasts, nor taken for unpaid while others are paid.
    """
    lasts = [(part.end - part.start) // timedelta.resolution for part in parts]
    until = [paid_minutes * reached // sum(lasts) for reached in accumulate(lasts)]
    shares = (upto - before for upto, before in zip(until, [0, *until], strict=False))
    return [replace(part, paid_minutes=paid) for part, paid in zip(parts, shares, strict=True)]


def _free_of(rows: Sequence[TimeOff], own: Sequence[TimeOff], zone: str) -> list[TimeOff]:
    """Return what is new of the leave of an agent's week beside the agent's own leave."""
    meets = [t for t in own if any(t.start < row.end and row.start < t.end for row in rows)]
    if not meets:
        return list(rows)
    taken = [(t.start, t.end) for t in meets]
    parts = [
        replace(row, start=start, end=end)
        for row in rows
        for start, end in free_parts((row.start, row.end), taken)
    ]
    known = leave_minutes(meets, zone)
    same = set(leave_minutes(list(rows), zone)) & set(known)
    paid = sum(row.paid_minutes for row in rows) - sum(known[day] for day in same)
    return paid_over(parts, max(0, paid))
