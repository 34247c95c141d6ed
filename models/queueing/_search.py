"""Search the smallest number of agents that meets one target, in double precision.

Each search also says where double precision cannot be trusted: where the answer or the number
below it meets or misses the target by less than `DOUBT`, relatively. Those are decided exactly
in `_exact`.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ._erlang_a import measures
from ._erlang_b import blocking, inverse_blocking
from ._erlang_c import waiting_from_blocking
from ._jit import compiled
from ._special import COARSE, FINE, MIDDLE, FloatArray, IntArray, Rule


class Kind(IntEnum):
    """What a target limits."""

    IN_TIME = 0  # share answered in time, over the contacts offered
    IN_TIME_COUNTED = 1  # the same, without contacts that hang up within the target
    WAIT = 2  # mean wait of all, in mean handling times
    OCCUPANCY = 3
    ABANDONMENT = 4


# The measures are good to about 1e-13; a patience of 1e6 handling times costs a few digits.
DOUBT = 1e-9
# An occupancy that is missed by less than this many agents is met: load / occupancy is
# often a whole number that doubles miss by one bit.
OCCUPANCY_GUARD = 1e-9

_IN_TIME = int(Kind.IN_TIME)
_IN_TIME_COUNTED = int(Kind.IN_TIME_COUNTED)
_WAIT = int(Kind.WAIT)
_OCCUPANCY = int(Kind.OCCUPANCY)
_LARGEST = 700.0
# Above this a margin found with the rule MIDDLE has the right sign.
_SURE = 1e-4


class Queue(NamedTuple):
    """A queue whose callers hang up, and one target. Times in mean handling times."""

    kind: int
    load: float
    theta: float
    within: float
    target: float


@compiled
def _share_margin(share: float, rest: float, target: float) -> float:
    """Return by what factor (as a logarithm) `share` exceeds a target of at least `target`.

    The smaller of `share` and ``rest = 1 - share`` is compared, whose relative error is small.
    """
    if target < 0.5:
        return math.log(share / target)
    return math.log((1.0 - target) / rest)


@compiled
def _margin(queue: Queue, agents: float, inverse_blocked: float, rule: Rule) -> float:
    """Return the logarithm of the factor by which Erlang A meets the target; below 0: missed."""
    m = measures(queue.load, agents, queue.theta, queue.within, inverse_blocked, rule)
    if queue.kind == _IN_TIME:
        margin = _share_margin(m.in_time, m.not_in_time, queue.target)
    elif queue.kind == _IN_TIME_COUNTED:
        counted = m.in_time + m.late
        margin = _share_margin(m.in_time / counted, m.late / counted, queue.target)
    elif queue.kind == _WAIT:
        margin = math.log(queue.target * queue.theta / m.lost)
    elif queue.kind == _OCCUPANCY:
        margin = math.log(queue.target * (agents + OCCUPANCY_GUARD) / (queue.load * m.served))
    else:
        margin = _share_margin(m.served, m.lost, 1.0 - queue.target)
    return min(max(margin, -_LARGEST), _LARGEST)


@compiled
def _move(load: float, start: float, inverse_blocked: float, stop: float) -> float:
    """Return Erlang B's ``1 / B`` at `stop` agents from that at `start`.

    By the recursion, unless the way is long or leads down into overload, where the recursion
    magnifies errors.
    """
    spread = math.sqrt(load)
    if abs(stop - start) > 2.0 + 2.0 * spread or stop < min(start, load - spread):
        return inverse_blocking(load, stop, MIDDLE)
    while start < stop:
        start += 1.0
        inverse_blocked = 1.0 + inverse_blocked * start / load
    while start > stop:
        inverse_blocked = (inverse_blocked - 1.0) * load / start
        start -= 1.0
    return inverse_blocked


@compiled
def _between(low: float, low_margin: float, high: float, high_margin: float) -> float:
    """Return an integer strictly between `low` and `high`, near the secant's root."""
    root = low + (high - low) * low_margin / (low_margin - high_margin)
    return min(max(math.ceil(root), low + 1.0), high - 1.0)


