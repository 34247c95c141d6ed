"""The text of calendars, RFC 5545: escapes, folded lines, events.

The icalendar library reads and writes all of RFC 5545 at half a millisecond an event. Our own
calendars hold tens of thousands of plain events, so they are read and written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_LONGEST = 75
_ESCAPED = re.compile(r"[\\;,\n]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")

Properties = dict[str, str]
"""Values by name of property, as they stand in the file; parameters are left out."""


def escaped(text: str) -> str:
    """Escape a text value (3.3.11); a line end becomes backslash n, other controls a space."""
    plain = _CONTROL.sub(" ", text)
    return _ESCAPED.sub(lambda found: "\\n" if found[0] == "\n" else f"\\{found[0]}", plain)


def unescaped(text: str) -> str:
    """Undo `escaped`."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


def content_lines(properties: Iterable[tuple[str, str]]) -> bytes:
    """Return properties as lines of at most 75 octets that end in CR LF (3.1)."""
    return b"".join(_folded(f"{name}:{value}".encode()) for name, value in properties)


def _folded(line: bytes) -> bytes:
    if len(line) <= _LONGEST:
        return line + b"\r\n"
    parts = []
    room = _LONGEST
    while len(line) > room:
        cut = room
        while line[cut] & 0xC0 == 0x80:  # in the middle of a character
            cut -= 1
        parts.append(line[:cut])
        line = line[cut:]
        room = _LONGEST - 1  # a space begins the next line
    return b"\r\n ".join([*parts, line]) + b"\r\n"


def read_properties(data: bytes) -> tuple[Properties, list[Properties]]:
    """Return the properties of a calendar and those of its events.

    Raises
    ------
    ValueError
        If it is not text, or an event does not end.
    """
    text = re.sub(r"\r?\n[ \t]", "", data.decode("utf-8")).replace("\r\n", "\n")
    calendar: Properties = {}
    events: list[Properties] = []
    lines = iter(text.split("\n"))  # splitlines would break at characters of names
    for line in lines:
        if line == "BEGIN:VEVENT":
            events.append(dict(_event(lines)))
        else:
            name, _, value = line.partition(":")
            calendar.setdefault(name.partition(";")[0], value)
    return calendar, events


def _event(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if line == "END:VEVENT":
            return
        name, _, value = line.partition(":")
        yield name.partition(";")[0], value
    raise ValueError("an event does not end")
