"""Premium pay by the minute: which premiums count when, and what they add to the base rate.

The rules are in docs/rules.md under "Pay". Everything here counts whole minutes; money is the
business of `payroll`. The planner asks for sums per slot (`slot_premiums`), payroll for the
pieces of a shift between edges at which pay changes (`pay_segments`, `segments_of`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from .errors import InputError
from .scenario.types import Premium, Scenario, Shift

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

_MINUTE = timedelta(minutes=1)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_NONE = -1

# How a minute's local date lies to the one on which the shift began.
_SAME_DAY, _DAY_BEFORE, _EARLIER = 0, 1, 2


@dataclass(frozen=True)
class PremiumRates:
    """Premiums of a paid agent in every slot, in basis points of the base rate times minutes.

    A slot of 15 minutes at +25 % holds ``2500 * 15``. Both arrays have shape (grid.n_slots,).

    Attributes
    ----------
    same_day : int64 array
        For a shift that began on the local date on which the slot begins.
    day_before : int64 array
        For a shift that began on the local date before it.
    """

    same_day: IntArray
    day_before: IntArray


@dataclass(frozen=True)
class PaySegment:
    """Paid minutes of a shift between two edges at which pay changes.

    `premiums` holds the ids that count, one per group at most, in the scenario's order.
    """

    start: datetime
    end: datetime
    minutes: int
    premiums: tuple[str, ...]


@dataclass(frozen=True)
class _Minutes:
    """Consecutive elapsed minutes on the wall clock; all arrays have shape (minutes,).

    `day` is the ordinal of the local date, `clock` the minute after midnight, `offset` the
    minutes by which local time is ahead of UTC.
    """

    day: IntArray
    clock: IntArray
    offset: IntArray


@dataclass(frozen=True)
class _PremiumCalendar:
    """The premium that wins in each group and minute of a span.

    `winner` has shape (3, groups, minutes): by whether the shift began on the minute's own local
    date, the one before or an earlier one. It indexes `Scenario.premiums`; -1 is none.
    """

    start: datetime
    minutes: _Minutes
    winner: IntArray


def slot_premiums(scenario: Scenario) -> PremiumRates:
    """Sum the premiums that count over the minutes of every slot of the grid.

    Returns
    -------
    PremiumRates
        Basis-point-minutes; divided by 10 000 * 60 and multiplied by the hourly base rate they
        are money.

    Raises
    ------
    InputError
        If a premium's percentage has more than two decimals.
    """
    grid = scenario.grid
    calendar = _premium_calendar(scenario, grid.start, grid.instant(grid.n_slots))
    # One entry more than there are premiums: index -1 (no premium) then reads its zero.
    points = np.array([_basis_points(p) for p in scenario.premiums] + [0], dtype=np.int64)
    by_began = points[calendar.winner].sum(axis=1)
    day = calendar.minutes.day
    slot_day = np.repeat(day[:: grid.slot_minutes], grid.slot_minutes)

    def per_slot(began: IntArray) -> IntArray:
        position = np.clip(day - began, _SAME_DAY, _EARLIER)
        values = by_began[position, np.arange(day.size)]
        return np.asarray(values.reshape(grid.n_slots, grid.slot_minutes).sum(axis=1), np.int64)

    return PremiumRates(same_day=per_slot(slot_day), day_before=per_slot(slot_day - 1))


def pay_segments(scenario: Scenario, shift: Shift) -> tuple[PaySegment, ...]:
    """Split the paid minutes of one shift at every edge at which pay changes.

    Edges are those of premiums, local midnight, a change of the clock, and unpaid time. Paid
    breaks and changes of activity are none.

    Returns
    -------
    tuple of PaySegment
        In order of time; their minutes add up to `shift.paid_minutes`.
    """
    return segments_of(scenario, (shift,))[0]


def segments_of(scenario: Scenario, shifts: Sequence[Shift]) -> tuple[tuple[PaySegment, ...], ...]:
    """Return `pay_segments` of many shifts, with one look at the calendar for all of them."""
    if not shifts:
        return ()
    first, last = min(s.start for s in shifts), max(s.end for s in shifts)
    calendar = _premium_calendar(scenario, first.replace(second=0, microsecond=0), last)
    return tuple(_split(scenario, calendar, shift) for shift in shifts)


def _split(scenario: Scenario, calendar: _PremiumCalendar, shift: Shift) -> tuple[PaySegment, ...]:
    """Cut the paid activities of a shift where pay changes; join those where it does not."""
    began = shift.start.astimezone(ZoneInfo(scenario.zone)).date().toordinal()
    pieces: list[tuple[tuple[int, int], PaySegment]] = []
    for activity in shift.activities:
        if not activity.paid:
            continue
        offset = int((activity.start - calendar.start) // _MINUTE)
        count = int((activity.end - activity.start) // _MINUTE)
        for first, last in _runs(calendar, offset, offset + count, began):
            place = (int(calendar.minutes.day[first]), int(calendar.minutes.offset[first]))
            segment = PaySegment(
                start=activity.start + (first - offset) * _MINUTE,
                end=activity.start + (last - offset) * _MINUTE,
                minutes=last - first,
                premiums=_ids(scenario, calendar, first, began),
            )
            if pieces and _continues(pieces[-1], (place, segment)):
                before = pieces.pop()[1]
                segment = PaySegment(
                    before.start, segment.end, before.minutes + segment.minutes, segment.premiums
                )
            pieces.append((place, segment))
    return tuple(segment for _, segment in pieces)


def _continues(
    before: tuple[tuple[int, int], PaySegment], after: tuple[tuple[int, int], PaySegment]
) -> bool:
    """Say whether no edge lies between two pieces of (local date and offset, segment)."""
    return (
        before[0] == after[0]
        and before[1].end == after[1].start
        and before[1].premiums == after[1].premiums
    )


def _runs(calendar: _PremiumCalendar, first: int, last: int, began: int) -> list[tuple[int, int]]:
    """Cut minutes `first` to `last` (exclusive) where date, offset or winners change."""
    if first == last:
        return []
    day = calendar.minutes.day[first:last]
    position = np.clip(day - began, _SAME_DAY, _EARLIER)
    winner = calendar.winner[position, :, np.arange(first, last)]
    rows = np.column_stack([day, calendar.minutes.offset[first:last], winner])
    changes = np.flatnonzero((rows[1:] != rows[:-1]).any(axis=1)) + 1 + first
    edges = [first, *(int(edge) for edge in changes), last]
    return list(pairwise(edges))


def _ids(
    scenario: Scenario, calendar: _PremiumCalendar, minute: int, began: int
) -> tuple[str, ...]:
    """Return the ids of the premiums that count in a minute, in the scenario's order."""
    position = min(max(int(calendar.minutes.day[minute]) - began, _SAME_DAY), _EARLIER)
    indices = sorted(int(k) for k in calendar.winner[position, :, minute] if k != _NONE)
    return tuple(scenario.premiums[k].id for k in indices)


