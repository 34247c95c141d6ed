"""Bought cover in the arrays of the search, and what the search bought back as blocks.

A pool's window is an offer: as many units as it has agents, each to be bought in any blocks inside
the window. What a repair keeps is fixed cover, and the unit that it takes up is an offer of its
own, open beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ..models.rostering.problem import BoughtCover
from .calendar import Grid
from .prices import ticks
from .scenario.bought_types import BoughtBlock, CoverPool, PoolWindow, ServedSpan
from .scenario.types import Scenario

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Offers:
    """Offers with their pools; `pool` (K,) is the position in `Scenario.bought_cover`."""

    pool: tuple[int, ...]
    arrays: BoughtCover


def window_open(grid: Grid, window: PoolWindow) -> BoolArray:
    """Return in which slots with demand a window is open, (grid.n_slots,)."""
    clock, day = grid.slot_clock, grid.slot_day
    weekday = (grid.first_day.weekday() + day) % 7
    begun = np.isin(weekday, sorted(window.weekdays))
    if window.begin < window.end:
        inside = begun & (clock >= window.begin) & (clock < window.end)
    else:
        before = np.isin((weekday - 1) % 7, sorted(window.weekdays))
        inside = (begun & (clock >= window.begin)) | (before & (clock < window.end))
    inside[grid.n_demand_slots :] = False
    return np.asarray(inside, dtype=np.bool_)


def build_offers(
    scenario: Scenario,
    skill_sets: dict[frozenset[str], int],
    held: Sequence[BoughtBlock] = (),
    not_before: datetime | None = None,
) -> Offers:
    """Return the offers of all pools.

    Parameters
    ----------
    skill_sets : dict
        Row of `Cover.skills` by the queues served.
    held : sequence of BoughtBlock
        What is bought already and stays; it takes up units.
    not_before : datetime, optional
        The time of a repair: nothing else begins before it and a pool's notice.
    """
    grid = scenario.grid
    rows: list[tuple[int, int, BoolArray]] = []
    for p, pool in enumerate(scenario.bought_cover):
        first = 0 if not_before is None else _first_slot(grid, pool, not_before)
        waiting = [b for b in held if b.pool == pool.id for _ in range(b.agents)]
        for window in pool.windows:
            is_open = window_open(grid, window)
            busy, waiting = _taken(grid, waiting, is_open, window.agents)
            is_open[:first] = False
            rows.append((p, window.agents - len(busy), is_open))
            rows += [(p, 1, is_open & ~taken) for taken in busy]
    rows = [row for row in rows if row[1] > 0 and row[2].any()]
    pools = [scenario.bought_cover[p] for p, _, _ in rows]
    hours = Fraction(grid.slot_minutes, 60)
    return Offers(
        tuple(p for p, _, _ in rows),
        BoughtCover(
            skill_set=np.array([skill_sets[frozenset(p.queues)] for p in pools], dtype=np.int64),
            units=np.array([agents for _, agents, _ in rows], dtype=np.int64),
            open=np.array([is_open for *_, is_open in rows], dtype=np.bool_).reshape(
                len(rows), grid.n_slots
            ),
            least_slots=np.array(
                [-(-p.block_minutes // grid.slot_minutes) for p in pools], dtype=np.int64
            ),
            price=np.array([ticks(Fraction(p.hour_price) * hours) for p in pools], dtype=np.int64),
        ),
    )


def _first_slot(grid: Grid, pool: CoverPool, since: datetime) -> int:
    """Return the first slot from which a repair may buy from a pool."""
    late = grid.slot_at(since) + (not grid.is_aligned(since))
    return max(0, late + -(-pool.notice_minutes // grid.slot_minutes))


def _taken(
    grid: Grid, blocks: list[BoughtBlock], is_open: BoolArray, agents: int
) -> tuple[list[BoolArray], list[BoughtBlock]]:
    """Return the slots taken of each unit of a window that blocks use, and the blocks left."""
    busy: list[BoolArray] = []
    left = []
    for block in sorted(blocks, key=lambda block: (block.start, block.end)):
        span = slice(max(0, grid.slot_at(block.start)), max(0, grid.slot_at(block.end)))
        free = [taken for taken in busy if not taken[span].any()]
        if not is_open[span].all() or (not free and len(busy) == agents):
            left.append(block)
            continue
        if not free:
            busy.append(np.zeros_like(is_open))
            free = busy[-1:]
        free[0][span] = True
    return busy, left


def blocks_of(
    scenario: Scenario, offers: Offers, bought: BoolArray, queue_of: IntArray
) -> tuple[BoughtBlock, ...]:
    """Return what units buy, those alike together, by pool and time.

    Parameters
    ----------
    bought : bool (U, T)
    queue_of : (U, T)
        Queue that each unit serves; -1 where none.
    """
    grid = scenario.grid
    found: Counter[tuple[str, tuple[ServedSpan, ...]]] = Counter()
    for u, k in enumerate(offers.arrays.offer):
        pool = scenario.bought_cover[offers.pool[k]].id
        edges = np.flatnonzero(np.diff(np.concatenate([[0], bought[u].astype(np.int8), [0]])))
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            found[pool, _spans(scenario, grid, queue_of[u], first, last)] += 1
    blocks = (BoughtBlock(pool, agents, spans) for (pool, spans), agents in found.items())
    return in_order(blocks)


def in_order(blocks: Iterable[BoughtBlock]) -> tuple[BoughtBlock, ...]:
    """Return blocks by pool and time, the order of every file."""
    return tuple(sorted(blocks, key=lambda b: (b.pool, b.start, b.end, _queues_served(b))))


def _queues_served(block: BoughtBlock) -> list[tuple[datetime, str]]:
    return [(span.end, span.queue or "") for span in block.spans]


def _spans(
    scenario: Scenario, grid: Grid, queue_of: IntArray, first: int, last: int
) -> tuple[ServedSpan, ...]:
    """Cut a block where its agent changes the queue."""
    spans = []
    begin = first
    for t in range(first + 1, last + 1):
        if t == last or queue_of[t] != queue_of[begin]:
            queue = scenario.queues[queue_of[begin]].id if queue_of[begin] >= 0 else None
            spans.append(ServedSpan(queue, grid.instant(begin), grid.instant(t)))
            begin = t
    return tuple(spans)


def units_at_hand(
    scenario: Scenario, offers: Offers, blocks: Sequence[BoughtBlock], n_slots: int
) -> BoolArray:
    """Return the units that hold blocks, (U, T), as far as their offers can."""
    grid = scenario.grid
    units = np.zeros((len(offers.arrays.offer), n_slots), dtype=np.bool_)
    names = [scenario.bought_cover[offers.pool[k]].id for k in offers.arrays.offer]
    for block in blocks:
        first, last = max(0, grid.slot_at(block.start)), max(0, grid.slot_at(block.end))
        around = slice(max(0, first - 1), last + 1)
        for _ in range(block.agents):
            for u, k in enumerate(offers.arrays.offer):
                is_open = offers.arrays.open[k, first:last]
                long_enough = last - first >= offers.arrays.least_slots[k]
                fits = names[u] == block.pool and is_open.all() and long_enough
                if fits and not units[u, around].any():
                    units[u, first:last] = True
                    break
    return units
