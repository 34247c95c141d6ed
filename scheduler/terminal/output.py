"""Where a command's findings go: a terminal, a pipe, or a program that wants JSON."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from ..text_table import Part, TextTable

Command = Callable[..., Any]

_STYLES = (
    (re.compile(r"\b(BROKEN\b.*|MISSED|HARD\b.*|not met)"), "bold red"),
    (re.compile(r"\b(all kept|proven optimal|no faults|clean|no shortages)\b"), "green"),
    (re.compile(r"^(default|note):"), "cyan"),
    (re.compile(r"^(status|cost|bound|gap|promises|audit|changed)\b"), "bold"),
)


@dataclass(frozen=True)
class Output:
    """How a command was asked to show what it found.

    Attributes
    ----------
    as_json : bool
        Whether standard output gets one JSON document and nothing else.
    quiet : bool
        Whether only JSON, where asked for, and faults are shown.
    """

    as_json: bool = False
    quiet: bool = False

    def show(self, parts: Iterable[Part], document: Callable[[], str]) -> None:
        """Show lines and tables, or the JSON document in their place."""
        if self.as_json:
            echo_json(document())
        elif not self.quiet:
            show_parts(parts)

    def ahead(self, lines: Iterable[str]) -> None:
        """Show what a command begins with, before it works on it; not beside JSON."""
        if not self.as_json and not self.quiet:
            show_parts(lines)

    def note(self, text: str) -> None:
        """Say on standard error what was written."""
        if not self.quiet:
            click.echo(text, err=True)


def output_options(command: Command) -> Command:
    """Add ``--json``, ``--quiet`` and ``--debug``; the command takes them as `output`."""

    @functools.wraps(command)
    def with_output(*args: Any, as_json: bool, quiet: bool, **others: Any) -> Any:
        return command(*args, output=Output(as_json, quiet), **others)

    as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    quiet = click.option(
        "-q", "--quiet", is_flag=True, help="Print nothing but faults, and JSON where asked for."
    )
    return as_json(quiet(debug_option(with_output)))


def debug_option(command: Command) -> Command:
    """Add ``--debug``, which `main` looks for among the arguments."""
    text = "Show the full traceback of an error."
    return click.option("--debug", is_flag=True, expose_value=False, help=text)(command)


def echo_json(document: str) -> None:
    """Print JSON; into a pipe always as UTF-8, whatever the terminal's encoding is."""
    text = document.rstrip("\n")
    click.echo(text if sys.stdout.isatty() else text.encode())


def is_rich(console: Console) -> bool:
    """Say whether a console can move its cursor and draw."""
    return console.is_terminal and not console.is_dumb_terminal


def show_parts(parts: Iterable[Part]) -> None:
    """Print lines and tables: drawn on a terminal, as plain text into a pipe."""
    from rich.console import Console
    from rich.text import Text

    from ..text_table import TextTable, plain_lines

    console = Console(highlight=False, soft_wrap=False)
    if not is_rich(console):
        click.echo("\n".join(plain_lines(parts)))
        return
    for part in parts:
        if isinstance(part, TextTable):
            for text, style in ((part.title, "bold"), (drawn(part), ""), (part.note, "dim")):
                if text:
                    console.print(text, style=style, markup=False)
        else:
            console.print(styled(Text(part)))


def styled(text: Any) -> Any:
    """Mark the words of a `rich.text.Text` that matter; colours say nothing words do not."""
    for pattern, style in _STYLES:
        text.highlight_regex(pattern, style)
    return text


def drawn(table: TextTable) -> Table:
    """Return the columns and rows of a table as rich draws them."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = Table(
        box=box.SIMPLE_HEAD,
        show_header=table.has_heads,
        header_style="bold",
        pad_edge=False,
        show_edge=False,
    )
    for column in table.columns:
        grid.add_column(Text(column.head), justify="right" if column.right else "left")
    for row in table.rows:
        style = "bold" if row[0] == "total" else ""
        grid.add_row(*(styled(Text(cell)) for cell in row), style=style)
    return grid
