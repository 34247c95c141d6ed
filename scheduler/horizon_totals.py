"""What the horizon as a whole may hold of an agent: minutes, and shifts of a kind."""

from __future__ import annotations

import numpy as np

from ..models.rostering.totals import NO_LIMIT, Totals
from .kind_numbers import kind_numbers
from .scenario.rule_types import KindLimit
from .scenario.types import Scenario
from .weeks import by_employee, leave_minutes

ANY_KIND = "any"


def is_total(limit: KindLimit) -> bool:
    """Say whether a limit is one that the engine counts apart: hard, at most, over the horizon.

    All others are states of the rule automaton.
    """
    counted = limit.over == "horizon" and limit.price is None and not limit.least
    return counted and limit.kind != ANY_KIND


def horizon_totals(scenario: Scenario) -> Totals:
    """Return every agent's limits, paid leave taken off (docs/rules.md: max_horizon_minutes).

    Kinds are limited only where some contract limits one.
    """
    kinds = kind_numbers(scenario)
    agents = len(scenario.agents)
    least, most = np.zeros(agents, dtype=np.int64), np.full(agents, NO_LIMIT, dtype=np.int64)
    kind_most = np.full((agents, len(kinds)), NO_LIMIT, dtype=np.int64)
    leave_of = by_employee(scenario.time_off)
    dates = [scenario.grid.day(d) for d in range(scenario.grid.days)]
    for a, agent in enumerate(scenario.agents):
        rules = scenario.work_rules(agent.contract)
        minutes = leave_minutes(leave_of.get(agent.employee_id, []), scenario.zone_of(agent))
        leave = sum(minutes.get(day, 0) for day in dates)
        if rules.min_horizon_minutes is not None:
            least[a] = max(0, rules.min_horizon_minutes - leave)
        if rules.max_horizon_minutes is not None:
            most[a] = max(0, rules.max_horizon_minutes - leave)
        for limit in rules.kind_limits:
            if is_total(limit) and limit.most is not None:
                k = kinds[limit.kind]
                kind_most[a, k] = min(int(kind_most[a, k]), limit.most)
    limited = bool((kind_most < NO_LIMIT).any())
    return Totals(least, most, kind_most if limited else kind_most[:, :0])
