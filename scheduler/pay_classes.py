"""Agents grouped by what differentials, allowances and on-cost can do to their pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from .pay_conditions import Holidays, depends_on_rate, open_to, precedence
from .pay_rates import base_rate, on_cost_share
from .scenario.types import Agent, Scenario

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class PayClass:
    """What agents of one class have in common.

    Attributes
    ----------
    zone, jurisdiction : str, str or None
        Clock and holidays.
    orders : tuple of tuple of int
        By day of the horizon: differentials that contract and skills allow, the one that wins
        within its group first.
    queue_sets : tuple of frozenset of int
        Differentials bound to queues that count, for each way in which the agent's queues have
        them.
    allowances : tuple of int
        Allowances that the contract allows.
    on_cost : Fraction
        Share of gross pay on top.
    rates : tuple of Decimal
        Base rate by day where differentials of queues must be compared by it, else empty.
    """

    zone: str
    jurisdiction: str | None
    orders: tuple[tuple[int, ...], ...]
    queue_sets: tuple[frozenset[int], ...]
    allowances: tuple[int, ...]
    on_cost: Fraction
    rates: tuple[Decimal, ...]


@dataclass(frozen=True)
class PayClasses:
    """The classes, the class of every agent (A,), and holidays by jurisdiction."""

    classes: tuple[PayClass, ...]
    of_agent: IntArray
    holidays: dict[str | None, Holidays]


def pay_classes(scenario: Scenario) -> PayClasses:
    """Group the agents of a scenario."""
    positions: dict[PayClass, int] = {}
    holidays: dict[str | None, Holidays] = {}
    of_agent = []
    orders = _Orders(scenario)
    for agent in scenario.agents:
        known = orders.pay_class(agent)
        of_agent.append(positions.setdefault(known, len(positions)))
        if known.jurisdiction not in holidays:
            holidays[known.jurisdiction] = Holidays.of(scenario, agent)
    return PayClasses(tuple(positions), np.array(of_agent, dtype=np.int64), holidays)


class _Orders:
    """Finds the class of an agent; the order of the differentials is kept for equal rates."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._days = [scenario.grid.day(d) for d in range(scenario.grid.days)]
        self._by_rate = depends_on_rate(scenario.premiums)
        self._known: dict[Decimal, tuple[int, ...]] = {}
        amounts = {premium.amount != 0 for premium in scenario.premiums}
        self._mixed = len(amounts) > 1

    def pay_class(self, agent: Agent) -> PayClass:
        """Return the class of an agent."""
        scenario = self._scenario
        allowed = {k for k, p in enumerate(scenario.premiums) if open_to(p, agent)}
        rates = tuple(base_rate(agent, day) for day in self._days)
        queue_sets = queue_sets_of(scenario, agent, allowed)
        return PayClass(
            zone=scenario.zone_of(agent),
            jurisdiction=jurisdiction_of(scenario, agent),
            orders=tuple(tuple(k for k in self._order(rate) if k in allowed) for rate in rates),
            queue_sets=queue_sets,
            allowances=tuple(
                k
                for k, allowance in enumerate(scenario.pay.allowances)
                if allowance.contracts is None or agent.contract.id in allowance.contracts
            ),
            on_cost=on_cost_share(scenario, agent),
            rates=rates if self._mixed and len(queue_sets) > 1 else (),
        )

    def _order(self, rate: Decimal) -> tuple[int, ...]:
        key = rate if self._by_rate else Decimal(1)
        if key not in self._known:
            self._known[key] = precedence(self._scenario.premiums, key)
        return self._known[key]


def jurisdiction_of(scenario: Scenario, agent: Agent) -> str | None:
    """Return the agent's jurisdiction, None where its holidays are the site's."""
    return agent.jurisdiction if agent.jurisdiction in scenario.other_holidays else None


def queue_sets_of(
    scenario: Scenario, agent: Agent, allowed: Sequence[int] | set[int]
) -> tuple[frozenset[int], ...]:
    """Return the sets of queue-bound differentials that the agent's queues have, each once."""
    bound = [(k, scenario.premiums[k].queues) for k in sorted(allowed)]
    sets = {
        frozenset(k for k, queues in bound if queues is not None and skill in queues)
        for skill in agent.skills
    }
    return tuple(sorted(sets or {frozenset()}, key=sorted))
