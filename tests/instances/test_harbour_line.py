"""Harbour Line is what its description says: checked from its files, without the reader."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from staffwright.instances import path

ZONE = ZoneInfo("Europe/Berlin")
FOLDER = path("harbour_line")
FIRST_DAY = date(2026, 3, 23)
Rows = list[dict[str, str]]


@cache
def table(name: str) -> Rows:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def settings() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((FOLDER / "scenario.toml").read_text(encoding="utf-8"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def by_agent() -> dict[str, dict[str, str]]:
    return {row["employee_id"]: row for row in table("agents")}


def shifts(name: str) -> dict[tuple[str, str], Rows]:
    """Rows of each shift of a schedule file, in order of time."""
    grouped: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in table(name):
        grouped[row["employee_id"], row["business_date"]].append(row)
    return {key: sorted(rows, key=lambda row: at(row["start"])) for key, rows in grouped.items()}


def leave() -> list[tuple[str, datetime, datetime]]:
    return [(row["employee_id"], at(row["start"]), at(row["end"])) for row in table("time_off")]


def unavailable_on(employee_id: str, day: date) -> list[tuple[datetime, datetime]]:
    """Spans of a local day in which availability.csv rules the agent out."""
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()]
    midnight = datetime(day.year, day.month, day.day)
    spans = []
    for row in table("availability"):
        if row["employee_id"] == employee_id and weekday_or_date(row) in (weekday, str(day)):
            start, end = (midnight + timedelta(minutes=clock(row[k])) for k in ("start", "end"))
            spans.append((start.replace(tzinfo=ZONE), end.replace(tzinfo=ZONE)))
    return spans


def weekday_or_date(row: dict[str, str]) -> str:
    return row["weekday"] or row["date"]


def fits_a_template(rows: Rows, contract: str) -> bool:
    """Say whether start and length of a shift are those of its template and its contract's."""
    kinds = {c["id"]: c["shift_kinds"] for c in settings()["contracts"]}
    template = {t["id"]: t for t in settings()["shifts"]}[rows[0]["shift_id"]]
    start, end = (datetime.fromisoformat(rows[k][e]) for k, e in ((0, "start"), (-1, "end")))
    wall = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    offset = start.hour * 60 + start.minute - clock(str(template["start"]))
    window = clock(str(template["latest_start"])) - clock(str(template["start"]))
    return (
        template["kind"] in kinds[contract]
        and wall // timedelta(minutes=1) in template["lengths_minutes"]
        and 0 <= offset <= window
        and offset % template["step_minutes"] == 0
        and start.date().isoformat() == rows[0]["business_date"]
    )


def breaks_are_legal(rows: Rows) -> bool:
    """Say whether a shift of explicit rows holds its template's breaks where they may be."""
    rules = {b["id"]: b for b in settings()["breaks"]}
    wanted = {t["id"]: t["breaks"] for t in settings()["shifts"]}[rows[0]["shift_id"]]
    taken = [row for row in rows if row["activity_code"].startswith("break:")]
    if [row["activity_code"].removeprefix("break:") for row in taken] != wanted:
        return False
    for row in taken:
        rule = rules[row["activity_code"].removeprefix("break:")]
        offset = (at(row["start"]) - at(rows[0]["start"])) // timedelta(minutes=1)
        length = (at(row["end"]) - at(row["start"])) // timedelta(minutes=1)
        if not rule["earliest_minutes"] <= offset <= rule["latest_minutes"]:
            return False
        if length != rule["minutes"] or (row["paid"] == "true") != rule["paid"]:
            return False
    gaps = pairwise(taken)
    return all(at(b["start"]) - at(a["end"]) >= timedelta(minutes=60) for a, b in gaps)


def test_sixty_people_with_names_and_steps_of_pay() -> None:
    """Rates rise with service from 15.50 to 22.00, and several agents serve two queues."""
    agents = table("agents")
    assert len(agents) == 60
    assert len({row["name"] for row in agents}) == 60
    assert Counter(row["contract_id"] for row in agents) == {"full": 38, "part": 14, "nights": 8}
    rates = [float(row["base_rate"]) for row in sorted(agents, key=lambda row: row["hire_date"])]
    assert rates == sorted(rates, reverse=True)
    assert (rates[0], rates[-1]) == (22.0, 15.5)
    assert [row["seniority_rank"] for row in agents] == [str(k) for k in range(1, 61)]
    assert sum("|" in row["skills"] for row in agents) >= 20


def test_the_forecast_covers_every_quarter_hour_of_days_of_23_and_24_hours() -> None:
    """The day of the clock change has 92 quarter-hours; the last night ends at 06:00."""
    starts = [row["interval_start"] for row in table("forecast") if row["queue"] == "technical"]
    times = [at(start) for start in starts]
    assert times == [times[0] + timedelta(minutes=15 * k) for k in range(13 * 96 + 92 + 24)]
    assert starts[0] == "2026-03-23T00:00:00+01:00"
    assert starts[-1] == "2026-04-06T05:45:00+02:00"
    days = Counter(start[:10] for start in starts)
    assert days["2026-03-29"] == 92
    assert days["2026-03-28"] == 96


def test_retention_has_contacts_only_while_it_is_open() -> None:
    """Closed on Sundays and on Good Friday."""
    starts = [row["interval_start"] for row in table("forecast") if row["queue"] == "retention"]
    days = {start[:10] for start in starts}
    assert len(days) == 11
    assert not days & {"2026-03-29", "2026-04-03", "2026-04-05", "2026-04-06"}
    assert {start[11:13] for start in starts} == {f"{hour:02d}" for hour in range(8, 20)}


