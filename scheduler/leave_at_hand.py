"""Absences that a repaired plan brings along: leave beside that of its scenario."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from .scenario.types import Scenario, TimeOff

ABSENCE = "absence"
"""Kind of leave that a repair makes of an absence."""

Span = tuple[datetime, datetime]

_NAMED = 8


def with_leave(scenario: Scenario, leave: Sequence[TimeOff]) -> Scenario:
    """Return the scenario with further leave, as far as its own leave does not cover it."""
    return replace(scenario, time_off=(*scenario.time_off, *leave_beside(scenario, leave)))


def leave_beside(scenario: Scenario, leave: Sequence[TimeOff]) -> tuple[TimeOff, ...]:
    """Return what of further leave the scenario's own leave does not cover."""
    return tuple(row for further in leave for row in _free_of(further, scenario.time_off))


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


def _free_of(row: TimeOff, own: Sequence[TimeOff]) -> list[TimeOff]:
    """Return what of a leave is new; its paid minutes are those of the first part."""
    taken = [(other.start, other.end) for other in own if other.employee_id == row.employee_id]
    return [
        replace(row, start=start, end=end, paid_minutes=0 if part else row.paid_minutes)
        for part, (start, end) in enumerate(free_parts((row.start, row.end), taken))
    ]
