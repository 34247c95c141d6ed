"""Which differentials each paid minute earns, walked minute by minute and added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ..scenario.types import Agent, Premium, Scenario
from .local_minutes import in_clock_window
from .pay_clock import PayClock, Stretch

EXCLUDED_FROM = 50
"""Percent from which a premium on weekdays or holidays is excluded, 29 CFR 778.203."""


@dataclass(frozen=True)
class Holidays:
    """The public holidays where an agent works, whole dates and dates from a clock minute on."""

    whole: frozenset[date]
    half: Mapping[date, int]

    def holds(self, day: date, clock: int) -> bool:
        """Say whether a minute of a date is on a holiday."""
        return day in self.whole or (day in self.half and clock >= self.half[day])

    def touches(self, day: date) -> bool:
        """Say whether a date is a holiday or has a holiday part."""
        return day in self.whole or day in self.half


@dataclass(frozen=True)
class Began:
    """When a shift began: its business date and clock minute, in the agent's zone."""

    day: date
    clock: int


class Differentials:
    """The differentials of a scenario for the minutes of its agents.

    What a minute may earn depends on the minute, the beginning of its shift, the agent's clock
    and holidays, and which differentials the agent can have at all. It is worked out once for
    all agents of whom these are the same; only which of several is worth most depends on the
    rate, and that is decided once for all minutes that may earn the same ones.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._premiums = scenario.premiums
        self._half = scenario.half_holidays
        self._scenario = scenario
        self._shared: dict[object, Counter[tuple[int, ...]]] = {}
        self._at: dict[object, dict[int, tuple[int, ...]]] = {}
        self._open: dict[object, tuple[int, ...]] = {}
        self._best: dict[tuple[tuple[int, ...], Fraction], tuple[int, ...]] = {}

    def minutes(
        self, agent: Agent, clock: PayClock, began: Began, stretch: Stretch, rate: Fraction
    ) -> Counter[int]:
        """Count the minutes of a stretch that earn each differential, by its position.

        Parameters
        ----------
        began : beginning of the shift that the stretch is part of.
        rate : base rate per hour.
        """
        mine = self._open_to(agent, stretch.queue)
        if not mine:
            return Counter()
        zone = self._scenario.zone_of(agent)
        same = (mine, zone, agent.jurisdiction, began)
        key = (*same, stretch.first, stretch.end)
        if key not in self._shared:
            holidays = Holidays(self._scenario.holidays_of(agent), self._half)
            known = self._at.setdefault(same, {})
            self._shared[key] = self._walk(mine, clock, began, stretch, holidays, known)
        earned: Counter[int] = Counter()
        for together, minutes in self._shared[key].items():
            for position in self._winners(together, rate):
                earned[position] += minutes
        return earned

    def hourly(self, position: int, rate: Fraction) -> Fraction:
        """Return what a differential adds to an hour at a base rate."""
        premium = self._premiums[position]
        return rate * Fraction(premium.percent) / 100 + Fraction(premium.amount)

    def is_excluded(self, position: int) -> bool:
        """Say whether a differential stays out of the regular rate and is credited instead."""
        premium = self._premiums[position]
        if premium.regular_rate == "auto":
            special_day = premium.weekdays is not None or premium.holidays
            return special_day and premium.percent >= EXCLUDED_FROM
        return premium.regular_rate == "exclude"

    def _open_to(self, agent: Agent, queue: str | None) -> tuple[int, ...]:
        """Return the differentials whose conditions on agent and queue are met."""
        key = (agent.contract.id, agent.skills, queue)
        if key not in self._open:
            self._open[key] = tuple(
                position
                for position, premium in enumerate(self._premiums)
                if (premium.contracts is None or agent.contract.id in premium.contracts)
                and (premium.skills is None or agent.skills & premium.skills)
                and (premium.queues is None or queue in premium.queues)
            )
        return self._open[key]

    def _walk(
        self,
        mine: tuple[int, ...],
        clock: PayClock,
        began: Began,
        stretch: Stretch,
        holidays: Holidays,
        known: dict[int, tuple[int, ...]],
    ) -> Counter[tuple[int, ...]]:
        """Count the minutes of a stretch by the differentials whose conditions they all meet.

        `known` keeps what minutes of shifts that began alike have met.
        """
        counts: Counter[tuple[int, ...]] = Counter()
        for minute in range(stretch.first, stretch.end):
            if minute not in known:
                today, shown = clock.shows(minute)
                known[minute] = tuple(
                    position
                    for position in mine
                    if meets(self._premiums[position], today, shown, began, holidays)
                )
            counts[known[minute]] += 1
        return counts

    def _winners(self, together: tuple[int, ...], rate: Fraction) -> tuple[int, ...]:
        """Return of each group the one that counts: priority, then worth, then first listed."""
        if (together, rate) not in self._best:
            best: dict[str, int] = {}
            for position in together:
                group = self._premiums[position].group
                rival = best.get(group)
                if rival is None or self._rank(position, rate) > self._rank(rival, rate):
                    best[group] = position
            self._best[together, rate] = tuple(best.values())
        return self._best[together, rate]

    def _rank(self, position: int, rate: Fraction) -> tuple[int, Fraction]:
        return self._premiums[position].priority, self.hourly(position, rate)


def meets(premium: Premium, today: date, clock: int, began: Began, holidays: Holidays) -> bool:
    """Say whether a minute meets all conditions of a differential on time.

    Parameters
    ----------
    today, clock : local date and minutes after midnight of the minute.
    began : beginning of its shift.
    """
    if premium.window is not None and not in_clock_window(clock, premium.window):
        return False
    if premium.began_window is not None and not in_clock_window(began.clock, premium.began_window):
        return False
    days_apart = (today - began.day).days
    if premium.shift_began == "same_day" and days_apart != 0:
        return False
    if premium.shift_began == "day_before" and days_apart != 1:
        return False
    if _is_weekday_of(premium, today) and (not premium.holidays or holidays.holds(today, clock)):
        return True
    if premium.carry_until is None or clock >= premium.carry_until or days_apart != 1:
        return False
    return _is_weekday_of(premium, began.day) and (
        not premium.holidays or holidays.touches(began.day)
    )


def _is_weekday_of(premium: Premium, day: date) -> bool:
    return premium.weekdays is None or day.weekday() in premium.weekdays
