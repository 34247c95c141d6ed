"""The scenario a command works on: a folder, or bare files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..errors import InputError
from ..scenario import load_scenario, scenario_from_files
from ..scenario.files import SCENARIO_FILE
from ..scenario.types import Scenario
from .nearby import not_there, scenarios_below

_LONGEST_HEADER = 10_000


def scenario_of(
    source: Path, agents: Path | None, *, with_agents: bool = True, zone: str | None = None
) -> Scenario:
    """Load a scenario folder, or make one from a forecast and an agents file."""
    if source.is_dir():
        for given in (agents, zone):
            if given is not None:
                raise click.UsageError(f"{source} is a scenario folder with its own, not {given}")
        _refuse_folder_of_scenarios(source)
        return load_scenario(source, with_agents=with_agents)
    there(source)
    if source.name == SCENARIO_FILE:
        raise click.UsageError(f"{source} is a file: name its folder, {source.parent}")
    if agents is None:
        raise click.UsageError(f"{source} is a file: name an agents file beside it, or a folder")
    _refuse_swapped(source, there(agents))
    return scenario_from_files(source, agents, zone=zone)


def there(path: Path) -> Path:
    """Return a path that leads somewhere.

    Raises
    ------
    InputError
        If it leads nowhere; with the nearest name that is there.
    """
    if not path.exists():
        raise InputError(not_there(path))
    return path


def schedule_of(folder: Path, schedule: Path | None) -> Path:
    """Return the schedule or plan folder of a command; by default that of the scenario."""
    if schedule is not None:
        return there(schedule)
    plan = folder / "plan"
    if not plan.exists():
        raise InputError(f"{plan}: no such folder; plan the scenario first, or name the schedule")
    return plan


def _refuse_swapped(forecast: Path, agents: Path) -> None:
    """Say so where the two files were named the wrong way round."""
    if "employee_id" in _first_line(forecast) and "interval_start" in _first_line(agents):
        raise click.UsageError(
            f"{forecast} holds agents and {agents} a forecast: name the forecast first"
        )


def _first_line(path: Path) -> str:
    """Return the first line of a text file; empty of any other."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return ""
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.readline(_LONGEST_HEADER).casefold()


def _refuse_folder_of_scenarios(folder: Path) -> None:
    """Say which scenarios lie in a folder that is none itself."""
    if not (folder / SCENARIO_FILE).exists():
        hint = scenarios_below(folder)
        if hint:
            raise InputError(f"{folder}: has no {SCENARIO_FILE}; {hint}")


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
    there(source)
    if "service_level" in given:
        given["service_level"], given["within_s"] = given["service_level"]
    renamed = {"patience": "patience_s", "mean_wait": "mean_wait_s", "time_zone": "zone"}
    return scenario_from_files(source, None, **{renamed.get(n, n): v for n, v in given.items()})
