"""The tables of a plan by name."""

from __future__ import annotations

import polars as pl

from ..plan import Plan
from .absences_table import absences_table
from .bought_table import bought_table
from .tables import coverage_table, hours_table, requirements_table, schedule_table

PLAN_TABLES = ("requirements", "schedule", "coverage", "hours", "bought_cover", "absences")
"""Names of the tables that a plan may have."""


def plan_tables(plan: Plan) -> dict[str, pl.DataFrame]:
    """Return the tables of a plan by name; bought cover and absences where it has them."""
    tables = {
        "requirements": requirements_table(plan.requirement),
        "schedule": schedule_table(plan),
        "coverage": coverage_table(plan),
        "hours": hours_table(plan.scenario, plan.pay_lines),
    }
    if plan.scenario.bought_cover:
        tables["bought_cover"] = bought_table(plan.scenario, plan.bought)
    if plan.absences:
        tables["absences"] = absences_table(plan)
    return tables
