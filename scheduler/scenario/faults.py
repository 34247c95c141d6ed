"""Collecting faults: every reader adds to one log and goes on."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable

from ..errors import Fault

MAX_FAULTS_PER_COLUMN = 50
"""Faults listed per file and column; the rest are counted in one more fault."""

_SHOWN_CHARACTERS = 80
_SHOWN_NAMES = 12


class FaultLog:
    """Faults in the order found; `sorted` orders them by file and line."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._per_column: Counter[tuple[str, str | None]] = Counter()

    def add(
        self,
        file: str,
        message: str,
        *,
        line: int | None = None,
        column: str | None = None,
        value: object = None,
    ) -> None:
        """Note a fault; beyond `MAX_FAULTS_PER_COLUMN` in a column faults are only counted."""
        self._per_column[file, column] += 1
        if self._per_column[file, column] <= MAX_FAULTS_PER_COLUMN:
            text = None if value is None else shorten(value)
            self._faults.append(Fault(file, line, column, text, message))

    def note(self, fault: Fault) -> None:
        """Note a fault as it is, once."""
        if fault not in self._faults:
            self._faults.append(fault)

    def count_more(self, file: str, column: str | None, more: int) -> None:
        """Count faults that are not listed one by one."""
        self._per_column[file, column] += more

    def take(self, other: FaultLog, *, without: str | None = None) -> None:
        """Add the faults of another log that are not in this one yet."""
        for fault in other._faults:
            if fault.file != without:
                self.note(fault)
        for (file, column), number in other._per_column.items():
            if file != without:
                known = self._per_column[file, column]
                self._per_column[file, column] = max(known, number)

    def __len__(self) -> int:
        return len(self._faults)

    def in_file(self, file: str) -> bool:
        """Say whether a file has a fault."""
        return any(fault.file == file for fault in self._faults)

    def sorted(self) -> tuple[Fault, ...]:
        """Return every fault, by file and line, with the counts of those not listed last."""
        unlisted = [
            Fault(file, None, column, None, f"and {more} more faults like these", more)
            for (file, column), n in self._per_column.items()
            if (more := n - MAX_FAULTS_PER_COLUMN) > 0
        ]
        # a count of unlisted faults that was noted from elsewhere stands behind those it goes on
        listed = sorted(
            self._faults, key=lambda f: (f.stands_for > 1, f.file, f.line or 0, f.column or "")
        )
        return (*listed, *sorted(unlisted, key=lambda f: (f.file, f.column or "")))


def shorten(value: object) -> str:
    """Return a value as text, cut to a length that fits a message."""
    text = value if isinstance(value, str) else str(value)
    if len(text) <= _SHOWN_CHARACTERS:
        return text
    return text[: _SHOWN_CHARACTERS - 1] + "…"


def closest(value: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed name most like `value`, None where none is."""
    by_folded = {name.casefold(): name for name in sorted(allowed)}
    matches = difflib.get_close_matches(value.casefold()[:100], list(by_folded), n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def one_of(
    value: str,
    allowed: Iterable[str],
    *,
    meant: Iterable[str] = (),
    most: int | None = _SHOWN_NAMES,
) -> str:
    """Return "did you mean ...?" and the allowed names, for the end of a message.

    Parameters
    ----------
    meant : iterable of str
        Names that may have been meant, where those are not all that are allowed.
    most : int or None
        How many names are listed; None for all.
    """
    names = sorted(allowed)
    if not names:
        return "none is defined"
    like = closest(value, list(meant) or names)
    hint = f"did you mean {like!r}? " if like else ""
    shown = ", ".join(names[:most])
    more = f" and {len(names) - most} more" if most is not None and len(names) > most else ""
    return f"{hint}allowed: {shown}{more}"
