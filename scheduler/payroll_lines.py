"""The lines of hours.csv: minutes of a shift under a pay code, priced and rounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from .pay import PaidShift, joined
from .pay_allowances import allowances_of
from .pay_conditions import instant_of, minute_of
from .pay_overtime import OvertimeSpan, week_of
from .pay_regular_rate import RegularRate
from .pay_rounding import divided, to_places
from .payroll_shifts import PaidAgent
from .plan import PayLine
from .scenario.types import Scenario

BASE, MINIMUM, OVERTIME, CREDIT = "BASE", "MINIMUM", "OVERTIME", "OVERTIME_CREDIT"
"""Pay codes that belong to no differential or allowance."""

RateType = Literal["REG", "OT", "DT"]
DOUBLE_FROM_PERCENT = 100
"""Percentage from which overtime has the rate type DT."""

_RATE_PLACES = 6
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class _Head:
    """What all lines of one shift begin with."""

    employee_id: str
    workweek_start: str
    work_date: str
    shift_id: str
    zone: str


class LineWriter:
    """Writes the lines of agents; equal prices and times are worked out once.

    Parameters
    ----------
    scenario : Scenario
    places : int
        Decimals of the currency's minor unit.
    """

    def __init__(self, scenario: Scenario, places: int) -> None:
        self._scenario = scenario
        self._places = places
        self._codes = [premium.id.upper() for premium in scenario.premiums]
        self._prices = [_rate_and_multiplier(p.percent, p.amount) for p in scenario.premiums]
        self._per_minute: dict[tuple[Decimal, Decimal], tuple[int, int]] = {}
        self._times: dict[tuple[int, str], str] = {}

    def lines(self, paid: PaidAgent) -> Iterator[PayLine]:
        """Yield the lines of one agent by shift."""
        last = _last_of_week(paid)
        for k, (shift, overtime) in enumerate(zip(paid.shifts, paid.overtime, strict=True)):
            head = self._head(shift)
            yield from self._worked(head, shift)
            for allowance in allowances_of(self._scenario, shift, paid.holidays):
                yield self._sum(head, shift, allowance.id.upper(), "REG", allowance.amount, _ONE)
            yield from self._overtime(head, shift, overtime, paid.regular)
            for week, position in last.items():
                credit = paid.regular[week].credit if position == k else Fraction(0)
                if credit:
                    amount = to_places(credit, _RATE_PLACES)
                    yield self._sum(head, shift, CREDIT, "OT", amount, -_ONE, exact=-credit)

    def _head(self, shift: PaidShift) -> _Head:
        day = shift.began[0]
        return _Head(
            shift.shift.employee_id,
            week_of(day, self._scenario.week_start).isoformat(),
            day.isoformat(),
            shift.shift.shift_id,
            self._scenario.zone_of(shift.agent),
        )

    def _worked(self, head: _Head, shift: PaidShift) -> Iterator[PayLine]:
        """Yield base pay, the minimum and differentials."""
        minutes = 0
        for start, end in shift.spans:
            minutes += end - start
            yield self._line(head, start, end, BASE, "REG", shift.rate, _ONE)
        missing = self._scenario.pay.minimum_paid_minutes - minutes
        if missing > 0:
            end = minute_of(shift.shift.end)
            yield self._line(head, end, end, MINIMUM, "REG", shift.rate, _ONE, minutes=missing)
        for k in sorted({k for piece in shift.pieces for k in piece.premiums}):
            hourly, multiplier = self._prices[k]
            rate = shift.rate if hourly is None else hourly
            own = [(piece.start, piece.end) for piece in shift.pieces if k in piece.premiums]
            for start, end in joined(own):
                yield self._line(head, start, end, self._codes[k], "REG", rate, multiplier)

    def _overtime(
        self,
        head: _Head,
        shift: PaidShift,
        overtime: tuple[OvertimeSpan, ...],
        regular: dict[date, RegularRate],
    ) -> Iterator[PayLine]:
        for span in overtime:
            kind: RateType = "DT" if span.percent >= DOUBLE_FROM_PERCENT else "OT"
            rate, exact = shift.rate, None
            if regular:
                per_hour = regular[span.week].rate
                rate = to_places(per_hour, _RATE_PLACES)
                exact = per_hour * Fraction(span.percent) * (span.end - span.start) / 6000
            multiplier = span.percent / 100
            yield self._line(
                head, span.start, span.end, OVERTIME, kind, rate, multiplier, exact=exact
            )

    def _sum(
        self,
        head: _Head,
        shift: PaidShift,
        code: str,
        kind: RateType,
        rate: Decimal,
        multiplier: Decimal,
        *,
        exact: Fraction | None = None,
    ) -> PayLine:
        """Return a line of money without minutes, over the whole shift."""
        amount = Fraction(rate) * Fraction(multiplier) if exact is None else exact
        zone = ZoneInfo(head.zone)
        return PayLine(
            head.employee_id,
            head.workweek_start,
            head.work_date,
            head.shift_id,
            shift.shift.start.astimezone(zone).isoformat(),
            shift.shift.end.astimezone(zone).isoformat(),
            code,
            kind,
            0,
            rate,
            multiplier,
            to_places(amount, self._places),
        )

    def _line(
        self,
        head: _Head,
        start: int,
        end: int,
        code: str,
        kind: RateType,
        rate: Decimal,
        multiplier: Decimal,
        *,
        minutes: int | None = None,
        exact: Fraction | None = None,
    ) -> PayLine:
        """Return a line of minutes."""
        count = end - start if minutes is None else minutes
        if exact is None:
            amount = self._amount(rate, multiplier, count)
        else:
            amount = to_places(exact, self._places)
        return PayLine(
            head.employee_id,
            head.workweek_start,
            head.work_date,
            head.shift_id,
            self._time(start, head.zone),
            self._time(end, head.zone),
            code,
            kind,
            count,
            rate,
            multiplier,
            amount,
        )

    def _amount(self, rate: Decimal, multiplier: Decimal, minutes: int) -> Decimal:
        """Return rate times multiplier times minutes, rounded; in whole numbers for speed."""
        price = self._per_minute.get((rate, multiplier))
        if price is None:
            exact = Fraction(rate) * Fraction(multiplier) / 60 * 10**self._places
            price = self._per_minute[rate, multiplier] = exact.numerator, exact.denominator
        return Decimal(divided(price[0] * minutes, price[1])).scaleb(-self._places)

    def _time(self, minute: int, zone: str) -> str:
        key = (minute, zone)
        if key not in self._times:
            self._times[key] = instant_of(minute).astimezone(ZoneInfo(zone)).isoformat()
        return self._times[key]


def _rate_and_multiplier(percent: Decimal, amount: Decimal) -> tuple[Decimal | None, Decimal]:
    """Return a differential's money per hour (None: the base rate) and what multiplies it."""
    return (amount, _ONE) if amount else (None, percent / 100)


def _last_of_week(paid: PaidAgent) -> dict[date, int]:
    """Return the last shift with overtime in every workweek that has a regular rate."""
    last: dict[date, int] = {}
    for k, spans in enumerate(paid.overtime):
        for span in spans:
            if paid.regular:
                last[span.week] = k
    return last
