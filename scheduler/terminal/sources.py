"""The scenario a command works on: a folder, or bare files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..errors import InputError
from ..scenario import load_scenario, scenario_from_files
from ..scenario.types import Scenario


def scenario_of(
    source: Path, agents: Path | None, *, with_agents: bool = True, zone: str | None = None
) -> Scenario:
    """Load a scenario folder, or make one from a forecast and an agents file."""
    if source.is_dir():
        for given in (agents, zone):
            if given is not None:
                raise click.UsageError(f"{source} is a scenario folder with its own, not {given}")
        return load_scenario(source, with_agents=with_agents)
    if not source.exists():
        raise InputError(f"{source}: no such file or folder")
    if agents is None:
        raise click.UsageError(f"{source} is a file: name an agents file beside it, or a folder")
    return scenario_from_files(source, agents, zone=zone)


def scenario_to_staff(source: Path, options: dict[str, Any]) -> Scenario:
    """Load a scenario folder, or make one of a forecast file and the options given."""
    given = {name: value for name, value in options.items() if value is not None}
    if source.is_dir():
        if given:
            flags = ", ".join("--" + name.replace("_", "-") for name in given)
            raise click.UsageError(
                f"{source} is a scenario with targets of its own; for bare files only: {flags}"
            )
        return scenario_of(source, None, with_agents=False)
    if "service_level" in given:
        given["service_level"], given["within_s"] = given["service_level"]
    renamed = {"patience": "patience_s", "mean_wait": "mean_wait_s", "time_zone": "zone"}
    return scenario_from_files(source, None, **{renamed.get(n, n): v for n, v in given.items()})
