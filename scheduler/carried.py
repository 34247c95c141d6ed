"""The requirement of a queue that hands its backlog on from interval to interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..models.queueing import (
    QueuePath,
    modified_offered_load,
    queue_over_time,
    required_over_time,
)
from .plan import BoolArray, FloatArray, IntArray
from .scenario.types import Queue
from .targets import CODE, Codes, agents_by_need, has_target, most_demanding


@dataclass(frozen=True)
class Course:
    """What one queue is offered, arrays of shape (intervals,).

    Attributes
    ----------
    load : erlangs offered, 0 where closed.
    aht_s, patience_s : seconds; patience is NaN where callers do not hang up.
    is_open : whether the queue is open.
    seconds : length of an interval.
    """

    load: FloatArray
    aht_s: FloatArray
    patience_s: FloatArray
    is_open: BoolArray
    seconds: float

    def work_in_progress(self) -> FloatArray:
        """Return the mean number of calls in progress if nobody had to wait, by interval.

        It starts from the first interval's load where the queue is open then, and from nothing
        whenever it opens.
        """
        result = np.zeros(self.load.shape)
        edges = np.flatnonzero(np.diff(self.is_open)) + 1
        for span in np.split(np.arange(self.load.size), edges):
            if span.size and self.is_open[span[0]]:
                begin = None if span[0] == 0 else 0.0
                found = modified_offered_load(
                    self.load[span], self.aht_s[span], self.seconds, begin
                )
                result[span] = found.average
        return result


def carried_need(queue: Queue, course: Course) -> tuple[IntArray, Codes, FloatArray]:
    """Return agents that meet the queue's targets in every interval with the backlog carried.

    Returns
    -------
    required : ndarray of int, shape (intervals,)
        0 where closed.
    binding : ndarray of int8, shape (intervals,)
        Index into `Requirement.BINDING`: the target that needs most agents for the work in
        progress.
    overrun_minutes : ndarray, shape (intervals,)
        Agent-minutes of work that is left when the queue closes, in its last interval.
    """
    is_open, progress = course.is_open, course.work_in_progress()
    required = np.zeros(course.load.shape, dtype=np.int64)
    binding = np.full(course.load.shape, CODE["closed"], dtype=np.int8)
    if not is_open.any():
        return required, binding, np.zeros(course.load.shape)
    needs = agents_by_need(
        queue,
        np.where(course.load > 0, progress, 0.0)[is_open],
        course.aht_s[is_open],
        course.patience_s[is_open],
    )
    at_hand, binding[is_open] = most_demanding(needs, progress[is_open].shape)
    if has_target(queue):
        required = required_over_time(
            course.load,
            course.aht_s,
            course.seconds,
            service_level=queue.service_level,
            within_s=queue.within_s,
            mean_wait_s=queue.mean_wait_s,
            max_occupancy=queue.max_occupancy,
            max_abandonment=_where_impatient(queue.max_abandonment, course.patience_s),
            patience_s=course.patience_s,
            open=is_open,
            at_least=np.where(is_open, queue.minimum_staff, 0),
        )
    else:
        required[is_open] = at_hand
    # calls in progress may need somebody where no target and no minimum asks for anybody
    kept = is_open & (required > queue.minimum_staff) & (course.load == 0)
    binding[kept] = CODE["stability"]
    binding[is_open & (required == 0)] = CODE["no_load"]
    return required, binding, carried_path(queue, course, required).after_close_agent_s / 60.0


def carried_path(queue: Queue, course: Course, agents: IntArray) -> QueuePath:
    """Return what given agents deliver with the backlog carried.

    The first interval starts in balance where its agents can keep up with its load, else empty.
    """
    stable = agents[0] > course.load[0] or not np.isnan(course.patience_s[0])
    return queue_over_time(
        course.load,
        agents,
        course.aht_s,
        course.seconds,
        course.patience_s,
        within_s=queue.within_s,
        open=course.is_open,
        start="stationary" if stable or not course.is_open[0] else "empty",
    )


def _where_impatient(target: float | None, patience_s: FloatArray) -> FloatArray | None:
    """Return the target on abandonment in intervals in which callers hang up."""
    return None if target is None else np.where(np.isnan(patience_s), np.nan, target)
