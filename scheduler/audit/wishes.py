"""Prices of what people wish for and of unfair shares of nights and weekends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate

from ..scenario.types import Agent, Contract, Preference
from .duties import Duty, Roster
from .leave import wholly_covered
from .local_minutes import in_clock_window
from .templates import candidates

SATURDAY = 5
MINUTES_OF_DAY = 1440


def preference_cost(roster: Roster) -> Fraction:
    """Return the weight of every wish not granted times the preference price.

    Wishes for days outside the horizon are nobody's to grant and cost nothing.
    """
    horizon = set(roster.days)
    contracts = {agent.employee_id: agent.contract for agent in roster.scenario.agents}
    begun: dict[tuple[str, date], list[Duty]] = defaultdict(list)
    for agent, planned, _ in roster.agents():
        for duty in planned:
            begun[agent.employee_id, duty.day].append(duty)
    weight = Fraction(0)
    for wish in roster.scenario.preferences:
        contract = contracts.get(wish.employee_id)
        if contract is None or wish.day not in horizon:
            continue
        if not granted(roster, wish, begun[wish.employee_id, wish.day], contract):
            weight += Fraction(wish.weight)
    return weight * Fraction(roster.scenario.objective.preference_price)


def granted(roster: Roster, wish: Preference, duties: Sequence[Duty], contract: Contract) -> bool:
    """Say whether a wish is granted by the shifts that begin on its day.

    A wish for the day off is granted when there is none, one for a shift when one has its
    template or kind, one for a window when one lies inside it.
    """
    if wish.off:
        return not duties
    if wish.window is not None:
        opens, closes = wish.window
        return any(opens <= duty.start and duty.end <= closes for duty in duties)
    return any(wish.shift in _names(roster, duty, contract) for duty in duties)


def fairness_cost(roster: Roster) -> Fraction:
    """Return the price of the nights and weekend shifts above the fair shares."""
    objective = roster.scenario.objective
    nights = sum(excess(roster, night_rule(roster)).values())
    weekends = sum(excess(roster, begins_on_weekend).values())
    return nights * Fraction(objective.fair_nights_price) + weekends * Fraction(
        objective.fair_weekends_price
    )


def excess(roster: Roster, counts: Callable[[Duty], bool]) -> Mapping[str, int]:
    """Return how many of the shifts that count each agent has above the fair share.

    Agents are compared within their contract. With n the shifts that count in history and
    horizon and w the weekly contract minutes times the days not wholly in leave, the fair share
    is ceil(sum(n) * w / sum(w)); where all w are 0, nobody exceeds.
    """
    groups: dict[str, list[tuple[Agent, int]]] = defaultdict(list)
    for agent, planned, history in roster.agents():
        number = sum(counts(duty) for duty in (*history, *planned))
        groups[agent.contract.id].append((agent, number))
    above: dict[str, int] = {}
    for members in groups.values():
        weights = [agent.weekly_minutes * _days_present(roster, agent) for agent, _ in members]
        everyone, total = sum(number for _, number in members), sum(weights)
        for (agent, number), weight in zip(members, weights, strict=True):
            fair = -(-everyone * weight // total) if total else number
            above[agent.employee_id] = max(0, number - fair)
    return above


def night_rule(roster: Roster) -> Callable[[Duty], bool]:
    """Return the test for a night: enough elapsed minutes lie inside the night window."""
    rules = roster.scenario.rules
    inside = [in_clock_window(clock, rules.night_window) for clock in range(MINUTES_OF_DAY)]
    before = list(accumulate((inside[clock] for clock in roster.minutes.clocks), initial=0))

    def is_night(duty: Duty) -> bool:
        first, end = roster.minutes.whole_minutes(duty.start, duty.end)
        return before[end] - before[first] >= rules.night_minutes

    return is_night


def begins_on_weekend(duty: Duty) -> bool:
    """Say whether a shift begins on a Saturday or Sunday."""
    return duty.day.weekday() >= SATURDAY


def _days_present(roster: Roster, agent: Agent) -> int:
    leaves = roster.leaves[agent.employee_id]
    grid = roster.scenario.grid
    return sum(not wholly_covered(grid, day, leaves) for day in roster.days)


def _names(roster: Roster, duty: Duty, contract: Contract) -> set[str]:
    """Return the template ids and kinds a wish may call a shift by."""
    meant = candidates(roster, duty, contract)
    return {duty.shift_id} if not meant else {n for t in meant for n in (t.id, t.kind)}
