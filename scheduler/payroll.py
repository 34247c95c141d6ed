"""What the shifts of a plan are paid: lines by pay code and exact totals.

Minutes come from `pay`; here they become money. Lines are rounded to the currency's minor unit,
totals are not. The rules are in docs/rules.md under "Pay".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from .errors import InputError
from .pay import PaySegment, segments_of
from .plan import PayLine
from .scenario.types import Agent, Scenario, Shift

_MINUTE = timedelta(minutes=1)

# ISO 4217, list one: the currencies whose minor unit is not a hundredth.
_NO_MINOR_UNIT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_EXPONENTS: Mapping[str, int] = {
    **dict.fromkeys(_NO_MINOR_UNIT.split(), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


@dataclass(frozen=True)
class _Span:
    """Paid minutes without a gap."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        return int((self.end - self.start) // _MINUTE)


@dataclass(frozen=True)
class _PaidShift:
    """A shift with what payroll needs of it.

    `overtime` are its last minutes, those above the agent's weekly contract minutes.
    """

    shift: Shift
    agent: Agent
    week: date
    segments: tuple[PaySegment, ...]
    overtime: tuple[_Span, ...]


def minor_unit_exponent(currency: str) -> int:
    """Return the decimals of an ISO 4217 currency's minor unit: 2 for EUR, 0 for JPY."""
    return _EXPONENTS.get(currency.upper(), 2)


def pay_lines(scenario: Scenario, shifts: Sequence[Shift]) -> tuple[PayLine, ...]:
    """Return what the shifts are paid, a line for each span without a gap and pay code.

    Parameters
    ----------
    scenario : Scenario
        Gives rates, premiums and the history, whose minutes come first in a week and are not paid
        again.
    shifts : sequence of Shift
        Shifts of the plan, in any order.

    Returns
    -------
    tuple of PayLine
        By employee and start of shift; within a shift BASE, then the premiums in the scenario's
        order (pay code: the premium's id in capitals), then OVERTIME. OVERTIME carries only the
        overtime percentage: the base rate of these minutes is in BASE. Amounts are rounded half
        up to the currency's minor unit.

    Raises
    ------
    InputError
        If a shift belongs to no agent of the scenario.
    """
    return tuple(
        line for paid in _paid_shifts(scenario, shifts) for line in _lines_of(scenario, paid)
    )


def wages(
    scenario: Scenario, shifts: Sequence[Shift]
) -> tuple[Decimal, dict[str, Decimal], Decimal]:
    """Return the exact wages of the shifts: base, premiums by id and overtime.

    The sums are exact; each is rounded once, half even, to six decimals. Every premium of the
    scenario has an entry.

    Raises
    ------
    InputError
        If a shift belongs to no agent of the scenario.
    """
    base = overtime = Fraction(0)
    percents = {premium.id: Fraction(premium.percent) for premium in scenario.premiums}
    premiums = dict.fromkeys(percents, Fraction(0))
    for paid in _paid_shifts(scenario, shifts):
        per_minute = Fraction(paid.agent.base_rate) / 60
        for segment in paid.segments:
            base += per_minute * segment.minutes
            for premium in segment.premiums:
                premiums[premium] += per_minute * segment.minutes * percents[premium] / 100
        extra = Fraction(paid.agent.contract.overtime_percent) / 100
        overtime += per_minute * extra * sum(span.minutes for span in paid.overtime)
    return (
        _six_places(base),
        {premium: _six_places(amount) for premium, amount in premiums.items()},
        _six_places(overtime),
    )


def _paid_shifts(scenario: Scenario, shifts: Sequence[Shift]) -> Iterator[_PaidShift]:
    """Yield the shifts by employee and time, with the minutes of each that are overtime."""
    agents = {agent.employee_id: agent for agent in scenario.agents}
    ordered = sorted(shifts, key=lambda shift: (shift.employee_id, shift.start))
    worked = _history_minutes(scenario)
    for shift, segments in zip(ordered, segments_of(scenario, ordered), strict=True):
        agent = agents.get(shift.employee_id)
        if agent is None:
            raise InputError(
                f"shift {shift.shift_id!r} on {shift.business_date}: {shift.employee_id!r} is not "
                "an agent of the scenario"
            )
        week = _week_of(shift.business_date, scenario.week_start)
        before = worked.get((shift.employee_id, week), 0)
        worked[shift.employee_id, week] = before + sum(s.minutes for s in segments)
        regular = max(0, agent.weekly_minutes - before)
        spans = _joined((s.start, s.end) for s in segments)
        yield _PaidShift(shift, agent, week, segments, _after(spans, regular))


