"""Compiling once: who waits for it is told, and nobody else."""

from __future__ import annotations

import pytest
from small_problems import random_problem
from staffwright.models.rostering import warmup
from staffwright.models.rostering.conductor import COMPILING, Progress, prepare


@pytest.mark.parametrize(("seconds", "told"), [(-1.0, [COMPILING]), (1e9, [])])
def test_progress_says_so_where_the_kernels_are_not_in_the_cache(
    seconds: float, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warmup, "FROM_CACHE", seconds)
    stages: list[str] = []

    def note(progress: Progress) -> None:
        stages.append(progress.stage)

    prepare(random_problem(1), note)
    assert stages == ["preparing", *told]
