"""Check and broadcast the arguments of the queueing functions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..errors import ModelError
from ._special import FloatArray

Shape = tuple[int, ...]


def as_floats(name: str, value: npt.ArrayLike) -> FloatArray:
    """Return `value` as an array of doubles.

    Raises
    ------
    ModelError
        If it holds something that is no number.
    """
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ModelError(f"{name} {value!r}: must be a number or an array of numbers") from error


def _first(array: FloatArray, bad: npt.NDArray[np.bool_]) -> float:
    return float(array[bad].flat[0])


def non_negative(name: str, value: npt.ArrayLike) -> FloatArray:
    """Return `value` as doubles, all finite and at least 0; `ModelError` otherwise."""
    array = as_floats(name, value)
    bad = ~((array >= 0) & (array < np.inf))
    if bad.any():
        raise ModelError(f"{name} {_first(array, bad)}: must be a finite number, at least 0")
    return array


def patience(value: npt.ArrayLike | None) -> FloatArray:
    """Return mean patience in seconds; NaN (or None for all) where callers do not hang up."""
    if value is None:
        return np.array(np.nan)
    array = as_floats("patience_s", value)
    bad = (array < 0) | np.isinf(array)
    if bad.any():
        raise ModelError(
            f"patience_s {_first(array, bad)}: must be a finite number, at least 0; "
            "None or NaN where callers do not hang up"
        )
    return array


def within(name: str, value: npt.ArrayLike, allowed: str) -> FloatArray:
    """Return a target as doubles inside an interval such as ``(0, 1]``; `ModelError` otherwise."""
    array = as_floats(name, value)
    low, high = (float(edge) for edge in allowed[1:-1].split(","))
    above = array > low if allowed[0] == "(" else array >= low
    below = array < high if allowed[-1] == ")" else array <= high
    bad = ~(above & below)
    if bad.any():
        raise ModelError(f"{name} {_first(array, bad)}: must lie in {allowed}")
    return array


def flatten(*arrays: FloatArray) -> tuple[Shape, list[FloatArray]]:
    """Broadcast arrays to one shape; return it and the arrays made flat and contiguous.

    Raises
    ------
    ModelError
        If the shapes do not broadcast.
    """
    try:
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError as error:
        shapes = ", ".join(str(array.shape) for array in arrays)
        raise ModelError(f"shapes {shapes}: cannot be broadcast together") from error
    return shape, [np.ascontiguousarray(np.broadcast_to(a, shape)).reshape(-1) for a in arrays]


def check_handling_time(load: FloatArray, aht_s: FloatArray) -> None:
    """Refuse work without handling time: a load above 0 with `aht_s` 0."""
    bad = (load > 0) & (aht_s == 0)
    if bad.any():
        raise ModelError(f"aht_s 0.0: must be above 0 where there is load ({_first(load, bad)})")
