"""A scenario from data frames and a specification in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import ScenarioError
from .assembly import Sources, assemble
from .bare import OPTIONS, bare_scenario
from .defaults import fill_defaults
from .faults import FaultLog
from .files import decode, read_file
from .frames import Frame, FrameCells, frame_cells
from .preset_values import fill_presets
from .spec_reader import SpecSource, parse_toml
from .types import Scenario

SETTINGS = "settings"
"""Name in faults of a specification given as a mapping."""


def scenario_from_frames(
    tables: Mapping[str, Frame],
    settings: Mapping[str, Any] | str | Path | None,
    *,
    time_zone: str | None = None,
) -> Scenario:
    """Make a scenario of data frames by name; see `Scenario.from_frames`."""
    log = FaultLog()
    read = {name: frame_cells(name, table, log) for name, table in tables.items()}
    cells = {name: table for name, table in read.items() if table is not None}
    if settings is None:
        return bare_scenario(cells, {}, log, zone=time_zone)
    if time_zone is not None:
        log.add(OPTIONS, "stands in the settings", column="time_zone", value=time_zone)
    source = _specification(settings, log)
    scenario = None if source is None else _assembled(source, cells, "agents" in tables, log)
    if scenario is None or len(log):
        raise ScenarioError(log.sorted())
    return scenario


def _specification(settings: Mapping[str, Any] | str | Path, log: FaultLog) -> SpecSource | None:
    """Return the settings as a specification; lines only where they come from a file."""
    if isinstance(settings, Mapping):
        return SpecSource(SETTINGS, _plain(settings))
    file = read_file(Path(settings), log)
    text = None if file is None else decode(file, log)
    return None if file is None or text is None else parse_toml(text, file.name, log)


def _plain(value: Any) -> Any:
    """Return mappings as dicts and sequences as lists, as TOML would give them."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _assembled(
    source: SpecSource, cells: Mapping[str, FrameCells], with_agents: bool, log: FaultLog
) -> Scenario | None:
    raw, from_presets = fill_presets(source.raw)
    raw, sentences = fill_defaults(raw, with_agents=with_agents)
    return assemble(
        Sources(
            spec=replace(source, raw=raw),
            files=cells,
            with_agents=with_agents,
            sentences=sentences,
            notes=from_presets if with_agents else (),
            hashes={name: table.sha256 for name, table in sorted(cells.items())},
        ),
        log,
    )
