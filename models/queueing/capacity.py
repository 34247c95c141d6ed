"""The largest load that given agents carry within targets: the inverse of required agents."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ..errors import ModelError
from . import _arguments
from ._erlang_b import inverse_blocking
from ._jit import compiled
from ._margin import OCCUPANCY, OCCUPANCY_GUARD, Queue, margin_a, margin_c
from ._queues import entry, needs_nobody, queue_at
from ._special import FINE, FloatArray
from ._targets import check_targets, line_up
from .measures import Counting

# Relative width to which the load is bracketed.
_PRECISION = 1e-12
_MOST_STEPS = 200
_ONE = np.ones(1)


@compiled
def _margin(one: Queue, agents: float, load: float) -> float:
    """Return the margin at a load; `one` is the queue at any other."""
    queue = Queue(one.kind, load, one.theta, one.within, one.target)
    if not math.isnan(queue.theta):
        return margin_a(queue, agents, inverse_blocking(load, agents, FINE), FINE)
    if load >= agents:
        return -math.inf
    return margin_c(queue, agents - load, inverse_blocking(load, agents, FINE))


@compiled
def largest_load(one: Queue, agents: float) -> float:
    """Return the largest load at which the margin is not negative.

    Notes
    -----
    Chandrupatla's method: inverse quadratic steps where the last three points say that these
    are safe, halving elsewhere.

    References
    ----------
    T. R. Chandrupatla (1997), A new hybrid quadratic/bisection algorithm for finding the zero of
    a nonlinear function without using derivatives, Advances in Engineering Software 28(3),
    145-149.
    """
    low, high = 0.5 * agents, agents
    low_margin = _margin(one, agents, low)
    while low_margin < 0.0:
        high, low = low, 0.5 * low
        low_margin = _margin(one, agents, low)
    high_margin = _margin(one, agents, high)
    while high_margin >= 0.0:
        low, low_margin, high = high, high_margin, 2.0 * high
        if high == math.inf:
            return high
        high_margin = _margin(one, agents, high)
    # a is the newest point, b the other end of the bracket, c the point before
    a, a_margin, b, b_margin = high, high_margin, low, low_margin
    part = 0.5
    for _ in range(_MOST_STEPS):
        at = a + part * (b - a)
        margin = _margin(one, agents, at)
        if (margin >= 0.0) == (a_margin >= 0.0):
            c, c_margin = a, a_margin
        else:
            c, c_margin, b, b_margin = b, b_margin, a, a_margin
        a, a_margin = at, margin
        narrow = _PRECISION * abs(a) / abs(b - a)
        if narrow >= 1.0:
            break
        x = (a - b) / (c - b)
        y = (a_margin - b_margin) / (c_margin - b_margin)
        part = 0.5
        if y * y < x and (1.0 - y) * (1.0 - y) < 1.0 - x:
            part = a_margin / (b_margin - a_margin) * c_margin / (b_margin - c_margin)
            part += (
                (c - a)
                / (b - a)
                * a_margin
                / (c_margin - a_margin)
                * b_margin
                / (c_margin - b_margin)
            )
        part = min(max(part, 0.5 * narrow), 1.0 - 0.5 * narrow)
    return a if a_margin >= 0.0 else b


@compiled
def _carried(
    kind: int,
    agents: FloatArray,
    aht_s: FloatArray,
    patience_s: FloatArray,
    within_s: FloatArray,
    target: FloatArray,
    size: int,
) -> FloatArray:
    """Return the largest loads within one target."""
    result = np.empty(size)
    for k in range(size):
        patience, limit, n = entry(patience_s, k), entry(target, k), entry(agents, k)
        if needs_nobody(kind, 1.0, patience, limit):
            result[k] = math.inf
        elif n == 0.0:
            result[k] = 0.0
        elif kind == OCCUPANCY and math.isnan(patience):
            result[k] = limit * (n + OCCUPANCY_GUARD)
        else:
            one = queue_at(kind, _ONE, aht_s, patience_s, within_s, target, k)
            result[k] = largest_load(one, n)
    return result


def carried_load(
    agents: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    *,
    service_level: npt.ArrayLike | None = None,
    within_s: npt.ArrayLike | None = None,
    mean_wait_s: npt.ArrayLike | None = None,
    max_occupancy: npt.ArrayLike | None = None,
    max_abandonment: npt.ArrayLike | None = None,
    patience_s: npt.ArrayLike | None = None,
    counting: Counting = "offered",
) -> FloatArray:
    """Return the largest load that agents carry within all the targets given.

    Parameters
    ----------
    agents : array_like
        Number of agents; fractions by the continuous extension.
    aht_s : array_like
        Mean handling time in seconds, above 0.
    service_level, within_s, mean_wait_s, max_occupancy, max_abandonment, patience_s, counting
        As for `required_agents`.

    Returns
    -------
    ndarray
        Erlangs, shape of the arguments broadcast together (a numpy scalar for scalars); times
        the length of an interval over `aht_s` they are contacts. 0 without agents, infinite
        where no load misses the targets.

    Raises
    ------
    ModelError
        If an argument is outside its domain, or no target is given.

    Notes
    -----
    The load is bracketed to a relative 1e-12 and its lower end returned. `required_agents` needs
    no more than `agents` for a load below this one, and more for one above.
    """
    goals = check_targets(
        service_level=service_level,
        within_s=within_s,
        mean_wait_s=mean_wait_s,
        max_occupancy=max_occupancy,
        max_abandonment=max_abandonment,
        patience_s=patience_s,
        counting=counting,
    )
    shape, size, arrays, limits = line_up(
        _arguments.non_negative("agents", agents), aht_s, patience_s, within_s, goals
    )
    if (arrays[1] == 0).any():
        raise ModelError("aht_s 0.0: must be above 0")
    loads = np.full(size, np.inf)
    for (kind, _), limit in zip(goals.values(), limits, strict=True):
        loads = np.minimum(loads, _carried(int(kind), *arrays, limit, size))
    return _arguments.spread(loads, shape)
