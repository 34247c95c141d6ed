"""absences.csv: the leave that repairs made of absences, in the columns of time_off.csv."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import polars as pl

from ..plan import Plan
from .tables import rfc3339


def absences_table(plan: Plan) -> pl.DataFrame:
    """Return the absences that a plan was repaired for, those of earlier repairs first."""
    zone = ZoneInfo(plan.scenario.zone)
    rows = [
        (t.employee_id, rfc3339(t.start, zone), rfc3339(t.end, zone), t.kind, t.paid_minutes)
        for t in plan.absences
    ]
    text = dict.fromkeys(("employee_id", "start", "end", "kind"), pl.String)
    return pl.DataFrame(rows, schema={**text, "paid_minutes": pl.Int64}, orient="row")
