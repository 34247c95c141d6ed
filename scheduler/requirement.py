"""From the forecast to the agents needed, queue by queue and interval by interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .coverage_value import service_values
from .demand import Demand, demand
from .methods import QueueNeed, queue_need
from .results import Requirement
from .scenario.types import Scenario
from .shrinkage import queue_shrinkage


def requirement(scenario: Scenario) -> Requirement:
    """Return the agents that every queue needs in every interval.

    The contacts for a queue's own agents (`demand`) at the confidence asked for make the load,
    the queue's method and targets the agents required (`methods`), and its unplanned absence the
    agents to roster (`shrinkage`). Erlang A where patience is known, Erlang C elsewhere.

    * Where callers do not hang up, agents exceed the load, whatever the targets.
    * A queue without any target whose callers hang up gets agents for all the work offered:
      the smallest number not below the load.
    * Where the queue is open at least `minimum_staff` are required.
    * ``scheduled = ceil(required / (1 - shrinkage))``, exactly, with every share read as the
      decimal number written.

    Parameters
    ----------
    scenario : Scenario
        Its forecast, queues, grid and holidays are used.

    Returns
    -------
    Requirement
        Arrays of shape (queues, intervals). Volume and load are the expected ones, also where
        the queue is closed (see `volume_outside_hours`); agents are 0 there.

    Raises
    ------
    InputError
        If the forecast holds what makes no load.
    ModelError
        If a target is outside the domain of the queueing model.
    """
    return requirement_of(scenario, demand(scenario))


def requirement_of(scenario: Scenario, wanted: Demand) -> Requirement:
    """Return the agents that every queue needs for a demand; see `requirement`."""
    shape = wanted.open.shape
    seconds = scenario.grid.interval_minutes * 60
    volume = wanted.expected.volume
    required = np.zeros(shape, dtype=np.int64)
    scheduled = np.zeros(shape, dtype=np.int64)
    binding = np.zeros(shape, dtype=np.int8)
    overrun = np.zeros(shape)
    for k, queue in enumerate(scenario.queues):
        need: QueueNeed = queue_need(scenario, wanted, k)
        required[k], binding[k], overrun[k] = need.required, need.binding, need.overrun_minutes
        scheduled[k] = queue_shrinkage(scenario.grid, queue).scheduled(need.required)
    found = Requirement(
        grid=scenario.grid,
        queues=tuple(queue.id for queue in scenario.queues),
        volume=volume,
        aht_s=wanted.aht_s,
        patience_s=wanted.patience_s,
        offered_load=volume * wanted.aht_s / seconds,
        required=required,
        scheduled=scheduled,
        open=wanted.open,
        model=tuple("erlang_c" if np.isnan(row).all() else "erlang_a" for row in wanted.patience_s),
        binding=binding,
        overrun_minutes=overrun,
    )
    return replace(found, service_values=service_values(scenario, found))


def volume_outside_hours(found: Requirement) -> list[tuple[str, float]]:
    """Return the contacts that come while their queue is closed, for queues that have any.

    They are in no requirement and in no service level.

    Returns
    -------
    list of (str, float)
        Queue id and contacts within the horizon and its carry-out.
    """
    outside = np.where(found.open, 0.0, found.volume).sum(axis=1)
    return [
        (queue, float(contacts))
        for queue, contacts in zip(found.queues, outside, strict=True)
        if contacts > 0
    ]
