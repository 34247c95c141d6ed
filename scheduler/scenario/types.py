"""The scenario as the rest of Staffwright sees it: frozen values, no files, no pydantic.

Times are aware UTC datetimes, money is `Decimal` in the scenario's currency, clock times are
minutes after local midnight. A scenario that exists is free of faults: the reader reports
them all before it makes one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl

from ..calendar import Grid
from .bought_types import CoverPool
from .pay_types import PayRules, Rate
from .pay_types import Premium as Premium
from .rule_types import Rules as Rules
from .rule_types import WorkRules


@dataclass(frozen=True)
class OpeningHours:
    """When a queue is open: clock minutes on weekdays (0 is Monday). `close` may be 1440."""

    weekdays: frozenset[int]
    open_minutes: int
    close_minutes: int


@dataclass(frozen=True)
class Transfer:
    """A share of the contacts that a queue answers re-enters the queue `to`."""

    to: str
    share: float


@dataclass(frozen=True)
class ShrinkageCause:
    """One cause of unplanned absence, in the intervals that meet all of its conditions.

    Of several with the same name the last one whose conditions hold counts.

    Attributes
    ----------
    share : float
        Absent agents as a share of those rostered, below 1.
    weekdays, dates : frozenset or None
        Local weekdays (0 is Monday) and dates of the interval's start; None means any.
    window : (int, int) or None
        Clock minutes of the interval's start; the window wraps around midnight where the end is
        not above the start.
    """

    name: str
    share: float
    weekdays: frozenset[int] | None = None
    window: tuple[int, int] | None = None
    dates: frozenset[date] | None = None


@dataclass(frozen=True)
class UnderStep:
    """From the `missing`-th agent missing at once each costs `price` an hour."""

    missing: int
    price: Decimal


@dataclass(frozen=True)
class Queue:
    """A stream of contacts with its targets.

    Attributes
    ----------
    service_level, within_s : float or None
        Share answered within `within_s` seconds.
    mean_wait_s : float or None
        Average speed of answer (mean wait) not to exceed.
    max_occupancy, max_abandonment : float or None
        Largest occupancy and largest share of abandoned contacts.
    patience_s : float or None
        Mean patience; None means callers never hang up (Erlang C). The forecast may override
        it by interval.
    shrinkage : float
        Unplanned absence as a share of the agents rostered, below 1. Where `causes` vary, what
        holds without any condition.
    minimum_staff : int
        Agents while open, whatever the load.
    hard_minimum : bool
        Whether a plan below `minimum_staff` breaks a promise (exit code 1).
    hours : tuple of OpeningHours
        Empty means around the clock.
    under_price, over_price : Decimal
        Price of an agent-hour missing and of one too many.
    causes : tuple of ShrinkageCause
        Causes of the unplanned absence; empty where only the total is known.
    self_service : float
        Share of the forecast's contacts that never reach the queue.
    outsourced : float
        Share of what reaches the queue that a partner answers.
    transfers : tuple of Transfer
        Where contacts go after they were answered here.
    dispersion : float
        Variance of the forecast's contacts in an interval over their mean, from 1 (Poisson).
    confidence : float or None
        Probability with which the targets must be met given the forecast's uncertainty; None
        plans for the forecast's volume as it is.
    method : {"interval", "carried"}
        Whether intervals are taken each for itself or hand on their backlog.
    target_over : {"interval", "day", "week"}
        Over what the service level must be met, weighted by volume.
    under_steps : tuple of UnderStep
        Rising prices of further agents missing, in order; before them `under_price` counts.
    value : {"requirement", "service_level"}
        Whether coverage is worth what the requirement lacks, or the contacts answered in time.
    late_price : Decimal or None
        Price of a contact that is not answered in time where that is the value; None finds the
        price at which the service level is met over each day or week.
    """

    id: str
    service_level: float | None
    within_s: float | None
    mean_wait_s: float | None
    max_occupancy: float | None
    max_abandonment: float | None
    patience_s: float | None
    shrinkage: float
    minimum_staff: int
    hard_minimum: bool
    hours: tuple[OpeningHours, ...]
    closed_on_holidays: bool
    under_price: Decimal
    over_price: Decimal
    causes: tuple[ShrinkageCause, ...] = ()
    self_service: float = 0.0
    outsourced: float = 0.0
    transfers: tuple[Transfer, ...] = ()
    dispersion: float = 1.0
    confidence: float | None = None
    method: str = "interval"
    target_over: str = "interval"
    under_steps: tuple[UnderStep, ...] = ()
    value: str = "requirement"
    late_price: Decimal | None = None


@dataclass(frozen=True)
class BreakRule:
    """A break: its length and, in minutes after the shift's start, where it may begin."""

    id: str
    minutes: int
    paid: bool
    earliest_minutes: int
    latest_minutes: int


