"""Erlang C: callers wait for ever, so the queue is stable only above the load."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ._arguments import flatten, non_negative
from ._erlang_b import blocking
from ._jit import compiled
from ._special import FloatArray


@compiled
def waiting_from_blocking(load: float, agents: float, blocked: float) -> float:
    """Return the probability of waiting from Erlang B's, for agents above the load."""
    return agents * blocked / (agents - load + load * blocked)


@compiled
def waiting(load: float, agents: float) -> float:
    """Return the probability of waiting."""
    if agents <= load:
        return 1.0
    return waiting_from_blocking(load, agents, blocking(load, agents))


@compiled
def _waiting_of_all(load: FloatArray, agents: FloatArray) -> FloatArray:
    result = np.empty(load.size)
    for k in range(load.size):
        result[k] = waiting(load[k], agents[k])
    return result


def erlang_c(load: npt.ArrayLike, agents: npt.ArrayLike) -> FloatArray:
    """Return the probability that a caller waits, when nobody hangs up.

    Parameters
    ----------
    load : array_like
        Offered load in erlangs, at least 0.
    agents : array_like
        Number of agents, at least 0; fractions by the continuous extension of Erlang B.

    Returns
    -------
    ndarray
        Shape of the arguments broadcast together (a numpy scalar for scalars). 1 where
        ``agents <= load``: the queue has no steady state.

    Raises
    ------
    ModelError
        If an argument is negative, NaN or infinite.

    Notes
    -----
    ``C = n B / (n - a (1 - B))`` with Erlang B's `B`.

    References
    ----------
    A. K. Erlang (1917), Solution of some problems in the theory of probabilities of
    significance in automatic telephone exchanges, Elektroteknikeren 13.
    """
    shape, (load_, agents_) = flatten(non_negative("load", load), non_negative("agents", agents))
    return _waiting_of_all(load_, agents_).reshape(shape)[()]
