"""What the terminal shows of a plan: within 80 columns, complete, and true to the plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from staffwright.scheduler.amounts import money
from staffwright.scheduler.plan import Cost, Plan, ServiceLevelDay
from staffwright.scheduler.scenario.pay_types import Bonus, PayRules
from staffwright.scheduler.summary import cost_table, plan_lines, service_level_parts
from staffwright.scheduler.text_table import plain_lines


def _cost(plan: Plan) -> Cost:
    return replace(
        plan.audit.cost,
        premiums={"night": Decimal("120.50"), "on_call": Decimal("45")},
        premium_minutes={"night": 630},
        allowance_shifts={"on_call": 1},
        overtime_minutes=90,
        minimum=Decimal("10"),
        bonuses=Decimal("20"),
        on_cost=Decimal("30"),
        expected_value=Decimal("200"),
        rules={"max_weekends": Decimal("40")},
    )


def _lines(plan: Plan) -> dict[str, str]:
    """Return the lines of the cost by the name at their beginning, blanks made single."""
    lines = cost_table(_cost(plan), plan.scenario).lines()
    return {line[:28].strip(): " ".join(line[28:].split()) for line in lines}


def test_premiums_are_shown_with_the_hours_or_shifts_they_are_paid_for(plan: Plan) -> None:
    shown = _lines(plan)
    assert shown["premium night"] == "120.50 EUR 10.50 h"
    assert shown["premium on_call"] == "45.00 EUR 1 shift"
    assert shown["overtime"] == "312.13 EUR 1.50 h"  # half a cent up


def test_every_component_has_a_line_and_they_add_up(plan: Plan) -> None:
    shown = _lines(plan)
    assert shown["minimum pay"] == "10.00 EUR"
    assert shown["bonuses, expected"] == "20.00 EUR worth 200.00 EUR"
    assert shown["on-cost"] == "30.00 EUR"
    assert shown["rule max_weekends"] == "40.00 EUR"
    assert shown["total"] == money(_cost(plan).total, "EUR")
    assert shown["wages"] == money(_cost(plan).wages, "EUR")


def test_what_a_scenario_does_not_have_is_not_shown(plan: Plan) -> None:
    shown = "\n".join(cost_table(plan.audit.cost, plan.scenario).lines())
    for name in ("minimum", "bonuses", "on-cost", "rule"):
        assert name not in shown


def test_bonuses_of_the_scenario_are_shown_even_where_none_is_earned(plan: Plan) -> None:
    bonus = Bonus("save", "retention", "contact", Decimal(4), Decimal(30), 0.2)
    scenario = replace(plan.scenario, pay=PayRules(bonuses=(bonus,)))
    assert any("worth 0.00 EUR" in line for line in cost_table(plan.audit.cost, scenario).lines())


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (Decimal("1250.5"), "linearised   +1,250.50 EUR exact less the search's own"),
        (Decimal("-0.25"), "linearised   -0.25 EUR exact less the search's own"),
    ],
)
def test_the_difference_to_the_figure_of_the_search_is_shown(
    plan: Plan, more: Decimal, line: str
) -> None:
    solve = replace(plan.solve, planned_cost=plan.audit.cost.total - more, pay_is_exact=False)
    shown = plan_lines(replace(plan, solve=solve))
    assert line in shown
    (bound,) = (text for text in shown if text.startswith("bound "))
    assert bound.endswith(" costs less, as the search reckons)")


@pytest.mark.parametrize(
    ("status", "seconds", "shown"),
    [
        ("feasible", 13.44, "feasible: improved for 13.4 s"),
        ("feasible", 0.0, "feasible"),
        ("optimal", 13.44, "proven optimal"),
    ],
)
def test_the_status_says_how_long_the_search_took_and_not_that_a_limit_was_reached(
    plan: Plan, status: Any, seconds: float, shown: str
) -> None:
    solve = replace(plan.solve, status=status, seconds=seconds)
    assert f"status       {shown}" in plan_lines(replace(plan, solve=solve))


@pytest.mark.parametrize("planned", [None, Decimal("0.004")])
def test_no_difference_is_shown_where_there_is_none(plan: Plan, planned: Decimal | None) -> None:
    known = None if planned is None else plan.audit.cost.total - planned
    solve = replace(plan.solve, planned_cost=known)
    assert not any("linearised" in line for line in plan_lines(replace(plan, solve=solve)))


@pytest.mark.parametrize("number", [1, 3, 8, 9, 17, 40])
def test_the_service_table_fits_a_terminal_however_many_queues(plan: Plan, number: int) -> None:
    queues = [replace(plan.scenario.queues[0], id=f"queue_number_{k:02}") for k in range(number)]
    days = [ServiceLevelDay(q.id, "2026-03-23", 10.0, 0.75, 0.8, None) for q in queues]
    lines = plain_lines(service_level_parts(days, queues))
    assert max(map(len, lines)) <= 79
    assert sum(line.count("75.0 %") for line in lines) == number
    assert sum(line.count("queue_") for line in lines) == number


def test_the_whole_summary_fits_a_terminal(plan: Plan) -> None:
    audit = replace(plan.audit, cost=_cost(plan))
    assert max(map(len, plan_lines(replace(plan, audit=audit)))) <= 79


def test_cost_and_total_of_a_plan_are_the_same_amount_to_the_cent() -> None:
    """The search's cost is a float: 19898.795 is the binary number just below it."""
    assert money(19898.794999999998, "EUR") == "19,898.80 EUR"
    assert money(Decimal("19898.795"), "EUR") == "19,898.80 EUR"
