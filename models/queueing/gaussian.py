"""Gaussian variance approximation of M(t)/M/n(t)+M.

The number in system is taken as normal with mean m and variance v. With ``chi = (n - m) / sqrt v``,
``Q = Phi(-chi)`` the probability of waiting and ``e = sqrt v (phi(chi) - chi Q)`` the queue,

* ``m' = lambda - mu (m - e) - theta e``,
* ``v' = lambda + mu (m - e) + theta e - 2 v (mu (1 - Q) + theta Q)``.

References
----------
W. A. Massey and J. Pender (2013), Gaussian skewness approximation for dynamic rate multi-server
queues with abandonment, Queueing Systems 75, 243-277.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ._course import Course, changes_after, patient_wait, successor, wait_across
from ._delays import BUSY, IN_TIME, LATE, MEASURES, QUEUE, WAIT, WAITING
from ._jit import compiled
from ._special import FloatArray, IntArray

_ROOT_TWO_PI = math.sqrt(2.0 * math.pi)
_ROOT_HALF = math.sqrt(0.5)
# A Runge-Kutta step is at most this long, in the shorter of handling time and patience.
_STEP = 0.25
# Gauss-Legendre nodes and weights on (0, 1).
_NODES = 0.5 + 0.5 * np.polynomial.legendre.leggauss(3)[0]
_WEIGHTS = 0.5 * np.polynomial.legendre.leggauss(3)[1]


class Normal(NamedTuple):
    """Mean and variance of the number in system."""

    mean: float
    variance: float


@compiled
def _tail(distance: float, spread: float) -> float:
    """Return the probability that a normal of mean `distance` and deviation `spread` exceeds 0."""
    if spread <= 0.0:
        return 1.0 if distance >= 0.0 else 0.0
    return 0.5 * math.erfc(-distance / spread * _ROOT_HALF)


@compiled
def waiting_and_queue(state: Normal, agents: float) -> tuple[float, float]:
    """Return the probability that nobody is free, and the mean queue."""
    over = state.mean - agents
    if state.variance <= 0.0:
        return (1.0 if over >= 0.0 else 0.0), max(0.0, over)
    spread = math.sqrt(state.variance)
    waiting = _tail(over, spread)
    chi = over / spread
    queue = spread * math.exp(-0.5 * chi * chi) / _ROOT_TWO_PI + over * waiting
    return waiting, max(0.0, queue)


@compiled
def _slope(
    state: Normal, arrival: float, service: float, leaving: float, agents: float
) -> tuple[float, float]:
    waiting, queue = waiting_and_queue(state, agents)
    done = service * (state.mean - queue) + leaving * queue
    pull = service * (1.0 - waiting) + leaving * waiting
    return arrival - done, arrival + done - 2.0 * state.variance * pull


@compiled
def _moved(state: Normal, slope: tuple[float, float], seconds: float) -> Normal:
    return Normal(
        max(0.0, state.mean + seconds * slope[0]), max(0.0, state.variance + seconds * slope[1])
    )


@compiled
def stepped(
    state: Normal, arrival: float, service: float, leaving: float, agents: float, seconds: float
) -> Normal:
    """Return the state one Runge-Kutta step of fourth order later."""
    a = _slope(state, arrival, service, leaving, agents)
    b = _slope(_moved(state, a, 0.5 * seconds), arrival, service, leaving, agents)
    c = _slope(_moved(state, b, 0.5 * seconds), arrival, service, leaving, agents)
    d = _slope(_moved(state, c, seconds), arrival, service, leaving, agents)
    mean = (a[0] + 2.0 * (b[0] + c[0]) + d[0]) / 6.0
    variance = (a[1] + 2.0 * (b[1] + c[1]) + d[1]) / 6.0
    return _moved(state, (mean, variance), seconds)


@compiled
def steps_for(seconds: float, service: float, leaving: float) -> int:
    """Return an even number of steps that carries an interval."""
    return max(4, 2 * math.ceil(seconds * max(service, leaving) / (2.0 * _STEP)))


@compiled
def fixed_point(load: float, ratio: float, agents: float) -> Normal:
    """Return the state that stays as it is; a variance of inf where there is none.

    `ratio` is that of abandonment to service rate. In the equation for chi, with the variance
    ``load / (1 - Q + ratio Q)`` put in, busy agents and the lost fall as chi rises.
    """
    if ratio == 0.0 and load >= agents:
        return Normal(math.inf, math.inf)
    low, high = -30.0, 60.0
    mean, variance = load, load
    for _ in range(60):
        chi = 0.5 * (low + high)
        waiting = 0.5 * math.erfc(chi * _ROOT_HALF)
        free = 0.5 * math.erfc(-chi * _ROOT_HALF)
        density = math.exp(-0.5 * chi * chi) / _ROOT_TWO_PI
        variance = load / (free + ratio * waiting)
        spread = math.sqrt(variance)
        mean = agents - chi * spread
        idle = spread * (density + chi * free)
        if agents - idle + ratio * spread * (density - chi * waiting) > load:
            low = chi
        else:
            high = chi
    return Normal(mean, variance)


@compiled
def _unanswered(
    course: Course, agents: IntArray, k: int, remaining: float, state: Normal, after: float
) -> float:
    """Return the probability that a patient caller is not answered within `after` seconds.

    Those ahead of the caller depart with all agents busy: their number stays normal, with the
    mean and the variance of that departure process.
    """
    queue, variance = state.mean - agents[k], state.variance
    least = _tail(queue, math.sqrt(variance))
    while True:
        following = successor(course, k)
        seconds = after if following == k else min(after, remaining)
        capacity, leaving = agents[k] * course.service[k], course.leaving[k]
        if leaving == 0.0:
            queue -= capacity * seconds
            variance += capacity * seconds
        else:
            fading = math.exp(-leaving * seconds)
            spent = -math.expm1(-leaving * seconds)
            variance *= fading * fading
            variance += (max(queue, 0.0) + capacity / leaving) * fading * spent
            queue = queue * fading - capacity / leaving * spent
        least = min(least, _tail(queue, math.sqrt(variance)))
        after -= seconds
        if after <= 0.0:
            return least
        queue -= agents[following] - agents[k]
        k, remaining = following, course.seconds


@compiled
def measures_at(
    course: Course, agents: IntArray, k: int, remaining: float, state: Normal
) -> FloatArray:
    """Return the measures of one moment of interval `k`, `remaining` seconds before its end."""
    result = np.empty(MEASURES)
    waiting, queue = waiting_and_queue(state, agents[k])
    within, leaving = course.within[k], course.leaving[k]
    unanswered = _unanswered(course, agents, k, remaining, state, within)
    late, lost = unanswered, 0.0
    if leaving > 0.0 and within > 0.0:
        late = unanswered * math.exp(-leaving * within)
        for node in range(_NODES.size):
            after = within * _NODES[node]
            share = _WEIGHTS[node] * within * leaving * math.exp(-leaving * after)
            lost += share * _unanswered(course, agents, k, remaining, state, after)
    result[QUEUE] = queue
    result[WAITING] = waiting
    result[IN_TIME] = max(0.0, 1.0 - late - lost)
    result[LATE] = late
    result[WAIT] = 0.0
    if waiting > 0.0:
        departures = queue / waiting + 1.0
        if math.isinf(remaining):
            wait = patient_wait(departures, agents[k] * course.service[k], leaving)
        else:
            wait = wait_across(course, agents, k, remaining, departures)
        result[WAIT] = waiting * wait
    result[BUSY] = state.mean - queue
    return result


@compiled
def gaussian_interval(
    course: Course, agents: IntArray, k: int, start: Normal
) -> tuple[Normal, FloatArray]:
    """Return the state at the end of interval `k`, and its measures."""
    arrival, service, leaving = course.arrival[k], course.service[k], course.leaving[k]
    steps = steps_for(course.seconds, service, leaving)
    step = course.seconds / steps
    crossing = changes_after(course, agents, k)
    state = start
    result = np.zeros(MEASURES)
    for i in range(steps + 1):
        if i > 0:
            state = stepped(state, arrival, service, leaving, agents[k], step)
        # Simpson's rule
        weight = (1.0 if i in (0, steps) else 2.0 + 2.0 * (i % 2)) / (3.0 * steps)
        remaining = (steps - i) * step if crossing else math.inf
        result += weight * measures_at(course, agents, k, remaining, state)
    return state, result
