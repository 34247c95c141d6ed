"""What queues valued by their service level achieve over each day or week, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ..plan import Coverage, Requirement
from ..service_value import SAVED_SCALE, ServicePeriod, ServiceValue
from .coverage import Staffing
from .money import as_decimal

FloatArray = npt.NDArray[np.float64]


def service_periods(
    present: Staffing, requirement: Requirement, coverage: Coverage
) -> tuple[ServicePeriod, ...]:
    """Return target, achievement and cost of every period, by queue and time."""
    index = {queue_id: k for k, queue_id in enumerate(requirement.queues)}
    return tuple(
        period
        for value in requirement.service_values
        for period in _of_queue(value, index[value.queue], present, requirement, coverage)
    )


def late_cost(value: ServiceValue, present: Staffing, k: int) -> dict[int, Fraction]:
    """Return the price of late contacts by period: agents below each level, slot by slot."""
    slots = present.grid.slots_per_interval
    covered = present.covered[k].reshape(-1, slots)
    lost = np.zeros(len(covered), dtype=np.int64)
    for level, saved in zip(value.level, value.saved, strict=True):
        lost += saved * np.maximum(0, level[:, None] - covered).sum(axis=1)
    return {
        p: Fraction(price) * int(lost[value.period == p].sum()) / SAVED_SCALE
        for p, price in enumerate(value.prices)
    }


def _of_queue(
    value: ServiceValue,
    k: int,
    present: Staffing,
    requirement: Requirement,
    coverage: Coverage,
) -> Iterator[ServicePeriod]:
    cost = late_cost(value, present, k)
    for p, first_day in enumerate(value.periods):
        here = value.period == p
        volume = requirement.volume[k, here]
        total = float(volume.sum())
        in_time = float((volume * np.nan_to_num(coverage.service_level[k, here])).sum())
        yield ServicePeriod(
            queue=value.queue,
            first_day=first_day,
            volume=total,
            target=value.target,
            achieved=in_time / total if total > 0 else None,
            late=total - in_time,
            price=value.prices[p],
            cost=as_decimal(cost[p]),
        )
