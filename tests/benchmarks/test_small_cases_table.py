"""The table of the small cases: what counts as equal, near, further off, and as a broken bound."""

from __future__ import annotations

from dataclasses import replace

import small_cases
from generated_cases import Compared

BASE = Compared(
    family="rules",
    number=0,
    proved=True,
    optimum=1000.0,
    optimum_below=0,
    cost=1000.0,
    below=0,
    bound=1000.0,
    status="optimal",
    violations=0,
    parts=("overtime",),
    engine_seconds=1.0,
    proof_seconds=2.0,
)


def row_of(*found: Compared) -> dict[str, str]:
    """Return the row of all cases by column."""
    text = small_cases.report(found, "1.2.3")
    row = next(line for line in text.splitlines() if line.startswith("| all |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    return dict(zip(small_cases.HEAD, cells, strict=True))


def test_costs_are_sorted_into_equal_near_and_further_off() -> None:
    row = row_of(BASE, replace(BASE, cost=1005.0), replace(BASE, cost=1020.0))
    assert (row["cases"], row["equal"], row["within 1 %"], row["further off"]) == tuple("3111")
    assert row["worst gap"] == "2.000 %"


def test_a_bound_above_the_optimum_is_counted_and_half_a_cent_is_not() -> None:
    row = row_of(
        replace(BASE, bound=1000.004), replace(BASE, bound=1001.0), replace(BASE, bound=None)
    )
    assert row["bound above the optimum"] == "1"


def test_cases_without_an_optimum_are_compared_with_nothing() -> None:
    impossible = replace(BASE, optimum=None, violations=1)
    open_case = replace(BASE, optimum=None, proved=False)
    row = row_of(BASE, impossible, open_case)
    assert (row["no legal roster"], row["proof timed out"], row["equal"]) == tuple("111")
    assert row["audit not clean"] == "0"


def test_a_clean_audit_where_no_roster_can_be_legal_is_counted() -> None:
    impossible = replace(BASE, optimum=None)
    row = row_of(impossible, replace(impossible, violations=2))
    assert (row["no legal roster"], row["yet audit clean"]) == ("2", "1")


def test_a_promise_broken_that_the_optimum_keeps_is_no_small_gap() -> None:
    row = row_of(replace(BASE, below=1, cost=900.0))
    assert row["further off"] == "1"
    assert row["worst gap"] == "inf %"


def test_components_of_cost_are_counted_by_case() -> None:
    text = small_cases.report((BASE, replace(BASE, parts=("overtime", "fairness"))), "1.2.3")
    assert "| overtime | 2 |" in text
    assert "| fairness | 1 |" in text
