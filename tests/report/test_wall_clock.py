"""Elapsed minutes and what the clock shows."""

from datetime import date, timedelta

import numpy as np
import pytest
from staffwright.scheduler.calendar import Grid
from staffwright.scheduler.report.data import _heat_layout, compact, page_data, to_json
from staffwright.scheduler.report.wallclock import WallClock, wall_clock_for


def _clock(zone: str, first_day: date, days: int = 1) -> WallClock:
    return wall_clock_for(Grid(zone, first_day, days, 15, 15), ())


def _shown(clock: WallClock, minute: int) -> tuple[int, str]:
    wall = int(clock.wall_minutes(np.array([minute]))[0])
    return wall // 1440, f"{wall % 1440 // 60:02d}:{wall % 60:02d}"


def test_an_ordinary_day_has_one_segment() -> None:
    assert _clock("Europe/Berlin", date(2026, 3, 23)).segments == ((0, 0, 60),)


def test_the_clock_skips_an_hour_in_spring() -> None:
    clock = _clock("Europe/Berlin", date(2026, 3, 29))
    assert clock.segments == ((0, 0, 60), (120, 60, 120))
    assert _shown(clock, 119) == (0, "01:59")
    assert _shown(clock, 120) == (0, "03:00")
    assert _shown(clock, 23 * 60) == (1, "00:00")


def test_the_clock_repeats_an_hour_in_autumn() -> None:
    clock = _clock("Europe/Berlin", date(2026, 10, 25))
    assert [_shown(clock, m)[1] for m in (120, 179, 180, 240)] == [
        "02:00",
        "02:59",
        "02:00",
        "03:00",
    ]
    assert _shown(clock, 25 * 60) == (1, "00:00")


def test_half_an_hour_is_repeated_on_lord_howe_island() -> None:
    clock = _clock("Australia/Lord_Howe", date(2026, 4, 5))
    assert clock.segments == ((0, 0, 660), (120, -30, 630))


def test_a_day_whose_midnight_is_skipped_begins_at_one() -> None:
    assert _shown(_clock("Africa/Cairo", date(2026, 4, 24)), 0) == (0, "01:00")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
def test_the_table_agrees_with_the_time_zone_at_every_quarter(zone: str) -> None:
    for first_day in (date(2026, 3, 7), date(2026, 3, 28), date(2026, 10, 24)):
        clock = _clock(zone, first_day, 3)
        for minute in range(0, clock.last_minute, 15):
            local = clock.grid.local(clock.grid.start + timedelta(minutes=minute))
            expected = ((local.date() - first_day).days, f"{local:%H:%M}")
            assert _shown(clock, minute) == expected


def test_the_clock_spans_the_history(plan) -> None:
    clock = wall_clock_for(plan.scenario.grid, (*plan.shifts, *plan.scenario.history))
    first = min(shift.start for shift in plan.scenario.history)
    assert clock.first_minute == clock.minute_at(first)
    assert clock.first_minute < 0 < clock.last_minute


def test_the_heat_map_gives_a_repeated_hour_columns_of_its_own(make_plan) -> None:
    plan = make_plan(4, 2, date(2026, 10, 24))
    layout = _heat_layout(plan, wall_clock_for(plan.scenario.grid, ()))
    assert layout["labels"][8:16] == [
        *("02:00", "02:15", "02:30", "02:45"),
        *("02:00 again", "02:15 again", "02:30 again", "02:45 again"),
    ]
    cells = list(zip(layout["row"], layout["column"], strict=True))
    assert len(cells) == len(set(cells)) == plan.scenario.grid.n_intervals


def test_the_heat_map_leaves_a_skipped_hour_empty(make_plan) -> None:
    plan = make_plan(4, 2, date(2026, 3, 28))
    layout = _heat_layout(plan, wall_clock_for(plan.scenario.grid, ()))
    sunday = [c for r, c in zip(layout["row"], layout["column"], strict=True) if r == 1]
    assert len(layout["labels"]) == 96
    assert not {8, 9, 10, 11} & set(sunday)
    assert len(sunday) == 92


def test_numbers_are_stored_short_and_unknown_ones_as_null() -> None:
    values = np.array([2.0, 0.33333, np.nan, np.inf, -0.0])
    assert compact(values) == [2, 0.333, None, None, 0]


def test_json_cannot_end_its_script_element() -> None:
    text = to_json(["</script><script>alert(1)</script>", "<!--", "&amp;", "\u2028"])
    assert not set("<>&\u2028") & set(text)


def _minutes(roster: dict, shift: list) -> int:
    return sum(roster["forms"][shift[5]][1::2])


def test_every_shift_is_stored_with_its_start_and_all_of_its_minutes(plan) -> None:
    clock = wall_clock_for(plan.scenario.grid, (*plan.shifts, *plan.scenario.history))
    roster = page_data(plan, clock)["roster"]
    planned = [row for row in roster["shifts"] if not row[3] & 2]
    found = {(roster["agents"][row[0]][0], row[4], _minutes(roster, row)) for row in planned}
    expected = {
        (s.employee_id, clock.minute_at(s.start), (s.end - s.start) // timedelta(minutes=1))
        for s in plan.shifts
    }
    assert found == expected
    assert sum(row[3] & 1 for row in planned) == sum(s.locked for s in plan.shifts) > 0


def test_history_that_runs_into_the_horizon_is_carried_in(plan) -> None:
    clock = wall_clock_for(plan.scenario.grid, (*plan.shifts, *plan.scenario.history))
    roster = page_data(plan, clock)["roster"]
    carried = [row for row in roster["shifts"] if row[3] & 2]
    assert carried
    assert all(row[4] < 0 < row[4] + _minutes(roster, row) for row in carried)
