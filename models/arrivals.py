"""How many contacts arrive: uncertain rates, and contacts passed from queue to queue."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .errors import ModelError

FloatArray = npt.NDArray[np.float64]


def rate_quantile(
    mean: npt.ArrayLike, dispersion: npt.ArrayLike, probability: npt.ArrayLike
) -> FloatArray:
    """Return the arrival rate that is exceeded only with probability ``1 - probability``.

    Parameters
    ----------
    mean : array_like
        Expected contacts in the interval, at least 0.
    dispersion : array_like
        Variance of the count over its mean, at least 1. At 1 counts are Poisson and the rate is
        certain: the mean.
    probability : array_like
        In (0, 1).

    Returns
    -------
    ndarray
        Contacts in the interval, shape of the arguments broadcast together.

    Raises
    ------
    ModelError
        If an argument is outside its domain.

    Notes
    -----
    Counts are Poisson given a gamma-distributed rate, hence negative binomial. Their variance is
    that of the rate plus the mean, so the rate's is ``(dispersion - 1) * mean``: a gamma
    distribution of shape ``mean / (dispersion - 1)`` and scale ``dispersion - 1``. The Poisson
    part is left to the queueing model, which has it already.

    References
    ----------
    G. Jongbloed, G. Koole (2001), Managing uncertainty in call centres using Poisson mixtures,
    Applied Stochastic Models in Business and Industry 17(4), 307-318.
    """
    from scipy import special  # here, because loading it takes as long as staffing a year

    mean_, spread, sure = np.broadcast_arrays(
        np.asarray(mean, dtype=np.float64),
        np.asarray(dispersion, dtype=np.float64) - 1.0,
        np.asarray(probability, dtype=np.float64),
    )
    _check("mean", mean_, (mean_ >= 0) & np.isfinite(mean_), "finite and at least 0")
    _check("dispersion", spread + 1, (spread >= 0) & np.isfinite(spread), "finite, at least 1")
    _check("probability", sure, (sure > 0) & (sure < 1), "inside (0, 1)")
    result = np.array(mean_)
    here = (spread > 0) & (mean_ > 0)
    result[here] = spread[here] * special.gammaincinv(mean_[here] / spread[here], sure[here])
    # beyond the range of doubles in the shape the rate is as good as certain
    lost = here & ~np.isfinite(result)
    result[lost] = mean_[lost]
    return result[()]


def quantile_between(
    probabilities: npt.ArrayLike, values: npt.ArrayLike, probability: float
) -> FloatArray:
    """Return the quantile at a probability from given ones.

    Linear between neighbours on the scale of the standard normal quantile, so that quantiles of
    a normal distribution are met exactly.

    Parameters
    ----------
    probabilities : array_like, shape (q,)
        Increasing, in (0, 1).
    values : array_like, shape (..., q)
        Quantiles at these probabilities, not decreasing.
    probability : float
        From the first to the last of `probabilities`.

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    ModelError
        If `probability` lies outside the given ones.
    """
    from scipy import special

    known = np.asarray(probabilities, dtype=np.float64)
    table = np.asarray(values, dtype=np.float64)
    if not known[0] <= probability <= known[-1]:
        raise ModelError(
            f"probability {probability}: must lie between {known[0]:g} and {known[-1]:g}, "
            "the quantiles given"
        )
    after = int(np.searchsorted(known, probability))
    if known[after] == probability:
        return np.array(table[..., after])
    low, high, at = special.ndtri([known[after - 1], known[after], probability])
    weight = (at - low) / (high - low)
    return np.asarray((1 - weight) * table[..., after - 1] + weight * table[..., after])


def with_transfers(outside: FloatArray, passed_on: FloatArray) -> FloatArray:
    """Return all arrivals at every queue, those passed on by other queues included.

    Parameters
    ----------
    outside : ndarray, shape (queues, intervals)
        Contacts that arrive from outside.
    passed_on : ndarray, shape (queues, queues)
        ``passed_on[k, j]`` is the share of the arrivals at queue j that queue k receives next.

    Returns
    -------
    ndarray, shape (queues, intervals)
        The solution of the traffic equations ``x = outside + passed_on @ x``.

    Raises
    ------
    ModelError
        If a loop passes on all it receives, so that there is no finite solution.

    References
    ----------
    J. R. Jackson (1957), Networks of waiting lines, Operations Research 5(4), 518-521.
    """
    receiving = passed_on.any(axis=1)
    if not receiving.any():
        return outside
    inner = passed_on[np.ix_(receiving, receiving)]
    gain = float(np.abs(np.linalg.eigvals(inner)).max())
    if not gain < 1 - 1e-12:
        raise ModelError(f"transfers with a loop of gain {gain:g}: it must be below 1")
    arriving = outside[receiving] + passed_on[np.ix_(receiving, ~receiving)] @ outside[~receiving]
    result = outside.copy()
    # rounding must not leave a queue with less than nothing
    result[receiving] = np.linalg.solve(np.eye(len(inner)) - inner, arriving).clip(min=0.0)
    return result


def _check(name: str, values: FloatArray, good: npt.NDArray[np.bool_], allowed: str) -> None:
    if not good.all():
        raise ModelError(f"{name} {values[~good].flat[0]}: must be {allowed}")
