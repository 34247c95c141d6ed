"""Whole shifts of locked and history files, whose breaks are not given, against templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ..calendar import shift_span
from .faults import FaultLog
from .types import Activity, Agent, Shift, ShiftTemplate
from .worked import ReadWorked, WorkedShift

_NEAREST = 3


def is_whole(shift: Shift) -> bool:
    """Say whether a shift is given as a whole, its breaks open."""
    return shift.activities[0].code == "shift"


def starts(template: ShiftTemplate) -> range:
    """Return the clock minutes at which a template may begin."""
    return range(
        template.start_minutes, template.latest_start_minutes + 1, max(1, template.step_minutes)
    )


def spans_on(
    template: ShiftTemplate, shift: Shift, zone: str
) -> Iterator[tuple[datetime, datetime]]:
    """Yield what a template may cover on the business date of a shift."""
    for start in starts(template):
        for length in template.lengths_minutes:
            span = shift_span(shift.business_date, start, length, zone)
            if span is not None:
                yield span


def matching_template(
    shift: Shift, agent: Agent | None, templates: Sequence[ShiftTemplate], zone: str
) -> ShiftTemplate | None:
    """Return the template that a whole shift follows in start and length.

    The template named by the shift comes first, then those of the agent's contract, then the
    others in the scenario's order.
    """
    kinds = agent.contract.shift_kinds if agent else frozenset()
    ranked = sorted(templates, key=lambda t: (t.id != shift.shift_id, t.kind not in kinds))
    span = (shift.start, shift.end)
    return next((t for t in ranked if span in set(spans_on(t, shift, zone))), None)


def name_locked(
    locked: ReadWorked,
    agents: dict[str, Agent],
    templates: Sequence[ShiftTemplate],
    site_zone: str,
    log: FaultLog,
) -> tuple[WorkedShift, ...]:
    """Give whole locked shifts the id of their template; a fault where none fits."""
    named: list[WorkedShift] = []
    by_id = {template.id: template for template in templates}
    for worked in locked.shifts:
        shift = worked.shift
        if not is_whole(shift):
            named.append(worked)
            continue
        agent = agents.get(shift.employee_id)
        zone = (agent.zone if agent else None) or site_zone
        own = [by_id[shift.shift_id]] if shift.shift_id in by_id else list(templates)
        template = matching_template(shift, agent, own, zone)
        if template is None:
            log.add(
                locked.file,
                "no shift of the scenario has this start and length, so its breaks are unknown; "
                f"nearest: {', '.join(_nearest(shift, own, zone))}",
                line=worked.line,
                column="start",
                value=f"{_clock(shift, zone)} of {shift.employee_id}",
            )
            continue
        named.append(WorkedShift(replace(shift, shift_id=template.id), worked.line))
    return tuple(named)


def _clock(shift: Shift, zone: str) -> str:
    start, end = (at.astimezone(ZoneInfo(zone)) for at in (shift.start, shift.end))
    return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"


def _nearest(shift: Shift, templates: Sequence[ShiftTemplate], zone: str) -> list[str]:
    """Return the template times nearest to a shift, such as ``early 06:00-14:30``."""
    local = shift.start.astimezone(ZoneInfo(zone))
    clock = local.hour * 60 + local.minute
    minutes = (shift.end - shift.start) // timedelta(minutes=1)
    times = [
        (abs(start - clock) + abs(length - minutes), start, length, template.id)
        for template in templates
        for start in starts(template)
        for length in template.lengths_minutes
    ]
    return [
        f"{name} {start // 60:02d}:{start % 60:02d}-"
        f"{(start + length) // 60 % 24:02d}:{(start + length) % 60:02d}"
        for _, start, length, name in sorted(times)[:_NEAREST]
    ]


def place_breaks(
    shift: Shift,
    agent: Agent | None,
    templates: Sequence[ShiftTemplate],
    site_zone: str,
    min_work_between: int,
) -> Shift:
    """Put the breaks of a whole shift that was worked where its template has them first.

    Only so are its paid minutes known. A shift that follows no template stays as it is: all
    of it counts as paid.
    """
    zone = (agent.zone if agent else None) or site_zone
    template = matching_template(shift, agent, templates, zone) if is_whole(shift) else None
    if template is None:
        return shift
    whole = shift.activities[0]
    activities: list[Activity] = []
    at = shift.start
    free_from = shift.start
    for rule in template.breaks:
        begin = max(shift.start + timedelta(minutes=rule.earliest_minutes), free_from)
        end = begin + timedelta(minutes=rule.minutes)
        if end > shift.end:
            break
        if begin > at:
            activities.append(replace(whole, code="work", start=at, end=begin))
        activities.append(Activity(f"break:{rule.id}", begin, end, rule.paid, False))
        at = end
        free_from = end + timedelta(minutes=min_work_between)
    if at < shift.end:
        activities.append(replace(whole, code="work", start=at, end=shift.end))
    return replace(shift, shift_id=shift.shift_id or template.id, activities=tuple(activities))
