"""Queues whose load and agents change from interval to interval, the backlog carried along.

Within an interval arrivals are Poisson at a constant rate, handling times and patience are
exponential and calls are answered in order of arrival. Agents change at the edges of intervals.
Where they fall below the calls in progress, the calls without an agent go back to the head of the
queue (the discipline of the forward equations and of the Gaussian approximation; in a centre where
every agent ends the call in hand the queue is a little shorter).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..errors import ModelError
from ._delays import BUSY, IN_TIME, LATE, QUEUE, WAIT, WAITING
from ._over_time import Search, Targets, fewest
from ._special import FloatArray, IntArray
from ._time_arguments import QueuesOverTime, Start, goal_or_nan, whole_numbers
from ._walk import AUTO, FORWARD, GAUSSIAN, State, balance, empty, has_balance, normal_state, path
from .inverse import required_agents
from .measures import COUNTINGS, Counting
from .offered_load import carried_load

Method = Literal["auto", "gaussian", "exact"]
_METHODS = {"auto": AUTO, "gaussian": GAUSSIAN, "exact": FORWARD}


@dataclass(frozen=True)
class QueuePath:
    """What a queue delivers in each interval. Arrays of shape (..., intervals).

    Attributes
    ----------
    queue : ndarray
        Contacts waiting, average over the interval.
    waiting : ndarray
        Probability that a contact finds no agent free.
    service_level : ndarray
        Share answered within the answer-time target, of the contacts of the interval; NaN if no
        target was given.
    mean_wait_s : ndarray
        Mean wait of the contacts of the interval, until they are answered or hang up, seconds.
    abandonment : ndarray
        Contacts that hang up in the interval over contacts offered in it, at most 1.
    busy : ndarray
        Busy agents, average over the interval.
    state : ndarray, shape (..., intervals, 2)
        Mean and variance of the number in system at the end of the interval.
    after_close_agent_s : ndarray
        Where the queue closes at the end of the interval: the agent-seconds needed to work off
        who is then in system, by the agents of the interval, without new contacts. 0 elsewhere.
    after_close_s : ndarray
        The mean time in seconds that this takes.

    Notes
    -----
    Without load nobody waits: service level 1, probability of waiting, wait and abandonment 0.
    In closed intervals all figures are 0 but the service level, which is 1.
    """

    queue: FloatArray
    waiting: FloatArray
    service_level: FloatArray
    mean_wait_s: FloatArray
    abandonment: FloatArray
    busy: FloatArray
    state: FloatArray
    after_close_agent_s: FloatArray
    after_close_s: FloatArray


def _method_code(method: Method) -> int:
    if method not in _METHODS:
        raise ModelError(f"method {method!r}: must be one of {', '.join(_METHODS)}")
    return _METHODS[method]


def _first_state(
    queues: QueuesOverTime, row: int, agents: int, begin: FloatArray | None, method: int
) -> State:
    course = queues.course(row)
    if begin is not None:
        return normal_state(begin[row, 0], begin[row, 1], method)
    if not course.is_open[0]:
        return empty(method)
    load = queues.load[row, 0]
    if not has_balance(load, course.leaving[0] / course.service[0], agents):
        raise ModelError(
            f"load {load}: {agents} agents have no stationary queue that could be the start; "
            "give start='empty' or the state"
        )
    return balance(course, agents, method)


def queue_over_time(
    load: npt.ArrayLike,
    agents: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    interval_s: float,
    patience_s: npt.ArrayLike | None = None,
    *,
    within_s: npt.ArrayLike | None = None,
    counting: Counting = "offered",
    method: Method = "auto",
    start: Start | npt.ArrayLike = "stationary",
    open: npt.ArrayLike | None = None,
) -> QueuePath:
    """Return what given agents deliver over the intervals, the backlog carried along.

    Parameters
    ----------
    load : array_like, shape (..., intervals)
        Offered load in erlangs.
    agents : array_like of whole numbers
        Agents in each interval; this and the arguments below broadcast with `load`.
    aht_s : array_like
        Mean handling time in seconds.
    interval_s : float
        Length of an interval in seconds.
    patience_s : array_like, optional
        Mean patience in seconds; None or NaN where callers do not hang up. Less than a hundredth
        of the handling time counts as that.
    within_s : array_like, optional
        Answer-time target in seconds.
    counting : {"offered", "excluding_short_abandons"}
        How the service level counts contacts that hang up within `within_s`.
    method : {"auto", "gaussian", "exact"}
        ``"gaussian"`` carries mean and variance (Gaussian variance approximation), a few
        microseconds an interval. ``"exact"`` carries the distribution of the number in system by
        the forward equations. ``"auto"`` does so exactly below 36 agents, and above on cells of
        2, 4, 8, ... numbers that stay below a third of the standard deviation.
    start : {"stationary", "empty"} or array_like, shape (..., 2)
        State at the start: that of the first interval's load and agents in balance, nobody in
        system, or mean and variance of the number in system, as in `QueuePath.state`.
    open : array_like of bool, optional
        Whether the queue is open; an interval without load and agents never is. Contacts of closed
        intervals are left out. At closing, contacts in system are worked off by the agents of the
        last open interval (`after_close_agent_s`); the queue opens again empty.

    Returns
    -------
    QueuePath

    Raises
    ------
    ModelError
        If an argument is outside its domain, or a stationary start does not exist.

    Notes
    -----
    The wait of a contact is decided by who is in system when it arrives and by the agents of this
    and the following intervals. In the exact method its distribution within an interval is in
    closed form (a negative binomial or Poisson sum) and the service level of those whose
    deadline lies beyond the edge comes from the forward equations of those ahead; a mean wait
    that passes an edge follows them as a fluid. In the Gaussian method the number ahead stays
    normal. After the last interval its agents stay.

    References
    ----------
    W. A. Massey and J. Pender (2013), Gaussian skewness approximation for dynamic rate
    multi-server queues with abandonment, Queueing Systems 75, 243-277.
    """
    if counting not in COUNTINGS:
        raise ModelError(f"counting {counting!r}: must be one of {', '.join(COUNTINGS)}")
    code = _method_code(method)
    limit = 0.0 if within_s is None else within_s
    staff = whole_numbers("agents", agents)
    queues = QueuesOverTime(load, aht_s, interval_s, patience_s, limit, open, [staff])
    measures = np.zeros((*queues.load.shape, 6))
    state, left = np.zeros((2, *queues.load.shape, 2))
    if queues.size:
        numbers = queues.others[0].astype(np.int64)
        queues.close_idle(numbers)
        begin = queues.starts(start)
        for row in range(len(queues.load)):
            first = _first_state(queues, row, numbers[row, 0], begin, code)
            measures[row], state[row], left[row] = path(
                queues.course(row), numbers[row], first, code
            )
    return _as_path(queues, measures, state, left, counting, known=within_s is not None)


def _as_path(
    queues: QueuesOverTime,
    measures: FloatArray,
    state: FloatArray,
    left: FloatArray,
    counting: Counting,
    *,
    known: bool,
) -> QueuePath:
    arrival = queues.load * queues.service
    busy = arrival > 0
    in_time, late = measures[..., IN_TIME], measures[..., LATE]
    counted = in_time + late if counting == "excluding_short_abandons" else np.ones_like(in_time)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        level = np.where(counted > 0, in_time / counted, 0.0)
        lost = queues.leaving * measures[..., QUEUE] / arrival
    level = np.where(busy, level, 1.0) if known else np.full(level.shape, np.nan)
    shape = queues.shape
    return QueuePath(
        queue=measures[..., QUEUE].reshape(shape),
        waiting=np.where(busy, measures[..., WAITING], 0.0).reshape(shape),
        service_level=level.reshape(shape),
        mean_wait_s=np.where(busy, measures[..., WAIT], 0.0).reshape(shape),
        abandonment=np.where(busy, np.minimum(lost, 1.0), 0.0).reshape(shape),
        busy=measures[..., BUSY].reshape(shape),
        state=state.reshape(*shape, 2),
        after_close_agent_s=left[..., 0].reshape(shape),
        after_close_s=left[..., 1].reshape(shape),
    )


def required_over_time(
    load: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    interval_s: float,
    *,
    service_level: npt.ArrayLike | None = None,
    within_s: npt.ArrayLike | None = None,
    mean_wait_s: npt.ArrayLike | None = None,
    max_occupancy: npt.ArrayLike | None = None,
    max_abandonment: npt.ArrayLike | None = None,
    patience_s: npt.ArrayLike | None = None,
    counting: Counting = "offered",
    open: npt.ArrayLike | None = None,
    at_least: npt.ArrayLike | None = None,
    start: Start | npt.ArrayLike = "stationary",
    method: Method = "auto",
) -> IntArray:
    """Return agents that meet the targets in every interval, the backlog carried along.

    Parameters
    ----------
    load, aht_s, interval_s, patience_s, counting, open, start, method
        As for `queue_over_time`.
    service_level, within_s, mean_wait_s, max_occupancy, max_abandonment : array_like, optional
        As for `required_agents`; they broadcast with `load`. NaN: no such target here.
    at_least : array_like of whole numbers, optional
        Agents to have in open intervals in any case.

    Returns
    -------
    ndarray of int, shape (..., intervals)
        0 in closed intervals.

    Raises
    ------
    ModelError
        If an argument is outside its domain, or no target is given.

    Notes
    -----
    The first guess is the stationary requirement at the modified offered load. Agents are then
    raised, forward in time, until `queue_over_time` meets every target, and lowered wherever
    that makes no interval miss one. So no single interval can have one agent less without a
    miss somewhere; that is not the least total over all intervals.

    Not lowered further, whatever the targets:

    * without patience, agents exceed the average modified offered load, so that no
      interval leaves work to the next by plan;
    * in intervals without load, agents are the average modified offered load, rounded, for the
      calls still in progress.
    """
    if service_level is not None and within_s is None:
        raise ModelError("service_level without within_s: give the answer-time target in seconds")
    domains = (
        ("service_level", service_level, "[0, 1)"),
        ("mean_wait_s", mean_wait_s, "(0, inf)"),
        ("max_occupancy", max_occupancy, "(0, 1]"),
        ("max_abandonment", max_abandonment, "(0, 1]"),
    )
    goals = [goal_or_nan(name, value, allowed) for name, value, allowed in domains]
    if all(np.isnan(goal).all() for goal in goals):
        raise ModelError(
            "no target: give service_level with within_s, mean_wait_s, max_occupancy or "
            "max_abandonment"
        )
    if counting not in COUNTINGS:
        raise ModelError(f"counting {counting!r}: must be one of {', '.join(COUNTINGS)}")
    code = _method_code(method)
    least = whole_numbers("at_least", 0 if at_least is None else at_least)
    limit = 0.0 if within_s is None else within_s
    queues = QueuesOverTime(load, aht_s, interval_s, patience_s, limit, open, [*goals, least])
    result = np.zeros(queues.load.shape, dtype=np.int64)
    if not queues.size:
        return result.reshape(queues.shape)
    begin = queues.starts(start)
    carried = _average_loads(queues, begin)
    first = _first_guess(queues, carried, counting)
    floor = _floor(queues, carried)
    queues.close_idle(floor)
    waits = mean_wait_s is not None
    for row in range(len(result)):
        search = Search(
            queues.course(row, waits=waits),
            _targets(queues, row, counting),
            floor[row],
            empty(code) if begin is None else normal_state(begin[row, 0], begin[row, 1], code),
            begin is None and bool(queues.is_open[row, 0]),
            code,
        )
        result[row] = fewest(search, first[row])
    return result.reshape(queues.shape)


def _targets(queues: QueuesOverTime, row: int, counting: Counting) -> Targets:
    level, wait, occupancy, abandonment = (goal[row] for goal in queues.others[:4])
    return Targets(level, wait, occupancy, abandonment, counting == "excluding_short_abandons")


def _average_loads(queues: QueuesOverTime, begin: FloatArray | None) -> FloatArray:
    """Return the modified offered load, average of each interval."""
    result = np.empty_like(queues.load)
    initial = queues.load[:, 0] if begin is None else begin[:, 0]
    for row in range(len(result)):
        course = queues.course(row)
        result[row] = carried_load(
            queues.load[row], course.service, course.is_open, course.seconds, initial[row]
        )[1]
    return result


def _first_guess(queues: QueuesOverTime, carried: FloatArray, counting: Counting) -> IntArray:
    """Return the stationary requirement at the modified offered load."""
    needed = np.zeros(carried.shape, dtype=np.int64)
    names = ("service_level", "mean_wait_s", "max_occupancy", "max_abandonment")
    aht_s = 1.0 / queues.service
    for name, goal in zip(names, queues.others[:4], strict=True):
        here = queues.is_open & (queues.load > 0) & ~np.isnan(goal)
        if name == "max_abandonment":
            here &= queues.leaving > 0
        if not here.any():
            continue
        extra = {"within_s": queues.within_s[here]} if name == "service_level" else {}
        agents = required_agents(
            carried[here],
            aht_s[here],
            patience_s=np.where(queues.leaving[here] > 0, queues.patience_s[here], np.nan),
            counting=counting,
            **{name: goal[here]},
            **extra,
        )
        needed[here] = np.maximum(needed[here], agents)
    return needed


def _floor(queues: QueuesOverTime, carried: FloatArray) -> IntArray:
    """Return the agents below which no interval goes."""
    stable = np.where(queues.leaving > 0, 0.0, np.floor(carried) + 1.0)
    floor = np.where(queues.load > 0, stable, np.ceil(carried - 0.5))
    floor = np.maximum(floor, queues.others[4])
    return np.where(queues.is_open, floor, 0.0).astype(np.int64)
