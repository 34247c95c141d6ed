"""Functions and nodes that the integrals of Erlang B and Erlang A share.

Both models are integrals of ``exp(-c f(s))`` over a half line, with `f` convex and vanishing
to second order at 0. Near 0 the textbook form of `f` cancels, hence the series.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ._jit import compiled

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

Rule = tuple[FloatArray, FloatArray]


def _gauss(points: int) -> Rule:
    """Return the Gauss-Legendre nodes and weights on (-1, 1)."""
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return nodes, weights


# Double precision; about six digits; about two digits, enough to search by.
FINE = _gauss(32)
MIDDLE = _gauss(20)
COARSE = _gauss(10)

# An integrand is followed until it has fallen by exp(-DROP), below double precision.
DROP = 42.0

# Taylor coefficients, the highest power first, enough for an argument of 1/4.
_EXP = tuple((-1) ** k / math.factorial(k) for k in range(13, 1, -1))
_ARTANH = tuple(1.0 / k for k in range(19, 1, -2))


@compiled
def exp_excess(w: float) -> float:
    """Return ``exp(-w) - 1 + w`` to full relative precision."""
    if abs(w) > 0.25:
        return math.expm1(-w) + w
    total = _EXP[0]
    for k in range(1, len(_EXP)):
        total = total * w + _EXP[k]
    return w * w * total


@compiled
def log_excess(s: float) -> float:
    """Return ``s - log(1 + s)`` to full relative precision."""
    if abs(s) > 0.25:
        return s - math.log1p(s)
    # log(1 + s) = 2 artanh(r), and s - 2 r = s r
    r = s / (2.0 + s)
    square = r * r
    total = _ARTANH[0]
    for k in range(1, len(_ARTANH)):
        total = total * square + _ARTANH[k]
    return s * r - 2.0 * r * square * total
