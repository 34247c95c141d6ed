"""Bonuses as expectations: hours on a queue, and contacts answered there (docs/pay.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .pay import PaidShift
from .pay_conditions import minute_of
from .scenario.types import Scenario, Shift

Contacts = Mapping[tuple[str, int], Decimal]
"""Contacts answered by queue and interval."""

_Place = tuple[str, int]


@dataclass(frozen=True)
class Expected:
    """What bonuses are expected to cost, and what the work they are paid for is worth."""

    amount: Fraction
    value: Fraction


class ExpectedBonuses:
    """Bonuses of a roster; contacts are split by the minutes of all who serve a queue.

    Parameters
    ----------
    scenario : Scenario
    shifts : sequence of Shift
        The roster's; shifts of the history that run into the horizon serve as well.
    contacts : mapping or None
        Contacts answered by queue and interval, `expected_contacts.contacts_answered`; with none,
        bonuses per contact are 0.
    """

    def __init__(
        self, scenario: Scenario, shifts: Iterable[Shift], contacts: Contacts | None
    ) -> None:
        self._scenario = scenario
        self._contacts = contacts or {}
        wanted = {bonus.queue for bonus in scenario.pay.bonuses if bonus.per == "contact"}
        self._queues = wanted if self._contacts else set()
        self._everyone: dict[_Place, int] = {}
        if self._queues:
            for shift in (*scenario.history, *shifts):
                for place, minutes in self._minutes(shift).items():
                    self._everyone[place] = self._everyone.get(place, 0) + minutes

    def of(self, paid: PaidShift) -> Expected:
        """Return what a shift is expected to earn."""
        amount = value = Fraction(0)
        if not self._scenario.pay.bonuses:
            return Expected(amount, value)
        hours = _hours_by_queue(paid)
        answered = self._answered(paid.shift)
        for bonus in self._scenario.pay.bonuses:
            if bonus.per == "hour":
                times = hours.get(bonus.queue, Fraction(0))
            else:
                times = answered.get(bonus.queue, Fraction(0)) * Fraction(str(bonus.share))
            amount += times * Fraction(bonus.amount)
            value += times * Fraction(bonus.value)
        return Expected(amount, value)

    def _answered(self, shift: Shift) -> dict[str, Fraction]:
        """Return the contacts that a shift is expected to answer, by queue."""
        answered: dict[str, Fraction] = {}
        for place, minutes in self._minutes(shift).items():
            contacts = self._contacts.get(place, Decimal(0))
            part = Fraction(contacts) * minutes / self._everyone[place]
            answered[place[0]] = answered.get(place[0], Fraction(0)) + part
        return answered

    def _minutes(self, shift: Shift) -> dict[_Place, int]:
        """Count the minutes that a shift spends on each queue in each interval with demand."""
        grid = self._scenario.grid
        length, origin = grid.interval_minutes, minute_of(grid.start)
        counts: dict[_Place, int] = {}
        for activity in shift.activities:
            if activity.code != "work" or activity.queue not in self._queues:
                continue
            at = max(0, minute_of(activity.start) - origin)
            end = min(grid.n_intervals * length, minute_of(activity.end) - origin)
            while at < end:
                until = min(end, (at // length + 1) * length)
                place = (activity.queue, at // length)
                counts[place] = counts.get(place, 0) + until - at
                at = until
        return counts


def _hours_by_queue(paid: PaidShift) -> dict[str, Fraction]:
    """Return the paid hours of a shift on every queue it serves."""
    hours: dict[str, Fraction] = {}
    for piece in paid.pieces:
        if piece.queue is not None:
            minutes = Fraction(piece.end - piece.start, 60)
            hours[piece.queue] = hours.get(piece.queue, Fraction(0)) + minutes
    return hours
