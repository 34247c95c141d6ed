"""Ids in scenario.toml: each once, and every reference to one that exists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .faults import FaultLog, one_of
from .spec_reader import SpecSource
from .toml_lines import Path


def check_ids(items: Sequence[Any], path: Path, source: SpecSource, log: FaultLog) -> None:
    """Note a fault for every id that stands twice."""
    seen: set[str] = set()
    for k, item in enumerate(items):
        if item.id in seen:
            source.fault(log, (*path, k, "id"), "the id stands twice; ids must differ", item.id)
        seen.add(item.id)


def ids_of(source: SpecSource, section: str, key: str = "id") -> frozenset[str]:
    """Return the names that a list of tables gives, those of tables with faults included."""
    items = source.raw.get(section)
    tables = items if isinstance(items, list) else []
    found = (item.get(key) for item in tables if isinstance(item, dict))
    return frozenset(name for name in found if isinstance(name, str))


def check_names(
    names: Iterable[str] | None,
    allowed: frozenset[str],
    what: str,
    path: Path,
    source: SpecSource,
    log: FaultLog,
) -> None:
    """Note a fault for every name of a list that does not exist or stands twice."""
    seen: set[str] = set()
    for k, name in enumerate(names or ()):
        if name in seen:
            source.fault(log, (*path, k), f"the {what} stands twice", name)
        elif name not in allowed:
            source.fault(log, (*path, k), f"unknown {what}; {one_of(name, allowed)}", name)
        seen.add(name)
