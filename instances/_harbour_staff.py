"""The agents of Harbour Line and what is known about them before planning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ._harbour_forecast import DAYS, EASTER_SUNDAY, FIRST_DAY, GOOD_FRIDAY, ZONE
from ._names import NAMES
from ._tables import Chance, Person, Row, activity, local, worked_shift

# Heads by contract, team and skills: 38 full-timers, 14 part-timers, 8 on the night team.
HEADS = (
    ("full", "anchor", ("billing",), 4),
    ("full", "beacon", ("billing",), 4),
    ("full", "beacon", ("billing", "technical"), 3),
    ("full", "anchor", ("billing", "technical"), 4),
    ("full", "compass", ("technical",), 5),
    ("full", "davit", ("technical",), 4),
    ("full", "davit", ("billing", "technical"), 4),
    ("full", "ensign", ("retention",), 2),
    ("full", "ensign", ("billing", "retention"), 4),
    ("full", "compass", ("technical", "retention"), 2),
    ("full", "ensign", ("billing", "technical", "retention"), 2),
    ("part", "fender", ("billing",), 5),
    ("part", "galley", ("technical",), 4),
    ("part", "fender", ("retention",), 2),
    ("part", "galley", ("billing", "technical"), 3),
    ("nights", "lantern", ("billing", "technical"), 7),
    ("nights", "lantern", ("technical",), 1),
)

# Base rate by completed years of service.
RATE_STEPS = (
    (14, "22.00"),
    (11, "21.00"),
    (9, "20.00"),
    (7, "19.00"),
    (5, "18.00"),
    (3, "17.25"),
    (2, "16.75"),
    (1, "16.00"),
    (0, "15.50"),
)


def _hire_dates(chance: Chance, count: int) -> list[date]:
    """Draw hire dates, oldest first: on the 1st or 15th, from 2010 to early 2026."""
    drawn = []
    for _ in range(count):
        month = int(16.1 * 12 * (1.0 - chance.uniform(0.0, 1.0) ** 1.6))
        drawn.append(date(2010 + month // 12, 1 + month % 12, chance.one_of((1, 15))))
    return sorted(drawn)


def _rate(hired: date) -> str:
    """Return the base rate of someone hired on a date."""
    years = (FIRST_DAY - hired).days / 365.25
    return next(rate for least, rate in RATE_STEPS if years >= least)


def agents() -> list[Person]:
    """Return the 60 agents, longest service first; three full-timers work 32 hours."""
    chance = Chance("harbour_line agents")
    jobs = chance.shuffled(job[:3] for job in HEADS for _ in range(job[3]))
    names = chance.shuffled(NAMES)
    people = []
    hired = _hire_dates(chance, len(jobs))
    for rank, ((contract, group, skills), name, when) in enumerate(
        zip(jobs, names, hired, strict=True), start=1
    ):
        people.append(
            Person(f"HL{rank:03d}", name, contract, "1", _rate(when), skills, when, rank, group)
        )
    for person in _of(people, "full")[7::13]:
        people[people.index(person)] = replace(person, fte="0.8")
    people[people.index(student(people))] = replace(student(people), fte="0.6")
    return people


def _of(people: list[Person], contract: str, group: str | None = None) -> list[Person]:
    """Return the agents of a contract (and team) in order of service."""
    return [p for p in people if p.contract == contract and group in (None, p.group)]


def student(people: list[Person]) -> Person:
    """Return the student: the last hired part-timer of team galley who serves two queues."""
    return [p for p in _of(people, "part", "galley") if len(p.skills) == 2][-1]


def late_risers(people: list[Person]) -> list[Person]:
    """Return the part-timers who cannot begin before 08:00."""
    return [p for p in _of(people, "part") if p != student(people)][1:11:3]


def without_wednesday(people: list[Person]) -> list[Person]:
    """Return the part-timers who never work on Wednesdays."""
    return [p for p in _of(people, "part") if p != student(people)][2:9:6]


def time_off(people: list[Person]) -> list[Row]:
    """Return the leave: whole days, one sickness that began before the horizon, one half-day."""
    teams = {group: _of(people, "full", group) for group in {p.group for p in people}}
    teams |= {group: _of(people, "part", group) for group in ("fender", "galley")}
    night_team = _of(people, "nights")
    spans = (  # agent, first day, first day back, kind, paid minutes
        (teams["anchor"][1], date(2026, 3, 23), date(2026, 3, 30), "vacation", 2400),
        (teams["ensign"][1], date(2026, 3, 23), date(2026, 3, 30), "vacation", 2400),
        (teams["davit"][2], date(2026, 3, 30), date(2026, 4, 6), "vacation", 2400),
        (teams["compass"][3], date(2026, 4, 2), date(2026, 4, 7), "vacation", 960),
        (teams["davit"][6], date(2026, 3, 23), date(2026, 3, 26), "sick", 1440),
        (teams["beacon"][2], date(2026, 3, 19), date(2026, 4, 3), "sick", 5280),
        (teams["anchor"][4], date(2026, 3, 26), date(2026, 3, 28), "unpaid", None),
        (teams["anchor"][6], date(2026, 3, 28), date(2026, 4, 1), "vacation", 960),
        (teams["galley"][1], date(2026, 3, 30), date(2026, 4, 4), "vacation", 1500),
        (teams["fender"][2], date(2026, 3, 25), date(2026, 3, 26), "child_sick", 300),
        (night_team[1], date(2026, 3, 28), date(2026, 4, 1), "vacation", 960),
    )
    rows: list[Row] = [
        {
            "employee_id": person.employee_id,
            "start": local(first, "00:00", ZONE).isoformat(),
            "end": local(back, "00:00", ZONE).isoformat(),
            "kind": kind,
            "paid_minutes": "" if paid is None else paid,
        }
        for person, first, back, kind, paid in spans
    ]
    rows.append(
        {
            "employee_id": teams["compass"][5].employee_id,
            "start": local(date(2026, 3, 31), "13:00", ZONE).isoformat(),
            "end": local(date(2026, 3, 31), "15:30", ZONE).isoformat(),
            "kind": "appointment",
        }
    )
    return rows


def availability(people: list[Person]) -> list[Row]:
    """Return when part-timers cannot work, and two single dates."""
    workdays = ("mon", "tue", "wed", "thu", "fri")
    every_day = (*workdays, "sat", "sun")
    spans = [(p, d, None, "00:00", "08:00") for p in late_risers(people) for d in every_day]
    spans += [(p, "wed", None, "00:00", "24:00") for p in without_wednesday(people)]
    spans += [(student(people), d, None, "00:00", "16:00") for d in workdays]
    full, part = _of(people, "full"), _of(people, "part")
    single = (
        (full[33], date(2026, 4, 1), "00:00", "12:00"),
        (part[8], date(2026, 4, 4), "00:00", "24:00"),
    )
    rows: list[Row] = [
        {"employee_id": p.employee_id, "weekday": d, "start": s, "end": e, "available": "false"}
        for p, d, _, s, e in spans
    ]
    rows += [
        {"employee_id": p.employee_id, "date": d, "start": s, "end": e, "available": "false"}
        for p, d, s, e in single
    ]
    return rows


def preferences(people: list[Person], leave: list[Row]) -> list[Row]:
    """Return the wishes: days off (Easter above all), kinds of shift and hours."""
    chance = Chance("harbour_line preferences")
    on_leave = {row["employee_id"] for row in leave}
    askers = [p for p in chance.shuffled(people) if p.employee_id not in on_leave]
    easter = (GOOD_FRIDAY, date(2026, 4, 4), EASTER_SUNDAY)
    rows: list[Row] = []
    for k, person in enumerate(askers[:36]):
        day = FIRST_DAY + timedelta(days=chance.below(DAYS))
        wish: dict[str, object] = {"employee_id": person.employee_id, "weight": 1 + chance.below(5)}
        if k % 4 == 0:
            wish |= {"date": chance.one_of(easter), "off": "true"}
        elif k % 4 == 1 or person.contract == "nights":
            wish |= {"date": day, "off": "true"}
        elif k % 4 == 2 and person.contract == "full":
            wish |= {"date": day, "shift": chance.one_of(("early", "early", "late", "night"))}
        elif person.contract == "full":
            wish |= {"date": day, "window": chance.one_of(("07:00-17:00", "08:00-18:00"))}
        else:
            wish |= {"date": day, "window": chance.one_of(("08:00-15:00", "09:00-16:00"))}
        rows.append(wish)
    return sorted(rows, key=lambda row: str(row["employee_id"]))


def events(people: list[Person]) -> list[Row]:
    """Return team trainings at fixed times, coachings to be placed and an optional talk."""
    rows: list[Row] = []
    for event_id, team, day, start, end, mandatory in (
        ("T-tariffs", "fender", date(2026, 3, 24), "13:00", "14:00", True),
        ("T-ticketing", "compass", date(2026, 3, 26), "13:00", "14:00", True),
        ("T-save-desk", "ensign", date(2026, 4, 1), "13:00", "13:45", True),
        ("T-safety-talk", "beacon", date(2026, 3, 31), "13:30", "14:00", False),
    ):
        rows.append(
            {
                "event_id": event_id,
                "group": team,
                "start": local(day, start, ZONE).isoformat(),
                "end": local(day, end, ZONE).isoformat(),
                "mandatory": "true" if mandatory else "false",
                "paid": "true",
            }
        )
    coached = (
        ("C-01", _of(people, "full", "anchor")[2], date(2026, 3, 25), "09:00", "17:00"),
        ("C-02", _of(people, "full", "beacon")[5], date(2026, 3, 27), "09:00", "18:00"),
        ("C-03", _of(people, "full", "davit")[4], date(2026, 4, 2), "12:00", "19:00"),
        ("C-04", _of(people, "part", "galley")[3], date(2026, 3, 31), "10:00", "18:00"),
        ("C-05", _of(people, "nights", "lantern")[4], date(2026, 3, 26), "22:30", "26:00"),
    )
    for event_id, person, day, start, end in coached:
        rows.append(
            {
                "event_id": event_id,
                "employee_id": person.employee_id,
                "duration_minutes": 30,
                "window_start": local(day, start, ZONE).isoformat(),
                "window_end": local(day, end, ZONE).isoformat(),
                "mandatory": "true",
                "paid": "true",
            }
        )
    return rows


def locked(people: list[Person]) -> list[Row]:
    """Return shifts agreed before planning: five whole ones, and one with all its activities."""
    full, nights = _of(people, "full"), _of(people, "nights")
    whole = (
        (full[6], "early", date(2026, 3, 24), "06:00", "14:30"),
        (full[21], "late", date(2026, 3, 27), "13:00", "21:30"),
        (nights[2], "night", date(2026, 3, 28), "22:00", "30:30"),
        (full[13], "early", GOOD_FRIDAY, "08:00", "16:30"),
        (nights[5], "night", EASTER_SUNDAY, "22:00", "30:30"),
    )
    rows = [
        activity(
            person,
            shift_id,
            day,
            "shift",
            (local(day, start, ZONE), local(day, end, ZONE)),
            locked=True,
        )
        for person, shift_id, day, start, end in whole
    ]
    host = next(p for p in _of(people, "full", "davit") if "technical" in p.skills)
    day = date(2026, 3, 25)
    span = (local(day, "08:30", ZONE), local(day, "17:00", ZONE))
    breaks = (("rest1", 120, 15, True), ("meal", 240, 30, False), ("rest2", 375, 15, True))
    rows += worked_shift(host, "early", day, span, breaks, "technical", locked=True)
    return rows
