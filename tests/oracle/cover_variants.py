"""Ways to change what coverage costs: rising prices, pools to buy from, late contacts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from staffwright.scheduler.scenario.bought_types import CoverPool, PoolWindow
from staffwright.scheduler.scenario.types import Scenario, UnderStep

EVERY_DAY = frozenset(range(7))
STEPS = (UnderStep(2, Decimal(55)), UnderStep(3, Decimal("90.5")))


def pool(*queues: str) -> CoverPool:
    """Blocks of 3 hours at 21.40 an hour: one agent by day, another one at noon and at night."""
    windows = (
        PoolWindow(EVERY_DAY, 480, 1200, 1),
        PoolWindow(frozenset({0, 2, 4, 6}), 660, 960, 1),
        PoolWindow(EVERY_DAY, 1320, 240, 1),
    )
    return CoverPool("partner", queues, windows, 180, Decimal("21.40"))


def stepped(of: Scenario) -> Scenario:
    """Price the second and the third agent missing higher than the first."""
    return replace(of, queues=tuple(replace(q, under_steps=STEPS) for q in of.queues))


def with_pool(of: Scenario) -> Scenario:
    """Offer bought cover for all queues."""
    return replace(of, bought_cover=(pool(*(q.id for q in of.queues)),))


def valued(of: Scenario) -> Scenario:
    """Value the queues by the contacts answered within 20 seconds, a late one at 1.70."""
    targets = {"service_level": 0.8, "within_s": 20.0, "target_over": "day"}
    late = {"value": "service_level", "late_price": Decimal("1.70")}
    return replace(of, queues=tuple(replace(q, **targets, **late) for q in of.queues))
