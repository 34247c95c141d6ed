"""Tables of text: as fixed-width lines for a pipe, as cells for what a terminal can draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of a text table.

    Attributes
    ----------
    head : str
        What stands above it.
    width : int
        Characters in plain text.
    right : bool
        Whether cells stand at the right.
    cut : int or None
        Most characters shown in plain text; None for all.
    gap : int
        Spaces before it in plain text.
    """

    head: str = ""
    width: int = 0
    right: bool = False
    cut: int | None = None
    gap: int = 0

    def cell(self, text: str) -> str:
        """Return a cell as plain text."""
        side = ">" if self.right else "<"
        return " " * self.gap + f"{text[: self.cut]:{side}{self.width}}"


@dataclass(frozen=True)
class TextTable:
    """A small table with a title above and a note below.

    Attributes
    ----------
    columns : tuple of Column
    rows : tuple of tuple of str
        A cell per column.
    title, note : str
        Lines above and below; empty for none.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""

    @property
    def has_heads(self) -> bool:
        """Say whether a column has a head."""
        return any(column.head for column in self.columns)

    def lines(self) -> list[str]:
        """Return the table as lines of plain text."""
        heads = [tuple(column.head for column in self.columns)] if self.has_heads else []
        body = [
            "".join(
                column.cell(text) for column, text in zip(self.columns, row, strict=True)
            ).rstrip()
            for row in (*heads, *self.rows)
        ]
        return [*([self.title] if self.title else []), *body, *([self.note] if self.note else [])]


Part = str | TextTable
"""What a message consists of: a line, or a table."""


def plain_lines(parts: Iterable[Part]) -> list[str]:
    """Return lines and tables as lines of plain text."""
    return [
        line for part in parts for line in (part.lines() if isinstance(part, TextTable) else [part])
    ]
