"""By what factor a queue meets or misses one target, for any number of agents.

The margin is the logarithm of that factor: 0 on the target, positive where it is met. It grows
with the agents and falls with the load, so that the smallest number of agents and the largest
load are both its roots.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import NamedTuple

from ._erlang_a import measures
from ._jit import compiled
from ._special import Rule


class Kind(IntEnum):
    """What a target limits."""

    IN_TIME = 0  # share answered in time, over the contacts offered
    IN_TIME_COUNTED = 1  # the same, without contacts that hang up within the target
    WAIT = 2  # mean wait of all, in mean handling times
    OCCUPANCY = 3
    ABANDONMENT = 4


# An occupancy that is missed by less than this many agents is met: load / occupancy is
# often a whole number that doubles miss by one bit.
OCCUPANCY_GUARD = 1e-9

IN_TIME = int(Kind.IN_TIME)
IN_TIME_COUNTED = int(Kind.IN_TIME_COUNTED)
WAIT = int(Kind.WAIT)
OCCUPANCY = int(Kind.OCCUPANCY)
ABANDONMENT = int(Kind.ABANDONMENT)
_LARGEST = 700.0


class Queue(NamedTuple):
    """A queue and one target. Times in mean handling times.

    Attributes
    ----------
    kind : a `Kind` as an int.
    load : erlangs, above 0.
    theta : abandonment rate, handling time over patience; NaN where callers do not hang up.
    within : the answer-time target.
    target : the limit; a wait is in mean handling times.
    """

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
def margin_a(queue: Queue, agents: float, inverse_blocked: float, rule: Rule) -> float:
    """Return the margin under Erlang A, given ``1 / B`` of Erlang B."""
    m = measures(queue.load, agents, queue.theta, queue.within, inverse_blocked, rule)
    if queue.kind == IN_TIME:
        margin = _share_margin(m.in_time, m.not_in_time, queue.target)
    elif queue.kind == IN_TIME_COUNTED:
        counted = m.in_time + m.late
        margin = _share_margin(m.in_time / counted, m.late / counted, queue.target)
    elif queue.kind == WAIT:
        margin = math.log(queue.target * queue.theta / m.lost)
    elif queue.kind == OCCUPANCY:
        margin = math.log(queue.target * (agents + OCCUPANCY_GUARD) / (queue.load * m.served))
    else:
        margin = _share_margin(m.served, m.lost, 1.0 - queue.target)
    return min(max(margin, -_LARGEST), _LARGEST)


@compiled
def margin_c(queue: Queue, spare: float, inverse_blocked: float) -> float:
    """Return the margin of a service level or a mean wait under Erlang C.

    `spare` is agents less load, above 0.
    """
    log_waiting = math.log((queue.load + spare) / (spare * inverse_blocked + queue.load))
    if queue.kind == WAIT:
        margin = math.log(queue.target) + math.log(spare) - log_waiting
    else:
        margin = math.log1p(-queue.target) - log_waiting + spare * queue.within
    return min(max(margin, -_LARGEST), _LARGEST)
