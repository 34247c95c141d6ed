"""Which table answers a call, and whether the call is large enough for one."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from ._margin import Kind
from ._queues import Queues
from ._special import FloatArray
from ._spline import Axis
from ._table import Table, build

# A point of a table costs about as much as the search for this many queues.
_QUEUES_PER_POINT_C, _QUEUES_PER_POINT_A = 6, 2
# Targets that are coordinates of their table.
_WITHOUT_GOAL = (Kind.WAIT, Kind.ABANDONMENT)
_LEAST_GOAL, _LARGEST_GOAL = 0.01, 0.9999


def _axis(first: float, last: float, points: int) -> Axis:
    """Return an axis of logarithms."""
    return Axis(math.log(first), (points - 1) / math.log(last / first), points)


# Loads in erlangs, times in mean handling times.
_LOADS = _axis(0.02, 120_000.0, 41)
_TIMES = _axis(0.002, 5.0, 33)
_THETA = _axis(0.01, 60.0, 25)
_GONE = _axis(0.001, 5.0, 41)
_CROSSING = Axis(math.log(0.001), 3.3, 43)
_LOST = _axis(0.0005, 0.7, 25)
# Few callers or little patience can keep agents below any occupancy: there is no root.
_LOADS_BUSY = _axis(20.0, 120_000.0, 49)
_THETA_BUSY = _axis(0.01, 5.0, 25)
_LARGEST_OCCUPANCY = 0.97


def table_for(kind: Kind, queues: Queues, patient: bool) -> Table | None:
    """Return a table for the queues; None where none pays or none is precise enough.

    Parameters
    ----------
    kind : Kind
    queues : Queues
        Of one target, unless the target is a coordinate: a wait or abandonment.
    patient : bool
        Whether no caller hangs up; otherwise all do some time.

    Notes
    -----
    Tables are kept for the most recent 16 targets, half a megabyte each at most.
    """
    goal = math.nan if kind in _WITHOUT_GOAL else float(queues.target[0])
    largest = _LARGEST_OCCUPANCY if kind is Kind.OCCUPANCY else _LARGEST_GOAL
    if not (math.isnan(goal) or _LEAST_GOAL <= goal <= largest):
        return None
    limit_s = queues.target if kind is Kind.WAIT else queues.within_s
    y = _shared(limit_s, queues.aht_s) if patient else _shared(queues.aht_s, queues.patience_s)
    z: float | None = 0.0
    if kind is Kind.ABANDONMENT:
        z = _shared(queues.target, np.ones(1))
    elif not patient and kind is not Kind.OCCUPANCY:
        z = _shared(limit_s, queues.patience_s)
    x_axis, y_axis, z_axis = _axes(kind, patient)
    if not (_fits(y, y_axis) and _fits(z, z_axis)) or (y == 0.0 and not patient):
        return None
    points = x_axis.points
    points *= y_axis.points if y is None else 1
    points *= z_axis.points if z is None else 1
    if queues.size < points * (_QUEUES_PER_POINT_C if patient else _QUEUES_PER_POINT_A):
        return None
    return _table(kind, patient, goal, y, z)


def _axes(kind: Kind, patient: bool) -> tuple[Axis, Axis, Axis]:
    if patient:
        return _LOADS, _TIMES, _GONE
    if kind is Kind.OCCUPANCY:
        return _LOADS_BUSY, _THETA_BUSY, _GONE
    if kind in _WITHOUT_GOAL:
        return _LOADS, _THETA, _LOST
    return _LOADS, _THETA, _CROSSING if kind is Kind.IN_TIME else _GONE


def _shared(numerator: FloatArray, denominator: FloatArray) -> float | None:
    """Return a ratio that all queues share; None where it varies."""
    if numerator.size == 1 and numerator[0] == 0:
        return 0.0
    if numerator.size > 1 or denominator.size > 1:
        return None
    return float(numerator[0]) / float(denominator[0]) if denominator[0] > 0 else math.inf


def _fits(constant: float | None, axis: Axis) -> bool:
    """Return whether a constant lies where the axis would; 0 is an answer-time target of 0."""
    if constant is None or constant == 0.0:
        return True
    return 0.0 <= (math.log(constant) - axis.first) * axis.density <= axis.points - 1


@lru_cache(maxsize=16)
def _table(kind: Kind, patient: bool, goal: float, y: float | None, z: float | None) -> Table:
    x_axis, y_axis, z_axis = _axes(kind, patient)
    return build(
        int(kind), patient, goal, x_axis, y_axis if y is None else y, z_axis if z is None else z
    )
