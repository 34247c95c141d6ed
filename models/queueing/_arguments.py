"""Check and broadcast the arguments of the queueing functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from ..errors import ModelError
from ._special import FloatArray

Shape = tuple[int, ...]
Number = TypeVar("Number", np.float64, np.int64)


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


LONGEST_PATIENCE_S = 1e60
"""Seconds above which the share that hangs up leaves the range of doubles."""


def non_negative(name: str, value: npt.ArrayLike) -> FloatArray:
    """Return `value` as doubles, all finite and at least 0; `ModelError` otherwise."""
    array = as_floats(name, value)
    # quicker than looking at every comparison; a NaN makes both false
    if array.size and array.min() >= 0 and array.max() < np.inf:
        return array
    bad = ~((array >= 0) & (array < np.inf))
    if bad.any():
        raise ModelError(f"{name} {_first(array, bad)}: must be a finite number, at least 0")
    return array


def patience(value: npt.ArrayLike | None) -> FloatArray:
    """Return mean patience in seconds; NaN (or None for all) where callers do not hang up."""
    if value is None:
        return np.array(np.nan)
    array = as_floats("patience_s", value)
    bad = (array < 0) | (array > LONGEST_PATIENCE_S)
    if bad.any():
        raise ModelError(
            f"patience_s {_first(array, bad)}: must be a finite number, at least 0 and at most "
            f"{LONGEST_PATIENCE_S:g}; None or NaN where callers do not hang up"
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
    shape = _common_shape(arrays)
    return shape, [np.ascontiguousarray(np.broadcast_to(a, shape)).reshape(-1) for a in arrays]


def line_up(*arrays: FloatArray) -> tuple[Shape, int, list[FloatArray]]:
    """Broadcast arrays to one shape, but keep a single number for an array that is constant.

    Returns
    -------
    shape : tuple of int
        The common shape.
    size : int
        Length of the longest array returned.
    arrays : list of ndarray
        Flat and contiguous, each of length 1 or `size`.

    Raises
    ------
    ModelError
        If the shapes do not broadcast.
    """
    shape = _common_shape(arrays)
    if 0 in shape:
        return shape, 0, [np.empty(0) for _ in arrays]
    flat = []
    for array in arrays:
        if _is_constant(array):
            flat.append(array.reshape(-1)[:1])
        else:
            flat.append(np.ascontiguousarray(np.broadcast_to(array, shape)).reshape(-1))
    return shape, max(array.size for array in flat), flat


def spread(values: npt.NDArray[Number], shape: Shape) -> npt.NDArray[Number]:
    """Give flat results of `line_up` their shape; a numpy scalar for ``()``."""
    if values.size < math.prod(shape):
        return np.full(shape, values[0])
    return values.reshape(shape)[()]


def _is_constant(array: FloatArray) -> bool:
    if array.size == 1:
        return True
    first, last = array.flat[0], array.flat[array.size - 1]
    if first != first:
        return bool(np.isnan(array).all())
    return bool(first == last and (array == first).all())


def _common_shape(arrays: Sequence[FloatArray]) -> Shape:
    try:
        return np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError as error:
        shapes = ", ".join(str(array.shape) for array in arrays)
        raise ModelError(f"shapes {shapes}: cannot be broadcast together") from error


def check_handling_time(load: FloatArray, aht_s: FloatArray) -> None:
    """Refuse work without handling time: a load above 0 with `aht_s` 0."""
    if aht_s.size and aht_s.min() > 0:
        return
    bad = (load > 0) & (aht_s == 0)
    if bad.any():
        load_there = _first(np.broadcast_to(load, bad.shape), bad)
        raise ModelError(f"aht_s 0.0: must be above 0 where there is load ({load_there})")
