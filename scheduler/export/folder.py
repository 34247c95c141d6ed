"""The plan folder: written aside, then moved into place as a whole."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from ..errors import InputError
from ..formats import DEFAULT_FORMATS, WORKBOOK, check_formats
from ..plan import Plan
from .calendar_files import read_editions, write_calendars
from .documents import plan_json, run_json
from .exchange import exchange
from .plan_tables import PLAN_TABLES, plan_tables
from .roster_document import roster_json
from .table_files import write_table
from .workbook import write_workbook

PLAN_FILES = (
    "calendar",
    "plan.json",
    "report.html",
    "roster.json",
    "run.json",
    WORKBOOK,
    *(f"{table}.{suffix}" for table in (*PLAN_TABLES, "changes") for suffix in ("csv", "parquet")),
)
"""What a plan folder may hold; everything else in it is somebody's own."""


def save_plan(
    plan: Plan,
    folder: str | Path,
    *,
    formats: Iterable[str] = DEFAULT_FORMATS,
    replaces: str | Path | None = None,
    tables: Mapping[str, pl.DataFrame] | None = None,
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
    folder : path
        Where; made with its parents if it does not exist.
    formats : iterable of str
        Of `FORMATS`; plan.json and run.json are always written.
    replaces : path, optional
        Plan folder that this plan takes the place of: its calendars are compared as well, so
        that changed shifts are updated and lost ones cancelled.
    tables : mapping, optional
        Further tables by name, such as the changes of a repair.

    Raises
    ------
    InputError
        If `folder` holds files but no plan, is no folder, is the current folder or a mount
        point, or cannot be written; if a format is unknown or needs what is not installed.
    """
    chosen = check_formats(formats)
    target = Path(folder).resolve()
    older = [target, *([] if replaces is None else [Path(replaces)])]
    try:
        check_plan_folder(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = _beside(target, "tmp")
        fresh.mkdir()
        try:
            _write(plan, fresh, chosen, tables or {}, older)
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


def _write(
    plan: Plan,
    folder: Path,
    formats: Collection[str],
    further: Mapping[str, pl.DataFrame],
    older: Sequence[Path],
) -> None:
    """Write the files of a plan; event numbers go on from the plans in `older`."""
    if {"csv", "parquet", "xlsx"} & set(formats):
        tables = {**plan_tables(plan), **further}
        for suffix in ("csv", "parquet"):
            if suffix in formats:
                for name, table in tables.items():
                    write_table(table, folder / f"{name}.{suffix}")
        if "xlsx" in formats:
            write_workbook(plan, tables, folder / WORKBOOK)
    if "ics" in formats:
        calendar = folder / "calendar"
        calendar.mkdir()
        write_calendars(plan, calendar, read_editions(*(path / "calendar" for path in older)))
    if "html" in formats:
        # Imported here: the report brings the auditor, which tables of requirements do without.
        from ..report import render_report

        _write_text(folder / "report.html", render_report(plan))
    if "json" in formats:
        _write_text(folder / "roster.json", roster_json(plan))
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
