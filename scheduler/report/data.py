"""The plan as compact arrays for the page's scripts: one JSON value, times in elapsed minutes."""

from __future__ import annotations

import json
import math
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from ..plan import Plan, ServiceLevelDay, SolveReport, TracePoint
from ..scenario.types import Queue, Scenario
from .roster_data import roster_data
from .service import is_by_wait, judge, target_words
from .staffing import ALL_QUEUES, StaffingHours, staffing_hours
from .text import bound_text, day_label, gap_text, iso_day_label, optional_money
from .wallclock import DAY_MINUTES, WallClock


def page_data(plan: Plan, clock: WallClock) -> dict[str, Any]:
    """Return everything the scripts draw from.

    Parameters
    ----------
    plan : Plan
    clock : WallClock
        Must span the grid and all shifts.

    Returns
    -------
    dict
        Only str, int, float, bool, None, list and dict: NaN becomes None.
    """
    scenario = plan.scenario
    grid = scenario.grid
    return {
        "currency": scenario.currency,
        "zone": scenario.zone,
        "segments": [list(segment) for segment in clock.segments],
        "days": _days(scenario, clock),
        "horizon": [0, clock.minute_at(grid.end)],
        "interval": grid.interval_minutes,
        "intervals": grid.n_intervals,
        "queues": list(plan.requirement.queues),
        "series": _series(plan),
        "heat": _heat_layout(plan, clock),
        "roster": roster_data(plan, clock),
        "service": _service(plan),
        "trace": [
            _trace_point(k, point, scenario.currency) for k, point in enumerate(plan.solve.trace, 1)
        ],
        "seconds": _seconds(plan.solve),
    }


def to_json(value: object) -> str:
    """Return JSON that can stand inside a script element, whatever the strings hold.

    ``<``, ``>`` and ``&`` are written as escapes, so no string can end the element or open a
    comment; so are the two line separators that JSON allows and older scripts do not.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def compact(values: npt.NDArray[Any], digits: int = 3) -> list[int | float | None]:
    """Return numbers rounded to `digits`, whole ones as int, NaN and infinities as None."""
    out: list[int | float | None] = []
    for value in values.tolist():
        if not math.isfinite(value):
            out.append(None)
            continue
        rounded = round(value, digits)
        out.append(int(rounded) if rounded == int(rounded) else rounded)
    return out


def _days(scenario: Scenario, clock: WallClock) -> dict[str, Any]:
    """Return label, kind and length of every local date the wall clock touches."""
    grid = scenario.grid
    edges = np.array([clock.first_minute, clock.last_minute], dtype=np.int64)
    first, last = (clock.wall_minutes(edges) // DAY_MINUTES).tolist()
    dates = [grid.first_day + timedelta(days=k) for k in range(first, last + 1)]
    return {
        "first": first,
        "count": grid.days,
        "labels": [day_label(day) for day in dates],
        "dates": [day.isoformat() for day in dates],
        "holidays": [int(day in scenario.holidays) for day in dates],
        "weekends": [int(day.weekday() >= 5) for day in dates],
        "starts": [int(slot) * grid.slot_minutes for slot in grid.day_starts],
    }


def _series(plan: Plan) -> list[dict[str, Any]]:
    """Return the series of every queue, after those of all queues where there are several."""
    requirement, coverage = plan.requirement, plan.audit.coverage
    hours = {found.name: found for found in staffing_hours(plan)}
    series = {
        "scheduled": requirement.scheduled,
        "required": requirement.required,
        "volume": requirement.volume,
        "covered": coverage.covered,
        "under": coverage.under,
        "over": coverage.over,
    }
    queues: list[dict[str, Any]] = []
    for k, queue in enumerate(requirement.queues):
        own = {name: compact(values[k]) for name, values in series.items()}
        own["sl"] = compact(coverage.service_level[k], 4)
        own["open"] = compact(requirement.open[k].astype(np.int64))
        queues.append({"id": queue, **_hours(hours[queue]), **own})
    if len(queues) == 1:
        return queues
    summed = {name: compact(np.asarray(values.sum(axis=0))) for name, values in series.items()}
    summed["open"] = compact(np.asarray(requirement.open.any(axis=0), dtype=np.int64))
    return [{"id": ALL_QUEUES, **_hours(hours[ALL_QUEUES]), **summed, "sl": []}, *queues]


def _hours(found: StaffingHours) -> dict[str, Any]:
    return {
        "days": [compact(day, 4) for day in found.days],
        "whole": compact(found.whole, 4),
    }


def _service(plan: Plan) -> list[dict[str, Any]]:
    """Return for every queue what its days are measured by, for the charts by day."""
    found = {(day.day, day.queue): day for day in plan.audit.service_levels}
    days = list(dict.fromkeys(day.day for day in plan.audit.service_levels))
    charts = []
    for queue in plan.scenario.queues:
        charts.append(
            {
                "queue": queue.id,
                "wait": is_by_wait(queue),
                "words": target_words(queue),
                "days": [_service_day(day, found.get((day, queue.id)), queue) for day in days],
            }
        )
    return charts


def _service_day(label: str, day: ServiceLevelDay | None, queue: Queue) -> list[Any]:
    judged = judge(day, queue)
    value, target = (None if v is None else round(v, 5) for v in (judged.value, judged.target))
    words = [judged.shown, judged.shown_target, round(judged.volume, 1)]
    return [iso_day_label(label), value, target, judged.state, *words]


def _heat_layout(plan: Plan, clock: WallClock) -> dict[str, Any]:
    """Return row and column of every interval in the table of days by time of day.

    Columns are clock times; an hour that the clock repeats gets columns of its own beside
    the first pass, an hour that it skips leaves its cells empty.
    """
    grid = plan.scenario.grid
    minutes = np.arange(grid.n_intervals, dtype=np.int64) * grid.interval_minutes
    wall = clock.wall_minutes(minutes)
    seen: set[int] = set()
    keys: list[tuple[int, int]] = []
    for value in wall.tolist():
        keys.append((value % DAY_MINUTES, int(value in seen)))
        seen.add(value)
    columns = sorted(set(keys), key=lambda key: (key[0] // 60, key[1], key[0]))
    place = {key: k for k, key in enumerate(columns)}
    return {
        "row": (wall // DAY_MINUTES).tolist(),
        "column": [place[key] for key in keys],
        "labels": [
            f"{minute // 60:02d}:{minute % 60:02d}" + (" again" if again else "")
            for minute, again in columns
        ],
    }


def _trace_point(step: int, point: TracePoint, currency: str) -> list[Any]:
    """Return a point of the search without its time, which may differ from run to run."""

    def finite(value: float | None) -> float | None:
        return None if value is None or not math.isfinite(value) else round(value, 2)

    words = [
        optional_money(point.cost, currency),
        bound_text(point.bound, currency),
        gap_text(point.gap),
    ]
    return [step, point.stage, finite(point.cost), finite(point.bound), *words]


def _seconds(solve: SolveReport) -> list[float] | None:
    """Return when each point of the search was reached, and the end; None where that may differ.

    A deterministic plan gives the same page however long it took.
    """
    if solve.deterministic:
        return None
    reached = [point.seconds for point in solve.trace]
    return [round(seconds, 2) for seconds in (*reached, max([solve.seconds, *reached]))]