@compiled
def _search(queue: Queue, agents: float, inverse_blocked: float) -> tuple[float, float]:
    """Return about the smallest number of agents, and ``1 / B`` there.

    Strides from `agents` until the answer is bracketed, then secants and halving.
    """
    low, low_margin = 0.0, math.nan
    high, high_margin = math.inf, math.nan
    step = max(1.0, math.floor(0.5 * math.sqrt(queue.load)))
    halve = False
    at = agents
    while high - low > 1.0:
        inverse_blocked = _move(queue.load, at, inverse_blocked, agents)
        at = agents
        width = high - low
        margin = _margin(queue, agents, inverse_blocked, COARSE)
        if margin >= 0.0:
            high, high_margin = agents, margin
        else:
            low, low_margin = agents, margin
        if high == math.inf or math.isnan(low_margin):
            agents = low + step if high == math.inf else max(high - step, math.ceil(0.5 * high))
            step *= 2.0
        elif halve:
            agents = math.floor(0.5 * (low + high))
        else:
            agents = _between(low, low_margin, high, high_margin)
        # where the secant's root creeps along one side, halve the bracket
        halve = not halve and high - low > 0.5 * width
    return high, _move(queue.load, at, inverse_blocked, high)


@compiled
def _sure_margin(queue: Queue, agents: float, inverse_blocked: float) -> float:
    """Return the margin, precisely where it is small."""
    margin = _margin(queue, agents, inverse_blocked, MIDDLE)
    if abs(margin) > _SURE:
        return margin
    return _margin(queue, agents, inverse_blocking(queue.load, agents, FINE), FINE)


@compiled
def smallest_a(queue: Queue) -> tuple[int, bool]:
    """Return the smallest number of agents under Erlang A, and whether that is in doubt.

    0 agents must miss the target, and some number meet it.
    """
    start = max(1.0, math.ceil(queue.load))
    inverse_blocked = inverse_blocking(queue.load, start, MIDDLE)
    agents, inverse_blocked = _search(queue, start, inverse_blocked)
    margin = _sure_margin(queue, agents, inverse_blocked)
    doubt = abs(margin) < DOUBT
    meets = margin >= 0.0
    while True:
        after = agents - 1.0 if meets else agents + 1.0
        if after == 0.0:
            return 1, doubt
        inverse_blocked = _move(queue.load, agents, inverse_blocked, after)
        margin = _sure_margin(queue, after, inverse_blocked)
        doubt = doubt or abs(margin) < DOUBT
        if meets != (margin >= 0.0):
            return int(max(agents, after)), doubt
        agents = after


@compiled
def smallest_c(kind: int, load: float, within: float, target: float) -> tuple[int, bool]:
    """Return the smallest number of agents under Erlang C, and whether that is in doubt.

    Climbs from the first stable number, Erlang B's recursion beside it.
    """
    agents = math.floor(load) + 1.0
    blocked = blocking(load, agents)
    fading = math.exp(-within)
    unanswered = math.exp(-(agents - load) * within)
    limit = 1.0 - target if kind == _IN_TIME else target
    doubt = False
    while True:
        value = waiting_from_blocking(load, agents, blocked)
        value = value * unanswered if kind == _IN_TIME else value / (agents - load)
        doubt = doubt or abs(value - limit) < DOUBT * limit
        if value <= limit:
            return int(agents), doubt
        agents += 1.0
        blocked = load * blocked / (agents + load * blocked)
        unanswered *= fading


@compiled
def smallest_of_all(
    kind: int, load: FloatArray, theta: FloatArray, within: FloatArray, target: FloatArray
) -> tuple[IntArray, npt.NDArray[np.bool_]]:
    """Return the smallest numbers of agents and where they are in doubt.

    `theta` is NaN where callers do not hang up.
    """
    agents = np.empty(load.size, dtype=np.int64)
    doubt = np.empty(load.size, dtype=np.bool_)
    for k in range(load.size):
        if math.isnan(theta[k]):
            agents[k], doubt[k] = smallest_c(kind, load[k], within[k], target[k])
        else:
            queue = Queue(kind, load[k], theta[k], within[k], target[k])
            agents[k], doubt[k] = smallest_a(queue)
    return agents, doubt
