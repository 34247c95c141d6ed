"""Service level and mean wait by queue and by day beside their targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from ..plan import Plan, ServiceLevelDay
from ..scenario.types import Queue
from .markup import Cell, Column, table
from .text import NBSP, NOTHING, Markup, iso_day_label, number, percent

# How far below its target a figure may lie and still be called near
NEAR_SHARE = 0.05
NEAR_WAIT = 1.5

WORDS = {"met": "target met", "near": "just short of the target", "missed": "target missed"}
SIGNS = {"met": "✓", "near": "△", "missed": "✗"}


@dataclass(frozen=True)
class QueueService:
    """A queue over the horizon: figures weighted by volume, None where nothing was offered."""

    queue: Queue
    volume: float
    service_level: float | None
    mean_wait_s: float | None


def overall(plan: Plan) -> tuple[QueueService, ...]:
    """Return the service of every queue over the whole horizon."""
    out = []
    for queue in plan.scenario.queues:
        days = [day for day in plan.audit.service_levels if day.queue == queue.id]
        out.append(
            QueueService(
                queue=queue,
                volume=sum(day.volume for day in days),
                service_level=_mean((day.service_level, day.volume) for day in days),
                mean_wait_s=_mean((day.mean_wait_s, day.volume) for day in days),
            )
        )
    return tuple(out)


def _mean(pairs: Iterable[tuple[float | None, float]]) -> float | None:
    known = [(value, weight) for value, weight in pairs if value is not None and weight > 0]
    weights = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / weights if weights else None


def share_state(share: float | None, target: float | None) -> str:
    """Return ``met``, ``near``, ``missed`` or an empty string where there is nothing to judge."""
    if share is None or target is None:
        return ""
    if share >= target - 1e-9:
        return "met"
    return "near" if share >= target - NEAR_SHARE else "missed"


def wait_state(wait_s: float | None, target_s: float | None) -> str:
    """Return how a mean wait stands to its target, in the words of `share_state`."""
    if wait_s is None or target_s is None:
        return ""
    if wait_s <= target_s + 1e-9:
        return "met"
    return "near" if wait_s <= target_s * NEAR_WAIT else "missed"


def target_words(queue: Queue) -> str:
    """Return all targets of a queue in words."""
    parts = []
    if queue.service_level is not None and queue.within_s is not None:
        parts.append(
            f"{percent(queue.service_level, 0)} answered within {number(queue.within_s)}{NBSP}s"
        )
    if queue.mean_wait_s is not None:
        parts.append(f"mean wait at most {number(queue.mean_wait_s)}{NBSP}s")
    if queue.max_occupancy is not None:
        parts.append(f"occupancy at most {percent(queue.max_occupancy, 0)}")
    if queue.max_abandonment is not None:
        parts.append(f"abandoned at most {percent(queue.max_abandonment, 1)}")
    return "; ".join(parts) or "no target"


def is_by_wait(queue: Queue) -> bool:
    """Say whether a queue's days are measured by their mean wait, not by the share in time."""
    return queue.service_level is None and queue.mean_wait_s is not None


@dataclass(frozen=True)
class JudgedDay:
    """A queue's day as its chart shows it: figure and target, the same in words, the verdict.

    `value` is the share answered in time or, for queues that `is_by_wait`, the mean wait in
    seconds; None where there is none or no end. `state` is as in `share_state`.
    """

    value: float | None
    target: float | None
    state: str
    shown: str
    shown_target: str
    volume: float


def judge(day: ServiceLevelDay | None, queue: Queue) -> JudgedDay:
    """Return figure, target and verdict of a queue's day."""
    if day is None or day.volume <= 0:
        return JudgedDay(None, None, "", NOTHING, NOTHING, 0.0)
    if is_by_wait(queue):
        wait, most = day.mean_wait_s, queue.mean_wait_s
        height = None if wait is None or not isfinite(wait) else wait
        state = wait_state(wait, most)
        return JudgedDay(height, most, state, wait_text(wait), wait_text(most), day.volume)
    level, least = day.service_level, queue.service_level if day.target is None else day.target
    state = share_state(level, least)
    return JudgedDay(level, least, state, share_text(level), share_text(least), day.volume)


