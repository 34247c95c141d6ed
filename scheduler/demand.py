"""From the forecast to the contacts that a queue's own agents answer.

In this order: self-service keeps a share of the forecast's contacts from the queue; contacts
that queues transferred after answering them come on top; a partner answers the outsourced share
of all that reached the queue; the rest is for the queue's own agents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from ..models.arrivals import quantile_between, rate_quantile, with_transfers
from .errors import InputError
from .opening import open_intervals
from .results import BoolArray, FloatArray
from .scenario.forecast import quantile_columns
from .scenario.types import Scenario


@dataclass(frozen=True)
class Flow:
    """Contacts on their way to the agents, arrays of shape (queues, intervals).

    Attributes
    ----------
    forecast : contacts of the forecast.
    from_outside : those that self-service leaves.
    transferred : contacts that other queues answered and passed on.
    outsourced : contacts that a partner answers.
    volume : contacts for the queue's own agents.
    """

    forecast: FloatArray
    from_outside: FloatArray
    transferred: FloatArray
    outsourced: FloatArray
    volume: FloatArray


@dataclass(frozen=True)
class Demand:
    """The demand on every queue and interval, arrays of shape (queues, intervals).

    Attributes
    ----------
    expected : the flow of the forecast's volume.
    planned : the flow to plan for, higher where a queue asks for more confidence.
    aht_s, patience_s : seconds; patience is NaN where callers do not hang up.
    open : whether the queue is open.
    """

    expected: Flow
    planned: Flow
    aht_s: FloatArray
    patience_s: FloatArray
    open: BoolArray


def demand(scenario: Scenario) -> Demand:
    """Return the contacts for every queue's own agents, expected and to plan for.

    * The volume to plan for is, where a queue has a `confidence`, the quantile of the uncertain
      arrival rate at that probability: from the forecast's quantiles where the row has them,
      else of a gamma-distributed rate with the queue's `dispersion`. Quantiles of several queues
      that transfer to each other are taken together, as if all were high at once.
    * Transfers count all contacts that the own agents are offered while the queue is open as
      answered; they enter the other queue in the same interval and skip its self-service.
    * A queue that receives transfers has its mean handling time, weighted by volume, in
      intervals for which the forecast has none.

    Raises
    ------
    InputError
        If a volume or handling time is no finite number from 0, or a queue that receives
        transfers has no handling time.
    ModelError
        If a loop of transfers passes on all that it receives.
    """
    rows = _rows_on_grid(scenario)
    _check(rows)
    shape = (len(scenario.queues), scenario.grid.n_intervals)
    volume, aht_s = np.zeros(shape), np.zeros(shape)
    at = rows["queue_index"].to_numpy(), rows["interval_index"].to_numpy()
    volume[at] = rows["volume"].cast(pl.Float64).to_numpy()
    aht_s[at] = rows["aht_s"].cast(pl.Float64).to_numpy()
    is_open = open_intervals(scenario)
    _fill_handling_times(scenario, volume, aht_s)
    expected = _flow(scenario, volume, is_open)
    certain = all(queue.confidence is None for queue in scenario.queues)
    planned_for = volume if certain else _planned_forecast(scenario, volume, rows)
    return Demand(
        expected=expected,
        planned=expected if certain else _flow(scenario, planned_for, is_open),
        aht_s=aht_s,
        patience_s=_patience(scenario, rows, shape),
        open=is_open,
    )


def _rows_on_grid(scenario: Scenario) -> pl.DataFrame:
    """Return the forecast's rows within the demand's intervals, with both their positions."""
    grid, index = scenario.grid, scenario.queue_index()
    step = timedelta(minutes=grid.interval_minutes) // timedelta(microseconds=1)
    start = round(grid.start.timestamp()) * 1_000_000
    known = pl.DataFrame(
        {"queue": list(index), "queue_index": list(index.values())},
        schema={"queue": pl.String, "queue_index": pl.Int64},
    )
    return (
        scenario.forecast.with_columns(
            ((pl.col("interval_start").dt.epoch("us") - start) // step).alias("interval_index")
        )
        .filter(pl.col("interval_index").is_between(0, grid.n_intervals - 1))
        .join(known, on="queue", how="inner")
    )


def _check(rows: pl.DataFrame) -> None:
    """Refuse volumes and handling times that make no load; a reader's scenario has none."""
    for column in ("volume", "aht_s"):
        values = pl.col(column).cast(pl.Float64)
        good = (values.is_finite() & (values >= 0)).fill_null(False)
        wrong = rows.filter(~good)
        if len(wrong):
            queue, start, value = wrong.select("queue", "interval_start", column).row(0)
            raise InputError(
                f"forecast of queue {queue!r} at {start.isoformat()}: {column} {value}: "
                "must be a finite number, at least 0"
            )


