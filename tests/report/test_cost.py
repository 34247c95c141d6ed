"""Cost by component and by premium, on the page and as lines."""

from dataclasses import dataclass, field, fields, replace
from decimal import Decimal

import pytest
from staffwright.scheduler.plan import Cost, Plan
from staffwright.scheduler.report import render_report
from staffwright.scheduler.report.cost import PRICES, WAGES, cost_lines, group_of
from staffwright.scheduler.scenario.pay_types import Bonus, PayRules
from taken_apart import Page, shown_text


@pytest.fixture(scope="module")
def page(plan: Plan) -> Page:
    return Page(render_report(plan))


def test_every_component_of_the_cost_is_listed(plan: Plan, page: Page) -> None:
    cost = plan.audit.cost
    shown = page.text.replace("\u00a0", " ")
    for premium, amount in cost.premiums.items():
        assert f"Premium: {premium} {round(amount, 2):,.2f}" in shown
    assert "Overtime 312.13" in shown
    assert f"Wages, paid {round(cost.wages, 2):,.2f}" in shown
    assert f"Understaffing {round(cost.understaffing, 2):,.2f}" in shown


def test_the_components_add_up_to_the_total(plan: Plan) -> None:
    assert sum(line.amount for line in cost_lines(plan)) == plan.audit.cost.total


@dataclass(frozen=True)
class _RicherCost(Cost):
    """What `Cost` may become: two components in its sums, a third beside them."""

    travel: Decimal = Decimal(700)
    refunds: Decimal = Decimal(-50)
    lost_sales: dict[str, Decimal] = field(default_factory=lambda: {"billing": Decimal(31)})

    @property
    def wages(self) -> Decimal:
        return super().wages + self.travel

    @property
    def prices(self) -> Decimal:
        return super().prices + self.refunds


def test_a_component_that_cost_gains_is_listed_in_the_sum_it_enters(plan: Plan) -> None:
    now = plan.audit.cost
    richer = _RicherCost(**{f.name: getattr(now, f.name) for f in fields(now)})
    lines = cost_lines(replace(plan, audit=replace(plan.audit, cost=richer)))
    found = {(line.group, line.name, line.amount) for line in lines}
    assert (WAGES, "Travel", Decimal(700)) in found
    assert (PRICES, "Refunds", Decimal(-50)) in found
    assert sum(line.amount for line in lines) == richer.total
    assert group_of(richer, "lost_sales") is None
    shown = shown_text(plan, richer)
    assert f"Wages, paid {round(richer.wages, 2):,.2f}" in shown
    assert "Refunds −50.00" in shown


def test_premiums_are_listed_by_kind_with_hours_shifts_and_money(plan: Plan) -> None:
    cost = replace(
        plan.audit.cost,
        premiums={"night": Decimal("120.50"), "on_call": Decimal("45")},
        premium_minutes={"night": 630},
        allowance_shifts={"on_call": 3},
        overtime_minutes=90,
    )
    shown = shown_text(plan, cost)
    table = shown[shown.index("What premiums cost, by kind Kind") :]
    assert "night 10.5 h 120.50" in table
    assert "on_call 3 shifts 45.00" in table
    assert "Overtime 1.5 h 312.13" in table


def test_priced_rules_on_cost_minimum_and_bonuses_are_components(plan: Plan) -> None:
    cost = replace(
        plan.audit.cost,
        minimum=Decimal("10"),
        bonuses=Decimal("20"),
        on_cost=Decimal("30"),
        rules={"max_weekends": Decimal("40")},
    )
    shown = shown_text(plan, cost)
    for line in ("Minimum pay 10.00", "Bonuses, expected 20.00", "Employer on-cost 30.00"):
        assert line in shown
    assert "Rule: max_weekends 40.00" in shown
    assert f"Total {round(plan.audit.cost.total, 2) + 100:,.2f}" in shown
    for name in ("Minimum pay", "Bonuses", "on-cost", "Rule:"):
        assert name not in shown_text(plan, plan.audit.cost)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (Decimal("12.50"), "the exact cost less that is EUR 12.50."),
        (Decimal("-3"), "the exact cost less that is EUR −3.00."),
        (Decimal("0.001"), "Linearisation: none"),
    ],
)
def test_the_difference_to_the_figure_of_the_search_is_told(
    plan: Plan, more: Decimal, words: str
) -> None:
    solve = replace(
        plan.solve, planned_cost=plan.audit.cost.total - more, pay_is_exact=abs(more) < 1
    )
    assert words in shown_text(replace(plan, solve=solve), plan.audit.cost)
    assert "Linearisation" not in shown_text(plan, plan.audit.cost)


def test_the_expected_value_of_bonuses_stands_beside_the_sum(plan: Plan) -> None:
    bonus = Bonus("save", "retention", "contact", Decimal(4), Decimal(30), 0.2)
    scenario = replace(plan.scenario, pay=PayRules(bonuses=(bonus,)))
    cost = replace(plan.audit.cost, expected_value=Decimal("1234.5"))
    shown = shown_text(replace(plan, scenario=scenario), cost)
    assert "earns bonuses: EUR 1,234.50, in no sum above." in shown
