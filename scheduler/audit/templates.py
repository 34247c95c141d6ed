"""Which shift templates a duty fits: weekday, start on the step, length on the wall clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..calendar import WEEKDAYS
from ..scenario.types import Contract, ShiftTemplate
from .duties import Duty, Roster

Reason = tuple[str, str, str]  # measured, allowed, the sentence that follows the shift's span


def fits(roster: Roster, duty: Duty, template: ShiftTemplate) -> bool:
    """Say whether a duty has the weekday, start and length of a template."""
    return _weekday_fits(duty, template) and _span_fault(roster, duty, template) is None


def candidates(roster: Roster, duty: Duty, contract: Contract) -> list[ShiftTemplate]:
    """Return the templates a duty may be meant as, the best reading only.

    Templates that fit and are of a kind the contract allows come first, then those that fit,
    then the one the shift's id names. Within a reading the named one alone counts.
    """
    fitting = [template for template in roster.scenario.shifts if fits(roster, duty, template)]
    allowed = [template for template in fitting if template.kind in contract.shift_kinds]
    named = [template for template in roster.scenario.shifts if template.id == duty.shift_id]
    for reading in (allowed, fitting):
        if reading:
            return [template for template in reading if template in named] or reading
    return named


def misfit(roster: Roster, duty: Duty, contract: Contract) -> Reason | None:
    """Return why a duty is none of the templates a contract allows, None where it is one."""
    meant = candidates(roster, duty, contract)
    if not meant:
        ids = ", ".join(roster.templates)
        return _span(roster, duty), ids, f"is none of the shift templates ({ids})."
    template = meant[0]
    if not _weekday_fits(duty, template):
        days = ", ".join(WEEKDAYS[k] for k in sorted(template.weekdays))
        day = WEEKDAYS[duty.day.weekday()]
        return day, days, f"begins on a {day}; template {template.id!r} allows {days}."
    reason = _span_fault(roster, duty, template)
    if reason is None and template.kind not in contract.shift_kinds:
        kinds = ", ".join(sorted(contract.shift_kinds))
        sentence = f"is of kind {template.kind!r}; contract {contract.id!r} allows {kinds}."
        return template.kind, kinds, sentence
    return reason


def _weekday_fits(duty: Duty, template: ShiftTemplate) -> bool:
    return duty.day.weekday() in template.weekdays


def _span_fault(roster: Roster, duty: Duty, template: ShiftTemplate) -> Reason | None:
    """Return what is wrong with start or length; None where both are the template's."""
    start, length = _wall_clock(roster, duty)
    first, last = template.start_minutes, template.latest_start_minutes
    step = template.step_minutes
    late = start - timedelta(minutes=first)
    on_step = not late if not step else late % timedelta(minutes=step) == timedelta(0)
    in_window = timedelta(0) <= late <= timedelta(minutes=last - first)
    if not (on_step and in_window):
        at, allowed = _clock(start), f"{_clock_of(first)} to {_clock_of(last)}, step {step} minutes"
        return at, allowed, f"begins at {at}; template {template.id!r} allows {allowed}."
    if length not in {timedelta(minutes=minutes) for minutes in template.lengths_minutes}:
        measured = _minutes(length)
        allowed = " or ".join(str(minutes) for minutes in template.lengths_minutes) + " minutes"
        return (
            measured,
            allowed,
            f"lasts {measured} on the wall clock; template {template.id!r} allows {allowed}.",
        )
    return None


def _wall_clock(roster: Roster, duty: Duty) -> tuple[timedelta, timedelta]:
    """Return start after local midnight and length as the clock on the wall shows them."""
    grid = roster.scenario.grid
    start = grid.local(duty.start).replace(tzinfo=None)
    end = grid.local(duty.end).replace(tzinfo=None)
    return start - datetime.combine(duty.day, datetime.min.time()), end - start


def _span(roster: Roster, duty: Duty) -> str:
    start, length = _wall_clock(roster, duty)
    return f"{_clock(start)} for {_minutes(length)}"


def _clock(since_midnight: timedelta) -> str:
    seconds = int(since_midnight.total_seconds())
    text = _clock_of(seconds // 60)
    return f"{text}:{seconds % 60:02d}" if seconds % 60 else text


def _clock_of(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(length: timedelta) -> str:
    return f"{length.total_seconds() / 60:g} minutes"
