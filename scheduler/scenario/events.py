"""events.csv: training, coaching and meetings, one event per agent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .cells import flags, instants, names, utc_values, whole_numbers
from .faults import FaultLog
from .known import Known
from .left_out import left_out
from .tables import Columns, Table
from .types import Event

COLUMNS = Columns(
    ("event_id",),
    (
        "employee_id",
        "group",
        "start",
        "end",
        "duration_minutes",
        "window_start",
        "window_end",
        "mandatory",
        "paid",
    ),
)


@dataclass(frozen=True)
class ReadEvents:
    """Events of the horizon with the line of each, and sentences on what was left out."""

    rows: tuple[Event, ...] = ()
    lines: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    file: str = "events.csv"


@dataclass(frozen=True)
class _Timing:
    start: datetime | None
    end: datetime | None
    minutes: int
    window: tuple[datetime, datetime] | None


def read_events(
    table: Table,
    known: Known,
    employees: frozenset[str] | None,
    groups: dict[str, tuple[str, ...]],
    log: FaultLog,
) -> ReadEvents:
    """Read and check events.

    A row names an employee or a group, and either start with end or `duration_minutes`
    (fixed), or a window with `duration_minutes` (to be placed). `mandatory` and `paid` are
    true where they are empty. Events that lie outside the horizon are left out and counted.
    """
    event_ids = names(table, "event_id", log, what="event id")
    ids = names(table, "employee_id", log, what="employee", allowed=employees, required=False)
    group_names = None if employees is None else groups
    group = names(table, "group", log, what="group", allowed=group_names, required=False)
    timings = _timings(table, known, log)
    mandatory = flags(table, "mandatory", log, required=False).fill_null(True)
    paid = flags(table, "paid", log, required=False).fill_null(True)
    rows: list[Event] = []
    lines: list[int] = []
    seen: set[tuple[str, str]] = set()
    outside = 0
    texts = table.texts("employee_id", "group")
    for row in range(len(table)):
        if (texts["employee_id"][row] is None) == (texts["group"][row] is None):
            table.fault(log, row, "employee_id", "give either an employee_id or a group")
            continue
        members = (ids[row],) if ids[row] is not None else groups.get(group[row] or "", ())
        timing = timings[row]
        if event_ids[row] is None or timing is None:
            continue
        if not _inside(timing, known):
            outside += 1
            continue
        for member in members:
            if (event_ids[row], member) in seen:
                table.fault(log, row, "event_id", f"the event has another row for {member}")
                continue
            seen.add((event_ids[row], member))
            rows.append(
                Event(
                    event_id=event_ids[row],
                    employee_id=member,
                    start=timing.start,
                    end=timing.end,
                    duration_minutes=timing.minutes,
                    window=timing.window,
                    mandatory=mandatory[row],
                    paid=paid[row],
                )
            )
            lines.append(int(table.lines[row]))
    notes: tuple[str, ...] = ()
    if outside:
        notes = (left_out(table.file, outside, ("event", "events"), "outside the horizon"),)
    return ReadEvents(tuple(rows), tuple(lines), notes, table.file)


def _timings(table: Table, known: Known, log: FaultLog) -> list[_Timing | None]:
    zone = known.zone
    start = utc_values(instants(table, "start", zone, log, required=False).first)
    end = utc_values(instants(table, "end", zone, log, required=False).second)
    minutes = whole_numbers(table, "duration_minutes", log, required=False, least=1, most=1440)
    window_start = utc_values(instants(table, "window_start", zone, log, required=False).first)
    window_end = utc_values(instants(table, "window_end", zone, log, required=False).second)
    columns = ("start", "end", "duration_minutes", "window_start", "window_end")
    given = table.texts(*columns)
    timings: list[_Timing | None] = []
    for row in range(len(table)):
        shape = tuple(given[column][row] is not None for column in columns)
        timing = None
        if shape in ((True, True, False, False, False), (True, True, True, False, False)):
            timing = _fixed(table, row, start[row], end[row], minutes[row], log)
        elif shape == (True, False, True, False, False):
            begin = start[row]
            if begin is not None and minutes[row] is not None:
                until = begin + timedelta(minutes=minutes[row])
                timing = _Timing(begin, until, minutes[row], None)
        elif shape == (False, False, True, True, True):
            window = (window_start[row], window_end[row])
            timing = _placed(table, row, window, minutes[row], log)
        else:
            shown = ", ".join(
                column for column, is_given in zip(columns, shape, strict=True) if is_given
            )
            message = (
                "give start and end, or start and duration_minutes, "
                "or window_start, window_end and duration_minutes"
            )
            table.fault(log, row, "start", message, f"only {shown}" if shown else None)
        timings.append(timing)
    return timings


def _fixed(
    table: Table,
    row: int,
    start: datetime | None,
    end: datetime | None,
    minutes: int | None,
    log: FaultLog,
) -> _Timing | None:
    if start is None or end is None:
        return None
    lasts = (end - start) // timedelta(minutes=1)
    if not 0 < lasts <= 1440:
        table.fault(log, row, "end", "must be after the start, at most a day")
        return None
    if minutes is not None and minutes != lasts:
        table.fault(log, row, "duration_minutes", f"start and end are {lasts} minutes apart")
    return _Timing(start, end, lasts, None)


def _placed(
    table: Table,
    row: int,
    window: tuple[datetime | None, datetime | None],
    minutes: int | None,
    log: FaultLog,
) -> _Timing | None:
    begin, end = window
    if begin is None or end is None or minutes is None:
        return None
    if end - begin < timedelta(minutes=minutes):
        table.fault(log, row, "window_end", f"the window is shorter than {minutes} minutes")
        return None
    if end - begin == timedelta(minutes=minutes):
        return _Timing(begin, end, minutes, window=(begin, end))
    return _Timing(None, None, minutes, (begin, end))


def _inside(timing: _Timing, known: Known) -> bool:
    """Say whether an event can lie in a shift that begins in the horizon."""
    if known.start is None or known.end is None:
        return True
    first, last = timing.window or (timing.start, timing.end)
    if first is None or last is None:
        return False
    # a shift of the last day may run into the next one
    return last > known.start and first < known.end + timedelta(days=1)
