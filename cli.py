"""The command line: which commands there are, and how errors end them.

Each command is a file of `scheduler/terminal/commands`: parse, call the scheduler, show, exit code.
"""

from __future__ import annotations

import io
import sys

import click

# absolute, so that the file also runs as a script
from staffwright.scheduler.terminal.commands.audit import audit
from staffwright.scheduler.terminal.commands.check import check
from staffwright.scheduler.terminal.commands.completion import VARIABLE, completion
from staffwright.scheduler.terminal.commands.init import init
from staffwright.scheduler.terminal.commands.pay import pay
from staffwright.scheduler.terminal.commands.plan import plan
from staffwright.scheduler.terminal.commands.replan import replan
from staffwright.scheduler.terminal.commands.rules import rules
from staffwright.scheduler.terminal.commands.schema import schema
from staffwright.scheduler.terminal.commands.staff import staff
from staffwright.scheduler.terminal.exit_codes import BAD_INPUT, BROKEN, DONE, INTERRUPTED
from staffwright.scheduler.terminal.failures import report
from staffwright.scheduler.terminal.output import debug_option
from staffwright.scheduler.terminal.teaching import TeachingGroup

__all__ = ["BAD_INPUT", "BROKEN", "DONE", "INTERRUPTED", "cli", "main"]

SECTIONS = {
    "From a forecast to a roster": (init, check, staff, plan),
    "With a roster at hand": (audit, pay, replan),
    "To look things up": (rules, schema, completion),
}
"""In the order in which a planner meets them."""


@click.group(
    cls=TeachingGroup,
    sections=SECTIONS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.version_option(package_name="staffwright")
@debug_option
def cli() -> None:
    """From a contact forecast to a legal, costed, named 24/7 roster.

    \b
    Begin with two files, or with a scenario of your own:
      staffwright plan forecast.csv agents.csv
      staffwright init my_site
      staffwright check my_site
      staffwright plan my_site

    Each command's --help has examples. --json and --quiet work with every command.
    """


def main() -> None:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        # names of people in a terminal or pipe that cannot write all of them
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli.main(prog_name="staffwright", complete_var=VARIABLE, standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:
        if "--debug" in sys.argv and not isinstance(error, click.ClickException | click.Abort):
            raise
        sys.exit(report(error, as_json="--json" in sys.argv))


if __name__ == "__main__":
    main()
