"""Compiling once: who waits for it is told, and nobody else."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from small_problems import random_problem
from staffwright.models.rostering import warmup
from staffwright.models.rostering.conductor import COMPILING, Progress, prepare
from staffwright.models.rostering.pricing import Pricing, price_tours
from staffwright.models.rostering.problem import OFF
from staffwright.models.rostering.program import build_tables
from staffwright.models.rostering.state import SearchState
from staffwright.models.rostering.warmup_beside import Beside, compile_pricing

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


def test_the_process_beside_compiles_what_this_one_then_needs() -> None:
    with Beside() as beside:
        assert beside.wait() == 0
    problem = random_problem(1)
    state = SearchState(problem, build_tables(problem))
    option = np.full((1, problem.n_days), OFF)
    breaks = np.empty((1, problem.n_days, problem.max_breaks), dtype=np.int64)
    compile_pricing()
    Pricing(state, np.arange(1), 1).price(np.zeros_like(state.price), option, breaks)
    assert len(price_tours.signatures) == 1


def test_without_an_interpreter_there_is_no_process_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", None)
    with Beside() as beside:
        beside.wait_for_tours()
        assert beside.wait() is None
