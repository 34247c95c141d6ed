"""Where a schedule is read from: tables, plan folders, and roster.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ..errors import ScenarioError
from .faults import FaultLog
from .files import FileBytes, decode, read_file
from .frames import Frame, FrameCells
from .sheets import table_sheets
from .tables import TableSource, table_source

SCHEDULES = ("schedule.csv", "schedule.parquet", "plan.xlsx", "roster.json")
"""Files of a plan folder that hold its schedule; the first one there is read."""

_OF_SHIFT = ("employee_id", "shift_id", "business_date", "locked")
_OF_ACTIVITY = ("activity_code", "start", "end", "paid", "work", "queue")

PLAN_DOCUMENT = "plan.json"
"""The file that every plan folder has."""

BOUGHT = "bought_cover"
"""Name of the table of what was bought, also in roster.json."""

ABSENCES = "absences"
"""Name of the table of the absences that a repaired plan was made for."""

_BESIDE = {
    BOUGHT: ("pool", "block", "queue", "start", "end", "agents"),
    ABSENCES: ("employee_id", "start", "end", "kind", "paid_minutes"),
}
"""Columns of the tables beside a schedule, as roster.json has them."""


def schedule_file(path: Path) -> Path:
    """Return the schedule of a plan folder; a file is its own.

    Raises
    ------
    ScenarioError
        If a folder holds none.
    """
    if not path.is_dir():
        return path
    for name in SCHEDULES:
        if (path / name).is_file():
            return path / name
    log = FaultLog()
    log.add(str(path), f"is a folder without a schedule: none of {', '.join(SCHEDULES)}")
    raise ScenarioError(log.sorted())


def bought_file(schedule: Path) -> Path | None:
    """Return the file beside a schedule that says what was bought; None where there is none.

    A workbook or roster.json may hold it itself.
    """
    return _table_beside(schedule, BOUGHT)


def absences_file(schedule: Path) -> Path | None:
    """Return the file of a plan folder with the absences that the plan was repaired for, if any.

    A workbook or roster.json may hold them itself. Another file of that name counts only where
    plan.json says that the folder is a plan's: elsewhere it may be anybody's.
    """
    file = _table_beside(schedule, ABSENCES)
    is_plans = file == schedule or schedule.with_name(PLAN_DOCUMENT).is_file()
    return file if is_plans else None


def _table_beside(schedule: Path, name: str) -> Path | None:
    """Return roster.json, the workbook that holds a table, or the file of its name.

    That file has the format of the schedule, or is CSV.
    """
    if schedule.suffix.lower() == ".json":
        return schedule
    if schedule.suffix.lower() == ".xlsx" and _has_sheet(schedule, name):
        return schedule
    beside = (schedule.with_name(f"{name}{suffix}") for suffix in (schedule.suffix, ".csv"))
    return next((path for path in beside if path.is_file()), None)


def _has_sheet(path: Path, name: str) -> bool:
    file = read_file(path, FaultLog())
    return file is not None and name in table_sheets(file, (name,), FaultLog())


def source_beside(path: Path, name: str, log: FaultLog) -> TableSource | None:
    """Return the cells of a table beside a schedule, or of roster.json; None with a fault.

    Parameters
    ----------
    name : {"bought_cover", "absences"}
    """
    if path.suffix.lower() != ".json":
        return table_source(path, name, log)
    file = read_file(path, log)
    document = None if file is None else _document(file, log)
    if file is None or document is None:
        return None
    rows = document.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        log.add(file.name, "must be a list of objects", column=name)
        return None
    columns = _BESIDE[name]
    return _cells(file.name, columns, [{n: _cell(row.get(n)) for n in columns} for row in rows])


def schedule_source(source: str | Path | Frame, log: FaultLog) -> TableSource | None:
    """Return the cells of a schedule in any of its forms; None with a fault."""
    if isinstance(source, (str, Path)) and Path(source).suffix.lower() == ".json":
        file = read_file(Path(source), log)
        return None if file is None else _from_json(file, log)
    return table_source(source, "schedule", log)


def _from_json(file: FileBytes, log: FaultLog) -> FrameCells | None:
    """Return the activities of a roster.json; each counts as the line of its number, from 2."""
    document = _document(file, log)
    if document is None:
        return None
    shifts = document.get("shifts")
    if not isinstance(shifts, list):
        log.add(file.name, "must hold the list shifts, see staffwright schema roster")
        return None
    rows: list[dict[str, str | None]] = []
    for number, shift in enumerate(shifts):
        activities = shift.get("activities") if isinstance(shift, dict) else None
        right = isinstance(activities, list) and all(isinstance(a, dict) for a in activities)
        if not activities or not right:
            message = "must be an object with a list of activities"
            log.add(file.name, message, column=f"shifts[{number}]")
            return None
        for activity in activities:
            row = {name: _cell(shift.get(name)) for name in _OF_SHIFT}
            rows.append(row | {name: _cell(activity.get(name)) for name in _OF_ACTIVITY})
    return _cells(file.name, (*_OF_SHIFT, *_OF_ACTIVITY), rows)


def _document(file: FileBytes, log: FaultLog) -> dict[str, Any] | None:
    """Return the object that a JSON file holds; None with a fault."""
    text = decode(file, log)
    if text is None:
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        log.add(file.name, f"is not JSON: {error}", line=getattr(error, "lineno", None))
        return None
    if not isinstance(document, dict):
        log.add(file.name, "must hold an object, see staffwright schema roster")
        return None
    return document


def _cells(name: str, columns: Sequence[str], rows: list[dict[str, str | None]]) -> FrameCells:
    """Return rows as cells; they count as lines from 2."""
    cells = [pl.Series([row[column] for row in rows], dtype=pl.String) for column in columns]
    return FrameCells(name, (list(columns), cells, np.arange(len(rows) + 1, dtype=np.int64) + 1))


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else json.dumps(value)
