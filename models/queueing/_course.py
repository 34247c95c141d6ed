"""The rates of one queue over its intervals, and how a wait runs from one into the next."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy.typing as npt

from ._jit import compiled
from ._special import FloatArray, IntArray


class Course(NamedTuple):
    """One queue over its intervals. Rates per second; `leaving` is 0 where nobody hangs up.

    `waits` says whether mean waits are wanted, not only service levels.
    """

    arrival: FloatArray
    service: FloatArray
    leaving: FloatArray
    within: FloatArray
    is_open: npt.NDArray  # type: ignore[type-arg]
    seconds: float
    waits: bool


@compiled
def successor(course: Course, k: int) -> int:
    """Return the interval whose agents serve those who still wait when interval `k` ends.

    At closing, and at the end of the course, the agents of the last interval stay.
    """
    if k + 1 < course.arrival.size and course.is_open[k + 1]:
        return k + 1
    return k


@compiled
def changes_after(course: Course, agents: IntArray, k: int) -> bool:
    """Return whether waits up to the answer-time target beyond interval `k` meet other rates."""
    after, reach = k, 0.0
    while reach <= course.within[k]:
        after = successor(course, after)
        if (
            agents[after] != agents[k]
            or course.service[after] != course.service[k]
            or course.leaving[after] != course.leaving[k]
        ):
            return True
        reach += course.seconds
    return False


@compiled
def patient_wait(departures: float, capacity: float, leaving: float) -> float:
    """Return the mean of the shorter of wait and patience under constant rates.

    `departures` of those ahead (one more than wait) let the caller in; agents finish `capacity`
    calls per second.
    """
    return departures / (capacity + departures * leaving)


@compiled
def wait_across(
    course: Course, agents: IntArray, k: int, remaining: float, departures: float
) -> float:
    """Return the mean of the shorter of wait and patience for a caller in interval `k`.

    Beyond the `remaining` seconds of the interval those ahead depart as a fluid, with the agents
    of the intervals that follow.
    """
    total, kept = 0.0, 1.0
    while True:
        capacity, leaving = agents[k] * course.service[k], course.leaving[k]
        after = successor(course, k)
        if leaving == 0.0:
            wait = departures / capacity
        else:
            wait = math.log1p(departures * leaving / capacity) / leaving
        if wait <= remaining or after == k:
            return total + kept * patient_wait(departures, capacity, leaving)
        if leaving == 0.0:
            total += kept * remaining
            departures -= capacity * remaining
        else:
            fading = math.exp(-leaving * remaining)
            total += kept * (1.0 - fading) / leaving
            kept *= fading
            departures = (departures + capacity / leaving) * fading - capacity / leaving
        departures -= agents[after] - agents[k]
        if departures <= 0.0 or kept < 1e-12:
            return total
        k, remaining = after, course.seconds