@dataclass(frozen=True)
class ShiftTemplate:
    """Shifts of one kind: starts from `start` to `latest_start` in steps, several lengths.

    `start_minutes` and `latest_start_minutes` are clock minutes of the business date; a shift
    may run past midnight. `breaks` are in the order in which they must be taken.
    `weekdays` (0 is Monday) are those on which it may begin.
    """

    id: str
    kind: str
    start_minutes: int
    latest_start_minutes: int
    step_minutes: int
    lengths_minutes: tuple[int, ...]
    breaks: tuple[BreakRule, ...]
    weekdays: frozenset[int]


@dataclass(frozen=True)
class Contract:
    """Weekly paid hours for one full-time equivalent, in minutes, and the kinds of shift allowed.

    Overtime is what lies above `weekly_minutes` and is paid `overtime_percent` more.
    `rules` are the contract's own (see `Scenario.work_rules`), `rates` its base rates, and
    `on_cost_percent` its employer's on-cost where it differs from the site's.
    """

    id: str
    weekly_minutes: int
    min_weekly_minutes: int
    max_weekly_minutes: int
    overtime_percent: Decimal
    shift_kinds: frozenset[str]
    rules: WorkRules | None = None
    rates: tuple[Rate, ...] = ()
    on_cost_percent: Decimal | None = None


@dataclass(frozen=True)
class Objective:
    """Prices of wishes not granted, unfair shares and changes, in the scenario's currency."""

    preference_price: Decimal
    fair_nights_price: Decimal
    fair_weekends_price: Decimal
    fair_holidays_price: Decimal = Decimal(0)
    change_price: Decimal = Decimal(20)


@dataclass(frozen=True)
class Agent:
    """A named agent. `fte` scales the contract's weekly hours.

    `base_rate` is per hour where `rates` holds nothing; the rate of a business date is
    `pay_rates.base_rate`. `zone` is the clock of the agent's shifts, premiums and availability,
    `jurisdiction` names the holidays (both the site's where None).
    """

    employee_id: str
    name: str
    contract: Contract
    fte: Decimal
    base_rate: Decimal
    skills: frozenset[str]
    seniority_rank: int | None = None
    hire_date: date | None = None
    group: str | None = None
    zone: str | None = None
    jurisdiction: str | None = None
    lead: bool = False
    rates: tuple[Rate, ...] = ()

    @property
    def weekly_minutes(self) -> int:
        """Contract minutes a week after `fte`."""
        return int(self.contract.weekly_minutes * self.fte)

    @property
    def min_weekly_minutes(self) -> int:
        """Least minutes a week after `fte`."""
        return int(self.contract.min_weekly_minutes * self.fte)

    @property
    def max_weekly_minutes(self) -> int:
        """Most minutes a week after `fte`."""
        return int(self.contract.max_weekly_minutes * self.fte)


@dataclass(frozen=True)
class TimeOff:
    """Leave: the agent works no minute of it. `paid_minutes` count towards weekly hours."""

    employee_id: str
    start: datetime
    end: datetime
    kind: str
    paid_minutes: int


@dataclass(frozen=True)
class Unavailability:
    """A span in which the agent cannot work, expanded from availability.csv."""

    employee_id: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Preference:
    """A wish for one date.

    Exactly one of `shift` (template id or kind), `window` (UTC span within which to work),
    `off` and `avoid` (template id or kind) is set. A wish costs `weight` times the objective's
    preference price when not granted. An `off` wish is granted when no shift begins on the date;
    a `shift` wish when such a shift does; a `window` wish when a shift begins on the date and
    lies inside the window; an `avoid` wish when no such shift begins. `hard` (`off` and `avoid`
    only) makes it a rule.
    """

    employee_id: str
    day: date
    shift: str | None
    window: tuple[datetime, datetime] | None
    off: bool
    weight: Decimal
    avoid: str | None = None
    hard: bool = False