def _patience(scenario: Scenario, rows: pl.DataFrame, shape: tuple[int, int]) -> FloatArray:
    """Return the rows' patience, and the queue's where a row has none."""
    own = [np.nan if queue.patience_s is None else queue.patience_s for queue in scenario.queues]
    patience_s = np.repeat(np.array(own, dtype=np.float64)[:, None], shape[1], axis=1)
    at = rows["queue_index"].to_numpy(), rows["interval_index"].to_numpy()
    given = rows["patience_s"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    patience_s[at] = np.where(np.isnan(given), patience_s[at], given)
    return patience_s


def _fill_handling_times(scenario: Scenario, volume: FloatArray, aht_s: FloatArray) -> None:
    """Give a queue that receives transfers a handling time in every interval."""
    index = scenario.queue_index()
    receiving = {transfer.to for queue in scenario.queues for transfer in queue.transfers}
    for k in sorted(index[name] for name in receiving):
        given = aht_s[k] > 0
        if not given.any():
            raise InputError(
                f"queue {scenario.queues[k].id!r} receives transfers but has no handling time "
                "in the forecast; give it rows with aht_s (their volume may be 0)"
            )
        weight = volume[k, given] if volume[k, given].any() else np.ones(int(given.sum()))
        aht_s[k, ~given] = np.average(aht_s[k, given], weights=weight)


def _planned_forecast(scenario: Scenario, volume: FloatArray, rows: pl.DataFrame) -> FloatArray:
    """Return the forecast's contacts at every queue's confidence."""
    result = volume.copy()
    for k, queue in enumerate(scenario.queues):
        if queue.confidence is not None:
            result[k] = rate_quantile(volume[k], queue.dispersion, queue.confidence)
            own = rows.filter(pl.col("queue_index") == k)
            _put_quantiles(own, queue.confidence, result[k])
    return result


def _put_quantiles(rows: pl.DataFrame, sure: float, planned: FloatArray) -> None:
    """Replace what the forecast has quantiles of."""
    columns = quantile_columns(rows.columns)
    given = rows.drop_nulls([name for name, _ in columns]) if columns else rows.clear()
    if len(given):
        values = given.select(name for name, _ in columns).to_numpy().astype(np.float64)
        at = given["interval_index"].to_numpy()
        planned[at] = quantile_between([p for _, p in columns], values, sure)


def _flow(scenario: Scenario, forecast: FloatArray, is_open: BoolArray) -> Flow:
    self_service = _per_queue([queue.self_service for queue in scenario.queues])
    outsourced = _per_queue([queue.outsourced for queue in scenario.queues])
    from_outside = forecast * (1.0 - self_service)
    reaching = _reaching(scenario, from_outside, is_open, 1.0 - outsourced)
    by_partner = reaching * outsourced
    return Flow(
        forecast=forecast,
        from_outside=from_outside,
        transferred=np.maximum(reaching - from_outside, 0.0),
        outsourced=by_partner,
        volume=reaching - by_partner,
    )


def _reaching(
    scenario: Scenario, from_outside: FloatArray, is_open: BoolArray, own_share: FloatArray
) -> FloatArray:
    """Return all contacts that reach the queues, transferred ones included.

    A queue that is closed answers, and so transfers, nothing: the equations are solved once for
    each combination of open queues.
    """
    index = scenario.queue_index()
    shares = np.zeros((len(scenario.queues), len(scenario.queues)))
    for j, queue in enumerate(scenario.queues):
        for transfer in queue.transfers:
            shares[index[transfer.to], j] += transfer.share
    if not shares.any():
        return from_outside
    result = np.empty_like(from_outside)
    combinations, which = np.unique(is_open, axis=1, return_inverse=True)
    for number, answering in enumerate(combinations.T):
        here = which.reshape(-1) == number
        passed_on = shares * (own_share[:, 0] * answering)
        result[:, here] = with_transfers(from_outside[:, here], passed_on)
    return result


def _per_queue(values: list[float]) -> FloatArray:
    return np.array(values, dtype=np.float64).reshape(-1, 1)
