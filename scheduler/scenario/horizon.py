"""The planning grid and the holidays of a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from math import gcd
from zoneinfo import ZoneInfo

from ..calendar import Grid, SkippedTimeError, midnight, parse_clock, to_utc
from .agents import ReadAgents
from .events import ReadEvents
from .faults import FaultLog
from .known import Known
from .spec import ScenarioSpec
from .spec_reader import ReadSpec, SpecSource
from .toml_lines import Path
from .worked import ReadWorked
from .zones import unknown_zone, zone_exists

MIN_SLOT_MINUTES = 5
"""Shortest planning step."""


def check_zone(read: ReadSpec, log: FaultLog) -> str | None:
    """Return the scenario's time zone; None with a fault where there is no such zone."""
    if read.spec is None or "site" in read.stand_ins:
        raw = read.source.raw.get("site")
        name = raw.get("time_zone") if isinstance(raw, dict) else None
    else:
        name = read.spec.site.time_zone
    if not isinstance(name, str):
        return None
    if zone_exists(name):
        return name
    read.source.fault(log, ("site", "time_zone"), unknown_zone(name), name)
    return None


def check_clock_changes(spec: ScenarioSpec, source: SpecSource, zone: str, log: FaultLog) -> None:
    """Every clock change of the horizon must move the clock by whole intervals."""
    horizon = spec.horizon
    begin = datetime.combine(horizon.start - timedelta(days=1), time(), tzinfo=UTC)
    before = begin.astimezone(ZoneInfo(zone)).utcoffset()
    for hour in range((horizon.days + 5) * 24):
        at = (begin + timedelta(hours=hour)).astimezone(ZoneInfo(zone))
        offset = at.utcoffset()
        if before is not None and offset is not None and offset != before:
            change = abs(offset - before)
            if change % timedelta(minutes=horizon.interval_minutes):
                message = (
                    f"does not divide the clock change of {change / timedelta(minutes=1):g} "
                    f"minutes on {at.date()} in {zone}"
                )
                path: Path = ("horizon", "interval_minutes")
                source.fault(log, path, message, horizon.interval_minutes)
                return
        before = offset


def check_carry_out(spec: ScenarioSpec, source: SpecSource, zone: str, log: FaultLog) -> None:
    """The carry-out must end on an interval and at a time that exists."""
    horizon = spec.horizon
    path: Path = ("horizon", "carry_out")
    minutes = parse_clock(horizon.carry_out)
    if minutes % horizon.interval_minutes:
        message = f"must be a multiple of the interval, {horizon.interval_minutes} minutes"
        source.fault(log, path, message, horizon.carry_out)
    last = datetime.combine(horizon.start + timedelta(days=horizon.days), time())
    try:
        to_utc(last + timedelta(minutes=minutes), zone)
    except SkippedTimeError as error:
        if minutes:
            source.fault(log, path, str(error), horizon.carry_out)


def make_grid(
    spec: ScenarioSpec,
    source: SpecSource,
    known: Known,
    events: ReadEvents,
    worked: tuple[ReadWorked, ...],
    agents: ReadAgents,
    log: FaultLog,
) -> Grid:
    """Return the grid whose slot divides every time at which something may begin or end.

    The clocks of agents in other zones differ from the site's by whole slots. A time that would
    make the slot shorter than `MIN_SLOT_MINUTES` is a fault.
    """
    slot: int = spec.horizon.interval_minutes
    for minutes, path in _template_times(spec):
        if gcd(slot, minutes) < MIN_SLOT_MINUTES:
            source.fault(log, path, _too_fine(slot, minutes), _minutes_or_clock(minutes, path))
        else:
            slot = gcd(slot, minutes)
    times = chain(_zone_times(spec, known, agents), _table_times(known, events, worked))
    for minutes, file, line, column in times:
        if gcd(slot, minutes) < MIN_SLOT_MINUTES:
            message = _too_fine(slot, minutes)
            log.add(file, message, line=line, column=column, value=f"{minutes % 1440} minutes")
        else:
            slot = gcd(slot, minutes)
    return Grid(
        zone=known.zone,
        first_day=spec.horizon.start,
        days=spec.horizon.days,
        interval_minutes=spec.horizon.interval_minutes,
        slot_minutes=slot,
        carry_out_minutes=parse_clock(spec.horizon.carry_out),
    )


def _too_fine(slot: int, minutes: int) -> str:
    return (
        f"would cut the planning step from {slot} to {gcd(slot, minutes)} minutes; "
        f"it must be at least {MIN_SLOT_MINUTES}, so write a multiple of {slot} "
        f"(or one that has {MIN_SLOT_MINUTES} minutes or more in common with it)"
    )


def _minutes_or_clock(minutes: int, path: Path) -> str:
    if str(path[-1]) in ("start", "latest_start"):
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(minutes)


def _template_times(spec: ScenarioSpec) -> Iterator[tuple[int, Path]]:
    used = {name for shift in spec.shifts for name in shift.breaks}
    for k, shift in enumerate(spec.shifts):
        yield parse_clock(shift.start), ("shifts", k, "start")
        if shift.latest_start not in (None, shift.start):
            yield shift.step_minutes, ("shifts", k, "step_minutes")
        for j, length in enumerate(shift.lengths_minutes):
            yield length, ("shifts", k, "lengths_minutes", j)
    for k, rule in enumerate(spec.breaks):
        if rule.id in used:
            yield rule.minutes, ("breaks", k, "minutes")
            yield rule.earliest_minutes, ("breaks", k, "earliest_minutes")
            yield rule.latest_minutes, ("breaks", k, "latest_minutes")


def _zone_times(
    spec: ScenarioSpec, known: Known, agents: ReadAgents
) -> Iterator[tuple[int, str, int, str]]:
    """Yield by how many minutes the clocks of agents differ from the site's in the horizon."""
    first_of = {row.zone: row.employee_id for row in reversed(agents.rows) if row.zone}
    days = [spec.horizon.start + timedelta(days=d) for d in range(-1, spec.horizon.days + 3)]
    for zone, employee_id in sorted(first_of.items()):
        for minutes in sorted({_ahead(day, zone, known.zone) for day in days} - {0}):
            yield minutes, agents.file, agents.line_of[employee_id], "timezone"


def _ahead(day: date, zone: str, other: str) -> int:
    """Return the minutes between the begins of a date in two zones."""
    return abs(midnight(day, zone) - midnight(day, other)) // timedelta(minutes=1)


def _table_times(
    known: Known, events: ReadEvents, worked: tuple[ReadWorked, ...]
) -> Iterator[tuple[int, str, int, str]]:
    """Yield minutes since the horizon's start of all that is fixed in the tables."""
    if known.start is None:
        return
    origin = known.start

    def since(instant: datetime) -> int:
        return abs((instant - origin) // timedelta(minutes=1))

    for event, line in zip(events.rows, events.lines, strict=True):
        yield event.duration_minutes, events.file, line, "duration_minutes"
        if event.start is not None:
            yield since(event.start), events.file, line, "start"
    for read in worked:
        for item in read.shifts:
            if item.shift.end <= origin:
                continue  # history that does not reach the grid
            for activity in item.shift.activities:
                yield since(activity.start), read.file, item.line, "start"
                yield since(activity.end), read.file, item.line, "end"
