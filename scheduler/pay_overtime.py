"""Overtime by day, seventh day and week, each minute once (docs/pay.md, "Overtime").

California Labor Code section 510(a) orders the three so; that no hour is paid as overtime twice
follows its last sentence on "combining" rates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .scenario.pay_types import OvertimeTier
from .scenario.types import Agent, Scenario

_DAYS_IN_WEEK = 7


@dataclass(frozen=True)
class CountedSpan:
    """Paid minutes without a gap that count towards one date, numbered from the epoch.

    `key` says what they are part of; it comes back with their overtime.
    """

    key: int
    start: int
    end: int
    day: date


@dataclass(frozen=True)
class OvertimeSpan:
    """Minutes of a counted span that are overtime, at `percent` on top; `week` is its first day."""

    key: int
    start: int
    end: int
    week: date
    percent: Decimal


def week_of(day: date, week_start: int) -> date:
    """Return the first date of the week that holds `day` (`week_start` 0 is Monday)."""
    return day - timedelta(days=(day.weekday() - week_start) % _DAYS_IN_WEEK)


def first_weekly_tier(scenario: Scenario, agent: Agent) -> OvertimeTier:
    """Return the weekly tier that is reached first: the site's, or that of the contract."""
    return weekly_tiers(scenario, agent)[0]


def weekly_tiers(scenario: Scenario, agent: Agent) -> tuple[OvertimeTier, ...]:
    """Return the weekly tiers of an agent; without any of the site, that of the contract."""
    contract = OvertimeTier(agent.weekly_minutes, agent.contract.overtime_percent)
    return scenario.pay.overtime.weekly or (contract,)


def overtime_spans(
    scenario: Scenario, agent: Agent, spans: Sequence[CountedSpan]
) -> list[OvertimeSpan]:
    """Return the overtime among paid minutes.

    Parameters
    ----------
    spans : sequence of CountedSpan
        All paid minutes of the agent in order of time, those of the history included.

    Returns
    -------
    list of OvertimeSpan
        In order of time within each span.
    """
    rules = scenario.pay.overtime
    weekly = weekly_tiers(scenario, agent)
    seventh = _seventh_days(spans, scenario.week_start) if rules.seventh_day else frozenset()
    by_day: dict[date, int] = {}
    by_week: dict[date, int] = {}
    found: list[OvertimeSpan] = []
    for span in spans:
        week = week_of(span.day, scenario.week_start)
        tiers = rules.seventh_day if span.day in seventh else rules.daily
        used = by_day.get(span.day, 0)
        by_day[span.day] = used + span.end - span.start
        for start, end, tier in _cut(span.start, span.end, used, tiers):
            if tier is not None:
                found.append(OvertimeSpan(span.key, start, end, week, tier.percent))
                continue
            counted = by_week.get(week, 0)
            by_week[week] = counted + end - start
            found.extend(
                OvertimeSpan(span.key, begin, stop, week, above.percent)
                for begin, stop, above in _cut(start, end, counted, weekly)
                if above is not None
            )
    return found


def minutes_above(minutes: int, tiers: Sequence[OvertimeTier]) -> list[tuple[OvertimeTier, int]]:
    """Return the minutes in each tier of `minutes` that begin a day or a week."""
    return [(tier, end - start) for start, end, tier in _cut(0, minutes, 0, tiers) if tier]


def _cut(
    start: int, end: int, used: int, tiers: Sequence[OvertimeTier]
) -> Iterator[tuple[int, int, OvertimeTier | None]]:
    """Cut minutes where tiers begin, `used` minutes having come before: start, end, tier."""
    reached: OvertimeTier | None = None
    for tier in tiers:
        edge = start + max(0, tier.over_minutes - used)
        if edge >= end:
            break
        if edge > start:
            yield start, edge, reached
            used += edge - start
            start = edge
        reached = tier
    if start < end:
        yield start, end, reached


def _seventh_days(spans: Sequence[CountedSpan], week_start: int) -> frozenset[date]:
    """Return the last dates of the weeks in which paid minutes count towards every date."""
    worked: dict[date, set[date]] = {}
    for span in spans:
        if span.end > span.start:
            worked.setdefault(week_of(span.day, week_start), set()).add(span.day)
    return frozenset(
        week + timedelta(days=_DAYS_IN_WEEK - 1)
        for week, days in worked.items()
        if len(days) == _DAYS_IN_WEEK
    )
