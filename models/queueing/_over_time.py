"""The fewest agents that meet targets in every interval, with the queue carried along."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ._course import Course
from ._delays import BUSY, IN_TIME, LATE, QUEUE, WAIT
from ._jit import compiled
from ._special import FloatArray, IntArray
from ._walk import State, balance, empty, has_balance, interval

# A target missed by less counts as met.
_TOLERANCE = 1e-9
# States that agree in mean and deviation to this share of a deviation are the same.
_SAME = 1e-5


class Targets(NamedTuple):
    """Targets of one queue by interval; NaN where there is none."""

    service_level: FloatArray
    mean_wait_s: FloatArray
    occupancy: FloatArray
    abandonment: FloatArray
    excluding: bool


class Search(NamedTuple):
    """One queue whose agents are sought.

    `from_balance` says that the first interval starts from its own stationary state, which
    depends on its agents; `least` bounds the agents from below.
    """

    course: Course
    targets: Targets
    least: IntArray
    begin: State
    from_balance: bool
    method: int


@compiled
def level_of(in_time: float, late: float, excluding: bool) -> float:
    """Return the service level from the shares answered in time and waiting at the target."""
    if not excluding:
        return in_time
    counted = in_time + late
    return in_time / counted if counted > 0.0 else 0.0


@compiled
def lost_share(queue: float, leaving: float, arrival: float) -> float:
    """Return the share that hangs up: those who do in an interval over those offered in it."""
    return min(1.0, leaving * queue / arrival)


@compiled
def _meets(search: Search, agents: IntArray, k: int, measures: FloatArray) -> bool:
    """Return whether the measures of interval `k` meet its targets (nobody calls: they do)."""
    course, targets = search.course, search.targets
    if course.arrival[k] == 0.0:
        return True
    level = level_of(measures[IN_TIME], measures[LATE], targets.excluding)
    lost = lost_share(measures[QUEUE], course.leaving[k], course.arrival[k])
    # comparisons with NaN are false: no target, no miss
    return not (
        level < targets.service_level[k] - _TOLERANCE
        or measures[WAIT] > targets.mean_wait_s[k] + _TOLERANCE
        or measures[BUSY] > targets.occupancy[k] * (agents[k] + 1e-6)
        or lost > targets.abandonment[k] + _TOLERANCE
    )


@compiled
def _tried(search: Search, agents: IntArray, k: int, start: State) -> tuple[bool, State]:
    """Return whether interval `k` meets its targets, and the state at its end."""
    course, method = search.course, search.method
    if k == 0 and search.from_balance:
        ratio = course.leaving[0] / course.service[0]
        if not has_balance(course.arrival[0] / course.service[0], ratio, agents[0]):
            return False, start
        start = balance(course, agents[0], method)
    end, measures = interval(course, agents, k, start, method)
    return _meets(search, agents, k, measures), end


@compiled
def _raised(search: Search, agents: IntArray, k: int, start: State) -> State:
    """Raise the agents of interval `k` to the fewest that meet its targets; return its end."""
    met, end = _tried(search, agents, k, start)
    if met:
        return end
    low, stride = agents[k], 1
    while not met:
        low = agents[k]
        agents[k] += stride
        stride *= 2
        met, end = _tried(search, agents, k, start)
    high = agents[k]
    while high - low > 1:
        agents[k] = (low + high) // 2
        met, trial = _tried(search, agents, k, start)
        if met:
            high, end = agents[k], trial
        else:
            low = agents[k]
    agents[k] = high
    return end


@compiled
def _raise_all(search: Search, agents: IntArray, starts: list[State]) -> None:
    """Raise agents, forward in time, wherever a target is missed; renew the states."""
    for k in range(agents.size):
        if search.course.is_open[k]:
            starts[k + 1] = _raised(search, agents, k, starts[k])
        else:
            starts[k + 1] = empty(search.method)


@compiled
def _same(a: State, b: State) -> bool:
    spread, other = math.sqrt(a.variance), math.sqrt(b.variance)
    bound = _SAME * (1.0 + spread)
    return abs(a.mean - b.mean) < bound and abs(spread - other) < bound


@compiled
def _holds(search: Search, agents: IntArray, k: int, starts: list[State]) -> bool:
    """Return whether all targets hold after fewer agents in interval `k`; if so renew the states.

    Looks back as far as callers may still be waiting in `k`, and ahead until the state is what it
    was.
    """
    course = search.course
    met, end = _tried(search, agents, k, starts[k])
    if not met:
        return False
    first = k
    while first > 0 and course.is_open[first - 1]:
        if (k - first) * course.seconds > course.within[first - 1]:
            break
        first -= 1
    for before in range(first, k):
        met, _ = _tried(search, agents, before, starts[before])
        if not met:
            return False
    ends = [end]
    at = k + 1
    while at < agents.size and course.is_open[at] and not _same(ends[-1], starts[at]):
        met, end = _tried(search, agents, at, ends[-1])
        if not met:
            return False
        ends.append(end)
        at += 1
    for i in range(len(ends)):
        if k + i + 1 == agents.size or course.is_open[k + i + 1]:
            starts[k + 1 + i] = ends[i]
    return True


@compiled
def fewest(search: Search, first: IntArray) -> IntArray:
    """Return the agents of one queue, from a first guess.

    Raised forward in time until every target is met; then lowered, one agent at a time, wherever
    no target in any interval is missed by it; then checked from start to end.
    """
    agents = np.maximum(first, search.least)
    starts = [search.begin for _ in range(agents.size + 1)]
    _raise_all(search, agents, starts)
    for k in range(agents.size):
        while search.course.is_open[k] and agents[k] > search.least[k]:
            agents[k] -= 1
            if not _holds(search, agents, k, starts):
                agents[k] += 1
                break
    _raise_all(search, agents, starts)
    return agents
