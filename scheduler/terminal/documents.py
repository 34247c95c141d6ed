"""The JSON documents that commands print: their fields, and how they are filled.

plan.json and the audit have theirs in `scheduler.export.documents`, a repair in
`scheduler.replan_lines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from ..errors import Fault
from ..explain_interval import IntervalExplanation
from ..plan import Requirement
from ..scenario.types import Scenario
from ..served_queues import ServedQueue

_PLACES = 6

Money = Annotated[Decimal, PlainSerializer(lambda value: f"{value:f}", return_type=str)]


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = 1


class FaultEntry(BaseModel):
    """One fault of the input."""

    file: str
    line: int | None
    column: str | None = Field(description="column of a table, dotted key of scenario.toml")
    value: str | None
    message: str


class ErrorDocument(_Document):
    """Printed by every command with `--json` that ends with exit code 2 or 70."""

    error: str = Field(description="the message in one text")
    faults: list[FaultEntry] = Field(description="faults of the input; empty for other errors")


class CheckDocument(_Document):
    """`staffwright check --json` of a scenario without faults."""

    faults: list[FaultEntry] = Field(description="empty")
    name: str
    agents: int
    queues: list[str]
    first_day: str
    days: int
    notes: list[str] = Field(description="defaults that stand in for what is not given")


class RequiredQueue(BaseModel):
    """What a queue needs in all."""

    queue: str
    model: str = Field(description="erlang_c or erlang_a")
    contacts: float
    load_hours: float
    required_hours: float
    scheduled_hours: float = Field(description="with unplanned absence added")
    peak: int = Field(description="most agents scheduled in an interval")
    contacts_while_closed: float
    minutes_after_closing: float = Field(description="agent-minutes")


class RequiredDocument(_Document):
    """`staffwright staff --json`."""

    file: str = Field(description="the requirement by queue and interval")
    queues: list[RequiredQueue]
    defaults_used: list[str]


class ServedEntry(BaseModel):
    """What the agents give a queue, weighted by volume; null where undefined."""

    queue: str
    contacts: float
    service_level: float | None
    worst_service_level: float | None = Field(description="of an interval")
    mean_wait_s: float | None = Field(description="null also for a queue without end")
    is_stable: bool = Field(description="false: the queue grows without end")
    occupancy: float | None
    abandonment: float | None


class ServedDocument(_Document):
    """`staffwright staff --agents N --json`."""

    file: str = Field(description="the service by queue and interval")
    agents: int
    queues: list[ServedEntry]
    defaults_used: list[str]


class ServiceEntry(BaseModel):
    """What a number of agents gives in the interval explained."""

    agents: int
    service_level: float | None
    mean_wait_s: float | None = Field(description="null: without end")
    occupancy: float
    abandonment: float | None


class ExplanationDocument(_Document):
    """`staffwright staff --explain --json`."""

    queue: str
    interval_start: str
    interval_minutes: int
    is_open: bool
    contacts_forecast: float
    contacts_planned: float = Field(description="for own agents, at the queue's confidence")
    aht_s: float
    patience_s: float | None
    load: float = Field(description="erlangs")
    needs: dict[str, int] = Field(description="agents by target, the interval on its own")
    binding: str = Field(description="what decides")
    required: int
    scheduled: int
    services: list[ServiceEntry]
    shrinkage: dict[str, float] = Field(description="unplanned absence by cause, a share")


class PayDocument(_Document):
    """`staffwright pay --json`."""

    currency: str
    lines: int
    total: Money = Field(description="gross, the sum of the lines")
    unrounded: Money = Field(description="the same before each line is rounded")
    files: list[str]


def error_document(message: str, faults: Iterable[Fault] = ()) -> str:
    """Return an error as JSON."""
    entries = [
        FaultEntry(file=f.file, line=f.line, column=f.column, value=f.value, message=f.message)
        for f in faults
    ]
    return _text(ErrorDocument(error=message, faults=entries))


def check_document(scenario: Scenario) -> str:
    """Return what `check` found of a scenario without faults."""
    return _text(
        CheckDocument(
            faults=[],
            name=scenario.name,
            agents=len(scenario.agents),
            queues=[queue.id for queue in scenario.queues],
            first_day=scenario.grid.first_day.isoformat(),
            days=scenario.grid.days,
            notes=list(scenario.defaults_used),
        )
    )


def required_document(
    scenario: Scenario, found: Requirement, outside: Mapping[str, float], target: Path
) -> str:
    """Return the requirement by queue."""
    hours = found.grid.interval_minutes / 60
    overrun = found.overrun_minutes
    queues = [
        RequiredQueue(
            queue=queue,
            model=found.model[k],
            contacts=_round(found.volume[k].sum()),
            load_hours=_round(found.offered_load[k].sum() * hours),
            required_hours=_round(found.required[k].sum() * hours),
            scheduled_hours=_round(found.scheduled[k].sum() * hours),
            peak=int(found.scheduled[k].max(initial=0)),
            contacts_while_closed=_round(outside.get(queue, 0.0)),
            minutes_after_closing=0.0 if overrun is None else _round(overrun[k].sum()),
        )
        for k, queue in enumerate(found.queues)
    ]
    used = list(scenario.defaults_used)
    return _text(RequiredDocument(file=str(target), queues=queues, defaults_used=used))


def served_document(
    scenario: Scenario, served: Sequence[ServedQueue], agents: int, target: Path
) -> str:
    """Return the service of a number of agents by queue."""
    queues = [
        ServedEntry(
            queue=s.queue,
            contacts=_round(s.contacts),
            service_level=_share(s.service_level),
            worst_service_level=_share(s.worst_service_level),
            mean_wait_s=_share(s.mean_wait_s),
            is_stable=s.mean_wait_s is None or isfinite(s.mean_wait_s),
            occupancy=_share(s.occupancy),
            abandonment=_share(s.abandonment),
        )
        for s in served
    ]
    used = list(scenario.defaults_used)
    return _text(ServedDocument(file=str(target), agents=agents, queues=queues, defaults_used=used))


def explanation_document(found: IntervalExplanation) -> str:
    """Return the explanation of one interval."""
    start = found.grid.local(found.grid.interval_starts[found.index])
    services = [
        ServiceEntry(
            agents=s.agents,
            service_level=_share(s.service_level),
            mean_wait_s=_share(s.mean_wait_s),
            occupancy=_round(s.occupancy),
            abandonment=_share(s.abandonment),
        )
        for s in found.services
    ]
    return _text(
        ExplanationDocument(
            queue=found.queue.id,
            interval_start=start.isoformat(),
            interval_minutes=found.grid.interval_minutes,
            is_open=found.is_open,
            contacts_forecast=_round(found.expected.forecast),
            contacts_planned=_round(found.planned.own),
            aht_s=_round(found.aht_s),
            patience_s=found.patience_s,
            load=_round(found.load),
            needs=dict(found.needs),
            binding=found.binding,
            required=found.required,
            scheduled=found.scheduled,
            services=services,
            shrinkage={name: float(share) for name, share in found.shrinkage},
        )
    )


def pay_document(
    currency: str, lines: int, total: Decimal, unrounded: Decimal, files: Iterable[Path]
) -> str:
    """Return what was paid and which files were written."""
    names = [str(file) for file in files]
    return _text(
        PayDocument(currency=currency, lines=lines, total=total, unrounded=unrounded, files=names)
    )


def _round(value: float) -> float:
    return round(float(value), _PLACES)


def _share(value: float | None) -> float | None:
    return None if value is None or not isfinite(value) else _round(value)


def _text(document: BaseModel) -> str:
    return document.model_dump_json(indent=2)
