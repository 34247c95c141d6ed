"""Reads the absences of a plan folder: the leave that a repair made of its absences."""

from __future__ import annotations

from pathlib import Path

from ..errors import ScenarioError
from .absences import TIME_OFF_COLUMNS, read_time_off
from .faults import FaultLog
from .known import Known
from .schedule_files import ABSENCES, source_beside
from .tables import read_table
from .types import Scenario, TimeOff


def read_leave(path: Path, scenario: Scenario) -> tuple[TimeOff, ...]:
    """Read the absences of a plan.

    Parameters
    ----------
    path : Path
        A ``.csv``, ``.parquet`` or ``.xlsx`` file with the columns of time_off.csv, or a
        roster.json.
    scenario : Scenario
        What the plan is for.

    Raises
    ------
    ScenarioError
        With every fault found.
    """
    log = FaultLog()
    source = source_beside(path, ABSENCES, log)
    table = None if source is None else read_table(source, TIME_OFF_COLUMNS, log)
    rows: tuple[TimeOff, ...] = ()
    if table is not None:
        known = Known(
            zone=scenario.zone,
            zones={a.employee_id: a.zone for a in scenario.agents if a.zone is not None},
            start=scenario.grid.start,
            end=scenario.grid.end,
        )
        employees = frozenset(agent.employee_id for agent in scenario.agents)
        rows = read_time_off(table, known, employees, log).rows
    if len(log):
        raise ScenarioError(log.sorted())
    return rows
