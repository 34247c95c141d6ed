"""plan.json and run.json: their fields, their JSON Schema, and how a plan fills them.

plan.json says nothing of when or how fast it was made: the same plan gives the same bytes.
"""

from __future__ import annotations

import platform
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

from ..bought_totals import pool_totals
from ..plan import AuditReport, Cost, Plan, Status
from .tables import rfc3339

# Fixed point, never an exponent: readers parse it as a decimal, not as a binary float.
Money = Annotated[Decimal, PlainSerializer(lambda value: f"{value:f}", return_type=str)]

_LIBRARIES = (
    "highspy",
    "holidays",
    "icalendar",
    "numba",
    "numpy",
    "ortools",
    "polars",
    "pyomo",
    "scipy",
    "tzdata",
)
_PLACES = 6


class Document(BaseModel):
    """A JSON document or a part of one."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SiteDocument(Document):
    """The site planned for."""

    name: str
    time_zone: str = Field(description="IANA zone")


class HorizonDocument(Document):
    """The days planned; `start` and `end` are RFC 3339, `end` without carry-out."""

    first_day: date
    days: int
    start: str
    end: str
    interval_minutes: int


class CostDocument(Document):
    """Cost by component; `total` is wages, bought cover and all prices, `wages` is pay."""

    total: Money
    wages: Money
    base: Money
    minimum: Money = Field(description="what short shifts are paid up to the minimum")
    premiums: dict[str, Money] = Field(description="differentials and allowances, by id")
    overtime: Money = Field(description="the overtime percentage only")
    bonuses: Money = Field(description="expected")
    on_cost: Money = Field(description="the employer's, on gross pay")
    understaffing: Money
    overstaffing: Money
    preferences: Money
    fairness: Money
    rules: dict[str, Money] = Field(description="priced rules, by rule")
    late_contacts: Money = Field(description="contacts not answered in time, where priced")
    bought_cover: Money = Field(description="agents bought from pools; money, but no wages")


class PaidForDocument(Document):
    """What premiums and bonuses are paid for."""

    premium_minutes: dict[str, int] = Field(description="paid minutes, by differential")
    allowance_shifts: dict[str, int] = Field(description="shifts, by allowance")
    overtime_minutes: int
    expected_value: Money = Field(description="of the work that earns bonuses; in no sum")


class ServiceLevelDocument(Document):
    """Expected service level of a queue on a local day, weighted by volume."""

    queue: str
    day: str
    volume: float
    service_level: float | None
    target: float | None
    mean_wait_s: float | None


class ServicePeriodDocument(Document):
    """What a queue valued by its service level achieves over a day or week."""

    queue: str
    first_day: str
    volume: float
    target: float
    achieved: float | None
    late: float = Field(description="contacts expected not to be answered in time")
    price: Money = Field(description="of a late contact")
    cost: Money = Field(description="what the objective charges for late contacts")


class BoughtDocument(Document):
    """What is bought from a pool in all."""

    pool: str
    blocks: int
    agent_hours: float
    amount: Money


class ShortageDocument(Document):
    """A span in which a queue lacks agents."""

    queue: str
    start: str
    end: str
    agent_hours: float
    worst: int = Field(description="most agents missing at one time")
    hard: bool = Field(description="whether a hard minimum staff is not met")


class ViolationDocument(Document):
    """A rule broken."""

    rule: str
    employee_id: str | None
    day: str | None
    measured: str
    allowed: str
    message: str


class AuditDocument(Document):
    """What an audit found. Hours are agent-hours."""

    currency: str
    cost: CostDocument
    paid_for: PaidForDocument
    required_hours: float
    paid_hours: float
    under_hours: float
    over_hours: float
    service_levels: list[ServiceLevelDocument]
    service_periods: list[ServicePeriodDocument] = Field(
        description="queues valued by their service level, by day or week"
    )
    shortages: list[ShortageDocument]
    violations: list[ViolationDocument]


class SolveDocument(Document):
    """How the search went, as far as that is the same from run to run."""

    deterministic: bool = Field(description="whether work was counted instead of time")
    under_hours_if_divisible: dict[str, float | None] = Field(
        description="by queue: agent-hours that divisible shifts would leave missing at least "
        "cost, an estimate; null where not known"
    )
    confirmed_agents: int = Field(
        description="agents whose tours CP-SAT accepted when it stated them once more; 0 where it "
        "did not, as for problems that it searches as a whole"
    )
    refused_agents: int = Field(description="agents whose tours it refused: a fault to report")
    ended_at_gap: bool = Field(
        default=False, description="whether cost and bound came as close as asked for"
    )
    repaired_since: AwareDatetime | None = Field(
        default=None,
        description="time of a repair, null for a plan; the bound of a repair is for rosters whose "
        "changes cost no more than this one's, with events where they are",
    )


class PlanDocument(AuditDocument):
    """What plan.json holds."""

    schema_version: int = 1
    staffwright: str = Field(description="version that made the plan")
    site: SiteDocument
    horizon: HorizonDocument
    status: Status
    promises: dict[str, bool]
    bound: float | None = Field(description="certified lower bound of the total cost")
    gap: float | None = Field(description="(cost - bound) / bound, a fraction")
    planned_cost: Money | None = Field(description="total as the search reckons, pay linearised")
    pay_is_exact: bool = Field(description="whether the search reckons pay exactly")
    linearisation: Money | None = Field(description="total cost less `planned_cost`")
    seed: int
    solve: SolveDocument
    bought_cover: list[BoughtDocument] = Field(description="by pool; bought_cover.csv has blocks")
    value_error: dict[str, float] = Field(
        description="by queue valued by its service level: largest difference between its priced "
        "hinges and the queueing model, as a share of an interval's contacts"
    )
    input_hashes: dict[str, str] = Field(description="SHA-256 by file name")
    versions: dict[str, str] = Field(description="Python and libraries")
    defaults_used: list[str]


class TraceDocument(Document):
    """How the search stood after `seconds`."""

    seconds: float
    stage: str
    cost: float | None
    bound: float | None
    gap: float | None


class RunDocument(Document):
    """What run.json holds: how long it took and how the gap fell."""

    schema_version: int = 1
    seconds: float
    trace: list[TraceDocument]


def plan_json(plan: Plan) -> str:
    """Return the text of plan.json."""
    return document_text(plan_document(plan))


def run_json(plan: Plan) -> str:
    """Return the text of run.json."""
    return document_text(run_document(plan))


def plan_document(plan: Plan) -> PlanDocument:
    """Fill plan.json from a plan."""
    scenario, solve, since = plan.scenario, plan.solve, plan.solve.repaired_since
    grid, zone = scenario.grid, ZoneInfo(scenario.zone)
    return PlanDocument(
        staffwright=version("staffwright"),
        site=SiteDocument(name=scenario.name, time_zone=scenario.zone),
        horizon=HorizonDocument(
            first_day=grid.first_day,
            days=grid.days,
            start=rfc3339(grid.start, zone),
            end=rfc3339(grid.end, zone),
            interval_minutes=grid.interval_minutes,
        ),
        status=solve.status,
        promises=plan.promises,
        bound=solve.bound,
        gap=solve.gap,
        planned_cost=solve.planned_cost,
        pay_is_exact=solve.pay_is_exact,
        linearisation=plan.linearisation,
        seed=solve.seed,
        solve=SolveDocument(
            deterministic=solve.deterministic,
            under_hours_if_divisible=solve.under_if_divisible,
            confirmed_agents=solve.confirmed_agents,
            refused_agents=solve.refused_agents,
            ended_at_gap=solve.ended_at_gap,
            repaired_since=since and since.astimezone(zone),
        ),
        bought_cover=[
            BoughtDocument(**asdict(total)) for total in pool_totals(scenario, plan.bought)
        ],
        value_error={v.queue: round(v.error, _PLACES) for v in plan.requirement.service_values},
        input_hashes=dict(sorted(scenario.input_hashes.items())),
        versions=_versions(),
        defaults_used=list(scenario.defaults_used),
        **_audit_fields(plan.audit, scenario.currency),
    )


def audit_json(audit: AuditReport, currency: str) -> str:
    """Return an audit as JSON text."""
    return document_text(AuditDocument(**_audit_fields(audit, currency)))


def _audit_fields(audit: AuditReport, currency: str) -> dict[str, Any]:
    return {
        "currency": currency,
        "cost": _cost(audit.cost),
        "paid_for": PaidForDocument(
            premium_minutes=audit.cost.premium_minutes,
            allowance_shifts=audit.cost.allowance_shifts,
            overtime_minutes=audit.cost.overtime_minutes,
            expected_value=audit.cost.expected_value,
        ),
        "required_hours": round(audit.required_hours, _PLACES),
        "paid_hours": round(sum(audit.paid_hours.values()), _PLACES),
        "under_hours": round(audit.under_hours, _PLACES),
        "over_hours": round(audit.over_hours, _PLACES),
        "service_levels": [ServiceLevelDocument(**asdict(day)) for day in audit.service_levels],
        "service_periods": [ServicePeriodDocument(**asdict(p)) for p in audit.service_periods],
        "shortages": [ShortageDocument(**asdict(shortage)) for shortage in audit.shortages],
        "violations": [ViolationDocument(**asdict(found)) for found in audit.violations],
    }


def run_document(plan: Plan) -> RunDocument:
    """Fill run.json from a plan."""
    return RunDocument(
        seconds=plan.solve.seconds,
        trace=[TraceDocument(**asdict(point), gap=point.gap) for point in plan.solve.trace],
    )


def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}}


def _cost(cost: Cost) -> CostDocument:
    return CostDocument(
        total=cost.total,
        wages=cost.wages,
        base=cost.base,
        minimum=cost.minimum,
        premiums=cost.premiums,
        overtime=cost.overtime,
        bonuses=cost.bonuses,
        on_cost=cost.on_cost,
        understaffing=cost.understaffing,
        overstaffing=cost.overstaffing,
        preferences=cost.preferences,
        fairness=cost.fairness,
        rules=cost.rules,
        late_contacts=cost.late_contacts,
        bought_cover=cost.bought_cover,
    )


def document_text(document: BaseModel) -> str:
    """Return a document as JSON text that ends in a line end."""
    return document.model_dump_json(indent=2) + "\n"
