"""The checkout under test: where it is, and the files that belong to the project."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

MADE = {"build", "dist", "out", "plan", "__pycache__", ".git"}
"""Folders that are made from the project or keep its history."""


def project_files(folder: Path = ROOT) -> list[Path]:
    """Return every file of the project, without environments, caches, builds and plans."""
    found = []
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if name not in MADE
            and not name.endswith(".egg-info")
            and (not name.startswith(".") or name == ".ci")
        )
        found += [Path(path) / name for name in names if not name.endswith((".nbi", ".nbc"))]
    return sorted(found)
