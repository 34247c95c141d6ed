"""Another forecast from a time on: a peak is staffed, the past keeps its figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from shop_plan import TUESDAY, shop
from staffwright.scheduler.calendar import Grid
from staffwright.scheduler.errors import ScenarioError
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.replan import ReplanOptions, replan
from staffwright.scheduler.replan_inputs import read_request
from staffwright.scheduler.scenario import with_forecast
from tiny_scenarios import MAY, ZONE, agent, scenario

HEADER = "queue,interval_start,volume,aht_s\n"
THURSDAY = "2026-05-07"


def peak(folder: Path, day: str = THURSDAY, contacts: int = 60) -> Path:
    """Write a forecast with many contacts from 16 to 18 o'clock."""
    path = folder / "new.csv"
    rows = [f"orders,{day}T{hour:02d}:{m:02d},{contacts},300" for hour in (16, 17) for m in (0, 30)]
    path.write_text(HEADER + "\n".join(rows) + "\n")
    return path


def test_a_peak_is_staffed(tmp_path: Path) -> None:
    """One agent is wanted by day, and from Wednesday on two."""
    grid = Grid(ZONE, MAY, 3, 60, 30)
    by_day = [int(8 <= grid.local(t).hour < 16) for t in grid.interval_starts]
    people = agent("A"), agent("B")
    base = scenario(grid, {"calls": by_day}, agents=people, preferences=())
    given = make_plan(base, PlanOptions(time_limit=2.0)).shifts
    path = tmp_path / "new.csv"
    rows = [f"calls,{grid.day(2)}T{hour:02d}:00,18,300" for hour in range(8, 16)]
    path.write_text(HEADER + "\n".join(rows) + "\n")
    request = read_request(base, f"{grid.day(1)} 12:00")
    new = with_forecast(base, path, request.since)
    made = replan(new, given, request, ReplanOptions(Decimal(10), time_limit=2.0))
    assert made.before.under_hours >= 8
    assert made.plan.audit.under_hours < made.before.under_hours
    (change,) = made.changed
    assert (change.day, change.what) == (grid.day(2), "added")
    assert made.plan.audit.violations == ()


def test_rows_replace_those_of_their_interval_and_no_others(tmp_path: Path) -> None:
    since = read_request(shop(), f"{TUESDAY} 08:00").since
    new = with_forecast(shop(), peak(tmp_path), since).forecast
    old = shop().forecast
    keys = ["queue", "interval_start"]
    joined = old.join(new, on=keys, suffix="_new")
    other = joined.filter(pl.col("volume") != pl.col("volume_new"))
    assert len(joined) == len(old)
    assert len(new) - len(old) + len(other) <= 4
    assert set(other["volume_new"]) == {60.0}


def test_rows_of_the_past_change_nothing_and_are_counted(tmp_path: Path) -> None:
    since = read_request(shop(), f"{TUESDAY} 08:00").since
    found = with_forecast(shop(), peak(tmp_path, "2026-05-04"), since)
    assert found.forecast.equals(shop().forecast.sort("queue", "interval_start"))
    assert "new.csv: 4 rows before the time of the repair are ignored." in found.defaults_used


def test_faults_of_a_new_forecast_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_text(HEADER + f"mail,{THURSDAY}T09:00,5,300\norders,{THURSDAY}T09:10,-1,300\n")
    with pytest.raises(ScenarioError) as caught:
        with_forecast(shop(), path, shop().grid.start)
    columns = {fault.column for fault in caught.value.faults}
    assert columns == {"queue", "interval_start", "volume"}
    with pytest.raises(ScenarioError, match="is missing"):
        with_forecast(shop(), tmp_path / "none.csv", shop().grid.start)


def test_quantiles_must_be_those_of_the_scenario(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    row = f"orders,{THURSDAY}T09:00,5,300,4,6\n"
    path.write_text("queue,interval_start,volume,aht_s,volume_p10,volume_p90\n" + row)
    with_forecast(shop(), path, shop().grid.start)
    columns = [pl.lit(1.0).alias("volume_p20"), pl.lit(9.0).alias("volume_p80")]
    other = replace(shop(), forecast=shop().forecast.with_columns(columns))
    with pytest.raises(ScenarioError, match="quantiles must be those of the scenario's forecast"):
        with_forecast(other, path, shop().grid.start)
