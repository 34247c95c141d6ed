"""Recompute what a plan pays, from the scenario's files and schedule.csv alone.

    python benchmarks/recompute_pay.py instances/harbour_line out

It uses nothing but the standard library and knows nothing of Staffwright: rates, premiums and
overtime are read from `scenario.toml` and `agents.csv`, the hours from `history.csv` and the plan's
`schedule.csv`; the result is set against the plan's `hours.csv`, agent by agent. Every minute is
looked at on its own. As in hours.csv, minutes in a row that are paid for the same reason are one
amount, which is rounded half up to the cent.

It pays base rates, percentages by window, weekday and holiday in groups, with carry-over, and the
contract's overtime; a scenario that asks for more is refused. Public holidays are those of
Brandenburg, worked out from the date of Easter. The exit code is 1 where an agent's pay differs.
"""

from __future__ import annotations

import csv
import sys
import tomllib
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
PREMIUM_KEYS = {
    "id",
    "group",
    "percent",
    "window",
    "weekdays",
    "holidays",
    "shift_began",
    "carry_until",
}


def main(arguments: list[str]) -> int:
    """Compare a plan's hours.csv with the pay recomputed; print a row per agent."""
    if len(arguments) != 2:
        print("usage: recompute_pay.py SCENARIO_FOLDER PLAN_FOLDER", file=sys.stderr)
        return 2
    scenario, plan = map(Path, arguments)
    ours, theirs = recomputed(scenario, plan / "schedule.csv"), paid(plan / "hours.csv")
    wrong = 0
    print(f"{'employee':<12}{'recomputed':>14}{'hours.csv':>14}")
    for who in sorted(ours.keys() | theirs.keys()):
        mine, other = ours.get(who, 0), theirs.get(who, 0)
        wrong += mine != other
        note = "" if mine == other else "  differs"
        print(f"{who:<12}{mine / 100:>14,.2f}{other / 100:>14,.2f}{note}")
    total = sum(ours.values()) / 100
    print(f"{len(ours)} agents, {total:,.2f} in all, {wrong} differ")
    return 1 if wrong else 0


def recomputed(scenario: Path, schedule: Path) -> dict[str, int]:
    """Return the pay of every agent in cents."""
    with (scenario / "scenario.toml").open("rb") as file:
        settings = tomllib.load(file)
    premiums = settings["pay"].get("premiums", [])
    refuse_more(settings, premiums)
    zone = ZoneInfo(settings["site"]["time_zone"])
    contracts = {contract["id"]: contract for contract in settings["contracts"]}
    first_weekday = WEEKDAYS.index(settings["site"].get("week_start", "mon"))
    years = range(settings["horizon"]["start"].year - 1, settings["horizon"]["start"].year + 2)
    holidays = {day for year in years for day in brandenburg(year)}
    holidays |= set(settings.get("holidays", {}).get("extra", []))
    before = shifts_of(scenario / "history.csv")
    planned = shifts_of(schedule)
    pay = {}
    for row in rows_of(scenario / "agents.csv"):
        who, contract = row["employee_id"], contracts[row["contract_id"]]
        rate = Fraction(row["base_rate"])
        limit = int(Fraction(str(contract["weekly_hours"])) * 60 * Fraction(row["fte"] or "1"))
        percent = Fraction(str(contract.get("overtime_percent", 0)))
        worked: dict[date, int] = defaultdict(int)
        for day, minutes in before[who]:
            worked[day - timedelta(days=(day.weekday() - first_weekday) % 7)] += len(minutes)
        pay[who] = 0
        for day, minutes in planned[who]:
            week = day - timedelta(days=(day.weekday() - first_weekday) % 7)
            reasons: dict[str, list[datetime]] = defaultdict(list)
            shares = {"base": Fraction(1), "overtime": percent / 100}
            for minute in minutes:
                worked[week] += 1
                reasons["base"].append(minute)
                if worked[week] > limit:
                    reasons["overtime"].append(minute)
                for premium in earned(premiums, minute.astimezone(zone), day, holidays):
                    name = "premium " + premium["id"]
                    shares[name] = Fraction(str(premium["percent"])) / 100
                    reasons[name].append(minute)
            for reason, own in reasons.items():
                for length in runs(own):
                    pay[who] += cents(rate * shares[reason] * length / 60)
    return pay


