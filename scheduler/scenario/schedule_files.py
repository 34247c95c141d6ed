"""Where a schedule is read from: tables, plan folders, and roster.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ..errors import ScenarioError
from .faults import FaultLog
from .files import FileBytes, decode, read_file
from .frames import Frame, FrameCells
from .tables import TableSource, table_source

SCHEDULES = ("schedule.csv", "schedule.parquet", "plan.xlsx", "roster.json")
"""Files of a plan folder that hold its schedule; the first one there is read."""

_OF_SHIFT = ("employee_id", "shift_id", "business_date", "locked")
_OF_ACTIVITY = ("activity_code", "start", "end", "paid", "work", "queue")


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


def schedule_source(source: str | Path | Frame, log: FaultLog) -> TableSource | None:
    """Return the cells of a schedule in any of its forms; None with a fault."""
    if isinstance(source, (str, Path)) and Path(source).suffix.lower() == ".json":
        file = read_file(Path(source), log)
        return None if file is None else _from_json(file, log)
    return table_source(source, "schedule", log)


def _from_json(file: FileBytes, log: FaultLog) -> FrameCells | None:
    """Return the activities of a roster.json; each counts as the line of its number, from 2."""
    text = decode(file, log)
    if text is None:
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        log.add(file.name, f"is not JSON: {error}", line=getattr(error, "lineno", None))
        return None
    shifts = document.get("shifts") if isinstance(document, dict) else None
    if not isinstance(shifts, list):
        log.add(file.name, "must hold an object with the list shifts, as staffwright schema roster")
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
    header = [*_OF_SHIFT, *_OF_ACTIVITY]
    cells = [pl.Series([row[name] for row in rows], dtype=pl.String) for name in header]
    return FrameCells(file.name, (header, cells, np.arange(len(rows) + 1, dtype=np.int64) + 1))


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else json.dumps(value)
