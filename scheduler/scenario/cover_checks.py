"""What the values on the worth of coverage and on bought cover must fulfil together."""

from __future__ import annotations

from .build_values import window
from .faults import FaultLog
from .names import check_ids, check_names, ids_of
from .spec import DEFAULT_UNDER_PRICE, QueueSpec, ScenarioSpec
from .spec_bought import BoughtCoverSpec
from .spec_reader import ReadSpec, SpecSource
from .toml_lines import Path


def check_cover(read: ReadSpec, log: FaultLog) -> None:
    """Check prices of missing agents, the value of coverage and `[[bought_cover]]`."""
    spec, source = read.spec, read.source
    if spec is None:
        return
    for k, queue in enumerate(spec.queues):
        _check_steps(queue, ("queues", k), source, log)
        _check_value(queue, ("queues", k), source, log)
    check_ids(spec.bought_cover, ("bought_cover",), source, log)
    queues = ids_of(source, "queues")
    for k, pool in enumerate(spec.bought_cover):
        path: Path = ("bought_cover", k)
        check_names(pool.queues, queues, "queue", (*path, "queues"), source, log)
        if "horizon" not in read.stand_ins:
            _check_grid(spec, pool, path, source, log)
        _check_length(pool, path, source, log)


def _check_steps(queue: QueueSpec, path: Path, source: SpecSource, log: FaultLog) -> None:
    """Prices of missing agents rise: else the second one missing would be cheaper."""
    missing = 1
    price = DEFAULT_UNDER_PRICE if queue.under_price is None else queue.under_price
    for k, step in enumerate(queue.under_steps):
        where: Path = (*path, "under_steps", k)
        if step.missing <= missing:
            message = f"must be above that of the step before, {missing}"
            source.fault(log, (*where, "missing"), message, step.missing)
        if step.price < price:
            message = f"must not be below the price of the agents before, {price}"
            source.fault(log, (*where, "price"), message, step.price)
        missing, price = step.missing, step.price


def _check_value(queue: QueueSpec, path: Path, source: SpecSource, log: FaultLog) -> None:
    if queue.value == "requirement":
        if queue.late_price is not None:
            message = 'needs value = "service_level" beside it'
            source.fault(log, (*path, "late_price"), message, queue.late_price)
        return
    if queue.service_level is None:
        message = "needs service_level and within_s, which say what is in time"
        source.fault(log, (*path, "value"), message, queue.value)
    if queue.target_over == "interval":
        message = 'needs target_over = "day" or "week", over which the service level is met'
        source.fault(log, (*path, "value"), message, queue.value)
    if queue.confidence is not None:
        message = 'has no place beside value = "service_level", which counts expected contacts'
        source.fault(log, (*path, "confidence"), message, queue.confidence)
    if queue.over_price is not None:
        message = (
            'has no place beside value = "service_level": an agent too many costs the wage, and '
            "what it still adds counts"
        )
        source.fault(log, (*path, "over_price"), message, queue.over_price)
    if queue.under_steps:
        message = (
            'have no place beside value = "service_level", whose prices rise by themselves: '
            "under_price alone counts, below what the other targets need"
        )
        source.fault(log, (*path, "under_steps"), message)


def _check_grid(
    spec: ScenarioSpec, pool: BoughtCoverSpec, path: Path, source: SpecSource, log: FaultLog
) -> None:
    interval = spec.horizon.interval_minutes
    message = f"must lie on an interval of {interval} minutes"
    if pool.block_minutes % interval:
        source.fault(log, (*path, "block_minutes"), message, pool.block_minutes)
    for k, item in enumerate(pool.windows):
        if any(minutes % interval for minutes in window(item.window)):
            source.fault(log, (*path, "windows", k, "window"), message, item.window)


def _check_length(pool: BoughtCoverSpec, path: Path, source: SpecSource, log: FaultLog) -> None:
    """A block must fit into every window, or the window offers nothing."""
    for k, item in enumerate(pool.windows):
        begin, end = window(item.window)
        minutes = (end - begin) % 1440 or 1440
        if pool.block_minutes > minutes:
            message = f"is shorter than the shortest block, {pool.block_minutes} minutes"
            source.fault(log, (*path, "windows", k, "window"), message, item.window)
