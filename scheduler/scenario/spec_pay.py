"""The section `[pay]` of scenario.toml, and the base rates of contracts."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from .spec_fields import Amount, Clock, Day, HourlyRate, Id, Percent, Section, Weekday, Window

PremiumPresetName = Literal["de-3b"]


class RateSpec(Section):
    """A base rate from a date and a length of service on."""

    rate: HourlyRate = Field(description="Money an hour.")
    service_years: int = Field(
        default=0, ge=0, le=80, description="Whole years since hire_date from which it holds."
    )
    start: Day | None = Field(default=None, description="First date on which it holds.")


class PremiumSpec(Section):
    """A pay differential on the minutes that meet all of its conditions."""

    id: Id = Field(description="Name of the premium in the costs; its pay code.")
    group: Id | None = Field(
        default=None, description="Within a group the highest counts; without it its own group."
    )
    percent: Percent | None = Field(default=None, description="Percent of the base rate.")
    amount: Amount | None = Field(
        default=None, description="Money an hour, instead of the percentage."
    )
    priority: int = Field(
        default=0,
        ge=-1000,
        le=1000,
        description="Within a group the highest priority counts, then what is worth most.",
    )
    window: Window | None = Field(default=None, description="Clock window, HH:MM-HH:MM.")
    weekdays: list[Weekday] | None = Field(
        default=None, min_length=1, description="Weekdays of the minute; without it every day."
    )
    holidays: bool = Field(default=False, description="Whether only holidays match.")
    shift_began: Literal["any", "same_day", "day_before"] = Field(
        default="any", description="Local date on which the shift must have begun."
    )
    carry_until: Clock | None = Field(
        default=None,
        description="Clock time of the next date until which the day's premium is carried.",
    )
    began_window: Window | None = Field(
        default=None, description="Clock window in which the shift must have begun, HH:MM-HH:MM."
    )
    contracts: list[Id] | None = Field(
        default=None, min_length=1, description="Contracts it is for; without it all."
    )
    skills: list[Id] | None = Field(
        default=None, min_length=1, description="Skills of which the agent has one."
    )
    queues: list[Id] | None = Field(
        default=None, min_length=1, description="Queues of which one is worked in the minute."
    )
    regular_rate: Literal["auto", "include", "exclude"] = Field(
        default="auto", description="Whether it counts towards the FLSA regular rate."
    )


class AllowanceSpec(Section):
    """Money for a shift as a whole."""

    id: Id = Field(description="Name of the allowance in the costs; its pay code.")
    amount: Amount = Field(description="Money a shift.")
    began_window: Window | None = Field(
        default=None, description="Clock window in which the shift must have begun, HH:MM-HH:MM."
    )
    weekdays: list[Weekday] | None = Field(
        default=None, min_length=1, description="Weekdays of the business date."
    )
    holidays: bool = Field(
        default=False, description="Whether the business date must be a holiday."
    )
    contracts: list[Id] | None = Field(
        default=None, min_length=1, description="Contracts it is for; without it all."
    )
    min_minutes: int = Field(
        default=0, ge=0, le=1500, description="Least paid minutes of the shift."
    )


class TierSpec(Section):
    """Overtime above some minutes, until the next tier."""

    over_minutes: int = Field(ge=0, le=10_080, description="Paid minutes above which it is due.")
    percent: Percent = Field(description="Percent on top of the base rate.")


class OvertimeSpec(Section):
    """Overtime by week, by day and on the seventh day."""

    weekly: list[TierSpec] = Field(
        default=[],
        max_length=10,
        description="Tiers of the week; without them the contract's hours and overtime_percent.",
    )
    daily: list[TierSpec] = Field(default=[], max_length=10, description="Tiers of the day.")
    seventh_day: list[TierSpec] = Field(
        default=[], max_length=10, description="Tiers of the seventh day in a row within a week."
    )
    counts_by: Literal["shift", "clock"] = Field(
        default="shift",
        description="Whether a minute belongs to the day of its shift or of the clock.",
    )
    regular_rate: bool = Field(
        default=False, description="Whether overtime is due on the FLSA regular rate."
    )


class BonusSpec(Section):
    """What work on a queue earns beyond the hour, as an expectation."""

    id: Id = Field(description="Name of the bonus in the costs.")
    queue: Id = Field(description="Queue that earns it.")
    per: Literal["hour", "contact"] = Field(description="Per hour there, or contact answered.")
    amount: Amount = Field(description="Money paid to the agent each time.")
    value: Amount = Field(default=Decimal(0), description="Worth to the company each time.")
    share: float | None = Field(
        default=None,
        gt=0,
        le=1,
        allow_inf_nan=False,
        description="Share of contacts that succeed, above 0 and up to 1; without it all.",
    )


class PaySpec(Section):
    """Differentials, allowances, overtime, bonuses and on-cost."""

    premium_preset: PremiumPresetName | None = Field(
        default=None, description="Premiums to add; those given here with the same id replace them."
    )
    premiums: list[PremiumSpec] = Field(
        default=[], max_length=200, description="Premiums, in order."
    )
    allowances: list[AllowanceSpec] = Field(
        default=[], max_length=100, description="Money for a shift as a whole."
    )
    overtime: OvertimeSpec = Field(default=OvertimeSpec(), description="Overtime.")
    bonuses: list[BonusSpec] = Field(
        default=[], max_length=100, description="Bonuses by hour or contact on a queue."
    )
    minimum_paid_minutes: int = Field(
        default=0, ge=0, le=1440, description="Least minutes paid for a shift."
    )
    on_cost_percent: Percent = Field(
        default=Decimal(0), description="Employer's cost on top of gross pay, in percent."
    )
