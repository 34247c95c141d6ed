"""Bought cover re-checked from its blocks: windows, lengths, agents at once, queues, price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..calendar import Grid
from ..results import Violation
from ..scenario.bought_types import BoughtBlock, CoverPool, PoolWindow
from ..scenario.types import Scenario
from .wording import broken, counted, local_date, minutes_text, span_text

IntArray = npt.NDArray[np.int64]

RULE = "bought_cover"


@dataclass(frozen=True)
class Purchases:
    """The blocks of pools that the scenario knows."""

    scenario: Scenario
    blocks: tuple[BoughtBlock, ...]
    strangers: tuple[BoughtBlock, ...]

    @classmethod
    def of(cls, scenario: Scenario, bought: Sequence[BoughtBlock]) -> Purchases:
        """Set blocks of unknown pools apart: they count neither as cost nor as coverage."""
        known = {pool.id for pool in scenario.bought_cover}
        return cls(
            scenario,
            tuple(block for block in bought if block.pool in known),
            tuple(block for block in bought if block.pool not in known),
        )

    def covered_slots(self, grid: Grid, queues: Sequence[str]) -> IntArray:
        """Count bought agents by queue and slot that they cover whole, (queues, grid.n_slots)."""
        index = {queue_id: k for k, queue_id in enumerate(queues)}
        covered = np.zeros((len(queues), grid.n_slots), dtype=np.int64)
        for block in self.blocks:
            for span in block.spans:
                if span.queue in index:
                    first = grid.slot_at(span.start) + (not grid.is_aligned(span.start))
                    last = max(0, grid.slot_at(span.end))
                    covered[index[span.queue], max(0, first) : last] += block.agents
        return covered

    def cost(self) -> Fraction:
        """Return what all blocks cost: agents times hours times the price of the pool."""
        price = {pool.id: Fraction(pool.hour_price) for pool in self.scenario.bought_cover}
        return sum(
            (
                price[block.pool] * block.agents * Fraction(_seconds(block), 3600)
                for block in self.blocks
            ),
            Fraction(0),
        )

    def violations(self) -> Iterator[Violation]:
        """Yield what no pool sells."""
        for block in self.strangers:
            text = f"{_text(self.scenario, block)}: no pool has this name"
            yield _broken(self.scenario, block, block.pool, "a pool of the scenario", text)
        for pool in self.scenario.bought_cover:
            mine = [block for block in self.blocks if block.pool == pool.id]
            for block in mine:
                yield from self._of_block(pool, block)
            yield from self._at_once(pool, mine)

    def _of_block(self, pool: CoverPool, block: BoughtBlock) -> Iterator[Violation]:
        of, zone = self.scenario, self.scenario.zone
        text = _text(of, block)
        minutes = _seconds(block) // 60
        if minutes < pool.block_minutes:
            least = minutes_text(pool.block_minutes)
            yield _broken(
                of,
                block,
                minutes_text(minutes),
                f"at least {least}",
                f"{text} is shorter than {least}",
            )
        if not any(self._is_inside(window, block) for window in pool.windows):
            span = span_text(zone, block.start, block.end)
            message = f"{text} lies inside no window of the pool"
            yield _broken(of, block, span, "a window of the pool", message)
        for before, after in pairwise(block.spans):
            if before.end != after.start:
                message = f"{text} has a gap or an overlap"
                yield _broken(of, block, span_text(zone, before.end, after.start), "none", message)
        for name in sorted({span.queue or "" for span in block.spans} - {"", *pool.queues}):
            message = f"{text} serves {name}"
            yield _broken(of, block, name, ", ".join(pool.queues), message)

    def _is_inside(self, window: PoolWindow, block: BoughtBlock) -> bool:
        """Walk the block in steps of the grid on the site's clock."""
        grid = self.scenario.grid
        if block.start < grid.start or grid.slot_at(block.end) > grid.n_demand_slots:
            return False
        at, step = block.start, timedelta(minutes=grid.slot_minutes)
        while at < block.end:
            if not _is_open(grid, window, at):
                return False
            at += step
        return True

    def _at_once(self, pool: CoverPool, blocks: Sequence[BoughtBlock]) -> Iterator[Violation]:
        """Yield every block during which a pool has fewer agents than are bought."""
        grid = self.scenario.grid
        there, most = (np.zeros(grid.n_slots, dtype=np.int64) for _ in range(2))
        spans = [
            slice(max(0, grid.slot_at(block.start)), max(0, grid.slot_at(block.end)))
            for block in blocks
        ]
        for block, span in zip(blocks, spans, strict=True):
            there[span] += block.agents
        for t in np.flatnonzero(there).tolist():
            at = grid.instant(t)
            most[t] = sum(w.agents for w in pool.windows if _is_open(grid, w, at))
        # where no window is open the block lies inside none, which is said elsewhere
        crowded = (there > most) & (most > 0)
        for block, span in zip(blocks, spans, strict=True):
            for t in np.flatnonzero(crowded[span])[:1].tolist():
                at_once, agents = int(there[span][t]), int(most[span][t])
                message = f"{_text(self.scenario, block)} is one of {at_once} at once"
                yield _broken(self.scenario, block, str(at_once), str(agents), message)


def _is_open(grid: Grid, window: PoolWindow, at: datetime) -> bool:
    """Say whether a window is open at an instant, by the clock on the wall."""
    local = grid.local(at)
    minute, weekday = local.hour * 60 + local.minute, local.weekday()
    if window.begin < window.end:
        return weekday in window.weekdays and window.begin <= minute < window.end
    if minute >= window.begin:
        return weekday in window.weekdays
    return minute < window.end and (weekday - 1) % 7 in window.weekdays


def _seconds(block: BoughtBlock) -> int:
    return int((block.end - block.start).total_seconds())


def _text(scenario: Scenario, block: BoughtBlock) -> str:
    span = span_text(scenario.zone, block.start, block.end)
    return f"{counted(block.agents, 'agent')} of {block.pool}, {span},"


def _broken(
    scenario: Scenario, block: BoughtBlock, measured: str, allowed: str, sentence: str
) -> Violation:
    day = local_date(scenario.zone, block.start)
    return broken(RULE, None, day, measured, allowed, sentence)
