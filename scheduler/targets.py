"""The targets of a queue: the agents that each needs, and which of them decides."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..models.queueing import required_by_target
from .results import FloatArray, IntArray, Requirement
from .scenario.types import Queue

CODE = {name: code for code, name in enumerate(Requirement.BINDING)}
"""Position of every name in `Requirement.BINDING`."""

Codes = npt.NDArray[np.int8]
Needs = dict[str, IntArray]


def has_target(queue: Queue) -> bool:
    """Say whether the queue has any target for its contacts."""
    targets = (queue.service_level, queue.mean_wait_s, queue.max_occupancy, queue.max_abandonment)
    return any(target is not None for target in targets)


def agents_by_need(
    queue: Queue, load: FloatArray, aht_s: FloatArray, patience_s: FloatArray
) -> Needs:
    """Return the agents that every target of an open queue needs, each interval for itself.

    Parameters
    ----------
    queue : Queue
        Its targets and minimum staff.
    load, aht_s, patience_s : ndarray, shape (intervals,)
        Erlangs and seconds; patience is NaN where callers do not hang up.

    Returns
    -------
    dict
        By name in `Requirement.BINDING`: the targets given, then ``stability`` (agents exceed
        the load of callers who never hang up; without any target, agents for all the work) and
        ``minimum_staff``. Arrays of shape (intervals,).
    """
    needs: Needs = {}
    if has_target(queue):
        needs.update(
            required_by_target(
                load,
                aht_s,
                service_level=queue.service_level,
                within_s=queue.within_s,
                mean_wait_s=queue.mean_wait_s,
                max_occupancy=queue.max_occupancy,
                max_abandonment=queue.max_abandonment,
                patience_s=patience_s,
            )
        )
    needs["stability"] = _least_stable(load, patience_s, has_target=bool(needs))
    needs["minimum_staff"] = np.full(load.shape, queue.minimum_staff, dtype=np.int64)
    return needs


def most_demanding(needs: Needs, shape: tuple[int, ...]) -> tuple[IntArray, Codes]:
    """Return the agents that meet all needs and the code of the one that decides.

    What comes first decides a tie: stability and minimum staff count only where they ask for
    more than every target. Without any agents ``no_load`` decides.
    """
    required = np.zeros(shape, dtype=np.int64)
    binding = np.full(shape, CODE["no_load"], dtype=np.int8)
    for name, agents in needs.items():
        binding[agents > required] = CODE[name]
        required = np.maximum(required, agents)
    return required, binding


def _least_stable(load: FloatArray, patience_s: FloatArray, *, has_target: bool) -> IntArray:
    """Return the agents without which the queue grows, or without target the work is not done."""
    patient = np.isnan(patience_s)
    impatient_need = np.zeros(load.shape) if has_target else np.ceil(load)
    agents = np.where(patient, np.floor(load) + 1, impatient_need)
    return np.where(load > 0, agents, 0).astype(np.int64)
