"""The regular rate of pay of the Fair Labor Standards Act, and the overtime it makes due.

29 CFR 778.109 (the regular rate is pay for hours worked divided by hours), 778.110 (half of it
for each overtime hour on top of straight time), 778.202 to 778.207 (which premiums are excluded
and credited, which are included).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .pay import PaidShift
from .pay_allowances import allowances_of
from .pay_conditions import Holidays
from .pay_overtime import OvertimeSpan, week_of
from .scenario.types import Premium, Scenario

EXCLUDED_FROM_PERCENT = 50
"""Percentage from which a premium for work on special days is excluded, 29 CFR 778.203(a)."""


@dataclass(frozen=True)
class RegularRate:
    """Regular rate per hour of a workweek, and the credit that its overtime is reduced by."""

    rate: Fraction
    credit: Fraction


@dataclass
class _Workweek:
    """Minutes of a workweek by base rate and differential, and sums of money without a rate."""

    base: dict[Decimal, int] = field(default_factory=dict)
    included: dict[tuple[int, Decimal], int] = field(default_factory=dict)
    excluded: dict[tuple[int, Decimal], int] = field(default_factory=dict)
    sums: Fraction = Fraction(0)


def is_excluded(premium: Premium) -> bool:
    """Say whether a differential stays out of the regular rate and is credited (778.203)."""
    if premium.regular_rate != "auto":
        return premium.regular_rate == "exclude"
    special_days = premium.weekdays is not None or premium.holidays
    return special_days and premium.percent >= EXCLUDED_FROM_PERCENT


def regular_rate_marks(scenario: Scenario) -> dict[str, tuple[bool, bool]]:
    """Return by pay code whether it counts towards the regular rate, and whether it is credited.

    These are the columns ``in_regular_rate`` and ``ot_creditable`` of hours.csv.
    """
    marks = {"BASE": (True, False)}
    for premium in scenario.premiums:
        marks[premium.id.upper()] = (not is_excluded(premium), is_excluded(premium))
    marks.update({a.id.upper(): (True, False) for a in scenario.pay.allowances})
    return {**marks, **dict.fromkeys(("MINIMUM", "OVERTIME", "OVERTIME_CREDIT"), (False, False))}


def hourly(premium: Premium, rate: Decimal) -> Fraction:
    """Return what a differential adds to an hour at a base rate."""
    return Fraction(rate) * Fraction(premium.percent) / 100 + Fraction(premium.amount)


def regular_rates(
    scenario: Scenario,
    worked: Sequence[PaidShift],
    overtime: Sequence[OvertimeSpan],
    holidays: Holidays,
) -> dict[date, RegularRate]:
    """Return the regular rate of every workweek of one agent, by the week's first date.

    Parameters
    ----------
    worked : sequence of PaidShift
        All shifts of the agent, those of the history included.
    overtime : sequence of OvertimeSpan
        The overtime of the plan, which credits reduce.
    holidays : Holidays
        Where the agent works.
    """
    weeks = _workweeks(scenario, worked, holidays)
    due: dict[date, Fraction] = {}
    rates = {week: _rate(scenario, content) for week, content in weeks.items()}
    for span in overtime:
        owed = Fraction(span.percent) / 100 * rates[span.week] * (span.end - span.start) / 60
        due[span.week] = due.get(span.week, Fraction(0)) + owed
    return {
        week: RegularRate(
            rates[week],
            min(due.get(week, Fraction(0)), _earned(scenario, content.excluded)),
        )
        for week, content in weeks.items()
    }


def _workweeks(
    scenario: Scenario, worked: Sequence[PaidShift], holidays: Holidays
) -> dict[date, _Workweek]:
    """Add up the workweeks of one agent."""
    by_clock = scenario.pay.overtime.counts_by == "clock"
    excluded = [is_excluded(premium) for premium in scenario.premiums]
    hourly_bonus = {b.queue: Fraction(0) for b in scenario.pay.bonuses if b.per == "hour"}
    for bonus in scenario.pay.bonuses:
        if bonus.per == "hour":
            hourly_bonus[bonus.queue] += Fraction(bonus.amount)
    weeks: dict[date, _Workweek] = {}
    for paid in worked:
        own = week_of(paid.began[0], scenario.week_start)
        sums = sum(
            (Fraction(a.amount) for a in allowances_of(scenario, paid, holidays)), Fraction(0)
        )
        weeks.setdefault(own, _Workweek()).sums += sums
        for piece in paid.pieces:
            week = own
            if by_clock:
                week = week_of(date.fromordinal(piece.day), scenario.week_start)
            content = weeks.setdefault(week, _Workweek())
            minutes = piece.end - piece.start
            content.base[paid.rate] = content.base.get(paid.rate, 0) + minutes
            if piece.queue in hourly_bonus:
                content.sums += hourly_bonus[piece.queue] * minutes / 60
            for k in piece.premiums:
                if not excluded[k]:
                    _count(content.included, (k, paid.rate), minutes)
                elif paid.planned:
                    _count(content.excluded, (k, paid.rate), minutes)
    return weeks


def _count(minutes: dict[tuple[int, Decimal], int], key: tuple[int, Decimal], more: int) -> None:
    minutes[key] = minutes.get(key, 0) + more


def _rate(scenario: Scenario, week: _Workweek) -> Fraction:
    """Return includable pay divided by hours worked; 0 without any."""
    base = sum((Fraction(rate) * n / 60 for rate, n in week.base.items()), Fraction(0))
    minutes = sum(week.base.values())
    if not minutes:
        return Fraction(0)
    return (base + _earned(scenario, week.included) + week.sums) * 60 / minutes


def _earned(scenario: Scenario, minutes: dict[tuple[int, Decimal], int]) -> Fraction:
    """Return the money of minutes by differential and base rate."""
    return sum(
        (hourly(scenario.premiums[k], rate) * n / 60 for (k, rate), n in minutes.items()),
        Fraction(0),
    )
