"""The report's tables besides service level and cost: shortages, rules, fairness, search."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from ..plan import FloatArray, Plan, Shortage, TracePoint, Violation
from ..shrinkage import shrinkage_by_interval
from .fair_shares import AgentLoad, Share
from .markup import Cell, Column, join, say, table, wrap
from .service import target_words
from .text import (
    NOTHING,
    UNKNOWN,
    Markup,
    clock_label,
    count,
    day_label,
    iso_day_label,
    number,
    optional_money,
    percent,
)

MODEL_WORDS = {
    "erlang_c": "Erlang C: callers wait as long as it takes",
    "erlang_a": "Erlang A: callers hang up when their patience ends",
}
TARGET_WORDS = {
    "no_load": "no load",
    "minimum_staff": "minimum staff",
    "service_level": "service level",
    "mean_wait": "mean wait",
    "occupancy": "occupancy",
    "abandonment": "abandonment",
    "stability": "a stable queue",
}


def shortage_table(plan: Plan) -> Markup:
    """Return the spans that lack agents, largest first."""
    columns = (
        Column("Queue"),
        Column("When"),
        Column("Agent-hours missing", numeric=True),
        Column("Worst, agents", numeric=True),
        Column("Kind"),
    )
    shortages = sorted(plan.audit.shortages, key=lambda s: (not s.hard, -s.agent_hours, s.start))
    if not shortages:
        return say("p", "No queue lacks agents at any time.", "empty")
    zone = ZoneInfo(plan.scenario.zone)
    rows = [_shortage_row(shortage, zone) for shortage in shortages]
    hours = sum(shortage.agent_hours for shortage in shortages)
    summary = f"{count(len(rows), 'span')}, {number(hours, 1)} agent-hours in all."
    listed = table("Shortages, largest first", columns, rows, sortable=True, css="shortages")
    return join([say("p", summary), listed])


def _shortage_row(shortage: Shortage, zone: ZoneInfo) -> list[Cell]:
    kind = "below hard minimum" if shortage.hard else "priced"
    at = _instant(shortage.start, zone)
    return [
        Cell(shortage.queue),
        Cell(
            span_label(shortage.start, shortage.end, zone),
            sort=None if at is None else at.timestamp(),
        ),
        Cell(number(shortage.agent_hours, 2), sort=shortage.agent_hours),
        Cell(number(shortage.worst), sort=shortage.worst),
        Cell(kind, css="hard" if shortage.hard else ""),
    ]


def _instant(text: str, zone: ZoneInfo) -> datetime | None:
    """Return a time as an aware local one, None where the text is no ISO time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)


def span_label(start: str, end: str, zone: ZoneInfo) -> str:
    """Return ``Mon 23 Mar 06:00–07:30``, with the second date where it differs."""
    first, last = _instant(start, zone), _instant(end, zone)
    if first is None or last is None:
        return f"{start} – {end}"
    opening = f"{day_label(first.date())} {clock_label(first)}"
    if first.date() == last.date():
        # A span over the repeated hour would seem to run backwards without the offsets
        if first.utcoffset() != last.utcoffset():
            opening += f" {first:%Z}"
            return f"{opening}–{clock_label(last)} {last:%Z}"
        return f"{opening}–{clock_label(last)}"
    return f"{opening} – {day_label(last.date())} {clock_label(last)}"


def violation_section(plan: Plan) -> Markup:
    """Return the rules broken as a section that stands out; nothing where none is."""
    violations = plan.audit.violations
    if not violations:
        return Markup("")
    columns = tuple(map(Column, ("Rule", "Agent", "Day", "Measured", "Allowed", "What is wrong")))
    names = {agent.employee_id: agent.name for agent in plan.scenario.agents}
    rows = [_violation_row(violation, names) for violation in violations]
    title = f"{count(len(rows), 'rule violation')}"
    body = join(
        [
            Markup(f'<h2 id="violations-title">{title}</h2>'),
            say("p", "This roster must not be published as it is.", "lead"),
            table("Rule violations", columns, rows, css="violations"),
        ]
    )
    return Markup(
        '<section id="violations" class="alarm" aria-labelledby="violations-title">'
        f"{body}</section>"
    )


def _violation_row(violation: Violation, names: dict[str, str]) -> list[Cell]:
    who = violation.employee_id
    agent = NOTHING if who is None else f"{names.get(who, who)} ({who})"
    day = NOTHING if violation.day is None else iso_day_label(violation.day)
    return [
        Cell(violation.rule),
        Cell(agent),
        Cell(day),
        Cell(violation.measured),
        Cell(violation.allowed),
        Cell(violation.message, css="words"),
    ]


def fairness_table(plan: Plan, loads: Iterable[AgentLoad]) -> Markup:
    """Return nights, weekend shifts and hours of every agent."""
    weeks = plan.scenario.grid.days / 7
    columns = (
        Column("Agent"),
        Column("Contract"),
        Column("Contract hours", numeric=True, meaning="Weekly contract hours over the horizon"),
        Column("Paid hours", numeric=True, meaning="Paid hours of the plan"),
        Column("Shifts", numeric=True),
        Column("Nights", numeric=True, meaning="Nights in the plan"),
        Column("Nights with history", numeric=True, meaning="Nights in history and plan"),
        Column("Fair share of nights", numeric=True),
        Column("Weekend shifts", numeric=True, meaning="Weekend shifts in the plan"),
        Column("Weekends with history", numeric=True, meaning="The same with the history"),
        Column("Fair share of weekends", numeric=True),
    )
    rows = [_load_row(load, weeks) for load in loads]
    return table("Nights, weekends and hours", columns, rows, sortable=True, css="fairness")