def share_text(share: float | None) -> str:
    """Return a share in percent, a dash where there is none."""
    return NOTHING if share is None else percent(share)


def wait_text(wait_s: float | None) -> str:
    """Return a wait in seconds, a dash where there is none."""
    if wait_s is None:
        return NOTHING
    if not isfinite(wait_s):
        return "no end"
    return f"{number(wait_s, 1 if wait_s < 10 else 0)}{NBSP}s"


def overall_table(plan: Plan) -> Markup:
    """Return service level and mean wait by queue over the horizon, with targets."""
    columns = (
        Column("Queue"),
        Column("Contacts", numeric=True),
        Column("Answered in time", numeric=True),
        Column("Mean wait", numeric=True),
        Column("Targets"),
    )
    rows = []
    for service in overall(plan):
        queue = service.queue
        rows.append(
            [
                Cell(queue.id),
                Cell(number(service.volume)),
                _share_cell(service.service_level, queue.service_level),
                _wait_cell(service.mean_wait_s, queue.mean_wait_s),
                Cell(target_words(queue), css="words"),
            ]
        )
    return table("Expected service by queue over the horizon", columns, rows, css="service")


def day_table(plan: Plan) -> Markup:
    """Return service by day (rows) and queue (columns); a queue without a share shows its wait."""
    queues = plan.scenario.queues
    found = {(day.day, day.queue): day for day in plan.audit.service_levels}
    days = list(dict.fromkeys(day.day for day in plan.audit.service_levels))
    columns = [Column("Day"), *(Column(_heading(queue), numeric=True) for queue in queues)]
    rows = [
        [Cell(iso_day_label(day)), *(_day_cell(found.get((day, q.id)), q) for q in queues)]
        for day in days
    ]
    return table("Expected service by day and queue", columns, rows, css="service days")


def _heading(queue: Queue) -> str:
    if queue.service_level is not None and queue.within_s is not None:
        return f"{queue.id}: {percent(queue.service_level, 0)} in {number(queue.within_s)}{NBSP}s"
    if queue.mean_wait_s is not None:
        return f"{queue.id}: wait ≤ {number(queue.mean_wait_s)}{NBSP}s"
    return queue.id


def _day_cell(day: ServiceLevelDay | None, queue: Queue) -> Cell:
    if day is None or day.volume <= 0:
        return Cell(NOTHING, css="none", spoken="nothing offered")
    contacts = f"{number(day.volume)} contacts"
    if is_by_wait(queue):
        return _wait_cell(day.mean_wait_s, queue.mean_wait_s, note=contacts)
    if day.mean_wait_s is not None:
        contacts += f", wait {number(day.mean_wait_s)}{NBSP}s"
    target = queue.service_level if day.target is None else day.target
    return _share_cell(day.service_level, target, note=contacts)


def _share_cell(share: float | None, target: float | None, note: str = "") -> Cell:
    if share is None:
        return Cell(NOTHING, css="none", note=note)
    state = share_state(share, target)
    if not state or target is None:
        return Cell(percent(share), note=note)
    return Cell(
        f"{percent(share)} {SIGNS[state]}",
        css=f"bar marked {state}",
        style=f"--value:{100 * min(1.0, max(0.0, share)):.1f}%;--at:{target:.4f}",
        note=note,
        spoken=WORDS[state],
    )


def _wait_cell(wait_s: float | None, target_s: float | None, note: str = "") -> Cell:
    if wait_s is None:
        return Cell(NOTHING, css="none", note=note)
    shown = wait_text(wait_s)
    state = wait_state(wait_s, target_s)
    if not state:
        return Cell(shown, note=note)
    return Cell(f"{shown} {SIGNS[state]}", css=state, note=note, spoken=WORDS[state])
