"""Copying a template into a folder of its own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from ..errors import InputError
from .template_names import TEMPLATES

_COPIED = (".toml", ".csv")


def copy_template(name: str, folder: Path) -> list[Path]:
    """Copy a template's scenario.toml and tables into a folder; return the files made.

    The folder may be there, as long as it has none of the files.

    Raises
    ------
    InputError
        If one of the files is there already, or the folder cannot be written to.
    """
    source = files(TEMPLATES[name]).joinpath(name)
    found = [entry for entry in source.iterdir() if entry.name.endswith(_COPIED)]
    found.sort(key=lambda entry: (entry.name != "scenario.toml", entry.name))
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file; name a folder that does not exist yet")
    there = [entry.name for entry in found if (folder / entry.name).exists()]
    if there:
        raise InputError(
            f"{folder}: has {', '.join(there)} already, and nothing is overwritten; "
            "name a folder that does not exist yet"
        )
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for entry in found:
        target = folder / entry.name
        target.write_bytes(entry.read_bytes())
        made.append(target)
    return made
