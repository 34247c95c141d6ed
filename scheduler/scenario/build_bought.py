"""From `[[bought_cover]]` to the frozen types of bought cover."""

from __future__ import annotations

from .bought_types import CoverPool, PoolWindow
from .build_values import weekday_set, window
from .spec import ScenarioSpec
from .spec_bought import BoughtCoverSpec, PoolWindowSpec


def build_pools(spec: ScenarioSpec) -> tuple[CoverPool, ...]:
    """Return the pools; their queues stand in the order of the scenario."""
    order = [queue.id for queue in spec.queues]
    return tuple(
        CoverPool(
            id=pool.id,
            queues=tuple(name for name in order if name in pool.queues),
            windows=tuple(_window(item, pool) for item in pool.windows),
            block_minutes=pool.block_minutes,
            hour_price=pool.hour_price,
            notice_minutes=pool.notice_hours * 60,
        )
        for pool in spec.bought_cover
    )


def _window(given: PoolWindowSpec, pool: BoughtCoverSpec) -> PoolWindow:
    begin, end = window(given.window)
    agents = pool.agents if given.agents is None else given.agents
    return PoolWindow(weekday_set(list(given.days)), begin, end, agents)
