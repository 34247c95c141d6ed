"""Changes to the text of a scenario's files, and the faults that they must give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Edit = Callable[[str], str | bytes]
TextEdit = Callable[[str], str]


def sub(old: str, new: str) -> TextEdit:
    """Replace the first occurrence of a text that must be there."""

    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


def subs(*pairs: tuple[str, str]) -> TextEdit:
    """Replace several texts, each once."""

    def edit(text: str) -> str:
        for old, new in pairs:
            text = sub(old, new)(text)
        return text

    return edit


def add(*lines: str) -> TextEdit:
    """Add lines at the end."""
    return lambda text: text + "".join(line + "\n" for line in lines)


def case(name: str, file: str, edit: Any, line: int | None, value: str | None, words: str) -> Any:
    """A change of one file, and the line, value and words of the fault it must give."""
    return pytest.param(file, edit, line, value, words, id=name)


def with_column(name: str, value: str) -> TextEdit:
    """Put a column before the others, with the same value in every row."""
    return lambda text: f"{name}," + f"\n{value},".join(text.strip().split("\n"))
