"""Which minutes and which agents meet the conditions of differentials and allowances.

The rules are in docs/pay.md. Conditions on time are worked out for whole stretches of minutes at
once; conditions on the agent and on the beginning of the shift are plain yes or no.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from .scenario.pay_types import Allowance
from .scenario.types import Agent, Premium, Scenario

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NONE = -1
"""In arrays of winning differentials: none."""

_EPOCH_ORDINAL = EPOCH.date().toordinal()


@dataclass(frozen=True)
class LocalMinutes:
    """Consecutive elapsed minutes on the wall clock; all arrays have shape (minutes,).

    `first` is the number of the first minute since 1970-01-01T00:00Z, `day` the ordinal of the
    local date, `clock` the minute after midnight, `offset` the minutes local time is ahead of UTC.
    """

    first: int
    day: IntArray
    clock: IntArray
    offset: IntArray


@dataclass(frozen=True)
class Holidays:
    """Ordinals of the dates that are holidays where an agent works, and of the half ones.

    `half` maps an ordinal to the clock minute from which the date is a holiday.
    """

    whole: frozenset[int]
    half: dict[int, int]

    @classmethod
    def of(cls, scenario: Scenario, agent: Agent) -> Holidays:
        """Return the holidays of an agent; half ones hold in all jurisdictions."""
        whole = frozenset(day.toordinal() for day in scenario.holidays_of(agent))
        return cls(whole, {day.toordinal(): at for day, at in scenario.half_holidays.items()})

    def hold(self, day: IntArray, clock: IntArray) -> BoolArray:
        """Say which minutes are on a holiday."""
        on = np.isin(day, np.array(sorted(self.whole), dtype=np.int64))
        for half, begins in self.half.items():
            on |= (day == half) & (clock >= begins)
        return on

    def touch(self, day: IntArray) -> BoolArray:
        """Say which dates are holidays, whole or half."""
        return np.isin(day, np.array(sorted({*self.whole, *self.half}), dtype=np.int64))


def minute_of(instant: datetime) -> int:
    """Return the number of the minute since 1970-01-01T00:00Z that holds an instant."""
    return (instant - EPOCH) // MINUTE


def instant_of(minute: int) -> datetime:
    """Return the UTC instant at which a numbered minute begins."""
    return EPOCH + minute * MINUTE


def local_minutes(first: int, count: int, zone: str) -> LocalMinutes:
    """Return date and clock of `count` elapsed minutes from minute number `first` on."""
    place = ZoneInfo(zone)

    def offset_at(minute: int) -> int:
        shown = instant_of(first + minute).astimezone(place).utcoffset()
        return (shown or timedelta(0)) // MINUTE

    offset = np.empty(count, dtype=np.int64)
    for begin in range(0, count, 60):
        last = min(begin + 60, count) - 1
        offset[begin : last + 1] = offset_at(begin)
        # No zone changes its clock twice within the hour.
        if offset_at(last) != offset[begin]:
            offset[begin : last + 1] = [offset_at(minute) for minute in range(begin, last + 1)]
    local = first + np.arange(count, dtype=np.int64) + offset
    return LocalMinutes(first, local // 1440 + _EPOCH_ORDINAL, local % 1440, offset)


def clock_of(instant: datetime, zone: str) -> tuple[date, int]:
    """Return local date and minute after midnight of an instant."""
    local = instant.astimezone(ZoneInfo(zone))
    return local.date(), local.hour * 60 + local.minute


def met_in_time(
    premiums: Sequence[Premium], minutes: LocalMinutes, holidays: Holidays, began: int
) -> BoolArray:
    """Say which minutes meet a differential's conditions on time, shape (premiums, minutes).

    Those are window, weekday, holiday, `shift_began` and `carry_until`, for shifts that began on
    the local date with the ordinal `began`.
    """
    met = np.zeros((len(premiums), minutes.day.size), dtype=np.bool_)
    same, following = minutes.day == began, minutes.day == began + 1
    for k, premium in enumerate(premiums):
        days = _on_day(premium, minutes.day, minutes.clock, holidays)
        if premium.carry_until is not None and _carries(premium, began, holidays):
            days = days | (following & (minutes.clock < premium.carry_until))
        if premium.shift_began == "same_day":
            days = days & same
        elif premium.shift_began == "day_before":
            days = days & following
        if premium.window is not None:
            days = days & in_clock_window(minutes.clock, premium.window)
        met[k] = days
    return met


def _on_day(premium: Premium, day: IntArray, clock: IntArray, holidays: Holidays) -> BoolArray:
    """Say which minutes meet the conditions on weekday and holiday."""
    met = _on_weekday(premium, day)
    return met & holidays.hold(day, clock) if premium.holidays else met


def _carries(premium: Premium, began: int, holidays: Holidays) -> bool:
    """Say whether a shift begun on a date carries the differential into the next."""
    day = np.array([began], dtype=np.int64)
    met = _on_weekday(premium, day)
    return bool((met & holidays.touch(day) if premium.holidays else met)[0])


def _on_weekday(premium: Premium, day: IntArray) -> BoolArray:
    if premium.weekdays is None:
        return np.ones(day.size, dtype=np.bool_)
    # Ordinal 1 is a Monday, weekday 0.
    return np.isin((day - 1) % 7, np.array(sorted(premium.weekdays), dtype=np.int64))


def in_clock_window(clock: IntArray, window: tuple[int, int]) -> BoolArray:
    """Say which clock minutes lie in a window; it wraps where the end is not above the start."""
    start, end = window
    if end > start:
        return (clock >= start) & (clock < end)
    return (clock >= start) | (clock < end)


def clock_in(clock: int, window: tuple[int, int] | None) -> bool:
    """Say whether one clock minute lies in a window; any does where there is none."""
    if window is None:
        return True
    start, end = window
    return start <= clock < end if end > start else clock >= start or clock < end


def open_to(premium: Premium, agent: Agent) -> bool:
    """Say whether an agent's contract and skills allow a differential."""
    return (premium.contracts is None or agent.contract.id in premium.contracts) and (
        premium.skills is None or bool(premium.skills & agent.skills)
    )


