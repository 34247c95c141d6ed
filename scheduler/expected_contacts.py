"""Contacts that a roster is expected to answer, for bonuses by contact."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from ..models.queueing import abandonment
from .results import Coverage, Requirement
from .scenario.types import Scenario
from .shrinkage import shrinkage_by_interval

_PLACES = 9


def contacts_answered(
    scenario: Scenario, requirement: Requirement, coverage: Coverage
) -> dict[tuple[str, int], Decimal]:
    """Return the contacts answered by queue and interval.

    They are the interval's volume times the share of contacts that do not hang up with the
    agents covered, less unplanned absence. Where callers never hang up, that share is what the
    agents have time for, at most 1. Figures are rounded to nine decimals.

    Parameters
    ----------
    scenario, requirement, coverage
        That belong together; coverage from `coverage.coverage_of`.

    Returns
    -------
    dict
        (queue id, position of the interval) to contacts; without entry there are none.
    """
    present = coverage.covered * (1.0 - shrinkage_by_interval(scenario))
    answered: dict[tuple[str, int], Decimal] = {}
    for k, queue in enumerate(requirement.queues):
        here = np.flatnonzero(
            requirement.open[k] & (requirement.volume[k] > 0) & (coverage.covered[k] > 0)
        )
        load, agents = requirement.offered_load[k, here], present[k, here]
        patience_s = requirement.patience_s[k, here]
        share = 1.0 - abandonment(load, agents, requirement.aht_s[k, here], patience_s)
        carried = np.divide(agents, load, out=np.ones(here.size), where=load > 0)
        share = np.where(np.isnan(patience_s), np.minimum(1.0, carried), share)
        for t, contacts in zip(here.tolist(), requirement.volume[k, here] * share, strict=True):
            answered[queue, t] = Decimal(round(float(contacts) * 10**_PLACES)).scaleb(-_PLACES)
    return answered
