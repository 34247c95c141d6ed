"""Cubic splines on even grids of one to three axes, with an estimate of their own error.

A spline is a weighted sum of B-splines, four to each axis at any point. An axis with one point
is constant and has one weight.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ._jit import compiled
from ._special import FloatArray

#: Weights of the four B-splines of a cell.
Weights = tuple[float, float, float, float]


class Axis(NamedTuple):
    """Evenly spaced points: the first, how many to a unit of length, and their number."""

    first: float
    density: float
    points: int

    def values(self) -> FloatArray:
        """Return the points."""
        return self.first + np.arange(self.points) / self.density


class Spline(NamedTuple):
    """A function of (z, y, x) as B-spline coefficients, and bounds of its error by cell.

    Attributes
    ----------
    coefficients : ndarray, two more than the points along each axis (one where constant)
    errors : ndarray, one less than the points along each axis (one where constant)
    x, y, z : Axis
    """

    coefficients: FloatArray
    errors: FloatArray
    x: Axis
    y: Axis
    z: Axis


def _weights_at(points: int, at: FloatArray) -> FloatArray:
    """Return the matrix from coefficients to values at positions counted in steps."""
    matrix = np.zeros((at.size, points + 2))
    for row, position in enumerate(at):
        cell = min(max(math.floor(position), 0), points - 2)
        matrix[row, cell : cell + 4] = basis(position - cell)
    return matrix


def _to_coefficients(points: int) -> FloatArray:
    """Return the matrix from values at the points to coefficients.

    The two conditions left over keep the third derivative continuous next to both ends.
    """
    if points == 1:
        return np.ones((1, 1))
    system = np.zeros((points + 2, points + 2))
    system[1:-1] = _weights_at(points, np.arange(points, dtype=np.float64))
    system[0, :5] = system[-1, -5:] = 1.0, -4.0, 6.0, -4.0, 1.0
    return np.asarray(np.linalg.inv(system)[:, 1:-1], dtype=np.float64)


def _refilled(points: int) -> FloatArray:
    """Return the matrix from every second value to the spline's values at all points."""
    if points == 1:
        return np.ones((1, 1))
    coarse = points // 2 + 1
    return _weights_at(coarse, 0.5 * np.arange(points, dtype=np.float64)) @ _to_coefficients(coarse)


def _apply(matrices: list[FloatArray], values: FloatArray) -> FloatArray:
    """Apply a matrix along each axis."""
    for axis, matrix in enumerate(matrices):
        values = np.moveaxis(np.tensordot(matrix, values, (1, axis)), 0, axis)
    return np.ascontiguousarray(values)


def _largest_near(errors: FloatArray) -> FloatArray:
    """Return for each cell the largest value at its corners and the points next to them."""
    for axis, points in enumerate(errors.shape):
        if points == 1:
            continue
        around = [(0, 0)] * errors.ndim
        around[axis] = (1, 1)
        padded = np.pad(errors, around)
        windows = np.lib.stride_tricks.sliding_window_view(padded, 4, axis=axis)
        errors = windows.max(axis=-1)
    return errors


def fit(values: FloatArray, x: Axis, y: Axis, z: Axis) -> Spline:
    """Return the spline through values at grid points, shape (z, y, x).

    Every axis has one point or an odd number of at least 9. The error of a cell is the largest
    error nearby of the spline through every second point. Twice the points divide it by 16 where
    the function is smooth, and by 2 where it has a kink.
    """
    sizes = [axis.points for axis in (z, y, x)]
    coarse = values[tuple(slice(None, None, 2) for _ in sizes)]
    missed = np.abs(_apply([_refilled(points) for points in sizes], coarse) - values)
    return Spline(
        _apply([_to_coefficients(points) for points in sizes], values),
        np.ascontiguousarray(_largest_near(missed)),
        x,
        y,
        z,
    )


@compiled
def basis(t: float) -> Weights:
    """Return the weights of the four B-splines at a fraction of a cell."""
    s = 1.0 - t
    return (
        s * s * s / 6.0,
        (4.0 - 3.0 * t * t * (2.0 - t)) / 6.0,
        (4.0 - 3.0 * s * s * (2.0 - s)) / 6.0,
        t * t * t / 6.0,
    )


@compiled
def _along_x(c: FloatArray, k: int, j: int, i: int, u: Weights) -> float:
    return c[k, j, i] * u[0] + c[k, j, i + 1] * u[1] + c[k, j, i + 2] * u[2] + c[k, j, i + 3] * u[3]


@compiled
def _along_y(c: FloatArray, k: int, j: int, i: int, u: Weights, v: Weights) -> float:
    if c.shape[1] == 1:
        return _along_x(c, k, 0, i, u)
    return (
        v[0] * _along_x(c, k, j, i, u)
        + v[1] * _along_x(c, k, j + 1, i, u)
        + v[2] * _along_x(c, k, j + 2, i, u)
        + v[3] * _along_x(c, k, j + 3, i, u)
    )


@compiled
def evaluate(spline: Spline, x: float, y: float, z: float) -> tuple[float, float]:
    """Return the value and a bound of its error; NaN outside the grid.

    Along a constant axis the position does not matter.
    """
    c, errors = spline.coefficients, spline.errors
    s = (x - spline.x.first) * spline.x.density
    t = (y - spline.y.first) * spline.y.density if c.shape[1] > 1 else 0.0
    w = (z - spline.z.first) * spline.z.density if c.shape[0] > 1 else 0.0
    if not (
        0.0 <= s < errors.shape[2] and 0.0 <= t < errors.shape[1] and 0.0 <= w < errors.shape[0]
    ):
        return math.nan, math.nan
    i, j, k = int(s), int(t), int(w)
    along_x, along_y, along_z = basis(s - i), basis(t - j), basis(w - k)
    if c.shape[0] == 1:
        value = _along_y(c, 0, j, i, along_x, along_y)
    else:
        value = (
            along_z[0] * _along_y(c, k, j, i, along_x, along_y)
            + along_z[1] * _along_y(c, k + 1, j, i, along_x, along_y)
            + along_z[2] * _along_y(c, k + 2, j, i, along_x, along_y)
            + along_z[3] * _along_y(c, k + 3, j, i, along_x, along_y)
        )
    return value, errors[k, j, i]