def paid(hours: Path) -> dict[str, int]:
    """Return what hours.csv pays every agent, in cents."""
    pay: dict[str, int] = defaultdict(int)
    for row in rows_of(hours):
        amount = Fraction(row["amount"]) * 100
        if amount.denominator != 1:
            raise SystemExit(f"hours.csv: amount {row['amount']!r} is no whole number of cents")
        pay[row["employee_id"]] += int(amount)
    return dict(pay)


def earned(premiums: list[dict], now: datetime, began: date, holidays: set[date]) -> list[dict]:
    """Return the premiums that a minute earns: of each group the highest, the first of equals.

    `now` is the minute on the local clock, `began` the date on which its shift began.
    """
    best: dict[str, dict] = {}
    for premium in premiums:
        if not is_earned(premium, now, began, holidays):
            continue
        group = premium.get("group", premium["id"])
        if group not in best or premium["percent"] > best[group]["percent"]:
            best[group] = premium
    return list(best.values())


def is_earned(premium: dict, now: datetime, began: date, holidays: set[date]) -> bool:
    """Say whether a minute meets window, weekday, holiday and start of a premium."""
    today, clock = now.date(), f"{now:%H:%M}"
    if "window" in premium:
        opens, closes = premium["window"].split("-")
        inside = opens <= clock < closes if opens < closes else clock >= opens or clock < closes
        if not inside:
            return False
    yesterday = today - timedelta(days=1)
    wanted = {"any": (began,), "same_day": (today,), "day_before": (yesterday,)}
    if began not in wanted[premium.get("shift_began", "any")]:
        return False

    def is_its_day(day: date) -> bool:
        weekdays = premium.get("weekdays", WEEKDAYS)
        on_holiday = day in holidays or not premium.get("holidays", False)
        return WEEKDAYS[day.weekday()] in weekdays and on_holiday

    if is_its_day(today):
        return True
    return began == yesterday and clock < premium.get("carry_until", "") and is_its_day(began)


def shifts_of(table: Path) -> dict[str, list[tuple[date, list[datetime]]]]:
    """Return business date and paid minutes of the shifts of every agent, in order of time."""
    minutes: dict[tuple[str, date, str], list[datetime]] = defaultdict(list)
    for row in rows_of(table):
        key = (row["employee_id"], date.fromisoformat(row["business_date"]), row["shift_id"])
        if row["paid"] != "true":
            continue
        start, end = (datetime.fromisoformat(row[at]).astimezone(UTC) for at in ("start", "end"))
        minutes[key] += [start + k * MINUTE for k in range((end - start) // MINUTE)]
    shifts: dict[str, list[tuple[date, list[datetime]]]] = defaultdict(list)
    for (who, day, _), own in minutes.items():
        shifts[who].append((day, sorted(own)))
    for own_shifts in shifts.values():
        own_shifts.sort(key=lambda shift: shift[1][0])
    return shifts


def runs(minutes: list[datetime]) -> list[int]:
    """Return the lengths of the stretches of minutes that follow each other."""
    lengths: list[int] = []
    last = None
    for minute in minutes:
        if last is not None and minute - last == MINUTE:
            lengths[-1] += 1
        else:
            lengths.append(1)
        last = minute
    return lengths


def cents(amount: Fraction) -> int:
    """Round money half up to cents."""
    return int((amount * 100 + Fraction(1, 2)) // 1)


def brandenburg(year: int) -> set[date]:
    """Return the public holidays of Brandenburg; Easter by the Gregorian computus.

    The computus is the anonymous one in J. Meeus, Astronomical Algorithms, 1991, chapter 8.
    """
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    easter = date(year, f // 31, f % 31 + 1)
    movable = {easter + timedelta(days=k) for k in (-2, 0, 1, 39, 49, 50)}
    fixed = [(1, 1), (5, 1), (10, 3), (10, 31), (12, 25), (12, 26)]
    return movable | {date(year, month, day) for month, day in fixed}


def refuse_more(settings: dict, premiums: list[dict]) -> None:
    """Stop where the scenario pays for something that is not worked out here."""
    unknown = set(settings["pay"]) - {"premiums"}
    unknown |= {key for premium in premiums for key in premium} - PREMIUM_KEYS
    unknown |= {key for contract in settings["contracts"] for key in contract} & {"rates"}
    if unknown:
        raise SystemExit(f"scenario.toml: cannot recompute {', '.join(sorted(unknown))}")
    place = settings.get("holidays", {})
    if (place.get("country"), place.get("subdivision")) != ("DE", "BB"):
        raise SystemExit(f"scenario.toml: holidays of {place} are not known here, only DE, BB")


def rows_of(table: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column."""
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
