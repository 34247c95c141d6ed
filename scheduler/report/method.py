"""How the plan came about: the search step by step, requirement models, defaults, files read."""

from __future__ import annotations

import numpy as np

from ..bound_subject import bound_subject
from ..plan import FloatArray, Plan, TracePoint
from ..shrinkage import shrinkage_by_interval
from .markup import Cell, Column, join, say, table, wrap
from .service import target_words
from .text import (
    NOTHING,
    UNKNOWN,
    Markup,
    bound_text,
    escape,
    gap_text,
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


def trace_table(plan: Plan) -> Markup:
    """Return how cost, bound and gap moved, step by step; seconds where they tell of the plan."""
    currency = plan.scenario.currency
    timed = not plan.solve.deterministic
    columns = (
        Column("Step", numeric=True),
        *([Column("Seconds", numeric=True)] if timed else []),
        Column("Stage"),
        Column("Cost", numeric=True),
        Column("Bound", numeric=True),
        Column("Gap", numeric=True),
    )
    if not plan.solve.trace:
        return say("p", "The search kept no record.", "empty")
    rows = [
        _trace_row(step, point, currency, timed) for step, point in enumerate(plan.solve.trace, 1)
    ]
    return table("Cost and bound, step by step", columns, rows, css="trace")


def bound_note(plan: Plan) -> Markup:
    """Return what the bound proves; the search counts the changes of a repair at their price."""
    if plan.solve.repaired_since is None:
        proved = "no legal roster can cost less, with events at the times chosen for them."
    else:
        beside = "Costs and bounds here hold the prices of changes as well, which nobody pays."
        proved = f"no {bound_subject(plan)} can cost less. {beside}"
    return escape(f"The bound is a proof: {proved}")


def trace_note(plan: Plan) -> Markup:
    """Return where the times of the steps stand."""
    if plan.solve.deterministic:
        return escape("Work was counted instead of time: seconds stand in run.json only.")
    return escape("Seconds are those of the run.")


def _trace_row(step: int, point: TracePoint, currency: str, timed: bool) -> list[Cell]:
    return [
        Cell(number(step)),
        *([Cell(number(point.seconds, 1))] if timed else []),
        Cell(point.stage),
        Cell(optional_money(point.cost, currency)),
        Cell(bound_text(point.bound, currency)),
        Cell(gap_text(point.gap)),
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
