"""What of the cover bought stays in a repair, and what may still change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from ..models.rostering.problem import Roster
from .prices import ticks
from .problem import ProblemMap
from .problem_bought import in_order, units_at_hand
from .scenario.bought_types import BoughtBlock
from .scenario.types import Scenario


@dataclass(frozen=True)
class BoughtAtHand:
    """Blocks bought before a repair: those that stay and those that may change."""

    held: tuple[BoughtBlock, ...] = ()
    open: tuple[BoughtBlock, ...] = ()

    @property
    def all(self) -> tuple[BoughtBlock, ...]:
        """All blocks."""
        return in_order((*self.held, *self.open))

    def ticks(self, scenario: Scenario) -> int:
        """Return what the blocks that stay cost, in ticks."""
        price = {pool.id: Fraction(pool.hour_price) for pool in scenario.bought_cover}
        return sum(ticks(price[b.pool] * b.agents * _hours(b)) for b in self.held)

    def start(self, scenario: Scenario, solved: ProblemMap, roster: Roster) -> Roster:
        """Return a roster that buys what may change as it was bought."""
        units = units_at_hand(scenario, solved.offers, self.open, solved.problem.n_slots)
        return replace(roster, bought=units)


def divide_bought(
    scenario: Scenario, bought: Sequence[BoughtBlock], since: datetime
) -> BoughtAtHand:
    """Divide blocks at a time: what begins before it and the pool's notice stays whole."""
    notice = {pool.id: timedelta(minutes=pool.notice_minutes) for pool in scenario.bought_cover}
    stays = [block.start < since + notice[block.pool] for block in bought]
    return BoughtAtHand(
        tuple(block for block, held in zip(bought, stays, strict=True) if held),
        tuple(block for block, held in zip(bought, stays, strict=True) if not held),
    )


def _hours(block: BoughtBlock) -> Fraction:
    return Fraction(int((block.end - block.start).total_seconds()), 3600)
