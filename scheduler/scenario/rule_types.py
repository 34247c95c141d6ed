"""Labour rules as the rest of Staffwright sees them. docs/rules.md says what each means.

A rule that is None, empty, False or at its weakest value is off. Rules for which `prices` holds
a price may be broken at that price; all others are hard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

PRICED_RULES = (
    "max_days_in_row",
    "min_days_in_row",
    "min_days_off_in_row",
    "max_nights_in_row",
    "max_weekends",
    "max_sundays",
    "whole_weekends",
    "max_backward_minutes",
    "max_start_change_minutes",
)
"""Rules of `WorkRules` that may have a price in `WorkRules.prices`; kind limits, forbidden
successions and leads carry a price of their own."""


@dataclass(frozen=True)
class KindLimit:
    """How many shifts of a kind an agent works in a week or in the horizon.

    Attributes
    ----------
    kind : str
        Kind of shift; ``any`` counts all.
    least, most : int, int or None
        `least` is 0 and `most` None where there is no such limit.
    over : {"week", "horizon"}
    price : Decimal or None
        Per shift too few or too many; None makes the limit hard.
    """

    kind: str
    least: int
    most: int | None
    over: Literal["week", "horizon"]
    price: Decimal | None = None


@dataclass(frozen=True)
class Succession:
    """Kinds of shift that may not begin on successive business dates: `before`, then `after`."""

    before: str
    after: str
    price: Decimal | None = None


@dataclass(frozen=True)
class BreakDuty:
    """Breaks that a shift must have once its working time exceeds `over_minutes`.

    Working time is elapsed minutes less breaks of at least `block_minutes`. Those breaks add up
    to `minutes` at least, and where `begin_by_minutes` is given one of them of `block_minutes`
    begins no later than so many elapsed minutes after the start of the shift.
    `unpaid_only` counts only unpaid breaks.
    """

    over_minutes: int
    minutes: int
    block_minutes: int = 1
    begin_by_minutes: int | None = None
    unpaid_only: bool = False


@dataclass(frozen=True)
class LeadDuty:
    """At least `minimum` agents marked as leads at work while one of `queues` is open."""

    minimum: int
    queues: frozenset[str]
    price: Decimal | None = None


@dataclass(frozen=True)
class WorkRules:
    """Rules that may differ by contract. Minutes are elapsed minutes."""

    min_rest_minutes: int = 660
    max_days_in_row: int = 6
    min_days_in_row: int = 1
    min_days_off_in_row: int = 1
    max_nights_in_row: int | None = None
    rest_after_nights_minutes: int | None = None
    rest_after_nights_from: int = 1
    max_daily_minutes: int | None = None
    max_average_weekly_minutes: int | None = None
    average_weeks: int = 1
    max_horizon_minutes: int | None = None
    min_horizon_minutes: int | None = None
    min_weekly_rest_minutes: int | None = None
    weekly_rest_weeks: int = 1
    max_weekends: int | None = None
    weekend_weeks: int = 4
    max_sundays: int | None = None
    sunday_weeks: int = 52
    whole_weekends: bool = False
    max_backward_minutes: int | None = None
    max_start_change_minutes: int | None = None
    kind_limits: tuple[KindLimit, ...] = ()
    forbidden_successions: tuple[Succession, ...] = ()
    prices: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Rules:
    """Labour rules of the site; `work` holds for contracts without rules of their own.

    Attributes
    ----------
    min_work_between_breaks_minutes : int
        From the end of a break to the start of the next.
    max_work_minutes : int or None
        Longest stretch of a shift without a break of `break_block_minutes`.
    break_duties : tuple of BreakDuty
    night_window, night_minutes : (int, int), int
        A shift with that many minutes in the window is a night.
    leads : tuple of LeadDuty
    preset : str or None
        Preset that the rules started from.
    """

    min_work_between_breaks_minutes: int
    night_window: tuple[int, int]
    night_minutes: int
    work: WorkRules = WorkRules()
    max_work_minutes: int | None = None
    break_block_minutes: int = 1
    break_duties: tuple[BreakDuty, ...] = ()
    leads: tuple[LeadDuty, ...] = ()
    preset: str | None = None
