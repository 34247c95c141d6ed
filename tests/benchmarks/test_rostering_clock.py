"""Seconds of the search on a busy machine."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from rostering_clock import SearchSeconds, thread_seconds

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="processor seconds of threads are read on Linux"
)


def test_what_threads_beside_the_search_use_is_none_of_its_seconds() -> None:
    used: list[float] = []
    worked, seen = threading.Event(), threading.Event()

    def work() -> None:
        own = threading.current_thread().native_id
        assert own is not None
        while thread_seconds(own) < 0.1:
            pass
        used.append(thread_seconds(own))
        worked.set()
        seen.wait(10)

    clock = SearchSeconds()
    beside = threading.Thread(target=work)
    beside.start()
    assert worked.wait(30)
    clock()
    seen.set()
    beside.join()
    assert sum(clock._beside.values()) >= used[0] >= 0.1


def test_a_thread_that_has_ended_uses_nothing() -> None:
    assert thread_seconds(2**22 + 1) == 0.0
