"""The number of agents, fractions allowed, at which a queue just meets its target.

A margin grows with the agents. Its root is bracketed and found by secants in the logarithm of
the agents (Erlang A) or of the agents above the load (Erlang C).
"""

from __future__ import annotations

import math

from ._erlang_b import inverse_blocking
from ._jit import compiled
from ._margin import Queue, margin_a, margin_c
from ._special import FINE

# The root is as precise as this times the square root of the load.
_PRECISION = 1e-8
_MOST_STEPS = 100
_LEAST_START = 0.01


@compiled
def _margin(queue: Queue, floor: float, above: float) -> float:
    agents = floor + above
    inverse_blocked = inverse_blocking(queue.load, agents, FINE)
    if math.isnan(queue.theta):
        return margin_c(queue, above, inverse_blocked)
    return margin_a(queue, agents, inverse_blocked, FINE)


@compiled
def continuous_agents(queue: Queue, guess: float, slope: float) -> tuple[float, float]:
    """Return the agents at which the margin is 0, and the slope of the margin there.

    Parameters
    ----------
    queue : Queue
        Any target that some number of agents meets and none at all misses.
    guess : float
        Where to start.
    slope : float
        Of the margin, by the logarithm of the agents (above the load under Erlang C), as far
        as known; sets the first step.

    Returns
    -------
    float
        Agents; NaN where no root is found.
    float
        Slope for a queue close by.
    """
    floor = queue.load if math.isnan(queue.theta) else 0.0
    unit = math.sqrt(queue.load + 1.0)
    at = math.log(max(guess - floor, _LEAST_START))
    low, high = -math.inf, math.inf
    before, margin_before, moved = math.nan, math.nan, math.inf
    for _ in range(_MOST_STEPS):
        margin = _margin(queue, floor, math.exp(at))
        if margin >= 0.0:
            high = min(high, at)
        else:
            low = max(low, at)
        if not math.isnan(before) and margin != margin_before:
            slope = (margin - margin_before) / (at - before)
        step = -margin / slope if slope > 0.0 else math.inf
        if abs(step) > 1.0 or not low <= at + step <= high:
            # far off: stride until the root is bracketed, then halve
            bracketed = math.isfinite(low) and math.isfinite(high)
            after = 0.5 * (low + high) if bracketed else at - math.copysign(0.5, margin)
            move = math.inf
        else:
            after = at + step
            move = abs(step) * math.exp(at) / unit
        # what a secant misses is about the product of the last two moves
        if move * min(1.0, moved) < _PRECISION:
            return floor + math.exp(after), slope
        move = max(move, abs(after - at))
        before, margin_before, moved, at = at, margin, move, after
    return math.nan, slope
