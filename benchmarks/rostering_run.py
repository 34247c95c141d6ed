"""One measured run of the rostering benchmark, in a process of its own.

``python benchmarks/rostering_run.py JSON`` reads a `Task` and prints one line of JSON: what
README.md lists. Seconds count from `Task.begun`, the wall clock just before the process started, or
are the search's processor seconds (`Task.clock`).
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from rostering_clock import SearchSeconds, WallSeconds

MIB = 1024


@dataclass(frozen=True)
class Task:
    """What to run.

    Attributes
    ----------
    engine : {"staffwright", "staffwright-fixed", "cpsat", "pyworkforce"}
        ``staffwright-fixed`` has its breaks where ``cpsat`` has them.
    family, agents, days, seed : of the centre (`centres.centre`).
    early, later : float
        Seconds from process start at which the roster is looked at; the run ends at the later.
    bound_seconds : float
        For which the bound alone is raised afterwards.
    begun : float
        `time.time()` just before the process was started.
    clock : {"wall", "processor"}
        What seconds are. Those of the processor stand in for the wall's where other work keeps
        the machine busy; the engine then runs by them as well.
    """

    engine: str
    family: str
    agents: int
    days: int
    seed: int
    early: float
    later: float
    bound_seconds: float
    begun: float
    clock: str = "wall"


@dataclass
class Clock:
    """Seconds since the process began, and what was reached when."""

    seconds: Callable[[], float]
    phases: dict[str, float]

    def reached(self, phase: str) -> None:
        """Note the second at which a phase ended."""
        self.phases[phase] = round(self.seconds(), 3)


@dataclass(frozen=True)
class Point:
    """Best roster and certified bound at one second; `cost` is without the elastic prices.

    `cpu` are the processor seconds used by then: on a busy machine fewer than have passed.
    """

    second: float
    cpu: float
    stage: str
    cost: float | None
    elastic: float
    bound: float | None


@dataclass
class Trace:
    """Every improvement of a run; `thinned` leaves out what follows another closely."""

    clock: Clock
    points: list[Point]

    def add(self, stage: str, cost: float | None, elastic: float, bound: float | None) -> None:
        """Note cost (with elastic prices) and bound at this second."""
        without = None if cost is None else cost - elastic
        now = self.clock.seconds(), time.process_time()
        self.points.append(Point(*now, stage, without, elastic, bound))

    def at(self, second: float) -> Point | None:
        """Return the last point with a roster not after a second."""
        reached = [p for p in self.points if p.second <= second and p.cost is not None]
        return reached[-1] if reached else None

    def thinned(self) -> list[list[Any]]:
        """Return at most ten points a second at first, fewer later, as rows of a table."""
        kept: list[Point] = []
        for point in self.points:
            if kept and kept[-1].stage == point.stage:
                apart = 0.1 if point.second < 10 else 0.01 * point.second
                if point.second - kept[-1].second < apart:
                    continue
            kept.append(point)
        if self.points and kept[-1] is not self.points[-1]:
            kept.append(self.points[-1])
        return [
            [_round(p.second), _round(p.cpu), p.stage, *map(_round, (p.cost, p.elastic, p.bound))]
            for p in kept
        ]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def peak_mib() -> float:
    """Return the largest resident memory of this process so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / MIB / (MIB if sys.platform == "darwin" else 1), 1)


def run(task: Task) -> dict[str, Any]:
    """Build the centre, solve it by one engine and describe what came out."""
    by_processor = task.clock == "processor"
    clock = Clock(SearchSeconds() if by_processor else WallSeconds(task.begun), {})
    if by_processor:
        time.perf_counter = clock.seconds  # what the engine reads
    clock.reached("interpreter")
    # imported here: what imports cost is part of what is measured
    from centres import centre
    from staffwright.scheduler.problem import roster_problem
    from staffwright.scheduler.requirement import requirement

    clock.reached("imports")
    scenario = centre(task.family, task.agents, task.days, task.seed)
    clock.reached("scenario")
    needed = requirement(scenario)
    clock.reached("requirement")
    solved = roster_problem(scenario, needed)
    clock.reached("problem")
    trace = Trace(clock, [])
    solvers: dict[str, Callable[..., dict[str, Any]]] = {
        "staffwright": _staffwright,
        "staffwright-fixed": _staffwright_fixed,
        "cpsat": _cpsat,
        "pyworkforce": _pyworkforce,
    }
    outcome = solvers[task.engine](task, scenario, needed, solved, trace)
    marks = {f"{second:g}": trace.at(second) for second in (task.early, task.later)}
    staff = solved.problem.staff
    floor = float((staff.least * staff.rate.min(axis=1)[:, None]).sum()) / 60 / 10_000
    return {
        **{k: v for k, v in asdict(task).items() if k != "begun"},
        "required_hours": float(needed.scheduled.sum()) * scenario.grid.interval_minutes / 60,
        "floor": round(floor, 2),
        "marks": {k: None if p is None else asdict(p) for k, p in marks.items()},
        **outcome,
        "phases": clock.phases,
        "trace": trace.thinned(),
    }


