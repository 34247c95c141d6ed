"""docs/how_it_compares.md and the README quote the committed results of the benchmarks.

Scripts append what they measure: of several rows of the same case the newest one counts.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from rostering_tables import SIZES

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results"
PAGE = (ROOT / "docs" / "how_it_compares.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows(name: str) -> list[dict[str, str]]:
    with (RESULTS / f"{name}-0.1.0.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rostering_table(section: str) -> list[list[str]]:
    """Return the rows of a section of the rostering benchmark's tables."""
    text = (RESULTS / "rostering-0.1.0.md").read_text(encoding="utf-8")
    lines = text.partition(f"## {section}\n")[2].partition("\n## ")[0].splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")][2:]


def newest(found: list[dict[str, str]], case: str) -> dict[str, dict[str, str]]:
    """Return the last row of each case."""
    return {row[case]: row for row in found}


def figure(what: str) -> float:
    return float(newest(rows("staffing"), "what")[what]["value"])


def test_the_newest_row_of_a_case_counts() -> None:
    found = [{"case": "a", "of": "1"}, {"case": "b", "of": "2"}, {"case": "a", "of": "3"}]
    assert {case: row["of"] for case, row in newest(found, "case").items()} == {"a": "3", "b": "2"}


@pytest.mark.parametrize(
    ("what", "form", "unit"),
    [
        ("Erlang C", "{:.0f}", "ns"),
        ("Erlang A, one patience", "{:.0f}", "ns"),
        ("Erlang A, a patience each", "{:.0f}", "ns"),
        ("pyworkforce", "{:,.0f}", "ns"),
        ("year of 20 queues, Erlang C", "{:.2f}", "s"),
        ("year of 20 queues, Erlang A", "{:.2f}", "s"),
        ("intervals where pyworkforce differs", "{:.0f}", "of 300"),
    ],
)
def test_speeds_are_those_of_the_results(what: str, form: str, unit: str) -> None:
    assert f"| {form.format(figure(what))} {unit}" in PAGE


def test_speeds_in_the_readme_are_those_of_the_results() -> None:
    assert f"{figure('Erlang C'):.0f} ns" in README
    assert f"{figure('pyworkforce'):,.0f} ns" in README


@pytest.mark.parametrize("method", ["exact", "auto"])
def test_the_queue_through_a_peak_is_that_of_the_results(method: str) -> None:
    runs = [row for row in rows("staffing") if row["what"].startswith(f"queue, {method} at")]
    measured = runs[-6:]
    assert len(measured) == 6
    shown = [line.split(" | ") for line in PAGE.splitlines() if line.count("|") == 5]
    column = {"exact": 1, "auto": 2}[method]
    table = [line for line in shown if line[0].strip("| ").isdigit()]
    for row, line in zip(measured, table, strict=True):
        assert f"at {line[0].strip('| ')} erlangs" in row["what"]
        assert float(line[column]) == pytest.approx(float(row["value"]), abs=0.006)


def test_rosters_of_real_counts_are_those_of_the_results() -> None:
    found = newest(rows("real_input"), "scenario")
    assert sorted(found) == ["bank_calls", "technion_bank"]
    for row in found.values():
        for name in ("cost", "bound"):
            assert f"{float(row[name]):,.2f} {row['currency']}" in PAGE
        assert f"| {100 * float(row['gap']):.2f} % |" in PAGE
        assert (
            f"| {float(row['under_h']):.2f} | {float(row['over_h']):.2f} | {row['audit']} |" in PAGE
        )
        assert f"{100 * float(row['gap']):.1f} %" in README


def test_the_value_of_coverage_is_that_of_the_results() -> None:
    for row in rows("coverage_value"):
        shown = (
            f"| {float(row['paid_hours']):,.0f} | {float(row['wages']):,.2f} EUR "
            f"| {100 * float(row['answered_in_time']):.1f} % | {row['queue_days_met']} "
            f"| {100 * float(row['worst_day']):.1f} % |"
        )
        assert shown in PAGE


