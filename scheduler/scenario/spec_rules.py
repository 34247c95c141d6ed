"""The sections `[rules]` and `[contracts.rules]` of scenario.toml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from .spec_fields import Id, Price, Section, Window

OFF = "off"
"""What switches off a rule that a preset or the site sets."""

PresetName = Literal["eu", "de", "us-flsa", "us-ca"]


def _off_is_none(value: Any) -> Any:
    return None if value == OFF else value


def _limits_or_off(least: int, most: int) -> WithJsonSchema:
    number = {"type": "integer", "minimum": least, "maximum": most}
    return WithJsonSchema({"anyOf": [number, {"const": OFF}]})


_OrOff = BeforeValidator(_off_is_none)
PriceOrOff = Annotated[
    Price | None,
    _OrOff,
    WithJsonSchema(
        {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1_000_000}, {"const": OFF}]}
    ),
]
Days = Annotated[Annotated[int, Field(ge=1, le=42)] | None, _OrOff, _limits_or_off(1, 42)]
Elapsed = Annotated[
    Annotated[int, Field(ge=0, le=20_160)] | None, _OrOff, _limits_or_off(0, 20_160)
]
DayMinutes = Annotated[
    Annotated[int, Field(ge=30, le=1_440)] | None, _OrOff, _limits_or_off(30, 1_440)
]
WeekMinutes = Annotated[
    Annotated[int, Field(ge=1, le=10_080)] | None, _OrOff, _limits_or_off(1, 10_080)
]
HorizonMinutes = Annotated[
    Annotated[int, Field(ge=1, le=600_000)] | None, _OrOff, _limits_or_off(1, 600_000)
]
Weekends = Annotated[Annotated[int, Field(ge=0, le=104)] | None, _OrOff, _limits_or_off(0, 104)]
ClockMinutes = Annotated[
    Annotated[int, Field(ge=0, le=1_439)] | None, _OrOff, _limits_or_off(0, 1_439)
]


class PricesSpec(Section):
    """Prices at which rules may be broken; a rule without one is hard."""

    max_days_in_row: PriceOrOff = Field(default=None, description="Price per day above.")
    min_days_in_row: PriceOrOff = Field(default=None, description="Price per day missing.")
    min_days_off_in_row: PriceOrOff = Field(default=None, description="Price per day missing.")
    max_nights_in_row: PriceOrOff = Field(default=None, description="Price per night above.")
    max_weekends: PriceOrOff = Field(default=None, description="Price per weekend above.")
    max_sundays: PriceOrOff = Field(default=None, description="Price per Sunday above.")
    whole_weekends: PriceOrOff = Field(default=None, description="Price per weekend split.")
    max_backward_minutes: PriceOrOff = Field(default=None, description="Price per occurrence.")
    max_start_change_minutes: PriceOrOff = Field(default=None, description="Price per occurrence.")


class KindLimitSpec(Section):
    """How many shifts of a kind an agent works in a week or in the horizon."""

    kind: Id = Field(description='Kind of shift, or "any" for all of them.')
    least: int = Field(default=0, ge=0, le=42, description="Least number of shifts.")
    most: int | None = Field(default=None, ge=0, le=42, description="Largest number of shifts.")
    over: Literal["week", "horizon"] = Field(
        default="week", description="In each week, or in the horizon."
    )
    price: Price | None = Field(
        default=None, description="Per shift too few or too many; without it the limit is hard."
    )


class SuccessionSpec(Section):
    """Kinds of shift that may not begin on successive dates."""

    before: Id = Field(description="Kind of the first shift.")
    after: Id = Field(description="Kind of the shift on the next date.")
    price: Price | None = Field(
        default=None, description="Per occurrence; without it the succession is forbidden."
    )


class WorkRulesSpec(Section):
    """Labour rules that may differ by contract."""

    min_rest_minutes: int = Field(
        default=660, ge=0, le=2880, description="Rest between shifts in minutes."
    )
    max_days_in_row: int = Field(default=6, ge=1, le=42, description="Working days in a row.")
    min_days_in_row: int = Field(
        default=1, ge=1, le=42, description="Least number of working days in a row."
    )
    min_days_off_in_row: int = Field(
        default=1, ge=1, le=42, description="Least number of days off in a row."
    )
    max_nights_in_row: Days = Field(default=None, description="Nights in a row.")
    rest_after_nights_minutes: Elapsed = Field(
        default=None, description="Rest after a run of nights in minutes."
    )
    rest_after_nights_from: int = Field(
        default=1, ge=1, le=42, description="Nights from which a run needs that rest."
    )
    max_daily_minutes: DayMinutes = Field(
        default=None, description="Working time of a shift in minutes, unpaid breaks out."
    )
    max_average_weekly_minutes: WeekMinutes = Field(
        default=None, description="Paid minutes a week, on average over `average_weeks`."
    )
    average_weeks: int = Field(default=1, ge=1, le=104, description="Weeks of that average.")
    max_horizon_minutes: HorizonMinutes = Field(
        default=None, description="Paid minutes in the horizon at most."
    )
    min_horizon_minutes: HorizonMinutes = Field(
        default=None, description="Paid minutes in the horizon at least."
    )
    min_weekly_rest_minutes: WeekMinutes = Field(
        default=None, description="Uninterrupted rest, once a week on average."
    )
    weekly_rest_weeks: int = Field(
        default=1, ge=1, le=52, description="Weeks in which there are as many such rests."
    )
    max_weekends: Weekends = Field(
        default=None, description="Weekends with work in `weekend_weeks`."
    )
    weekend_weeks: int = Field(default=4, ge=1, le=104, description="Weekends looked at together.")
    max_sundays: Weekends = Field(default=None, description="Sundays with work in `sunday_weeks`.")
    sunday_weeks: int = Field(default=52, ge=1, le=104, description="Sundays looked at together.")
    whole_weekends: bool = Field(
        default=False, description="Whether Saturday and Sunday are worked both or neither."
    )
    max_backward_minutes: ClockMinutes = Field(
        default=None, description="Minutes by which a start may be earlier than the day before."
    )
    max_start_change_minutes: ClockMinutes = Field(
        default=None, description="Minutes by which starts on successive days may differ."
    )
    kind_limits: list[KindLimitSpec] = Field(
        default=[], max_length=100, description="Least and largest numbers of shifts of a kind."
    )
    forbidden_successions: list[SuccessionSpec] = Field(
        default=[], max_length=100, description="Kinds that must not follow each other."
    )
    prices: PricesSpec = Field(
        default=PricesSpec(), description="Prices of rules that may be broken."
    )


class BreakDutySpec(Section):
    """Breaks that a shift must have from some working time on."""

    over_minutes: int = Field(ge=0, le=1440, description="Working time above which it holds.")
    minutes: int = Field(ge=1, le=480, description="Break minutes in all.")
    block_minutes: int = Field(
        default=1, ge=1, le=240, description="Shortest break that counts, in minutes."
    )
    begin_by_minutes: int | None = Field(
        default=None,
        ge=0,
        le=1440,
        description="Minutes after the start of the shift by which one of them begins.",
    )
    unpaid_only: bool = Field(default=False, description="Whether only unpaid breaks count.")


class LeadDutySpec(Section):
    """Agents marked as leads who must be present."""

    minimum: int = Field(ge=1, le=1000, description="Number of leads at work.")
    queues: list[Id] | None = Field(
        default=None,
        min_length=1,
        description="While one of these queues is open; without it any queue.",
    )
    price: Price | None = Field(
        default=None, description="Per hour of a lead missing; without it the duty is hard."
    )


class RulesSpec(WorkRulesSpec):
    """Labour rules of the site."""

    preset: PresetName | None = Field(
        default=None, description="Rules of a law to start from; values given here replace its own."
    )
    min_work_between_breaks_minutes: int = Field(
        default=60, ge=0, le=600, description="Minutes from the end of a break to the next."
    )
    night_window: Window = Field(
        default="23:00-06:00", description="What counts as night, HH:MM-HH:MM."
    )
    night_minutes: int = Field(
        default=180, ge=1, le=1440, description="Minutes in the window that make a night shift."
    )
    max_work_minutes: DayMinutes = Field(
        default=None, description="Longest stretch of a shift without a break."
    )
    break_block_minutes: int = Field(
        default=1, ge=1, le=240, description="Shortest break that ends such a stretch."
    )
    break_duties: list[BreakDutySpec] = Field(
        default=[], max_length=20, description="Breaks by hours worked."
    )
    leads: list[LeadDutySpec] = Field(
        default=[], max_length=50, description="Leads who must be present."
    )


def is_on(name: str, value: int | bool | None) -> bool:
    """Say whether the value of a priced rule makes it count."""
    if name in ("min_days_in_row", "min_days_off_in_row"):
        return value is not None and value > 1
    return value is not None and value is not False
