"""Commands whose help shows examples and exit codes."""

from __future__ import annotations

from typing import Any

import click

from .exit_codes import BAD_INPUT, BROKEN, DONE, INTERNAL, INTERRUPTED, MEANINGS

ALWAYS = (DONE, BAD_INPUT, INTERNAL)
"""Exit codes that every command has."""

SEARCHES = (DONE, BROKEN, BAD_INPUT, INTERNAL, INTERRUPTED)
"""Exit codes of commands that search for a roster."""

CHECKS = (DONE, BROKEN, BAD_INPUT, INTERNAL)
"""Exit codes of commands that judge a roster."""


class TeachingCommand(click.Command):
    """A command with examples.

    Parameters
    ----------
    examples : tuple of str
        Command lines that work as they stand, with a remark behind two spaces and ``#``.
    codes : tuple of int
        The exit codes it has.
    """

    def __init__(
        self,
        *args: Any,
        examples: tuple[str, ...] = (),
        codes: tuple[int, ...] = ALWAYS,
        **attributes: Any,
    ) -> None:
        super().__init__(*args, **attributes)
        self.examples = examples
        self.codes = codes

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples and exit codes behind the options."""
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(f"  {example}\n")
        write_codes(formatter, self.codes)
        super().format_epilog(ctx, formatter)


class TeachingGroup(click.Group):
    """A group whose commands stand in the order in which they are met, under headings.

    Parameters
    ----------
    sections : dict
        Commands by heading.
    """

    def __init__(
        self, *args: Any, sections: dict[str, tuple[click.Command, ...]], **attributes: Any
    ) -> None:
        super().__init__(*args, **attributes)
        self.sections = sections
        for command in (command for commands in sections.values() for command in commands):
            self.add_command(command)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which the commands are met."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each section with its commands."""
        for heading, commands in self.sections.items():
            with formatter.section(heading):
                formatter.write_dl(
                    [(str(command.name), command.get_short_help_str(70)) for command in commands]
                )

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write exit codes behind the commands."""
        write_codes(formatter, tuple(MEANINGS))
        super().format_epilog(ctx, formatter)


def write_codes(formatter: click.HelpFormatter, codes: tuple[int, ...]) -> None:
    """Write what exit codes mean."""
    with formatter.section("Exit codes"):
        formatter.write_dl([(str(code), MEANINGS[code]) for code in codes])
