"""What a number of agents gives each queue over the whole forecast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .expected_service import ExpectedService
from .plan import FloatArray


@dataclass(frozen=True)
class ServedQueue:
    """A queue's service over the whole forecast, weighted by volume; None where undefined.

    Attributes
    ----------
    contacts : float
        While the queue is open.
    service_level, worst_service_level, abandonment : float or None
        Shares of the contacts; the worst is that of an interval.
    mean_wait_s : float or None
        Seconds; infinite where the queue grows without end.
    occupancy : float or None
        Share of the agents' time.
    """

    queue: str
    contacts: float
    service_level: float | None
    worst_service_level: float | None
    mean_wait_s: float | None
    occupancy: float | None
    abandonment: float | None


def served_queues(expected: ExpectedService) -> tuple[ServedQueue, ...]:
    """Sum the expected service of each queue over its open intervals."""
    return tuple(_served(expected, k) for k in range(len(expected.queues)))


def _served(expected: ExpectedService, k: int) -> ServedQueue:
    here = expected.open[k] & (expected.offered_load[k] > 0)
    volume, levels = expected.volume[k, here], expected.service_level[k, here]
    time = np.where(here, expected.present[k], 0.0)
    busy = float((time * np.nan_to_num(expected.occupancy[k])).sum())
    return ServedQueue(
        queue=expected.queues[k],
        contacts=float(volume.sum()),
        service_level=_weighted_mean(levels, volume),
        worst_service_level=_known(float(levels.min())) if levels.size else None,
        mean_wait_s=_weighted_mean(expected.mean_wait_s[k, here], volume),
        occupancy=_known(busy / float(time.sum())) if time.sum() else None,
        abandonment=_weighted_mean(expected.abandonment[k, here], volume),
    )


def _weighted_mean(values: FloatArray, weight: FloatArray) -> float | None:
    if not weight.sum() > 0:
        return None
    return _known(float((values * weight).sum() / weight.sum()))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
