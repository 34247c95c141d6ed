"""Tables of the agents needed, for a great many queues with few different targets.

The agents needed, as a continuous function of the load and of one or two more numbers, are a
smooth surface on top of a base that is known in closed form. Their difference, over the square
root of the load, is tabulated as a spline. Rounding it up gives the whole number, unless a whole
number lies within the spline's error: then the table gives no answer.

=========================  ============  =============================  ==========
target                     y             z                              base
=========================  ============  =============================  ==========
Erlang C, in time          within        none                           load
Erlang C, wait             target        none                           load
Erlang A, in time          theta         within theta, and `_crossing`  `overload`
Erlang A, in time counted  theta         within theta                   load exp(-z)
Erlang A, wait             theta         target theta                   load (1 - z)
Erlang A, abandonment      theta         target                         load (1 - z)
Erlang A, occupancy        theta         none                           load / target
=========================  ============  =============================  ==========

Coordinates are the logarithms of these and of the load. A y or z that all queues share needs no
axis.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ._continuous import continuous_agents
from ._jit import compiled
from ._margin import (
    ABANDONMENT,
    IN_TIME,
    OCCUPANCY,
    WAIT,
    Queue,
)
from ._special import FloatArray
from ._spline import Axis, Spline, evaluate, fit

# Added to the error of the spline, in units of the square root of the load.
_ROUNDING = 1e-7
# A doubtful answer this sure is worth starting a search from.
_NEARBY = 3.0
_ROOT_HALF = math.sqrt(0.5)
_ROOT_TWO_PI = math.sqrt(2.0 * math.pi)


class Table(NamedTuple):
    """The agents needed for one kind of target and model.

    Attributes
    ----------
    kind : a `Kind` as an int.
    patient : whether callers never hang up.
    goal : the share to be answered in time or the largest occupancy; NaN where the target is
        a coordinate.
    y, z : what all queues share; NaN where there is an axis.
    spline : agents above the base over the root of the load, by the coordinates.
    """

    kind: int
    patient: bool
    goal: float
    y: float
    z: float
    spline: Spline


@compiled
def overload(load: float, theta: float, gone: float, goal: float) -> tuple[float, float]:
    """Return about how many agents answer a share `goal` in time under heavy load.

    Parameters
    ----------
    load, theta : float
        Erlangs, and the abandonment rate per mean handling time.
    gone : float
        The answer-time target over the mean patience.
    goal : float
        Share to be answered in time.

    Returns
    -------
    float
        Agents.
    float
        By how many standard deviations the mean wait stays below the answer-time target.

    Notes
    -----
    Under overload the wait is all but normal with mean ``log(a / n) / theta`` and variance
    ``1 / (n theta)``, in handling times, where the density in `_erlang_a` peaks. All who are
    answered, ``n / a``, are answered in time if the wait is short enough:
    ``(n / a) Phi((gone + log(n / a)) sqrt(n / theta)) = goal``. Solved by Newton's method in
    ``e = gone + log(n / a)``, which converges monotonically from the start taken.

    References
    ----------
    W. Whitt (2004), Efficiency-driven heavy-traffic approximations for many-server queues with
    abandonments, Management Science 50(10), 1449-1461.
    """
    scale = load / theta
    aim = gone + math.log(goal)
    e, z = max(0.0, aim), 0.0
    for _ in range(50):
        root = math.sqrt(scale * math.exp(e - gone))
        z = e * root
        share = 0.5 * math.erfc(-z * _ROOT_HALF)
        density = math.exp(-0.5 * z * z) / _ROOT_TWO_PI
        step = (e - aim + math.log(share)) / (1.0 + density / share * root * (1.0 + 0.5 * e))
        e -= step
        if abs(step) * (1.0 + root) < 1e-6:
            break
    return load * math.exp(e - gone), e * math.sqrt(scale * math.exp(e - gone))


@compiled
def _crossing(deviations: float) -> float:
    """Return what stretches the axis of ``within theta`` where in `overload` regimes change.

    Where few hang up within the target, agents are set by the wait; where many do, by those who
    remain. At high loads the regimes meet in a narrow strip, a few standard deviations wide,
    which this widens to the same number of cells at any load.
    """
    return deviations / math.sqrt(1.0 + deviations * deviations / 25.0)


@compiled
def _gone_at(load: float, theta: float, goal: float, z: float) -> float:
    """Return ``within theta`` at a coordinate: the inverse of its logarithm plus `_crossing`."""
    low, high = -6.0, 1e7  # standard deviations
    gone = 0.0
    for _ in range(100):
        middle = 0.5 * (low + high) if high < 10.0 else low + 0.01 * (high - low)
        # the equation in `overload`, solved for gone
        share = goal / (0.5 * math.erfc(-middle * _ROOT_HALF))
        gone = middle / math.sqrt(load * share / theta) - math.log(share)
        if gone > 0.0 and math.log(gone) + _crossing(middle) >= z:
            high = middle
        else:
            low = middle
    return gone


@compiled
def _place(
    table: Table, load: float, theta: float, within: float, target: float
) -> tuple[float, float, float]:
    """Return the base and the coordinates y and z; times in mean handling times."""
    kind, spline = table.kind, table.spline
    if table.patient:
        y = target if kind == WAIT else within
        return load, math.log(y) if spline.y.points > 1 else 0.0, 0.0
    y = math.log(theta) if spline.y.points > 1 else 0.0
    if kind == OCCUPANCY:
        return load / table.goal, y, 0.0
    if kind == WAIT:
        z = target * theta
    elif kind == ABANDONMENT:
        z = target
    else:
        z = within * theta
    log_z = math.log(z) if spline.z.points > 1 else 0.0
    if kind == IN_TIME:
        base, deviations = overload(load, theta, z, table.goal)
        return base, y, log_z + _crossing(deviations)
    return load * (1.0 - z if kind in (WAIT, ABANDONMENT) else math.exp(-z)), y, log_z


@compiled
def _queue_at(table: Table, load: float, at_y: float, at_z: float) -> Queue:
    """Return the queue at a point of the table: the inverse of `_place`."""
    y = math.exp(at_y) if math.isnan(table.y) else table.y
    z = math.exp(at_z) if math.isnan(table.z) else table.z
    if table.patient:
        if table.kind == WAIT:
            return Queue(table.kind, load, math.nan, 0.0, y)
        return Queue(table.kind, load, math.nan, y, table.goal)
    if table.kind == WAIT:
        return Queue(table.kind, load, y, 0.0, z / y)
    if table.kind == ABANDONMENT:
        return Queue(table.kind, load, y, 0.0, z)
    if table.kind == OCCUPANCY:
        return Queue(table.kind, load, y, 0.0, table.goal)
    if table.kind == IN_TIME and math.isnan(table.z):
        z = _gone_at(load, y, table.goal, at_z)
    return Queue(table.kind, load, y, z / y, table.goal)


@compiled
def _extrapolated(a: float, b: float, c: float) -> float:
    """Return the next value after c, b and a, in this order."""
    return 3.0 * (a - b) + c


@compiled
def _values(table: Table, xs: FloatArray, ys: FloatArray, zs: FloatArray) -> FloatArray:
    """Return what is tabulated at every grid point, shape (z, y, x).

    Roots start from values extrapolated from the rows before, corrected by how far these were
    off at the points before.
    """
    result = np.zeros((zs.size, ys.size, xs.size))
    expected = np.zeros(xs.size)
    for k in range(zs.size):
        for j in range(ys.size):
            row = result[k, j]
            for i in range(xs.size):
                if j > 2:
                    a, b, c = result[k, j - 1, i], result[k, j - 2, i], result[k, j - 3, i]
                    expected[i] = _extrapolated(a, b, c)
                elif k > 2:
                    a, b, c = result[k - 1, j, i], result[k - 2, j, i], result[k - 3, j, i]
                    expected[i] = _extrapolated(a, b, c)
                else:
                    expected[i] = result[k, j - 1, i] if j > 0 else result[max(k - 1, 0), j, i]
            slope = 0.0
            for i in range(xs.size):
                queue = _queue_at(table, math.exp(xs[i]), ys[j], zs[k])
                base = _place(table, queue.load, queue.theta, queue.within, queue.target)[0]
                unit = math.sqrt(queue.load + 1.0)
                guess = expected[i]
                if i > 2:
                    guess += _extrapolated(
                        row[i - 1] - expected[i - 1],
                        row[i - 2] - expected[i - 2],
                        row[i - 3] - expected[i - 3],
                    )
                agents, slope = continuous_agents(queue, base + guess * unit, slope)
                row[i] = (agents - base) / unit
    return result


def build(
    kind: int, patient: bool, goal: float, x: Axis, y: Axis | float, z: Axis | float
) -> Table:
    """Return a table; a number in place of an axis is the constant, not its logarithm."""
    constant = Axis(0.0, 1.0, 1)
    axes = tuple(axis if isinstance(axis, Axis) else constant for axis in (x, y, z))
    # at first without values, to name the function
    table = Table(
        kind,
        patient,
        goal,
        math.nan if isinstance(y, Axis) else y,
        math.nan if isinstance(z, Axis) else z,
        Spline(np.empty((1, 1, 1)), np.empty((1, 1, 1)), *axes),
    )
    return table._replace(spline=fit(_values(table, *(a.values() for a in axes)), *axes))


@compiled
def look_up(table: Table, load: float, theta: float, within: float, target: float) -> int:
    """Return the agents needed, or a negative number where the table cannot tell.

    That is -1, or else -2 less a number of agents to start a search from.
    """
    base, y, z = _place(table, load, theta, within, target)
    height, error = evaluate(table.spline, math.log(load), y, z)
    unit = math.sqrt(load + 1.0)
    error = (error + _ROUNDING) * unit
    if not error < _NEARBY:
        return -1
    agents = base + height * unit
    whole = math.ceil(agents)
    if whole - agents > error and agents - (whole - 1.0) > error:
        return int(whole)
    return -2 - int(whole)
