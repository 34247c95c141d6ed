"""What queues valued by their service level achieve over each day or week, and what it costs."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ..coverage import achieved_by_period
from ..results import Coverage, Requirement
from ..service_value import SAVED_SCALE, ServicePeriod, ServiceValue
from .coverage import Staffing
from .money import as_decimal


def service_periods(
    present: Staffing, requirement: Requirement, coverage: Coverage
) -> tuple[ServicePeriod, ...]:
    """Return target, achievement and cost of every period, by queue and time."""
    index = {queue_id: k for k, queue_id in enumerate(requirement.queues)}
    costs = {
        (value.queue, first_day): cost
        for value in requirement.service_values
        for first_day, cost in zip(
            value.periods, _late_cost(value, present, index[value.queue]), strict=True
        )
    }
    return tuple(
        ServicePeriod(
            queue=period.queue,
            first_day=period.first_day,
            volume=period.volume,
            target=period.target,
            achieved=period.share,
            late=0.0 if period.share is None else period.volume * (1.0 - period.share),
            price=period.price,
            cost=as_decimal(costs[period.queue, period.first_day]),
        )
        for period in achieved_by_period(requirement, coverage)
    )


def _late_cost(value: ServiceValue, present: Staffing, k: int) -> list[Fraction]:
    """Return the price of late contacts by period: agents below each level, slot by slot."""
    covered = present.covered[k].reshape(-1, present.grid.slots_per_interval)
    lost = np.zeros(len(covered), dtype=np.int64)
    for level, saved in zip(value.level, value.saved, strict=True):
        lost += saved * np.maximum(0, level[:, None] - covered).sum(axis=1)
    return [
        Fraction(price) * int(lost[value.period == p].sum()) / SAVED_SCALE
        for p, price in enumerate(value.prices)
    ]
