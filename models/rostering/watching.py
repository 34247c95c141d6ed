"""CP-SAT stopped as soon as the run is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .run import Run

if TYPE_CHECKING:
    from .cpsat import WindowModel


@contextmanager
def watched(model: WindowModel, run: Run) -> Iterator[None]:
    """Stop CP-SAT as soon as the run is asked to stop."""
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(0.1):
            if run.should_stop():
                run.cancelled = True
                model.stop()
                return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()
