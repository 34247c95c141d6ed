"""What callers who arrive in one interval meet, from the exact distribution of the state."""

from __future__ import annotations

import math

import numpy as np

from ._across import fates, fates_at_deadline, fates_followed, wait_followed, wait_of_all
from ._course import Course, changes_after, patient_wait
from ._jit import compiled
from ._special import FloatArray, IntArray
from .forward import EXACT, Chances, Rates, advance, one_by_one

# Measures of an interval, by position in its array.
QUEUE, WAITING, IN_TIME, LATE, WAIT, BUSY = 0, 1, 2, 3, 4, 5
MEASURES = 6

# Into so many parts falls the time before the last deadline within the interval.
_PARTS = 6
# Target and mean wait are short up to this share of the interval.
_FEW = 0.05


@compiled
def _state_measures(average: Chances, agents: int, result: FloatArray, weight: float) -> None:
    """Add what the state alone decides: queue, probability of waiting, busy agents."""
    for i in range(average.p.size):
        number, p = average.low + i, weight * average.p[i]
        if number >= agents:
            result[QUEUE] += p * (number - agents)
            result[WAITING] += p
            result[BUSY] += p * agents
        else:
            result[BUSY] += p * number


@compiled
def _within_interval(
    course: Course, agents: int, k: int, average: Chances, result: FloatArray, weight: float
) -> None:
    """Add waits that agents and rates of interval `k` decide alone."""
    capacity, leaving = agents * course.service[k], course.leaving[k]
    table = fates(
        max(1, average.low + average.p.size - agents), capacity, leaving, course.within[k]
    )
    for i in range(average.p.size):
        ahead, p = average.low + i - agents, weight * average.p[i]
        if ahead < 0:
            result[IN_TIME] += p
        else:
            result[IN_TIME] += p * table[0, ahead]
            result[LATE] += p * table[1, ahead]


@compiled
def _waits_within(
    course: Course, agents: int, k: int, average: Chances, result: FloatArray
) -> None:
    """Add the mean wait as agents and rates of interval `k` decide it alone."""
    capacity, leaving = agents * course.service[k], course.leaving[k]
    for i in range(average.p.size):
        departures = average.low + i - agents + 1.0
        if departures > 0.0 and average.p[i] > 0.0:
            result[WAIT] += average.p[i] * patient_wait(departures, capacity, leaving)


@compiled
def exact_interval(
    course: Course, agents: IntArray, k: int, start: Chances, width: int, cut: float
) -> tuple[Chances, FloatArray]:
    """Return the distribution at the end of interval `k`, and the interval's measures.

    With a `cut` above `EXACT` the waits that run into the next interval are simplified, unless
    they are many.
    """
    # what was cut off is spread over what is left
    start = Chances(start.low, start.width, start.p / start.p.sum())
    careful = cut <= EXACT or course.within[k] > _FEW * course.seconds
    while changes_after(course, agents, k):
        end, result = _in_parts(course, agents, k, start, width, cut, careful)
        if careful or not course.waits or result[WAIT] <= _FEW * course.seconds:
            return end, result
        careful = True
    result = np.zeros(MEASURES)
    rates = Rates(course.arrival[k], course.service[k], agents[k], course.leaving[k], 0.0)
    end, average = advance(start, rates, course.seconds, width, cut)
    average = one_by_one(average)
    _state_measures(average, agents[k], result, 1.0)
    _within_interval(course, agents[k], k, average, result, 1.0)
    _waits_within(course, agents[k], k, average, result)
    return end, result


@compiled
def _in_parts(
    course: Course,
    agents: IntArray,
    k: int,
    start: Chances,
    width: int,
    cut: float,
    careful: bool,
) -> tuple[Chances, FloatArray]:
    """Return what `exact_interval` does where the next interval differs.

    The interval is cut at the last moment whose deadline lies within it, and further. The state
    of a part is its average, and its contacts arrive in its middle.
    """
    result = np.zeros(MEASURES)
    rates = Rates(course.arrival[k], course.service[k], agents[k], course.leaving[k], 0.0)
    length = course.seconds
    crossing = min(course.within[k], length)
    early = _PARTS if careful else 1
    parts = early + math.ceil(_PARTS * crossing / length)
    here, elapsed = start, 0.0
    for part in range(parts):
        in_time_here = part < early
        step = crossing / max(1, parts - early)
        if in_time_here:
            step = (length - crossing) * _share(part, early)
        if step <= 0.0:
            continue
        here, average = advance(here, rates, step, width, cut)
        average = one_by_one(average)
        weight, remaining = step / length, length - elapsed - 0.5 * step
        elapsed += step
        if in_time_here:
            _within_interval(course, agents[k], k, average, result, weight)
        elif careful:
            in_time, late = fates_followed(course, agents, k, remaining, average, cut)
            result[IN_TIME] += weight * in_time
            result[LATE] += weight * late
        else:
            in_time, late = fates_at_deadline(course, agents, k, remaining, average)
            result[IN_TIME] += weight * in_time
            result[LATE] += weight * late
        _state_measures(average, agents[k], result, weight)
        if not course.waits:
            continue
        if careful:
            result[WAIT] += weight * wait_followed(course, agents, k, remaining, average, cut)
            continue
        left = remaining + 0.5 * step
        for piece in range(_PARTS):
            share = _share(piece, _PARTS)
            middle = left - 0.5 * share * step
            left -= share * step
            result[WAIT] += weight * share * wait_of_all(course, agents, k, middle, average)
    return here, result


@compiled
def _share(part: int, parts: int) -> float:
    """Return the share of a part in a time cut ever finer towards its end: 1/2, 1/4, 1/4."""
    return 0.5 ** min(part + 1, parts - 1)
