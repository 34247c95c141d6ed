"""Seconds of a run: the wall's, or the search's share of the processor on a busy machine."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class WallSeconds:
    """Seconds of the wall since `begun`, a `time.time()`."""

    begun: float

    def __call__(self) -> float:
        """Return the seconds passed."""
        return time.time() - self.begun


@dataclass
class SearchSeconds:
    """Processor seconds of the process without those of threads beside the main one (Linux).

    On a machine with a core for each of them these are about the wall's: the bound, whose thread
    runs beside the search, takes no time of it. CP-SAT's workers are no threads of Python and count
    each, so that its stages look longer than they are.
    """

    _beside: dict[int, float] = field(default_factory=dict)

    def __call__(self) -> float:
        """Return the seconds used."""
        for thread in threading.enumerate():
            if thread is not threading.main_thread() and thread.native_id is not None:
                used = thread_seconds(thread.native_id)
                self._beside[id(thread)] = max(used, self._beside.get(id(thread), 0.0))
        return time.process_time() - sum(self._beside.values())


def thread_seconds(native_id: int) -> float:
    """Return the processor seconds of a thread of this process; 0 if it has ended."""
    try:
        used = Path(f"/proc/self/task/{native_id}/schedstat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return int(used.split()[0]) / 1e9
