"""Nights, weekends, holidays and wishes per agent, counted by the auditor's own functions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..audit.duties import Roster, make_roster
from ..audit.nights import night_rule
from ..audit.wishes import FairShare, begins_on_weekend, fair_shares, holiday_rule, judged
from ..plan import Plan
from ..scenario.types import Agent


@dataclass(frozen=True)
class Wishes:
    """Wishes with a price that an agent has in the horizon, and how many are granted."""

    asked: int
    granted: int


@dataclass(frozen=True)
class AgentLoad:
    """What one agent carries in the plan."""

    agent: Agent
    shifts: int
    paid_hours: float
    nights: FairShare
    weekends: FairShare
    holidays: FairShare
    wishes: Wishes


def agent_loads(plan: Plan) -> tuple[AgentLoad, ...]:
    """Return the load of every agent, in the scenario's order."""
    roster = make_roster(plan.scenario, plan.shifts)
    nights = fair_shares(roster, night_rule(roster))
    weekends = fair_shares(roster, begins_on_weekend)
    holidays = fair_shares(roster, holiday_rule(roster))
    wishes = _wishes(roster)
    return tuple(
        AgentLoad(
            agent=agent,
            shifts=len(planned),
            paid_hours=plan.audit.paid_hours.get(agent.employee_id, 0.0),
            nights=nights[agent.employee_id],
            weekends=weekends[agent.employee_id],
            holidays=holidays[agent.employee_id],
            wishes=wishes[agent.employee_id],
        )
        for agent, planned, _ in roster.agents()
    )


def _wishes(roster: Roster) -> dict[str, Wishes]:
    asked: Counter[str] = Counter()
    granted: Counter[str] = Counter()
    for wish, kept in judged(roster):
        asked[wish.employee_id] += 1
        granted[wish.employee_id] += kept
    return {
        agent.employee_id: Wishes(asked[agent.employee_id], granted[agent.employee_id])
        for agent in roster.scenario.agents
    }
