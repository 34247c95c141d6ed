"""What a scenario means for a roster that was repaired for absences.

The absences are leave. Locked shifts and events that they took are not asked for, and what was left
of a shift that had begun is locked: so the repair marks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from .leave_at_hand import leave_beside
from .replan_events import as_attended, attended, elsewhere
from .scenario.types import Event, Scenario, Shift, TimeOff
from .weeks import by_employee

Absences = dict[str, list[TimeOff]]


def with_absences(
    scenario: Scenario,
    shifts: Sequence[Shift],
    absences: Sequence[TimeOff],
    since: datetime | None = None,
) -> Scenario:
    """Return the scenario that a roster is for which was repaired from `since` on, where known.

    Absences that were entered as leave of the scenario meanwhile have cut shifts short as well.
    """
    of, away = by_employee(absences), by_employee([*scenario.time_off, *absences])
    cut = [shift for shift in shifts if _is_cut(shift, away)]
    kept = [shift for shift in scenario.locked if not _meets(shift, of)]
    known = {(shift.employee_id, shift.start, shift.end) for shift in kept}
    new = [s for s in cut if (s.employee_id, s.start, s.end) not in known]
    return replace(
        scenario,
        time_off=(*scenario.time_off, *leave_beside(scenario, absences)),
        locked=(*kept, *(replace(shift, locked=True) for shift in new)),
        events=_events_left(scenario, shifts, cut, of, since),
    )


def _meets(shift: Shift, of: Absences) -> bool:
    rows = of.get(shift.employee_id, ())
    return any(shift.start < row.end and row.start < shift.end for row in rows)


def _is_cut(shift: Shift, of: Absences) -> bool:
    """Say whether a repair cut a shift short: it is locked, and its agent away from its end on."""
    rows = of.get(shift.employee_id, ())
    return shift.locked and any(row.start <= shift.end < row.end for row in rows)


def _events_left(
    scenario: Scenario,
    shifts: Sequence[Shift],
    cut: Sequence[Shift],
    of: Absences,
    since: datetime | None,
) -> tuple[Event, ...]:
    """Return the events as attended, and of the others those whose place is not gone.

    What lay before the repair was gone by then; where its time is not known, what lay before the
    first absence.
    """
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
            if elsewhere(event, since or min(spans)[0], spans) is not None:
                left.append(event)
    return tuple(left)
