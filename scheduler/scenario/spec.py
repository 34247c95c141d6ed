"""What scenario.toml may hold: one pydantic model per section.

The models check single values; what concerns several of them is in `checks`. Descriptions
appear in the JSON Schema and in the messages of faults.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from .spec_bought import BoughtCoverSpec
from .spec_fields import (
    ChangePrice,
    Clock,
    Day,
    HourPrice,
    Id,
    LatePrice,
    MonthDay,
    Name,
    Percent,
    Price,
    Seconds,
    Section,
    Share,
    Shrinkage,
    Weekday,
    WeeklyHours,
    WeightPrice,
    WholeShare,
    Window,
)
from .spec_imports import AgentsSpec, ForecastSpec, TimeOffSpec
from .spec_pay import PaySpec, RateSpec
from .spec_rules import RulesSpec, WorkRulesSpec

MAX_DAYS = 42
"""Days a plan may cover."""

MAX_DAYS_REQUIREMENT = 400
"""Days a requirement without agents may cover."""

INTERVALS = (5, 6, 10, 12, 15, 20, 30, 60)
"""Minutes a forecast interval may have: 5 to 60, dividing the hour."""

DEFAULT_UNDER_PRICE = Decimal(60)
"""Price of a missing agent-hour where a queue has none."""

DEFAULT_OVER_PRICE = Decimal(5)
"""Price of an agent-hour too many where a queue has none."""


class SiteSpec(Section):
    """The centre: its name, clock and money."""

    name: Name = Field(default="Site", description="Name shown in reports.")
    time_zone: str = Field(description="IANA time zone, for example Europe/Berlin.")
    currency: str = Field(
        default="EUR", pattern=r"^[A-Z]{3}$", description="ISO 4217 code, for example EUR."
    )
    week_start: Weekday = Field(default="mon", description="First day of the week.")


class HorizonSpec(Section):
    """The days to plan."""

    start: Day = Field(description="First local date, for example 2026-03-23.")
    days: int = Field(
        ge=1,
        le=MAX_DAYS_REQUIREMENT,
        description=f"Days to plan, 1 to {MAX_DAYS} "
        f"(to {MAX_DAYS_REQUIREMENT} where only the requirement is computed).",
    )
    interval_minutes: Literal[5, 6, 10, 12, 15, 20, 30, 60] = Field(
        description="Length of a forecast interval: 5, 6, 10, 12, 15, 20, 30 or 60 minutes."
    )
    carry_out: Clock = Field(
        default="00:00",
        description="Clock time of the day after the last one until which demand is planned.",
    )


class HalfDaySpec(Section):
    """A date that is a holiday from a clock time on, every year or once."""

    date: MonthDay = Field(description="Month and day such as 12-24, or one date.")
    from_: Clock = Field(alias="from", description="Clock time from which it is a holiday.")


class HolidaysSpec(Section):
    """Public holidays and own ones."""

    country: str | None = Field(default=None, description="ISO 3166 country code, for example DE.")
    subdivision: str | None = Field(
        default=None, description="State or region of the country, for example BB."
    )
    extra: list[Day] = Field(default=[], description="Own holidays, a list of dates.")
    half_days: list[HalfDaySpec] = Field(
        default=[], max_length=100, description="Holidays from a clock time on."
    )
    observed: bool = Field(
        default=True,
        description="Whether days on which a holiday is observed in lieu count as well.",
    )


class CauseSpec(Section):
    """One cause of unplanned absence, everywhere or where all of its conditions hold."""

    name: Name = Field(description="Cause, for example sickness; entries may share a name.")
    share: Shrinkage = Field(
        description="Absent agents as a share of those rostered, from 0 to below 1."
    )
    weekdays: list[Weekday] | None = Field(
        default=None, min_length=1, description="Weekdays of the interval; without it every day."
    )
    window: Window | None = Field(
        default=None, description="Clock window in which intervals begin, HH:MM-HH:MM."
    )
    dates: list[Day] | None = Field(
        default=None, min_length=1, description="Dates of the interval, a list."
    )
    queues: list[Id] | None = Field(
        default=None, min_length=1, description="Queues it concerns; without it all."
    )


class ShrinkageSpec(Section):
    """Absence that nobody planned: a total, or its causes."""

    unplanned: Shrinkage | None = Field(
        default=None,
        description="Sickness and lateness as a share of the agents rostered, from 0 to below 1.",
    )
    causes: list[CauseSpec] = Field(
        default=[], max_length=200, description="Causes instead of the total."
    )


class HoursSpec(Section):
    """Opening hours on some weekdays."""

    days: list[Weekday] = Field(min_length=1, description="Weekdays, for example mon and tue.")
    open: Clock = Field(description="Opening time, HH:MM.")
    close: Clock = Field(description="Closing time, HH:MM; 24:00 is midnight.")


class TransferSpec(Section):
    """A share of the contacts a queue answers that re-enters a queue."""

    to: Id = Field(description="Queue that the contacts enter.")
    share: float = Field(
        gt=0, le=1, allow_inf_nan=False, description="Share of the contacts answered, up to 1."
    )


class QueueSpec(Section):
    """A stream of contacts with its targets."""

    id: Id = Field(description="Name of the queue as in forecast.csv and in skills.")
    service_level: Share | None = Field(
        default=None, description="Share answered within `within_s`, between 0 and 1."
    )
    within_s: float | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        allow_inf_nan=False,
        description="Seconds within which `service_level` is answered.",
    )
    mean_wait_s: Seconds | None = Field(
        default=None, description="Mean wait (average speed of answer) not to exceed, seconds."
    )
    max_occupancy: float | None = Field(
        default=None, gt=0, le=1, allow_inf_nan=False, description="Largest occupancy, up to 1."
    )
    max_abandonment: Share | None = Field(
        default=None, description="Largest share of abandoned contacts, between 0 and 1."
    )
    patience_s: Seconds | None = Field(
        default=None, description="Mean patience in seconds; without it callers never hang up."
    )
    shrinkage: Shrinkage | None = Field(
        default=None, description="Unplanned absence of this queue instead of the site's."
    )
    minimum_staff: int = Field(default=0, ge=0, le=10_000, description="Agents while open.")
    hard_minimum: bool = Field(
        default=False, description="Whether a plan below `minimum_staff` breaks a promise."
    )
    hours: list[HoursSpec] = Field(
        default=[], description="Opening hours; without them open around the clock."
    )
    closed_on_holidays: bool = Field(default=False, description="Whether holidays are closed.")
    under_price: HourPrice | None = Field(
        default=None, description="Price of a missing agent-hour."
    )
    over_price: HourPrice | None = Field(
        default=None, description="Price of an agent-hour above the requirement."
    )
    self_service: WholeShare = Field(
        default=0.0, description="Share of the forecast that self-service keeps from the queue."
    )
    outsourced: WholeShare = Field(
        default=0.0, description="Share of what reaches the queue that a partner answers."
    )
    transfers: list[TransferSpec] = Field(
        default=[], max_length=200, description="Where contacts go after they were answered."
    )
    dispersion: float = Field(
        default=1.0,
        ge=1,
        le=1_000_000,
        allow_inf_nan=False,
        description="Variance of the contacts in an interval over their mean, from 1 (Poisson).",
    )
    confidence: Share | None = Field(
        default=None,
        description="Probability with which targets are met given the forecast's uncertainty.",
    )
    method: Literal["interval", "carried"] = Field(
        default="interval", description="Each interval for itself, or with the backlog carried on."
    )
    target_over: Literal["interval", "day", "week"] = Field(
        default="interval", description="Over what the service level is met, by volume."
    )
    under_steps: list[UnderStepSpec] = Field(
        default=[], max_length=8, description="Higher prices of further agents missing, rising."
    )
    value: Literal["requirement", "service_level"] = Field(
        default="requirement",
        description="What coverage is worth: the requirement met, or contacts answered in time.",
    )
    late_price: LatePrice | None = Field(
        default=None,
        description="Price of a contact not answered in time; without it found from the target.",
    )


class UnderStepSpec(Section):
    """A higher price of further agents missing."""

    missing: int = Field(
        ge=2, le=10_000, description="From which agent missing at once the price counts, from 2."
    )
    price: HourPrice = Field(description="Price of each of these agent-hours.")


class BreakSpec(Section):
    """A break and where in the shift it may begin."""

    id: Id = Field(description="Name of the break.")
    minutes: int = Field(ge=1, le=240, description="Length in minutes.")
    paid: bool = Field(description="Whether the break is paid and counts as hours.")
    earliest_minutes: int = Field(
        ge=0, le=1440, description="Earliest begin in minutes after the start of the shift."
    )
    latest_minutes: int = Field(
        ge=0, le=1440, description="Latest begin in minutes after the start of the shift."
    )


class ShiftSpec(Section):
    """Shifts of one kind."""

    id: Id = Field(description="Name of the shift.")
    kind: Id = Field(description="Kind of shift, named by contracts and preferences.")
    start: Clock = Field(description="First start, HH:MM.")
    latest_start: Clock | None = Field(
        default=None, description="Last start, HH:MM; without it only `start`."
    )
    step_minutes: int = Field(default=30, ge=5, le=1440, description="Step between starts.")
    lengths_minutes: list[Annotated[int, Field(ge=30, le=1440)]] = Field(
        min_length=1,
        max_length=48,
        description="Lengths from start to end with breaks, 30 to 1440 minutes.",
    )
    breaks: list[Id] = Field(default=[], description="Breaks in the order they are taken.")
    days: list[Weekday] = Field(
        default=["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        min_length=1,
        description="Weekdays on which the shift may begin.",
    )


class ContractSpec(Section):
    """Weekly hours of one full-time equivalent and the kinds of shift allowed."""

    id: Id = Field(description="Name of the contract as in agents.csv.")
    weekly_hours: WeeklyHours = Field(description="Contract hours a week; above is overtime.")
    min_weekly_hours: WeeklyHours = Field(
        default=Decimal(0), description="Least paid hours a week."
    )
    max_weekly_hours: WeeklyHours = Field(description="Most paid hours a week, up to 168.")
    overtime_percent: Percent = Field(
        default=Decimal(0), description="Premium on hours above `weekly_hours`, in percent."
    )
    shift_kinds: list[Id] | None = Field(
        default=None, min_length=1, description="Kinds of shift allowed; without it all."
    )
    rules: WorkRulesSpec | None = Field(
        default=None, description="Rules of this contract; what it leaves out is the site's."
    )
    rates: list[RateSpec] = Field(
        default=[], max_length=200, description="Base rates by date and length of service."
    )
    on_cost_percent: Percent | None = Field(
        default=None, description="Employer's cost on top of gross pay instead of the site's."
    )


class ObjectiveSpec(Section):
    """Prices of what is wished, in the currency."""

    preference_price: WeightPrice = Field(
        default=Decimal(5), description="Per unit of weight of a wish not granted."
    )
    fair_nights_price: Price = Field(
        default=Decimal(20), description="Per night too far from the fair share."
    )
    fair_weekends_price: Price = Field(
        default=Decimal(20), description="Per weekend shift too far from the fair share."
    )
    fair_holidays_price: Price = Field(
        default=Decimal(0), description="Per holiday shift too far from the fair share."
    )
    fair_spread: int | None = Field(
        default=None,
        ge=1,
        le=1000,
        description="Shifts that agents of a contract may lie apart at no cost: half of them, "
        "rounded down, above the fair share, the rest below. Each one outside costs the price. "
        "Without it every shift above costs the price and shifts below cost nothing.",
    )
    change_price: ChangePrice = Field(
        default=Decimal(20), description="Per shift that a repair changes."
    )


class ScenarioSpec(Section):
    """A staffing scenario: everything of the folder that is not a table."""

    site: SiteSpec = Field(description="The centre: name, time zone, currency.")
    horizon: HorizonSpec = Field(description="The days to plan and the interval.")
    holidays: HolidaysSpec = Field(default=HolidaysSpec(), description="Public holidays.")
    shrinkage: ShrinkageSpec = Field(
        default=ShrinkageSpec(unplanned=0.0), description="Absence nobody planned."
    )
    queues: list[QueueSpec] = Field(min_length=1, max_length=200, description="The queues.")
    breaks: list[BreakSpec] = Field(default=[], max_length=100, description="The breaks.")
    shifts: list[ShiftSpec] = Field(min_length=1, max_length=500, description="The shifts.")
    contracts: list[ContractSpec] = Field(
        min_length=1, max_length=500, description="The contracts."
    )
    forecast: ForecastSpec = Field(
        default=ForecastSpec(), description="Names in forecasts of other systems."
    )
    agents: AgentsSpec = Field(default=AgentsSpec(), description="Exports of an HR system.")
    time_off: TimeOffSpec = Field(default=TimeOffSpec(), description="Leave of other systems.")
    rules: RulesSpec = Field(default=RulesSpec(), description="Labour rules.")
    pay: PaySpec = Field(default=PaySpec(), description="What hours are paid beyond the base rate.")
    objective: ObjectiveSpec = Field(default=ObjectiveSpec(), description="Prices of wishes.")
    bought_cover: list[BoughtCoverSpec] = Field(
        default=[], max_length=20, description="Agents bought from outside by the block."
    )
