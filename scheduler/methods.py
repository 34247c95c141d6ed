"""How a queue's requirement is found: each interval for itself, backlog carried, over a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..models.queueing import required_for_day
from .calendar import Grid
from .carried import Course, carried_need
from .demand import Demand
from .opening import interval_clock_and_day
from .results import FloatArray, IntArray
from .scenario.types import Queue, Scenario
from .targets import CODE, Codes, agents_by_need, most_demanding


@dataclass(frozen=True)
class QueueNeed:
    """What one queue needs, arrays of shape (intervals,).

    Attributes
    ----------
    required : agents; 0 where closed.
    binding : index into `Requirement.BINDING` of what decides.
    overrun_minutes : agent-minutes of work left when the queue closes, in its last interval.
    """

    required: IntArray
    binding: Codes
    overrun_minutes: FloatArray


def queue_need(scenario: Scenario, wanted: Demand, k: int) -> QueueNeed:
    """Return the agents that queue `k` needs by its method.

    * ``interval``: every target holds in each interval, taken as stationary on its own.
    * ``interval`` with `target_over` a day or week: the service level holds for the contacts of
      each local day or week together, with few agents in all; everything else holds in each
      interval, and no interval has fewer agents than the target's share of its load keeps busy
      (where callers hang up, giving an interval up would often be the cheapest way).
    * ``carried``: every target holds in each interval with the backlog of those before it.
    """
    queue, grid = scenario.queues[k], scenario.grid
    is_open = wanted.open[k]
    if queue.method == "carried":
        return QueueNeed(*carried_need(queue, course_of(grid, wanted, k)))
    load = wanted.planned.volume[k] * wanted.aht_s[k] / (grid.interval_minutes * 60)
    required = np.zeros(load.shape, dtype=np.int64)
    binding = np.full(load.shape, CODE["closed"], dtype=np.int8)
    here = load[is_open], wanted.aht_s[k, is_open], wanted.patience_s[k, is_open]
    if queue.target_over == "interval":
        found = most_demanding(agents_by_need(queue, *here), here[0].shape)
    else:
        groups = periods_of(scenario, queue.target_over)[is_open]
        found = _over_days(queue, wanted.planned.volume[k, is_open], *here, groups)
    required[is_open], binding[is_open] = found
    return QueueNeed(required, binding, np.zeros(load.shape))


def course_of(grid: Grid, wanted: Demand, k: int, *, planned: bool = True) -> Course:
    """Return what queue `k` is offered over time, as planned for or as expected."""
    volume = (wanted.planned if planned else wanted.expected).volume[k]
    seconds = grid.interval_minutes * 60
    load = np.where(wanted.open[k], volume * wanted.aht_s[k] / seconds, 0.0)
    return Course(load, wanted.aht_s[k], wanted.patience_s[k], wanted.open[k], float(seconds))


def periods_of(scenario: Scenario, over: str) -> IntArray:
    """Return for every interval the number of its local day, or of its week."""
    _, day = interval_clock_and_day(scenario.grid)
    return day if over == "day" else (day + _days_before(scenario)) // 7


def period_starts(scenario: Scenario, over: str) -> tuple[str, ...]:
    """Return the first date, within the horizon, of every day or week that `periods_of` numbers."""
    periods = range(int(periods_of(scenario, over).max(initial=-1)) + 1)
    before, days = _days_before(scenario), scenario.grid
    first = [number if over == "day" else max(0, 7 * number - before) for number in periods]
    return tuple(days.day(k).isoformat() for k in first)


def _days_before(scenario: Scenario) -> int:
    """Return the days of the first week that lie before the horizon."""
    return (scenario.grid.first_day.weekday() - scenario.week_start) % 7


def least_of_other_targets(
    queue: Queue, load: FloatArray, aht_s: FloatArray, patience_s: FloatArray
) -> tuple[IntArray, Codes]:
    """Return the agents that all but a service level over a day or week needs, and what decides.

    No interval has fewer than the target's share of its load keeps busy.
    """
    needs = agents_by_need(queue, load, aht_s, patience_s)
    if queue.service_level is not None:
        del needs["service_level"]
        busy = np.ceil(load * queue.service_level - 1e-9).astype(np.int64)
        needs["stability"] = np.maximum(needs["stability"], busy)
    return most_demanding(needs, load.shape)


def _over_days(
    queue: Queue,
    volume: FloatArray,
    load: FloatArray,
    aht_s: FloatArray,
    patience_s: FloatArray,
    groups: IntArray,
) -> tuple[IntArray, Codes]:
    """Return agents that meet the service level over each group and all else in each interval."""
    at_least, binding = least_of_other_targets(queue, load, aht_s, patience_s)
    if queue.service_level is None or queue.within_s is None or not load.size:
        return at_least, binding
    required = required_for_day(
        volume,
        load,
        aht_s,
        queue.within_s,
        queue.service_level,
        patience_s=patience_s,
        groups=groups,
        at_least=at_least,
    )
    binding[required > at_least] = CODE["service_level"]
    return required, binding
