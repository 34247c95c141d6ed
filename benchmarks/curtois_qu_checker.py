"""Checks a roster for an instance of Curtois & Qu and recomputes its cost.

``python benchmarks/curtois_qu_checker.py INSTANCE.txt ROSTER.csv``

Reads the instance file and the roster with code of its own: it shares nothing with the benchmark,
the engine or the auditor. Exit code 0 for a legal roster, 1 for one that breaks a rule.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from itertools import groupby
from pathlib import Path

Sections = dict[str, list[list[str]]]
Plan = dict[str, dict[int, str]]


def sections(path: Path) -> Sections:
    """Return the lines of every section, split at commas."""
    found: Sections = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("SECTION_"):
            name = line.strip().removeprefix("SECTION_")
            found[name] = []
        else:
            found[name].append([part.strip() for part in line.split(",")])
    return found


def roster(path: Path) -> tuple[Plan, list[str]]:
    """Return who works what on which day, and faults of the file."""
    plan: Plan = defaultdict(dict)
    faults = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = int(row["day"])
            if day in plan[row["employee"]]:
                faults.append(f"{row['employee']} works twice on day {day}")
            plan[row["employee"]][day] = row["shift"]
    return plan, faults


def broken(instance: Sections, plan: Plan) -> list[str]:
    """Return every rule broken, in words."""
    horizon = int(instance["HORIZON"][0][0])
    minutes = {row[0]: int(row[1]) for row in instance["SHIFTS"]}
    banned = {row[0]: set(row[2].split("|")) for row in instance["SHIFTS"]}
    free = {row[0]: {int(day) for day in row[1:]} for row in instance["DAYS_OFF"]}
    names = {row[0] for row in instance["STAFF"]}
    faults = [f"unknown employee {name}" for name in plan if name not in names]
    for row in instance["STAFF"]:
        name, tour = row[0], plan.get(row[0], {})
        most = dict(part.split("=") for part in row[1].split("|") if part)
        for day, shift in tour.items():
            if not 0 <= day < horizon:
                faults.append(f"{name}: day {day} is outside the horizon")
            if shift not in minutes:
                faults.append(f"{name}: day {day}: unknown shift {shift}")
            if day in free.get(name, set()):
                faults.append(f"{name} works on day {day}, a day off")
            if tour.get(day + 1) in banned.get(shift, set()):
                faults.append(f"{name}: {tour[day + 1]} on day {day + 1} follows {shift}")
        for shift, count in Counter(tour.values()).items():
            if shift in most and count > int(most[shift]):
                faults.append(f"{name}: {count} shifts {shift}, at most {most[shift]}")
        total = sum(minutes.get(shift, 0) for shift in tour.values())
        if not int(row[3]) <= total <= int(row[2]):
            faults.append(f"{name}: {total} minutes, allowed {row[3]} to {row[2]}")
        faults += runs_broken(name, [day in tour for day in range(horizon)], row)
        weekends = {day // 7 for day in tour if day % 7 >= 5}
        if len(weekends) > int(row[7]):
            faults.append(f"{name}: {len(weekends)} weekends, at most {row[7]}")
    return faults


def runs_broken(name: str, works: list[bool], row: list[str]) -> list[str]:
    """Return faults of runs; one that reaches an edge of the horizon may be longer than it looks.

    The longest run is judged by what lies in the horizon, shortest runs and days off by runs that
    begin and end inside it.
    """
    faults, day = [], 0
    for working, group in groupby(works):
        length = len(list(group))
        inside = day > 0 and day + length < len(works)
        what = f"{name}: {length} days from day {day}"
        if working and length > int(row[4]):
            faults.append(f"{what} worked, at most {row[4]}")
        if working and inside and length < int(row[5]):
            faults.append(f"{what} worked, at least {row[5]}")
        if not working and inside and length < int(row[6]):
            faults.append(f"{what} off, at least {row[6]}")
        day += length
    return faults


def cost(instance: Sections, plan: Plan) -> int:
    """Return requests not granted and cover missed, by their weights."""
    total = 0
    for name, day, shift, weight in instance["SHIFT_ON_REQUESTS"]:
        total += int(weight) * (plan.get(name, {}).get(int(day)) != shift)
    for name, day, shift, weight in instance["SHIFT_OFF_REQUESTS"]:
        total += int(weight) * (plan.get(name, {}).get(int(day)) == shift)
    there = Counter((day, shift) for tour in plan.values() for day, shift in tour.items())
    for day, shift, wanted, under, over in instance["COVER"]:
        gap = int(wanted) - there[int(day), shift]
        total += gap * int(under) if gap > 0 else -gap * int(over)
    return total


def check(instance_path: Path, roster_path: Path) -> tuple[int, list[str]]:
    """Return the cost of a roster and the rules it breaks."""
    instance = sections(instance_path)
    plan, faults = roster(roster_path)
    return cost(instance, plan), faults + broken(instance, plan)


if __name__ == "__main__":
    value, all_faults = check(Path(sys.argv[1]), Path(sys.argv[2]))
    for fault in all_faults:
        print(fault)
    print(f"cost {value}" + (f", {len(all_faults)} rules broken" if all_faults else ", legal"))
    raise SystemExit(1 if all_faults else 0)
