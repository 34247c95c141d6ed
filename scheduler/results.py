"""What the stages of planning yield, as frozen values: requirement, coverage, cost, audit.

They are handed on in one direction: scenario -> requirement -> roster -> plan -> exports.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

import numpy as np
import numpy.typing as npt

from .calendar import Grid
from .service_value import ServicePeriod, ServiceValue

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

Status = Literal["optimal", "feasible", "cancelled", "none"]


@dataclass(frozen=True)
class Requirement:
    """Agents needed per queue and interval. All arrays have shape (queues, intervals).

    Attributes
    ----------
    volume : contacts for the queue's own agents, expected in the interval.
    aht_s, patience_s : seconds; patience is NaN where callers do not hang up.
    offered_load : erlangs.
    required : agents that meet every target.
    scheduled : agents to roster so that `required` are left after shrinkage.
    open : whether the queue is open.
    model : per queue, ``erlang_c`` or ``erlang_a``.
    binding : index into `BINDING` of the target that decides.
    overrun_minutes : agent-minutes of contacts still in progress when the queue closes, in the
        last interval before; None or 0 where no backlog is carried.
    service_values : what agents are worth to the queues valued by their service level.
    """

    grid: Grid
    queues: tuple[str, ...]
    volume: FloatArray
    aht_s: FloatArray
    patience_s: FloatArray
    offered_load: FloatArray
    required: IntArray
    scheduled: IntArray
    open: BoolArray
    model: tuple[str, ...]
    binding: npt.NDArray[np.int8]
    overrun_minutes: FloatArray | None = None
    service_values: tuple[ServiceValue, ...] = ()

    BINDING = (
        "closed",
        "no_load",
        "minimum_staff",
        "service_level",
        "mean_wait",
        "occupancy",
        "abandonment",
        "stability",
    )


@dataclass(frozen=True)
class Coverage:
    """Agents present per queue and interval against the requirement, shape (queues, intervals).

    Attributes
    ----------
    covered : mean number of agents that serve the queue in the interval.
    under, over : mean number of agents missing and too many, slot by slot.
    service_level : expected share answered in time with `covered` agents less shrinkage; NaN
        where there is no volume or the queue has no such target.
    """

    covered: FloatArray
    under: FloatArray
    over: FloatArray
    service_level: FloatArray


@dataclass(frozen=True)
class Cost:
    """Cost by component, exact, in the scenario's currency.

    Money paid is `base` (rate times paid hours), `minimum` (what short shifts are paid up to the
    minimum), `premiums` (differentials and allowances by id), `overtime` (the overtime
    percentage only; the hours themselves are in `base`), `bonuses` (expected) and `on_cost`
    (the employer's). The other components are prices of the objective, not money paid.

    Attributes
    ----------
    rules : dict
        What priced rules cost, by rule id.
    late_contacts : Decimal
        Price of contacts not answered in time, on queues valued by their service level.
    bought_cover : Decimal
        Money for agents bought from outside; no wages.
    expected_value : Decimal
        What the work that earns the bonuses is worth to the company; in no sum.
    premium_minutes : dict
        Paid minutes that earn each differential, by premium id.
    allowance_shifts : dict
        Shifts that earn each allowance, by its id.
    overtime_minutes : int
        Paid minutes that are overtime.
    """

    base: Decimal
    premiums: dict[str, Decimal]
    overtime: Decimal
    understaffing: Decimal
    overstaffing: Decimal
    preferences: Decimal
    fairness: Decimal
    minimum: Decimal = Decimal(0)
    bonuses: Decimal = Decimal(0)
    on_cost: Decimal = Decimal(0)
    rules: dict[str, Decimal] = field(default_factory=dict)
    expected_value: Decimal = Decimal(0)
    premium_minutes: dict[str, int] = field(default_factory=dict)
    allowance_shifts: dict[str, int] = field(default_factory=dict)
    overtime_minutes: int = 0
    late_contacts: Decimal = Decimal(0)
    bought_cover: Decimal = Decimal(0)

    @property
    def wages(self) -> Decimal:
        """Money paid: base, minimum, premiums, overtime, bonuses and on-cost."""
        premiums = sum(self.premiums.values(), Decimal(0))
        return self.base + self.minimum + premiums + self.overtime + self.bonuses + self.on_cost

    @property
    def prices(self) -> Decimal:
        """What the objective charges beside money paid, priced rules included."""
        return (
            self.understaffing
            + self.overstaffing
            + self.late_contacts
            + self.preferences
            + self.fairness
            + sum(self.rules.values(), Decimal(0))
        )

    @property
    def total(self) -> Decimal:
        """The objective: wages, bought cover and all prices."""
        return self.wages + self.bought_cover + self.prices


@dataclass(frozen=True)
class PayLine:
    """One line of hours.csv: minutes of one shift under one pay code.

    `amount` is rounded to the currency's minor unit; `multiplier` is what the rate is
    multiplied by (1 for base pay, 0.25 for a 25 % premium).
    """

    employee_id: str
    workweek_start: str
    work_date: str
    shift_id: str
    start: str
    end: str
    pay_code: str
    rate_type: Literal["REG", "OT", "DT"]
    minutes: int
    rate: Decimal
    multiplier: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Violation:
    """A rule broken: who, when, which rule, what was measured and what is allowed."""

    rule: str
    employee_id: str | None
    day: str | None
    measured: str
    allowed: str
    message: str


@dataclass(frozen=True)
class ServiceLevelDay:
    """Expected service level of a queue on a local day, weighted by volume."""

    queue: str
    day: str
    volume: float
    service_level: float | None
    target: float | None
    mean_wait_s: float | None


@dataclass(frozen=True)
class Shortage:
    """A span in which a queue lacks agents: `agent_hours` missing, `worst` at one time."""

    queue: str
    start: str
    end: str
    agent_hours: float
    worst: int
    hard: bool


@dataclass(frozen=True)
class AuditReport:
    """What the auditor found in a schedule, from the scenario and the schedule alone."""

    violations: tuple[Violation, ...]
    cost: Cost
    coverage: Coverage
    service_levels: tuple[ServiceLevelDay, ...]
    shortages: tuple[Shortage, ...]
    under_hours: float
    over_hours: float
    required_hours: float
    paid_hours: dict[str, float]
    service_periods: tuple[ServicePeriod, ...] = ()

    @property
    def clean(self) -> bool:
        """No rule is broken."""
        return not self.violations


@dataclass(frozen=True)
class TracePoint:
    """How the search stood at one moment."""

    seconds: float
    stage: str
    cost: float | None
    bound: float | None

    @property
    def gap(self) -> float | None:
        """(cost - bound) / bound, None where either is unknown."""
        return relative_gap(self.cost, self.bound)


def relative_gap(cost: float | None, bound: float | None) -> float | None:
    """Return (cost - bound) / bound; None where either is unknown or the bound is not above 0."""
    if cost is None or bound is None:
        return None
    if bound <= 0:
        return 0.0 if cost <= bound else None
    return max(0.0, (cost - bound) / bound)


@dataclass(frozen=True)
class SolveReport:
    """Status, bound and history of one optimisation. An unknown bound is None.

    `planned_cost` is the cost as the search sees it, with linear stand-ins for pay that is not
    linear; `cost` is exact. None where the search had no figure of its own. `pay_is_exact` says
    that there are no such stand-ins. Where work was counted instead of time (`deterministic`),
    no file but run.json may hold seconds.

    `under_if_divisible` are the agent-hours by queue that the covering program leaves missing
    (docs/formulation.md), None where they are not known. Of `confirmed_agents` CP-SAT accepted
    the tours when it stated them once more, of `refused_agents` not; it did not reach the rest.

    `ended_at_gap` says that the search got as close to its bound as asked for. Of a repair from
    `repaired_since` on the bound holds for repairs whose changes cost no more than this one's.
    """

    status: Status
    cost: float | None
    bound: float | None
    seed: int
    seconds: float
    trace: tuple[TracePoint, ...] = ()
    planned_cost: Decimal | None = None
    pay_is_exact: bool = True
    deterministic: bool = False
    under_if_divisible: dict[str, float | None] = field(default_factory=dict)
    confirmed_agents: int = 0
    refused_agents: int = 0
    ended_at_gap: bool = False
    repaired_since: datetime | None = None

    @property
    def gap(self) -> float | None:
        """(cost - bound) / bound as a fraction, both as the search sees them."""
        planned = self.cost if self.planned_cost is None else float(self.planned_cost)
        return relative_gap(planned, self.bound)