def _staffwright(task: Task, scenario: Any, needed: Any, solved: Any, trace: Trace) -> Any:
    """Run the engine, audit its roster, and raise a bound apart from the run's."""
    from staffwright.models.rostering.conductor import Progress, Settings, solve

    def tell(point: Progress) -> None:
        if point.cost is not None and "first roster" not in trace.clock.phases:
            trace.clock.reached("first roster")
        trace.add(point.stage, point.cost, point.elastic, point.bound)

    trace.clock.reached("engine imports")
    limit = max(0.1, task.later - trace.clock.seconds())
    solution = solve(solved.problem, Settings(limit, seed=task.seed), on_progress=tell)
    trace.clock.reached("end")
    memory = peak_mib()
    from rostering_bound import raised_bound

    found = raised_bound(solved.problem, task.bound_seconds)
    bounds = [b for b in (solution.bound, found) if b is not None]
    return {
        "status": solution.status,
        "cost": round(solution.value.total / _ticks(), 3),
        "elastic": round(solution.value.elastic / _ticks(), 3),
        "bound_of_run": solution.bound,
        "bound": max(bounds) if bounds else None,
        "memory_mib": memory,
        **_audited(scenario, needed, solved, solution.roster),
    }


def _staffwright_fixed(task: Task, scenario: Any, needed: Any, solved: Any, trace: Trace) -> Any:
    """Run the engine on the problem that plain CP-SAT gets; its bound is not the centre's."""
    from peers_rostering import with_fixed_breaks

    narrowed = replace(solved, problem=with_fixed_breaks(solved.problem))
    outcome = _staffwright(task, scenario, needed, narrowed, trace)
    return outcome | {"own_bound": outcome["bound"], "bound": None}


def _cpsat(task: Task, scenario: Any, needed: Any, solved: Any, trace: Trace) -> Any:
    """Run plain CP-SAT; every roster it found is valued exactly, as ours are."""
    from peers_rostering import plain_cpsat

    result = plain_cpsat(solved.problem, trace.clock.seconds, task.later, task.seed)
    trace.clock.reached("end")
    outcome = {"status": result.status, "bound": None, "own_bound": result.own_bound}
    outcome |= {"memory_mib": peak_mib(), "booleans": result.booleans}
    for found in result.found:
        trace.points.append(
            Point(found.second, found.cpu, "CP-SAT", found.cost, found.elastic, None)
        )
    if not result.found:
        return outcome
    last = result.found[-1]
    outcome |= {"cost": _round(last.cost), "elastic": _round(last.elastic)}
    return outcome | _audited(scenario, needed, solved, last.roster)


def _pyworkforce(task: Task, scenario: Any, needed: Any, solved: Any, trace: Trace) -> Any:
    """Run pyworkforce on the part it can express (peers_rostering says which)."""
    from peers_rostering import shift_counts

    found = shift_counts(solved.problem, task.later - trace.clock.seconds())
    trace.clock.reached("end")
    return {"bound": None, "memory_mib": peak_mib(), **found}


def _ticks() -> int:
    from staffwright.models.rostering.problem import TICKS

    return TICKS


def _audited(scenario: Any, needed: Any, solved: Any, roster: Any) -> dict[str, Any]:
    """Return the agent-hours under and over, and what the auditor says of the roster."""
    from staffwright.scheduler.audit import audit_schedule
    from staffwright.scheduler.roster_shifts import shifts_of

    begin = time.perf_counter()
    report = audit_schedule(scenario, needed, shifts_of(scenario, solved, roster))
    return {
        "under_hours": round(report.under_hours, 2),
        "over_hours": round(report.over_hours, 2),
        "violations": len(report.violations),
        "audited_cost": float(report.cost.total),
        "audit_seconds": round(time.perf_counter() - begin, 2),
    }


if __name__ == "__main__":
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    print(json.dumps(run(Task(**json.loads(sys.argv[1]))) | {"load_average": load}))
