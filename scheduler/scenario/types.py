"""The scenario as the rest of Staffwright sees it: frozen values, no pydantic.

Times are aware UTC datetimes, money is `Decimal` in the scenario's currency, clock times are
minutes after local midnight. A scenario that exists is free of faults: the reader reports
them all before it makes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from ..calendar import Grid
from .bought_types import CoverPool
from .forecast_names import ForecastNames
from .pay_types import PayRules, Rate
from .pay_types import Premium as Premium
from .queue_types import OpeningHours as OpeningHours
from .queue_types import Queue as Queue
from .queue_types import ShrinkageCause as ShrinkageCause
from .queue_types import Transfer as Transfer
from .queue_types import UnderStep as UnderStep
from .rule_types import Rules as Rules
from .rule_types import WorkRules

if TYPE_CHECKING:
    from .frames import Frame


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
    """Prices of wishes not granted, unfair shares and changes, in the scenario's currency.

    `fair_spread` is how far agents of a contract may lie apart at no price; None: as far below
    their fair shares as may be, and not above them.
    """

    preference_price: Decimal
    fair_nights_price: Decimal
    fair_weekends_price: Decimal
    fair_holidays_price: Decimal = Decimal(0)
    change_price: Decimal = Decimal(20)
    fair_spread: int | None = None


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
        Sentences that name each default which stands in for something not given, and notes.
    notes : tuple of str
        Those of them that are no defaults: what presets give, what is ignored, likely slips.
    folder : Path or None
        Where it was read from.
    input_hashes : dict
        SHA-256 of every file read, by file name.
    forecast_names : ForecastNames
        What other systems' names of queues mean, for forecasts of a repair.
    is_named : bool
        Whether `name` is one that the site was given, and no stand-in such as a file's.
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
    notes: tuple[str, ...] = ()
    folder: Path | None = None
    input_hashes: dict[str, str] = field(default_factory=dict)
    forecast_names: ForecastNames = field(default_factory=lambda: ForecastNames())
    is_named: bool = True

    def __repr__(self) -> str:
        """Return the scenario in a line."""
        size = f"agents: {len(self.agents):,}, queues: {len(self.queues)}"
        return f"<Scenario {self.name!r}: {self.grid.days} days from {self.grid.first_day}, {size}>"

    @classmethod
    def load(
        cls,
        source: str | Path,
        agents: str | Path | None = None,
        *,
        time_zone: str | None = None,
        with_agents: bool = True,
    ) -> Scenario:
        """Read a scenario folder, or a forecast file with an agents file and stated defaults.

        Parameters
        ----------
        source : path
            A folder with scenario.toml and tables, or a forecast file (docs/formats.md).
        agents : path, optional
            Agents file beside a forecast file. Without it only the requirement can be computed.
        time_zone : str, optional
            IANA zone of a forecast file; a folder has its own.
        with_agents : bool
            Whether a folder must hold agents. Without them only the requirement can be computed.

        Raises
        ------
        ScenarioError
            With every fault found, each with file, line, column, value and what is allowed.
        """
        from .reader import load_source

        return load_source(Path(source), agents, time_zone=time_zone, with_agents=with_agents)

    @classmethod
    def from_frames(
        cls,
        forecast: Frame,
        agents: Frame | None = None,
        settings: Mapping[str, Any] | str | Path | None = None,
        *,
        time_zone: str | None = None,
        rates: Frame | None = None,
        time_off: Frame | None = None,
        availability: Frame | None = None,
        preferences: Frame | None = None,
        events: Frame | None = None,
        history: Frame | None = None,
        locked: Frame | None = None,
    ) -> Scenario:
        """Make a scenario of data frames of polars or pandas.

        Parameters
        ----------
        forecast, agents, rates, time_off, availability, preferences, events, history, locked
            Data frames with the columns of the files of the same names (docs/formats.md). Without
            agents only the requirement can be computed.
        settings : mapping or path, optional
            What scenario.toml holds, or the path of such a file. Without it the stated defaults
            of a bare forecast count.
        time_zone : str, optional
            IANA zone, where there are no settings.

        Raises
        ------
        ScenarioError
            With every fault found. A fault's file is the name of the frame; rows count as in a
            file with a header, so the first one is line 2.
        """
        from .from_frames import scenario_from_frames

        tables = {
            "forecast": forecast,
            "agents": agents,
            "rates": rates,
            "time_off": time_off,
            "availability": availability,
            "preferences": preferences,
            "events": events,
            "history": history,
            "locked": locked,
        }
        given = {name: table for name, table in tables.items() if table is not None}
        return scenario_from_frames(given, settings, time_zone=time_zone)

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
