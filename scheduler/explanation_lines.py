"""The explanation of one interval in plain text, for a terminal 80 columns wide."""

from __future__ import annotations

from datetime import timedelta
from math import isinf

from .explain_interval import IntervalExplanation, Service
from .scenario.types import Queue
from .shrinkage import left_after

_METHODS = {
    ("interval", "interval"): "each interval for itself",
    ("interval", "day"): "service level over the day, the rest in each interval",
    ("interval", "week"): "service level over the week, the rest in each interval",
    ("carried", "interval"): "with the backlog of the intervals before",
}
_DECIDES = {
    "closed": "the queue is closed",
    "no_load": "there is no load",
    "minimum_staff": "the minimum staff decides",
    "service_level": "the service level decides",
    "mean_wait": "the mean wait decides",
    "occupancy": "the occupancy decides",
    "abandonment": "the abandonment decides",
    "stability": "the load itself decides: with fewer agents the queue grows",
}
_WIDTH = 28


def explanation_lines(found: IntervalExplanation) -> list[str]:
    """Return what was computed for the interval, step by step."""
    start = found.grid.local(found.grid.interval_starts[found.index])
    end = start + timedelta(minutes=found.grid.interval_minutes)
    return [
        f"{found.queue.id}, {start:%a %Y-%m-%d %H:%M} to {end:%H:%M} ({found.grid.zone})",
        "",
        *_contact_lines(found),
        "",
        *_load_lines(found),
        "",
        *_target_lines(found),
        *_service_lines(found),
        *_overrun_lines(found),
        "",
        *_shrinkage_lines(found),
    ]


def _row(name: str, value: str, note: str = "") -> str:
    return f"{name:<{_WIDTH}.{_WIDTH}}{value:>11}  {note}".rstrip()


def _contact_lines(found: IntervalExplanation) -> list[str]:
    queue, expected, planned = found.queue, found.expected, found.planned
    lines = [_row("contacts forecast", f"{expected.forecast:,.2f}")]
    if queue.confidence is not None:
        note = f"with probability {queue.confidence:g} not more"
        lines.append(_row("  planned for", f"{planned.forecast:,.2f}", note))
    if queue.self_service:
        note = f"{100 * queue.self_service:g} % self-service"
        lines.append(_row("  kept by self-service", f"{-planned.self_service:,.2f}", note))
    if planned.transferred:
        lines.append(_row("  transferred from queues", f"{planned.transferred:+,.2f}"))
    if queue.outsourced:
        note = f"{100 * queue.outsourced:g} % to a partner"
        lines.append(_row("  outsourced", f"{-planned.outsourced:,.2f}", note))
    lines.append(_row("contacts for own agents", f"{planned.own:,.2f}"))
    return lines


def _load_lines(found: IntervalExplanation) -> list[str]:
    method = _METHODS[found.queue.method, found.queue.target_over]
    if found.patience_s is None:
        model = "Erlang C: callers never hang up"
    else:
        model = f"Erlang A: mean patience {found.patience_s:,g} s"
    progress = []
    if found.work_in_progress is not None:
        note = "in progress, with the intervals before"
        progress.append(_row("work", f"{found.work_in_progress:,.3f} E", note))
    return [
        _row("handling time", f"{found.aht_s:,.1f} s"),
        _row("load", f"{found.load:,.3f} E", "contacts x handling time / interval"),
        *progress,
        f"{'model':<{_WIDTH}}  {model}",
        f"{'method':<{_WIDTH}}  {method}",
    ]


def _target_lines(found: IntervalExplanation) -> list[str]:
    decides = _DECIDES[found.binding]
    if not found.is_open:
        return [_row("agents required", "0", decides)]
    lines = ["agents needed by each target, the interval on its own"]
    for name, agents in found.needs:
        if agents == 0 and name in ("stability", "minimum_staff"):
            continue
        lines.append(_row(f"  {_target(found.queue, name)}", f"{agents:,}"))
    return [*lines, _row("agents required", f"{found.required:,}", decides)]


def _target(queue: Queue, name: str) -> str:
    if name == "service_level" and queue.service_level is not None:
        return f"{100 * queue.service_level:g} % within {queue.within_s:g} s"
    words = {
        "mean_wait": f"mean wait up to {queue.mean_wait_s or 0:g} s",
        "occupancy": f"occupancy up to {100 * (queue.max_occupancy or 0):g} %",
        "abandonment": f"abandoned up to {100 * (queue.max_abandonment or 0):g} %",
        "stability": "the load itself",
        "minimum_staff": "minimum staff",
    }
    return words[name]


def _service_lines(found: IntervalExplanation) -> list[str]:
    lines = []
    for service in found.services:
        noun = "agent" if service.agents == 1 else "agents"
        lines.append(f"  {service.agents:>5,} {noun}: {_service(service)}")
    return lines


def _service(service: Service) -> str:
    parts = []
    if service.service_level is not None:
        parts.append(f"{100 * service.service_level:.1f} % in time")
    wait = service.mean_wait_s
    parts.append("waits without end" if isinf(wait) else f"wait {wait:,.1f} s")
    parts.append(f"occupancy {100 * service.occupancy:.1f} %")
    if service.abandonment is not None:
        parts.append(f"abandoned {100 * service.abandonment:.1f} %")
    return ", ".join(parts)


def _overrun_lines(found: IntervalExplanation) -> list[str]:
    if found.overrun_minutes < 0.05:
        return []
    return [_row("work after closing", f"{found.overrun_minutes:,.1f} min", "in agent-minutes")]


def _shrinkage_lines(found: IntervalExplanation) -> list[str]:
    left = left_after(found.shrinkage)
    lines = [_row("unplanned absence", f"{100 * float(1 - left):.2f} %")]
    if len(found.shrinkage) > 1:
        lines[0] = f"{lines[0]}  1 - (1 - s) of each cause"
    lines += [_row(f"  {name}", f"{100 * share:g} %") for name, share in found.shrinkage]
    note = f"{found.required:,} / {float(left):g}, rounded up"
    return [*lines, _row("agents to roster", f"{found.scheduled:,}", note)]
