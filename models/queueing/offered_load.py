"""The modified offered load: the work in progress if there were always enough agents."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..errors import ModelError
from . import _arguments
from ._jit import compiled
from ._special import FloatArray


class OfferedLoad(NamedTuple):
    """Modified offered load in erlangs, an array of shape (..., intervals) each."""

    end: FloatArray
    average: FloatArray


@compiled
def carried_load(
    load: FloatArray, service: FloatArray, is_open: npt.NDArray[np.bool_], seconds: float, m: float
) -> tuple[FloatArray, FloatArray]:
    """Return the modified offered load at the end and on average of each interval of one queue.

    It starts from `m`, and from 0 after intervals in which the queue is closed.
    """
    end, average = np.zeros(load.size), np.zeros(load.size)
    for k in range(load.size):
        if not is_open[k]:
            m = 0.0
            continue
        moved = -math.expm1(-service[k] * seconds)
        average[k] = load[k] + (m - load[k]) * moved / (service[k] * seconds)
        m += (load[k] - m) * moved
        end[k] = m
    return end, average


@compiled
def _carried_loads(
    load: FloatArray, service: FloatArray, seconds: float, initial: FloatArray
) -> tuple[FloatArray, FloatArray]:
    end, average = np.empty(load.shape), np.empty(load.shape)
    is_open = np.ones(load.shape[1], dtype=np.bool_)
    for row in range(load.shape[0]):
        end[row], average[row] = carried_load(
            load[row], service[row], is_open, seconds, initial[row]
        )
    return end, average


def positive(name: str, value: float) -> float:
    """Return a scalar above 0 and finite; `ModelError` otherwise."""
    if not 0 < value < math.inf:
        raise ModelError(f"{name} {value}: must be a finite number above 0")
    return float(value)


def filled(aht_s: FloatArray) -> FloatArray:
    """Return handling times with zeros replaced by the one before, else the one after.

    Work in progress goes on in intervals without load, for which no handling time is known.
    """
    rows, width = aht_s.shape
    index = np.where(aht_s > 0, np.arange(width), -1)
    before = np.maximum.accumulate(index, axis=1)
    index = np.where(aht_s > 0, np.arange(width), width)
    after = np.minimum.accumulate(index[:, ::-1], axis=1)[:, ::-1]
    # without any load any handling time will do
    padded = np.concatenate([aht_s, np.ones((rows, 1))], axis=1)
    result: FloatArray = np.take_along_axis(padded, np.where(before >= 0, before, after), axis=1)
    return result


def modified_offered_load(
    load: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    interval_s: float,
    initial: npt.ArrayLike | None = None,
) -> OfferedLoad:
    """Return the mean number of calls in progress if nobody ever had to wait.

    Parameters
    ----------
    load : array_like, shape (..., intervals)
        Offered load of each interval in erlangs.
    aht_s : array_like
        Mean handling time in seconds; broadcasts with `load`.
    interval_s : float
        Length of an interval in seconds.
    initial : array_like, shape (...), optional
        Calls in progress at the start; the first interval's load if not given, as if it had
        lasted for long. 0 where the queue opens.

    Returns
    -------
    OfferedLoad
        At the end of each interval, and on average over it.

    Raises
    ------
    ModelError
        If an argument is negative, infinite or NaN, or there is load without handling time.

    Notes
    -----
    Within an interval of load L, ``m <- L + (m - L) exp(-t / aht)``: the mean of the
    infinite-server queue with exponential handling times.

    References
    ----------
    D. L. Jagerman (1975), Nonstationary blocking in telephone traffic, Bell System Technical
    Journal 54(3), 625-661.
    S. G. Eick, W. A. Massey and W. Whitt (1993), The physics of the M_t/G/infinity queue,
    Operations Research 41(4), 731-742.
    """
    seconds = positive("interval_s", interval_s)
    loads = np.atleast_1d(_arguments.non_negative("load", load))
    shape, (flat, times) = _arguments.flatten(loads, _arguments.non_negative("aht_s", aht_s))
    _arguments.check_handling_time(flat, times)
    if 0 in shape:
        return OfferedLoad(np.zeros(shape), np.zeros(shape))
    rows = flat.reshape(-1, shape[-1])
    service = 1.0 / filled(times.reshape(rows.shape))
    if initial is None:
        start = rows[:, 0].copy()
    else:
        given = _arguments.non_negative("initial", initial)
        start = as_rows("initial", given, shape[:-1])
    end, average = _carried_loads(rows, service, seconds, start)
    return OfferedLoad(end.reshape(shape), average.reshape(shape))


def as_rows(name: str, value: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Return `value` broadcast to one number per queue, flat."""
    try:
        return np.ascontiguousarray(np.broadcast_to(value, shape)).reshape(-1)
    except ValueError as error:
        raise ModelError(f"{name} of shape {value.shape}: must broadcast to {shape}") from error
