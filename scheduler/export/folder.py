"""The plan folder: written aside, then moved into place as a whole."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from ..errors import InputError
from ..plan import Plan
from .bought_table import bought_table
from .calendar_files import read_editions, write_calendars
from .documents import plan_json, run_json
from .exchange import exchange
from .table_files import write_table
from .tables import coverage_table, hours_table, requirements_table, schedule_table

PLAN_FILES = (
    "absences.csv",
    "bought_cover.csv",
    "calendar",
    "changes.csv",
    "coverage.csv",
    "hours.csv",
    "plan.json",
    "report.html",
    "requirements.csv",
    "run.json",
    "schedule.csv",
)


def save_plan(
    plan: Plan, folder: Path, *, tables: Mapping[str, pl.DataFrame] | None = None
) -> None:
    """Write the plan folder; an older plan there is replaced once all is written.

    The files are written into a new folder beside the target, which then takes its place: in one
    step where the system can swap two folders, else by two renames. Until then an older plan
    stays whole, whatever goes wrong. Files of the older folder that are no part of a plan are
    copied along.

    Parameters
    ----------
    plan : Plan
        The plan to write.
    folder : Path
        Where; made with its parents if it does not exist.
    tables : mapping, optional
        Further tables by file name, such as the changes of a repair.

    Raises
    ------
    InputError
        If `folder` holds files but no plan, is no folder, is the current folder or a mount
        point, or cannot be written.
    """
    target = Path(folder).resolve()
    try:
        check_plan_folder(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = _beside(target, "tmp")
        fresh.mkdir()
        try:
            _write(plan, fresh, older=target)
            for name, table in (tables or {}).items():
                write_table(table, fresh / name)
            _keep_foreign(target, fresh)
            _put_in_place(fresh, target)
        finally:
            # After a swap this is the older plan.
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as fault:
        raise InputError(
            f"cannot write plan folder {str(target)!r}: {fault.strerror or fault}; "
            "an older plan there is as it was"
        ) from fault


def check_plan_folder(target: Path) -> None:
    """Refuse targets whose replacement would harm what is there."""
    if not target.exists():
        return
    name = repr(str(target))
    if not target.is_dir():
        raise InputError(f"plan folder {name} is a file; name a folder")
    if any(target.iterdir()) and not (target / "plan.json").is_file():
        raise InputError(
            f"plan folder {name} is not empty and holds no plan.json; "
            "name a new or empty folder, or that of an older plan"
        )
    if Path.cwd().is_relative_to(target):
        raise InputError(
            f"plan folder {name} is or holds the current folder and cannot be replaced; "
            "name a folder inside it, or run from elsewhere"
        )
    if os.path.ismount(target):
        raise InputError(
            f"plan folder {name} is a mount point and cannot be replaced; name a folder inside it"
        )


def _write(plan: Plan, folder: Path, older: Path) -> None:
    """Write every file of a plan; event numbers go on from the plan in `older`."""
    # Imported here: the report brings a plotting library, which plan tables do without.
    from ..report import render_report

    write_table(requirements_table(plan.requirement), folder / "requirements.csv")
    write_table(schedule_table(plan), folder / "schedule.csv")
    write_table(coverage_table(plan), folder / "coverage.csv")
    write_table(hours_table(plan.scenario, plan.pay_lines), folder / "hours.csv")
    if plan.scenario.bought_cover:
        write_table(bought_table(plan.scenario, plan.bought), folder / "bought_cover.csv")
    calendar = folder / "calendar"
    calendar.mkdir()
    write_calendars(plan, calendar, read_editions(older / "calendar"))
    _write_text(folder / "report.html", render_report(plan))
    _write_text(folder / "run.json", run_json(plan))
    _write_text(folder / "plan.json", plan_json(plan))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _keep_foreign(older: Path, fresh: Path) -> None:
    """Copy what a person has put beside the plan, and the folder's permissions."""
    if not older.is_dir():
        return
    for entry in older.iterdir():
        if entry.name in PLAN_FILES:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, fresh / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, fresh / entry.name, follow_symlinks=False)
    shutil.copymode(older, fresh)


def _put_in_place(fresh: Path, target: Path) -> None:
    """Move `fresh` to `target`; an older plan there ends up at `fresh` or is removed."""
    if not target.exists():
        fresh.rename(target)
    elif not any(target.iterdir()):
        target.rmdir()
        fresh.rename(target)
    elif not exchange(fresh, target):
        _replace_in_two_steps(fresh, target)


def _replace_in_two_steps(fresh: Path, target: Path) -> None:
    """Move the older plan aside and the new one in; undo the first step if the second fails."""
    aside = _beside(target, "old")
    try:
        target.rename(aside)
        fresh.rename(target)
    finally:
        if target.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(target)


def _beside(target: Path, kind: str) -> Path:
    """Return a free hidden name in the target's parent folder."""
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.{kind}")
