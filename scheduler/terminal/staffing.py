"""What `staff` writes and prints: the requirement, the service of given agents, one interval."""

from __future__ import annotations

from pathlib import Path

import click

from ..expected_service import expected_service
from ..explain_interval import explain_interval, find_interval, find_queue, split_place
from ..explanation_lines import explanation_lines
from ..export import write_expected_service, write_requirements
from ..requirement import requirement, volume_outside_hours
from ..scenario.types import Scenario
from ..summary import expected_service_lines, requirement_lines


def required_lines(scenario: Scenario, target: Path) -> list[str]:
    """Write the requirement; return it by queue."""
    found = requirement(scenario)
    write_requirements(found, target)
    return requirement_lines(found, volume_outside_hours(found))


def served_lines(scenario: Scenario, agents: int, target: Path) -> list[str]:
    """Write what a number of agents gives; return it by queue."""
    found = expected_service(scenario, agents)
    write_expected_service(found, target)
    return expected_service_lines(found)


def explained_lines(scenario: Scenario, queue: str | None, place: str) -> list[str]:
    """Return the explanation of one interval."""
    named, time = split_place(place)
    if queue is not None and named not in (None, queue):
        raise click.UsageError(f"--queue {queue} and --explain {place!r} name different queues")
    which = find_queue(scenario, queue or named)
    return explanation_lines(explain_interval(scenario, which, find_interval(scenario.grid, time)))
