"""The rules of an agent compiled into a layered automaton: one layer of states per day.

The state machines of all rules are run side by side from the agents' first states; of the states
found, those that no future choice can tell apart are merged (Hopcroft's equivalence, layer by
layer from the last day), and so are choices that every state treats alike. What remains is small
and the tour program walks it without knowing a single rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import ModelError
from .kernels import kernel_with_arrays
from .rule_machine import RuleState
from .rules import HARD, BoolArray, DayShifts, IntArray

FORBIDDEN = -1
DOMINANCE_LIMIT = 400
"""States of a day above which dominance between them is not worked out."""
STATE_LIMIT = 2_000_000
"""States and choices of one day above which a rule set is refused."""


class TooManyStatesError(ModelError):
    """The rules remember more than can be tabulated."""


@dataclass(frozen=True)
class Layer:
    """One day of an automaton with S states in the morning and L classes of choices.

    Attributes
    ----------
    after : (S, L)
        State on the next morning; `FORBIDDEN` where the choice breaks a hard rule.
    price : (S, L)
        Ticks of priced rules broken.
    broken : (S, L)
        Units of hard rules broken where no choice avoids it.
    label : (L0,)
        Class of every choice as given, entry 0 the day off.
    better : bool (S, S)
        ``better[p, q]``: from p everything can be done that can from q, at no higher price.
    idle : bool (L, L)
        ``idle[j, i]``: choosing j instead of i never costs more or leaves less.
    """

    after: IntArray
    price: IntArray
    broken: IntArray
    label: IntArray
    better: BoolArray
    idle: BoolArray


@dataclass(frozen=True)
class Automaton:
    """Layers by day, what the last states cost, and the state every agent starts in."""

    layers: tuple[Layer, ...]
    last_price: IntArray
    last_broken: IntArray
    first: IntArray


def compile_rules(
    machines: Sequence[RuleState],
    first: Sequence[Sequence[int]],
    days: Sequence[DayShifts],
) -> Automaton:
    """Run the machines side by side over the horizon and merge what is alike.

    Parameters
    ----------
    machines : sequence of RuleState
    first : (agents, machines)
        First states of the agents.
    days : sequence of DayShifts
        The choices of every day, the day off first.

    Raises
    ------
    TooManyStatesError
        If a day has more states than `STATE_LIMIT` allows.
    """
    states, start = np.unique(
        np.array(first, dtype=np.int64).reshape(len(first), len(machines)),
        axis=0,
        return_inverse=True,
    )
    raw: list[tuple[IntArray, IntArray, IntArray]] = []
    for d, shifts in enumerate(days):
        after, price, broken, states = _advance(machines, states, d, shifts)
        raw.append((after, price, broken))
    last_price = np.zeros(len(states), dtype=np.int64)
    last_broken = np.zeros(len(states), dtype=np.int64)
    for k, machine in enumerate(machines):
        units = machine.last(states[:, k])
        if machine.price == HARD:
            last_broken += units
        else:
            last_price += units * machine.price
    return _minimise(raw, days, last_price, last_broken, start.reshape(-1).astype(np.int64))


def _advance(
    machines: Sequence[RuleState], states: IntArray, day: int, shifts: DayShifts
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return successor, price and broken units of every state and choice, and the new states."""
    shape = (len(states), len(shifts.work))
    if shape[0] * shape[1] > STATE_LIMIT:
        raise TooManyStatesError(
            f"the rules make {shape[0]} states with {shape[1]} choices on day {day}; at most "
            f"{STATE_LIMIT} pairs can be tabulated: fewer rules, starts or longer steps help"
        )
    price = np.zeros(shape, dtype=np.int64)
    broken = np.zeros(shape, dtype=np.int64)
    forbidden = np.zeros(shape, dtype=bool)
    code = np.zeros(shape, dtype=np.int64)
    tables: list[IntArray] = []
    for k, machine in enumerate(machines):
        # few states of one machine belong to many of all: step each of them once
        mine, which = np.unique(states[:, k], return_inverse=True)
        step = machine.step(mine, day, shifts)
        which = which.reshape(-1)
        if machine.price == HARD:
            forbidden |= ((step.now > 0) & shifts.work)[which]
            broken += (step.late + np.where(shifts.work, 0, step.now))[which]
        else:
            price += (machine.price * (step.now + step.late))[which]
        values, place = np.unique(step.after, return_inverse=True)
        tables.append(values)
        code = code * len(values) + place.reshape(step.after.shape)[which]
    reached, after = np.unique(code[~forbidden], return_inverse=True)
    successor = np.full(shape, FORBIDDEN, dtype=np.int64)
    successor[~forbidden] = after.reshape(-1)
    columns = []
    rest = reached
    for values in reversed(tables):
        columns.append(values[rest % len(values)])
        rest = rest // len(values)
    following = np.stack(columns[::-1], axis=1) if columns else np.zeros((1, 0), dtype=np.int64)
    return successor, price, broken, following


