"""The checked arguments of a call: a flat array for what varies, one number for what does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ._jit import compiled
from ._margin import ABANDONMENT, IN_TIME, IN_TIME_COUNTED, WAIT, Queue
from ._special import FloatArray, IntArray

# Beyond this rate nobody waits.
_LARGEST_RATE = 1e100


@dataclass(frozen=True)
class Queues:
    """Loads, times and one target of many queues.

    Attributes
    ----------
    load, aht_s, patience_s, within_s, target : ndarray
        Each of length 1 or `size`. `patience_s` is NaN where callers do not hang up; a target
        wait is in seconds.
    size : int
        1 if nothing varies.
    """

    load: FloatArray
    aht_s: FloatArray
    patience_s: FloatArray
    within_s: FloatArray
    target: FloatArray
    size: int

    @property
    def arrays(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        """The arrays, in the order in which kernels take them."""
        return self.load, self.aht_s, self.patience_s, self.within_s, self.target

    def part(self, index: IntArray) -> Queues:
        """Return the queues at some positions."""

        def taken(array: FloatArray) -> FloatArray:
            return array if array.size == 1 else array[index]

        return Queues(
            taken(self.load),
            taken(self.aht_s),
            taken(self.patience_s),
            taken(self.within_s),
            taken(self.target),
            index.size,
        )

    def with_target(self, target: float) -> Queues:
        """Return the queues with one target for all."""
        return replace(self, target=np.array([target]))

    def columns(self, index: IntArray) -> FloatArray:
        """Return a row of the five numbers for each position."""
        taken = (np.broadcast_to(array, self.size)[index] for array in self.arrays)
        return np.column_stack(list(taken))


@compiled
def entry(array: FloatArray, k: int) -> float:
    """Return an element of an array that may have one for all."""
    return array[k] if array.size > 1 else array[0]


@compiled
def queue_at(
    kind: int,
    load: FloatArray,
    aht_s: FloatArray,
    patience_s: FloatArray,
    within_s: FloatArray,
    target: FloatArray,
    k: int,
) -> Queue:
    """Return a queue in mean handling times, for handling times above 0."""
    handling = entry(aht_s, k)
    limit = entry(target, k)
    if kind == WAIT:
        limit /= handling
    theta = entry(patience_s, k)
    theta = min(handling / theta, _LARGEST_RATE) if theta == theta else theta  # NaN stays
    return Queue(kind, entry(load, k), theta, entry(within_s, k) / handling, limit)


@compiled
def needs_nobody(kind: int, load: float, patience_s: float, target: float) -> bool:
    """Return whether a queue meets its target without agents."""
    if load == 0.0:
        return True
    if kind in (IN_TIME, IN_TIME_COUNTED):
        return target == 0.0
    if kind == WAIT:
        return target >= patience_s  # without agents everybody waits until patience runs out
    if patience_s != patience_s:
        return kind == ABANDONMENT
    return target == 1.0
