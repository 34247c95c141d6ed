"""The columns that a table must and may have."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Columns:
    """The columns of a table: those it must have, and those it may have.

    Attributes
    ----------
    numbered : tuple of str
        Beginnings of names that end in a number from 1 to 99, as in ``volume_p90``.
    open : bool
        Whether columns that are not named here are passed over instead of being faults.
    aliases : tuple of (str, str)
        Other names of columns.
    headerless : callable or None
        For files without a header: from the cells of the first row to the names of the columns,
        None where the row is not one of such a file.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    open: bool = False
    aliases: tuple[tuple[str, str], ...] = ()
    headerless: Callable[[list[str]], tuple[str, ...] | None] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All columns with a fixed name, the required ones first."""
        return self.required + self.optional

    def known(self, text: str) -> str | None:
        """Return the column that a header cell names, in any case; None where it is unknown."""
        folded = text.strip().strip('"').strip().casefold()
        for name in self.names:
            if folded == name.casefold():
                return name
        for alias, name in self.aliases:
            if folded == alias.casefold():
                return name
        for beginning in self.numbered:
            digits = folded.removeprefix(beginning)
            if digits != folded and re.fullmatch(r"0?[1-9]|[1-9][0-9]", digits):
                return f"{beginning}{int(digits)}"
        return None

    def recognised(self, header: Sequence[str]) -> int:
        """Return how many cells of a header are names of columns."""
        return sum(self.known(cell) is not None for cell in header)
