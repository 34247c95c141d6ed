"""Bonuses by contact: how many contacts are answered, and by whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ...models.queueing import abandonment
from ..results import Requirement
from ..scenario.types import Scenario
from .duties import Duty, Roster
from .pay_absence import absent_shares
from .pay_clock import minute_of

FloatArray = npt.NDArray[np.float64]
Place = tuple[int, int]
"""Position of a queue and of an interval."""

# Contacts are expectations out of floating point; from here on they are exact billionths.
_BILLIONTHS = 10**9


class ContactsAnswered:
    """Contacts answered by queue and interval, and each agent's part of them.

    Parameters
    ----------
    roster : Roster
        Planned duties and those of the history that run into the horizon are at work.
    requirement : Requirement
        Volume, load, handling time and patience by queue and interval.
    queues : collection of str
        Queues that are looked at.
    """

    def __init__(self, roster: Roster, requirement: Requirement, queues: Iterable[str]) -> None:
        self._grid = requirement.grid
        self._origin = minute_of(requirement.grid.start)
        wanted = frozenset(queues)
        self._position = {q: k for k, q in enumerate(requirement.queues) if q in wanted}
        everyone: Counter[Place] = Counter()
        if self._position:
            for _, planned, history in roster.agents():
                everyone.update(self._minutes((*history, *planned)))
        self._per_minute = self._shares(roster.scenario, requirement, everyone)

    def answered_by(self, duties: Iterable[Duty]) -> Mapping[str, Fraction]:
        """Return the contacts that duties answer, by queue."""
        names = {k: queue for queue, k in self._position.items()}
        answered: dict[str, Fraction] = defaultdict(Fraction)
        for place, minutes in self._minutes(duties).items():
            answered[names[place[0]]] += minutes * self._per_minute[place]
        return answered

    def _minutes(self, duties: Iterable[Duty]) -> Counter[Place]:
        """Count the minutes that duties spend on each queue in each interval."""
        counts: Counter[Place] = Counter()
        for duty in duties:
            for row in duty.rows:
                queue = self._position.get(row.queue or "") if row.code == "work" else None
                if queue is not None:
                    first, end = minute_of(row.start), minute_of(row.end)
                    for interval, minutes in self._intervals(first, end):
                        counts[queue, interval] += minutes
        return counts

    def _intervals(self, first: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the intervals with demand that a span of minutes touches, and its minutes there."""
        length = self._grid.interval_minutes
        at = max(first, self._origin)
        end = min(end, self._origin + self._grid.n_intervals * length)
        while at < end:
            interval = (at - self._origin) // length
            until = min(end, self._origin + (interval + 1) * length)
            yield interval, until - at
            at = until

    def _shares(
        self, scenario: Scenario, requirement: Requirement, everyone: Counter[Place]
    ) -> dict[Place, Fraction]:
        """Return the contacts answered per minute that one agent is there, by place."""
        if not everyone:
            return {}
        covered = np.zeros(requirement.volume.shape)
        for place, minutes in everyone.items():
            covered[place] = minutes / self._grid.interval_minutes
        answered = answered_contacts(scenario, requirement, covered)
        return {
            place: Fraction(round(float(answered[place]) * _BILLIONTHS), _BILLIONTHS) / minutes
            for place, minutes in everyone.items()
        }


def answered_contacts(
    scenario: Scenario, requirement: Requirement, covered: FloatArray
) -> FloatArray:
    """Return the contacts answered in every interval, shape (queues, intervals).

    A contact is answered unless the caller hangs up. Where callers never do, no more are answered
    than the agents have time for.

    Parameters
    ----------
    covered : ndarray, shape (queues, intervals)
        Mean number of agents rostered, before unplanned absence.
    """
    by_id = {queue.id: queue for queue in scenario.queues}
    absent = [absent_shares(requirement.grid, by_id[name]) for name in requirement.queues]
    present = covered * (1.0 - np.array(absent).reshape(covered.shape))
    load, patience_s = requirement.offered_load, requirement.patience_s
    busy = requirement.open & (requirement.volume > 0) & (covered > 0)
    share = np.zeros(covered.shape)
    share[busy] = 1.0 - abandonment(
        load[busy], present[busy], requirement.aht_s[busy], patience_s[busy]
    )
    endless = busy & np.isnan(patience_s) & (load > 0)
    share[endless] = np.minimum(1.0, present[endless] / load[endless])
    return requirement.volume * share
