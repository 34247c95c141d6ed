"""The smallest number of agents that meets given targets."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..errors import ModelError
from . import _arguments
from ._erlang_a import LARGEST_RATE
from ._exact import settle
from ._search import OCCUPANCY_GUARD, Kind, smallest_of_all
from ._special import FloatArray, IntArray
from .measures import COUNTINGS, Counting

#: Names of the targets, in the order in which ties between them are given to one.
TARGETS = ("service_level", "mean_wait", "occupancy", "abandonment")


class _Work:
    """The checked arguments of one call, flat and of one length."""

    def __init__(
        self,
        load: npt.ArrayLike,
        aht_s: npt.ArrayLike,
        patience_s: npt.ArrayLike | None,
        within_s: npt.ArrayLike | None,
        targets: dict[str, FloatArray],
    ) -> None:
        self.shape, flat = _arguments.flatten(
            _arguments.non_negative("load", load),
            _arguments.non_negative("aht_s", aht_s),
            _arguments.patience(patience_s),
            _arguments.non_negative("within_s", 0.0 if within_s is None else within_s),
            *targets.values(),
        )
        self.load, self.aht_s, self.patience_s, self.within_s = flat[:4]
        self.targets = dict(zip(targets, flat[4:], strict=True))
        _arguments.check_handling_time(self.load, self.aht_s)
        self.patient = np.isnan(self.patience_s)

    def smallest(self, kind: Kind, target: FloatArray, here: npt.NDArray[np.bool_]) -> IntArray:
        """Return the agents that one target needs, 0 outside `here`."""
        result = np.zeros(self.load.size, dtype=np.int64)
        index = np.flatnonzero(here & (self.load > 0))
        load, aht_s, goal = self.load[index], self.aht_s[index], target[index]
        with np.errstate(divide="ignore", over="ignore"):
            theta = np.minimum(aht_s / self.patience_s[index], LARGEST_RATE)
        scaled = goal / aht_s if kind is Kind.WAIT else goal
        agents, doubt = smallest_of_all(
            int(kind), load, theta, self.within_s[index] / aht_s, scaled
        )
        result[index] = agents
        if kind is not Kind.OCCUPANCY and doubt.any():
            self._settle(kind, target, result, index[doubt])
        return result

    def _settle(self, kind: Kind, target: FloatArray, result: IntArray, doubtful: IntArray) -> None:
        """Decide the doubtful ones exactly, equal ones once."""
        table = np.column_stack(
            [
                result[doubtful].astype(np.float64),
                self.load[doubtful],
                self.aht_s[doubtful],
                self.within_s[doubtful],
                self.patience_s[doubtful],
                target[doubtful],
            ]
        )
        rows, which = np.unique(table, axis=0, return_inverse=True)
        settled = np.empty(len(rows), dtype=np.int64)
        for k, (agents, load, aht_s, within_s, patience_s, goal) in enumerate(rows.tolist()):
            patience = None if np.isnan(patience_s) else patience_s
            settled[k] = settle(kind, int(agents), load, aht_s, within_s, patience, goal)
        result[doubtful] = settled[which.reshape(-1)]


def _service_level(work: _Work, target: FloatArray, counting: Counting) -> IntArray:
    kind = Kind.IN_TIME if counting == "offered" else Kind.IN_TIME_COUNTED
    needed = work.smallest(kind, target, ~work.patient & (target > 0))
    return needed + work.smallest(Kind.IN_TIME, target, work.patient & (target > 0))


def _mean_wait(work: _Work, target: FloatArray) -> IntArray:
    # without agents everybody waits until patience runs out
    return work.smallest(Kind.WAIT, target, work.patient | (target < work.patience_s))


def _occupancy(work: _Work, target: FloatArray) -> IntArray:
    loaded = work.patient & (work.load > 0)
    least = np.maximum(1, np.ceil(work.load / target - OCCUPANCY_GUARD)).astype(np.int64)
    needed = work.smallest(Kind.OCCUPANCY, target, ~work.patient & (target < 1))
    return np.where(loaded, least, needed)


def _abandonment(work: _Work, target: FloatArray) -> IntArray:
    return work.smallest(Kind.ABANDONMENT, target, ~work.patient & (target < 1))


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
    if counting not in COUNTINGS:
        raise ModelError(f"counting {counting!r}: must be one of {', '.join(COUNTINGS)}")
    if service_level is not None and within_s is None:
        raise ModelError("service_level without within_s: give the answer-time target in seconds")
    given = {
        "service_level": (service_level, "service_level", "[0, 1)"),
        "mean_wait": (mean_wait_s, "mean_wait_s", "(0, inf)"),
        "occupancy": (max_occupancy, "max_occupancy", "(0, 1]"),
        "abandonment": (max_abandonment, "max_abandonment", "(0, 1]"),
    }
    targets = {
        target: _arguments.within(name, value, allowed)
        for target, (value, name, allowed) in given.items()
        if value is not None
    }
    if not targets:
        raise ModelError(
            "no target: give service_level with within_s, mean_wait_s, max_occupancy or "
            "max_abandonment"
        )
    if max_abandonment is not None and patience_s is None:
        raise ModelError("max_abandonment without patience_s: nobody hangs up")
    work = _Work(load, aht_s, patience_s, within_s, targets)
    result = {}
    for target, values in work.targets.items():
        if target == "service_level":
            needed = _service_level(work, values, counting)
        elif target == "mean_wait":
            needed = _mean_wait(work, values)
        elif target == "occupancy":
            needed = _occupancy(work, values)
        else:
            needed = _abandonment(work, values)
        result[target] = needed.reshape(work.shape)[()]
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
    result = np.zeros((), dtype=np.int64)
    for agents in needed.values():
        result = np.maximum(result, agents)
    return result[()]
