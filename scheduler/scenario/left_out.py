"""Sentences on what of a table is left out."""

from __future__ import annotations

from collections.abc import Collection


def left_out(
    file: str,
    count: int,
    what: tuple[str, str],
    which: str,
    lines: Collection[int] = (),
    *,
    said: tuple[str, str] = ("is ignored", "are ignored"),
) -> str:
    """Return the sentence that counts rows, and names the first line where lines are known.

    Parameters
    ----------
    what, said : (str, str)
        Noun and verb for one and for more, such as ``("row", "rows")``.
    which : str
        What they have in common, such as ``outside the horizon``.
    lines : collection of int
        Lines of the rows in the file.
    """
    noun, verb = (what[0], said[0]) if count == 1 else (what[1], said[1])
    place = ""
    if lines:
        place = f", {'on' if count == 1 else 'the first on'} line {min(lines)}"
    return f"{file}: {count} {noun} {which} {verb}{place}."
