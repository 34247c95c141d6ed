"""When queues are open, interval by interval."""

from __future__ import annotations

import numpy as np

from .calendar import Grid
from .results import BoolArray, IntArray
from .scenario.types import Scenario


def open_intervals(scenario: Scenario) -> BoolArray:
    """Return in which intervals every queue is open: those that begin within its hours.

    Hours are local time, whatever the clock does: the hour that a clock change repeats is
    open both times or not at all.

    Returns
    -------
    ndarray of bool, shape (queues, intervals)
    """
    clock, day = interval_clock_and_day(scenario.grid)
    weekday = interval_weekday(scenario.grid)
    dates = [scenario.grid.day(k) for k in range(scenario.grid.days + 2)]
    is_holiday = np.array([date in scenario.holidays for date in dates])[day]
    result = np.zeros((len(scenario.queues), clock.size), dtype=np.bool_)
    for k, queue in enumerate(scenario.queues):
        result[k] = not queue.hours
        for hours in queue.hours:
            within = (clock >= hours.open_minutes) & (clock < hours.close_minutes)
            result[k] |= within & np.isin(weekday, sorted(hours.weekdays))
        if queue.closed_on_holidays:
            result[k] &= ~is_holiday
    return result


def interval_clock_and_day(grid: Grid) -> tuple[IntArray, IntArray]:
    """Return the clock minute and the day index at which every interval begins."""
    first = np.arange(grid.n_intervals) * grid.slots_per_interval
    return grid.slot_clock[first], grid.slot_day[first]


def interval_weekday(grid: Grid) -> IntArray:
    """Return the local weekday (0 is Monday) on which every interval begins."""
    _, day = interval_clock_and_day(grid)
    return np.asarray((grid.first_day.weekday() + day) % 7, dtype=np.int64)
