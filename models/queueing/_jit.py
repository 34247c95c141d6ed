"""Compile a kernel with numba, once, and keep the machine code beside the source.

numba renews the machine code of a kernel when the file of the kernel changes, but not when only a
kernel that it calls, in another file, does: remove ``__pycache__`` after editing one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(kernel: Kernel) -> Kernel:
    """Return `kernel` compiled; division by zero gives inf or nan as it does in numpy."""
    return cast(Kernel, numba.njit(cache=True, error_model="numpy")(kernel))
