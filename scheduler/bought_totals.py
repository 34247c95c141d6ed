"""What is bought from each pool in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .scenario.bought_types import BoughtBlock
from .scenario.types import Scenario

_PLACES = 6


@dataclass(frozen=True)
class PoolTotal:
    """Blocks (of one agent each), agent-hours and money of a pool."""

    pool: str
    blocks: int
    agent_hours: float
    amount: Decimal


def pool_totals(scenario: Scenario, bought: Sequence[BoughtBlock]) -> tuple[PoolTotal, ...]:
    """Return the totals of every pool of the scenario, those without any blocks included."""
    totals = []
    for pool in scenario.bought_cover:
        mine = [block for block in bought if block.pool == pool.id]
        hours = sum((_hours(block) for block in mine), Fraction(0))
        amount = Decimal(round(hours * Fraction(pool.hour_price) * 10**_PLACES)).scaleb(-_PLACES)
        blocks = sum(block.agents for block in mine)
        totals.append(PoolTotal(pool.id, blocks, float(hours), amount))
    return tuple(totals)


def _hours(block: BoughtBlock) -> Fraction:
    return Fraction(int((block.end - block.start).total_seconds()), 3600) * block.agents
