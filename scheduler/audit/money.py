"""Wages, minute by minute and exact: base, premiums, overtime."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..scenario.types import Agent, Premium
from .duties import Duty, Roster
from .local_minutes import in_clock_window, week_of


@dataclass(frozen=True)
class Wages:
    """Money paid for the planned shifts, exact; premiums by id, those not earned included."""

    base: Fraction
    premiums: dict[str, Fraction]
    overtime: Fraction


def wages(roster: Roster) -> Wages:
    """Pay the planned shifts of the scenario's agents.

    Base pay is the base rate times paid minutes. A premium is a percentage of the base rate on
    every paid minute that meets its conditions. Overtime is the contract's percentage of the
    base rate on paid minutes above the weekly contract minutes.
    """
    table = PremiumTable(roster)
    base = Fraction(0)
    overtime = Fraction(0)
    percents = {p.id: Fraction(p.percent) / 100 for p in roster.scenario.premiums}
    premiums = dict.fromkeys(percents, Fraction(0))
    for agent, planned, history in roster.agents():
        per_minute = Fraction(agent.base_rate) / 60
        base += per_minute * sum(duty.paid_minutes for duty in planned)
        for premium_id, minutes in table.minutes(planned).items():
            premiums[premium_id] += per_minute * percents[premium_id] * minutes
        percent = Fraction(agent.contract.overtime_percent) / 100
        extra = overtime_minutes(agent, planned, history, roster.scenario.week_start)
        overtime += per_minute * percent * extra
    return Wages(base, premiums, overtime)


class PremiumTable:
    """Which premiums each minute pays, looked up by the date on which the shift began.

    The premiums of a minute depend on its local date and clock and on that date alone, so they
    are worked out once per date and minute and reused for every agent.
    """

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._earned: dict[date, dict[int, tuple[str, ...]]] = {}

    def minutes(self, duties: Iterable[Duty]) -> Mapping[str, int]:
        """Count the paid minutes of duties by the id of the premium they earn."""
        counts: Counter[tuple[str, ...]] = Counter()
        for duty in duties:
            known = self._earned.setdefault(duty.day, {})
            for start, end in duty.paid_spans:
                for minute in range(start, end):
                    if minute not in known:
                        known[minute] = self._work_out(duty.day, minute)
                    counts[known[minute]] += 1
        total: Counter[str] = Counter()
        for earned, count in counts.items():
            for premium_id in earned:
                total[premium_id] += count
        return total

    def _work_out(self, began: date, minute: int) -> tuple[str, ...]:
        """Return the premium of each group that counts: the highest, the first on a tie."""
        minutes, scenario = self._roster.minutes, self._roster.scenario
        today = date.fromordinal(minutes.ordinals[minute])
        best: dict[str, Premium] = {}
        for premium in scenario.premiums:
            if meets(premium, today, minutes.clocks[minute], began, scenario.holidays):
                rival = best.get(premium.group)
                if rival is None or premium.percent > rival.percent:
                    best[premium.group] = premium
        return tuple(premium.id for premium in best.values())


def meets(
    premium: Premium, today: date, clock: int, began: date, holidays: frozenset[date]
) -> bool:
    """Say whether a minute meets all conditions of a premium.

    Parameters
    ----------
    today, clock : local date and minutes after midnight of the minute.
    began : local date on which its shift began.
    """
    if premium.window is not None and not in_clock_window(clock, premium.window):
        return False
    days_apart = (today - began).days
    if premium.shift_began == "same_day" and days_apart != 0:
        return False
    if premium.shift_began == "day_before" and days_apart != 1:
        return False
    if _is_day_of(premium, today, holidays):
        return True
    carried = premium.carry_until is not None and clock < premium.carry_until
    return carried and days_apart == 1 and _is_day_of(premium, began, holidays)


def overtime_minutes(
    agent: Agent, planned: Iterable[Duty], history: Iterable[Duty], week_start: int
) -> int:
    """Return the planned paid minutes above the agent's weekly contract minutes.

    Minutes of the history in the same week come first: they use up the contract minutes, and
    those above are not paid again.
    """
    before = _minutes_by_week(history, week_start)
    extra = 0
    for week, minutes in _minutes_by_week(planned, week_start).items():
        left = max(0, agent.weekly_minutes - before[week])
        extra += max(0, minutes - left)
    return extra


def as_decimal(amount: Fraction) -> Decimal:
    """Round an exact amount half to even to six places."""
    millionths = round(amount * 1_000_000)
    return Decimal(millionths).scaleb(-6)


def _is_day_of(premium: Premium, day: date, holidays: frozenset[date]) -> bool:
    """Say whether a date meets a premium's conditions on weekday and holiday."""
    if premium.weekdays is not None and day.weekday() not in premium.weekdays:
        return False
    return not premium.holidays or day in holidays


def _minutes_by_week(duties: Iterable[Duty], week_start: int) -> Counter[date]:
    weeks: Counter[date] = Counter()
    for duty in duties:
        weeks[week_of(duty.day, week_start)] += duty.paid_minutes
    return weeks
