"""The checker on rosters by hand, each rule alone, and against the engine's valuation."""

from pathlib import Path

import numpy as np
import pytest
from curtois_qu_checker import check
from curtois_qu_instance import read_instance
from curtois_qu_problem import problem_of, read_roster, write_roster
from staffwright.models.rostering.evaluate import evaluate
from staffwright.models.rostering.problem import TICKS
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.state import SearchState

LEGAL = {
    "Ann": {1: "E", 2: "E", 3: "E", 4: "E", 7: "E", 8: "E", 9: "L"},
    "Bob": {0: "E", 1: "E", 2: "E", 3: "E", 7: "E", 8: "E", 9: "E"},
    "Cid": {0: "L", 1: "L", 2: "L", 3: "L"},
    "Dee": {0: "E", 2: "L", 6: "E", 8: "L", 10: "L"},
}


def write(path: Path, plan: dict[str, dict[int, str]]) -> Path:
    rows = [f"{name},{day},{shift}" for name, tour in plan.items() for day, shift in tour.items()]
    path.write_text("\n".join(["employee,day,shift", *rows]) + "\n", encoding="utf-8")
    return path


def changed(name: str, tour: dict[int, str]) -> dict[str, dict[int, str]]:
    return LEGAL | {name: tour}


def test_a_legal_roster_has_no_fault_and_the_cost_of_its_requests_and_cover(
    small: Path, tmp_path: Path
) -> None:
    cost, faults = check(small, write(tmp_path / "r.csv", LEGAL))
    assert faults == []
    # requests: Cid not on L on day 7 (3), Bob on E on day 8 (1)
    missing = spare = 0
    for day in range(14):
        for shift, wanted in (("E", 2 if day % 7 < 5 else 1), ("L", 1)):
            there = sum(tour.get(day) == shift for tour in LEGAL.values())
            missing, spare = missing + max(0, wanted - there), spare + max(0, there - wanted)
    assert cost == 4 + 100 * missing + spare


@pytest.mark.parametrize(
    ("name", "tour", "told"),
    [
        ("Ann", LEGAL["Ann"] | {0: "E"}, "a day off"),
        ("Bob", LEGAL["Bob"] | {4: "L"}, "shifts L, at most 0"),
        ("Ann", LEGAL["Ann"] | {10: "E"}, "E on day 10 follows L"),
        ("Bob", dict.fromkeys(range(5), "E"), "2400 minutes, allowed 3360 to 4800"),
        ("Cid", dict.fromkeys((0, 1, 2, 3, 4, 9, 10), "L"), "5 days from day 0 worked, at most 4"),
        ("Cid", {0: "L", 1: "L", 5: "L", 9: "L", 10: "L"}, "1 days from day 5 worked, at least 2"),
        ("Cid", {0: "L", 1: "L", 4: "L", 5: "L", 9: "L"}, "2 days from day 2 off, at least 3"),
        ("Dee", {5: "E", 12: "E", 6: "E", 13: "E", 8: "L", 9: "L"}, None),
        ("Cid", {5: "L", 6: "L", 12: "L", 13: "L"}, "2 weekends, at most 1"),
        ("Dee", dict.fromkeys((0, 1, 4, 5, 8, 9, 11), "E"), "7 shifts E, at most 6"),
        ("Dee", LEGAL["Dee"] | {12: "X"}, "unknown shift X"),
        ("Dee", LEGAL["Dee"] | {14: "L"}, "outside the horizon"),
    ],
)
def test_each_rule_broken_alone_is_told(
    small: Path, tmp_path: Path, name: str, tour: dict[int, str], told: str | None
) -> None:
    _, faults = check(small, write(tmp_path / "r.csv", changed(name, tour)))
    assert (told is None and faults == []) or any(told in fault for fault in faults if told)


def test_the_engine_values_its_rosters_as_the_checker_does(small: Path, tmp_path: Path) -> None:
    instance = read_instance(small)
    problem = problem_of(instance)
    state = SearchState(problem, build_tables(problem))
    rng = np.random.default_rng(3)
    seen = set()
    for blur in (3.0, 2.0, 1.0, 0.5, 0.0):
        state.respond(rng.permutation(problem.n_agents), np.zeros_like(state.price), 0.0, blur)
        roster = state.roster()
        path = tmp_path / "engine.csv"
        write_roster(instance, roster, path)
        cost, faults = check(small, path)
        value = evaluate(problem, roster)
        assert faults == []
        assert value.elastic == 0
        assert value.total == cost * TICKS
        assert (read_roster(instance, problem, path).option == roster.option).all()
        seen.add(cost)
    assert len(seen) > 1
