"""The tables of a plan as frames with typed dates and times, for programs."""

from __future__ import annotations

import polars as pl

from ..plan import Plan
from .plan_tables import plan_tables
from .table_files import TIMES, with_dates, with_instants
from .tables import in_order


def plan_frames(plan: Plan) -> dict[str, pl.DataFrame]:
    """Return the tables of a plan by name; see `Plan.to_frames`."""
    tables = {"shifts": _shifts_table(plan), **plan_tables(plan)}
    return {name: _typed(table, plan.scenario.zone) for name, table in tables.items()}


def _shifts_table(plan: Plan) -> pl.DataFrame:
    """Return a row per shift, by employee and start."""
    shifts = in_order(plan.shifts)
    text = ("employee_id", "shift_id", "business_date", "start", "end")
    return pl.DataFrame(
        {
            "employee_id": [shift.employee_id for shift in shifts],
            "shift_id": [shift.shift_id for shift in shifts],
            "business_date": [shift.business_date.isoformat() for shift in shifts],
            "start": [shift.start.isoformat(timespec="seconds") for shift in shifts],
            "end": [shift.end.isoformat(timespec="seconds") for shift in shifts],
            "paid_minutes": [shift.paid_minutes for shift in shifts],
            "locked": [shift.locked for shift in shifts],
        },
        schema={**dict.fromkeys(text, pl.String), "paid_minutes": pl.Int64, "locked": pl.Boolean},
    )


def _typed(table: pl.DataFrame, zone: str) -> pl.DataFrame:
    """Return a table with dates as dates and times as instants in a zone."""
    times = [name for name in TIMES if name in table.columns]
    return with_dates(with_instants(table)).with_columns(pl.col(times).dt.convert_time_zone(zone))