def _minimise(
    raw: Sequence[tuple[IntArray, IntArray, IntArray]],
    days: Sequence[DayShifts],
    last_price: IntArray,
    last_broken: IntArray,
    first: IntArray,
) -> Automaton:
    """Merge equivalent states and choices, from the last day to the first."""
    ends, merged = _unique_rows(np.stack([last_price, last_broken], axis=1))
    last_price, last_broken = ends[:, 0], ends[:, 1]
    better = (last_price[:, None] <= last_price) & (last_broken[:, None] <= last_broken)
    layers: list[Layer] = []
    for (after, price, broken), shifts in zip(reversed(raw), reversed(days), strict=True):
        successor = np.where(after == FORBIDDEN, FORBIDDEN, merged[after])
        price = np.where(after == FORBIDDEN, 0, price)
        broken = np.where(after == FORBIDDEN, 0, broken)
        rows, merged = _unique_rows(np.concatenate([successor, price, broken], axis=1))
        n = successor.shape[1]
        columns = np.concatenate([rows[:, :n], rows[:, n : 2 * n], rows[:, 2 * n :]])
        marks = np.stack([shifts.work, shifts.night]).astype(np.int64)
        kept, label = _unique_rows(np.concatenate([marks, columns]).T)
        kept, label = _day_off_first(kept, label)
        parts = np.split(kept[:, 2:].T, 3)
        successor, price, broken = (np.ascontiguousarray(part) for part in parts)
        better, idle = _dominance(successor, price, broken, better, kept[:, 1])
        layers.append(Layer(successor, price, broken, label, better, idle))
    return Automaton(tuple(reversed(layers)), last_price, last_broken, merged[first])


def _unique_rows(rows: IntArray) -> tuple[IntArray, IntArray]:
    """Return the distinct rows and the place of every row among them."""
    rows = np.ascontiguousarray(rows)
    as_bytes = rows.view(np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))).reshape(-1)
    _, index, inverse = np.unique(as_bytes, return_index=True, return_inverse=True)
    return rows[index], inverse.reshape(-1).astype(np.int64)


def _day_off_first(kept: IntArray, label: IntArray) -> tuple[IntArray, IntArray]:
    """Give the class of the day off the number 0."""
    off = int(label[0])
    order = np.array([off, *(k for k in range(len(kept)) if k != off)])
    place = np.empty(len(kept), dtype=np.int64)
    place[order] = np.arange(len(kept))
    return kept[order], place[label]


def _dominance(
    after: IntArray, price: IntArray, broken: IntArray, better: BoolArray, night: IntArray
) -> tuple[BoolArray, BoolArray]:
    """Return which states are better than which, and which choices make others idle."""
    states, labels = after.shape
    if states > DOMINANCE_LIMIT or len(better) > DOMINANCE_LIMIT:
        return np.eye(states, dtype=bool), np.eye(labels, dtype=bool)
    mine, idle = _compare(after, price, broken, better)
    return mine, idle & (night[:, None] == night)


@kernel_with_arrays
def _compare(
    after: IntArray, price: IntArray, broken: IntArray, better: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Compare states choice by choice, and choices state by state."""
    states, labels = after.shape
    over = np.ones((states, states), dtype=np.bool_)
    for p in range(states):
        for q in range(states):
            for k in range(labels):
                if after[q, k] < 0:
                    continue
                if (
                    after[p, k] < 0
                    or price[p, k] > price[q, k]
                    or broken[p, k] > broken[q, k]
                    or not better[after[p, k], after[q, k]]
                ):
                    over[p, q] = False
                    break
    idle = np.ones((labels, labels), dtype=np.bool_)
    for j in range(labels):
        for i in range(labels):
            for q in range(states):
                if after[q, i] < 0:
                    continue
                if (
                    after[q, j] < 0
                    or price[q, j] > price[q, i]
                    or broken[q, j] > broken[q, i]
                    or not better[after[q, j], after[q, i]]
                ):
                    idle[j, i] = False
                    break
    return over, idle
