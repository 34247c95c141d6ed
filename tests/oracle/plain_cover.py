"""Prices of coverage and bought cover in the plain model: every block of a pool is a number."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model
from staffwright.scheduler.calendar import Grid
from staffwright.scheduler.scenario.bought_types import CoverPool, PoolWindow
from staffwright.scheduler.scenario.types import Queue
from staffwright.scheduler.service_value import SAVED_SCALE, ServiceValue

if TYPE_CHECKING:
    from plain_cpsat import PlainModel


def add_pools(plain: PlainModel) -> None:
    """Agents of every window by begin and end of their block; at once no more than there are."""
    for pool in plain.scenario.bought_cover:
        present: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for window in pool.windows:
            at_once: dict[int, list[cp_model.IntVar]] = defaultdict(list)
            for first, last in _blocks(plain.scenario.grid, pool, window):
                bought = plain.model.new_int_var(0, window.agents, "")
                minutes = (last - first) * plain.scenario.grid.slot_minutes
                plain.price(Fraction(pool.hour_price) * Fraction(minutes, 60), bought)
                for slot in range(first, last):
                    at_once[slot].append(bought)
                    present[slot].append(bought)
            for bought_at in at_once.values():
                plain.model.add(sum(bought_at) <= window.agents)
        most = sum(window.agents for window in pool.windows)
        for slot, there in present.items():
            serves = {name: plain.model.new_int_var(0, most, "") for name in pool.queues}
            plain.model.add(sum(serves.values()) == sum(there))
            for name, var in serves.items():
                plain.serving[name, slot].append((1, var))


def _blocks(grid: Grid, pool: CoverPool, window: PoolWindow) -> list[tuple[int, int]]:
    """Return first slot and slot after the last of every block that a window sells."""
    open_slots = [_is_open(grid, window, slot) for slot in range(grid.n_demand_slots)]
    least = pool.block_minutes // grid.slot_minutes
    found = []
    for first in range(grid.n_demand_slots):
        last = first
        while last < grid.n_demand_slots and open_slots[last]:
            last += 1
            if last - first >= least:
                found.append((first, last))
    return found


def _is_open(grid: Grid, window: PoolWindow, slot: int) -> bool:
    local = grid.local(grid.instant(slot))
    minute = local.hour * 60 + local.minute
    length = (window.end - window.begin) % 1440 or 1440
    if (minute - window.begin) % 1440 >= length:
        return False
    began = local if minute >= window.begin else local - timedelta(days=1)
    return began.weekday() in window.weekdays


def price_missing(
    plain: PlainModel, queue: Queue, covered: cp_model.LinearExprT, need: int
) -> None:
    """Price the agents missing one by one; prices rise, so cheaper ones are missing first."""
    hour = Fraction(plain.scenario.grid.slot_minutes, 60)
    missing = []
    for number in range(1, need + 1):
        steps = [step.price for step in queue.under_steps if step.missing <= number]
        missing.append(plain.model.new_bool_var(""))
        plain.price(Fraction([queue.under_price, *steps][-1]) * hour, missing[-1])
    plain.model.add(covered + sum(missing) >= need)


def price_late(
    plain: PlainModel, value: ServiceValue, interval: int, covered: cp_model.LinearExprT
) -> None:
    """Price the contacts that agents below each level leave late."""
    price = value.price_by_interval()[interval]
    for level, saved in zip(value.level[:, interval], value.saved[:, interval], strict=True):
        below = plain.model.new_int_var(0, int(level), "")
        plain.model.add(covered + below >= int(level))
        plain.price(price * int(saved) / SAVED_SCALE, below)
