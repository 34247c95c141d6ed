"""Shift templates laid onto the grid: every start, length and break window a day offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from .calendar import Grid, shift_span
from .scenario.types import Rules, Scenario, ShiftTemplate

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class BreakWindow:
    """A break of an option: first and last slot at which it may begin, length, pay."""

    code: str
    first: int
    last: int
    slots: int
    paid: bool


@dataclass(frozen=True)
class ShiftOption:
    """A shift that an agent might be given: slots on one day, with break windows.

    `template` is None for a locked shift whose rows fix every activity; its `queues` then name
    the queue of every slot (None where it serves none or the planner may choose).
    """

    shift_id: str
    kind: str
    day: int
    start: int
    end: int
    breaks: tuple[BreakWindow, ...]
    template: ShiftTemplate | None
    queues: tuple[str | None, ...] | None = None

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
    """Return every option the templates offer, by day.

    A start or end that a clock change skips is not offered on that day, nor is a shift whose
    breaks do not fit because the change shortens it.
    """
    return tuple(
        option
        for day in range(scenario.grid.days)
        for template in scenario.shifts
        if scenario.grid.day(day).weekday() in template.weekdays
        for option in _options_of(scenario, template, day)
    )


def _options_of(scenario: Scenario, template: ShiftTemplate, day: int) -> list[ShiftOption]:
    grid = scenario.grid
    options = []
    for start_minutes in _starts(template):
        for length in template.lengths_minutes:
            span = shift_span(grid.day(day), start_minutes, length, grid.zone)
            if span is None:
                continue
            start, end = grid.slot_at(span[0]), grid.slot_at(span[1])
            breaks = _windows(template, start, end, grid.slot_minutes, scenario.rules)
            if breaks is not None:
                options.append(
                    ShiftOption(template.id, template.kind, day, start, end, breaks, template)
                )
    return options


def templates_of_span(scenario: Scenario, option: ShiftOption) -> tuple[ShiftTemplate, ...]:
    """Return the templates that have a shift of the option's date, start and end."""
    grid = scenario.grid
    day = grid.day(option.day)
    span = grid.instant(option.start), grid.instant(option.end)
    return tuple(
        template
        for template in scenario.shifts
        if day.weekday() in template.weekdays
        and any(
            shift_span(day, start, length, grid.zone) == span
            for start in _starts(template)
            for length in template.lengths_minutes
        )
    )


def _starts(template: ShiftTemplate) -> range:
    """Return the clock minutes at which a template's shifts begin."""
    return range(template.start_minutes, template.latest_start_minutes + 1, template.step_minutes)


def _windows(
    template: ShiftTemplate, start: int, end: int, slot_minutes: int, rules: Rules
) -> tuple[BreakWindow, ...] | None:
    """Return the break windows in slots, narrowed by order and spacing; None if one is empty."""
    gap = -(-rules.min_work_between_breaks_minutes // slot_minutes)
    spans = []
    for rule in template.breaks:
        slots = -(-rule.minutes // slot_minutes)
        first = start + -(-rule.earliest_minutes // slot_minutes)
        last = min(start + rule.latest_minutes // slot_minutes, end - slots)
        spans.append([first, last, slots])
    for before, after in pairwise(spans):
        after[0] = max(after[0], before[0] + before[2] + gap)
    for after, before in pairwise(reversed(spans)):
        before[1] = min(before[1], after[1] - gap - before[2])
    if any(first > last for first, last, _ in spans):
        return None
    return tuple(
        BreakWindow(f"break:{rule.id}", first, last, slots, rule.paid)
        for rule, (first, last, slots) in zip(template.breaks, spans, strict=True)
    )


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


def rest_slots(scenario: Scenario) -> int:
    """Return the least rest between shifts in slots, rounded up."""
    return -(-scenario.rules.work.min_rest_minutes // scenario.grid.slot_minutes)


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
