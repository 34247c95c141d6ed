"""Carry the state of a queue from interval to interval."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ._course import Course
from ._delays import MEASURES, exact_interval
from ._jit import compiled
from ._special import FloatArray, IntArray
from .forward import EXACT, Chances, Rates, from_moments, moments, stationary
from .gaussian import Normal, fixed_point, gaussian_interval

# Methods.
GAUSSIAN, FORWARD, AUTO = 0, 1, 2

# Cells of the automatic method are at most this share of the standard deviation that the number in
# system has around a full house; agents below (2 / share)^2 are thus followed one by one.
_SHARE = 1.0 / 3.0
# Probability that the automatic method may cut off.
_CUT = 1e-7
# A stationary queue longer than this is no start.
_LONGEST = 1e5


class State(NamedTuple):
    """The number in system: its moments, and its distribution unless that is taken as normal."""

    mean: float
    variance: float
    chances: Chances


@compiled
def normal_state(mean: float, variance: float, method: int) -> State:
    """Return the state with the given moments."""
    if method == GAUSSIAN:
        return State(mean, variance, Chances(0, 1, np.zeros(0)))
    return State(mean, variance, from_moments(mean, variance))


@compiled
def empty(method: int) -> State:
    """Return the state of a queue that opens."""
    return normal_state(0.0, 0.0, method)


@compiled
def has_balance(load: float, ratio: float, agents: int) -> bool:
    """Return whether there is a stationary state that can be a start.

    `ratio` is that of abandonment to service rate.
    """
    if load > agents:
        return ratio > 0.0 and (load - agents) / ratio < _LONGEST
    return ratio > 0.0 or load == 0.0 or load / _LONGEST < agents - load


@compiled
def balance(course: Course, agents: int, method: int) -> State:
    """Return the stationary state of the first interval; there must be one."""
    arrival, service, leaving = course.arrival[0], course.service[0], course.leaving[0]
    if arrival == 0.0:
        return empty(method)
    if method == GAUSSIAN:
        fixed = fixed_point(arrival / service, leaving / service, float(agents))
        return normal_state(fixed.mean, fixed.variance, method)
    chances = stationary(Rates(arrival, service, agents, leaving, 0.0))
    mean, variance = moments(chances)
    return State(mean, variance, chances)


@compiled
def cell_width(agents: int, ratio: float) -> int:
    """Return the width of the automatic method's cells, a power of two."""
    limit = _SHARE * math.sqrt(agents / max(1.0, ratio))
    width = 1
    while 2 * width <= limit:
        width *= 2
    return width


@compiled
def interval(
    course: Course, agents: IntArray, k: int, start: State, method: int
) -> tuple[State, FloatArray]:
    """Return the state at the end of interval `k` and the interval's measures."""
    if method == GAUSSIAN:
        end, result = gaussian_interval(course, agents, k, Normal(start.mean, start.variance))
        return State(end.mean, end.variance, start.chances), result
    width, cut = 1, EXACT
    if method == AUTO:
        width, cut = cell_width(agents[k], course.leaving[k] / course.service[k]), _CUT
    chances, result = exact_interval(course, agents, k, start.chances, width, cut)
    mean, variance = moments(chances)
    return State(mean, variance, chances), result


@compiled
def work_left(state: State, agents: int, service: float, leaving: float) -> tuple[float, float]:
    """Return agent-seconds and mean seconds until all who are in system have left."""
    chances = state.chances
    if chances.p.size == 0:
        chances = from_moments(state.mean, state.variance)
    low, width, p = chances
    work = seconds = done_work = done_seconds = 0.0
    number = 0
    for i in range(p.size):
        middle = low + i * width + width // 2
        while number < middle:
            number += 1
            busy = min(number, agents)
            rate = service * busy + leaving * (number - busy)
            done_work += busy / rate if busy > 0 else 0.0
            done_seconds += 1.0 / rate
        work += p[i] * done_work
        # a state of no probability may take for ever
        seconds += p[i] * done_seconds if p[i] > 0.0 else 0.0
    if agents == 0 and leaving == 0.0 and seconds > 0.0:
        work = math.inf
    return work, seconds


@compiled
def path(
    course: Course, agents: IntArray, start: State, method: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return measures, moments at the end and work left at closing, a row for each interval."""
    size = agents.size
    measures = np.zeros((size, MEASURES))
    ends, left = np.zeros((size, 2)), np.zeros((size, 2))
    state = start
    for k in range(size):
        if not course.is_open[k]:
            state = empty(method)
            continue
        state, measures[k] = interval(course, agents, k, state, method)
        ends[k, 0], ends[k, 1] = state.mean, state.variance
        if k + 1 < size and not course.is_open[k + 1]:
            left[k] = work_left(state, agents[k], course.service[k], course.leaving[k])
    return measures, ends, left
