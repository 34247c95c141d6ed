"""Nights, weekend shifts and hours per agent beside the fair share of docs/rules.md."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from math import ceil

from ..calendar import Grid, midnight
from ..plan import Plan
from ..scenario.types import Agent, Scenario, Shift, TimeOff
from ..shifts import is_night

SATURDAY = 5


@dataclass(frozen=True)
class Share:
    """Shifts of one sort: in the plan, with the history, and the fair share of both.

    `fair` is None where no agent of the contract has a share to carry.
    """

    planned: int
    with_history: int
    fair: int | None

    @property
    def above(self) -> int:
        """Shifts above the fair share."""
        return 0 if self.fair is None else max(0, self.with_history - self.fair)


@dataclass(frozen=True)
class AgentLoad:
    """What one agent carries in the plan."""

    agent: Agent
    shifts: int
    paid_hours: float
    nights: Share
    weekends: Share


def agent_loads(plan: Plan) -> tuple[AgentLoad, ...]:
    """Return the load of every agent, in the scenario's order."""
    scenario = plan.scenario
    weights = _weights(scenario)
    zones = {agent.employee_id: scenario.zone_of(agent) for agent in scenario.agents}

    def night(shift: Shift) -> bool:
        zone = zones.get(shift.employee_id, scenario.zone)
        return is_night(shift.start, shift.end, scenario.rules, zone)

    nights = _shares(plan, weights, night)
    weekends = _shares(plan, weights, lambda s: s.business_date.weekday() >= SATURDAY)
    shifts = Counter(shift.employee_id for shift in plan.shifts)
    return tuple(
        AgentLoad(
            agent=agent,
            shifts=shifts[agent.employee_id],
            paid_hours=plan.audit.paid_hours.get(agent.employee_id, 0.0),
            nights=nights[agent.employee_id],
            weekends=weekends[agent.employee_id],
        )
        for agent in scenario.agents
    )


def _shares(
    plan: Plan, weights: dict[str, Fraction], counts_as: Callable[[Shift], bool]
) -> dict[str, Share]:
    """Return every agent's share of the shifts that pass a test."""
    planned = Counter(s.employee_id for s in plan.shifts if counts_as(s))
    history = Counter(s.employee_id for s in plan.scenario.history if counts_as(s))
    teams: dict[str, list[str]] = defaultdict(list)
    for agent in plan.scenario.agents:
        teams[agent.contract.id].append(agent.employee_id)
    shares: dict[str, Share] = {}
    for members in teams.values():
        shifts = sum(planned[who] + history[who] for who in members)
        weight = sum((weights[who] for who in members), Fraction(0))
        for who in members:
            fair = ceil(shifts * weights[who] / weight) if weight else None
            shares[who] = Share(planned[who], planned[who] + history[who], fair)
    return shares


def _weights(scenario: Scenario) -> dict[str, Fraction]:
    """Return weekly contract minutes times the share of days not wholly covered by leave."""
    leaves: dict[str, list[TimeOff]] = defaultdict(list)
    for leave in scenario.time_off:
        leaves[leave.employee_id].append(leave)
    days = _day_spans(scenario.grid)
    found = {}
    for agent in scenario.agents:
        own = leaves[agent.employee_id]
        present = sum(not _in_leave(day, own) for day in days)
        found[agent.employee_id] = agent.weekly_minutes * Fraction(present, max(1, len(days)))
    return found


def _day_spans(grid: Grid) -> list[tuple[datetime, datetime]]:
    edges = [midnight(grid.day(index), grid.zone) for index in range(grid.days + 1)]
    return list(pairwise(edges))


def _in_leave(day: tuple[datetime, datetime], leaves: list[TimeOff]) -> bool:
    """Say whether leaves, taken together, cover a day."""
    reached, end = day
    for leave in sorted(leaves, key=lambda leave: leave.start):
        if leave.start <= reached:
            reached = max(reached, leave.end)
    return reached >= end
