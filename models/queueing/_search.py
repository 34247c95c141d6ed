"""Search the smallest number of agents that meets one target, in double precision.

Each search also says where double precision cannot be trusted: where the answer or the number
below it meets or misses the target by less than `DOUBT`, relatively. Those are decided exactly
in `_exact`.
"""

from __future__ import annotations

import math

from ._erlang_b import blocking, inverse_blocking
from ._erlang_c import waiting_from_blocking
from ._jit import compiled
from ._margin import IN_TIME, Queue, margin_a
from ._special import COARSE, FINE, MIDDLE

# The measures are good to about 1e-13; a patience of 1e6 handling times costs a few digits.
DOUBT = 1e-9
# Above this a margin found with the rule MIDDLE has the right sign.
_SURE = 1e-4


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
        margin = margin_a(queue, agents, inverse_blocked, COARSE)
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
    margin = margin_a(queue, agents, inverse_blocked, MIDDLE)
    if abs(margin) > _SURE:
        return margin
    return margin_a(queue, agents, inverse_blocking(queue.load, agents, FINE), FINE)


@compiled
def smallest_a(queue: Queue, start: float) -> tuple[int, bool]:
    """Return the smallest number of agents under Erlang A, and whether that is in doubt.

    0 agents must miss the target, and some number meet it. `start` is a near miss of the
    answer, or 0 where none is known.
    """
    if start > 0.0:
        agents, inverse_blocked = start, inverse_blocking(queue.load, start, MIDDLE)
    else:
        first = max(1.0, math.ceil(queue.load))
        inverse_blocked = inverse_blocking(queue.load, first, MIDDLE)
        agents, inverse_blocked = _search(queue, first, inverse_blocked)
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
def smallest_c(queue: Queue) -> tuple[int, bool]:
    """Return the smallest number of agents under Erlang C, and whether that is in doubt.

    Climbs from the first stable number, Erlang B's recursion beside it.
    """
    load, within, in_time = queue.load, queue.within, queue.kind == IN_TIME
    agents = math.floor(load) + 1.0
    blocked = blocking(load, agents)
    fading = math.exp(-within)
    unanswered = math.exp(-(agents - load) * within)
    limit = 1.0 - queue.target if in_time else queue.target
    doubt = False
    while True:
        value = waiting_from_blocking(load, agents, blocked)
        value = value * unanswered if in_time else value / (agents - load)
        doubt = doubt or abs(value - limit) < DOUBT * limit
        if value <= limit:
            return int(agents), doubt
        agents += 1.0
        blocked = load * blocked / (agents + load * blocked)
        unanswered *= fading