def test_good_friday_is_busy_for_technical_and_quiet_for_billing() -> None:
    """Compared with the Friday before."""
    calls: Counter[tuple[str, str]] = Counter()
    for row in table("forecast"):
        calls[row["queue"], row["interval_start"][:10]] += float(row["volume"])
    assert calls["technical", "2026-04-03"] > 1.15 * calls["technical", "2026-03-27"]
    assert calls["billing", "2026-04-03"] < 0.75 * calls["billing", "2026-03-27"]


def test_history_shifts_are_whole_and_within_templates_and_skills() -> None:
    """No gap between activities, breaks in their windows, queues the agent has learnt."""
    agents = by_agent()
    for (employee_id, _), rows in shifts("history").items():
        assert all(a["end"] == b["start"] for a, b in pairwise(rows))
        assert fits_a_template(rows, agents[employee_id]["contract_id"])
        assert breaks_are_legal(rows)
        queues = {row["queue"] for row in rows if row["activity_code"] == "work"}
        assert queues <= set(agents[employee_id]["skills"].split("|"))


def test_history_keeps_rest_and_days_in_a_row() -> None:
    """Eleven hours between shifts, at most six days in a row, all before the horizon."""
    worked: dict[str, list[Rows]] = defaultdict(list)
    for (employee_id, _), rows in sorted(shifts("history").items()):
        worked[employee_id].append(rows)
    assert len(worked) == 60
    for runs in worked.values():
        days = [date.fromisoformat(rows[0]["business_date"]) for rows in runs]
        assert FIRST_DAY - timedelta(days=14) <= days[0]
        assert days[-1] < FIRST_DAY
        in_row = 1
        for before, after in pairwise(runs):
            rest = at(after[0]["start"]) - at(before[-1]["end"])
            assert rest >= timedelta(hours=11)
            dates = [date.fromisoformat(rows[0]["business_date"]) for rows in (before, after)]
            in_row = in_row + 1 if dates[1] - dates[0] == timedelta(days=1) else 1
            assert in_row <= 6


def test_history_keeps_weekly_hours_leave_and_availability() -> None:
    """Paid hours of both weeks stay below the contract's most."""
    agents, most = by_agent(), {c["id"]: c["max_weekly_hours"] for c in settings()["contracts"]}
    paid: Counter[tuple[str, int]] = Counter()
    for (employee_id, day), rows in shifts("history").items():
        week = date.fromisoformat(day).isocalendar().week
        for row in rows:
            if row["paid"] == "true":
                minutes = (at(row["end"]) - at(row["start"])) // timedelta(minutes=1)
                paid[employee_id, week] += minutes
        start, end = at(rows[0]["start"]), at(rows[-1]["end"])
        away = [(s, e) for who, s, e in leave() if who == employee_id]
        away += unavailable_on(employee_id, date.fromisoformat(day))
        assert not any(s < end and start < e for s, e in away), (employee_id, day)
    for (employee_id, _), minutes in paid.items():
        agent = agents[employee_id]
        assert minutes <= 60 * float(str(most[agent["contract_id"]])) * float(agent["fte"])


def test_the_last_night_of_the_history_serves_the_first_hours_of_the_horizon() -> None:
    """Until 06:00 of the first day both queues of the night have agents."""
    rows = [row for row in table("history") if row["activity_code"] == "work"]
    for quarter in range(24):
        moment = datetime(2026, 3, 23, tzinfo=ZONE) + timedelta(minutes=15 * quarter)
        here = [r["queue"] for r in rows if at(r["start"]) <= moment < at(r["end"])]
        assert 3 <= len(here) <= 7
        assert {"billing", "technical"} <= set(here)


def test_locked_shifts_match_templates_and_are_possible() -> None:
    """They name no one on leave or unavailable, and the shift with rows has its breaks."""
    agents, found = by_agent(), shifts("locked")
    assert len(found) == 6
    assert sum(len(rows) > 1 for rows in found.values()) == 1
    for (employee_id, day), rows in found.items():
        assert fits_a_template(rows, agents[employee_id]["contract_id"])
        assert all(row["locked"] == "true" for row in rows)
        if len(rows) > 1:
            assert breaks_are_legal(rows)
            queues = {row["queue"] for row in rows if row["activity_code"] == "work"}
            assert queues <= set(agents[employee_id]["skills"].split("|"))
        start, end = at(rows[0]["start"]), at(rows[-1]["end"])
        away = [(s, e) for who, s, e in leave() if who == employee_id]
        away += unavailable_on(employee_id, date.fromisoformat(day))
        assert not any(s < end and start < e for s, e in away), (employee_id, day)


@pytest.mark.parametrize("row", [r for r in table("events") if r["mandatory"] == "true"])
def test_mandatory_events_meet_nobody_who_is_away(row: dict[str, str]) -> None:
    """Every agent of the event could attend it as far as leave and availability go."""
    members = [
        agent["employee_id"]
        for agent in table("agents")
        if row["employee_id"] == agent["employee_id"] or row["group"] == agent["group"]
    ]
    assert members
    start, end = at(row["start"] or row["window_start"]), at(row["end"] or row["window_end"])
    day = start.astimezone(ZONE).date()
    for member in members:
        away = [(s, e) for who, s, e in leave() if who == member]
        away += unavailable_on(member, day)
        assert not any(s < end and start < e for s, e in away), member
