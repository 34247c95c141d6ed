"""Reading a scenario folder and schedules, all faults at once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..errors import Fault, ScenarioError
from .assembly import Sources, assemble
from .bare import scenario_from_files
from .defaults import fill_defaults
from .faults import FaultLog
from .files import (
    SCENARIO_FILE,
    TABLES,
    WORKBOOK,
    FileBytes,
    decode,
    find_tables,
    read_file,
)
from .frames import Frame
from .known import Known
from .preset_values import fill_presets
from .schedule_files import schedule_file, schedule_source
from .sheets import table_sheets
from .spec_reader import SpecSource, parse_toml
from .tables import read_table
from .types import Scenario, Shift
from .worked import COLUMNS, read_worked

_log = logging.getLogger(__name__)


def load_scenario(folder: str | Path, *, with_agents: bool = True) -> Scenario:
    """Read a scenario folder.

    Parameters
    ----------
    folder : path
        Holds scenario.toml, forecast.csv, agents.csv and the optional tables; see
        docs/formats.md. Tables may be ``.csv``, ``.parquet`` or ``.xlsx``.
    with_agents : bool
        Whether agents are needed. Without them only the requirement can be computed, for up
        to 400 days instead of 42.

    Returns
    -------
    Scenario
        Free of faults; `defaults_used` names what stands in for what is not given.

    Raises
    ------
    ScenarioError
        With every fault found, in order of file and line.
    """
    log = FaultLog()
    scenario = _load(Path(folder), with_agents, log)
    if scenario is None or len(log):
        raise ScenarioError(log.sorted())
    _log.debug("read %s: %d agents", folder, len(scenario.agents))
    return scenario


def load_source(
    source: Path, agents: str | Path | None, *, time_zone: str | None, with_agents: bool
) -> Scenario:
    """Read a scenario folder or bare files; see `Scenario.load`."""
    if not source.is_dir():
        return scenario_from_files(source, agents, zone=time_zone)
    for given, name in ((agents, "agents"), (time_zone, "time_zone")):
        if given is not None:
            message = f"belongs to a forecast file; {source} is a scenario folder with its own"
            raise ScenarioError([Fault("options", None, name, str(given), message)])
    return load_scenario(source, with_agents=with_agents)


def find_faults(folder: str | Path, *, with_agents: bool = True) -> tuple[Fault, ...]:
    """Return every fault of a scenario folder, by file and line; empty where it is good."""
    log = FaultLog()
    _load(Path(folder), with_agents, log)
    return log.sorted()


def _load(folder: Path, with_agents: bool, log: FaultLog) -> Scenario | None:
    if not folder.is_dir():
        log.add(str(folder), "is not a folder; a scenario is a folder with scenario.toml")
        return None
    paths = find_tables(folder, log)
    toml = read_file(folder / SCENARIO_FILE, log, inside=folder)
    files: dict[str, FileBytes] = {}
    for stem, path in paths.items():
        file = read_file(path, log, inside=folder, sheet=stem)
        if file is not None:
            files[stem] = file
    _add_sheets(folder, paths, files, log)
    for stem in ("forecast", "agents") if with_agents else ("forecast",):
        if stem not in paths and stem not in files:
            log.add(f"{stem}.csv", "is missing; every scenario needs it")
    text = None if toml is None else decode(toml, log)
    source = None if text is None else parse_toml(text, SCENARIO_FILE, log)
    if toml is None or source is None:
        # the tables are still read, as far as they make sense without scenario.toml
        source = SpecSource(SCENARIO_FILE, {})
        scratch = FaultLog()
        assemble(Sources(source, files), scratch)
        log.take(scratch, without=SCENARIO_FILE)
        return None
    raw, from_presets = fill_presets(source.raw)
    raw, sentences = fill_defaults(raw, with_agents=with_agents)
    hashes = {file.name: file.sha256 for file in (toml, *files.values())}
    return assemble(
        Sources(
            spec=replace(source, raw=raw),
            files=files,
            with_agents=with_agents,
            sentences=sentences,
            notes=from_presets if with_agents else (),
            folder=folder,
            hashes=dict(sorted(hashes.items())),
        ),
        log,
    )


def _add_sheets(
    folder: Path, paths: Mapping[str, Path], files: dict[str, FileBytes], log: FaultLog
) -> None:
    """Add the tables that stand in sheets of one workbook."""
    path = folder / WORKBOOK
    book = read_file(path, log, inside=folder) if path.exists() else None
    if book is None:
        return
    for stem, sheet in table_sheets(book, TABLES, log).items():
        if stem in paths:
            log.add(sheet.name, f"only one of this sheet and {paths[stem].name} may be there")
        else:
            files[stem] = sheet


def read_schedule(source: str | Path | Frame, scenario: Scenario) -> tuple[Shift, ...]:
    """Read a schedule of a scenario: a plan's schedule.csv, also after a spreadsheet edited it.

    Rows may be in any order, times local without an offset, cells separated by semicolons,
    flags TRUE, 1 or yes. Gaps and overlaps inside a shift are left for the audit to find.

    Parameters
    ----------
    source : path or data frame
        A plan folder; a ``.csv``, ``.parquet`` or ``.xlsx`` file (the sheet ``schedule``, else
        the first one) or a frame of polars or pandas, with the columns of schedule.csv; or a
        roster.json.
    scenario : Scenario
        What the schedule is for.

    Returns
    -------
    tuple of Shift
        By employee and start.

    Raises
    ------
    ScenarioError
        With every fault found.
    """
    log = FaultLog()
    shifts: tuple[Shift, ...] = ()
    if isinstance(source, (str, Path)):
        source = schedule_file(Path(source))
    cells = schedule_source(source, log)
    table = None if cells is None else read_table(cells, COLUMNS, log)
    if table is not None:
        known = Known(
            zone=scenario.zone,
            zones={agent.employee_id: scenario.zone_of(agent) for agent in scenario.agents},
            queues=frozenset(queue.id for queue in scenario.queues),
        )
        employees = frozenset(agent.employee_id for agent in scenario.agents)
        break_paid = {rule.id: rule.paid for shift in scenario.shifts for rule in shift.breaks}
        read = read_worked(table, known, employees, break_paid, "schedule", log)
        for item in read.shifts:
            _check_on_grid(item.shift, item.line, table.file, scenario, log)
        shifts = tuple(item.shift for item in read.shifts)
    if len(log):
        raise ScenarioError(log.sorted())
    return shifts


def _check_on_grid(shift: Shift, line: int, file: str, scenario: Scenario, log: FaultLog) -> None:
    """Times off the planning step cannot be counted slot by slot."""
    for activity in shift.activities:
        for column, at in (("start", activity.start), ("end", activity.end)):
            if not scenario.grid.is_aligned(at):
                step = scenario.grid.slot_minutes
                local = scenario.grid.local(at).isoformat(timespec="minutes")
                message = f"must lie on the planning step of {step} minutes"
                log.add(file, message, line=line, column=column, value=local)
