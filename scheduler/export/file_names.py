"""File names made from employee ids, which may hold anything."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable

_MOST_BYTES = 100
# Refused by Windows, macOS or Linux, or a separator there
_UNSAFE = frozenset('<>:"/\\|?*')
# Names of devices on Windows, whatever the suffix.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{k}" for port in ("com", "lpt") for k in range(10)]
)


def file_stems(ids: Iterable[str]) -> dict[str, str]:
    """Return a file name without suffix for every id, safe on every system and unique.

    An id is its own name (in Unicode's form NFC) where Windows, macOS and Linux take it: letters
    and digits of any script do. Else what they do not take becomes ``_``, of a long id the
    beginning stays, and a part of the id's SHA-256 is added. So it is where two ids differ in
    case or form only: some file systems do not tell them apart. No name has more than 100 bytes
    in UTF-8, but for an underscore or two.
    """
    ordered = sorted(set(ids))
    alike = Counter(_folded(employee) for employee in ordered)
    plain = {e for e in ordered if _is_plain(e) and alike[_folded(e)] == 1}
    stems: dict[str, str] = {}
    taken: set[str] = set()
    # Plain ids first: they keep their own name whatever the others come to.
    for employee in sorted(ordered, key=lambda e: e not in plain):
        stem = _slug(employee) if employee in plain else _hashed(employee)
        while _folded(stem) in taken:
            stem += "_"
        taken.add(_folded(stem))
        stems[employee] = stem
    return stems


def _folded(text: str) -> str:
    """Return the same for all texts that some file system takes for one."""
    # by upper case first: to Windows a dotless i is an I
    folded = unicodedata.normalize("NFKC", text).upper().casefold()
    return unicodedata.normalize("NFKC", folded)


def _is_plain(text: str) -> bool:
    slug = _slug(text)
    is_short = len(slug.encode("utf-8")) <= _MOST_BYTES
    return slug == unicodedata.normalize("NFC", text) and slug != "" and is_short


def _hashed(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    room = _MOST_BYTES - len(digest) - 1
    beginning = _slug(text).encode("utf-8")[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{beginning or 'agent'}-{digest}"


def _slug(text: str) -> str:
    """Keep what every system takes; no dot or space at either end, no name of a device."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(c if _is_safe(c) else "_" for c in composed).strip(". ")
    device = _folded(kept.partition(".")[0]).rstrip() in _DEVICES
    return f"_{kept}" if device else kept


def _is_safe(character: str) -> bool:
    """Say whether a character is seen, and nothing that programs may take for an unsafe one."""
    likeness = unicodedata.normalize("NFKC", character)
    return character.isprintable() and _UNSAFE.isdisjoint(likeness)
