"""File names made from employee ids, which may hold anything."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable

_LONGEST = 80
# Names of devices on Windows, whatever the suffix.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul"] + [f"{port}{k}" for port in ("com", "lpt") for k in range(10)]
)


def file_stems(ids: Iterable[str]) -> dict[str, str]:
    """Return a file name without suffix for every id, safe on every system and unique.

    An id of ASCII letters, digits, ``-``, ``_`` and inner dots is its own name. In any other,
    other characters become ``_`` and a part of the id's SHA-256 is added. So it is where two ids
    differ in case only: some file systems do not tell them apart.
    """
    ordered = sorted(set(ids))
    alike = Counter(_folded(employee) for employee in ordered)
    stems: dict[str, str] = {}
    taken: set[str] = set()
    # Plain ids first: they keep their own name whatever the others come to.
    for employee in sorted(ordered, key=lambda e: not (_is_plain(e) and alike[_folded(e)] == 1)):
        plain = _is_plain(employee) and alike[_folded(employee)] == 1
        stem = employee if plain else _hashed(employee)
        while _folded(stem) in taken:
            stem += "_"
        taken.add(_folded(stem))
        stems[employee] = stem
    return stems


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_plain(text: str) -> bool:
    return text == _slug(text) and 0 < len(text) <= _LONGEST and text.lower() not in _DEVICES


def _hashed(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{_slug(text)[:_LONGEST]}-{digest}"


def _slug(text: str) -> str:
    """Keep ASCII letters, digits, ``.``, ``-`` and ``_``; no dot at either end."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "_" for c in text)
    return kept.strip(".")
