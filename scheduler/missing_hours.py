"""What is said of hours that are missing: how many of them divisible shifts would leave as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from .plan import FloatArray, Plan

if TYPE_CHECKING:
    from ..models.rostering.problem import RosterProblem

_PLACES = 2


@dataclass(frozen=True)
class MissingHours:
    """Agent-hours missing, and how many of them divisible shifts would leave missing as well.

    `left_out` names the queues of which the latter is not known; they are in neither figure.
    """

    missing: float
    if_divisible: float
    left_out: tuple[str, ...]


def under_hours_if_divisible(
    problem: RosterProblem, shortage: FloatArray | None, queues: tuple[str, ...], valued: set[str]
) -> dict[str, float | None]:
    """Return the agent-hours by queue that the covering program leaves missing.

    Parameters
    ----------
    problem : RosterProblem
        Of Q queues and T slots.
    shortage : (Q, T) or None
        Agents missing in the covering program; None where it reached no optimum.
    queues : tuple of str
        Names of the Q queues.
    valued : set of str
        Queues valued by their service level, which have no requirement of their own.

    Returns
    -------
    dict
        Hours to two decimals; None where they are not known, or mean nothing because missing
        agents have no price there.
    """
    hours = problem.slot_minutes / 60
    found: dict[str, float | None] = {}
    for k, queue in enumerate(queues):
        counts = problem.cover.under[k] > 0
        unknown = shortage is None or queue in valued or not counts.any()
        found[queue] = None
        if shortage is not None and not unknown:
            # what interior points leave of nothing may lie below it
            total = max(0.0, float(shortage[k, counts].sum()) * hours)
            found[queue] = round(total, _PLACES)
    return found


def missing_hours(plan: Plan) -> MissingHours | None:
    """Return what is missing beside what divisible shifts would leave; None where one is nothing.

    The latter may be more: the covering program is coarser than the roster and weighs costs its
    own way.
    """
    known: Mapping[str, float | None] = plan.solve.under_if_divisible
    hours = plan.requirement.grid.interval_minutes / 60
    by_queue = zip(plan.requirement.queues, plan.audit.coverage.under.sum(axis=1), strict=True)
    missing = if_divisible = 0.0
    left_out = []
    for queue, agents in by_queue:
        left = known.get(queue)
        if left is None:
            left_out.append(queue)
            continue
        missing += float(agents) * hours
        if_divisible += left
    if min(round(missing, 1), round(if_divisible, 1)) <= 0:
        return None
    return MissingHours(missing, if_divisible, tuple(left_out))


def missing_sentence(found: MissingHours) -> str:
    """Say it: ``of 11.0 h missing, the cheapest divisible shifts would leave about 9.5 h too``."""
    without = f" (without {', '.join(found.left_out)})" if found.left_out else ""
    missing = f"{_tenths(found.missing)} h missing{without}"
    left = f"about {_tenths(found.if_divisible)} h"
    if found.if_divisible < found.missing:
        return f"of {missing}, the cheapest divisible shifts would leave {left} too"
    return f"{missing}, no more than the cheapest divisible shifts would leave ({left})"


def _tenths(hours: float) -> str:
    """Write hours as the report does: halves go up."""
    exact = Decimal(str(round(hours, _PLACES + 4)))
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP):,}"


def confirmed_sentence(plan: Plan) -> str | None:
    """Say whose tours CP-SAT stated once more, None where it did so for nobody."""
    solve = plan.solve
    if not solve.confirmed_agents and not solve.refused_agents:
        return None
    refused = f", REFUSED those of {solve.refused_agents:,}" if solve.refused_agents else ""
    accepted = f"{solve.confirmed_agents:,} of {len(plan.scenario.agents):,} agents"
    return f"the formal model in CP-SAT accepts the tours of {accepted}{refused}"
