"""``staffwright schema``: the JSON Schema of scenario.toml."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..output import Output, echo_json, output_options
from ..teaching import TeachingCommand


@click.command(
    cls=TeachingCommand,
    examples=(
        "staffwright schema --out scenario.schema.json",
        "staffwright schema | jq .properties.queues",
    ),
)
@click.option("--out", type=click.Path(path_type=Path), help="File to write [standard output].")
@output_options
def schema(out: Path | None, output: Output) -> None:
    """Print the JSON Schema of scenario.toml.

    For completion in editors.

    Put `#:schema scenario.schema.json` into the first line of scenario.toml.
    """
    from ...scenario import json_schema

    text = json.dumps(json_schema(), indent=2)
    if out is None:
        echo_json(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
        if output.as_json:
            echo_json(text)
        output.note(f"schema in {out}")
