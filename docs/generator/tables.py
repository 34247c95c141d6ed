"""docs/reference_tables.md: every column of every table read and written."""

from __future__ import annotations

import tomllib
from pathlib import Path

from staffwright.scheduler.scenario import (
    absences,
    agents,
    bought_file,
    events,
    forecast,
    rates,
    wishes,
    worked,
)
from staffwright.scheduler.scenario.files import SUFFIXES, TABLES
from staffwright.scheduler.scenario.tables import Columns

from .markdown import NOTICE, table

MEANINGS = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))

KINDS = ", ".join(f"`{suffix}`" for suffix in SUFFIXES)

HEAD = f"""\
# Reference: tables

{NOTICE} [Scenario files](formats.md) has an example of each table and the rules for numbers,
dates and clock times.

Tables are read from {KINDS} files. The first row names the columns, in any order and case.
Unknown columns are faults.
"""

READ: dict[str, Columns] = {
    "forecast": forecast.COLUMNS,
    "agents": agents.COLUMNS,
    "rates": rates.COLUMNS,
    "time_off": absences.TIME_OFF_COLUMNS,
    "availability": absences.AVAILABILITY_COLUMNS,
    "preferences": wishes.COLUMNS,
    "events": events.COLUMNS,
    "schedule": worked.COLUMNS,
    "bought_cover": bought_file.COLUMNS,
}
HEADINGS = {
    "schedule": "history.csv, locked.csv, and schedule.csv of a plan",
    "bought_cover": "bought_cover.csv, beside a schedule",
}
WRITTEN = {
    "requirements": "requirements.csv, of `staff` and `plan`",
    "service": "service.csv, of `staff --agents`",
    "coverage": "coverage.csv, of a plan",
    "schedule": "schedule.csv, of a plan",
    "hours": "hours.csv, of a plan and of `pay`",
    "bought_cover": "bought_cover.csv, of a plan that buys cover",
    "changes": "changes.csv, of `replan`",
    "absences": "absences.csv, of `replan`",
}


def tables_page() -> str:
    """Return the page.

    Raises
    ------
    LookupError
        If a column of the code has no meaning here, or the other way round.
    """
    missing = set(TABLES) - {*READ, "history", "locked"}
    if missing:
        raise LookupError(f"tables without a section: {missing}")
    lines = [HEAD, "# Tables read", ""]
    for name, columns in READ.items():
        heading = HEADINGS.get(name, f"{name}.csv")
        lines += [f"## {heading}", "", *_read(name, columns), ""]
    lines += ["# Tables written", ""]
    for name, heading in WRITTEN.items():
        rows = [(f"`{column}`", *cells) for column, cells in MEANINGS["output"][name].items()]
        lines += [f"## {heading}", "", *table(("column", "value", "meaning"), rows), ""]
    return "\n".join(lines)


def _read(name: str, columns: Columns) -> list[str]:
    meanings = MEANINGS["input"][name]
    names = [*columns.names, *(f"{start}1 ... {start}99" for start in columns.numbered)]
    differing = set(names) ^ set(meanings)
    if differing:
        raise LookupError(f"{name}: columns in the code or in columns.toml only: {differing}")
    rows = []
    for column in names:
        value, default, meaning = meanings[column]
        needed = "required" if column in columns.required else default
        rows.append((f"`{column}`", value, needed, meaning))
    return table(("column", "value", "default", "meaning"), rows)
