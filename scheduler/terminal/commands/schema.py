"""``staffwright schema``: the JSON Schemas of what is read and written."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..options import NameChoice
from ..output import Output, echo_json, output_options
from ..teaching import TeachingCommand

DOCUMENTS = ("scenario", "plan", "roster", "run")


@click.command(
    cls=TeachingCommand,
    examples=(
        "staffwright schema --out scenario.schema.json",
        "staffwright schema plan",
        "staffwright schema | jq .properties.queues",
    ),
)
@click.argument(
    "document",
    type=NameChoice(DOCUMENTS),
    default="scenario",
    metavar="[DOCUMENT]",
    help=f"{', '.join(DOCUMENTS)} [scenario].",
)
@click.option("--out", type=click.Path(path_type=Path), help="File to write [standard output].")
@output_options
def schema(document: str, out: Path | None, output: Output) -> None:
    """Print a JSON Schema.

    Of scenario.toml, for completion in editors, or of plan.json, roster.json and run.json.

    Put `#:schema scenario.schema.json` into the first line of scenario.toml.
    """
    from ...export.schemas import published_schema

    text = json.dumps(published_schema(document), indent=2)
    if out is None:
        echo_json(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
        if output.as_json:
            echo_json(text)
        output.note(f"schema in {out}")
