"""From `[pay]` and the rates of contracts to the frozen types of pay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from ..calendar import parse_clock
from .build_values import names_or_any, weekdays_or_any, window_or_any
from .pay_types import Allowance, Bonus, Overtime, OvertimeTier, PayRules, Premium, Rate
from .spec_pay import AllowanceSpec, BonusSpec, PaySpec, PremiumSpec, RateSpec, TierSpec


def build_premium(premium: PremiumSpec) -> Premium:
    """Return a differential; without a group it is one of its own."""
    return Premium(
        id=premium.id,
        group=premium.id if premium.group is None else premium.group,
        percent=premium.percent or Decimal(0),
        window=window_or_any(premium.window),
        weekdays=weekdays_or_any(premium.weekdays),
        holidays=premium.holidays,
        shift_began=premium.shift_began,
        carry_until=None if premium.carry_until is None else parse_clock(premium.carry_until),
        amount=premium.amount or Decimal(0),
        priority=premium.priority,
        began_window=window_or_any(premium.began_window),
        contracts=names_or_any(premium.contracts),
        skills=names_or_any(premium.skills),
        queues=names_or_any(premium.queues),
        regular_rate=premium.regular_rate,
    )


def build_premiums(pay: PaySpec) -> tuple[Premium, ...]:
    """Return the differentials in order."""
    return tuple(build_premium(premium) for premium in pay.premiums)


def build_pay(pay: PaySpec) -> PayRules:
    """Return what is paid beyond base rate and differentials."""
    overtime = pay.overtime
    return PayRules(
        overtime=Overtime(
            weekly=_tiers(overtime.weekly),
            daily=_tiers(overtime.daily),
            seventh_day=_tiers(overtime.seventh_day),
            counts_by=overtime.counts_by,
            regular_rate=overtime.regular_rate,
        ),
        allowances=tuple(_allowance(item) for item in pay.allowances),
        bonuses=tuple(_bonus(item) for item in pay.bonuses),
        minimum_paid_minutes=pay.minimum_paid_minutes,
        on_cost_percent=pay.on_cost_percent,
    )


def build_rates(rates: Sequence[RateSpec]) -> tuple[Rate, ...]:
    """Return base rates in order of date, then of service: the last that holds counts."""
    return in_order(Rate(item.rate, item.service_years, item.start) for item in rates)


def in_order(rates: Iterable[Rate]) -> tuple[Rate, ...]:
    """Sort base rates by date, those without one first, then by length of service."""
    return tuple(sorted(rates, key=lambda rate: (rate.start or date.min, rate.service_years)))


def _tiers(tiers: Sequence[TierSpec]) -> tuple[OvertimeTier, ...]:
    return tuple(OvertimeTier(tier.over_minutes, tier.percent) for tier in tiers)


def _allowance(item: AllowanceSpec) -> Allowance:
    return Allowance(
        id=item.id,
        amount=item.amount,
        began_window=window_or_any(item.began_window),
        weekdays=weekdays_or_any(item.weekdays),
        holidays=item.holidays,
        contracts=names_or_any(item.contracts),
        min_minutes=item.min_minutes,
    )


def _bonus(item: BonusSpec) -> Bonus:
    share = 1.0 if item.share is None else item.share
    return Bonus(item.id, item.queue, item.per, item.amount, item.value, share)
