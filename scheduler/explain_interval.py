"""One interval of the requirement, explained: contacts, load, model, targets, what decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from ..models.queueing import abandonment, mean_wait, occupancy, service_level
from .calendar import Grid
from .carried import Course, carried_path
from .demand import Demand, demand
from .errors import InputError
from .methods import course_of
from .plan import IntArray, Requirement
from .requirement import requirement_of
from .scenario.cells import CellError, parse_instant
from .scenario.faults import one_of
from .scenario.types import Queue, Scenario
from .shrinkage import Shares, queue_shrinkage
from .targets import agents_by_need

_TIME = re.compile(r"(?:^|\s)(\d[\d.-]*[T ]+\d{1,2}:\d{2}\S*(?: ?[+-]\d{2}:?\d{2})?)\s*$")


@dataclass(frozen=True)
class Contacts:
    """Contacts of one interval on their way to the queue's own agents."""

    forecast: float
    self_service: float
    transferred: float
    outsourced: float
    own: float


@dataclass(frozen=True)
class Service:
    """What a number of agents gives in the interval; None: no such target, or nobody hangs up.

    With the queue's method ``carried`` the agents of the other intervals are those required;
    else the interval is taken as stationary.
    """

    agents: int
    service_level: float | None
    mean_wait_s: float
    occupancy: float
    abandonment: float | None


@dataclass(frozen=True)
class IntervalExplanation:
    """Why a queue needs the agents it does in one interval.

    Attributes
    ----------
    queue : Queue
        With its targets.
    index : int
        Which interval of the grid.
    is_open : bool
        Whether the queue is open.
    expected, planned : Contacts
        Of the forecast, and at the queue's confidence.
    aht_s, patience_s : float
        Seconds; patience is None where callers do not hang up.
    load : float
        Erlangs planned for.
    work_in_progress : float or None
        Mean number of calls in progress if nobody had to wait, with those of the intervals
        before; None where no backlog is carried.
    needs : tuple of (name, agents)
        Agents that every target needs in this interval taken on its own.
    required, scheduled : int
        Agents as in the requirement.
    binding : str
        What decides, one of `Requirement.BINDING`.
    services : tuple of Service
        With `required` agents and with one fewer; empty without load.
    shrinkage : tuple of (name, share)
        The causes of unplanned absence in this interval.
    overrun_minutes : float
        Agent-minutes of contacts still in progress when the queue closes behind this interval.
    """

    grid: Grid
    queue: Queue
    index: int
    is_open: bool
    expected: Contacts
    planned: Contacts
    aht_s: float
    patience_s: float | None
    load: float
    work_in_progress: float | None
    needs: tuple[tuple[str, int], ...]
    required: int
    scheduled: int
    binding: str
    services: tuple[Service, ...]
    shrinkage: Shares
    overrun_minutes: float


def split_place(text: str) -> tuple[str | None, str]:
    """Split ``QUEUE TIME`` at the time that ends it; without a queue the first part is None.

    Raises
    ------
    InputError
        If no time ends the text.
    """
    match = _TIME.search(text)
    if match is None:
        raise InputError(
            f"{text!r}: write a queue and a time such as 'billing 2026-03-23 09:00', or the "
            "time alone beside --queue"
        )
    return text[: match.start()].strip() or None, match.group(1)


def find_queue(scenario: Scenario, name: str | None) -> int:
    """Return the position of a queue; without a name of the only one.

    Raises
    ------
    InputError
        If there is no such queue, or there are several and none is named.
    """
    ids = [queue.id for queue in scenario.queues]
    if name is None and len(ids) == 1:
        return 0
    if name is None:
        raise InputError(f"which queue? {one_of('', ids)}")
    if name not in ids:
        raise InputError(f"queue {name!r} is unknown; {one_of(name, ids)}")
    return ids.index(name)


def find_interval(grid: Grid, text: str) -> int:
    """Return the interval that contains a time, RFC 3339 or local.

    Raises
    ------
    InputError
        If the text is no time, or the time lies outside the intervals with demand.
    """
    try:
        instant, _ = parse_instant(text, grid.zone)
    except CellError as error:
        raise InputError(f"time {text!r} {error}") from error
    index = (instant - grid.start) // timedelta(minutes=grid.interval_minutes)
    if not 0 <= index < grid.n_intervals:
        last = grid.start + timedelta(minutes=grid.n_intervals * grid.interval_minutes)
        raise InputError(
            f"time {text!r} lies outside the horizon, {grid.local(grid.start):%Y-%m-%d %H:%M} to "
            f"{grid.local(last):%Y-%m-%d %H:%M} ({grid.zone})"
        )
    return index


