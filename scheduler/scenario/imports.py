"""What a scenario says of other systems' files, ready for their readers, and checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from .absences import TIME_OFF_COLUMNS
from .agent_export import Export
from .agents import ReadAgents
from .faults import FaultLog, one_of
from .files import CALENDAR, FileBytes
from .forecast_names import ForecastNames
from .known import Known
from .leave_calendar import People, check_pattern, read_leave_calendar
from .names import ids_of
from .spec import ScenarioSpec
from .spec_imports import LeaveCalendarSpec
from .spec_reader import ReadSpec
from .tables import Table, TableSource, read_table

_JOINED = ("name", "skills")
"""Columns of ours that several columns of an export may make."""


@dataclass(frozen=True)
class Imports:
    """How forecast, agents and leave are read."""

    forecast: ForecastNames = field(default_factory=ForecastNames)
    agents: Export = field(default_factory=Export)
    calendar: LeaveCalendarSpec = field(default_factory=LeaveCalendarSpec)

    @classmethod
    def of(cls, read: ReadSpec, known: Known) -> Imports:
        """Return what a specification says, as far as it is valid."""
        spec = read.spec
        if spec is None:
            return cls()
        hours = {contract.id: contract.weekly_hours for contract in spec.contracts}
        return cls(
            forecast_names(spec),
            Export(spec.agents, hours, known.currency),
            spec.time_off.calendar,
        )

    def leave(
        self, source: TableSource, agents: ReadAgents, known: Known, log: FaultLog
    ) -> Table | None:
        """Read leave from a table or a calendar."""
        if not isinstance(source, FileBytes) or source.suffix != CALENDAR:
            return read_table(source, TIME_OFF_COLUMNS, log)
        if agents.ids is None:
            return None  # nobody could be told; the agents have their faults
        people = People(agents.ids, {row.employee_id: row.name for row in agents.rows})
        return read_leave_calendar(source, self.calendar, people, known, log)


def forecast_names(spec: ScenarioSpec) -> ForecastNames:
    """Return what `[forecast]` says."""
    return ForecastNames(
        queues=dict(spec.forecast.queues),
        known=frozenset(queue.id for queue in spec.queues),
        others_ignored=spec.forecast.other_queues == "ignore",
    )


def check_imports(read: ReadSpec, log: FaultLog) -> None:
    """Check that what other systems' names mean exists, and that nothing is said twice."""
    spec, source = read.spec, read.source
    if spec is None:
        return
    queues = ids_of(source, "queues")
    for name, queue in spec.forecast.queues.items():
        if queue not in queues:
            message = f"unknown queue; {one_of(queue, queues)}"
            source.fault(log, ("forecast", "queues", name), message, queue)
    contracts = ids_of(source, "contracts")
    for name, contract in spec.agents.values.get("contract_id", {}).items():
        if contract and contract not in contracts:
            message = f"unknown contract; {one_of(contract, contracts)}"
            source.fault(log, ("agents", "values", "contract_id", name), message, contract)
    seen: set[str] = set()
    for name, column in spec.agents.columns.items():
        if column in seen and column not in _JOINED:
            message = f"two columns of the export mean {column}; only {' and '.join(_JOINED)} join"
            source.fault(log, ("agents", "columns", name), message, column)
        seen.add(column)
    wrong = check_pattern(spec.time_off.calendar.pattern)
    if wrong is not None:
        path = ("time_off", "calendar", "pattern")
        source.fault(log, path, wrong, spec.time_off.calendar.pattern)