def test_small_cases_are_those_of_the_results() -> None:
    table = (RESULTS / "small_cases-0.1.0.md").read_text(encoding="utf-8")
    (whole,) = (line for line in table.splitlines() if line.startswith("| all |"))
    cells = [cell.strip() for cell in whole.strip("|").split("|")]
    page = " ".join(PAGE.split())
    assert f"plans {cells[1]} generated cases" in page
    assert f"In {cells[2]} the roster costs the proven optimum" in page
    assert f"The engine proved {cells[6]} optimal" in page
    assert (cells[3], cells[4], cells[7], cells[8], cells[11]) == ("0", "0", "0", "0", "1")


def test_gaps_by_size_and_second_are_those_of_the_results() -> None:
    table = rostering_table("Gap, by size and family")
    assert {row[0] for row in table if row[1] == "one_peaked"} == {size.name for size in SIZES}
    for row in table:
        agents, days = (int(n) for n in row[0].split("x"))
        cells = [f"`{row[1]}`", f"{agents:,} x {days}", row[2], row[3], row[5], row[7]]
        cells += [row[10], row[8], row[9], f"{row[11]} MiB"]
        assert f"| {' | '.join(cells)} |" in PAGE


def test_rosters_of_peers_are_those_of_the_results() -> None:
    plain, counts = map(rostering_table, ("Beside plain CP-SAT", "Beside pyworkforce"))
    assert [row[0] for row in plain] == [row[0] for row in counts] == ["50x7", "200x7"]
    for row in plain:
        agents, days = (int(n) for n in row[0].split("x"))
        found, fixed, free = row[6:9]
        cells = [f"{agents:,} x {days}", f"{int(row[10]):,}", found, fixed, free]
        assert f"| {' | '.join(cells)} |" in PAGE
    for row in counts:
        agents, days = (int(n) for n in row[0].split("x"))
        assert f"| {agents:,} x {days} | {row[7]} | {row[4]} | {row[6]} |" in PAGE


def test_repairs_are_those_of_the_results() -> None:
    known = newest(rows("repair"), "centre")
    found = {"one": known["one_peaked 1000x7"], "four": known["four_peaked 1000x7"]}
    hours = ("planned", "absent", "repaired", "afresh")
    for queues, row in found.items():
        cells = [queues, row["changed_shifts"], f"{int(row['changed_shifts_afresh']):,}"]
        cells += [f"{float(row[f'under_hours_{name}']):,.2f}" for name in hours]
        cells += [f"{float(row[name]):.1f} s" for name in ("solving_s", "whole_repair_wall_s")]
        cells += [row["violations"], row["changes_before_the_time"]]
        assert f"| {' | '.join(cells)} |" in PAGE
    moved = " and ".join(row["moved_breaks"] for row in found.values())
    assert f"Breaks moved besides: {moved}." in PAGE


def test_what_fair_shares_cost_is_that_of_the_results() -> None:
    found = rows("fair_shares")
    means = {}
    for prices in ("free", "priced", "twice"):
        costs = [float(r["cost_without_fairness"]) for r in found if r["fairness"] == prices]
        assert len(costs) == 3
        means[prices] = sum(costs) / 3
        assert f"| {means[prices]:,.2f} EUR" in PAGE
    for prices in ("priced", "twice"):
        assert f"EUR (+{100 * (means[prices] / means['free'] - 1):.1f} %)" in PAGE
    spreads = ("spread_of_nights", "spread_of_weekends")
    unfair = ("unfair_nights", "unfair_weekends")
    for prices in means:
        seeds = [row for row in found if row["fairness"] == prices]
        counted = [name for name in seeds[0] if name.startswith(("spread_", "unfair_"))]
        ranges = {name: _range([int(row[name]) for row in seeds]) for name in counted}
        cells = [f"{ranges[f'{name}_within_reach']} ({ranges[name]})" for name in spreads]
        cells += [ranges[name] for name in unfair]
        assert f"| {' | '.join(cells)} |" in PAGE


def _range(numbers: list[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low} to {high}"
