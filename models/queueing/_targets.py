"""The targets of a call: their names, their domains and what each of them limits."""

from __future__ import annotations

import numpy.typing as npt

from ..errors import ModelError
from . import _arguments
from ._margin import Kind
from ._special import FloatArray
from .measures import COUNTINGS, Counting

#: Names of the targets, in the order in which ties between them are given to one.
TARGETS = ("service_level", "mean_wait", "occupancy", "abandonment")

Goals = dict[str, tuple[Kind, FloatArray]]
Arrays = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


def check_targets(
    *,
    service_level: npt.ArrayLike | None,
    within_s: npt.ArrayLike | None,
    mean_wait_s: npt.ArrayLike | None,
    max_occupancy: npt.ArrayLike | None,
    max_abandonment: npt.ArrayLike | None,
    patience_s: npt.ArrayLike | None,
    counting: Counting,
) -> Goals:
    """Return what the targets given limit and to what, by name and in the order of `TARGETS`.

    Raises
    ------
    ModelError
        If a target is outside its domain or lacks what it refers to, or if none is given.
    """
    if counting not in COUNTINGS:
        raise ModelError(f"counting {counting!r}: must be one of {', '.join(COUNTINGS)}")
    if service_level is not None and within_s is None:
        raise ModelError("service_level without within_s: give the answer-time target in seconds")
    in_time = Kind.IN_TIME if counting == "offered" else Kind.IN_TIME_COUNTED
    given = (
        (in_time, service_level, "service_level", "[0, 1)"),
        (Kind.WAIT, mean_wait_s, "mean_wait_s", "(0, inf)"),
        (Kind.OCCUPANCY, max_occupancy, "max_occupancy", "(0, 1]"),
        (Kind.ABANDONMENT, max_abandonment, "max_abandonment", "(0, 1]"),
    )
    goals = {
        target: (kind, _arguments.within(name, value, allowed))
        for target, (kind, value, name, allowed) in zip(TARGETS, given, strict=True)
        if value is not None
    }
    if not goals:
        raise ModelError(
            "no target: give service_level with within_s, mean_wait_s, max_occupancy or "
            "max_abandonment"
        )
    if max_abandonment is not None and patience_s is None:
        raise ModelError("max_abandonment without patience_s: nobody hangs up")
    return goals


def line_up(
    amount: FloatArray,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike | None,
    within_s: npt.ArrayLike | None,
    goals: Goals,
) -> tuple[_arguments.Shape, int, Arrays, list[FloatArray]]:
    """Check the times and broadcast all arguments together; see `_arguments.line_up`.

    Returns
    -------
    shape : tuple of int
    size : int
    arrays : tuple of ndarray
        The amount, handling time, patience and answer-time target.
    limits : list of ndarray
        The values of the goals.
    """
    shape, size, flat = _arguments.line_up(
        amount,
        _arguments.non_negative("aht_s", aht_s),
        _arguments.patience(patience_s),
        _arguments.non_negative("within_s", 0.0 if within_s is None else within_s),
        *(limit for _, limit in goals.values()),
    )
    return shape, size, (flat[0], flat[1], flat[2], flat[3]), flat[4:]
