"""How the kernels of the search are compiled: decorators for numba, one for each way of use.

Kernels take a hundred arrays, and what numba adds to each kernel for other callers took a third of
the time of compiling: code to take the arrays out of Python objects, code for callers in C, and
the counting of references to arrays, which only who makes arrays needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

_MAKES_NO_ARRAYS = {"_nrt": False, "no_cfunc_wrapper": True}


def kernel(function: Callable[..., object]) -> Any:
    """Return a kernel that Python calls; it works in the arrays it is given and makes none."""
    return numba.njit(cache=True, nogil=True, **_MAKES_NO_ARRAYS)(function)


def inner_kernel(function: Callable[..., object]) -> Any:
    """Return a kernel that only kernels call; it makes no arrays either."""
    alone = {"no_cpython_wrapper": True, **_MAKES_NO_ARRAYS}
    return numba.njit(cache=True, nogil=True, **alone)(function)


def kernel_with_arrays(function: Callable[..., object]) -> Any:
    """Return a kernel that makes arrays of its own."""
    return numba.njit(cache=True, nogil=True)(function)
