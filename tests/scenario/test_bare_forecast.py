"""Scenarios made of a forecast file, agents and defaults."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from staffwright.scheduler.errors import ScenarioError
from staffwright.scheduler.scenario import scenario_from_files
from staffwright.scheduler.scenario.types import Scenario

HEADER = "interval_start,volume,aht_s\n"
DAYTIME = HEADER + "2026-03-23 08:00,10,240\n2026-03-24 08:30,12,240\n2026-03-24 17:30,5,240\n"
OFF_GRID = HEADER + "".join(
    f"2026-03-23 {clock},1,240\n" for clock in ("08:00", "08:30", "08:37", "09:00", "09:30")
)
AROUND = HEADER + "2026-03-23 00:00,1,240\n2026-03-23 00:15,1,240\n2026-03-24 23:45,1,240\n"


@pytest.fixture
def make(tmp_path: Path) -> Any:
    """Return a function that writes the files and makes the scenario."""

    def make(forecast: str, agents: str | None = None, **options: Any) -> Scenario:
        (tmp_path / "calls.csv").write_text(forecast)
        if agents is not None:
            (tmp_path / "people.csv").write_text(agents)
        people = None if agents is None else tmp_path / "people.csv"
        return scenario_from_files(tmp_path / "calls.csv", people, **options)

    return make


def test_everything_has_a_default_that_is_said(make: Any) -> None:
    scenario = make(DAYTIME, "employee_id\nA\nB\n")
    assert scenario.zone == "UTC"
    assert (scenario.name, scenario.is_named) == ("calls", False)
    assert (scenario.grid.first_day, scenario.grid.days) == (date(2026, 3, 23), 2)
    assert scenario.grid.interval_minutes == 30
    (queue,) = scenario.queues
    assert (queue.id, queue.service_level, queue.within_s) == ("main", 0.8, 20.0)
    assert queue.shrinkage == 0
    assert scenario.agents[0].skills == {"main"}
    assert scenario.agents[0].base_rate == Decimal("20.00")
    assert scenario.agents[0].contract.weekly_minutes == 2400
    assert [premium.percent for premium in scenario.premiums] == [25, 50]
    said = " ".join(scenario.defaults_used)
    for words in (
        "UTC", "2026-03-23 to 2026-03-24", '"main"', "80% answered within 20 s", "Erlang C",
        "30 minutes", "EUR", "25 % at night", "every queue", "20.00 an hour", "full time",
        "unplanned (0 %)", "08:00-09:30", '"standard"', "60 an agent-hour", "11 h rest",
        "weight of a wish", "ordinary",
    ):  # fmt: skip
        assert words in said


def test_the_shifts_follow_the_hours_with_volume(make: Any) -> None:
    day = make(DAYTIME, "employee_id\nA\n").shifts
    assert [(s.id, s.start_minutes, s.latest_start_minutes) for s in day] == [("day", 480, 570)]
    around = make(AROUND, "employee_id\nA\n").shifts
    assert [shift.id for shift in around] == ["early", "late", "night"]


def test_round_the_clock_shifts_leave_no_minute_of_the_day_uncovered(make: Any) -> None:
    covered: set[int] = set()
    for shift in make(AROUND, "employee_id\nA\n").shifts:
        for start in range(shift.start_minutes, shift.latest_start_minutes + 1, 30):
            covered |= {minute % 1440 for minute in range(start, start + 510)}
    assert len(covered) == 1440


@pytest.mark.parametrize("interval", [5, 6, 10, 12, 15, 20, 30, 60])
@pytest.mark.parametrize("hours", [(0, 24), (8, 18), (9, 14), (10, 11), (6, 15)])
def test_default_shifts_fit_every_interval(
    make: Any, interval: int, hours: tuple[int, int]
) -> None:
    rows = "".join(
        f"2026-03-23 {minute // 60:02d}:{minute % 60:02d},{interval},1,240\n"
        for minute in range(hours[0] * 60, hours[1] * 60, interval)
    )
    text = "interval_start,interval_minutes,volume,aht_s\n" + rows
    scenario = make(text, "employee_id\nA\n")
    assert scenario.grid.interval_minutes == interval
    assert scenario.grid.slot_minutes >= 5


def test_options_stand_in_for_defaults(make: Any) -> None:
    scenario = make(
        DAYTIME,
        service_level=0.9,
        within_s=10,
        patience_s=120,
        shrinkage=0.2,
        minimum_staff=3,
        max_occupancy=0.85,
        max_abandonment=0.05,
        mean_wait_s=15,
        zone="Europe/Paris",
    )
    (queue,) = scenario.queues
    assert (queue.service_level, queue.within_s, queue.patience_s) == (0.9, 10, 120)
    assert (queue.max_occupancy, queue.max_abandonment, queue.mean_wait_s) == (0.85, 0.05, 15)
    assert (queue.shrinkage, queue.minimum_staff) == (0.2, 3)
    assert scenario.zone == "Europe/Paris"
    assert scenario.agents == ()


def test_another_target_goes_without_the_default_one(make: Any) -> None:
    (queue,) = make(DAYTIME, mean_wait_s=15).queues
    assert (queue.service_level, queue.within_s, queue.mean_wait_s) == (None, None, 15)


def test_the_zone_follows_from_the_agents_or_the_offset(make: Any) -> None:
    agents = "employee_id,timezone,currency\nA,Europe/Zurich,CHF\n"
    scenario = make(DAYTIME, agents)
    assert (scenario.zone, scenario.currency) == ("Europe/Zurich", "CHF")
    fixed = make(HEADER + "2026-03-23T00:00+01:00,1,240\n", "employee_id\nA\n")
    assert fixed.zone == "Etc/GMT-1"
    assert fixed.grid.first_day == date(2026, 3, 23)


def test_changing_offsets_need_a_zone_where_people_are_rostered(make: Any) -> None:
    text = HEADER + "2026-03-23T00:00+01:00,1,240\n2026-03-30T00:00+02:00,1,240\n"
    with pytest.raises(ScenarioError, match="give one, such as Europe/Berlin"):
        make(text, "employee_id\nA\n")
    assert make(text).zone == "UTC"
    assert make(text, "employee_id\nA\n", zone="Europe/Berlin").grid.days == 8


def test_a_plan_covers_42_days_and_a_requirement_400(make: Any) -> None:
    text = HEADER + "2026-01-01 08:00,1,240\n2026-02-12 08:00,1,240\n"
    with pytest.raises(ScenarioError, match="at most 42 days"):
        make(text, "employee_id\nA\n")
    assert make(text).grid.days == 43
    with pytest.raises(ScenarioError, match="at most 400"):
        make(text.replace("2026-01", "2024-01"))


def test_faults_of_options_name_the_option_once(make: Any) -> None:
    text = "queue," + DAYTIME.replace("\n2026", "\nq,2026").replace("q,2026", "p,2026", 1)
    with pytest.raises(ScenarioError) as caught:
        make(text, "employee_id\nA\nA\n", service_level=80, within_s=20, shrinkage=1.5)
    found = [(fault.file, fault.column, fault.value) for fault in caught.value.faults]
    assert found == [
        ("options", "service_level", "80"),
        ("options", "shrinkage", "1.5"),
        ("people.csv", "employee_id", "A"),
    ]


@pytest.mark.parametrize(
    ("forecast", "options", "words"),
    [
        ("", {}, "is empty"),
        (HEADER + "soon,1,240\n", {}, "is not a time"),
        (HEADER + "2026-03-23 08:00,-1,240\n", {}, "at least 0"),
        (OFF_GRID, {}, "grid of 30"),
        ("interval_minutes," + HEADER + "7,2026-03-23 08:00,1,240\n", {}, "one of 5, 6"),
        (DAYTIME, {"zone": "Mars/Base"}, "unknown time zone"),
        (DAYTIME, {"service_level": 0.8}, "needs within_s"),
        (DAYTIME, {"max_abandonment": 0.05}, "patience_s"),
        ("queue," + HEADER + "a|b,2026-03-23 08:00,1,240\n", {}, "may hold letters"),
    ],
)  # fmt: skip
def test_faults_of_a_bare_forecast(
    make: Any, forecast: str, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        make(forecast, **options)
    assert words in str(caught.value)


def test_files_that_do_not_exist_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        scenario_from_files(tmp_path / "a.csv", tmp_path / "b.csv")
    assert [fault.file for fault in caught.value.faults] == ["a.csv", "b.csv"]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "calls.txt").write_text(DAYTIME)
    with pytest.raises(ScenarioError, match=r"\.csv, \.parquet, \.xlsx"):
        scenario_from_files(tmp_path / "calls.txt")