def precedence(premiums: Sequence[Premium], rate: Decimal) -> tuple[int, ...]:
    """Return the positions of the differentials, the one that wins within its group first.

    By priority, then by what an hour at the base rate `rate` earns, then as listed.
    """
    exact = Fraction(rate)
    worth = [exact * Fraction(p.percent) / 100 + Fraction(p.amount) for p in premiums]
    order = range(len(premiums))
    return tuple(sorted(order, key=lambda k: (-premiums[k].priority, -worth[k], k)))


def depends_on_rate(premiums: Sequence[Premium]) -> bool:
    """Say whether some group compares percentages with money per hour at one priority."""
    kinds: dict[tuple[str, int], set[bool]] = {}
    for premium in premiums:
        kinds.setdefault((premium.group, premium.priority), set()).add(premium.amount != 0)
    return any(len(kind) > 1 for kind in kinds.values())


def winners(premiums: Sequence[Premium], met: BoolArray, order: Sequence[int]) -> IntArray:
    """Return the differential that counts by group and minute, shape (groups, minutes).

    Parameters
    ----------
    met : (premiums, minutes)
        From `met_in_time`.
    order : sequence of int
        Differentials that may count at all, the one that wins within its group first.
    """
    groups = {name: k for k, name in enumerate(dict.fromkeys(p.group for p in premiums))}
    winner = np.full((len(groups), met.shape[1]), NONE, dtype=np.int64)
    for k in reversed(order):
        winner[groups[premiums[k].group], met[k]] = k
    return winner


def earns_allowance(
    allowance: Allowance, agent: Agent, holidays: Holidays, began: tuple[date, int], paid: int
) -> bool:
    """Say whether a shift earns an allowance.

    Parameters
    ----------
    began : (date, int)
        Local date and clock minute of the shift's beginning.
    paid : int
        Paid minutes of the shift.
    """
    day, clock = began
    if allowance.contracts is not None and agent.contract.id not in allowance.contracts:
        return False
    if allowance.weekdays is not None and day.weekday() not in allowance.weekdays:
        return False
    if allowance.holidays:
        half = holidays.half.get(day.toordinal())
        if day.toordinal() not in holidays.whole and (half is None or clock < half):
            return False
    return clock_in(clock, allowance.began_window) and paid >= allowance.min_minutes
