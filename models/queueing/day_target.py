"""A service level over a day or week: where each further agent is worth most.

References
----------
G. Koole and E. van der Sluis (2003), Optimal shift scheduling with a global service level
constraint, IIE Transactions 35(11), 1049-1055.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import ModelError
from . import _arguments
from ._special import FloatArray, IntArray
from .inverse import required_agents
from .measures import COUNTINGS, Counting, service_level

# Agents who would answer all but this share of the contacts are never worth another one.
_ALL_BUT = 1e-6
# Contacts in time that may be missing from a target through rounding.
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class MarginalValues:
    """Contacts answered in time by number of agents, and what each further agent adds.

    Attributes
    ----------
    in_time : ndarray, shape (..., agents_max + 1)
        Contacts answered in time with 0, 1, ... agents.
    concave : ndarray, shape (..., agents_max + 1)
        The least concave table not below `in_time`.
    marginal : ndarray, shape (..., agents_max)
        What agent 1, 2, ... adds to `concave`; never rises.
    """

    in_time: FloatArray
    concave: FloatArray
    marginal: FloatArray


def marginal_values(
    load: npt.ArrayLike,
    agents_max: int,
    aht_s: npt.ArrayLike,
    within_s: npt.ArrayLike,
    patience_s: npt.ArrayLike | None = None,
    counting: Counting = "offered",
    volume: npt.ArrayLike = 1.0,
    present: npt.ArrayLike = 1.0,
    at_least: npt.ArrayLike = 0,
) -> MarginalValues:
    """Return what each agent adds to the contacts answered in time.

    Parameters
    ----------
    load : array_like
        Offered load in erlangs of each interval.
    agents_max : int
        Largest number of agents in the table, at least 1.
    aht_s, within_s, patience_s, counting
        As for `service_level`.
    volume : array_like
        Contacts of each interval; without it the values are shares of them.
    present : array_like
        Share of the agents who are there, above 0 up to 1: what shrinkage leaves of them.
    at_least : array_like of int
        Agents to have in any case: the concave table is that from there on, and below goes on as
        steeply as it begins.

    Returns
    -------
    MarginalValues

    Raises
    ------
    ModelError
        If an argument is outside its domain.

    Notes
    -----
    Without patience the service level is 0 up to the load and concave above it; with patience it
    is convex below about the load. There the concave table spreads the gain of a block of agents
    evenly over them: a buyer who buys by marginal value buys the block or none of it, unless the
    target is reached within it.
    """
    if agents_max != int(agents_max) or agents_max < 1:
        raise ModelError(f"agents_max {agents_max}: must be a whole number, at least 1")
    arrays = np.broadcast_arrays(
        _arguments.non_negative("load", load),
        _arguments.non_negative("aht_s", aht_s),
        _arguments.non_negative("within_s", within_s),
        _arguments.patience(patience_s),
        _arguments.non_negative("volume", volume),
        _arguments.within("present", present, "(0, 1]"),
        _arguments.non_negative("at_least", at_least),
    )
    least = np.minimum(np.ceil(arrays[-1]), agents_max).astype(np.int64)
    loads, times, within, patience, contacts, there = (array[..., None] for array in arrays[:-1])
    agents = np.arange(agents_max + 1) * there
    level = service_level(loads, agents, times, within, patience, counting)
    in_time = contacts * level
    rows = in_time.reshape(-1, agents_max + 1)
    concave = _concave(rows, least.reshape(-1)).reshape(in_time.shape)
    return MarginalValues(in_time, concave, np.diff(concave, axis=-1))


def _concave(values: FloatArray, least: IntArray) -> FloatArray:
    """Return for each row the least concave sequence not below it from `least` on."""
    result = np.empty_like(values)
    numbers = np.arange(values.shape[1])
    for row, above, first in zip(values, result, least.tolist(), strict=True):
        corners = first + np.array(_corners(row[first:]))
        above[:] = np.interp(numbers, corners, row[corners])
        slope = above[first + 1] - above[first] if first + 1 < row.size else 0.0
        above[:first] = above[first] - slope * (first - numbers[:first])
    return result


def _corners(row: FloatArray) -> list[int]:
    """Return the positions where the least concave sequence not below `row` touches it."""
    corners: list[int] = []
    for n in range(row.size):
        while len(corners) > 1:
            a, b = corners[-2:]
            if (row[b] - row[a]) * (n - b) > (row[n] - row[b]) * (b - a):
                break
            corners.pop()
        corners.append(n)
    return corners


@dataclass(frozen=True)
class _Interval:
    """Values of one interval by agents above `least`, and its blocks of agents to buy."""

    least: int
    values: FloatArray
    corners: list[int]


def required_for_day(
    volume: npt.ArrayLike,
    load: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    within_s: npt.ArrayLike,
    service_level: float,
    patience_s: npt.ArrayLike | None = None,
    groups: npt.ArrayLike | None = None,
    at_least: npt.ArrayLike | None = None,
    cost: npt.ArrayLike | None = None,
    counting: Counting = "offered",
) -> IntArray:
    """Return the cheapest agents that meet a service level over all contacts of a day.

    Parameters
    ----------
    volume : array_like, shape (intervals,)
        Contacts of each interval of one queue.
    load : array_like, shape (intervals,)
        Offered load in erlangs; the modified offered load where that is wanted.
    aht_s, within_s, patience_s, counting
        As for `service_level`; they broadcast with `volume`.
    service_level : float
        Least share of the contacts of a group that is answered in time, in [0, 1).
    groups : array_like, shape (intervals,), optional
        Which intervals share a target, for example the index of the day or week; all of them if
        not given.
    at_least : array_like of int, optional
        Agents to have in any case.
    cost : array_like, optional
        Price of an agent in each interval, above 0; 1 if not given.

    Returns
    -------
    ndarray of int, shape (intervals,)

    Raises
    ------
    ModelError
        If an argument is outside its domain.

    Notes
    -----
    Agents are bought in the order of what they add per unit of cost, until the target is met;
    then those that turn out dispensable are given back, the dearest first. Each interval counts
    as stationary. Without patience agents exceed the load in every interval with contacts.

    Without patience the values are concave from there on (Jagers and van Doorn 1991), and with
    equal costs the result is the least total of agents. In other cases no single agent can be
    spared, and the cost exceeds the least one by less than that of the last block bought.

    References
    ----------
    A. A. Jagers and E. A. van Doorn (1991), Convexity of functions which are generalizations of
    the Erlang loss function and the Erlang delay function, SIAM Review 33(2), 281-282.
    """
    if counting not in COUNTINGS:
        raise ModelError(f"counting {counting!r}: must be one of {', '.join(COUNTINGS)}")
    _arguments.within("service_level", service_level, "[0, 1)")
    shape, flat = _arguments.flatten(
        np.atleast_1d(_arguments.non_negative("volume", volume)),
        _arguments.non_negative("load", load),
        _arguments.non_negative("aht_s", aht_s),
        _arguments.non_negative("within_s", within_s),
        _arguments.patience(patience_s),
        _arguments.non_negative("at_least", 0 if at_least is None else at_least),
        _arguments.within("cost", 1.0 if cost is None else cost, "(0, inf)"),
    )
    if len(shape) != 1:
        raise ModelError(f"shape {shape}: must be one dimension, the intervals of one queue")
    prices = flat.pop()
    names = np.zeros(shape, dtype=np.int64) if groups is None else np.asarray(groups)
    if names.shape != shape:
        raise ModelError(f"groups of shape {names.shape}: must be {shape}")
    intervals = _intervals(flat, service_level, counting)
    result = np.array([interval.least for interval in intervals], dtype=np.int64)
    for name in np.unique(names):
        members = np.flatnonzero(names == name)
        result[members] += _bought([intervals[k] for k in members], prices[members])
    return result


def _intervals(flat: list[FloatArray], target: float, counting: Counting) -> list[_Interval]:
    """Return the table of each interval: contacts in time above those that the target asks for."""
    volume, load, aht_s, within_s, patience_s, at_least = flat
    patient = np.isnan(patience_s)
    calls = (volume > 0) & (load > 0)
    least = np.where(calls & patient, np.floor(load) + 1, 0)
    least = np.maximum(least, np.ceil(at_least)).astype(np.int64)
    most = np.zeros(load.shape, dtype=np.int64)
    if calls.any():
        most[calls] = required_agents(
            load[calls],
            aht_s[calls],
            service_level=max(target, 1.0 - _ALL_BUT),
            within_s=within_s[calls],
            patience_s=patience_s[calls],
            counting=counting,
        )
    sizes = np.where(calls, np.maximum(most - least, 0), 0) + 1
    where = np.repeat(np.arange(load.size), sizes)
    first = np.concatenate([[0], np.cumsum(sizes)])
    agents = least[where] + np.arange(where.size) - first[where]
    values = volume[where] * _above_target(flat, where, agents, target, counting)
    rows = [values[first[k] : first[k + 1]] for k in range(load.size)]
    return [_Interval(int(n), row, _corners(row)) for n, row in zip(least, rows, strict=True)]


def _above_target(
    flat: list[FloatArray],
    where: npt.NDArray[np.intp],
    agents: IntArray,
    target: float,
    counting: Counting,
) -> FloatArray:
    """Return the share answered in time less `target` times the share that counts.

    That makes a service level which leaves out short abandons additive, too.
    """
    _, load, aht_s, within_s, patience_s, _ = (array[where] for array in flat)
    in_time = service_level(load, agents, aht_s, within_s, patience_s)
    if counting == "offered":
        return in_time - target
    share = service_level(load, agents, aht_s, within_s, patience_s, counting)
    with np.errstate(invalid="ignore", divide="ignore"):
        counted = np.where(share > 0, in_time / share, np.exp(-within_s / patience_s))
    return in_time - target * np.where(np.isnan(counted), 1.0, counted)


def _bought(intervals: list[_Interval], prices: FloatArray) -> IntArray:
    """Return the agents of one group above the least."""
    agents = np.zeros(len(intervals), dtype=np.int64)
    total = float(sum(interval.values[0] for interval in intervals))
    blocks = []
    for k, interval in enumerate(intervals):
        for a, b in zip(interval.corners, interval.corners[1:], strict=False):
            gain = float(interval.values[b] - interval.values[a])
            if gain > 0:
                blocks.append((-gain / ((b - a) * prices[k]), k, b, gain))
    # of one interval the blocks come in order: their worth per agent falls
    for _, k, b, gain in sorted(blocks):
        if total >= -_TOLERANCE:
            break
        agents[k] = b
        total += gain
    _give_back(intervals, prices, agents, total)
    return agents


def _give_back(
    intervals: list[_Interval], prices: FloatArray, agents: IntArray, total: float
) -> None:
    """Take away agents that the target does not need, the dearest and least useful first."""
    while True:
        spare = []
        for k, interval in enumerate(intervals):
            if agents[k] > 0:
                loss = float(interval.values[agents[k]] - interval.values[agents[k] - 1])
                if total - loss >= -_TOLERANCE:
                    spare.append((-prices[k], loss, k))
        if not spare:
            return
        _, loss, k = min(spare)
        agents[k] -= 1
        total -= loss
