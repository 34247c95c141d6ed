"""From the forecast to the agents needed: targets, opening hours, minimum staff, shrinkage."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import polars as pl

from ..models.queueing import required_by_target
from .calendar import Grid
from .plan import BoolArray, FloatArray, IntArray, Requirement
from .scenario.types import Queue, Scenario

_CODE = {name: code for code, name in enumerate(Requirement.BINDING)}


def requirement(scenario: Scenario) -> Requirement:
    """Return the agents that every queue needs in every interval.

    Each interval is taken as stationary on its own. A queue's targets hold in every interval
    in which it is open; Erlang A where patience is known, Erlang C elsewhere.

    * Where callers do not hang up, agents exceed the load, whatever the targets.
    * A queue without any target whose callers hang up gets agents for all the work offered:
      the smallest number not below the load.
    * Where the queue is open at least `minimum_staff` are required.
    * ``scheduled = ceil(required / (1 - shrinkage))``, exactly, with the shrinkage read as the
      decimal number written.

    Parameters
    ----------
    scenario : Scenario
        Its forecast, queues, grid and holidays are used.

    Returns
    -------
    Requirement
        Arrays of shape (queues, intervals). Volume and load are the forecast's also where the
        queue is closed (see `volume_outside_hours`); agents are 0 there.

    Raises
    ------
    ModelError
        If the forecast or a target is outside the domain of the queueing model.
    """
    volume, aht_s, patience_s = _forecast_arrays(scenario)
    load = volume * aht_s / (scenario.grid.interval_minutes * 60)
    is_open = np.array([_open_intervals(scenario, queue) for queue in scenario.queues])
    is_open = is_open.reshape(volume.shape)
    required = np.zeros(volume.shape, dtype=np.int64)
    scheduled = np.zeros(volume.shape, dtype=np.int64)
    binding = np.full(volume.shape, _CODE["closed"], dtype=np.int8)
    for k, queue in enumerate(scenario.queues):
        here = is_open[k]
        required[k, here], binding[k, here] = _agents_and_binding(
            queue, load[k, here], aht_s[k, here], patience_s[k, here]
        )
        scheduled[k] = with_shrinkage(required[k], queue.shrinkage)
    return Requirement(
        grid=scenario.grid,
        queues=tuple(queue.id for queue in scenario.queues),
        volume=volume,
        aht_s=aht_s,
        patience_s=patience_s,
        offered_load=load,
        required=required,
        scheduled=scheduled,
        open=is_open,
        model=tuple("erlang_c" if np.isnan(row).all() else "erlang_a" for row in patience_s),
        binding=binding,
    )


def volume_outside_hours(scenario: Scenario) -> list[tuple[str, float]]:
    """Return the contacts forecast while their queue is closed, for queues that have any.

    They are in no requirement and in no service level.

    Returns
    -------
    list of (str, float)
        Queue id and contacts within the horizon and its carry-out.
    """
    volume, _, _ = _forecast_arrays(scenario)
    outside = []
    for k, queue in enumerate(scenario.queues):
        contacts = float(volume[k, ~_open_intervals(scenario, queue)].sum())
        if contacts > 0:
            outside.append((queue.id, contacts))
    return outside


def with_shrinkage(required: IntArray, shrinkage: float) -> IntArray:
    """Return the agents to roster so that `required` are left, ``ceil(required / (1 - s))``.

    In exact arithmetic: 21 agents at a shrinkage of 0.3 are 30, where doubles say 31.

    Parameters
    ----------
    required : ndarray of int
        Agents needed, any shape.
    shrinkage : float
        Share absent, in [0, 1); its shortest decimal form counts.
    """
    left = 1 - Fraction(repr(float(shrinkage)))
    numbers, which = np.unique(required, return_inverse=True)
    scheduled = [-(-int(n) * left.denominator // left.numerator) for n in numbers]
    return np.array(scheduled, dtype=np.int64)[which].reshape(required.shape)


def _forecast_arrays(scenario: Scenario) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return volume, AHT and patience by queue and interval; 0, 0 and the queue's without a row."""
    grid, queues = scenario.grid, scenario.queues
    shape = (len(queues), grid.n_intervals)
    volume, aht_s = np.zeros(shape), np.zeros(shape)
    own = [np.nan if queue.patience_s is None else queue.patience_s for queue in queues]
    patience_s = np.repeat(np.array(own, dtype=np.float64)[:, None], shape[1], axis=1)
    rows = _rows_on_grid(scenario.forecast, grid, scenario.queue_index())
    at = rows["queue_index"].to_numpy(), rows["interval_index"].to_numpy()
    volume[at] = rows["volume"].cast(pl.Float64).to_numpy()
    aht_s[at] = rows["aht_s"].cast(pl.Float64).to_numpy()
    given = rows["patience_s"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    patience_s[at] = np.where(np.isnan(given), patience_s[at], given)
    return volume, aht_s, patience_s


def _rows_on_grid(forecast: pl.DataFrame, grid: Grid, index: dict[str, int]) -> pl.DataFrame:
    """Return the forecast's rows within the demand's intervals, with both their positions."""
    step = timedelta(minutes=grid.interval_minutes) // timedelta(microseconds=1)
    start = round(grid.start.timestamp()) * 1_000_000
    known = pl.DataFrame(
        {"queue": list(index), "queue_index": list(index.values())},
        schema={"queue": pl.String, "queue_index": pl.Int64},
    )
    return (
        forecast.with_columns(
            ((pl.col("interval_start").dt.epoch("us") - start) // step).alias("interval_index")
        )
        .filter(pl.col("interval_index").is_between(0, grid.n_intervals - 1))
        .join(known, on="queue", how="inner")
    )


def _open_intervals(scenario: Scenario, queue: Queue) -> BoolArray:
    """Return in which intervals the queue is open: those that begin within its hours.

    Hours are local time, whatever the clock does: the hour that a clock change repeats is
    open both times or not at all.
    """
    grid = scenario.grid
    first = np.arange(grid.n_intervals) * grid.slots_per_interval
    clock, day = grid.slot_clock[first], grid.slot_day[first]
    dates = [grid.day(k) for k in range(grid.days + 2)]
    weekday = np.array([date.weekday() for date in dates])[day]
    is_open: npt.NDArray[np.bool_] = np.full(first.size, not queue.hours)
    for hours in queue.hours:
        within = (clock >= hours.open_minutes) & (clock < hours.close_minutes)
        is_open |= within & np.isin(weekday, sorted(hours.weekdays))
    if queue.closed_on_holidays:
        is_open &= ~np.array([date in scenario.holidays for date in dates])[day]
    return is_open


def _agents_and_binding(
    queue: Queue, load: FloatArray, aht_s: FloatArray, patience_s: FloatArray
) -> tuple[IntArray, npt.NDArray[np.int8]]:
    """Return required agents and the code of what decides, for intervals in which it is open.

    What comes first in `Requirement.BINDING`'s order of targets decides a tie; stability and
    minimum staff only where they ask for more than every target.
    """
    required = np.zeros(load.shape, dtype=np.int64)
    binding = np.full(load.shape, _CODE["no_load"], dtype=np.int8)
    needs = _by_target(queue, load, aht_s, patience_s)
    needs["stability"] = _least_stable(load, patience_s, has_target=bool(needs))
    needs["minimum_staff"] = np.full(load.shape, queue.minimum_staff, dtype=np.int64)
    for name, agents in needs.items():
        binding[agents > required] = _CODE[name]
        required = np.maximum(required, agents)
    return required, binding


def _by_target(
    queue: Queue, load: FloatArray, aht_s: FloatArray, patience_s: FloatArray
) -> dict[str, IntArray]:
    """Return required agents for each of the queue's targets."""
    if not _has_target(queue):
        return {}
    return required_by_target(
        load,
        aht_s,
        service_level=queue.service_level,
        within_s=queue.within_s,
        mean_wait_s=queue.mean_wait_s,
        max_occupancy=queue.max_occupancy,
        max_abandonment=queue.max_abandonment,
        patience_s=patience_s,
    )


def _has_target(queue: Queue) -> bool:
    targets = (queue.service_level, queue.mean_wait_s, queue.max_occupancy, queue.max_abandonment)
    return any(target is not None for target in targets)


def _least_stable(load: FloatArray, patience_s: FloatArray, *, has_target: bool) -> IntArray:
    """Return the agents without which the queue grows, or without target the work is not done."""
    patient = np.isnan(patience_s)
    impatient_need = np.zeros(load.shape) if has_target else np.ceil(load)
    agents = np.where(patient, np.floor(load) + 1, impatient_need)
    return np.where(load > 0, agents, 0).astype(np.int64)
