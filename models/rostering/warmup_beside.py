"""Compile the pricing of tours in a process beside this one, which compiles the rest meanwhile.

numba compiles one kernel at a time in a process, and takes from its cache on disk what another
process has put there. Without such a process everything is compiled all the same, in more time.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from .one_agent import one_agent
from .pricing import NO_SHARES, price_tours
from .program import build_tables
from .tour_arcs import TourWork
from .tours import best_tour

_LONGEST = 60.0
"""Seconds after which the other process is no longer waited for."""


class Beside:
    """The process beside this one; none where there is no interpreter to start."""

    def __init__(self) -> None:
        self._begun = time.time()
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError, ValueError):
            self._process = subprocess.Popen(
                [sys.executable, "-c", f"from {__name__} import compile_pricing as go; go()"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def wait_for_tours(self) -> None:
        """Wait until the tour program is in the cache, or the process has ended."""
        while self._process is not None and time.time() < self._begun + _LONGEST:
            if self._process.poll() is not None or cached_since(best_tour, self._begun):
                return
            time.sleep(0.05)

    def wait(self) -> None:
        """Wait until the process has ended."""
        if self._process is None:
            return
        try:
            self._process.wait(_LONGEST)
        except subprocess.TimeoutExpired:
            self._process.kill()


def cached_since(kernel: Any, moment: float) -> bool:
    """Say whether machine code of a kernel was written to disk after a moment."""
    place, name = Path(kernel.stats.cache_path), kernel.py_func.__qualname__
    return any(file.stat().st_mtime >= moment for file in place.glob(f"*.{name}-*.nbc"))


def compile_pricing() -> None:
    """Compile the tour program and its pricing on a problem of one agent."""
    problem = one_agent(bought=False)
    arrays = build_tables(problem).arrays
    work = TourWork.of(problem, arrays, 64, np.array([0, problem.n_days]))
    tours = np.full((1, problem.n_days), -1)
    breaks = np.empty((1, problem.n_days, problem.max_breaks), dtype=np.int64)
    duals = np.zeros((1, problem.n_slots))
    price_tours(
        np.zeros(1, dtype=np.int64), duals, NO_SHARES, arrays, work, np.empty(1), tours, breaks
    )
