"""Putting a scenario together from its specification and its tables.

This is the one path to a `Scenario`: a folder with scenario.toml and a bare forecast file
with defaults both come through here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from ..calendar import WEEKDAYS
from . import absences, build, events, forecast, rates, wishes, worked
from .agent_export import read_agents_table
from .agents import AgentDefaults, ReadAgents, read_agents
from .agents import columns as agent_columns
from .build_bought import build_pools
from .build_pay import build_pay, build_premiums, build_rates
from .build_rules import build_rules
from .checks import check_spec
from .cover_checks import check_cover
from .demand_checks import (
    Rostered,
    check_counted_twice,
    check_demand,
    check_handling_times,
    check_quantiles,
    rosters_breaks,
    uncertainty_notes,
)
from .faults import FaultLog
from .forecast_files import read_forecast_table
from .holiday_dates import find_holidays
from .horizon import check_zone, make_grid
from .hours_checks import Away, check_minimum_hours
from .imports import Imports, check_imports, forecast_names
from .known import Known, known_from
from .night_notes import night_notes
from .pay_checks import weekly_tier_notes
from .pay_types import Rate
from .rates import ReadRates, check_base_rates
from .roster_checks import (
    Absent,
    check_events,
    check_history,
    check_locked,
    queues_without_patience,
    skill_notes,
)
from .rule_checks import check_leads
from .spec import ScenarioSpec
from .spec_reader import ReadSpec, SpecSource, validate
from .tables import Columns, Table, TableSource, read_table
from .types import Scenario, Shift, Unavailability
from .whole_shifts import name_locked, place_breaks
from .worked import ReadWorked, WorkedShift

Read = TypeVar("Read")


@dataclass(frozen=True)
class Sources:
    """What a scenario is put together from.

    Attributes
    ----------
    spec : SpecSource
        The specification with its defaults filled in.
    files : mapping
        Files or data frames by stem, such as ``forecast``.
    tables : mapping
        Those of them that have been read as tables already, their faults noted.
    agent_defaults : AgentDefaults or None
        Stand-ins for what agents.csv may leave out.
    with_agents : bool
        Whether agents are needed, or only the requirement.
    sentences, notes : tuple of str
        The defaults already used, and what presets give.
    """

    spec: SpecSource
    files: Mapping[str, TableSource]
    tables: Mapping[str, Table] = field(default_factory=dict)
    agent_defaults: AgentDefaults | None = None
    with_agents: bool = True
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    folder: Path | None = None
    hashes: Mapping[str, str] | None = None


@dataclass(frozen=True)
class _Tables:
    """Everything read from the tables."""

    forecast: forecast.ReadForecast
    agents: ReadAgents
    rates: ReadRates
    time_off: absences.ReadTimeOff
    unavailable: tuple[Unavailability, ...]
    preferences: wishes.ReadPreferences
    events: events.ReadEvents
    history: ReadWorked
    locked: ReadWorked

    @property
    def notes(self) -> tuple[str, ...]:
        parts = (
            self.forecast,
            self.agents,
            self.time_off,
            self.preferences,
            self.events,
            self.history,
        )
        return tuple(note for part in parts for note in part.notes)


def assemble(sources: Sources, log: FaultLog) -> Scenario | None:
    """Read and check everything; None where there is any fault.

    Parameters
    ----------
    sources : Sources
        Specification and files.
    log : FaultLog
        Receives every fault.
    """
    read = validate(sources.spec, log)
    zone = check_zone(read, log)
    check_spec(read, zone, log, with_agents=sources.with_agents)
    check_demand(read, log)
    check_cover(read, log)
    spec_is_clean = read.whole and not log.in_file(sources.spec.file)
    known = known_from(read, zone)
    break_paid = {rule.id: rule.paid for rule in read.spec.breaks} if read.spec else {}
    imports = Imports.of(read, known)
    check_imports(read, log)
    tables = _read_tables(sources, known, break_paid, imports, log)
    known = replace(known, zones=tables.agents.zones)
    if sources.agent_defaults is None:
        contract_rates = _contract_rates(read)
        check_base_rates(tables.agents, tables.rates, contract_rates, known.first_day, log)
    check_leads(read, tables.agents, log)
    check_counted_twice(read, _rostered(read, sources, tables), log)
    if read.spec is None or not spec_is_clean:
        return None
    return _finish(sources, read.spec, known, tables, log)


def _contract_rates(read: ReadSpec) -> dict[str, tuple[Rate, ...]]:
    if read.spec is None:
        return {}
    return {contract.id: build_rates(contract.rates) for contract in read.spec.contracts}


def _rostered(read: ReadSpec, sources: Sources, tables: _Tables) -> Rostered:
    return Rostered(
        breaks=rosters_breaks(read, with_agents=sources.with_agents),
        leave=bool(tables.time_off.rows),
        events=bool(tables.events.rows),
    )


def _read_tables(
    sources: Sources,
    known: Known,
    break_paid: Mapping[str, bool],
    imports: Imports,
    log: FaultLog,
) -> _Tables:
    files = sources.files

    def table(
        stem: str,
        columns: Columns | Callable[[TableSource], Table | None],
        read: Callable[[Table], Read],
        empty: Read,
    ) -> Read:
        if stem not in files:
            return empty
        found = sources.tables.get(stem)
        if found is None:
            source = files[stem]
            if isinstance(columns, Columns):
                found = read_table(source, columns, log)
            else:
                found = columns(source)
        return empty if found is None else read(found)

    own = agent_columns(sources.agent_defaults)
    agents = table(
        "agents",
        lambda source: read_agents_table(source, own, imports.agents, log),
        lambda t: read_agents(t, known, log, sources.agent_defaults),
        ReadAgents(),
    )
    ids = agents.ids
    known = replace(known, zones=agents.zones)
    return _Tables(
        forecast=table(
            "forecast",
            lambda source: read_forecast_table(source, imports.forecast, log),
            lambda t: forecast.read_forecast(t, known, log),
            forecast.empty_forecast(),
        ),
        agents=agents,
        rates=table("rates", rates.COLUMNS, lambda t: rates.read_rates(t, ids, log), ReadRates()),
        time_off=table(
            "time_off",
            lambda source: imports.leave(source, agents, known, log),
            lambda t: absences.read_time_off(t, known, ids, log),
            absences.ReadTimeOff(),
        ),
        unavailable=table(
            "availability",
            absences.AVAILABILITY_COLUMNS,
            lambda t: absences.read_availability(t, known, ids, log),
            (),
        ),
        preferences=table(
            "preferences",
            wishes.COLUMNS,
            lambda t: wishes.read_preferences(t, known, ids, log),
            wishes.ReadPreferences(),
        ),
        events=table(
            "events",
            events.COLUMNS,
            lambda t: events.read_events(t, known, ids, agents.groups, log),
            events.ReadEvents(),
        ),
        history=table(
            "history",
            worked.COLUMNS,
            lambda t: worked.read_worked(t, known, ids, break_paid, "history", log),
            ReadWorked(),
        ),
        locked=table(
            "locked",
            worked.COLUMNS,
            lambda t: worked.read_worked(t, known, ids, break_paid, "locked", log),
            ReadWorked(),
        ),
    )


def _finish(
    sources: Sources, spec: ScenarioSpec, known: Known, tables: _Tables, log: FaultLog
) -> Scenario | None:
    """Check the tables against each other and make the scenario."""
    worked_before = (tables.locked, tables.history)
    grid = make_grid(spec, sources.spec, known, tables.events, worked_before, tables.agents, log)
    jurisdictions = [row.jurisdiction for row in tables.agents.rows if row.jurisdiction]
    holidays = find_holidays(
        spec.holidays, grid.first_day, grid.days, jurisdictions, sources.spec, log
    )
    queues, templates = build.build_queues(spec), build.build_shifts(spec)
    contracts, rules = build.build_contracts(spec), build_rules(spec)
    by_id = {contract.id: contract for contract in contracts}
    agents = {
        row.employee_id: row.agent(by_id, tables.rates.by_agent.get(row.employee_id, ()))
        for row in tables.agents.rows
    }
    locked = name_locked(tables.locked, agents, templates, known.zone, log)
    between = rules.min_work_between_breaks_minutes
    history = tuple(
        replace(
            item,
            shift=place_breaks(
                item.shift, agents.get(item.shift.employee_id), templates, known.zone, between
            ),
        )
        for item in tables.history.shifts
    )
    absent = Absent.of(tables.time_off.rows, tables.unavailable)
    check_history(history, tables.history.file, grid, log)
    check_locked(locked, history, tables.locked.file, agents, absent, rules, grid, log)
    check_events(tables.events, agents, templates, locked, absent, grid, log)
    week_start = WEEKDAYS.index(spec.site.week_start)
    away = Away(tables.time_off.rows, tables.unavailable, tables.preferences.rows)
    check_minimum_hours(tables.agents, agents, templates, away, rules, week_start, grid, log)
    for k in queues_without_patience(queues, tables.forecast.frame):
        message = "needs patience_s here or in the forecast: else callers never hang up"
        value = queues[k].max_abandonment
        sources.spec.fault(log, ("queues", k, "max_abandonment"), message, value)
    check_handling_times(queues, tables.forecast.frame, sources.spec, log)
    check_quantiles(queues, tables.forecast.frame, sources.spec, log)
    if len(log):
        return None
    notes = (
        *sources.notes,
        *tables.notes,
        *uncertainty_notes(queues, tables.forecast.frame),
        *(skill_notes(queues, agents.values(), tables.forecast.frame) if agents else ()),
        *weekly_tier_notes(spec),
        *night_notes(spec),
    )
    return Scenario(
        name=spec.site.name,
        currency=spec.site.currency,
        week_start=week_start,
        grid=grid,
        queues=queues,
        shifts=templates,
        contracts=contracts,
        rules=rules,
        premiums=build_premiums(spec.pay),
        objective=build.build_objective(spec),
        agents=tuple(agents.values()),
        forecast=tables.forecast.frame,
        time_off=tables.time_off.rows,
        unavailable=tables.unavailable,
        preferences=tables.preferences.rows,
        events=tables.events.rows,
        history=_shifts(history),
        locked=_shifts(locked),
        holidays=holidays.site,
        half_holidays=holidays.half,
        other_holidays=holidays.others,
        pay=build_pay(spec.pay),
        forecast_names=forecast_names(spec),
        bought_cover=build_pools(spec),
        defaults_used=(*sources.sentences, *notes),
        notes=notes,
        folder=sources.folder,
        input_hashes=dict(sources.hashes or {}),
        is_named="name" in spec.site.model_fields_set,
    )


def _shifts(items: tuple[WorkedShift, ...]) -> tuple[Shift, ...]:
    return tuple(item.shift for item in items)
