"""Where agents are missing: the spans, worst first, and their hours by time of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from ..missing_hours import missing_hours, missing_sentence
from ..plan import FloatArray, Plan, Shortage
from .markup import Cell, Column, Row, join, say, share_bar, table
from .text import NBSP, NOTHING, Markup, count, instant_in, number, percent, span_label
from .wallclock import DAY_MINUTES, WallClock

HOURS = 24
# Longer lists open on demand
SHOWN = 40
# Shades of the table by time of day
SHADES = 4


@dataclass(frozen=True)
class Need:
    """What a queue has while agents are missing: `covered` of `scheduled` at the worst time."""

    scheduled: int
    service_level: float | None


@dataclass(frozen=True)
class WorstSpan:
    """The span that matters most, with what its queue has then; None where that is not known.

    `is_severe` says that a hard minimum is broken or more than half of the agents are missing.
    """

    shortage: Shortage
    need: Need | None
    is_severe: bool


def worst_span(plan: Plan) -> WorstSpan | None:
    """Return the worst span: promises broken, then more than half missing, then agent-hours."""
    found = [_weighed(plan, shortage) for shortage in plan.audit.shortages]
    return max(
        found,
        key=lambda w: (w.shortage.hard, w.is_severe, w.shortage.agent_hours),
        default=None,
    )


def _weighed(plan: Plan, shortage: Shortage) -> WorstSpan:
    need = _need_of(plan, shortage)
    is_severe = shortage.hard or (need is not None and 2 * shortage.worst > need.scheduled)
    return WorstSpan(shortage, need, is_severe)


def _need_of(plan: Plan, shortage: Shortage) -> Need | None:
    zone = ZoneInfo(plan.scenario.zone)
    start, end = instant_in(shortage.start, zone), instant_in(shortage.end, zone)
    return None if start is None or end is None else need_in(plan, shortage.queue, start, end)


def missing_text(shortage: Shortage, need: Need | None) -> str:
    """Return agents missing at worst: ``4 of 4``, or ``4`` where it is not known of how many."""
    return number(shortage.worst) + (f" of {number(need.scheduled)}" if need else "")


def shortage_table(plan: Plan) -> Markup:
    """Return the spans that lack agents: promises broken first, then the largest."""
    shortages = sorted(plan.audit.shortages, key=lambda s: (not s.hard, -s.agent_hours, s.start))
    if not shortages:
        return say("p", "No queue lacks agents at any time.", "empty")
    columns = (
        Column("Queue"),
        Column("When"),
        Column("Lasts", numeric=True),
        Column("Agent-hours missing", numeric=True),
        Column("Missing at worst", numeric=True, meaning="Agents missing of agents to roster"),
        Column("Answered in time", numeric=True, meaning="Expected in the intervals concerned"),
        Column("Kind"),
    )
    most = max(shortage.agent_hours for shortage in shortages)
    rows = [
        Row(_cells(plan, shortage, most), "more" if k >= SHOWN else "")
        for k, shortage in enumerate(shortages)
    ]
    hours = sum(shortage.agent_hours for shortage in shortages)
    summary = f"{count(len(rows), 'span')}, {number(hours, 1)} agent-hours in all.{_left(plan)}"
    css = "shortages clipped" if len(rows) > SHOWN else "shortages"
    listed = table("Shortages, worst first", columns, rows, sortable=True, css=css)
    return join([say("p", summary), listed])


def _left(plan: Plan) -> str:
    """Return a sentence on the hours that divisible shifts would leave missing too, or nothing."""
    found = missing_hours(plan)
    if found is None:
        return ""
    said = missing_sentence(found)
    return f" {said[0].upper()}{said[1:]}."


def _cells(plan: Plan, shortage: Shortage, most: float) -> list[Cell]:
    zone = ZoneInfo(plan.scenario.zone)
    start, end = instant_in(shortage.start, zone), instant_in(shortage.end, zone)
    need = _need_of(plan, shortage)
    css, style = share_bar(shortage.agent_hours, most, "short")
    level = None if need is None else need.service_level
    lasts = None if start is None or end is None else _minutes(start, end)
    return [
        Cell(shortage.queue),
        Cell(
            span_label(shortage.start, shortage.end, zone),
            css="when",
            sort=None if start is None else start.timestamp(),
        ),
        Cell(NOTHING if lasts is None else _length(lasts), sort=lasts),
        Cell(number(shortage.agent_hours, 2), css=css, style=style, sort=shortage.agent_hours),
        Cell(missing_text(shortage, need), sort=shortage.worst),
        Cell(NOTHING if level is None else percent(level), sort=level),
        Cell(
            "below hard minimum" if shortage.hard else "priced",
            css="hard" if shortage.hard else "",
        ),
    ]


def _minutes(start: datetime, end: datetime) -> int:
    # Elapsed, not as the clock shows: the difference within one zone would ignore its changes
    return int((end.timestamp() - start.timestamp()) // 60)


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}{NBSP}h {rest:02d}" if rest and hours else _whole(hours, rest)


def _whole(hours: int, minutes: int) -> str:
    return f"{hours}{NBSP}h" if hours else f"{minutes}{NBSP}min"


def need_in(plan: Plan, queue: str, start: datetime, end: datetime) -> Need | None:
    """Return what a queue needs and gives over a span, None for a queue or time unknown.

    `scheduled` is the requirement of the interval in which most agents are missing; the service
    level is that of the coverage table, weighted by volume.
    """
    requirement, coverage, grid = plan.requirement, plan.audit.coverage, plan.scenario.grid
    if queue not in requirement.queues:
        return None
    k = requirement.queues.index(queue)
    interval = timedelta(minutes=grid.interval_minutes)
    first, last = (start - grid.start) // interval, -((grid.start - end) // interval)
    span = slice(max(0, first), min(grid.n_intervals, last))
    if span.start >= span.stop:
        return None
    levels, volume = coverage.service_level[k, span], requirement.volume[k, span]
    known = ~np.isnan(levels) & (volume > 0)
    level = float(np.average(levels[known], weights=volume[known])) if known.any() else None
    worst = span.start + int(coverage.under[k, span].argmax())
    return Need(int(requirement.scheduled[k, worst]), level)


def missing_by_hour(plan: Plan, clock: WallClock) -> FloatArray:
    """Return agent-hours missing by queue and local hour, shape (queues, 24)."""
    grid = plan.scenario.grid
    minutes = np.arange(grid.n_intervals, dtype=np.int64) * grid.interval_minutes
    hour = clock.wall_minutes(minutes) % DAY_MINUTES // 60
    under = plan.audit.coverage.under * grid.interval_minutes / 60
    found = np.zeros((len(plan.requirement.queues), HOURS))
    np.add.at(found.T, hour, under.T)
    return found


def hour_table(plan: Plan, clock: WallClock) -> Markup:
    """Return agent-hours missing by queue and time of day; nothing where none are."""
    missing = missing_by_hour(plan, clock)
    if not missing.any():
        return Markup("")
    columns = (
        Column("Queue"),
        *(Column(f"{hour:02d}", numeric=True) for hour in range(HOURS)),
        Column("All day", numeric=True),
    )
    most = float(missing.max())
    rows = [
        [
            Cell(queue),
            *(_hour_cell(float(hours), most) for hours in missing[k]),
            Cell(number(float(missing[k].sum()), 2), css="all"),
        ]
        for k, queue in enumerate(plan.requirement.queues)
    ]
    return table("Agent-hours missing by queue and hour of the day", columns, rows, css="hours")


def _hour_cell(hours: float, most: float) -> Cell:
    if hours <= 0:
        return Cell("·", css="zero", spoken="none")
    digits = 2 if most < 10 else 1 if most < 100 else 0
    shown = number(hours, digits)
    shade = min(SHADES, int(SHADES * hours / most) + 1)
    return Cell("<1" if shown == "0" else shown, css=f"u{shade}")
