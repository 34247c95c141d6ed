"""Text of calendars that the icalendar library leaves escaped."""

from __future__ import annotations

import re


def unescaped(text: str) -> str:
    r"""Undo the escapes of RFC 5545, 3.3.11: ``\,``, ``\;``, ``\\`` and ``\n``.

    The library does so for properties of RFC 5545 only, not for names of calendars.
    """
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)
