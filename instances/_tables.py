"""Rows, times and chance for the generator: what every generated table shares."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

Row = Mapping[str, object]
Item = TypeVar("Item")

FORECAST_COLUMNS = (
    "queue",
    "channel",
    "interval_start",
    "interval_minutes",
    "volume",
    "aht_s",
)
AGENT_COLUMNS = (
    "employee_id",
    "name",
    "contract_id",
    "fte",
    "base_rate",
    "skills",
    "hire_date",
    "seniority_rank",
    "group",
)
TIME_OFF_COLUMNS = ("employee_id", "start", "end", "kind", "paid_minutes")
AVAILABILITY_COLUMNS = ("employee_id", "weekday", "date", "start", "end", "available")
PREFERENCE_COLUMNS = ("employee_id", "date", "shift", "window", "off", "weight")
EVENT_COLUMNS = (
    "event_id",
    "employee_id",
    "group",
    "start",
    "end",
    "duration_minutes",
    "window_start",
    "window_end",
    "mandatory",
    "paid",
)
SCHEDULE_COLUMNS = (
    "employee_id",
    "shift_id",
    "business_date",
    "activity_code",
    "start",
    "end",
    "paid",
    "work",
    "queue",
    "locked",
)


@dataclass(frozen=True)
class Person:
    """An agent as agents.csv lists it."""

    employee_id: str
    name: str
    contract: str
    fte: str
    base_rate: str
    skills: tuple[str, ...]
    hire_date: date
    seniority_rank: int
    group: str

    def row(self) -> Row:
        """Return the line of agents.csv."""
        return {
            "employee_id": self.employee_id,
            "name": self.name,
            "contract_id": self.contract,
            "fte": self.fte,
            "base_rate": self.base_rate,
            "skills": "|".join(self.skills),
            "hire_date": self.hire_date.isoformat(),
            "seniority_rank": self.seniority_rank,
            "group": self.group,
        }


class Chance:
    """Draws that are the same on every Python version: `Random.random` alone is promised to be."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311

    def uniform(self, low: float, high: float) -> float:
        """Draw from the interval [low, high)."""
        return low + (high - low) * self._random.random()

    def below(self, count: int) -> int:
        """Draw from 0 to `count` - 1."""
        return int(self._random.random() * count)

    def one_of(self, items: Sequence[Item]) -> Item:
        """Draw one item."""
        return items[self.below(len(items))]

    def shuffled(self, items: Iterable[Item]) -> list[Item]:
        """Return the items in a drawn order."""
        return sorted(items, key=lambda _: self._random.random())


def local(day: date, clock: str, zone: str) -> datetime:
    """Return a clock time ``HH:MM`` of a day; hours from 24 on are the next day's."""
    hours, _, minutes = clock.partition(":")
    wall = datetime.combine(day, time()) + timedelta(hours=int(hours), minutes=int(minutes))
    return wall.replace(tzinfo=ZoneInfo(zone))


def clock(minutes: int) -> str:
    """Return minutes after midnight as ``HH:MM``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def later(at: datetime, minutes: int) -> datetime:
    """Return the aware time `minutes` of real time after another."""
    return (at.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(at.tzinfo)


def steps(first: datetime, last: datetime, minutes: int) -> list[datetime]:
    """Return aware times from `first` to below `last`, `minutes` of real time apart."""
    count = (last.astimezone(UTC) - first.astimezone(UTC)) // timedelta(minutes=minutes)
    return [later(first, k * minutes) for k in range(count)]


def activity(
    person: Person,
    shift_id: str,
    day: date,
    code: str,
    span: tuple[datetime, datetime],
    *,
    paid: bool = True,
    queue: str = "",
    locked: bool = False,
) -> Row:
    """Return one row of a schedule."""
    return {
        "employee_id": person.employee_id,
        "shift_id": shift_id,
        "business_date": day.isoformat(),
        "activity_code": code,
        "start": span[0].isoformat(),
        "end": span[1].isoformat(),
        "paid": "true" if paid else "false",
        "work": "false" if code.startswith("break:") else "true",
        "queue": queue,
        "locked": "true" if locked else "false",
    }


def worked_shift(
    person: Person,
    shift_id: str,
    day: date,
    span: tuple[datetime, datetime],
    breaks: Sequence[tuple[str, int, int, bool]],
    queue: str,
    *,
    locked: bool = False,
) -> list[Row]:
    """Return the rows of a shift: work on one queue with breaks between.

    `breaks` holds (id, minutes after the start of the shift, length in minutes, paid) in order.
    """
    rows: list[Row] = []
    at = span[0]
    for break_id, offset, minutes, paid in breaks:
        begin = later(span[0], offset)
        end = later(begin, minutes)
        rows.append(
            activity(person, shift_id, day, "work", (at, begin), queue=queue, locked=locked)
        )
        code = f"break:{break_id}"
        rows.append(activity(person, shift_id, day, code, (begin, end), paid=paid, locked=locked))
        at = end
    rows.append(activity(person, shift_id, day, "work", (at, span[1]), queue=queue, locked=locked))
    return rows


def write(folder: Path, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write one table as UTF-8 with a header row and line feeds; missing values stay empty."""
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
