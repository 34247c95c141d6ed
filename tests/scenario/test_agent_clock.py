"""Agents on a clock of their own, their holidays, half-day holidays, wishes to avoid, leads."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from staffwright.scheduler.errors import ScenarioError
from staffwright.scheduler.scenario import find_faults, load_scenario, read_schedule
from staffwright.scheduler.scenario.types import Preference

from .edits import sub, subs

BARE = dict.fromkeys(
    (
        "time_off.csv",
        "availability.csv",
        "preferences.csv",
        "events.csv",
        "history.csv",
        "locked.csv",
    )
)


def people(zone: str, jurisdiction: str = "") -> dict[str, Any]:
    """Two agents, the second on a clock of its own."""
    agents = (
        "employee_id,contract_id,base_rate,skills,timezone,jurisdiction\n"
        "A1,full,20,billing|technical,Europe/Berlin,\n"
        f"A2,full,20,billing,{zone},{jurisdiction}\n"
    )
    return {**BARE, "agents.csv": agents}


def utc(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_the_zone_of_an_agent_is_kept_where_it_is_not_the_sites(write_scenario: Any) -> None:
    scenario = load_scenario(write_scenario(people("America/New_York")))
    assert [agent.zone for agent in scenario.agents] == [None, "America/New_York"]
    assert scenario.zone_of(scenario.agents[1]) == "America/New_York"


@pytest.mark.parametrize(("zone", "slot"), [("Asia/Kolkata", 30), ("Asia/Kathmandu", 15)])
def test_the_planning_step_divides_the_distance_of_clocks(
    zone: str, slot: int, write_scenario: Any
) -> None:
    assert load_scenario(write_scenario(people(zone))).grid.slot_minutes == slot


def test_the_business_date_of_a_schedule_is_on_the_agents_clock(
    write_scenario: Any, tmp_path: Path
) -> None:
    """22:00 of 24 March in New York is 03:00 of the 25th at the site in Berlin."""
    scenario = load_scenario(write_scenario(people("America/New_York")))
    path = tmp_path / "made.csv"
    head = "employee_id,shift_id,business_date,activity_code,start,end\n"
    row = "A2,night,{},work,2026-03-24T22:00-04:00,2026-03-25T06:00-04:00\n"
    path.write_text(head + row.format("2026-03-24"))
    (shift,) = read_schedule(path, scenario)
    assert shift.business_date == date(2026, 3, 24)
    path.write_text(head + row.format("2026-03-25"))
    with pytest.raises(ScenarioError, match="2026-03-24 in America/New_York"):
        read_schedule(path, scenario)


def test_availability_is_on_the_agents_clock(write_scenario: Any) -> None:
    rows = "employee_id,weekday,date,start,end,available\nA2,,2026-03-24,08:00,12:00,false\n"
    changes = {**people("America/New_York"), "availability.csv": rows}
    (span,) = load_scenario(write_scenario(changes)).unavailable
    assert (span.start, span.end) == (utc(24, 12), utc(24, 16))


def test_a_day_of_availability_begins_at_the_agents_midnight(write_scenario: Any) -> None:
    rows = "employee_id,weekday,date,start,end,available\nA2,mon,,,,false\n"
    changes = {**people("Asia/Kolkata"), "availability.csv": rows}
    spans = load_scenario(write_scenario(changes)).unavailable
    assert (spans[0].start, spans[0].end) == (utc(22, 18, 30), utc(23, 18, 30))


def test_a_window_wished_is_on_the_agents_clock(write_scenario: Any) -> None:
    rows = "employee_id,date,window\nA2,2026-03-24,06:00-16:00\n"
    changes = {**people("Asia/Kolkata"), "preferences.csv": rows}
    (wish,) = load_scenario(write_scenario(changes)).preferences
    assert wish.window == (utc(24, 0, 30), utc(24, 10, 30))


def test_leave_in_dates_is_of_the_agents_days_and_instants_are_of_the_site(
    write_scenario: Any,
) -> None:
    rows = (
        "employee_id,start,end\nA2,2026-03-24,2026-03-24\nA2,2026-03-26 10:00,2026-03-26 12:00\n"
        "A1,2026-03-24,2026-03-24\n"
    )
    changes = {**people("America/New_York"), "time_off.csv": rows}
    leave = load_scenario(write_scenario(changes)).time_off
    assert [(item.start, item.end) for item in leave] == [
        (utc(24, 4), utc(25, 4)),
        (utc(26, 9), utc(26, 11)),
        (utc(23, 23), utc(24, 23)),
    ]


def test_the_business_date_is_on_the_agents_clock(write_scenario: Any) -> None:
    rows = (
        "employee_id,shift_id,business_date,activity_code,start,end,queue\n"
        "A2,night,2026-03-24,shift,2026-03-25T03:00+01:00,2026-03-25T11:00+01:00,billing\n"
    )
    changes = {**people("America/New_York"), "locked.csv": rows}
    (shift,) = load_scenario(write_scenario(changes)).locked
    assert (shift.business_date, shift.shift_id) == (date(2026, 3, 24), "night")
    changes["locked.csv"] = rows.replace("2026-03-24,shift", "2026-03-25,shift")
    faults = find_faults(write_scenario(changes))
    assert [fault.column for fault in faults] == ["business_date"]
    assert "begins on 2026-03-24 in America/New_York" in faults[0].message


def test_holidays_of_other_jurisdictions_are_kept_beside_the_sites(write_scenario: Any) -> None:
    site = '[holidays]\ncountry = "DE"\nsubdivision = "BB"\nextra = [2026-03-24]\n'
    edit = subs(("[holidays]\n", site), ("days = 7", "days = 14"))
    changes = {**people("Europe/Berlin", "GB-SCT"), "scenario.toml": edit}
    scenario = load_scenario(write_scenario(changes))
    # Brandenburg keeps Easter Sunday as well, Scotland Good Friday alone
    easter = {date(2026, 4, day) for day in (3, 5, 6)}
    assert scenario.holidays == {date(2026, 3, 24)} | easter
    assert scenario.other_holidays == {"GB-SCT": {date(2026, 3, 24), date(2026, 4, 3)}}
    assert scenario.holidays_of(scenario.agents[0]) == scenario.holidays
    assert scenario.holidays_of(scenario.agents[1]) == scenario.other_holidays["GB-SCT"]


def test_the_jurisdiction_of_the_site_is_none_of_the_agents_own(write_scenario: Any) -> None:
    edit = sub("[holidays]\n", '[holidays]\ncountry = "DE"\nsubdivision = "BB"\n')
    changes = {**people("", "DE-BB"), "scenario.toml": edit}
    assert load_scenario(write_scenario(changes)).agents[1].jurisdiction is None


@pytest.mark.parametrize(
    ("jurisdiction", "words"),
    [("DE-XX", "unknown subdivision of DE"), ("XX", "unknown country"), ("de", "unknown country")],
)
def test_an_unknown_jurisdiction_is_a_fault(
    jurisdiction: str, words: str, write_scenario: Any
) -> None:
    faults = find_faults(write_scenario(people("", jurisdiction)))
    assert [(f.line, f.column, f.value) for f in faults] == [(3, "jurisdiction", jurisdiction)]
    assert words in faults[0].message


def test_half_days_hold_every_year_or_once_and_across_the_new_year(write_scenario: Any) -> None:
    text = (
        '[holidays]\nhalf_days = [{ date = "12-24", from = "14:00" }, '
        '{ date = "12-31", from = 14:00:00 }, { date = 2027-01-02, from = "12:30" }, '
        '{ date = 2028-01-02, from = "12:30" }, { date = "02-29", from = "01:00" }]\n'
    )
    edit = subs(
        ("[holidays]\n", text),
        ("start = 2026-03-23", "start = 2026-12-24"),
        ("days = 7", "days = 8"),
    )
    forecast = "queue,interval_start,volume,aht_s\nbilling,2026-12-24T08:00,1,60\n"
    changes = {**people(""), "scenario.toml": edit, "forecast.csv": forecast}
    assert load_scenario(write_scenario(changes)).half_holidays == {
        date(2026, 12, 24): 840,
        date(2026, 12, 31): 840,
        date(2027, 1, 2): 750,
    }


@pytest.mark.parametrize(
    ("start", "expected"), [("2028-02-27", {date(2028, 2, 29): 60}), ("2027-02-27", {})]
)
def test_a_half_day_on_the_leap_day_is_only_in_leap_years(
    start: str, expected: dict[date, int], write_scenario: Any
) -> None:
    text = '[holidays]\nhalf_days = [{ date = "02-29", from = "01:00" }]\n'
    edit = subs(("[holidays]\n", text), ("start = 2026-03-23", f"start = {start}"))
    forecast = f"queue,interval_start,volume,aht_s\nbilling,{start}T08:00,1,60\n"
    changes = {**people(""), "scenario.toml": edit, "forecast.csv": forecast}
    assert load_scenario(write_scenario(changes)).half_holidays == expected


@pytest.mark.parametrize(
    ("item", "column", "words"),
    [
        ('{ date = "13-01", from = "14:00" }', "date", "no such day"),
        ('{ date = "02-30", from = "14:00" }', "date", "no such day"),
        ('{ date = "24.12.", from = "14:00" }', "date", "12-24"),
        ("{ date = 24, from = '14:00' }", "date", "12-24"),
        ('{ date = "12-24", from = "00:00" }', "from", "between 00:01 and 23:59"),
        ('{ date = "12-24", from = "2 pm" }', "from", "HH:MM"),
        ('{ date = "12-24" }', "from", "missing"),
        ('{ date = "12-24", from = "01:00" }, { date = "12-24", from = "02:00" }', "date", "twice"),
    ],
)
def test_a_fault_of_half_days_is_located(
    item: str, column: str, words: str, write_scenario: Any
) -> None:
    edit = sub("[holidays]\n", f"[holidays]\nhalf_days = [{item}]\n")
    (fault,) = find_faults(write_scenario({"scenario.toml": edit}))
    assert str(fault.column).startswith("holidays.half_days[")
    assert str(fault.column).endswith(column)
    assert words in fault.message


WISHES = "employee_id,date,weekday,off,avoid,hard,weight\n"


def test_wishes_to_avoid_and_hard_ones_are_read(write_scenario: Any) -> None:
    rows = WISHES + "A1,2026-03-24,,,night,,2.5\nA1,2026-03-25,,true,,yes,\nA2,,sun,,early,1,\n"
    wishes = load_scenario(write_scenario({"preferences.csv": rows})).preferences
    assert wishes == (
        Preference("A1", date(2026, 3, 24), None, None, False, Decimal("2.5"), avoid="night"),
        Preference("A1", date(2026, 3, 25), None, None, True, Decimal(1), hard=True),
        Preference("A2", date(2026, 3, 29), None, None, False, Decimal(1), "early", True),
    )


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("A1,2026-03-24,,,nigth,,", "avoid", "'night'"),
        (
            "A1,2026-03-24,,true,night,,",
            "shift",
            "exactly one of shift, window, off=true and avoid",
        ),
        ("A1,2026-03-24,,true,,maybe,", "hard", "true or false"),
    ],
)
def test_a_fault_of_a_wish_to_avoid_is_located(
    row: str, column: str, words: str, write_scenario: Any
) -> None:
    faults = find_faults(write_scenario({"preferences.csv": WISHES + row + "\n"}))
    assert [(f.line, f.column) for f in faults if words in f.message] == [(2, column)], faults


def test_only_off_and_avoid_can_be_hard(write_scenario: Any) -> None:
    rows = "employee_id,date,shift,hard\nA1,2026-03-24,early,true\n"
    faults = find_faults(write_scenario({"preferences.csv": rows}))
    assert [(f.line, f.column) for f in faults] == [(2, "hard")]
