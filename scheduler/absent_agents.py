"""What a scenario means for a roster that was repaired for absences.

The absences are leave. Locked shifts and events that they took are not asked for, and what was left
of a shift that had begun stands as if it were locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .leave_at_hand import leave_beside
from .replan_events import as_attended, attended, elsewhere
from .scenario.types import Event, Scenario, Shift, TimeOff

Absences = dict[str, list[TimeOff]]


def with_absences(
    scenario: Scenario, shifts: Sequence[Shift], absences: Sequence[TimeOff]
) -> Scenario:
    """Return the scenario that a repaired roster is for; the scenario itself without absences."""
    if not absences:
        return scenario
    of: Absences = {}
    for row in absences:
        of.setdefault(row.employee_id, []).append(row)
    cut = [shift for shift in shifts if _is_cut(shift, of)]
    kept = [shift for shift in scenario.locked if not _meets(shift, of)]
    known = {(shift.employee_id, shift.start, shift.end) for shift in kept}
    new = [s for s in cut if (s.employee_id, s.start, s.end) not in known]
    return replace(
        scenario,
        time_off=(*scenario.time_off, *leave_beside(scenario, absences)),
        locked=(*kept, *(replace(shift, locked=True) for shift in new)),
        events=_events_left(scenario, shifts, cut, of),
    )


def _meets(shift: Shift, of: Absences) -> bool:
    rows = of.get(shift.employee_id, ())
    return any(shift.start < row.end and row.start < shift.end for row in rows)


def _is_cut(shift: Shift, of: Absences) -> bool:
    """Say whether a shift ends where an absence begins: it had begun by then."""
    return any(shift.end == row.start for row in of.get(shift.employee_id, ()))


def _events_left(
    scenario: Scenario, shifts: Sequence[Shift], cut: Sequence[Shift], of: Absences
) -> tuple[Event, ...]:
    """Return the events as attended, and of the others those whose place is not gone."""
    there, in_cut = attended(shifts), attended(cut)
    left = []
    for event in scenario.events:
        key = event.employee_id, event.event_id
        rows = of.get(event.employee_id)
        if key in in_cut:
            left.append(as_attended(event, in_cut[key], cut=True))
        elif rows is None or key in there:
            left.append(event)
        else:
            spans = [(row.start, row.end) for row in rows]
            if elsewhere(event, scenario.grid.start, spans) is not None:
                left.append(event)
    return tuple(left)
