"""Which paid minutes are overtime, and at what percentage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from ..scenario.pay_types import Overtime, OvertimeTier
from ..scenario.types import Agent

DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class Counted:
    """Paid minutes in a row that count towards one day and one week.

    Attributes
    ----------
    day, week : the date, and the first date of the week, that the minutes count towards.
    rate : base rate per hour.
    planned : whether they are of the plan and not of the history.
    """

    day: date
    week: date
    minutes: int
    rate: Fraction
    planned: bool


@dataclass(frozen=True)
class OvertimeSpan:
    """Planned minutes that are overtime at one percentage."""

    week: date
    minutes: int
    rate: Fraction
    percent: Fraction


def overtime_spans(
    agent: Agent, rules: Overtime, work: Sequence[Counted]
) -> Iterator[OvertimeSpan]:
    """Yield the planned overtime of an agent.

    The minutes of a day are numbered on and on, and so are those of a week that are no overtime
    by day. The tier that a number lies above gives the percentage. Minutes of the history are
    numbered like all others and never paid.

    Parameters
    ----------
    work : the agent's paid minutes in order of time, history included.
    """
    weekly = rules.weekly or (OvertimeTier(agent.weekly_minutes, agent.contract.overtime_percent),)
    seventh = seventh_days(work) if rules.seventh_day else frozenset()
    in_day: dict[date, int] = defaultdict(int)
    in_week: dict[date, int] = defaultdict(int)
    for piece in work:
        by_day = rules.seventh_day if piece.day in seventh else rules.daily
        plain = piece.minutes
        for percent, minutes in above(by_day, in_day[piece.day], piece.minutes):
            plain -= minutes
            if piece.planned:
                yield OvertimeSpan(piece.week, minutes, piece.rate, percent)
        if piece.planned:
            for percent, minutes in above(weekly, in_week[piece.week], plain):
                yield OvertimeSpan(piece.week, minutes, piece.rate, percent)
        in_day[piece.day] += piece.minutes
        in_week[piece.week] += plain


def above(
    tiers: Sequence[OvertimeTier], before: int, minutes: int
) -> Iterator[tuple[Fraction, int]]:
    """Yield percentage and minutes of what lies above each tier and not above the next.

    Parameters
    ----------
    before : minutes that come first.
    minutes : those that follow and are looked at.
    """
    for position, tier in enumerate(tiers):
        floor = max(before, tier.over_minutes)
        ceiling = before + minutes
        if position + 1 < len(tiers):
            ceiling = min(ceiling, tiers[position + 1].over_minutes)
        if ceiling > floor:
            yield Fraction(tier.percent), ceiling - floor


def seventh_days(work: Iterable[Counted]) -> frozenset[date]:
    """Return the last dates of the weeks in which all seven dates are worked."""
    worked = {(piece.week, piece.day) for piece in work}
    weeks = {week for week, _ in worked}
    return frozenset(
        week + timedelta(days=DAYS_OF_WEEK - 1)
        for week in weeks
        if all((week, week + timedelta(days=k)) in worked for k in range(DAYS_OF_WEEK))
    )
