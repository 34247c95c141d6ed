"""The report's cost: by component, and what premiums cost by kind."""

from __future__ import annotations

from decimal import Decimal

from ..plan import Plan
from .markup import Cell, Column, join, say, table
from .text import NBSP, NOTHING, Markup, count, money, number, percent

WAGES = "Wages, paid"
BOUGHT = "Bought cover, paid"
PRICES = "Prices, not paid"


def cost_lines(plan: Plan) -> list[tuple[str, str, Decimal]]:
    """Return every component of the cost: group, name, amount.

    Minimum pay, bonuses, on-cost, bought cover and late contacts are listed where the scenario
    has them.
    """
    cost, pay = plan.audit.cost, plan.scenario.pay
    lines = [(WAGES, "Base pay", cost.base)]
    if pay.minimum_paid_minutes or cost.minimum:
        lines.append((WAGES, "Minimum pay", cost.minimum))
    lines += [(WAGES, f"Premium: {name}", amount) for name, amount in cost.premiums.items()]
    lines.append((WAGES, "Overtime", cost.overtime))
    if pay.bonuses or cost.bonuses:
        lines.append((WAGES, "Bonuses, expected", cost.bonuses))
    if pay.on_cost_percent or cost.on_cost:
        lines.append((WAGES, "Employer on-cost", cost.on_cost))
    if plan.scenario.bought_cover:
        lines.append((BOUGHT, "Bought cover", cost.bought_cover))
    lines += [
        (PRICES, "Understaffing", cost.understaffing),
        (PRICES, "Overstaffing", cost.overstaffing),
        (PRICES, "Wishes not granted", cost.preferences),
        (PRICES, "Unfair shares", cost.fairness),
    ]
    if any(queue.value == "service_level" for queue in plan.scenario.queues):
        lines.append((PRICES, "Late contacts", cost.late_contacts))
    return lines + [(PRICES, f"Rule: {rule}", amount) for rule, amount in cost.rules.items()]


def cost_table(plan: Plan) -> Markup:
    """Return cost by component with a sum for each group and the total."""
    cost, currency = plan.audit.cost, plan.scenario.currency
    columns = (
        Column("Component"),
        Column(f"Amount, {currency}", numeric=True),
        Column("Of total", numeric=True),
    )
    lines = cost_lines(plan)
    rows: list[list[Cell]] = []
    sums = {WAGES: cost.wages, BOUGHT: cost.bought_cover, PRICES: cost.prices}
    for group in dict.fromkeys(name for name, *_ in lines):
        total = sums[group]
        rows += [_cost_row(n, a, cost.total, currency, "") for g, n, a in lines if g == group]
        rows.append(_cost_row(group, total, cost.total, currency, "sum"))
    rows.append(_cost_row("Total", cost.total, cost.total, currency, "sum total"))
    return table("Cost by component", columns, rows, css="cost")


def cost_notes(plan: Plan) -> Markup:
    """Return what stands beside the sum: linearisation and the value of the bonuses."""
    currency = plan.scenario.currency
    notes = []
    difference = plan.linearisation
    if difference is not None and plan.solve.planned_cost is not None:
        notes.append(
            f"Linearisation: the search reckons with {money(plan.solve.planned_cost, currency)}, "
            f"the exact cost less that is {money(difference, currency)}."
            if plan.is_linearised
            else "Linearisation: none; the search and the exact recomputation agree."
        )
    if plan.scenario.pay.bonuses:
        value = money(plan.audit.cost.expected_value, currency)
        notes.append(f"Expected value of the work that earns bonuses: {value}, in no sum above.")
    return join(say("p", note, "hint") for note in notes)


def premium_table(plan: Plan) -> Markup:
    """Return hours or shifts, money and share of wages of every kind of premium."""
    cost, currency = plan.audit.cost, plan.scenario.currency
    columns = (
        Column("Kind"),
        Column("Paid for", numeric=True),
        Column(f"Amount, {currency}", numeric=True),
        Column("Of wages", numeric=True),
    )
    rows = [
        _premium_row(name, _quantity(plan, name), amount, cost.wages, currency)
        for name, amount in cost.premiums.items()
    ]
    overtime = _hours(cost.overtime_minutes) if cost.overtime_minutes else NOTHING
    rows.append(_premium_row("Overtime", overtime, cost.overtime, cost.wages, currency))
    return table("What premiums cost, by kind", columns, rows, sortable=True, css="premiums")


def _quantity(plan: Plan, name: str) -> str:
    """Return for how many hours or shifts a premium is paid."""
    cost = plan.audit.cost
    if name in cost.allowance_shifts:
        return count(cost.allowance_shifts[name], "shift")
    return _hours(cost.premium_minutes[name]) if name in cost.premium_minutes else NOTHING


def _hours(minutes: int) -> str:
    return f"{number(minutes / 60, 1)}{NBSP}h"


def _premium_row(
    name: str, quantity: str, amount: Decimal, wages: Decimal, currency: str
) -> list[Cell]:
    shown = money(amount, currency).removeprefix(f"{currency}{NBSP}")
    share = percent(float(amount / wages)) if wages else NOTHING
    return [Cell(name), Cell(quantity), Cell(shown, sort=float(amount)), Cell(share)]


def _cost_row(name: str, amount: Decimal, total: Decimal, currency: str, css: str) -> list[Cell]:
    shown = money(amount, currency).removeprefix(f"{currency}{NBSP}")
    share = percent(float(amount / total)) if total else NOTHING
    return [Cell(name, css=css), Cell(shown, css=css), Cell(share, css=css)]
