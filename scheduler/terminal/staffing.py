"""What `staff` writes and shows: the requirement, the service of given agents, one interval."""

from __future__ import annotations

from pathlib import Path

import click

from ..assumptions import sentences
from ..expected_service import expected_service
from ..explain_interval import explain_interval, find_interval, find_queue, split_place
from ..explanation_lines import explanation_lines
from ..export import write_expected_service, write_requirements
from ..requirement import requirement, volume_outside_hours
from ..scenario.types import Scenario
from ..served_queues import served_queues
from ..summary import requirement_parts, served_table
from .documents import explanation_document, required_document, served_document
from .output import Output


def show_required(scenario: Scenario, target: Path, output: Output) -> None:
    """Write the requirement; show it by queue."""
    found = requirement(scenario)
    write_requirements(found, target)
    outside = volume_outside_hours(found)
    output.show(
        [
            *sentences(scenario),
            *requirement_parts(found, outside),
        ],
        lambda: required_document(scenario, found, dict(outside), target),
    )


def show_served(scenario: Scenario, agents: int, target: Path, output: Output) -> None:
    """Write what a number of agents gives; show it by queue."""
    found = expected_service(scenario, agents)
    write_expected_service(found, target)
    served = served_queues(found)
    output.show(
        [
            *sentences(scenario),
            served_table(served, agents),
        ],
        lambda: served_document(scenario, served, agents, target),
    )


def show_explained(scenario: Scenario, queue: str | None, place: str, output: Output) -> None:
    """Show the explanation of one interval."""
    named, time = split_place(place)
    if queue is not None and named not in (None, queue):
        raise click.UsageError(f"--queue {queue} and --explain {place!r} name different queues")
    which = find_queue(scenario, queue or named)
    found = explain_interval(scenario, which, find_interval(scenario.grid, time))
    output.show(explanation_lines(found), lambda: explanation_document(found))
