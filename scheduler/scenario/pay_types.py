"""What hours are paid, as the rest of Staffwright sees it. docs/pay.md says what each means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True)
class Premium:
    """A differential on the paid minutes that match all of its conditions.

    Attributes
    ----------
    group : str
        Within a group one differential counts in a minute: the highest `priority`, among equals
        the one worth most, then the one listed first. Groups add up.
    percent, amount : Decimal
        Percent of the base rate, and money per hour; one of them is 0.
    window : (int, int) or None
        Clock minutes; the window wraps around midnight where the end is not above the start.
    weekdays : frozenset of int or None
        Local weekdays of the minute (0 is Monday); None means every day.
    holidays : bool
        Whether only minutes on public holidays match.
    shift_began : {"any", "same_day", "day_before"}
        Whether the shift must have begun on the minute's own local date or on the one before.
    carry_until : int or None
        Clock minutes until which a shift that began on a matching day carries the premium into
        the following day.
    began_window : (int, int) or None
        Clock minutes in which the shift must have begun.
    contracts, skills, queues : frozenset of str or None
        Contracts and skills the agent must have (one of them), and queues on which the minute
        is worked; None means any.
    regular_rate : {"auto", "include", "exclude"}
        Whether it counts towards the FLSA regular rate. ``auto``: a premium of at least 50 % on
        weekdays or holidays is excluded and credited against overtime, others are included.
    """

    id: str
    group: str
    percent: Decimal
    window: tuple[int, int] | None
    weekdays: frozenset[int] | None
    holidays: bool
    shift_began: str
    carry_until: int | None
    amount: Decimal = Decimal(0)
    priority: int = 0
    began_window: tuple[int, int] | None = None
    contracts: frozenset[str] | None = None
    skills: frozenset[str] | None = None
    queues: frozenset[str] | None = None
    regular_rate: Literal["auto", "include", "exclude"] = "auto"


@dataclass(frozen=True)
class Allowance:
    """Money for a shift as a whole: by when it began, its weekday, its length.

    `holidays` asks that the business date be a holiday; `min_minutes` are paid minutes.
    Allowances count towards the FLSA regular rate.
    """

    id: str
    amount: Decimal
    began_window: tuple[int, int] | None = None
    weekdays: frozenset[int] | None = None
    holidays: bool = False
    contracts: frozenset[str] | None = None
    min_minutes: int = 0


@dataclass(frozen=True)
class OvertimeTier:
    """Hours above `over_minutes` are paid `percent` more, until the next tier."""

    over_minutes: int
    percent: Decimal


@dataclass(frozen=True)
class Overtime:
    """Overtime by day, week and seventh day. No minute is paid as overtime twice.

    Attributes
    ----------
    weekly, daily, seventh_day : tuple of OvertimeTier
        Rising. `seventh_day` holds on the seventh day worked in one week. Empty `weekly` means
        the contract's hours and its `overtime_percent`.
    counts_by : {"shift", "clock"}
        Whether minutes belong to the day and week in which the shift began or in which they lie.
    regular_rate : bool
        Whether overtime is a multiple of the FLSA regular rate instead of the base rate.
    """

    weekly: tuple[OvertimeTier, ...] = ()
    daily: tuple[OvertimeTier, ...] = ()
    seventh_day: tuple[OvertimeTier, ...] = ()
    counts_by: Literal["shift", "clock"] = "shift"
    regular_rate: bool = False


@dataclass(frozen=True)
class Rate:
    """A base rate per hour from a length of service (whole years) and a date on."""

    rate: Decimal
    service_years: int = 0
    start: date | None = None


@dataclass(frozen=True)
class Bonus:
    """What work on a queue earns beyond the hour: expected cost and value.

    Attributes
    ----------
    per : {"hour", "contact"}
        Per hour on the queue, or per contact answered.
    amount : Decimal
        Paid to the agent each time.
    value : Decimal
        Worth to the company each time.
    share : float
        Share of contacts that succeed (a saved customer); 1 for hours.
    """

    id: str
    queue: str
    per: Literal["hour", "contact"]
    amount: Decimal
    value: Decimal
    share: float = 1.0


@dataclass(frozen=True)
class PayRules:
    """Pay beyond base rate and differentials.

    `minimum_paid_minutes` is the least paid for a shift; `on_cost_percent` the employer's
    cost on top of gross pay (bonuses included), which a contract may override.
    """

    overtime: Overtime = Overtime()
    allowances: tuple[Allowance, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    minimum_paid_minutes: int = 0
    on_cost_percent: Decimal = Decimal(0)
