"""Whether the least weekly hours of every agent can be reached at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..calendar import Grid, midnight
from .agents import ReadAgents
from .faults import FaultLog
from .roster_checks import Absent, Span
from .rule_types import Rules, WorkRules
from .types import Agent, Preference, ShiftTemplate, TimeOff, Unavailability
from .whole_shifts import starts

_DAY = 1440


@dataclass(frozen=True)
class Away:
    """What keeps agents from working: leave, unavailability and hard wishes for days off."""

    time_off: tuple[TimeOff, ...]
    unavailable: tuple[Unavailability, ...]
    preferences: tuple[Preference, ...]


@dataclass(frozen=True)
class _Limits:
    """The longest paid shift by weekday, and on how many days of a week shifts may begin."""

    longest: tuple[int, ...]
    days: dict[int, tuple[int, str]]


def check_minimum_hours(
    read: ReadAgents,
    agents: dict[str, Agent],
    templates: tuple[ShiftTemplate, ...],
    away: Away,
    rules: Rules,
    week_start: int,
    grid: Grid,
    log: FaultLog,
) -> None:
    """The days left after leave and availability must suffice for the least hours a week.

    A necessary test, so that what it refuses is impossible: every day that is not wholly absent
    may hold the longest shift, on as many days as the hard rules allow.
    """
    absent = Absent.of(away.time_off, away.unavailable)
    weeks = _weeks(grid, week_start)
    leave_of: dict[str, list[TimeOff]] = defaultdict(list)
    for leave in away.time_off:
        leave_of[leave.employee_id].append(leave)
    hard_off = {(w.employee_id, w.day) for w in away.preferences if w.hard and w.off}
    edges = {
        zone: _edges(grid, zone) for zone in {agent.zone or grid.zone for agent in agents.values()}
    }
    limits = {
        agent.contract.id: _limits(agent.contract.rules or rules.work, agent, templates)
        for agent in agents.values()
    }
    for agent in agents.values():
        zone = agent.zone or grid.zone
        own = leave_of[agent.employee_id]
        unpaid = [(leave.start, leave.end, "leave") for leave in own if not leave.paid_minutes]
        paid = _paid_by_date(own, zone)
        spans = absent.by_agent.get(agent.employee_id, [])
        limit = limits[agent.contract.id]
        for week in weeks:
            day_of = edges[zone]
            off = sum(_covered(day_of[day], unpaid) for day in week)
            least = agent.min_weekly_minutes * (5 - min(5, off)) * len(week) // 35
            free = [
                limit.longest[day.weekday()]
                for day in week
                if not _covered(day_of[day], spans) and (agent.employee_id, day) not in hard_off
            ]
            days, why = limit.days[len(week)]
            worked = sorted(free, reverse=True)[:days]
            possible = sum(paid.get(day, 0) for day in week) + sum(worked)
            if possible < least:
                also = f" and {why}" if why and len(free) > days else ""
                message = (
                    f"from {week[0]} to {week[-1]} {agent.employee_id} can have at most "
                    f"{possible / 60:g} h after leave and availability{also}, but contract "
                    f"{agent.contract.id} asks for {least / 60:g} h (min_weekly_hours)"
                )
                line = read.line_of.get(agent.employee_id)
                log.add(
                    read.file, message, line=line, column="contract_id", value=agent.contract.id
                )


def _weeks(grid: Grid, week_start: int) -> list[list[date]]:
    """Return the dates of the horizon by week."""
    weeks: dict[date, list[date]] = defaultdict(list)
    for d in range(grid.days):
        day = grid.day(d)
        weeks[day - timedelta(days=(day.weekday() - week_start) % 7)].append(day)
    return list(weeks.values())


def _edges(grid: Grid, zone: str) -> dict[date, Span]:
    days = [grid.day(d) for d in range(grid.days)]
    return {day: (midnight(day, zone), midnight(day + timedelta(days=1), zone)) for day in days}


def _limits(rules: WorkRules, agent: Agent, templates: Sequence[ShiftTemplate]) -> _Limits:
    own = [template for template in templates if template.kind in agent.contract.shift_kinds]
    longest = [0] * 7
    for template in own:
        minutes = _longest_paid(template, rules.max_daily_minutes)
        for weekday in template.weekdays:
            longest[weekday] = max(longest[weekday], minutes)
    return _Limits(tuple(longest), {n: _most_days(n, rules, own) for n in range(1, 8)})


def _longest_paid(template: ShiftTemplate, most: int | None) -> int:
    """Return the most paid minutes of a template's shifts; 0 where all are above the limit."""
    unpaid = sum(rule.minutes for rule in template.breaks if not rule.paid)
    # the night of a clock change may be an hour longer than its length says
    paid = [length - unpaid for length in template.lengths_minutes]
    return max((minutes for minutes in paid if most is None or minutes <= most), default=0)


def _most_days(n: int, rules: WorkRules, own: Sequence[ShiftTemplate]) -> tuple[int, str]:
    """Return on how many of `n` successive dates shifts may begin, and the rule that says so."""
    options = [(n, "")]
    if "max_days_in_row" not in rules.prices:
        row = rules.max_days_in_row
        options.append((n - n // (row + 1), f"max_days_in_row ({row})"))
    for limit in rules.kind_limits:
        every_kind = (limit.kind, limit.over, limit.price) == ("any", "week", None)
        if every_kind and limit.most is not None:
            options.append((limit.most, f"kind_limits (any, most {limit.most})"))
    if own and _longest_gap(own) < rules.min_rest_minutes:
        words = (
            f"min_rest_minutes ({rules.min_rest_minutes}, but shifts on successive days are at "
            f"most {_longest_gap(own)} minutes apart)"
        )
        options.append((-(-n // 2), words))
    return min(options, key=lambda option: option[0])


def _longest_gap(own: Sequence[ShiftTemplate]) -> int:
    """Return the longest time from a shift to one on the next date, in minutes on the clock."""
    first_end = min(min(starts(t)) + min(t.lengths_minutes) for t in own)
    last_start = max(max(starts(t)) for t in own)
    # a clock change may add an hour
    return _DAY + last_start - first_end + 60


def _covered(day: Span, spans: Iterable[tuple[datetime, datetime, str]]) -> bool:
    """Say whether spans cover a whole day."""
    at = day[0]
    for begin, end, _ in sorted(spans):
        if begin > at:
            break
        at = max(at, end)
    return at >= day[1]


def _paid_by_date(leaves: list[TimeOff], zone: str) -> dict[date, int]:
    """Spread the paid minutes of leave evenly over its dates, the remainder over the first."""
    minutes: dict[date, int] = defaultdict(int)
    place = ZoneInfo(zone)
    for leave in leaves:
        first = leave.start.astimezone(place).date()
        last = (leave.end - timedelta(microseconds=1)).astimezone(place).date()
        n = (last - first).days + 1
        each, rest = divmod(leave.paid_minutes, n)
        for k in range(n):
            minutes[first + timedelta(days=k)] += each + (k < rest)
    return minutes
