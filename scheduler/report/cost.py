"""The report's cost: by component, and what premiums cost by kind.

Components are found in `Cost` itself: a new field of it is listed here without a change, in the
group of the sum that it enters.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from ..plan import Cost, Plan
from .markup import Cell, Column, join, say, share_bar, table
from .text import NBSP, NOTHING, Markup, amount_text, count, money, number, percent

WAGES = "Wages, paid"
BOUGHT = "Bought cover, paid"
PRICES = "Prices, not paid"
OTHER = "Other"

# In the order of the table; fields that are not named here follow in that of `Cost`
NAMES = {
    "base": "Base pay",
    "minimum": "Minimum pay",
    "premiums": "Premium",
    "overtime": "Overtime",
    "bonuses": "Bonuses, expected",
    "on_cost": "Employer on-cost",
    "bought_cover": "Bought cover",
    "understaffing": "Understaffing",
    "overstaffing": "Overstaffing",
    "preferences": "Wishes not granted",
    "fairness": "Unfair shares",
    "late_contacts": "Late contacts",
    "rules": "Rule",
}
ALWAYS = frozenset({"base", "overtime", "understaffing", "overstaffing", "preferences", "fairness"})


@dataclass(frozen=True)
class CostLine:
    """One component: the sum it belongs to, where plan.json has it, its name, its amount."""

    group: str
    path: str
    name: str
    amount: Decimal


def cost_lines(plan: Plan) -> list[CostLine]:
    """Return every component of the cost, group by group.

    Components that are zero are listed only where every scenario has them, and those of pay
    where the scenario has such pay.
    """
    cost = plan.audit.cost
    names = [field.name for field in fields(cost)]
    ordered = [*(n for n in NAMES if n in names), *(n for n in names if n not in NAMES)]
    found = [line for name in ordered for line in _lines_of(plan, cost, name)]
    return [
        line for group in (WAGES, BOUGHT, PRICES, OTHER) for line in found if line.group == group
    ]


def _lines_of(plan: Plan, cost: Cost, name: str) -> list[CostLine]:
    group = group_of(cost, name)
    if group is None:
        return []
    label = NAMES.get(name, name.replace("_", " ").capitalize())
    value = getattr(cost, name)
    if isinstance(value, dict):
        parts = value.items()
        return [CostLine(group, f"cost.{name}.{k}", f"{label}: {k}", v) for k, v in parts]
    if not value and name not in ALWAYS and not _is_wanted(plan, name):
        return []
    return [CostLine(group, f"cost.{name}", label, value)]


def _is_wanted(plan: Plan, name: str) -> bool:
    """Say whether the scenario has pay of a kind, so that its zero is worth a line."""
    pay = plan.scenario.pay
    wanted = {
        "minimum": bool(pay.minimum_paid_minutes),
        "bonuses": bool(pay.bonuses),
        "on_cost": bool(pay.on_cost_percent),
        "bought_cover": bool(plan.scenario.bought_cover),
        "late_contacts": any(q.value == "service_level" for q in plan.scenario.queues),
    }
    return wanted.get(name, False)


def group_of(cost: Cost, name: str) -> str | None:
    """Return the group whose sum grows with a field of `Cost`, None where no sum does."""
    raised = _raised(getattr(cost, name))
    if raised is None:
        return None
    more = replace(cost, **{name: raised})
    if more.wages != cost.wages:
        return WAGES
    if more.prices != cost.prices:
        return PRICES
    if name == "bought_cover":
        return BOUGHT
    return OTHER if more.total != cost.total else None


def _raised(value: object) -> Any:
    """Return an amount, or amounts by name, raised by one; None for anything else."""
    if isinstance(value, Decimal):
        return value + 1
    if isinstance(value, dict) and all(isinstance(v, Decimal) for v in value.values()):
        return {**value, "": Decimal(1)}
    return None


def cost_table(plan: Plan) -> Markup:
    """Return cost by component with a sum for each group and the total."""
    cost, currency = plan.audit.cost, plan.scenario.currency
    columns = (
        Column("Component"),
        Column(f"Amount, {currency}", numeric=True),
        Column("Of total", numeric=True),
    )
    lines = cost_lines(plan)
    most = max((abs(line.amount) for line in lines), default=Decimal(0))
    sums = {WAGES: cost.wages, BOUGHT: cost.bought_cover, PRICES: cost.prices}
    sums[OTHER] = cost.total - sum(sums.values())
    paths = {WAGES: "cost.wages"}
    rows: list[list[Cell]] = []
    for group, total in sums.items():
        own = [line for line in lines if line.group == group]
        if not own:
            continue
        rows += [_cost_row(line, cost.total, most, currency) for line in own]
        rows.append(_sum_row(group, paths.get(group, ""), total, cost.total, currency, "sum"))
    rows.append(_sum_row("Total", "cost.total", cost.total, cost.total, currency, "sum total"))
    return table("Cost by component", columns, rows, css="cost")


def _cost_row(line: CostLine, total: Decimal, most: Decimal, currency: str) -> list[Cell]:
    sort = "paid" if line.group == WAGES else "priced"
    css, style = share_bar(float(line.amount), float(most), sort)
    return [
        Cell(line.name),
        Cell(
            amount_text(line.amount, currency),
            sort=float(line.amount),
            figure=(line.path, line.amount),
        ),
        Cell(percent(float(line.amount / total)) if total else NOTHING, css=css, style=style),
    ]


def _sum_row(
    name: str, path: str, amount: Decimal, total: Decimal, currency: str, css: str
) -> list[Cell]:
    figure = (path, amount) if path else None
    share = percent(float(amount / total)) if total else NOTHING
    return [
        Cell(name, css=css),
        Cell(amount_text(amount, currency), css=css, figure=figure),
        Cell(share, css=css),
    ]


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
    overtime = _hours(cost.overtime_minutes) if cost.overtime_minutes else NOTHING
    kinds = [(name, _quantity(plan, name), amount) for name, amount in cost.premiums.items()]
    kinds.append(("Overtime", overtime, cost.overtime))
    most = max(abs(amount) for _, _, amount in kinds)
    rows = [_premium_row(*kind, cost.wages, most, currency) for kind in kinds]
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
    name: str, quantity: str, amount: Decimal, wages: Decimal, most: Decimal, currency: str
) -> list[Cell]:
    css, style = share_bar(float(amount), float(most), "paid")
    share = percent(float(amount / wages)) if wages else NOTHING
    return [
        Cell(name),
        Cell(quantity),
        Cell(amount_text(amount, currency), sort=float(amount)),
        Cell(share, css=css, style=style, sort=float(amount)),
    ]
