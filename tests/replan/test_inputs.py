"""What a repair is asked for: times, agents, dates, and schedules that do not belong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from shop_plan import TUESDAY, repaired, shop, shop_plan
from staffwright.scheduler.errors import InputError, ScenarioError
from staffwright.scheduler.replan_inputs import check_belongs, read_request
from staffwright.scheduler.scenario import read_schedule


def faults(since: str, *absent: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_request(shop(), since, absent)
    return [str(fault) for fault in caught.value.faults]


def test_a_time_is_of_the_sites_clock_and_rounded_up_to_the_step() -> None:
    grid = shop().grid
    assert grid.local(read_request(shop(), f"{TUESDAY} 07:40").since).isoformat() == (
        f"{TUESDAY}T08:00:00+02:00"
    )
    assert read_request(shop(), f"{TUESDAY}T06:00:00Z").since == (
        read_request(shop(), f"{TUESDAY} 08:00").since
    )


@pytest.mark.parametrize(
    ("since", "what"),
    [
        ("at eight", "is not a time; write it like"),
        ("31.02.2026 08:00", "is not a date"),
        ("5/6/2026", "is not a time; write it like"),
        ("2026-05-03 23:59", "lies outside the horizon, 2026-05-04 00:00 to before"),
        ("2026-05-11 00:00", "lies outside the horizon"),
    ],
)
def test_a_time_that_is_none_or_outside_is_refused(since: str, what: str) -> None:
    (fault,) = faults(since)
    assert fault.startswith(f"--from {since!r}: {what}")


def test_all_faults_come_together() -> None:
    found = faults("2027-01-01 08:00", "CS1,CSX", "Nobody")
    assert len(found) == 3
    assert "--absent 'CSX': unknown employee; did you mean 'CS" in found[1] + found[0]


@pytest.mark.parametrize(
    ("absent", "what"),
    [
        ("CS1:soon", "write E17, E17:2026-03-25 or"),
        ("CS1:2026-05-06..2026-05-05", "the last date is before the first"),
        ("CS1:2026-06-01", "outside the horizon, 2026-05-04 to 2026-05-10"),
        ("CS1:2026-05-04", "the dates are over by then"),
    ],
)
def test_dates_without_sense_are_refused(absent: str, what: str) -> None:
    (fault,) = faults(f"{TUESDAY} 08:00", absent)
    assert fault.startswith(f"--absent {absent!r}: {what}")


@pytest.mark.parametrize(
    "since", ["05.05.2026 08:00", "5.5.2026 8:00", "2026-05-05T08:00", "2026-5-5 8:00"]
)
def test_times_may_be_written_as_in_tables(since: str) -> None:
    expected = read_request(shop(), f"{TUESDAY} 08:00", ["CS2:2026-05-06..2026-05-07"])
    assert read_request(shop(), since, ["CS2:06.05.2026..07.05.2026"]) == expected
    assert read_request(shop(), "05.05.2026") == read_request(shop(), TUESDAY)


def test_an_absence_runs_to_the_end_or_over_its_dates() -> None:
    request = read_request(shop(), f"{TUESDAY} 08:00", ["CS1, CS2:2026-05-06..2026-05-07"])
    first, second = request.absences
    assert (first.start, first.end) == (request.since, shop().grid.end)
    assert shop().grid.local(second.start).isoformat() == "2026-05-06T00:00:00+02:00"
    assert second.end - second.start == timedelta(days=2)


def test_a_schedule_of_another_week_is_refused() -> None:
    week = timedelta(days=7)
    shifts = [s for s in shop_plan().shifts if s.employee_id == "CS1"]
    moved = [
        type(s)(s.employee_id, s.shift_id, s.business_date + week, s.activities) for s in shifts
    ]
    with pytest.raises(ScenarioError, match=r"outside the horizon, .* a plan of another scenario"):
        check_belongs(shop(), moved, "schedule.csv")
    with pytest.raises(ScenarioError, match="holds no shift"):
        check_belongs(shop(), [], "schedule.csv")


def test_a_schedule_of_other_people_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "schedule.csv"
    path.write_text(
        "employee_id,business_date,activity_code,start,end\n"
        "HL001,2026-05-05,work,2026-05-05 08:00,2026-05-05 12:00\n"
    )
    with pytest.raises(ScenarioError, match="'HL001': unknown employee"):
        read_schedule(path, shop())


@pytest.mark.parametrize("price", [-1, 1001])
def test_a_price_out_of_range_is_refused(price: float) -> None:
    with pytest.raises(InputError, match="must lie between 0 and 1000"):
        repaired(f"{TUESDAY} 08:00", price=price)