def _load_row(load: AgentLoad, weeks: float) -> list[Cell]:
    agent = load.agent
    contract_hours = agent.weekly_minutes / 60 * weeks
    return [
        Cell(agent.name, note=agent.employee_id),
        Cell(agent.contract.id),
        Cell(number(contract_hours, 1), sort=contract_hours),
        Cell(number(load.paid_hours, 1), sort=load.paid_hours),
        Cell(number(load.shifts), sort=load.shifts),
        *_share_cells(load.nights),
        *_share_cells(load.weekends),
    ]


def _share_cells(share: Share) -> list[Cell]:
    css = "above" if share.above else ""
    spoken = f"{share.above} above the fair share" if share.above else ""
    fair = Cell(NOTHING) if share.fair is None else Cell(number(share.fair), sort=share.fair)
    return [
        Cell(number(share.planned), sort=share.planned),
        Cell(number(share.with_history), css=css, sort=share.with_history, spoken=spoken),
        fair,
    ]


def trace_table(plan: Plan) -> Markup:
    """Return how cost, bound and gap moved, step by step; times stand in run.json."""
    currency = plan.scenario.currency
    columns = (
        Column("Step", numeric=True),
        Column("Stage"),
        Column("Cost", numeric=True),
        Column("Bound", numeric=True),
        Column("Gap", numeric=True),
    )
    if not plan.solve.trace:
        return say("p", "The search kept no record.", "empty")
    rows = [_trace_row(step, point, currency) for step, point in enumerate(plan.solve.trace, 1)]
    return table("Cost and bound, step by step", columns, rows, css="trace")


def _trace_row(step: int, point: TracePoint, currency: str) -> list[Cell]:
    return [
        Cell(number(step)),
        Cell(point.stage),
        Cell(optional_money(point.cost, currency)),
        Cell(optional_money(point.bound, currency)),
        Cell(percent(point.gap, 2)),
    ]


def requirement_table(plan: Plan) -> Markup:
    """Return by queue how the requirement was found: model, targets, what decides."""
    requirement = plan.requirement
    hours = requirement.grid.interval_minutes / 60
    columns = (
        Column("Queue"),
        Column("Model"),
        Column("Targets"),
        Column("Decided by"),
        Column("Unplanned absence", numeric=True),
        Column("Agent-hours to roster", numeric=True),
    )
    rows = []
    absent = shrinkage_by_interval(plan.scenario)
    for k, queue in enumerate(plan.scenario.queues):
        model = requirement.model[k]
        rows.append(
            [
                Cell(queue.id),
                Cell(MODEL_WORDS.get(model, model), css="words"),
                Cell(target_words(queue), css="words"),
                Cell(_decided_by(plan, k), css="words"),
                Cell(_absence(absent[k], requirement.volume[k])),
                Cell(number(float(requirement.scheduled[k].sum()) * hours, 1)),
            ]
        )
    return table("Requirement model by queue", columns, rows)


def _absence(shares: FloatArray, volume: FloatArray) -> str:
    """Return unplanned absence in percent, or its range over the intervals that have volume."""
    here = shares[volume > 0] if (volume > 0).any() else shares
    low, high = float(here.min()), float(here.max())
    if percent(low) == percent(high):
        return percent(high)
    return f"{number(100 * low, 1)}–{percent(high)}"


def _decided_by(plan: Plan, queue: int) -> str:
    """Return which targets decide, with the share of the open intervals that have load."""
    requirement = plan.requirement
    names, totals = np.unique(requirement.binding[queue], return_counts=True)
    found = {
        requirement.BINDING[int(name)]: int(total)
        for name, total in zip(names, totals, strict=True)
        if requirement.BINDING[int(name)] not in ("closed", "no_load")
    }
    whole = sum(found.values())
    ordered = sorted(found.items(), key=lambda item: -item[1])
    parts = [f"{TARGET_WORDS.get(n, n)} {percent(t / whole, 0)}" for n, t in ordered]
    return ", ".join(parts) or NOTHING


def default_list(plan: Plan) -> Markup:
    """Return the defaults that stand in for what the scenario does not give."""
    defaults = plan.scenario.defaults_used
    if not defaults:
        return say("p", "None: the scenario gives everything itself.", "empty")
    return wrap("ul", join(say("li", sentence) for sentence in defaults), "defaults")


def input_table(plan: Plan) -> Markup:
    """Return the files read with their SHA-256."""
    hashes = plan.scenario.input_hashes
    if not hashes:
        return say("p", f"Files read: {UNKNOWN}.", "empty")
    rows = [[Cell(name), Cell(digest, css="digest")] for name, digest in sorted(hashes.items())]
    return table("Files read", (Column("File"), Column("SHA-256")), rows)
