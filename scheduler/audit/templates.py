"""Which shift templates a duty fits: weekday, start on the step, length on the wall clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..calendar import WEEKDAYS
from ..scenario.types import Contract, ShiftTemplate
from .duties import Duty, Roster

Reason = tuple[str, str, str]  # measured, allowed, the sentence that follows the shift's span


def fits(duty: Duty, template: ShiftTemplate) -> bool:
    """Say whether a duty has the weekday, start and length of a template."""
    return (
        duty.day.weekday() in template.weekdays
        and _start_fits(duty, template)
        and _length_fits(duty, template)
    )


def template_of(roster: Roster, duty: Duty) -> ShiftTemplate | None:
    """Return the template that gives a duty its kind.

    That which its id names, else the first that has its weekday, start and length, else none.
    """
    named = roster.templates.get(duty.shift_id)
    if named is not None:
        return named
    return next((one for one in roster.scenario.shifts if fits(duty, one)), None)


def candidates(roster: Roster, duty: Duty, contract: Contract) -> list[ShiftTemplate]:
    """Return the templates a duty may be meant as, the best reading only.

    Templates that fit and are of a kind the contract allows come first, then those that fit,
    then the one the shift's id names. Within a reading the named one alone counts.
    """
    named = roster.templates.get(duty.shift_id)
    if named is not None and named.kind in contract.shift_kinds and fits(duty, named):
        return [named]  # what nearly every shift of a plan is
    fitting = [template for template in roster.scenario.shifts if fits(duty, template)]
    allowed = [template for template in fitting if template.kind in contract.shift_kinds]
    for reading in (allowed, fitting):
        if reading:
            return [template for template in reading if template == named] or reading
    return [] if named is None else [named]


def misfit(roster: Roster, duty: Duty, contract: Contract) -> Reason | None:
    """Return why a duty is none of the templates a contract allows, None where it is one."""
    meant = candidates(roster, duty, contract)
    if not meant:
        ids = ", ".join(roster.templates)
        return _span(duty), ids, f"is none of the shift templates ({ids})."
    template = meant[0]
    if duty.day.weekday() not in template.weekdays:
        days = ", ".join(WEEKDAYS[k] for k in sorted(template.weekdays))
        day = WEEKDAYS[duty.day.weekday()]
        return day, days, f"begins on a {day}; template {template.id!r} allows {days}."
    if not _start_fits(duty, template):
        return _wrong_start(duty, template)
    if not _length_fits(duty, template):
        return _wrong_length(duty, template)
    if template.kind not in contract.shift_kinds:
        kinds = ", ".join(sorted(contract.shift_kinds))
        sentence = f"is of kind {template.kind!r}; contract {contract.id!r} allows {kinds}."
        return template.kind, kinds, sentence
    return None


def _start_fits(duty: Duty, template: ShiftTemplate) -> bool:
    late = _start(duty) - timedelta(minutes=template.start_minutes)
    latest = timedelta(minutes=template.latest_start_minutes - template.start_minutes)
    step = timedelta(minutes=template.step_minutes)
    on_step = late % step == timedelta(0) if step else not late
    return on_step and timedelta(0) <= late <= latest


def _length_fits(duty: Duty, template: ShiftTemplate) -> bool:
    minutes, odd = divmod(_length(duty), timedelta(minutes=1))
    return not odd and minutes in template.lengths_minutes


def _wrong_start(duty: Duty, template: ShiftTemplate) -> Reason:
    first, last = _clock_of(template.start_minutes), _clock_of(template.latest_start_minutes)
    at, allowed = _clock(_start(duty)), f"{first} to {last}, step {template.step_minutes} minutes"
    return at, allowed, f"begins at {at}; template {template.id!r} allows {allowed}."


def _wrong_length(duty: Duty, template: ShiftTemplate) -> Reason:
    measured = _minutes(_length(duty))
    allowed = " or ".join(str(minutes) for minutes in template.lengths_minutes) + " minutes"
    sentence = f"lasts {measured} on the wall clock; template {template.id!r} allows {allowed}."
    return measured, allowed, sentence


def _start(duty: Duty) -> timedelta:
    """Return the start after midnight of the business date as the clock on the wall shows it."""
    return duty.begins - datetime.combine(duty.day, datetime.min.time())


def _length(duty: Duty) -> timedelta:
    """Return the length as the clock on the wall shows it."""
    return duty.ends - duty.begins


def _span(duty: Duty) -> str:
    return f"{_clock(_start(duty))} for {_minutes(_length(duty))}"


def _clock(since_midnight: timedelta) -> str:
    seconds = int(since_midnight.total_seconds())
    text = _clock_of(seconds // 60)
    return f"{text}:{seconds % 60:02d}" if seconds % 60 else text


def _clock_of(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(length: timedelta) -> str:
    return f"{length.total_seconds() / 60:g} minutes"
