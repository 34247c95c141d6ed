"""What differs between two rosters, by agent and business date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import polars as pl

from .scenario.types import Scenario, Shift

What = Literal["absent", "cut", "added", "removed", "moved", "breaks"]
"""Absent or left early, a shift instead of a day off, a day off instead of a shift, another start
or end, or the same shift with breaks or events at other times."""

CHANGED: frozenset[What] = frozenset({"added", "removed", "moved"})
"""What counts as a changed shift."""


@dataclass(frozen=True)
class Change:
    """The shifts of an agent on a business date before and after; empty for a day off."""

    employee_id: str
    day: date
    before: tuple[Shift, ...]
    after: tuple[Shift, ...]
    what: What


def changes_between(
    before: Iterable[Shift],
    after: Iterable[Shift],
    absent: Collection[tuple[str, date]] = (),
) -> tuple[Change, ...]:
    """Compare two rosters.

    Parameters
    ----------
    before, after : iterable of Shift
    absent : collection
        Employees and business dates of shifts that an absence took.

    Returns
    -------
    tuple of Change
        By date, then employee. Queues and ids do not count as differences.
    """
    old, new = _by_key(before), _by_key(after)
    found = []
    for key in sorted({*old, *new}, key=lambda k: (k[1], k[0])):
        was, now = old.get(key, ()), new.get(key, ())
        what = _what(was, now, absent=key in absent)
        if what is not None:
            found.append(Change(*key, was, now, what))
    return tuple(found)


def _by_key(shifts: Iterable[Shift]) -> dict[tuple[str, date], tuple[Shift, ...]]:
    found: dict[tuple[str, date], list[Shift]] = {}
    for shift in shifts:
        found.setdefault((shift.employee_id, shift.business_date), []).append(shift)
    return {key: tuple(sorted(group, key=lambda s: s.start)) for key, group in found.items()}


def _what(was: Sequence[Shift], now: Sequence[Shift], *, absent: bool) -> What | None:
    spans = [(s.start, s.end) for s in was], [(s.start, s.end) for s in now]
    if spans[0] == spans[1]:
        return None if _pauses(was) == _pauses(now) else "breaks"
    if absent and not now:
        return "absent"
    if absent and [begin for begin, _ in spans[0]] == [begin for begin, _ in spans[1]]:
        return "cut"
    if not was:
        return "added"
    return "moved" if now else "removed"


def _pauses(shifts: Sequence[Shift]) -> list[tuple[str, datetime, datetime]]:
    """Return the rows that are not work."""
    return [
        (row.code, row.start, row.end)
        for shift in shifts
        for row in sorted(shift.activities, key=lambda r: r.start)
        if row.code not in ("work", "shift")
    ]


def changes_table(scenario: Scenario, changes: Sequence[Change]) -> pl.DataFrame:
    """Return changes as the columns ``employee_id, date, before, after, what``.

    Shifts are written as id and span on the agent's clock, such as ``early 07:00-15:30``, where
    only breaks or events differ with what is no work, such as ``(rest 09:15, meal 12:00)``; a day
    off is empty.
    """
    zones = {agent.employee_id: scenario.zone_of(agent) for agent in scenario.agents}
    rows = [
        (
            change.employee_id,
            change.day.isoformat(),
            _day_text(change.before, change, zones.get(change.employee_id, scenario.zone)),
            _day_text(change.after, change, zones.get(change.employee_id, scenario.zone)),
            change.what,
        )
        for change in changes
    ]
    columns = ("employee_id", "date", "before", "after", "what")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _day_text(shifts: Sequence[Shift], change: Change, zone: str) -> str | None:
    """Write a day of a change; None for a day off."""
    text = shifts_text(shifts, zone)
    if change.what != "breaks":
        return text or None
    clock = ZoneInfo(zone)
    pauses = [
        f"{code.partition(':')[2] or code} {start.astimezone(clock):%H:%M}"
        for code, start, _ in _pauses(shifts)
    ]
    return f"{text} ({', '.join(pauses)})"


def shifts_text(shifts: Sequence[Shift], zone: str) -> str:
    """Write the shifts of a day: id, start and end on a zone's clock."""
    clock = ZoneInfo(zone)
    return ", ".join(
        f"{shift.shift_id} {shift.start.astimezone(clock):%H:%M}-"
        f"{shift.end.astimezone(clock):%H:%M}".strip()
        for shift in shifts
    )
