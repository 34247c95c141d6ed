"""Compiling once: who waits for it is told, and nobody else."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from small_problems import random_problem
from staffwright.models.rostering import warmup
from staffwright.models.rostering.conductor import COMPILING, Progress, prepare

KERNEL = """
from numba import njit

@njit(cache=True)
def kernel(x):
    return x + 1
"""


def stages_of_preparing() -> list[str]:
    stages: list[str] = []

    def note(progress: Progress) -> None:
        stages.append(progress.stage)

    prepare(random_problem(1), note)
    return stages


def loaded(path: Path) -> ModuleType:
    """Load a module from a file as a new process would."""
    spec = importlib.util.spec_from_file_location("kernels_of_a_test", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_kernel_is_compiled_once_and_then_comes_from_the_cache(tmp_path: Path) -> None:
    path = tmp_path / "kernels_of_a_test.py"
    path.write_text(KERNEL, encoding="utf-8")
    times = []
    for _ in range(2):
        kernel = loaded(path).kernel
        kernel(1)
        kernel(2)
        times.append(warmup.compiled(kernel))
    assert times == [1, 0]


@pytest.mark.parametrize(("counts", "told"), [([0, 1], [COMPILING]), ([1, 1], [])])
def test_progress_says_so_where_a_kernel_had_to_be_compiled(
    counts: list[int], told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted(_: object) -> int:
        return counts.pop(0)

    monkeypatch.setattr(warmup, "compiled", counted)
    assert stages_of_preparing() == ["preparing", *told]
