"""What a queue delivers with given agents: service level, waits, abandonment, occupancy.

Every function takes arrays of any shape that broadcast together and, element by element, uses
Erlang C where `patience_s` is None or NaN (callers do not hang up) and Erlang A elsewhere. Without
load there is nothing to miss: service level 1; waits, abandonment, occupancy and queue 0.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from ..errors import ModelError
from . import _arguments
from ._erlang_a import measures_of_all
from ._erlang_c import erlang_c
from ._special import FloatArray

Counting = Literal["offered", "excluding_short_abandons"]
Who = Literal["all", "answered"]
COUNTINGS = ("offered", "excluding_short_abandons")


class _Queues:
    """Checked, flat arguments, split into the queues of Erlang C and of Erlang A."""

    def __init__(
        self,
        load: npt.ArrayLike,
        agents: npt.ArrayLike,
        aht_s: npt.ArrayLike,
        patience_s: npt.ArrayLike | None,
        within_s: npt.ArrayLike = 0.0,
    ) -> None:
        self.shape, flat = _arguments.flatten(
            _arguments.non_negative("load", load),
            _arguments.non_negative("agents", agents),
            _arguments.non_negative("aht_s", aht_s),
            _arguments.patience(patience_s),
            _arguments.non_negative("within_s", within_s),
        )
        self.load, self.agents, self.aht_s, self.patience_s, self.within_s = flat
        _arguments.check_handling_time(self.load, self.aht_s)
        patient = np.isnan(self.patience_s)
        loaded = self.load > 0
        self.stable = loaded & patient & (self.agents > self.load)
        self.unstable = loaded & patient & (self.agents <= self.load)
        self.impatient = loaded & ~patient

    def full(self, *, idle: float, unstable: float) -> FloatArray:
        """Return a flat result with the values known without computing."""
        result = np.full(self.load.size, idle)
        result[self.unstable] = unstable
        return result

    def shaped(self, result: FloatArray) -> FloatArray:
        return result.reshape(self.shape)[()]

    def waiting_c(self) -> FloatArray:
        """Return Erlang C's probability of waiting where it is stable."""
        return erlang_c(self.load[self.stable], self.agents[self.stable])

    def erlang_a(self) -> FloatArray:
        """Return Erlang A's measures where callers hang up, a row for each of `Measures`."""
        here = self.impatient
        with np.errstate(divide="ignore", over="ignore"):
            theta = self.aht_s[here] / self.patience_s[here]
        target = self.within_s[here] / self.aht_s[here]
        return measures_of_all(self.load[here], self.agents[here], theta, target)


def service_level(
    load: npt.ArrayLike,
    agents: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    within_s: npt.ArrayLike,
    patience_s: npt.ArrayLike | None = None,
    counting: Counting = "offered",
) -> FloatArray:
    """Return the share of contacts answered within a time.

    Parameters
    ----------
    load : array_like
        Offered load in erlangs.
    agents : array_like
        Number of agents; fractions by the continuous extension.
    aht_s : array_like
        Mean handling time in seconds.
    within_s : array_like
        Answer-time target in seconds.
    patience_s : array_like, optional
        Mean patience in seconds; None or NaN where callers do not hang up.
    counting : {"offered", "excluding_short_abandons"}
        Whether contacts that hang up within the target count as missed or not at all.

    Returns
    -------
    ndarray
        Shape of the arguments broadcast together. 0 without patience where agents do not
        exceed the load.

    Raises
    ------
    ModelError
        If an argument is negative or infinite, or NaN other than in `patience_s`.

    Notes
    -----
    Erlang C: ``1 - C exp(-(n - a) T / aht)``.
    """
    if counting not in COUNTINGS:
        raise ModelError(f"counting {counting!r}: must be one of {', '.join(COUNTINGS)}")
    queues = _Queues(load, agents, aht_s, patience_s, within_s)
    result = queues.full(idle=1.0, unstable=0.0)
    here = queues.stable
    spare = (queues.agents - queues.load)[here]
    result[here] = 1.0 - queues.waiting_c() * np.exp(
        -spare * queues.within_s[here] / queues.aht_s[here]
    )
    _, in_time, not_in_time, _, late, *_ = queues.erlang_a()
    if counting == "offered":
        result[queues.impatient] = np.where(in_time < 0.5, in_time, 1.0 - not_in_time)
    else:
        counted = in_time + late
        with np.errstate(invalid="ignore"):
            share = in_time / counted
        # nobody is left to count where all hang up within the target
        result[queues.impatient] = np.where(counted > 0, share, 0.0)
    return queues.shaped(result)


