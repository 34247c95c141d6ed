"""The plan as compact arrays for the page's scripts: one JSON value, times in elapsed minutes."""

from __future__ import annotations

import json
import math
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from ..payroll import minor_unit_exponent
from ..plan import Plan, TracePoint
from ..scenario.types import Activity, Agent, Scenario, Shift
from .text import day_label
from .wallclock import DAY_MINUTES, WallClock

LOCKED = 1
CARRIED_IN = 2


def page_data(plan: Plan, clock: WallClock, costs: list[tuple[str, str, float]]) -> dict[str, Any]:
    """Return everything the scripts draw from.

    Parameters
    ----------
    plan : Plan
    clock : WallClock
        Must span the grid and all shifts.
    costs : list of (group, label, amount)
        The bars of the cost chart.

    Returns
    -------
    dict
        Only str, int, float, bool, None, list and dict: NaN becomes None.
    """
    scenario = plan.scenario
    grid = scenario.grid
    return {
        "currency": scenario.currency,
        "digits": minor_unit_exponent(scenario.currency),
        "zone": scenario.zone,
        "segments": [list(segment) for segment in clock.segments],
        "days": _days(scenario, clock),
        "horizon": [0, clock.minute_at(grid.end)],
        "interval": grid.interval_minutes,
        "intervals": grid.n_intervals,
        "queues": _queues(plan),
        "heat": _heat_layout(plan, clock),
        "roster": _Roster(plan, clock).arrays(),
        "costs": [list(cost) for cost in costs],
        "trace": [_trace_point(k, point) for k, point in enumerate(plan.solve.trace, 1)],
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


def _queues(plan: Plan) -> list[dict[str, Any]]:
    requirement, coverage = plan.requirement, plan.audit.coverage
    queues: list[dict[str, Any]] = []
    for k, queue in enumerate(requirement.queues):
        queues.append(
            {
                "id": queue,
                "scheduled": compact(requirement.scheduled[k]),
                "required": compact(requirement.required[k]),
                "volume": compact(requirement.volume[k], 1),
                "covered": compact(coverage.covered[k]),
                "under": compact(coverage.under[k]),
                "over": compact(coverage.over[k]),
                "sl": compact(coverage.service_level[k], 4),
                "open": compact(requirement.open[k].astype(np.int64)),
            }
        )
    return queues


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


class _Roster:
    """Shifts and leave by agent with every repeated text replaced by its index."""

    def __init__(self, plan: Plan, clock: WallClock) -> None:
        self.plan = plan
        self.clock = clock
        self.kinds: dict[tuple[str, str | None, bool, bool], int] = {}
        self.templates: dict[str, int] = {}
        self.leaves: dict[str, int] = {}
        self.contracts: dict[str, int] = {}
        self.queues = {queue: k for k, queue in enumerate(plan.requirement.queues)}
        known = [agent.employee_id for agent in plan.scenario.agents]
        strangers = sorted({s.employee_id for s in plan.shifts} - set(known))
        self.position = {who: k for k, who in enumerate([*known, *strangers])}
        self.strangers = strangers

    def arrays(self) -> dict[str, Any]:
        """Return agents, shifts ``[agent, day, template, flags, start, (kind, length)...]``."""
        scenario = self.plan.scenario
        agents = [self._agent(agent) for agent in scenario.agents]
        agents += [[who, who, -1, []] for who in self.strangers]
        carried = [s for s in scenario.history if s.end > scenario.grid.start]
        shifts = [self._shift(s, CARRIED_IN) for s in carried if s.employee_id in self.position]
        shifts += [self._shift(s, LOCKED if s.locked else 0) for s in self.plan.shifts]
        return {
            "agents": agents,
            "contracts": list(self.contracts),
            "shifts": sorted(shifts, key=lambda row: (row[0], row[4])),
            "leave": self._leave(),
            "templates": list(self.templates),
            "leaves": list(self.leaves),
            "kinds": [[code, self._queue(q), paid, work] for code, q, paid, work in self.kinds],
        }

    def _queue(self, queue: str | None) -> int:
        return -1 if queue is None else self.queues.get(queue, -1)

    def _agent(self, agent: Agent) -> list[Any]:
        skills = [k for queue, k in self.queues.items() if queue in agent.skills]
        contract = self.contracts.setdefault(agent.contract.id, len(self.contracts))
        return [agent.employee_id, agent.name, contract, skills]

    def _shift(self, shift: Shift, flags: int) -> list[int]:
        day = (shift.business_date - self.plan.scenario.grid.first_day).days
        row = [
            self.position[shift.employee_id],
            day,
            self.templates.setdefault(shift.shift_id, len(self.templates)),
            flags,
            self.clock.minute_at(shift.start),
        ]
        for activity in shift.activities:
            row += [self._kind(activity), (activity.end - activity.start) // timedelta(minutes=1)]
        return row

    def _kind(self, activity: Activity) -> int:
        key = (activity.code, activity.queue, activity.paid, activity.work)
        return self.kinds.setdefault(key, len(self.kinds))

    def _leave(self) -> list[list[int]]:
        grid = self.plan.scenario.grid
        rows = []
        for leave in self.plan.scenario.time_off:
            if leave.end <= grid.start or leave.start >= grid.instant(grid.n_slots):
                continue
            kind = self.leaves.setdefault(leave.kind, len(self.leaves))
            first, last = self.clock.minute_at(leave.start), self.clock.minute_at(leave.end)
            # The wall clock's table ends with the grid; leave may reach beyond it on both sides
            rows.append(
                [
                    self.position[leave.employee_id],
                    max(first, self.clock.first_minute),
                    min(last, self.clock.last_minute),
                    kind,
                ]
            )
        return rows


def _trace_point(step: int, point: TracePoint) -> list[Any]:
    """Return a point of the search without its time, which differs from run to run."""

    def finite(value: float | None) -> float | None:
        return None if value is None or not math.isfinite(value) else round(value, 2)

    return [step, point.stage, finite(point.cost), finite(point.bound)]
