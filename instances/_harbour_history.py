"""Two weeks of Harbour Line before the horizon, worked under the same rules.

Every agent has two days off that repeat from week to week; between them they keep one shift and
change to another only across days off, so rest and days in a row hold by construction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ._harbour_forecast import FIRST_DAY, ZONE
from ._harbour_staff import late_risers, student, without_wednesday
from ._tables import Chance, Person, Row, clock, later, local, worked_shift

HISTORY_DAYS = 14
FIRST = FIRST_DAY - timedelta(days=HISTORY_DAYS)

# Days off (0 is Monday) of full-timers, most of them at the weekend.
OFF_DAYS = (
    *((5, 6),) * 14,
    *((6, 0),) * 4,
    *((0, 1),) * 5,
    *((1, 2),) * 4,
    *((2, 3),) * 5,
    *((3, 4),) * 4,
    *((4, 5),) * 2,
)
FULL_NIGHTS = 4  # full-timers who also do a run of nights
EARLY_STARTS = ("06:00", "06:30", "07:00", "07:30", "08:00", "09:00")
LATE_STARTS = ("11:00", "12:00", "13:00", "14:00", "15:00", "15:30")
LENGTH_MINUTES = 510


@dataclass(frozen=True)
class Run:
    """Days worked one after the other with the same shift."""

    days: tuple[date, ...]
    template: str
    start: str
    length_minutes: int


def _runs(off: Sequence[int]) -> list[tuple[date, ...]]:
    """Return the worked days of the two weeks, cut where days off lie between."""
    runs: list[list[date]] = [[]]
    for k in range(HISTORY_DAYS):
        day = FIRST + timedelta(days=k)
        if day.weekday() in off:
            runs.append([])
        else:
            runs[-1].append(day)
    return [tuple(run) for run in runs if run]


def _off_days(people: list[Person], chance: Chance) -> list[tuple[Person, tuple[int, ...]]]:
    """Return the days off of every full-timer; who serves retention alone is off on Sundays."""
    pairs = sorted(chance.shuffled(OFF_DAYS), key=lambda pair: 6 not in pair)
    members = chance.shuffled(p for p in people if p.contract == "full")
    members.sort(key=lambda person: person.skills != ("retention",))
    return [
        (person, pair if person.fte == "1" else (*pair, (pair[1] + 1) % 7))
        for person, pair in zip(members, pairs, strict=True)
    ]


def _full_time(people: list[Person], chance: Chance) -> list[tuple[Person, Run]]:
    """Return the runs of full-timers: early and late by turns, one run of nights for a few."""
    worked, night_runs = [], 0
    for k, (person, off) in enumerate(_off_days(people, chance)):
        runs = _runs(off)
        night_turn = None
        if {"billing", "technical"} <= set(person.skills) and night_runs < FULL_NIGHTS:
            # one of them works the night that runs into the horizon, the others earlier ones
            last = night_runs == FULL_NIGHTS - 1
            if not last or runs[-1][-1].weekday() == 6:
                night_turn = len(runs) - 1 if last else 0
                night_runs += 1
        for turn, days in enumerate(runs):
            template = ("early", "late")[(k + turn) % 2]
            start = chance.one_of(EARLY_STARTS if template == "early" else LATE_STARTS)
            if person.skills == ("retention",):
                start = {"early": "08:00", "late": "11:00"}[template]
            if turn == night_turn:
                template, start = "night", "22:00"
            worked.append((person, Run(days, template, start, LENGTH_MINUTES)))
    return worked


def _part_time(people: list[Person], chance: Chance) -> list[tuple[Person, Run]]:
    """Return the runs of part-timers: five hours a day, within their availability."""
    worked = []
    members = [p for p in people if p.contract == "part"]
    for k, person in enumerate(members):
        off: tuple[int, ...] = (5, 6) if k % 2 else ((k + 1) % 5, 6)
        start = clock(60 * (7 + chance.below(7)))
        if person == student(people):
            off, start = (0, 1, 2, 3), "16:00"
        elif person in without_wednesday(people):
            off = (2, 6)
        if person in late_risers(people):
            start = clock(60 * (8 + chance.below(6)))
        if person.skills == ("retention",):
            start = clock(60 * (8 + chance.below(6)))
        worked += [(person, Run(days, "short", start, 300)) for days in _runs(off)]
    return worked


def _night_team(people: list[Person]) -> list[tuple[Person, Run]]:
    """Return the runs of the night team: four nights on, three off, one agent a day later."""
    worked = []
    for k, person in enumerate(p for p in people if p.contract == "nights"):
        on = {(k + 3 + step) % 7 for step in range(4)}
        off = tuple(day for day in range(7) if day not in on)
        worked += [(person, Run(days, "night", "22:00", LENGTH_MINUTES)) for days in _runs(off)]
    return worked


def _breaks(chance: Chance, length_minutes: int, turn: int) -> list[tuple[str, int, int, bool]]:
    """Return breaks inside the windows of scenario.toml; `turn` staggers those of a night."""
    first = 90 + 15 * (turn % 6)
    if length_minutes < 400:
        return [("rest1", first, 15, True)]
    meal = 195 + 30 * (turn % 5)
    second = 420 if meal >= 300 else 345 + 15 * chance.below(5)
    return [
        ("rest1", min(first, meal - 75), 15, True),
        ("meal", meal, 30, False),
        ("rest2", max(second, meal + 90), 15, True),
    ]


def _queue(person: Person, template: str, day: date, turn: int) -> str:
    """Return the queue worked on: one of the agent's, retention only while it is open."""
    queues = [q for q in person.skills if q != "retention" or len(person.skills) == 1]
    if template == "night":
        return queues[turn % len(queues)]
    if "retention" in person.skills and day.weekday() != 6 and day.toordinal() % 2:
        return "retention"
    return queues[(turn + day.toordinal()) % len(queues)]


def history(people: list[Person], leave: list[Row]) -> list[Row]:
    """Return the schedule rows of the two weeks before the horizon."""
    chance = Chance("harbour_line history")
    runs = _full_time(people, chance) + _part_time(people, chance) + _night_team(people)
    away = {row["employee_id"]: str(row["start"])[:10] for row in leave}
    turns: dict[tuple[str, date], int] = {}
    rows: list[Row] = []
    shifts = sorted(
        ((day, person.employee_id, person, run) for person, run in runs for day in run.days),
        key=lambda shift: shift[:2],
    )
    for day, employee_id, person, run in shifts:
        if away.get(employee_id, "9999") <= day.isoformat():
            continue
        turn = turns.setdefault((run.template, day), 0)
        turns[run.template, day] += 1
        start = local(day, run.start, ZONE)
        span = (start, later(start, run.length_minutes))
        breaks = _breaks(chance, run.length_minutes, turn)
        queue = _queue(person, run.template, day, turn)
        rows += worked_shift(person, run.template, day, span, breaks, queue)
    return rows
