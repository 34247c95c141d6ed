"""The bound's thread ends with the search, whatever ends it, and tells what went wrong in it."""

from __future__ import annotations

import threading

import pytest
from small_problems import random_problem
from staffwright.models.rostering import bounding
from staffwright.models.rostering.conductor import Progress, Settings, solve


def others() -> set[threading.Thread]:
    return set(threading.enumerate()) - {threading.main_thread()}


def test_a_callback_that_raises_ends_the_search_and_its_thread() -> None:
    before = others()

    def fail(progress: Progress) -> None:
        if progress.cost is not None:
            raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        solve(random_problem(1, agents=12), Settings(time_limit=20.0), on_progress=fail)
    for thread in others() - before:
        thread.join(timeout=30.0)
        assert not thread.is_alive()


def test_what_goes_wrong_in_the_thread_of_the_bound_is_raised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("in the thread")

    monkeypatch.setattr(bounding, "LagrangianBound", broken)
    with pytest.raises(ZeroDivisionError, match="in the thread"):
        solve(random_problem(1, agents=12), Settings(time_limit=3.0))