def mean_wait(
    load: npt.ArrayLike,
    agents: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike | None = None,
    who: Who = "all",
) -> FloatArray:
    """Return the mean wait in seconds (the average speed of answer).

    Parameters
    ----------
    load, agents, aht_s, patience_s : array_like
        As for `service_level`.
    who : {"all", "answered"}
        Whether the mean is over all contacts, who wait until they are answered or hang up, or
        over those answered.

    Returns
    -------
    ndarray
        Seconds, shape of the arguments broadcast together. Infinite without patience where
        agents do not exceed the load; NaN for ``"answered"`` where there are no agents.

    Raises
    ------
    ModelError
        If an argument is negative or infinite, or NaN other than in `patience_s`.

    Notes
    -----
    Erlang C: ``C aht / (n - a)``. Erlang A, all contacts: abandonment times patience.
    """
    if who not in ("all", "answered"):
        raise ModelError(f"who {who!r}: must be one of all, answered")
    queues = _Queues(load, agents, aht_s, patience_s)
    result = queues.full(idle=0.0, unstable=np.inf)
    here = queues.stable
    spare = (queues.agents - queues.load)[here]
    result[here] = queues.waiting_c() * queues.aht_s[here] / spare
    *_, lost, served, served_wait = queues.erlang_a()
    if who == "all":
        result[queues.impatient] = lost * queues.patience_s[queues.impatient]
    else:
        result[queues.impatient] = served_wait / served * queues.aht_s[queues.impatient]
    return queues.shaped(result)


def abandonment(
    load: npt.ArrayLike,
    agents: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike | None,
) -> FloatArray:
    """Return the share of contacts that hang up before they are answered.

    Parameters
    ----------
    load, agents, aht_s, patience_s : array_like
        As for `service_level`.

    Returns
    -------
    ndarray
        Shape of the arguments broadcast together. 0 where callers do not hang up.

    Raises
    ------
    ModelError
        If an argument is negative or infinite, or NaN other than in `patience_s`.
    """
    queues = _Queues(load, agents, aht_s, patience_s)
    result = queues.full(idle=0.0, unstable=0.0)
    result[queues.impatient] = queues.erlang_a()[5]
    return queues.shaped(result)


def occupancy(
    load: npt.ArrayLike,
    agents: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike | None = None,
) -> FloatArray:
    """Return the share of their time in which agents are busy.

    Parameters
    ----------
    load, agents, aht_s, patience_s : array_like
        As for `service_level`.

    Returns
    -------
    ndarray
        Shape of the arguments broadcast together; 1 where there is load and no agent.

    Raises
    ------
    ModelError
        If an argument is negative or infinite, or NaN other than in `patience_s`.

    Notes
    -----
    Erlang C: ``min(1, a / n)``. Erlang A: load times the share answered, over n.
    """
    queues = _Queues(load, agents, aht_s, patience_s)
    result = queues.full(idle=0.0, unstable=1.0)
    here = queues.stable
    result[here] = queues.load[here] / queues.agents[here]
    here = queues.impatient
    served = queues.erlang_a()[6]
    with np.errstate(invalid="ignore"):
        busy = queues.load[here] * served / queues.agents[here]
    result[here] = np.where(queues.agents[here] > 0, np.minimum(busy, 1.0), 1.0)
    return queues.shaped(result)


def expected_queue(
    load: npt.ArrayLike,
    agents: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike | None = None,
) -> FloatArray:
    """Return the mean number of contacts that wait, by Little's law from `mean_wait`.

    Parameters
    ----------
    load, agents, aht_s, patience_s : array_like
        As for `service_level`.

    Returns
    -------
    ndarray
        Contacts, shape of the arguments broadcast together. Infinite without patience where
        agents do not exceed the load.

    Raises
    ------
    ModelError
        If an argument is negative or infinite, or NaN other than in `patience_s`.

    References
    ----------
    J. D. C. Little (1961), A proof for the queuing formula L = lambda W, Operations Research
    9(3), 383-387.
    """
    wait_s = np.asarray(mean_wait(load, agents, aht_s, patience_s))
    offered, handling_s = np.broadcast_arrays(
        np.asarray(load, dtype=np.float64), np.asarray(aht_s, dtype=np.float64)
    )
    result = np.zeros(wait_s.shape)
    loaded = np.broadcast_to(offered > 0, wait_s.shape)
    np.divide(offered * wait_s, handling_s, out=result, where=loaded)
    return result[()]
