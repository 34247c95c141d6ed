"""docs/reference_commands.md: the help of every command, as it is printed."""

from __future__ import annotations

import click
from staffwright.cli import cli

from .markdown import NOTICE

HEAD = f"""\
# Reference: commands

{NOTICE} Every command takes `--help`, `--json`, `--quiet` and `--debug`; what `--json` prints is
[described here](reference_json.md).

- **On a terminal** tables are drawn and the search shows a line that moves; into a pipe or file
  goes plain text of at most 80 columns. `NO_COLOR=1` switches colours off, `TERM=dumb` the
  drawing too. Progress and remarks go to standard error, findings to standard output.
- **Slips** in the name of a command, option, file, preset, queue or key are answered with what
  was probably meant.
- **Paths** may be those of Windows, and files may have its line ends.
- **Tab completion**: `staffwright completion bash`, `zsh` or `fish` prints the script, and its
  help where to put it.
"""


def commands_page() -> str:
    """Return the page."""
    lines = [HEAD, *_shown("", cli)]
    for commands in cli.sections.values():
        for command in commands:
            lines += [f"## staffwright {command.name}", "", *_shown(str(command.name), command)]
    return "\n".join(lines)


def _shown(name: str, command: click.Command) -> list[str]:
    """Return a command line and what it prints, 80 columns wide."""
    words = f"staffwright {name}".strip()
    context = click.Context(
        command,
        info_name=words,
        terminal_width=78,  # click leaves two of 80 columns free
        max_content_width=80,
        help_option_names=["-h", "--help"],
    )
    return ["```console", f"$ {words} --help", command.get_help(context).rstrip(), "```", ""]
