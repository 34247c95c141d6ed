"""A plan read back from its folder: the schedule as it is, everything else computed anew."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from .errors import InputError
from .export.documents import PlanDocument, RunDocument
from .payroll import pay_lines
from .plan import AuditReport, Plan, SolveReport, TracePoint
from .roster_at_hand import roster_at_hand
from .scenario.types import Scenario

_MOST_BYTES = 200_000_000
_MOST_NAMED = 5
_CENT = Decimal("0.000001")


def load_plan(folder: Path, scenario: Scenario) -> Plan:
    """Read a plan folder; see `Plan.load`."""
    document = _document(folder)
    roster = roster_at_hand(scenario, folder)
    absences = roster.absences(scenario)
    scenario = roster.scenario(scenario)
    audit = roster.audit(scenario)
    return Plan(
        scenario=scenario,
        requirement=roster.requirement(scenario),
        shifts=roster.shifts,
        audit=audit,
        pay_lines=pay_lines(scenario, roster.shifts),
        solve=_report(folder, document, scenario, audit),
        bought=roster.bought,
        absences=absences,
    )


def _document(folder: Path) -> PlanDocument:
    """Read plan.json."""
    path = folder / "plan.json"
    if not path.is_file():
        raise InputError(f"{str(folder)!r} is no plan folder: it holds no plan.json")
    if path.stat().st_size > _MOST_BYTES:
        raise InputError(f"{str(path)!r} has more than {_MOST_BYTES // 1_000_000} MB")
    try:
        return PlanDocument.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise InputError(f"{str(path)!r} {_said(error)}") from error


def _said(error: ValidationError) -> str:
    """Say what is wrong with a plan.json: what it lacks, else the first fault."""
    faults = error.errors(include_url=False)
    places = [".".join(str(part) for part in fault["loc"]) for fault in faults]
    missing = [
        place for place, fault in zip(places, faults, strict=True) if fault["type"] == "missing"
    ]
    if not missing:
        return f"is no plan: {places[0] or 'the file'}: {faults[0]['msg']}"
    more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    return (
        f"is no plan of this version: it lacks {', '.join(missing[:_MOST_NAMED])}{more}; plan "
        "anew, or audit the schedule beside it, which needs no plan.json"
    )


def _report(
    folder: Path, document: PlanDocument, scenario: Scenario, audit: AuditReport
) -> SolveReport:
    """Return what the search said, where it still holds for the schedule."""
    cost = float(audit.cost.total)
    same_input = document.input_hashes == dict(scenario.input_hashes)
    if not same_input or abs(document.cost.total - audit.cost.total) > _CENT:
        return SolveReport("feasible", cost, None, document.seed, 0.0)
    run, since = _run(folder), document.solve.repaired_since
    trace = () if run is None else run.trace
    return SolveReport(
        status=document.status,
        cost=cost,
        bound=document.bound,
        seed=document.seed,
        seconds=0.0 if run is None else run.seconds,
        trace=tuple(TracePoint(p.seconds, p.stage, p.cost, p.bound) for p in trace),
        planned_cost=document.planned_cost,
        pay_is_exact=document.pay_is_exact,
        deterministic=document.solve.deterministic,
        under_if_divisible=document.solve.under_hours_if_divisible,
        confirmed_agents=document.solve.confirmed_agents,
        refused_agents=document.solve.refused_agents,
        ended_at_gap=document.solve.ended_at_gap,
        repaired_since=since and since.astimezone(UTC),
    )


def _run(folder: Path) -> RunDocument | None:
    """Read run.json; None where it is missing or spoilt, since nothing hangs on it."""
    try:
        return RunDocument.model_validate_json((folder / "run.json").read_bytes())
    except (OSError, ValidationError):
        return None
