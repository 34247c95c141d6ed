"""``staffwright init``: a scenario to start from."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..options import NameChoice
from ..output import Output, output_options
from ..teaching import TeachingCommand
from ..template_names import DEFAULT_TEMPLATE, TEMPLATES


@click.command(
    cls=TeachingCommand,
    examples=(
        "staffwright init my_site                      # every key explained",
        "staffwright init my_site --template night_desk",
        "staffwright init shop --template corner_shop  # to try things out",
    ),
)
@click.argument(
    "folder",
    type=click.Path(path_type=Path),
    required=False,
    default=Path("scenario"),
    help="Folder to make [scenario].",
)
@click.option(
    "--template",
    type=NameChoice(TEMPLATES),
    metavar="NAME",
    default=DEFAULT_TEMPLATE,
    show_default=True,
    help="What to start from, of those above.",
)
@output_options
def init(folder: Path, template: str, output: Output) -> None:
    """Make a scenario folder to start from.

    It plans as it is.

    \b
    day_desk      one queue on weekdays; scenario.toml explains every key
    night_desk    two queues around the clock with night and Sunday premiums
    corner_shop   a mail-order shop, 6 agents, one week
    harbour_line  a service desk, 60 agents, around the clock, two weeks

    No file that is there already is touched.
    """
    from ..templates import copy_template

    files = copy_template(template, folder)
    document = {
        "schema_version": 1,
        "folder": str(folder),
        "template": template,
        "files": [file.name for file in files],
    }
    lines = [
        f"{folder}: {', '.join(file.name for file in files)}",
        "",
        "what next",
        f"  staffwright check {folder}      # after every change",
        f"  staffwright plan {folder}       # the roster, in {folder / 'plan'}",
    ]
    output.show(lines, lambda: json.dumps(document, indent=2))