def explain_interval(scenario: Scenario, queue: int, interval: int) -> IntervalExplanation:
    """Return how the requirement of one queue and interval comes about.

    Parameters
    ----------
    scenario : Scenario
        Its whole requirement is computed: backlog and targets over a day reach across intervals.
    queue, interval : int
        Positions, from `find_queue` and `find_interval`.
    """
    wanted = demand(scenario)
    return _explanation(scenario, wanted, requirement_of(scenario, wanted), queue, interval)


def _explanation(
    scenario: Scenario, wanted: Demand, found: Requirement, k: int, at: int
) -> IntervalExplanation:
    queue, grid = scenario.queues[k], scenario.grid
    aht_s = float(wanted.aht_s[k, at])
    patience = float(wanted.patience_s[k, at])
    patience_s = None if np.isnan(patience) else patience
    load = float(wanted.planned.volume[k, at]) * aht_s / (grid.interval_minutes * 60)
    is_open = bool(wanted.open[k, at])
    required = int(found.required[k, at])
    needs = _needs(queue, load, aht_s, patience) if is_open else ()
    carried = course_of(grid, wanted, k) if queue.method == "carried" else None
    counts = sorted({required, max(0, required - 1)}, reverse=True) if is_open and load else []
    if carried is None:
        services = [_service(queue, load, agents, aht_s, patience_s) for agents in counts]
    else:
        services = [_carried(queue, carried, found.required[k], at, agents) for agents in counts]
    return IntervalExplanation(
        grid=grid,
        queue=queue,
        index=at,
        is_open=is_open,
        expected=_contacts(wanted, k, at, planned=False),
        planned=_contacts(wanted, k, at, planned=True),
        aht_s=aht_s,
        patience_s=patience_s,
        load=load,
        work_in_progress=None if carried is None else float(carried.work_in_progress()[at]),
        needs=needs,
        required=required,
        scheduled=int(found.scheduled[k, at]),
        binding=found.BINDING[int(found.binding[k, at])],
        services=tuple(services),
        shrinkage=queue_shrinkage(grid, queue).causes(at),
        overrun_minutes=(
            0.0 if found.overrun_minutes is None else float(found.overrun_minutes[k, at])
        ),
    )


def _contacts(wanted: Demand, k: int, at: int, *, planned: bool) -> Contacts:
    flow = wanted.planned if planned else wanted.expected
    return Contacts(
        forecast=float(flow.forecast[k, at]),
        self_service=float(flow.forecast[k, at] - flow.from_outside[k, at]),
        transferred=float(flow.transferred[k, at]),
        outsourced=float(flow.outsourced[k, at]),
        own=float(flow.volume[k, at]),
    )


def _needs(queue: Queue, load: float, aht_s: float, patience: float) -> tuple[tuple[str, int], ...]:
    one = (np.array([load]), np.array([aht_s]), np.array([patience]))
    return tuple((name, int(agents[0])) for name, agents in agents_by_need(queue, *one).items())


def _service(
    queue: Queue, load: float, agents: int, aht_s: float, patience_s: float | None
) -> Service:
    level = None
    if queue.service_level is not None and queue.within_s is not None:
        level = float(service_level(load, agents, aht_s, queue.within_s, patience_s))
    return Service(
        agents=agents,
        service_level=level,
        mean_wait_s=float(mean_wait(load, agents, aht_s, patience_s)),
        occupancy=float(occupancy(load, agents, aht_s, patience_s)),
        abandonment=(
            None if patience_s is None else float(abandonment(load, agents, aht_s, patience_s))
        ),
    )


def _carried(queue: Queue, course: Course, required: IntArray, at: int, agents: int) -> Service:
    changed = required.copy()
    changed[at] = agents
    path = carried_path(queue, course, changed)
    return Service(
        agents=agents,
        service_level=None if queue.service_level is None else float(path.service_level[at]),
        mean_wait_s=float(path.mean_wait_s[at]),
        occupancy=float(path.busy[at] / agents) if agents else 1.0,
        abandonment=None if np.isnan(course.patience_s[at]) else float(path.abandonment[at]),
    )
