"""``staffwright completion``: the shell completes commands, options and files."""

from __future__ import annotations

import json

import click

from ..options import NameChoice
from ..output import Output, output_options
from ..teaching import TeachingCommand

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_STAFFWRIGHT_COMPLETE"


@click.command(
    cls=TeachingCommand,
    examples=(
        'eval "$(staffwright completion bash)"         # in ~/.bashrc',
        'eval "$(staffwright completion zsh)"          # in ~/.zshrc, behind compinit',
        "staffwright completion fish > ~/.config/fish/completions/staffwright.fish",
    ),
)
@click.argument("shell", type=NameChoice(SHELLS), metavar="SHELL", help="bash, zsh or fish.")
@output_options
def completion(shell: str, output: Output) -> None:
    """Print the script for Tab completion in a shell.

    Put the line of your shell below into its file, and open a new shell. Then the Tab key
    completes commands, options, presets, templates and files.
    """
    from click.shell_completion import get_completion_class

    group = click.get_current_context().find_root().command
    kind = get_completion_class(shell)
    assert kind is not None, shell  # noqa: S101 - click has the three of them
    script = kind(group, {}, "staffwright", VARIABLE).source()
    document = {"schema_version": 1, "shell": shell, "script": script}
    output.show([script], lambda: json.dumps(document, indent=2))
