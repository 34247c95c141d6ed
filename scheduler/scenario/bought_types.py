"""Cover that can be bought, and what was bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class PoolWindow:
    """When a pool offers agents: a clock window that begins on some weekdays (0 is Monday).

    `begin` and `end` are clock minutes, `end` up to 1440; the window passes midnight where the end
    is not above the begin. `agents` are at work at once at most.
    """

    weekdays: frozenset[int]
    begin: int
    end: int
    agents: int


@dataclass(frozen=True)
class CoverPool:
    """An outsourcer or on-call pool that sells agents by the block.

    Attributes
    ----------
    queues : tuple of str
        What its agents serve, in the order of the scenario.
    windows : tuple of PoolWindow
        A block lies inside one of them; where windows overlap their agents add up.
    block_minutes : int
        Shortest block.
    hour_price : Decimal
        Price of an agent-hour.
    notice_minutes : int
        A repair changes no block that begins within so many minutes of its time.
    """

    id: str
    queues: tuple[str, ...]
    windows: tuple[PoolWindow, ...]
    block_minutes: int
    hour_price: Decimal
    notice_minutes: int = 0


@dataclass(frozen=True)
class ServedSpan:
    """A span of a bought block on one queue; `queue` is None where none is served."""

    queue: str | None
    start: datetime
    end: datetime


@dataclass(frozen=True)
class BoughtBlock:
    """A block of `agents` bought from a pool: spans in order of time without gaps (UTC)."""

    pool: str
    agents: int
    spans: tuple[ServedSpan, ...]

    @property
    def start(self) -> datetime:
        """When the block begins."""
        return self.spans[0].start

    @property
    def end(self) -> datetime:
        """When the block ends."""
        return self.spans[-1].end
