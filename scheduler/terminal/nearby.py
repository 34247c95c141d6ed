"""What was probably meant where a file or folder is not there."""

from __future__ import annotations

import difflib
from pathlib import Path

from ..scenario.files import SCENARIO_FILE

_MOST_NAMES = 5


def not_there(path: Path) -> str:
    """Return the message for a path that leads nowhere, with the nearest that is there."""
    missing = path
    while not missing.parent.is_dir() and missing.parent != missing:
        missing = missing.parent
    hint = ""
    folder = missing.parent
    if folder.is_dir():
        names = {entry.name.casefold(): entry.name for entry in folder.iterdir()}
        near = difflib.get_close_matches(missing.name.casefold(), names, n=1)
        if near:
            rest = path.relative_to(missing)
            hint = f"; did you mean {str(folder / names[near[0]] / rest)!r}?"
    return f"{path}: no such file or folder{hint}"


def scenarios_below(folder: Path) -> str:
    """Return a hint at the scenarios inside a folder that is none itself; empty without any."""
    found = sorted(file.parent for file in folder.glob(f"*/{SCENARIO_FILE}"))
    if not found:
        return ""
    more = ", ..." if len(found) > _MOST_NAMES else ""
    return "did you mean " + ", ".join(str(path) for path in found[:_MOST_NAMES]) + more + "?"
