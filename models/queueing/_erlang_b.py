"""Erlang B: the probability that all agents are busy when nobody waits."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ._arguments import flatten, non_negative
from ._jit import compiled
from ._special import DROP, FINE, FloatArray, Rule, log_excess

# Gauss-Legendre converges fast on a panel over which 1 + s grows at most fivefold.
_GROWTH = 5.0


@compiled
def _panel(rate: float, agents: float, start: float, stop: float, rule: Rule) -> float:
    """Integrate ``exp(-rate s - agents (s - log(1 + s)))`` from `start` to `stop`."""
    middle, half = 0.5 * (start + stop), 0.5 * (stop - start)
    nodes, weights = rule
    total = 0.0
    for k in range(nodes.size):
        s = middle + half * nodes[k]
        total += weights[k] * math.exp(-rate * s - agents * log_excess(s))
    return total * half


@compiled
def _rightwards(rate: float, agents: float, rule: Rule) -> float:
    """Integrate from 0 to infinity."""
    # s - log(1 + s) >= s^2 / (2 + 4 s / 3), so this root lies where the integrand is spent
    square = 4.0 * rate / 3.0 + agents
    linear = 2.0 * rate - 4.0 * DROP / 3.0
    root = math.sqrt(linear * linear + 8.0 * DROP * square)
    reach = 4.0 * DROP / (linear + root) if linear > 0.0 else (root - linear) / (2.0 * square)
    total, start = 0.0, 0.0
    while start < reach:
        stop = min(reach, _GROWTH * (1.0 + start) - 1.0)
        total += _panel(rate, agents, start, stop, rule)
        start = stop
    return total


@compiled
def _leftwards(agents: float, edge: float, rule: Rule) -> float:
    """Integrate from `edge` (between -1 and 0) to 0, without the rate."""
    # the same bound as rightwards, which holds for -1 < s < 0 too
    linear = 4.0 * DROP / 3.0
    reach = (linear - math.sqrt(linear * linear + 8.0 * DROP * agents)) / (2.0 * agents)
    reach = max(edge, reach)
    total, stop = 0.0, 0.0
    while stop > reach:
        start = max(reach, (1.0 + stop) / _GROWTH - 1.0)
        total += _panel(0.0, agents, start, stop, rule)
        stop = start
    return total


@compiled
def inverse_blocking(load: float, agents: float, rule: Rule) -> float:
    """Return ``1 / B`` for a load above 0; inf where B is below the smallest double."""
    if agents == 0.0:
        return 1.0
    if agents <= load:
        return load * _rightwards(load - agents, agents, rule)
    edge = (load - agents) / agents
    area = _leftwards(agents, edge, rule) + _rightwards(0.0, agents, rule)
    # near -1 the edge itself has lost the digits of the ratio
    height = log_excess(edge) if edge > -0.5 else edge - math.log(load / agents)
    return agents * area * math.exp(agents * height)


@compiled
def blocking(load: float, agents: float) -> float:
    """Return B; 0 without load, 1 without agents."""
    if agents == 0.0:
        return 1.0
    if load == 0.0:
        return 0.0
    return 1.0 / inverse_blocking(load, agents, FINE)


@compiled
def _blocking_of_all(load: FloatArray, agents: FloatArray) -> FloatArray:
    result = np.empty(load.size)
    for k in range(load.size):
        result[k] = blocking(load[k], agents[k])
    return result


def erlang_b(load: npt.ArrayLike, agents: npt.ArrayLike) -> FloatArray:
    """Return the blocking probability of Erlang's loss system.

    Parameters
    ----------
    load : array_like
        Offered load in erlangs, at least 0.
    agents : array_like
        Number of agents, at least 0; fractions by the continuous extension.

    Returns
    -------
    ndarray
        Shape of the arguments broadcast together (a numpy scalar for scalars).

    Raises
    ------
    ModelError
        If an argument is negative, NaN or infinite.

    Notes
    -----
    ``1 / B = a * integral over v from 0 to infinity of exp(-a v) (1 + v)^n``. The integrand is
    log-concave and positive; it is centred on its peak and integrated by Gauss-Legendre
    panels, so nothing cancels and nothing underflows before B itself does.

    References
    ----------
    D. L. Jagerman (1974), Some properties of the Erlang loss function, Bell System Technical
    Journal 53(3), 525-551 (continuous extension).
    """
    shape, (load_, agents_) = flatten(non_negative("load", load), non_negative("agents", agents))
    return _blocking_of_all(load_, agents_).reshape(shape)[()]
