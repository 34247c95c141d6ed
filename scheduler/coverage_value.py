"""The worth of agents from the queueing model: contacts answered in time, as a few hinges.

References
----------
G. Koole and E. van der Sluis (2003), Optimal shift scheduling with a global service level
constraint, IIE Transactions 35(11), 1049-1055.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from ..models.queueing import marginal_values, required_agents
from ..models.queueing.hinges import Hinges, hinges
from .methods import least_of_other_targets, period_starts, periods_of
from .results import BoolArray, FloatArray, IntArray, Requirement
from .scenario.types import Queue, Scenario
from .service_value import SAVED_SCALE, ServiceValue
from .shrinkage import QueueShrinkage, queue_shrinkage

MOST_HINGES = 8
"""Hinges of an interval at most."""
TOLERANCE = 0.002
"""Share of an interval's contacts by which hinges may differ from the queueing model."""
_ALL_BUT = 1e-3
"""Agents who would answer all but this share of the contacts in time are worth no other one."""


def service_values(scenario: Scenario, requirement: Requirement) -> tuple[ServiceValue, ...]:
    """Return the worth of agents to every queue that is valued by its service level.

    Parameters
    ----------
    scenario : Scenario
    requirement : Requirement
        Of the scenario; the expected contacts count.

    Returns
    -------
    tuple of ServiceValue
        In the order of the queues. Prices are the queue's own, or 0 where they are to be found.
    """
    return tuple(
        _value(scenario, requirement, k, queue)
        for k, queue in enumerate(scenario.queues)
        if queue.value == "service_level"
    )


@dataclass(frozen=True)
class _Kinds:
    """Intervals that differ, each (U,): `left` are present of the agents, `at_least` stand by."""

    load: FloatArray
    aht_s: FloatArray
    patience_s: FloatArray
    volume: FloatArray
    left: FloatArray
    at_least: FloatArray


def _value(scenario: Scenario, requirement: Requirement, k: int, queue: Queue) -> ServiceValue:
    grid = scenario.grid
    shrinkage = queue_shrinkage(grid, queue)
    is_open = requirement.open[k]
    at_least = np.zeros(grid.n_intervals, dtype=np.int64)
    at_least[is_open] = least_of_other_targets(
        queue,
        requirement.offered_load[k, is_open],
        requirement.aht_s[k, is_open],
        requirement.patience_s[k, is_open],
    )[0]
    at_least = shrinkage.scheduled(at_least)
    here = is_open & (requirement.volume[k] > 0) & (requirement.offered_load[k] > 0)
    starts = period_starts(scenario, queue.target_over)
    period = np.where(here, periods_of(scenario, queue.target_over), -1)
    level, saved = (np.zeros((MOST_HINGES, grid.n_intervals), dtype=np.int64) for _ in range(2))
    error = 0.0
    if here.any():
        kinds, which = _kinds(requirement, k, here, shrinkage, at_least)
        found, error = _hinges(queue, kinds)
        level[:, here], gain = found.level[:, which], found.gain[:, which]
        saved[:, here] = np.rint(gain / grid.slots_per_interval * SAVED_SCALE)
    used = 1 + int(np.flatnonzero(saved.any(axis=1)).max(initial=0))
    return ServiceValue(
        queue=queue.id,
        target=queue.service_level or 0.0,
        periods=starts,
        period=period.astype(np.int64),
        at_least=at_least,
        level=level[:used],
        saved=saved[:used],
        error=error,
        prices=(queue.late_price or Decimal(0),) * len(starts),
    )


def _kinds(
    requirement: Requirement,
    k: int,
    here: BoolArray,
    shrinkage: QueueShrinkage,
    at_least: IntArray,
) -> tuple[_Kinds, IntArray]:
    """Return the different intervals among those with contacts, and which each of them is."""
    left = 1.0 - shrinkage.shares()
    columns = (
        *(requirement.offered_load[k], requirement.aht_s[k], requirement.patience_s[k]),
        *(requirement.volume[k], left, at_least.astype(np.float64)),
    )
    rows = np.stack([column[here] for column in columns], axis=1)
    found, which = np.unique(rows, axis=0, return_inverse=True, equal_nan=True)
    return _Kinds(*np.ascontiguousarray(found.T)), which.reshape(-1)


def _hinges(queue: Queue, kinds: _Kinds) -> tuple[Hinges, float]:
    """Return the hinges of intervals that differ, and the largest error as a share of contacts."""
    most = required_agents(
        kinds.load,
        kinds.aht_s,
        service_level=max(queue.service_level or 0.0, 1.0 - _ALL_BUT),
        within_s=queue.within_s,
        patience_s=kinds.patience_s,
    )
    largest = int(np.ceil(most / kinds.left).max(initial=1))
    table = marginal_values(
        kinds.load,
        max(1, largest),
        kinds.aht_s,
        0.0 if queue.within_s is None else queue.within_s,
        kinds.patience_s,
        volume=kinds.volume,
        present=kinds.left,
        at_least=kinds.at_least,
    )
    found = hinges(table.concave, MOST_HINGES, TOLERANCE * kinds.volume)
    agents = np.arange(table.in_time.shape[1])
    apart = table.concave[:, -1:] - table.in_time
    for level, gain in zip(found.level, found.gain, strict=True):
        apart -= gain[:, None] * np.maximum(0, level[:, None] - agents)
    counts = agents >= kinds.at_least[:, None]
    share = np.where(counts, np.abs(apart), 0.0).max(axis=1) / kinds.volume
    return found, float(share.max())
