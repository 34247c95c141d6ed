"""Shifts and leave by agent as compact arrays, every repeated text and pattern by its index."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import timedelta
from typing import Any, Generic, TypeVar

from ..plan import Plan
from ..scenario.types import Activity, Agent, Shift
from .wallclock import WallClock

LOCKED = 1
CARRIED_IN = 2
NO_VALUE = -1

T = TypeVar("T", bound=Hashable)


class Index(Generic[T]):
    """Numbers the values it is asked for, from 0 on in the order of their first appearance."""

    def __init__(self) -> None:
        self.values: dict[T, int] = {}

    def of(self, value: T | None) -> int:
        """Return the number of a value, -1 for None."""
        return NO_VALUE if value is None else self.values.setdefault(value, len(self.values))


def roster_data(plan: Plan, clock: WallClock) -> dict[str, Any]:
    """Return agents, shifts, leave and the texts they point to.

    A shift is ``[agent, day, template, flags, start, form]``; forms are ``[kind, minutes, ...]``,
    the activities in order. Start is in elapsed minutes of `clock`.
    """
    return _RosterData(plan, clock).arrays()


class _RosterData:
    def __init__(self, plan: Plan, clock: WallClock) -> None:
        self.plan = plan
        self.clock = clock
        self.kinds: Index[tuple[str, str | None, bool, bool]] = Index()
        self.forms: Index[tuple[int, ...]] = Index()
        self.templates: Index[str] = Index()
        self.leaves: Index[str] = Index()
        self.contracts: Index[str] = Index()
        self.teams: Index[str] = Index()
        self.places: Index[str] = Index()
        self.queues = {queue: k for k, queue in enumerate(plan.requirement.queues)}
        known = [agent.employee_id for agent in plan.scenario.agents]
        self.strangers = sorted({s.employee_id for s in plan.shifts} - set(known))
        self.position = {who: k for k, who in enumerate([*known, *self.strangers])}

    def arrays(self) -> dict[str, Any]:
        scenario = self.plan.scenario
        agents = [self._agent(agent) for agent in scenario.agents]
        nothing = NO_VALUE
        agents += [[who, who, nothing, nothing, nothing, []] for who in self.strangers]
        carried = [s for s in scenario.history if s.end > scenario.grid.start]
        shifts = [self._shift(s, CARRIED_IN) for s in carried if s.employee_id in self.position]
        shifts += [self._shift(s, LOCKED if s.locked else 0) for s in self.plan.shifts]
        leave = self._leave()
        return {
            "agents": agents,
            "contracts": list(self.contracts.values),
            "teams": list(self.teams.values),
            "places": list(self.places.values),
            "shifts": sorted(shifts, key=lambda row: (row[0], row[4])),
            "forms": [list(form) for form in self.forms.values],
            "leave": leave,
            "templates": list(self.templates.values),
            "leaves": list(self.leaves.values),
            "kinds": [
                [code, self._queue(queue), paid, work]
                for code, queue, paid, work in self.kinds.values
            ],
        }

    def _queue(self, queue: str | None) -> int:
        return NO_VALUE if queue is None else self.queues.get(queue, NO_VALUE)

    def _agent(self, agent: Agent) -> list[Any]:
        skills = [k for queue, k in self.queues.items() if queue in agent.skills]
        return [
            agent.employee_id,
            agent.name,
            self.contracts.of(agent.contract.id),
            self.teams.of(agent.group),
            self.places.of(agent.jurisdiction or agent.zone),
            skills,
        ]

    def _shift(self, shift: Shift, flags: int) -> list[int]:
        form: list[int] = []
        for activity in shift.activities:
            minutes = (activity.end - activity.start) // timedelta(minutes=1)
            form += [self._kind(activity), minutes]
        return [
            self.position[shift.employee_id],
            (shift.business_date - self.plan.scenario.grid.first_day).days,
            self.templates.of(shift.shift_id),
            flags,
            self.clock.minute_at(shift.start),
            self.forms.of(tuple(form)),
        ]

    def _kind(self, activity: Activity) -> int:
        return self.kinds.of((activity.code, activity.queue, activity.paid, activity.work))

    def _leave(self) -> list[list[int]]:
        grid = self.plan.scenario.grid
        rows = []
        for leave in self.plan.scenario.time_off:
            if leave.end <= grid.start or leave.start >= grid.instant(grid.n_slots):
                continue
            first, last = self.clock.minute_at(leave.start), self.clock.minute_at(leave.end)
            # The wall clock's table ends with the grid; leave may reach beyond it on both sides
            rows.append(
                [
                    self.position[leave.employee_id],
                    max(first, self.clock.first_minute),
                    min(last, self.clock.last_minute),
                    self.leaves.of(leave.kind),
                ]
            )
        return rows
