"""What of a roster stays in a repair, what is open, and what absences take away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from .replan_inputs import Absence
from .scenario.types import Activity, Scenario, Shift

Key = tuple[str, date]
"""Employee and business date."""


@dataclass(frozen=True)
class Lost:
    """A shift that an absence takes away or cuts, and the paid minutes lost.

    `left` is what was worked before the agent left, None where nothing was.
    """

    shift: Shift
    absence: Absence
    minutes: int
    left: Shift | None


@dataclass(frozen=True)
class Divided:
    """The shifts of a roster: those that stay row by row, those that may change, those lost."""

    fixed: tuple[Shift, ...]
    open: tuple[Shift, ...]
    lost: tuple[Lost, ...]

    @property
    def at_hand(self) -> tuple[Shift, ...]:
        """The roster less what absences take."""
        return tuple(sorted((*self.fixed, *self.open), key=lambda s: (s.employee_id, s.start)))

    def with_fixed(self, employees: Collection[str]) -> Divided:
        """Return the same with all shifts of some agents fixed."""
        more = tuple(s for s in self.open if s.employee_id in employees)
        left = tuple(s for s in self.open if s.employee_id not in employees)
        return replace(self, fixed=(*self.fixed, *more), open=left)


def key_of(shift: Shift) -> Key:
    """Return employee and business date of a shift."""
    return shift.employee_id, shift.business_date


def divide(
    scenario: Scenario, shifts: Sequence[Shift], since: datetime, absences: Sequence[Absence]
) -> Divided:
    """Divide a roster at a time.

    * A shift that begins before `since` stays whole, with its rows, and so does any other shift
      of the agent with the same business date.
    * A shift marked locked stays; locked.csv says what of the scenario's own locked shifts does.
    * A shift that an absence meets is lost. What of it lies before `since` is kept: the shift
      then ends where the absence begins.
    * All else is open.
    """
    own = {key_of(shift) for shift in scenario.locked}
    fixed: list[Shift] = []
    still_open: list[Shift] = []
    lost: list[Lost] = []
    ordered = sorted(shifts, key=lambda s: (*key_of(s), s.start))
    for key, group in groupby(ordered, key=key_of):
        left: list[Shift] = []
        for shift in group:
            loss = _loss(shift, since, absences)
            kept = shift if loss is None else loss.left
            if loss is not None:
                lost.append(loss)
            if kept is not None:
                left.append(kept)
        stays = any(s.start < since or (s.locked and key not in own) for s in left)
        (fixed if stays else still_open).extend(left)
    return Divided(tuple(fixed), tuple(still_open), tuple(lost))


def _loss(shift: Shift, since: datetime, absences: Sequence[Absence]) -> Lost | None:
    for absence in absences:
        if (
            absence.employee_id == shift.employee_id
            and shift.start < absence.end
            and absence.start < shift.end
        ):
            left = _until(shift, absence.start) if shift.start < since else None
            minutes = shift.paid_minutes - (0 if left is None else left.paid_minutes)
            return Lost(shift, absence, minutes, left)
    return None


def _until(shift: Shift, end: datetime) -> Shift | None:
    """Return the part of a shift before `end`."""
    rows = tuple(
        replace(row, end=min(row.end, end), code="work" if row.code == "shift" else row.code)
        for row in shift.activities
        if row.start < end
    )
    # locked, so that whoever reads the roster knows it for one that was cut short
    return replace(shift, activities=rows, locked=True) if rows else None


def as_locks(fixed: Sequence[Shift]) -> tuple[Shift, ...]:
    """Return fixed shifts as locked ones that a roster can hold: one per business date, no gaps.

    Gaps and the time between two shifts of a date become unpaid breaks; where rows overlap the
    first counts.
    """
    ordered = sorted(fixed, key=lambda s: (*key_of(s), s.start))
    locks = []
    for _, group in groupby(ordered, key=key_of):
        of_day = list(group)
        rows = [row for shift in of_day for row in shift.activities]
        locks.append(replace(of_day[0], activities=_contiguous(rows), locked=True))
    return tuple(locks)


def irregular(fixed: Sequence[Shift], between_breaks: timedelta) -> frozenset[str]:
    """Return whose fixed shifts no plan would have.

    Rows with gaps or overlaps, two shifts of a date, whole shifts without rows, unpaid work, work
    on no queue, or breaks closer to each other than `between_breaks`.
    """
    locks = {key_of(lock): lock.activities for lock in as_locks(fixed)}
    return frozenset(
        shift.employee_id
        for shift in fixed
        if locks[key_of(shift)] != shift.activities
        or any(row.code == "work" and not (row.paid and row.queue) for row in shift.activities)
        or _too_close(shift, between_breaks)
    )


def _too_close(shift: Shift, between_breaks: timedelta) -> bool:
    breaks = [row for row in shift.activities if row.code.startswith("break:")]
    return any(b.start - a.end < between_breaks for a, b in pairwise(breaks))


def _contiguous(rows: Sequence[Activity]) -> tuple[Activity, ...]:
    found: list[Activity] = []
    for row in sorted(rows, key=lambda r: (r.start, r.end)):
        begin = row.start if not found else max(row.start, found[-1].end)
        if begin >= row.end:
            continue
        if found and begin > found[-1].end:
            gap = Activity("break:gap", found[-1].end, begin, paid=False, work=False)
            found.append(gap)
        code = "work" if row.code == "shift" else row.code
        found.append(replace(row, code=code, start=begin))
    return tuple(found)
