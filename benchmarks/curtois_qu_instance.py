"""The text format of the staff-scheduling instances of Curtois & Qu (2014).

Sections in any order, lines of comma-separated fields, comments with ``#``. Every fault of a file
is reported, each with its line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SECTIONS = (
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
)


class InstanceError(ValueError):
    """A file that is no instance; `faults` has all that is wrong."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        super().__init__(f"{path}: " + "; ".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class ShiftKind:
    """A shift, its minutes, and the shifts that may not follow it on the next day."""

    name: str
    minutes: int
    not_followed_by: tuple[str, ...]


@dataclass(frozen=True)
class Employee:
    """Limits of an employee over the horizon; `max_shifts` by shift, none where absent."""

    name: str
    max_shifts: dict[str, int]
    max_minutes: int
    min_minutes: int
    max_run: int
    min_run: int
    min_off: int
    max_weekends: int


@dataclass(frozen=True)
class Request:
    """A shift wanted (or not wanted) on a day, and what it costs not to grant it."""

    employee: str
    day: int
    shift: str
    weight: int


@dataclass(frozen=True)
class Cover:
    """Employees wanted in a shift of a day, and the cost of each one missing or too many."""

    day: int
    shift: str
    required: int
    under: int
    over: int


@dataclass(frozen=True)
class Instance:
    """One file. Days count from 0, a Monday."""

    name: str
    days: int
    shifts: tuple[ShiftKind, ...]
    staff: tuple[Employee, ...]
    days_off: dict[str, frozenset[int]]
    on: tuple[Request, ...]
    off: tuple[Request, ...]
    cover: tuple[Cover, ...]


class _Reader:
    """Fields of one file as values; notes faults and goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[str] = []
        self.line = 0
        self.days = 0
        self.shifts: dict[str, ShiftKind] = {}
        self.staff: dict[str, Employee] = {}
        self.days_off: dict[str, frozenset[int]] = {}
        self.on: dict[tuple[str, int, str], Request] = {}
        self.off: dict[tuple[str, int, str], Request] = {}
        self.cover: dict[tuple[int, str], Cover] = {}

    def fault(self, text: str) -> None:
        self.faults.append(f"line {self.line}: {text}")

    def number(self, text: str, what: str, least: int = 0) -> int:
        if text.strip().isdigit() and int(text) >= least:
            return int(text)
        self.fault(f"{what} {text!r} is not a whole number from {least}")
        return least

    def day(self, text: str) -> int:
        day = self.number(text, "day")
        if day >= self.days:
            self.fault(f"day {day} lies outside the horizon, days 0 to {self.days - 1}")
            return 0
        return day

    def known(self, text: str, names: dict[str, ShiftKind] | dict[str, Employee], what: str) -> str:
        if text not in names:
            self.fault(f"unknown {what} {text!r}")
        return text

    def split(self, text: str, count: int) -> list[str] | None:
        fields = [field.strip() for field in text.split(",")]
        if len(fields) == count:
            return fields
        self.fault(f"{len(fields)} fields instead of {count}: {text!r}")
        return None

    # -- sections ----------------------------------------------------------------------------

    def horizon(self, text: str) -> None:
        self.days = self.number(text, "horizon", 1)

    def shift(self, text: str) -> None:
        fields = self.split(text, 3)
        if fields is None:
            return
        after = tuple(name for name in fields[2].split("|") if name)
        if fields[0] in self.shifts:
            self.fault(f"shift {fields[0]!r} is given twice")
        minutes = self.number(fields[1], "length", 1)
        self.shifts[fields[0]] = ShiftKind(fields[0], minutes, after)

    def employee(self, text: str) -> None:
        fields = self.split(text, 8)
        if fields is None:
            return
        if fields[0] in self.staff:
            self.fault(f"employee {fields[0]!r} is given twice")
        most = {}
        for part in filter(None, fields[1].split("|")):
            name, _, count = part.partition("=")
            most[self.known(name, self.shifts, "shift")] = self.number(count, "most shifts")
        what = ("most minutes", "least minutes", "longest run", "shortest run", "least days off")
        values = [
            self.number(f, w) for f, w in zip(fields[2:], (*what, "most weekends"), strict=True)
        ]
        self.staff[fields[0]] = Employee(fields[0], most, *values)

    def day_off(self, text: str) -> None:
        name, *days = (field.strip() for field in text.split(","))
        self.known(name, self.staff, "employee")
        earlier = self.days_off.get(name, frozenset())
        self.days_off[name] = earlier | {self.day(day) for day in days}

    def request(self, text: str, into: dict[tuple[str, int, str], Request]) -> None:
        fields = self.split(text, 4)
        if fields is None:
            return
        request = Request(
            self.known(fields[0], self.staff, "employee"),
            self.day(fields[1]),
            self.known(fields[2], self.shifts, "shift"),
            self.number(fields[3], "weight"),
        )
        key = request.employee, request.day, request.shift
        if key in into:
            self.fault(f"request {text!r} is given twice")
        into[key] = request

    def covered(self, text: str) -> None:
        fields = self.split(text, 5)
        if fields is None:
            return
        what = ("requirement", "weight for under", "weight for over")
        values = [self.number(f, w) for f, w in zip(fields[2:], what, strict=True)]
        cover = Cover(self.day(fields[0]), self.known(fields[1], self.shifts, "shift"), *values)
        if (cover.day, cover.shift) in self.cover:
            self.fault(f"cover {text!r} is given twice")
        self.cover[cover.day, cover.shift] = cover

    def read(self) -> None:
        found: dict[str, list[tuple[int, str]]] = {}
        section = None
        for number, raw in enumerate(self.path.read_text(encoding="utf-8").splitlines(), 1):
            self.line, text = number, raw.strip()
            if not text or text.startswith("#"):
                continue
            if text.startswith("SECTION_"):
                section = text
                if section not in SECTIONS:
                    self.fault(f"unknown section {section}")
                found.setdefault(section, [])
            elif section is None:
                self.fault(f"{text!r} stands before the first section")
            else:
                found[section].append((number, text))
        self.line = 0
        for name in SECTIONS:
            if name not in found:
                self.fault(f"{name} is missing")
        takers: dict[str, Callable[[str], None]] = {
            "SECTION_HORIZON": self.horizon,
            "SECTION_SHIFTS": self.shift,
            "SECTION_STAFF": self.employee,
            "SECTION_DAYS_OFF": self.day_off,
            "SECTION_SHIFT_ON_REQUESTS": lambda text: self.request(text, self.on),
            "SECTION_SHIFT_OFF_REQUESTS": lambda text: self.request(text, self.off),
            "SECTION_COVER": self.covered,
        }
        for name in SECTIONS:
            for number, text in found.get(name, []):
                self.line = number
                takers[name](text)
        for kind in self.shifts.values():
            for name in kind.not_followed_by:
                self.line = 0
                self.known(name, self.shifts, "shift")


def read_instance(path: Path) -> Instance:
    """Read a file.

    Raises
    ------
    InstanceError
        With every fault found.
    """
    reader = _Reader(path)
    reader.read()
    if reader.faults:
        raise InstanceError(path, reader.faults)
    return Instance(
        path.stem,
        reader.days,
        tuple(reader.shifts.values()),
        tuple(reader.staff.values()),
        reader.days_off,
        tuple(reader.on.values()),
        tuple(reader.off.values()),
        tuple(reader.cover.values()),
    )
