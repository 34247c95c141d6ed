"""What is bought from pools, and what queues valued by their service level achieve and cost."""

from __future__ import annotations

from ..bought_totals import pool_totals
from ..plan import Plan
from .markup import Cell, Column, join, say, table
from .service import SIGNS, WORDS, share_state
from .text import Markup, iso_day_label, money, number, percent

NONE = Markup("")


def pool_table(plan: Plan) -> Markup:
    """Return agent-hours and money by pool; nothing where the scenario has no pool."""
    totals = pool_totals(plan.scenario, plan.bought)
    if not totals:
        return NONE
    columns = (
        Column("Pool"),
        Column("Blocks", numeric=True),
        Column("Agent-hours", numeric=True),
        Column("Amount", numeric=True),
    )
    rows = [
        [
            Cell(total.pool),
            Cell(number(total.blocks)),
            Cell(number(total.agent_hours, 1)),
            Cell(money(total.amount, plan.scenario.currency)),
        ]
        for total in totals
    ]
    return join([say("h3", "Bought cover"), table("Bought cover by pool", columns, rows)])


def period_table(plan: Plan) -> Markup:
    """Return target, achievement and price of late contacts by period; nothing without any."""
    periods, currency = plan.audit.service_periods, plan.scenario.currency
    if not periods:
        return NONE
    columns = (
        Column("From"),
        Column("Queue"),
        Column("Target", numeric=True),
        Column("Achieved", numeric=True),
        Column("Late contacts", numeric=True),
        Column("Price of one", numeric=True),
        Column("Cost", numeric=True),
    )
    rows = []
    for period in periods:
        state = share_state(period.achieved, period.target)
        achieved = f"{percent(period.achieved)} {SIGNS.get(state, '')}".rstrip()
        rows.append(
            [
                Cell(iso_day_label(period.first_day)),
                Cell(period.queue),
                Cell(percent(period.target)),
                Cell(achieved, css=state, spoken=WORDS.get(state, "")),
                Cell(number(period.late, 1)),
                Cell(money(period.price, currency)),
                Cell(money(period.cost, currency)),
            ]
        )
    errors = "; ".join(
        f"{value.queue} {percent(value.error, 2)}" for value in plan.requirement.service_values
    )
    note = (
        "Late contacts are priced by straight lines between points of the queueing model; they "
        f"differ from it by at most this share of an interval's contacts: {errors}."
    )
    title = "Service level over each day or week, where coverage is valued by it"
    return join([say("h3", title), table(title, columns, rows), say("p", note, "hint")])
