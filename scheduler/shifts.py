"""Shift templates laid onto the grid: every start, length and break window a day offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from .break_windows import BreakWindow, break_windows
from .calendar import Grid, shift_span
from .scenario.types import Contract, Rules, Scenario, Shift, ShiftTemplate

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ShiftOption:
    """A shift that an agent might be given: slots on one day, with break windows.

    `template` is None for a locked shift whose rows fix every activity; its `queues` then name
    the queue of every slot (None where it serves none or the planner may choose). `zone` is the
    clock on which it is offered, `day` the business date there.
    """

    shift_id: str
    kind: str
    day: int
    start: int
    end: int
    breaks: tuple[BreakWindow, ...]
    template: ShiftTemplate | None
    queues: tuple[str | None, ...] | None = None
    zone: str = ""

    @property
    def paid_slots(self) -> int:
        """Slots paid: the span less unpaid breaks."""
        return self.end - self.start - sum(b.slots for b in self.breaks if not b.paid)


@dataclass(frozen=True)
class Spans:
    """Day, first slot and slot after the last of every shift option, each of shape (O,)."""

    day: IntArray
    start: IntArray
    end: IntArray

    @classmethod
    def of(cls, options: Sequence[ShiftOption]) -> Spans:
        """Return the spans of options."""
        columns = ([getattr(o, name) for o in options] for name in ("day", "start", "end"))
        return cls(*(np.array(column, dtype=np.int64) for column in columns))

    def contain(self, first: int, last: int) -> BoolArray:
        """Say which options contain the slots [first, last)."""
        return (self.start <= first) & (last <= self.end)

    def overlap(self, first: int, last: int) -> BoolArray:
        """Say which options have a slot of [first, last)."""
        return (self.start < last) & (first < self.end)


def template_options(scenario: Scenario) -> tuple[ShiftOption, ...]:
    """Return every option the templates offer, by day, on the clock of every agent's zone.

    A start or end that a clock change skips is not offered on that day, nor is a shift whose
    breaks do not fit because the change shortens it, or one that begins before the grid.
    """
    zones = dict.fromkeys([scenario.zone, *(scenario.zone_of(a) for a in scenario.agents)])
    return tuple(
        option
        for day in range(scenario.grid.days)
        for zone in zones
        for template in scenario.shifts
        if scenario.grid.day(day).weekday() in template.weekdays
        for option in _options_of(scenario, template, day, zone)
    )


def _options_of(
    scenario: Scenario, template: ShiftTemplate, day: int, zone: str
) -> list[ShiftOption]:
    grid = scenario.grid
    options = []
    for start_minutes in _starts(template):
        for length in template.lengths_minutes:
            span = shift_span(grid.day(day), start_minutes, length, zone)
            if span is None or not all(grid.is_aligned(edge) for edge in span):
                continue
            start, end = grid.slot_at(span[0]), grid.slot_at(span[1])
            if start < 0 or end > grid.n_slots:
                continue
            breaks = break_windows(template, start, end, grid.slot_minutes, scenario.rules)
            if breaks is not None:
                options.append(
                    ShiftOption(
                        template.id, template.kind, day, start, end, breaks, template, zone=zone
                    )
                )
    return options


def templates_of_span(scenario: Scenario, option: ShiftOption) -> tuple[ShiftTemplate, ...]:
    """Return the templates that have a shift of the option's date, start and end."""
    grid = scenario.grid
    span = grid.instant(option.start), grid.instant(option.end)
    return _fitting(scenario, grid.day(option.day), span, option.zone or scenario.zone)


def _fitting(
    scenario: Scenario, day: date, span: tuple[datetime, datetime], zone: str
) -> tuple[ShiftTemplate, ...]:
    """Return the templates that have a shift of this date, start and end."""
    return tuple(
        template
        for template in scenario.shifts
        if day.weekday() in template.weekdays
        and any(
            shift_span(day, start, length, zone) == span
            for start in _starts(template)
            for length in template.lengths_minutes
        )
    )


def template_of(scenario: Scenario, shift: Shift, zone: str) -> ShiftTemplate | None:
    """Return the template a shift's id names, else the first that fits it, else None."""
    for template in scenario.shifts:
        if template.id == shift.shift_id:
            return template
    fitting = _fitting(scenario, shift.business_date, (shift.start, shift.end), zone)
    return fitting[0] if fitting else None


def _starts(template: ShiftTemplate) -> range:
    """Return the clock minutes at which a template's shifts begin."""
    return range(template.start_minutes, template.latest_start_minutes + 1, template.step_minutes)


def clock_minutes(start: datetime, end: datetime, zone: str) -> IntArray:
    """Return the wall-clock minute after midnight of every elapsed minute in [start, end)."""
    n = int((end - start).total_seconds()) // 60
    local = start.astimezone(ZoneInfo(zone))
    first = local.hour * 60 + local.minute
    if end.astimezone(ZoneInfo(zone)).utcoffset() == local.utcoffset():
        return (first + np.arange(n, dtype=np.int64)) % 1440
    minutes = (start + timedelta(minutes=k) for k in range(n))
    clocks = (minute.astimezone(ZoneInfo(zone)) for minute in minutes)
    return np.array([c.hour * 60 + c.minute for c in clocks], dtype=np.int64)


def in_window(clock: IntArray, window: tuple[int, int]) -> BoolArray:
    """Say which clock minutes lie in a window; it wraps where the end is not above the start."""
    start, end = window
    if start < end:
        return (clock >= start) & (clock < end)
    return (clock >= start) | (clock < end)


def is_night(start: datetime, end: datetime, rules: Rules, zone: str) -> bool:
    """Say whether a shift counts as a night: enough of it lies in the night window."""
    inside = in_window(clock_minutes(start, end, zone), rules.night_window)
    return int(inside.sum()) >= rules.night_minutes


def clock_of(local: datetime) -> int:
    """Return the minute after midnight that a local time shows."""
    return local.hour * 60 + local.minute


def rest_slots(scenario: Scenario, contract: Contract) -> int:
    """Return the least rest between shifts in slots, rounded up."""
    minutes = scenario.work_rules(contract).min_rest_minutes
    return -(-minutes // scenario.grid.slot_minutes)


def absent_slots(scenario: Scenario) -> list[tuple[str, int, int]]:
    """Return leave and unavailability as (employee, first slot, slot after the last)."""
    leave = [(t.employee_id, t.start, t.end) for t in scenario.time_off]
    blocked = [(u.employee_id, u.start, u.end) for u in scenario.unavailable]
    return [(who, *slots_outward(scenario.grid, start, end)) for who, start, end in leave + blocked]


def slots_outward(grid: Grid, start: datetime, end: datetime) -> tuple[int, int]:
    """Return the slots a span touches, clipped to the grid (first, after the last)."""
    first = grid.slot_at(start)
    last = grid.slot_at(end - timedelta(microseconds=1)) + 1
    return max(0, first), max(0, min(grid.n_slots, last))
