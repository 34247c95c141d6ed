"""Agents present against agents needed, and the service level that follows from them.

The planner and the auditor both use these functions: they count and apply the queueing model,
and know nothing of rules, pay or how a roster was found.
"""

from __future__ import annotations

import numpy as np

from ..models.queueing import mean_wait, service_level
from .results import BoolArray, Coverage, FloatArray, IntArray, Requirement, ServiceLevelDay
from .scenario.types import Queue, Scenario
from .service_value import Achieved
from .shrinkage import shrinkage_by_interval


def coverage_of(requirement: Requirement, covered_slots: IntArray, scenario: Scenario) -> Coverage:
    """Return coverage against the requirement, interval by interval.

    Parameters
    ----------
    requirement : Requirement
        Of the scenario.
    covered_slots : ndarray of int, shape (queues, slots)
        Agents that serve each queue in each slot in which demand counts
        (``grid.n_demand_slots``). Further slots are ignored.
    scenario : Scenario
        Its queues give targets and shrinkage.

    Returns
    -------
    Coverage
        Arrays of shape (queues, intervals). Under and over are counted slot by slot against
        `scheduled` and then averaged over the interval. The service level is the mean over the
        interval's slots of the share answered in time by ``covered * (1 - shrinkage)`` agents
        (fractions by the continuous extension); NaN where the queue is closed, has no
        volume or no such target.

    Raises
    ------
    ValueError
        If there are fewer slots than demand has.
    """
    grid = requirement.grid
    queues, intervals, slots = len(requirement.queues), grid.n_intervals, grid.slots_per_interval
    if covered_slots.shape[0] != queues or covered_slots.shape[1] < grid.n_demand_slots:
        raise ValueError(
            f"covered_slots of shape {covered_slots.shape}: must be at least "
            f"{(queues, grid.n_demand_slots)}"
        )
    covered = covered_slots[:, : grid.n_demand_slots].reshape(queues, intervals, slots)
    missing = requirement.scheduled[:, :, None] - covered
    levels = np.full((queues, intervals), np.nan)
    left = 1.0 - shrinkage_by_interval(scenario)
    for k, queue in enumerate(scenario.queues):
        if queue.service_level is not None and queue.within_s is not None:
            levels[k] = _service_level(requirement, k, queue, covered[k] * left[k, :, None])
    return Coverage(
        covered=covered.mean(axis=2),
        under=np.maximum(missing, 0).mean(axis=2),
        over=np.maximum(-missing, 0).mean(axis=2),
        service_level=levels,
    )


def service_levels_by_day(
    scenario: Scenario, requirement: Requirement, coverage: Coverage
) -> tuple[ServiceLevelDay, ...]:
    """Return expected service levels per queue and local day, weighted by volume.

    Only volume in open intervals counts. A queue's day is listed where the day lies in the
    horizon, and after it (carry-out) where it has volume.

    Parameters
    ----------
    scenario, requirement, coverage
        That belong together; coverage from `coverage_of`.

    Returns
    -------
    tuple of ServiceLevelDay
        By queue, then day. `service_level` is None without volume or without such a target;
        `mean_wait_s` (of all contacts, answered or not) is None without volume and infinite
        where agents do not exceed the load of callers who never hang up.
    """
    grid = requirement.grid
    first_slots = np.arange(grid.n_intervals) * grid.slots_per_interval
    day_of = grid.slot_day[first_slots]
    volume = np.where(requirement.open, requirement.volume, 0.0)
    rows = []
    left = 1.0 - shrinkage_by_interval(scenario)
    for k, queue in enumerate(scenario.queues):
        wait_s = _mean_wait(requirement, k, coverage.covered[k] * left[k])
        for day in range(int(day_of.max(initial=-1)) + 1):
            weight = np.where(day_of == day, volume[k], 0.0)
            total = float(weight.sum())
            if day >= grid.days and total == 0:
                continue
            level = None
            if queue.service_level is not None:
                level = _weighted(coverage.service_level[k], weight)
            rows.append(
                ServiceLevelDay(
                    queue=queue.id,
                    day=grid.day(day).isoformat(),
                    volume=total,
                    service_level=level,
                    target=queue.service_level,
                    mean_wait_s=_weighted(wait_s, weight),
                )
            )
    return tuple(rows)


def achieved_by_period(requirement: Requirement, coverage: Coverage) -> tuple[Achieved, ...]:
    """Return what queues valued by their service level achieve, by queue and period."""
    index = {queue_id: k for k, queue_id in enumerate(requirement.queues)}
    found = []
    for value in requirement.service_values:
        k = index[value.queue]
        for p, (first_day, price) in enumerate(zip(value.periods, value.prices, strict=True)):
            here = value.period == p
            share = _weighted(coverage.service_level[k, here], requirement.volume[k, here])
            volume = float(requirement.volume[k, here].sum())
            found.append(Achieved(value.queue, first_day, value.target, price, volume, share))
    return tuple(found)


def _service_level(
    requirement: Requirement, k: int, queue: Queue, present: FloatArray
) -> FloatArray:
    """Return the expected service level of one queue, from agents of shape (intervals, slots)."""
    result = np.full(present.shape[0], np.nan)
    here = _with_volume(requirement, k)
    by_slot = service_level(
        requirement.offered_load[k, here, None],
        present[here],
        requirement.aht_s[k, here, None],
        0.0 if queue.within_s is None else queue.within_s,
        requirement.patience_s[k, here, None],
    )
    result[here] = by_slot.mean(axis=1)
    return result


def _mean_wait(requirement: Requirement, k: int, present: FloatArray) -> FloatArray:
    """Return the expected mean wait of one queue by interval; NaN without volume."""
    result = np.full(present.size, np.nan)
    here = _with_volume(requirement, k)
    result[here] = mean_wait(
        requirement.offered_load[k, here],
        present[here],
        requirement.aht_s[k, here],
        requirement.patience_s[k, here],
    )
    return result


def _with_volume(requirement: Requirement, k: int) -> BoolArray:
    """Return in which intervals the queue is open and has volume."""
    here: BoolArray = requirement.open[k] & (requirement.volume[k] > 0)
    return here


def _weighted(values: FloatArray, weight: FloatArray) -> float | None:
    """Return the mean of `values` by `weight`, None without weight."""
    here = weight > 0
    if not here.any():
        return None
    return float((values[here] * weight[here]).sum() / weight[here].sum())
