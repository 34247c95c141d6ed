"""``staffwright check``: every fault of a scenario at once."""

from __future__ import annotations

from pathlib import Path

import click

from ..options import folder_argument
from ..output import Output, output_options
from ..teaching import TeachingCommand


@click.command(
    cls=TeachingCommand,
    examples=(
        "staffwright check my_site",
        "staffwright check my_site --json    # faults as a list, for a program",
        "staffwright check my_site --quiet && staffwright plan my_site",
    ),
)
@folder_argument
@output_options
def check(folder: Path, output: Output) -> None:
    """List every fault of a scenario at once.

    Each fault stands with its file, line, column, value, and what is allowed. Nothing is planned.
    """
    from ...lock_faults import refuse_locks_against_rules
    from ...summary import counted, sentence_lines
    from ..documents import check_document
    from ..sources import scenario_of

    scenario = scenario_of(folder, None)
    refuse_locks_against_rules(scenario)
    found = (
        f"{folder}: no faults ({counted(len(scenario.agents), 'agent')}, "
        f"{counted(len(scenario.queues), 'queue')}, {counted(scenario.grid.days, 'day')})"
    )
    output.show(
        [*sentence_lines("note", scenario.defaults_used), found], lambda: check_document(scenario)
    )
