"""The files of a scenario folder: fixed names, inside the folder, within limits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from .faults import FaultLog

MAX_FILE_BYTES = 200_000_000
"""Largest file read."""

SCENARIO_FILE = "scenario.toml"
TABLES = (
    "forecast",
    "agents",
    "rates",
    "time_off",
    "availability",
    "preferences",
    "events",
    "history",
    "locked",
)
SUFFIXES = (".csv", ".parquet", ".xlsx")
CALENDAR = ".ics"
"""Suffix that leave may have beside those of tables."""

WORKBOOK = "tables.xlsx"
"""Workbook with several tables, each in the sheet of its name."""


@dataclass(frozen=True)
class FileBytes:
    """A file's name in messages, its suffix and its content.

    `sheet` is the sheet of a workbook that is meant; where there is none of that name, the first.
    """

    name: str
    suffix: str
    data: bytes
    sheet: str = ""

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the content."""
        return hashlib.sha256(self.data).hexdigest()


def read_file(
    path: Path,
    log: FaultLog,
    *,
    inside: Path | None = None,
    name: str | None = None,
    sheet: str = "",
) -> FileBytes | None:
    """Read a file; None with a fault where it cannot or must not be read.

    Parameters
    ----------
    path : Path
        The file.
    inside : Path, optional
        Folder that the file must lie in once symbolic links are followed.
    name : str, optional
        Name for messages, by default the file's own.
    sheet : str
        Sheet of a workbook that is meant.
    """
    name = name or path.name
    try:
        real = path.resolve(strict=True)
        if inside is not None and not real.is_relative_to(inside.resolve()):
            log.add(name, "is a link to a file outside the scenario folder, which is not read")
            return None
        if not real.is_file():
            log.add(name, "is not a regular file")
            return None
        size = real.stat().st_size
        if size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 1_000_000
            log.add(name, f"has {size / 1e6:.0f} MB; at most {limit} MB are read")
            return None
        return FileBytes(name, path.suffix.lower(), real.read_bytes(), sheet)
    except FileNotFoundError:
        log.add(name, "is missing")
    except (OSError, RuntimeError, ValueError) as error:
        # RuntimeError: a loop of links; ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or type(error).__name__
        log.add(name, f"cannot be read: {reason}")
    return None


def decode(file: FileBytes, log: FaultLog) -> str | None:
    """Return a file's text without byte order mark and with plain line ends."""
    if file.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        log.add(file.name, "is UTF-16: save it as UTF-8", line=1)
        return None
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # the byte order mark is cut off before decoding, so positions count from behind it
        data = file.data.removeprefix(b"\xef\xbb\xbf")
        line = data.count(b"\n", 0, error.start) + 1
        log.add(
            file.name,
            "is not UTF-8 (this byte is none): save it as UTF-8",
            line=line,
            value=f"0x{data[error.start]:02x}",
        )
        return None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        log.add(file.name, "holds a NUL character: it is not a text file", line=line)
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def find_tables(folder: Path, log: FaultLog) -> dict[str, Path]:
    """Return the table files of a folder by stem; one suffix each, misspelt names are faults."""
    found: dict[str, Path] = {}
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        log.add(str(folder), f"cannot be read: {error.strerror}")
        return {}
    present = set(names)
    for stem in TABLES:
        files = [stem + suffix for suffix in _suffixes(stem) if stem + suffix in present]
        if len(files) > 1:
            log.add(files[0], f"only one of {' and '.join(files)} may be in the folder")
        if files:
            found[stem] = folder / files[0]
    read = {WORKBOOK, *(stem + suffix for stem in TABLES for suffix in _suffixes(stem))}
    for name in sorted(present - read):
        meant, suffix = _meant(Path(name).stem), Path(name).suffix.lower()
        if meant is not None and meant not in found and suffix in _suffixes(meant):
            log.add(name, f"is not read; did you mean {meant}{suffix}?")
    return found


def _suffixes(stem: str) -> tuple[str, ...]:
    """Return the suffixes that the file of a table may have."""
    return (*SUFFIXES, CALENDAR) if stem == "time_off" else SUFFIXES


def _meant(stem: str) -> str | None:
    """Return the table that a stem differs from by case, separators or a plural only."""

    def plain(text: str) -> str:
        return "".join(c for c in text.casefold() if c.isalnum()).rstrip("s")

    by_plain = {plain(table): table for table in TABLES}
    return by_plain.get(plain(stem))
