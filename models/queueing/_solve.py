"""The smallest number of agents for many queues and one target: table, search, exact decision.

A table answers most queues where there are enough of them to pay for it; a search in double
precision the others; and what that leaves in doubt is decided with 80 digits. The three agree,
so that the answer does not depend on the way.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ._exact import settle
from ._jit import compiled
from ._margin import OCCUPANCY_GUARD, Kind
from ._queues import Queues, entry, needs_nobody, queue_at
from ._search import smallest_a, smallest_c
from ._special import FloatArray, IntArray
from ._table import Table, look_up
from ._table_choice import table_for

# Targets beyond this many are not sorted out to be looked up one by one.
_MOST_GOALS = 24


@compiled
def _looked_up(
    table: Table,
    load: FloatArray,
    aht_s: FloatArray,
    patience_s: FloatArray,
    within_s: FloatArray,
    target: FloatArray,
    size: int,
) -> IntArray:
    """Return what a table answers; see `look_up` for negative numbers."""
    agents = np.empty(size, dtype=np.int64)
    for k in range(size):
        if needs_nobody(table.kind, entry(load, k), entry(patience_s, k), entry(target, k)):
            agents[k] = 0
        else:
            q = queue_at(table.kind, load, aht_s, patience_s, within_s, target, k)
            agents[k] = look_up(table, q.load, q.theta, q.within, q.target)
    return agents


@compiled
def _searched(
    kind: int,
    load: FloatArray,
    aht_s: FloatArray,
    patience_s: FloatArray,
    within_s: FloatArray,
    target: FloatArray,
    starts: IntArray,
) -> tuple[IntArray, npt.NDArray[np.bool_]]:
    """Return the agents found by search and where they are in doubt.

    `starts` holds -1, or -2 less a number to start from.
    """
    agents = np.zeros(starts.size, dtype=np.int64)
    doubt = np.zeros(starts.size, dtype=np.bool_)
    for k in range(starts.size):
        if needs_nobody(kind, entry(load, k), entry(patience_s, k), entry(target, k)):
            continue
        queue = queue_at(kind, load, aht_s, patience_s, within_s, target, k)
        if queue.theta == queue.theta:
            agents[k], doubt[k] = smallest_a(queue, max(0.0, -2.0 - starts[k]))
        else:
            agents[k], doubt[k] = smallest_c(queue)
    return agents, doubt


def smallest(kind: Kind, queues: Queues) -> IntArray:
    """Return the smallest number of agents that meets the target, for each queue."""
    if queues.patience_s.size == 1:
        return _of_one_model(kind, queues, bool(np.isnan(queues.patience_s[0])))
    patient = np.isnan(queues.patience_s)
    result = np.zeros(queues.size, dtype=np.int64)
    for forever in (True, False):
        here = np.flatnonzero(patient == forever)
        if here.size:
            result[here] = _of_one_model(kind, queues.part(here), forever)
    return result


def _of_one_model(kind: Kind, queues: Queues, patient: bool) -> IntArray:
    """Return the agents where either all callers hang up some time or none does."""
    if not patient:
        return _by_goal(kind, queues, patient)
    if kind is Kind.OCCUPANCY:
        least = np.ceil(queues.load / queues.target - OCCUPANCY_GUARD)
        needed = np.where(queues.load > 0, np.maximum(1, least), 0)
        return np.broadcast_to(needed, queues.size).astype(np.int64)
    if kind is Kind.ABANDONMENT:
        return np.zeros(queues.size, dtype=np.int64)
    return _by_goal(Kind.WAIT if kind is Kind.WAIT else Kind.IN_TIME, queues, patient)


def _by_goal(kind: Kind, queues: Queues, patient: bool) -> IntArray:
    """Return the agents, target by target where these are few and a table is made for one."""
    if queues.target.size == 1 or kind in (Kind.WAIT, Kind.ABANDONMENT):
        return _smallest(kind, queues, table_for(kind, queues, patient))
    result = np.zeros(queues.size, dtype=np.int64)
    left = np.arange(queues.size)
    for _ in range(_MOST_GOALS):
        goals = queues.target[left]
        same = goals == goals[0]
        part = queues.part(left[same]).with_target(goals[0])
        result[left[same]] = _smallest(kind, part, table_for(kind, part, patient))
        left = left[~same]
        if not left.size:
            return result
    result[left] = _smallest(kind, queues.part(left), None)
    return result


def _smallest(kind: Kind, queues: Queues, table: Table | None) -> IntArray:
    if table is None:
        starts = np.full(queues.size, -1)
        agents, doubt = _searched(int(kind), *queues.arrays, starts)
        doubtful = np.flatnonzero(doubt)
    else:
        agents = _looked_up(table, *queues.arrays, queues.size)
        left = np.flatnonzero(agents < 0)
        agents[left], doubt = _searched(int(kind), *queues.part(left).arrays, agents[left])
        doubtful = left[doubt]
    if kind is not Kind.OCCUPANCY and doubtful.size:
        _settle(kind, queues, agents, doubtful)
    return agents


def _settle(kind: Kind, queues: Queues, agents: IntArray, doubtful: IntArray) -> None:
    """Decide the doubtful ones exactly, equal ones once."""
    table = np.column_stack([agents[doubtful].astype(np.float64), queues.columns(doubtful)])
    rows, which = np.unique(table, axis=0, return_inverse=True)
    settled = np.empty(len(rows), dtype=np.int64)
    for k, (found, load, aht_s, patience_s, within_s, target) in enumerate(rows.tolist()):
        patience = None if np.isnan(patience_s) else patience_s
        settled[k] = settle(kind, int(found), load, aht_s, within_s, patience, target)
    agents[doubtful] = settled[which.reshape(-1)]
