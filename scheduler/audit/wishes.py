"""Prices of what people wish for and of unfair shares of nights, weekends and holidays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..scenario.types import Agent, Contract, Preference
from .duties import Duty, Roster
from .forbidden import forbids
from .leave import wholly_covered
from .nights import night_rule
from .templates import candidates

SATURDAY = 5

ShiftTest = Callable[[Agent, Duty], bool]


@dataclass(frozen=True)
class FairShare:
    """Shifts of one sort that an agent has: in the plan, with the history, and the fair share.

    `fair` is None where no agent of the contract has a share to carry. `own` is the agent's share
    of the plan's shifts alone, rounded down: nobody is asked for more to make up for the history.
    `spread` is the scenario's `fair_spread`.
    """

    planned: int
    with_history: int
    fair: int | None
    own: int = 0
    spread: int | None = None

    @property
    def above(self) -> int:
        """Shifts of the plan that have a price, for they lie too far above the fair share.

        What the history holds there is past.
        """
        if self.fair is None:
            return 0
        most = self.fair + (self.spread or 0) // 2
        return max(0, min(self.planned, self.with_history - most))

    @property
    def below(self) -> int:
        """Shifts missing in the plan for the agent to lie near enough to its fair share."""
        if self.fair is None or self.spread is None:
            return 0
        nearest = self.fair - (self.spread + 1) // 2 - (self.with_history - self.planned)
        return max(0, min(nearest, self.own) - self.planned)


def preference_cost(roster: Roster) -> Fraction:
    """Return the weight of every wish not granted times the preference price."""
    weight = sum((Fraction(wish.weight) for wish, kept in judged(roster) if not kept), Fraction(0))
    return weight * Fraction(roster.scenario.objective.preference_price)


def judged(roster: Roster) -> Iterator[tuple[Preference, bool]]:
    """Yield every wish that has a price, with whether it is granted.

    Wishes for days outside the horizon are nobody's to grant and cost nothing. Hard wishes are
    a rule (`forbidden_shifts`) and have no price.
    """
    horizon = set(roster.days)
    contracts = {agent.employee_id: agent.contract for agent in roster.scenario.agents}
    begun: dict[tuple[str, date], list[Duty]] = defaultdict(list)
    for agent, planned, _ in roster.agents():
        for duty in planned:
            begun[agent.employee_id, duty.day].append(duty)
    for wish in roster.scenario.preferences:
        contract = contracts.get(wish.employee_id)
        if contract is None or wish.hard or wish.day not in horizon:
            continue
        yield wish, granted(roster, wish, begun[wish.employee_id, wish.day], contract)


def granted(roster: Roster, wish: Preference, duties: Sequence[Duty], contract: Contract) -> bool:
    """Say whether a wish is granted by the shifts that begin on its day.

    A wish for the day off is granted when there is none, one for a shift when one has its
    template or kind, one for a window when one lies inside it, one to avoid a shift when none
    has its template or kind.
    """
    if wish.off:
        return not duties
    if wish.avoid is not None:
        return not any(forbids(roster, wish, duty) for duty in duties)
    if wish.window is not None:
        opens, closes = wish.window
        return any(opens <= duty.start and duty.end <= closes for duty in duties)
    return any(wish.shift in _names(roster, duty, contract) for duty in duties)


def fairness_cost(roster: Roster) -> Fraction:
    """Return the price of the nights, weekend and holiday shifts too far from the fair shares."""
    objective = roster.scenario.objective
    priced: tuple[tuple[Decimal, ShiftTest], ...] = (
        (objective.fair_nights_price, night_rule(roster)),
        (objective.fair_weekends_price, begins_on_weekend),
        (objective.fair_holidays_price, holiday_rule(roster)),
    )
    return sum(
        (
            Fraction(price) * (share.above + share.below)
            for price, counts in priced
            if price
            for share in fair_shares(roster, counts).values()
        ),
        Fraction(0),
    )


def fair_shares(roster: Roster, counts: ShiftTest) -> Mapping[str, FairShare]:
    """Return what every agent has of the shifts that count, and the fair share of them.

    Agents are compared within their contract. With n the shifts that count in history and
    horizon and w the weekly contract minutes times the days not wholly in leave, the fair share
    is ceil(sum(n) * w / sum(w)); where all w are 0, nobody exceeds and nobody has too few.

    With k the `fair_spread`, an agent may have floor(k / 2) more and ceil(k / 2) fewer than the
    fair share. But nobody has to make up for the history: no more is asked for than the own share
    of the horizon, floor(sum(m) * w / sum(w)) with m the shifts that count in it.
    """
    spread = roster.scenario.objective.fair_spread
    groups: dict[str, list[tuple[Agent, int, int]]] = defaultdict(list)
    for agent, planned, history in roster.agents():
        now = sum(counts(agent, duty) for duty in planned)
        before = sum(counts(agent, duty) for duty in history)
        groups[agent.contract.id].append((agent, now, before + now))
    shares: dict[str, FairShare] = {}
    for members in groups.values():
        weights = [agent.weekly_minutes * _days_present(roster, agent) for agent, _, _ in members]
        everyone, total = sum(number for _, _, number in members), sum(weights)
        inside = sum(now for _, now, _ in members)
        for (agent, now, number), weight in zip(members, weights, strict=True):
            fair = -(-everyone * weight // total) if total else None
            own = inside * weight // total if total else 0
            shares[agent.employee_id] = FairShare(now, number, fair, own, spread)
    return shares


def begins_on_weekend(agent: Agent, duty: Duty) -> bool:
    """Say whether a shift begins on a Saturday or Sunday of the agent's calendar."""
    return duty.day.weekday() >= SATURDAY


def holiday_rule(roster: Roster) -> ShiftTest:
    """Return the test for a shift that begins on a holiday of the agent."""
    holidays = {
        agent.employee_id: roster.scenario.holidays_of(agent) for agent in roster.scenario.agents
    }
    return lambda agent, duty: duty.day in holidays[agent.employee_id]


def _days_present(roster: Roster, agent: Agent) -> int:
    leaves = roster.leaves[agent.employee_id]
    zone = roster.scenario.zone_of(agent)
    return sum(not wholly_covered(zone, day, leaves) for day in roster.days)


def _names(roster: Roster, duty: Duty, contract: Contract) -> set[str]:
    """Return the template ids and kinds a wish may call a shift by."""
    meant = candidates(roster, duty, contract)
    return {duty.shift_id} if not meant else {n for t in meant for n in (t.id, t.kind)}