def _premium_calendar(scenario: Scenario, start: datetime, end: datetime) -> _PremiumCalendar:
    """Find the winning premium of each group for every minute from `start` to `end` (UTC)."""
    minutes = _local_minutes(start, int((end - start) // _MINUTE), scenario.zone)
    holidays = np.array(sorted(day.toordinal() for day in scenario.holidays), dtype=np.int64)
    groups = list(dict.fromkeys(premium.group for premium in scenario.premiums))
    winner = np.full((_EARLIER + 1, len(groups), minutes.day.size), _NONE, dtype=np.int64)
    # Lowest first, so that a higher premium overwrites; among equals the first listed comes last.
    order = sorted(range(len(scenario.premiums)), key=lambda k: (scenario.premiums[k].percent, -k))
    for k in order:
        premium = scenario.premiums[k]
        for began in (_SAME_DAY, _DAY_BEFORE, _EARLIER):
            counts = _meets(premium, minutes, holidays, began)
            winner[began, groups.index(premium.group), counts] = k
    return _PremiumCalendar(start, minutes, winner)


def _meets(premium: Premium, minutes: _Minutes, holidays: IntArray, began: int) -> BoolArray:
    """Say which minutes meet all conditions of a premium, shape (minutes,)."""
    if premium.shift_began == "same_day" and began != _SAME_DAY:
        return np.zeros(minutes.day.size, dtype=np.bool_)
    if premium.shift_began == "day_before" and began != _DAY_BEFORE:
        return np.zeros(minutes.day.size, dtype=np.bool_)
    days = _on_day(premium, minutes.day, holidays)
    if premium.carry_until is not None and began == _DAY_BEFORE:
        carried = _on_day(premium, minutes.day - 1, holidays)
        days = days | (carried & (minutes.clock < premium.carry_until))
    return days & _in_window(premium, minutes.clock)


def _on_day(premium: Premium, day: IntArray, holidays: IntArray) -> BoolArray:
    """Say which local dates (ordinals) meet the weekday and holiday conditions of a premium."""
    met = np.ones(day.size, dtype=np.bool_)
    if premium.weekdays is not None:
        # Ordinal 1 is a Monday, weekday 0.
        met &= np.isin((day - 1) % 7, np.array(sorted(premium.weekdays), dtype=np.int64))
    if premium.holidays:
        met &= np.isin(day, holidays)
    return met


def _in_window(premium: Premium, clock: IntArray) -> BoolArray:
    """Say which clock minutes lie in the window of a premium, wrapped around midnight."""
    if premium.window is None:
        return np.ones(clock.size, dtype=np.bool_)
    start, end = premium.window
    if end > start:
        return (clock >= start) & (clock < end)
    return (clock >= start) | (clock < end)


def _local_minutes(start: datetime, count: int, zone: str) -> _Minutes:
    """Return date and clock of `count` elapsed minutes from `start` (UTC) on the wall clock."""
    place = ZoneInfo(zone)

    def offset_at(minute: int) -> int:
        shown = (start + minute * _MINUTE).astimezone(place).utcoffset()
        return int((shown or timedelta(0)) // _MINUTE)

    offset = np.empty(count, dtype=np.int64)
    for first in range(0, count, 60):
        last = min(first + 60, count) - 1
        offset[first : last + 1] = offset_at(first)
        # No zone changes its clock twice within the hour.
        if offset_at(last) != offset[first]:
            offset[first : last + 1] = [offset_at(minute) for minute in range(first, last + 1)]
    since_epoch = int((start - datetime(1970, 1, 1, tzinfo=UTC)) // _MINUTE)
    local = since_epoch + np.arange(count, dtype=np.int64) + offset
    return _Minutes(day=local // 1440 + _EPOCH_ORDINAL, clock=local % 1440, offset=offset)


def _basis_points(premium: Premium) -> int:
    """Return a percentage in hundredths of a percent."""
    points = premium.percent * 100
    if points != int(points):
        raise InputError(
            f"premium {premium.id!r}: percent {premium.percent} has more than two decimals; "
            "write at most two"
        )
    return int(points)
