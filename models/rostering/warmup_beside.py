"""Compile the pricing of tours in a process beside this one, which compiles the rest meanwhile.

numba compiles one kernel at a time in a process, and takes from its cache on disk what another
process has put there. Without such a process everything is compiled all the same, in more time.
numba numbers the machine code of a kernel's signatures without a lock: what both processes may
compile at once has one signature.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from types import TracebackType
from typing import Any

import numpy as np

from .one_agent import one_agent
from .pricing import NO_SHARES, price_tours
from .program import build_tables
from .tour_arcs import TourWork
from .tours import best_tour

_LONGEST = 60.0
"""Seconds from its begin after which the other process is no longer waited for."""


class Beside:
    """The process beside this one, ended with the block that it is opened for.

    There is none where no interpreter can be started, as inside of another program.
    """

    def __init__(self) -> None:
        self._begun = time.time()
        self._process: subprocess.Popen[bytes] | None = None
        if sys.executable and not getattr(sys, "frozen", False):
            with suppress(OSError):
                self._process = subprocess.Popen(
                    # -P: the folder at hand is the user's, no place to import from
                    [sys.executable, "-P", "-c", f"import {__name__} as m; m.compile_pricing()"],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )

    def __enter__(self) -> Beside:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def wait_for_tours(self) -> None:
        """Wait until the tour program is in the cache, or the process has ended."""
        while self._going() and not cached_since(best_tour, self._begun):
            time.sleep(0.05)

    def wait(self) -> int | None:
        """Wait until the process has ended; return its exit code, None without one."""
        while self._going():
            time.sleep(0.05)
        return None if self._process is None else self._process.poll()

    def _going(self) -> bool:
        in_time = time.time() < self._begun + _LONGEST
        return self._process is not None and self._process.poll() is None and in_time


def cached_since(kernel: Any, moment: float) -> bool:
    """Say whether machine code of a kernel was written to disk after a moment."""
    wanted = f".{kernel.py_func.__qualname__}-"
    with suppress(FileNotFoundError), os.scandir(kernel.stats.cache_path) as files:
        return any(
            wanted in file.name and file.name.endswith(".nbc") and file.stat().st_mtime >= moment
            for file in files
        )
    return False


def compile_pricing() -> None:
    """Compile the tour program and its pricing on a problem of one agent."""
    problem = one_agent(bought=False)
    arrays = build_tables(problem).arrays
    work = TourWork.of(problem, arrays, 64, np.array([0, problem.n_days]))
    tours = np.full((1, problem.n_days), -1)
    breaks = np.empty((1, problem.n_days, problem.max_breaks), dtype=np.int64)
    agents, duals = np.zeros(1, dtype=np.int64), np.zeros((1, problem.n_slots))
    price_tours(agents, duals, NO_SHARES, arrays, work, np.empty(1), tours, breaks)
