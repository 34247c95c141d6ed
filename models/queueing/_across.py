"""What becomes of a contact whose number ahead is known, also beyond the end of its interval."""

from __future__ import annotations

import math

import numpy as np

from ._course import Course, patient_wait, successor, wait_across
from ._jit import compiled
from ._special import FloatArray, IntArray
from .forward import Chances, Rates, advance


@compiled
def fates(size: int, capacity: float, leaving: float, within: float) -> FloatArray:
    """Return for 0, 1, ... callers waiting ahead the chances to be answered in time and late.

    Row 0: answered within `within` seconds; row 1: still waiting then. With `y = exp(-leaving
    within)` and ``x = capacity / leaving`` the wait V of a patient caller with q ahead is a sum
    of exponentials with the rates ``leaving (x + i)``, i = 0..q, so that ``exp(-leaving V)`` is
    Beta(x, q + 1), whose distribution is a negative binomial sum; without abandonment a Poisson
    sum.
    """
    result = np.empty((2, size))
    fading = math.exp(-leaving * within)
    spent = -math.expm1(-leaving * within)
    finished = capacity * (within if leaving == 0.0 else spent / leaving)
    patient = -capacity * within
    tagged = patient - leaving * within
    patient_sum, tagged_sum = math.exp(patient), math.exp(tagged)
    patient_term, tagged_term = patient_sum, tagged_sum
    # where the first terms would vanish the recursion runs in logarithms
    small = tagged < -600.0
    for q in range(size):
        if q > 0:
            ratio, tagged_ratio = (spent * (q - 1) + finished) / q, (spent * q + finished) / q
            if small:
                patient += math.log(ratio)
                tagged += math.log(tagged_ratio)
                patient_term, tagged_term = math.exp(patient), math.exp(tagged)
            else:
                patient_term *= ratio
                tagged_term *= tagged_ratio
            patient_sum += patient_term
            tagged_sum += tagged_term
        share = 0.0
        if capacity > 0.0:
            share = capacity / (capacity + (q + 1) * leaving)
        result[0, q] = share * max(0.0, 1.0 - tagged_sum)
        result[1, q] = fading * min(1.0, patient_sum)
    return result


@compiled
def fates_followed(
    course: Course, agents: IntArray, k: int, remaining: float, average: Chances, cut: float
) -> tuple[float, float]:
    """Return the chances to be answered in time and late where a deadline passes an edge.

    Follows those ahead of a caller through the intervals by the forward equations. The
    distribution `average`, here and below, is over single numbers.
    """
    left = course.within[k]
    low, p = average.low, average.p.copy()
    in_time = 0.0
    while True:
        free = min(max(0, agents[k] - low), p.size)
        in_time += p[:free].sum()
        p[:free] = 0.0
        after = successor(course, k)
        seconds = left if after == k else min(left, remaining)
        rates = Rates(0.0, course.service[k], agents[k], course.leaving[k], course.leaving[k])
        ahead, _ = advance(Chances(low, average.width, p), rates, seconds, average.width, cut)
        low, p = ahead.low, ahead.p
        free = min(max(0, agents[k] - low), p.size)
        in_time += p[:free].sum()
        p[:free] = 0.0
        left -= seconds
        if left <= 0.0 or p.sum() < cut:
            return in_time, p.sum()
        k, remaining = after, course.seconds


@compiled
def fates_at_deadline(
    course: Course, agents: IntArray, k: int, remaining: float, average: Chances
) -> tuple[float, float]:
    """Return what `fates_followed` does, nearly: with the mean capacity up to the deadline.

    Exact without abandonment where agents do not fall. Those answered before the edge count
    where they are more.
    """
    within = course.within[k]
    capacity, leaving, left, at = 0.0, 0.0, within, k
    seconds = remaining
    while True:
        after = successor(course, at)
        seconds = left if after == at else min(left, seconds)
        capacity += agents[at] * course.service[at] * seconds
        leaving += course.leaving[at] * seconds
        left -= seconds
        if left <= 0.0:
            break
        at, seconds = after, course.seconds
    top = average.low + average.p.size
    at_last = fates(max(1, top - agents[at]), capacity / within, leaving / within, within)
    early = min(remaining, within)
    before = fates(max(1, top - agents[k]), agents[k] * course.service[k], course.leaving[k], early)
    in_time = late = 0.0
    for i in range(average.p.size):
        number, p = average.low + i, average.p[i]
        if number < agents[k] or number < agents[at]:
            in_time += p
            continue
        answered = max(at_last[0, number - agents[at]], before[0, number - agents[k]])
        in_time += p * answered
        late += p * min(at_last[1, number - agents[at]], 1.0 - answered)
    return in_time, late


@compiled
def wait_of_all(
    course: Course, agents: IntArray, k: int, remaining: float, average: Chances
) -> float:
    """Return the mean wait, those ahead departing as a fluid beyond the interval.

    `remaining` seconds of interval `k` are left to those who find the state `average`.
    """
    capacity, leaving = agents[k] * course.service[k], course.leaving[k]
    total = 0.0
    for i in range(average.p.size):
        departures = average.low + i - agents[k] + 1.0
        if departures <= 0.0 or average.p[i] == 0.0:
            continue
        if departures <= capacity * remaining:
            total += average.p[i] * patient_wait(departures, capacity, leaving)
        else:
            total += average.p[i] * wait_across(course, agents, k, remaining, departures)
    return total


@compiled
def wait_followed(
    course: Course, agents: IntArray, k: int, remaining: float, average: Chances, cut: float
) -> float:
    """Return the mean wait by the forward equations of those ahead, through the intervals."""
    low, p = average.low, average.p.copy()
    total = 0.0
    while True:
        p[: min(max(0, agents[k] - low), p.size)] = 0.0
        after = successor(course, k)
        capacity, leaving = agents[k] * course.service[k], course.leaving[k]
        if after == k:
            for i in range(p.size):
                if p[i] > 0.0:
                    departures = low + i - agents[k] + 1.0
                    total += p[i] * patient_wait(departures, capacity, leaving)
            return total
        rates = Rates(0.0, course.service[k], agents[k], leaving, leaving)
        ahead, during = advance(
            Chances(low, average.width, p), rates, remaining, average.width, cut
        )
        low, p = ahead.low, ahead.p
        free = min(max(0, agents[k] - low), p.size)
        p[:free] = 0.0
        total += remaining * during.p[free:].sum()
        if p.sum() < cut:
            return total
        k, remaining = after, course.seconds
