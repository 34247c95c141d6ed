"""Gaps as the rostering benchmark prints them."""

from __future__ import annotations

from typing import Any

import pytest
from rostering_run import Clock, Point, Trace
from rostering_tables import best_bounds, gap_at, tables


def line(**changes: Any) -> dict[str, Any]:
    """Return a run as rostering_run.py prints it."""
    return {
        "engine": "staffwright",
        "family": "one_flat",
        "agents": 50,
        "days": 7,
        "seed": 1,
        "marks": {"3": {"cost": 1060.0, "elastic": 0.0}, "30": {"cost": 1030.0, "elastic": 0.0}},
        "bound": 1000.0,
        "elastic": 0.0,
        "floor": 700.0,
        "required_hours": 1400.0,
        "under_hours": 12.0,
        "over_hours": 8.0,
        "violations": 0,
        "memory_mib": 250.0,
        "load_average": 0.5,
        "machine": "a machine",
        "when": "2026-11-22T12:00:00+00:00",
        "version": "0.1.0",
        "phases": {"imports": 1.0},
        "trace": [[1.0, 0.9, "insertion", 1100.0, 0.0, None]],
        **changes,
    }


def test_a_gap_is_what_the_roster_of_that_second_costs_above_the_bound() -> None:
    assert gap_at(line(), 3, 1000.0) == pytest.approx(0.06)
    assert gap_at(line(), 30, 1000.0) == pytest.approx(0.03)


def test_the_gap_on_controllable_cost_leaves_out_what_nobody_can_avoid() -> None:
    assert gap_at(line(), 30, 1000.0, unavoidable=700.0) == pytest.approx(0.1)


def test_a_second_without_a_roster_has_no_gap() -> None:
    assert gap_at(line(marks={"3": None}), 3, 1000.0) is None
    assert gap_at(line(), 7, 1000.0) is None


def test_promises_nobody_can_keep_are_in_bound_and_cost_but_in_no_base() -> None:
    broken = line(elastic=500.0, marks={"3": {"cost": 1060.0, "elastic": 500.0}})
    assert gap_at(broken, 3, 1500.0) == pytest.approx(0.06)
    # broken at that second only: it counts in full
    early = line(marks={"3": {"cost": 1060.0, "elastic": 500.0}})
    assert gap_at(early, 3, 1000.0) == pytest.approx(0.56)


def test_every_roster_is_scored_against_the_highest_bound_of_its_centre() -> None:
    runs = [line(), line(bound=1010.0), line(seed=2, bound=900.0), line(seed=3, bound=None)]
    best = best_bounds(runs)
    assert best == {("one_flat", 50, 7, 1): 1010.0, ("one_flat", 50, 7, 2): 900.0}


def test_tables_show_the_median_of_seeds_beside_the_aim() -> None:
    runs = [
        line(seed=seed, marks={"3": None, "30": {"cost": cost, "elastic": 0.0}})
        for seed, cost in enumerate((1010.0, 1040.0, 1020.0), 1)
    ]
    text = tables(runs)
    assert "| 50x7 | one_flat | 3 | none at 3 s | 4.00 % | 2.00 % at 30 s | 2.00 % |" in text


def test_tables_say_how_many_runs_had_no_roster() -> None:
    runs = [line(), line(seed=2, marks={"3": None, "30": None})]
    assert "6.00 % (1 of 2 none) at 3 s" in tables(runs)


def test_a_trace_gives_the_last_roster_not_after_a_second() -> None:
    trace = Trace(Clock(lambda: 0.0, {}), [])
    assert trace.at(5.0) is None
    trace.points += [
        Point(1.0, 0.5, "preparing", None, 0.0, None),
        Point(2.0, 1.5, "insertion", 120.0, 20.0, None),
        Point(4.0, 3.5, "sweeps", 90.0, 0.0, 80.0),
    ]
    assert trace.at(1.5) is None
    assert trace.at(3.9) == trace.points[1]
    assert trace.at(4.0) == trace.points[2]


def test_a_thinned_trace_keeps_changes_of_stage_and_the_end() -> None:
    trace = Trace(Clock(lambda: 0.0, {}), [])
    trace.points += [
        Point(20.0 + k / 100, 0.0, "annealing", 100.0 - k, 0.0, 50.0) for k in range(50)
    ]
    trace.points.append(Point(20.5, 0.0, "end", 50.0, 0.0, 50.0))
    rows = trace.thinned()
    assert len(rows) < 6
    assert rows[0] == [20.0, 0.0, "annealing", 100.0, 0.0, 50.0]
    assert rows[-1] == [20.5, 0.0, "end", 50.0, 0.0, 50.0]


def test_peers_stand_beside_ours_on_the_same_centres_and_bound() -> None:
    marks = {"3": None, "30": {"cost": 1300.0, "elastic": 0.0}}
    peer = {"engine": "cpsat", "bound": None, "own_bound": 750.0, "booleans": 20000}
    runs = [line(), line(**peer, marks=marks), line(engine="staffwright-fixed", bound=None)]
    text = tables(runs)
    gaps = "none at 3 s | 6.00 % at 3 s | 6.00 % at 3 s | 30.00 % at 30 s | 3.00 % at 30 s"
    assert f"| 50x7 | one_flat | 1 | {gaps} | 3.00 % at 30 s | 25.00 % | 20000 |" in text