@dataclass(frozen=True)
class Event:
    """Training, coaching or a meeting, for one agent.

    Fixed where `window` is None or as long as the event; else it is placed inside `window`.
    `start` and `end` are None until it is placed. A mandatory event must lie inside a shift.
    """

    event_id: str
    employee_id: str
    start: datetime | None
    end: datetime | None
    duration_minutes: int
    window: tuple[datetime, datetime] | None
    mandatory: bool
    paid: bool


@dataclass(frozen=True)
class Activity:
    """A span inside a shift. `code` is ``work``, ``break:<id>``, ``event:<id>`` or ``shift``.

    ``shift`` stands for a whole shift whose breaks are still open (locked and history files).
    `queue` is the queue served, None where none is or where it is left open.
    """

    code: str
    start: datetime
    end: datetime
    paid: bool
    work: bool
    queue: str | None = None


@dataclass(frozen=True)
class Shift:
    """One agent's shift: activities in order of time, without gaps.

    `shift_id` is the template's id (free text in history and hand-made schedules).
    """

    employee_id: str
    shift_id: str
    business_date: date
    activities: tuple[Activity, ...]
    locked: bool = False

    @property
    def start(self) -> datetime:
        """First instant of the shift (UTC)."""
        return self.activities[0].start

    @property
    def end(self) -> datetime:
        """Last instant of the shift (UTC)."""
        return self.activities[-1].end

    @property
    def paid_minutes(self) -> int:
        """Minutes paid and counted towards weekly hours."""
        return sum(int((a.end - a.start).total_seconds()) // 60 for a in self.activities if a.paid)


@dataclass(frozen=True)
class Scenario:
    """Everything a plan is made from, free of faults.

    Attributes
    ----------
    forecast : polars.DataFrame
        Columns `queue` (str), `interval_start` (datetime, UTC), `volume`, `aht_s` (f8; `acw_s`
        already added) and `patience_s` (f8, null where the queue's own counts); where the file
        has quantiles of the volume, `volume_p1` to `volume_p99` (f8) as well. One row per queue
        and interval at most; intervals without a row have no volume.
    history, locked : tuple of Shift
        Shifts worked before the horizon, and shifts of the horizon that must stay.
    holidays : frozenset of date
        The site's public and own holidays, from two days before the horizon to three after it.
    half_holidays : dict
        Dates that are holidays from a clock minute on.
    other_holidays : dict
        Holidays of jurisdictions that agents name, by jurisdiction.
    bought_cover : tuple of CoverPool
        Where agents can be bought beside the own ones.
    defaults_used : tuple of str
        Sentences that name each default which stands in for something not given.
    folder : Path or None
        Where it was read from.
    input_hashes : dict
        SHA-256 of every file read, by file name.
    """

    name: str
    currency: str
    week_start: int
    grid: Grid
    queues: tuple[Queue, ...]
    shifts: tuple[ShiftTemplate, ...]
    contracts: tuple[Contract, ...]
    rules: Rules
    premiums: tuple[Premium, ...]
    objective: Objective
    agents: tuple[Agent, ...]
    forecast: pl.DataFrame
    time_off: tuple[TimeOff, ...]
    unavailable: tuple[Unavailability, ...]
    preferences: tuple[Preference, ...]
    events: tuple[Event, ...]
    history: tuple[Shift, ...]
    locked: tuple[Shift, ...]
    holidays: frozenset[date]
    half_holidays: dict[date, int] = field(default_factory=dict)
    other_holidays: dict[str, frozenset[date]] = field(default_factory=dict)
    pay: PayRules = field(default_factory=PayRules)
    bought_cover: tuple[CoverPool, ...] = ()
    defaults_used: tuple[str, ...] = ()
    folder: Path | None = None
    input_hashes: dict[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        """IANA zone of the site."""
        return self.grid.zone

    def work_rules(self, contract: Contract) -> WorkRules:
        """Rules of a contract: its own, or the site's."""
        return contract.rules or self.rules.work

    def zone_of(self, agent: Agent) -> str:
        """IANA zone of an agent's clock."""
        return agent.zone or self.zone

    def holidays_of(self, agent: Agent) -> frozenset[date]:
        """Holidays where an agent works."""
        if agent.jurisdiction is None:
            return self.holidays
        return self.other_holidays.get(agent.jurisdiction, self.holidays)

    def queue_index(self) -> dict[str, int]:
        """Return the position of every queue id."""
        return {queue.id: k for k, queue in enumerate(self.queues)}
