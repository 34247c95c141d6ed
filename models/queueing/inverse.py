"""The smallest number of agents that meets given targets."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from . import _arguments
from ._queues import Queues
from ._solve import smallest
from ._special import IntArray
from ._targets import TARGETS, check_targets, line_up
from .measures import Counting

__all__ = ["TARGETS", "required_agents", "required_by_target"]


def required_by_target(
    load: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    *,
    service_level: npt.ArrayLike | None = None,
    within_s: npt.ArrayLike | None = None,
    mean_wait_s: npt.ArrayLike | None = None,
    max_occupancy: npt.ArrayLike | None = None,
    max_abandonment: npt.ArrayLike | None = None,
    patience_s: npt.ArrayLike | None = None,
    counting: Counting = "offered",
) -> dict[str, IntArray]:
    """Return for each target given the smallest number of agents that meets it.

    Takes what `required_agents` takes. The keys are those of `TARGETS` whose targets are given,
    in that order; the largest of the values decides.
    """
    goals = check_targets(
        service_level=service_level,
        within_s=within_s,
        mean_wait_s=mean_wait_s,
        max_occupancy=max_occupancy,
        max_abandonment=max_abandonment,
        patience_s=patience_s,
        counting=counting,
    )
    shape, size, arrays, limits = line_up(
        _arguments.non_negative("load", load), aht_s, patience_s, within_s, goals
    )
    _arguments.check_handling_time(arrays[0], arrays[1])
    result = {}
    for (target, (kind, _)), limit in zip(goals.items(), limits, strict=True):
        agents = smallest(kind, Queues(*arrays, limit, size))
        result[target] = _arguments.spread(agents, shape)
    return result


def required_agents(
    load: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    *,
    service_level: npt.ArrayLike | None = None,
    within_s: npt.ArrayLike | None = None,
    mean_wait_s: npt.ArrayLike | None = None,
    max_occupancy: npt.ArrayLike | None = None,
    max_abandonment: npt.ArrayLike | None = None,
    patience_s: npt.ArrayLike | None = None,
    counting: Counting = "offered",
) -> IntArray:
    """Return the smallest number of agents that meets all the targets given, exactly.

    Parameters
    ----------
    load : array_like
        Offered load in erlangs.
    aht_s : array_like
        Mean handling time in seconds.
    service_level : array_like, optional
        Least share answered within `within_s`, in [0, 1).
    within_s : array_like, optional
        Answer-time target in seconds.
    mean_wait_s : array_like, optional
        Largest mean wait of all contacts in seconds, above 0.
    max_occupancy : array_like, optional
        Largest occupancy, in (0, 1]. Where callers do not hang up this is
        ``ceil(load / max_occupancy)``; a miss by less than 1e-9 agents counts as met.
    max_abandonment : array_like, optional
        Largest share that hangs up, in (0, 1]. Needs `patience_s`.
    patience_s : array_like, optional
        Mean patience in seconds; None or NaN where callers do not hang up.
    counting : {"offered", "excluding_short_abandons"}
        How the service level counts contacts that hang up within `within_s`.

    Returns
    -------
    ndarray of int
        Shape of the arguments broadcast together (a numpy scalar for scalars). 0 without load.

    Raises
    ------
    ModelError
        If an argument is outside its domain, or no target is given.

    Notes
    -----
    The arguments count as the doubles they are. What double precision cannot decide (a target met
    or missed by less than one part in 1e9) is decided with 80 digits.

    See Also
    --------
    required_by_target : the same, target by target.
    """
    needed = required_by_target(
        load,
        aht_s,
        service_level=service_level,
        within_s=within_s,
        mean_wait_s=mean_wait_s,
        max_occupancy=max_occupancy,
        max_abandonment=max_abandonment,
        patience_s=patience_s,
        counting=counting,
    )
    return functools.reduce(np.maximum, needed.values())
