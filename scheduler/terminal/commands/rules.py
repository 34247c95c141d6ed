"""``staffwright rules``: the presets of rules and pay, with their statutes."""

from __future__ import annotations

import click

from ...presets import PREMIUM_PRESETS, RULE_PRESETS, load_preset
from ..options import NameChoice
from ..output import Output, output_options
from ..teaching import TeachingCommand

PRESETS = RULE_PRESETS + PREMIUM_PRESETS


@click.command(
    cls=TeachingCommand,
    examples=(
        "staffwright rules                             # the names",
        "staffwright rules de                          # each value with its statute",
        "staffwright rules us-ca --json",
    ),
)
@click.argument(
    "preset",
    required=False,
    type=NameChoice(PRESETS),
    metavar="PRESET",
    help=f"Name of a preset: {', '.join(PRESETS)}.",
)
@output_options
def rules(preset: str | None, output: Output) -> None:
    """Print the presets of rules and pay with their statutes.

    A scenario names one with preset = "de" in [rules]; its own values go before the preset's.
    """
    from ...preset_lines import preset_json, preset_lines, preset_list_lines

    chosen = tuple(load_preset(name) for name in (PRESETS if preset is None else (preset,)))
    lines = preset_list_lines() if preset is None else preset_lines(chosen[0])
    output.show(lines, lambda: preset_json(chosen))
