"""Amounts, bounds and gaps are written in one way on every line of the terminal."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from staffwright.scheduler.amounts import amount, bound_amount, gap_percent, money
from staffwright.scheduler.plan import Plan, TracePoint
from staffwright.scheduler.replan import Replanned
from staffwright.scheduler.replan_lines import replan_lines
from staffwright.scheduler.summary import plan_lines
from staffwright.scheduler.terminal.progress import show_progress

HALF = Decimal("3555.955")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (HALF, "3,555.96"),
        (3555.955, "3,555.96"),
        (0.795, "0.80"),
        (-0.005, "-0.01"),
        (Decimal("1234567.5"), "1,234,567.50"),
    ],
)
def test_half_a_cent_goes_up(value: Decimal | float, shown: str) -> None:
    assert amount(value) == shown
    assert money(value, "EUR") == f"{shown} EUR"


def test_a_difference_has_its_sign() -> None:
    assert amount(Decimal("120.045"), signed=True) == "+120.05"
    assert amount(-120.045, signed=True) == "-120.05"
    assert amount(-0.001, signed=True) == "+0.00"


@given(st.integers(0, 10**12).map(lambda ticks: ticks / 10**6))
def test_no_bound_shown_lies_above_the_cost_shown(cost: float) -> None:
    shown = [Decimal(text.replace(",", "")) for text in (bound_amount(cost), amount(cost))]
    assert shown[0] <= shown[1]
    assert shown[0] <= Decimal(cost)


def test_a_gap_goes_up() -> None:
    assert gap_percent(0.000001) == "0.01 %"
    assert gap_percent(0.0) == "0.00 %"


def test_a_repair_shows_the_cost_that_plan_and_audit_show(plan: Plan) -> None:
    """The cost lies between two cents, where floats are rounded down."""
    cost = replace(plan.audit.cost, understaffing=Decimal(0))
    cost = replace(cost, understaffing=HALF - cost.total)
    audit = replace(plan.audit, cost=cost)
    solve = replace(plan.solve, cost=float(cost.total), bound=float(cost.total))
    shown = replace(plan, audit=audit, solve=solve)
    begin = plan.scenario.grid.start
    made = Replanned(shown, audit, (), (), Decimal(20), begin, ())
    assert "cost         3,555.96 EUR" in plan_lines(shown)
    (line,) = (text for text in replan_lines(made) if text.startswith("cost "))
    assert line.split() == ["cost", "3,555.96", "3,555.96", "+0.00"]


def test_progress_shows_no_bound_above_the_cost(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress("EUR", 10.0) as show:
        show(TracePoint(1.0, "windows", 3555.955, 3555.955))
    assert "EUR 3,555.96  bound 3,555.95  gap 0.00 %" in capsys.readouterr().err
