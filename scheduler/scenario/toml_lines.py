"""On which line of a TOML file a key stands.

`tomllib` keeps no positions. This scanner walks through text that `tomllib` has accepted, so
it only needs to recognise where keys and values begin and end, not whether they are valid.
"""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

_KEY = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")
_SKIP = re.compile(r"(?:[\s,]|#[^\n]*)*")
_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_PLAIN = re.compile(r"[^\s,\]}#]+(?: [0-9][0-9:.+\-Zz]*)?")
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


def key_lines(text: str) -> dict[Path, int]:
    """Return the one-based line of every table, key and array element of a valid TOML text.

    Parameters
    ----------
    text : str
        TOML that `tomllib.loads` accepts.

    Returns
    -------
    dict
        Lines by path, for example ``("queues", 1, "hours", 0, "open")``.
    """
    return _Scanner(text).scan()


def nearest_line(lines: dict[Path, int], path: Path) -> int | None:
    """Return the line of a path, or of the closest of its parents that is in the file."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._at = 0
        self._counted_to = 0
        self._line = 1
        self._lines: dict[Path, int] = {}
        self._array_sizes: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text.startswith("[", self._at):
                table = self._header()
            else:
                self._key_and_value(table)
            self._skip(_BLANK)
        return self._lines

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        if match:
            self._at = match.end()

    def _count_lines(self) -> None:
        self._line += self._text.count("\n", self._counted_to, self._at)
        self._counted_to = self._at

    def _note(self, path: Path) -> None:
        self._lines.setdefault(path, self._line)

    def _header(self) -> Path:
        self._count_lines()
        is_array = self._text.startswith("[[", self._at)
        brackets = 2 if is_array else 1
        self._at += brackets
        names = self._dotted_key()
        self._at += brackets
        path = (*self._inside_arrays(names[:-1]), names[-1])
        self._note(path)
        if is_array:
            index = self._array_sizes.get(path, 0)
            self._array_sizes[path] = index + 1
            path = (*path, index)
            self._note(path)
        return path

    def _inside_arrays(self, names: Path) -> Path:
        """Extend names by the index of the array's last table wherever one is an array."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self._array_sizes:
                path = (*path, self._array_sizes[path] - 1)
        return path

    def _dotted_key(self) -> tuple[str, ...]:
        names: list[str] = []
        while True:
            match = _KEY.match(self._text, self._at)
            if match is None:  # only for text that tomllib would refuse
                self._at = len(self._text)
                return (*names, "")
            names.append(next(group for group in match.groups() if group is not None))
            self._at = match.end()
            if not self._text.startswith(".", self._at):
                return tuple(names)
            self._at += 1

    def _key_and_value(self, table: Path) -> None:
        self._count_lines()
        path = table
        for name in self._dotted_key():
            path = (*path, name)
            self._note(path)
        self._at += 1  # the equals sign
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip(_BLANK)
        opening = self._text[self._at : self._at + 1]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            for pattern in _STRINGS:
                match = pattern.match(self._text, self._at)
                if match:
                    break
            else:
                match = _PLAIN.match(self._text, self._at)
            self._at = match.end() if match else len(self._text)

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while True:
            self._skip(_SKIP)
            if self._at >= len(self._text) or self._text[self._at] == "]":
                self._at += 1
                return
            self._count_lines()
            self._note((*path, index))
            self._value((*path, index))
            index += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while True:
            self._skip(_SKIP)
            if self._at >= len(self._text) or self._text[self._at] == "}":
                self._at += 1
                return
            self._key_and_value(path)
