"""``staffwright audit``: rules, money and coverage re-checked from the files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..exit_codes import BROKEN, DONE
from ..options import folder_argument, schedule_argument
from ..output import Output, output_options
from ..teaching import CHECKS, TeachingCommand


@click.command(
    cls=TeachingCommand,
    codes=CHECKS,
    examples=(
        "staffwright audit my_site                     # my_site/plan/schedule.csv",
        "staffwright audit my_site week_14/schedule.csv",
        "staffwright audit my_site edited.csv --out audit.json",
    ),
)
@folder_argument
@schedule_argument
@click.option("--out", type=click.Path(path_type=Path), help="Write the audit as JSON here.")
@output_options
def audit(folder: Path, schedule: Path | None, out: Path | None, output: Output) -> None:
    """Re-check rules, cost and coverage of a schedule.

    Reads a schedule, also one edited by hand, and beside it what was bought (bought_cover) and
    prices that were found (plan.json); in a plan folder, which has a plan.json, also the
    absences of a repair (absences).
    """
    from ...export import audit_json
    from ...leave_at_hand import leave_notes
    from ...roster_at_hand import roster_at_hand
    from ...summary import audit_parts, sentence_lines
    from ..sources import scenario_of, schedule_of

    scenario = scenario_of(folder, None)
    roster = roster_at_hand(scenario, schedule_of(folder, schedule))
    found = roster.audit(scenario)
    document = audit_json(found, scenario.currency)
    if out is not None:
        out.write_text(document, encoding="utf-8")
    notes = sentence_lines("note", leave_notes(roster.absences(scenario)))
    output.show([*notes, *audit_parts(found, scenario)], lambda: document)
    kept = found.clean and not any(shortage.hard for shortage in found.shortages)
    sys.exit(DONE if kept else BROKEN)
