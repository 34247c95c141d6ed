"""How long a search has run: by the wall clock, or by the work done.

With the work clock the same problem, seed and limit give the same roster on any machine: stages
end after so much work, not so many seconds. Its seconds are those of an ordinary machine, roughly.
"""

from __future__ import annotations

import time
from typing import Protocol

TOUR_SECONDS = 8e-7
"""Seconds that a best tour takes per shift option."""


class Clock(Protocol):
    """What the stages of a search ask for the time."""

    def seconds(self) -> float:
        """Return the seconds since the search began."""

    def spend(self, seconds: float) -> None:
        """Note work of so many seconds."""


class WallClock:
    """Real seconds; work noted does not matter."""

    def __init__(self) -> None:
        self._started = time.perf_counter()

    def seconds(self) -> float:
        return time.perf_counter() - self._started

    def spend(self, seconds: float) -> None:
        return


class WorkClock:
    """Seconds of work noted; real ones do not matter."""

    def __init__(self) -> None:
        self._spent = 0.0

    def seconds(self) -> float:
        return self._spent

    def spend(self, seconds: float) -> None:
        self._spent += seconds