def _history_minutes(scenario: Scenario) -> dict[tuple[str, date], int]:
    """Sum the paid minutes of the history by employee and first day of the week."""
    minutes: dict[tuple[str, date], int] = {}
    for shift in scenario.history:
        key = (shift.employee_id, _week_of(shift.business_date, scenario.week_start))
        minutes[key] = minutes.get(key, 0) + shift.paid_minutes
    return minutes


def _week_of(day: date, week_start: int) -> date:
    """Return the first day of the week that holds a business date."""
    return day - timedelta(days=(day.weekday() - week_start) % 7)


def _joined(pieces: Iterable[tuple[datetime, datetime]]) -> tuple[_Span, ...]:
    """Join pieces, given in order of time, that follow each other without a gap."""
    spans: list[_Span] = []
    for start, end in pieces:
        if spans and spans[-1].end == start:
            spans[-1] = _Span(spans[-1].start, end)
        else:
            spans.append(_Span(start, end))
    return tuple(spans)


def _after(spans: Sequence[_Span], minutes: int) -> tuple[_Span, ...]:
    """Return what is left of the spans once their first `minutes` are gone."""
    left: list[_Span] = []
    for span in spans:
        gone = min(minutes, span.minutes)
        minutes -= gone
        if gone < span.minutes:
            left.append(_Span(span.start + gone * _MINUTE, span.end))
    return tuple(left)


def _lines_of(scenario: Scenario, paid: _PaidShift) -> Iterator[PayLine]:
    """Yield base pay, premiums and overtime of a shift."""
    for span in _joined((s.start, s.end) for s in paid.segments):
        yield _line(scenario, paid, span, "BASE", "REG", Decimal(1))
    for premium in scenario.premiums:
        pieces = ((s.start, s.end) for s in paid.segments if premium.id in s.premiums)
        for span in _joined(pieces):
            code = premium.id.upper()
            yield _line(scenario, paid, span, code, "REG", premium.percent / 100)
    extra = paid.agent.contract.overtime_percent / 100
    for span in paid.overtime:
        yield _line(scenario, paid, span, "OVERTIME", "OT", extra)


def _line(
    scenario: Scenario,
    paid: _PaidShift,
    span: _Span,
    pay_code: str,
    rate_type: Literal["REG", "OT"],
    multiplier: Decimal,
) -> PayLine:
    """Price one span: rate times multiplier times hours, rounded half up."""
    zone = ZoneInfo(scenario.zone)
    rate = paid.agent.base_rate
    exact = Fraction(rate) * Fraction(multiplier) * span.minutes / 60
    return PayLine(
        employee_id=paid.shift.employee_id,
        workweek_start=paid.week.isoformat(),
        work_date=paid.shift.business_date.isoformat(),
        shift_id=paid.shift.shift_id,
        start=span.start.astimezone(zone).isoformat(),
        end=span.end.astimezone(zone).isoformat(),
        pay_code=pay_code,
        rate_type=rate_type,
        minutes=span.minutes,
        rate=rate,
        multiplier=multiplier,
        amount=_half_up(exact, minor_unit_exponent(scenario.currency)),
    )


def _half_up(amount: Fraction, places: int) -> Decimal:
    """Round to `places` decimals, halves away from zero, without passing through a float."""
    scaled = abs(amount) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(units if amount >= 0 else -units).scaleb(-places)


def _six_places(amount: Fraction) -> Decimal:
    """Round an exact sum to six decimals, halves to even."""
    return Decimal(round(amount * 10**6)).scaleb(-6)
