"""The reverse question: what service given agents give, and what load they carry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..models.queueing import abandonment, carried_load, mean_wait, occupancy, service_level
from .calendar import Grid
from .carried import Course, carried_path
from .demand import demand
from .errors import InputError
from .methods import course_of
from .results import BoolArray, FloatArray
from .scenario.types import Queue, Scenario
from .shrinkage import shrinkage_by_interval
from .targets import has_target

MOST_AGENTS = 1_000_000
"""Most agents that may be asked about."""


@dataclass(frozen=True)
class ExpectedService:
    """What a number of agents gives in every interval, arrays of shape (queues, intervals).

    Where a queue is closed or has no load, there is no service to measure: NaN.

    Attributes
    ----------
    agents : agents rostered in every interval.
    present : those left after unplanned absence, 0 where closed.
    volume, offered_load : expected contacts and erlangs.
    service_level : share answered in time; NaN without such a target.
    mean_wait_s : of all contacts; infinite where the queue only grows.
    occupancy, abandonment : shares.
    carried_load : largest load in erlangs at which `present` agents meet the queue's targets; NaN
        for a queue without any.
    """

    grid: Grid
    queues: tuple[str, ...]
    agents: int
    present: FloatArray
    volume: FloatArray
    offered_load: FloatArray
    service_level: FloatArray
    mean_wait_s: FloatArray
    occupancy: FloatArray
    abandonment: FloatArray
    carried_load: FloatArray
    open: BoolArray


def expected_service(scenario: Scenario, agents: int) -> ExpectedService:
    """Return what `agents` give in every interval in which a queue is open.

    Each interval is taken as stationary on its own, with fractions of agents after unplanned
    absence by the continuous extension of the model. A queue with the method ``carried`` hands
    its backlog on; there the agents left are rounded down.

    Parameters
    ----------
    scenario : Scenario
        Its forecast, queues and targets are used.
    agents : int
        Rostered for every queue in every interval, from 0.

    Raises
    ------
    InputError
        If `agents` is negative or above `MOST_AGENTS`.
    """
    if not 0 <= agents <= MOST_AGENTS:
        raise InputError(f"agents {agents}: must lie between 0 and {MOST_AGENTS:,}")
    wanted = demand(scenario)
    is_open = wanted.open
    volume, aht_s, patience_s = wanted.expected.volume, wanted.aht_s, wanted.patience_s
    load = volume * aht_s / (scenario.grid.interval_minutes * 60)
    present = np.where(is_open, agents * (1.0 - shrinkage_by_interval(scenario)), 0.0)
    measured = is_open & (load > 0)
    measures = np.full((4, *load.shape), np.nan)
    for k, queue in enumerate(scenario.queues):
        course = course_of(scenario.grid, wanted, k, planned=False)
        by_method = _carried if queue.method == "carried" else _stationary
        measures[:, k] = np.where(measured[k], by_method(queue, course, present[k]), np.nan)
    return ExpectedService(
        grid=scenario.grid,
        queues=tuple(queue.id for queue in scenario.queues),
        agents=agents,
        present=present,
        volume=volume,
        offered_load=load,
        service_level=measures[0],
        mean_wait_s=measures[1],
        occupancy=measures[2],
        abandonment=measures[3],
        carried_load=np.array(
            [
                _carried_load(queue, present[k], aht_s[k], patience_s[k], measured[k])
                for k, queue in enumerate(scenario.queues)
            ]
        ).reshape(load.shape),
        open=is_open,
    )


def _stationary(queue: Queue, course: Course, present: FloatArray) -> FloatArray:
    """Return service level, mean wait, occupancy and abandonment, shape (4, intervals)."""
    given = course.load, present, course.aht_s
    level = np.full(present.shape, np.nan)
    if queue.within_s is not None:
        level = service_level(*given, queue.within_s, course.patience_s)
    return np.array(
        [
            level,
            mean_wait(*given, course.patience_s),
            occupancy(*given, course.patience_s),
            abandonment(*given, course.patience_s),
        ]
    )


def _carried(queue: Queue, course: Course, present: FloatArray) -> FloatArray:
    """Return service level, mean wait, occupancy and abandonment, shape (4, intervals)."""
    # a hair above, so that 0.9 * 10 agents are 9
    agents = np.floor(present + 1e-9).astype(np.int64)
    path = carried_path(queue, course, agents)
    busy = np.divide(path.busy, agents, out=np.ones(present.shape), where=agents > 0)
    return np.array([path.service_level, path.mean_wait_s, busy, path.abandonment])


def _carried_load(
    queue: Queue,
    present: FloatArray,
    aht_s: FloatArray,
    patience_s: FloatArray,
    measured: BoolArray,
) -> FloatArray:
    """Return the largest load within the queue's targets, computed once for equal intervals."""
    result = np.full(present.shape, np.nan)
    if not has_target(queue) or not measured.any():
        return result
    table = np.column_stack([present, aht_s, np.nan_to_num(patience_s, nan=-1.0)])[measured]
    rows, which = np.unique(table, axis=0, return_inverse=True)
    agents, handling_s, patience = rows.T
    loads = carried_load(
        agents,
        handling_s,
        service_level=queue.service_level,
        within_s=queue.within_s,
        mean_wait_s=queue.mean_wait_s,
        max_occupancy=queue.max_occupancy,
        max_abandonment=queue.max_abandonment,
        patience_s=np.where(patience < 0, np.nan, patience),
    )
    # a target on abandonment alone says nothing about callers who never hang up
    loads = np.where(patience < 0, np.minimum(loads, agents), loads)
    result[measured] = loads[which.reshape(-1)]
    return result
