"""Check the arguments of the functions over time and lay them out by queue and interval."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from ..errors import ModelError
from . import _arguments
from ._course import Course
from ._special import FloatArray
from .offered_load import filled, positive

Start = Literal["stationary", "empty"]

# Patience shorter than this share of the handling time changes nothing but the computing time.
_LEAST_PATIENCE = 0.01


class QueuesOverTime:
    """Checked arguments, a row for each queue and a column for each interval."""

    def __init__(
        self,
        load: npt.ArrayLike,
        aht_s: npt.ArrayLike,
        interval_s: float,
        patience_s: npt.ArrayLike | None,
        within_s: npt.ArrayLike,
        is_open: npt.ArrayLike | None,
        others: list[FloatArray],
    ) -> None:
        loads = np.atleast_1d(_arguments.non_negative("load", load))
        opened = np.asarray(True if is_open is None else is_open, dtype=np.bool_)
        self.shape, flat = _arguments.flatten(
            loads,
            _arguments.non_negative("aht_s", aht_s),
            _arguments.patience(patience_s),
            _arguments.non_negative("within_s", within_s),
            opened.astype(np.float64),
            *others,
        )
        _arguments.check_handling_time(flat[0], flat[1])
        self.seconds = positive("interval_s", interval_s)
        self.size = flat[0].size
        rows = [array.reshape(-1, self.shape[-1]) for array in flat] if self.size else flat
        self.load: FloatArray = rows[0]
        self.aht_s: FloatArray = rows[1]
        self.patience_s: FloatArray = rows[2]
        self.within_s: FloatArray = rows[3]
        self.others = rows[5:]
        opened_rows = rows[4]
        self.is_open = opened_rows > 0
        self.load = np.where(self.is_open, self.load, 0.0)
        self.service = 1.0 / filled(self.aht_s) if self.size else self.load
        least = _LEAST_PATIENCE * self.aht_s
        with np.errstate(divide="ignore"):
            rate = 1.0 / np.maximum(self.patience_s, np.maximum(least, 1e-300))
        self.leaving = np.where(np.isnan(rate), 0.0, rate)

    def close_idle(self, agents: npt.NDArray[np.int64]) -> None:
        """Count intervals without load and agents as closed.

        What is left of the contacts before is then ended by the agents of the last open interval.
        """
        self.is_open = self.is_open & ((self.load > 0) | (agents > 0))

    def course(self, row: int, *, waits: bool = True) -> Course:
        """Return the rates of one queue; `waits` says whether mean waits are wanted."""
        return Course(
            self.load[row] * self.service[row],
            self.service[row],
            self.leaving[row],
            self.within_s[row],
            self.is_open[row],
            self.seconds,
            waits,
        )

    def starts(self, start: Start | npt.ArrayLike) -> FloatArray | None:
        """Return mean and variance at the start for each queue; None for the stationary ones."""
        rows = len(self.load)
        if isinstance(start, str):
            if start not in ("stationary", "empty"):
                raise ModelError(f"start {start!r}: must be stationary, empty or an array")
            return None if start == "stationary" else np.zeros((rows, 2))
        given = _arguments.non_negative("start", start)
        try:
            return np.broadcast_to(given, (*self.shape[:-1], 2)).reshape(-1, 2)
        except ValueError as error:
            raise ModelError(
                f"start of shape {given.shape}: must hold mean and variance for each queue"
            ) from error


def whole_numbers(name: str, value: npt.ArrayLike) -> FloatArray:
    """Return whole numbers of agents as doubles."""
    numbers = _arguments.non_negative(name, value)
    if (numbers != np.floor(numbers)).any():
        bad = float(numbers[numbers != np.floor(numbers)].flat[0])
        raise ModelError(f"{name} {bad}: must be a whole number")
    return numbers


def goal_or_nan(name: str, value: npt.ArrayLike | None, allowed: str) -> FloatArray:
    """Return a target, NaN where there is none."""
    if value is None:
        return np.array(np.nan)
    goal = _arguments.as_floats(name, value)
    _arguments.within(name, goal[~np.isnan(goal)], allowed)
    return goal
