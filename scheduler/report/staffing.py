"""Agent-hours to roster, covered, missing and too many by day and queue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..plan import FloatArray, Plan
from .markup import Cell, Column, table
from .text import Markup, day_label, number

ALL_QUEUES = "All queues"
MEASURES = ("scheduled", "covered", "under", "over")


@dataclass(frozen=True)
class StaffingHours:
    """Agent-hours of one queue, or of all.

    Attributes
    ----------
    name : str
    days : ndarray, shape (days, 4)
        By local day in the order of `MEASURES`; days of carry-out are included.
    """

    name: str
    days: FloatArray

    @property
    def whole(self) -> FloatArray:
        """The four sums over all days."""
        return np.asarray(self.days.sum(axis=0), dtype=np.float64)


def day_edges(plan: Plan) -> list[tuple[int, int]]:
    """Return first interval and interval after the last of every day that has demand."""
    grid = plan.scenario.grid
    starts = [int(slot) // grid.slots_per_interval for slot in grid.day_starts]
    starts = [start for start in starts if start < grid.n_intervals]
    return list(zip(starts, [*starts[1:], grid.n_intervals], strict=True))


def staffing_hours(plan: Plan) -> list[StaffingHours]:
    """Return agent-hours by day for all queues together, where there are several, and for each."""
    requirement, coverage = plan.requirement, plan.audit.coverage
    series = (requirement.scheduled, coverage.covered, coverage.under, coverage.over)
    stacked = np.stack([np.asarray(values, dtype=np.float64) for values in series], axis=2)
    hours = stacked * plan.scenario.grid.interval_minutes / 60
    by_day = np.stack([hours[:, a:b].sum(axis=1) for a, b in day_edges(plan)], axis=1)
    queues = [StaffingHours(q, by_day[k]) for k, q in enumerate(requirement.queues)]
    if len(queues) == 1:
        return queues
    return [StaffingHours(ALL_QUEUES, by_day.sum(axis=0)), *queues]


def staffing_table(plan: Plan) -> Markup:
    """Return agent-hours by day and queue, with the sums."""
    columns = (
        Column("Day"),
        Column("Queue"),
        Column("To roster, h", numeric=True),
        Column("Covered, h", numeric=True),
        Column("Missing, h", numeric=True),
        Column("Too many, h", numeric=True),
    )
    found = staffing_hours(plan)
    rows = []
    for day in range(len(day_edges(plan))):
        label = day_label(plan.scenario.grid.day(day))
        rows += [[Cell(label), Cell(s.name), *_hour_cells(s.days[day])] for s in found]
    rows += [[Cell("Whole horizon", css="sum"), Cell(s.name), *_hour_cells(s.whole)] for s in found]
    return table("Agent-hours by day and queue", columns, rows)


def _hour_cells(hours: FloatArray) -> list[Cell]:
    return [Cell(number(float(value), 2)) for value in hours]
