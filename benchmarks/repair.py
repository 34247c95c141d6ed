"""Repair of a large roster on the day many call in sick: ``python benchmarks/repair.py``.

Plans a generated centre, takes 3 % of all agents, among those rostered on the third day, out of
that day, and plans again from its midnight on: by repair, and afresh with the absences as leave.
Each family is a line of ``results/repair-<version>.csv``.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
from centres import centre
from measured_on import measured_on
from staffwright.scheduler.changes import CHANGED, Change, changes_between
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.replan import Replanned, ReplanOptions, replan
from staffwright.scheduler.replan_inputs import Request, read_request
from staffwright.scheduler.scenario.types import Scenario, Shift

RESULTS = Path(__file__).resolve().parent / "results"
SHARE_ABSENT = 0.03
DAY = 2
"""The third."""


@dataclass(frozen=True)
class Timed:
    """A repair with the seconds it took, of the wall and of the processor."""

    replanned: Replanned
    wall: float
    processor: float


def sick_day(scenario: Scenario, plan: Plan, seed: int) -> Request:
    """Draw who is absent on the third day."""
    day = scenario.grid.day(DAY)
    rostered = sorted({s.employee_id for s in plan.shifts if s.business_date == day})
    count = round(SHARE_ABSENT * len(scenario.agents))
    chosen = np.random.default_rng(seed).choice(rostered, count, replace=False)
    return read_request(scenario, f"{day} 00:00", [f"{who}:{day}" for who in sorted(chosen)])


def repaired(plan: Plan, request: Request, seconds: float, seed: int) -> Timed:
    """Repair a plan in at most so many seconds of search."""
    options = ReplanOptions(time_limit=seconds, seed=seed)
    wall, processor = time.perf_counter(), time.process_time()
    found = replan(plan.scenario, plan.shifts, request, options)
    return Timed(found, time.perf_counter() - wall, time.process_time() - processor)


def early(changes: Sequence[Change], request: Request) -> int:
    """Count changes of what agents do before the time of the repair.

    A shift under way that its agent leaves at that time is the same before it.
    """
    return sum(_until(c.before, request) != _until(c.after, request) for c in changes)


def _until(shifts: Sequence[Shift], request: Request) -> list[tuple[object, ...]]:
    return [
        (row.code, row.start, min(row.end, request.since))
        for shift in shifts
        for row in shift.activities
        if row.start < request.since
    ]


def changed_afresh(plan: Plan, again: Plan, request: Request, absent: Replanned) -> int:
    """Count the shifts from the time on that differ where all is planned again."""
    lost = {(c.employee_id, c.day) for c in absent.changes if c.what in ("absent", "cut")}
    later = [[s for s in p.shifts if s.start >= request.since] for p in (plan, again)]
    return sum(c.what in CHANGED for c in changes_between(later[0], later[1], lost))


def figures(
    family: str, agents: int, seconds: float, repair_seconds: float, seed: int
) -> dict[str, str]:
    """Plan, repair, plan afresh, and return what it took and changed."""
    scenario = centre(family, agents, 7, seed)
    plan = make_plan(scenario, PlanOptions(seconds, seed=seed))
    request = sick_day(scenario, plan, seed)
    repaired(plan, request, 0.1, seed)  # compiles what is not in the cache
    timed = repaired(plan, request, repair_seconds, seed)
    found = timed.replanned
    leave = replace(scenario, time_off=(*scenario.time_off, *found.leave))
    again = make_plan(leave, PlanOptions(seconds, seed=seed))
    audit = found.plan.audit
    return {
        "centre": f"{family} {agents}x7",
        "seed": str(seed),
        "absent": str(len(request.absences)),
        "solving_s": f"{found.plan.solve.seconds:.2f}",
        "whole_repair_wall_s": f"{timed.wall:.2f}",
        "whole_repair_processor_s": f"{timed.processor:.2f}",
        "changed_shifts": str(len(found.changed)),
        "moved_breaks": str(sum(c.what == "breaks" for c in found.changes)),
        "changed_shifts_afresh": str(changed_afresh(plan, again, request, found)),
        "under_hours_planned": f"{plan.audit.under_hours:.2f}",
        "under_hours_absent": f"{found.before.under_hours:.2f}",
        "under_hours_repaired": f"{audit.under_hours:.2f}",
        "under_hours_afresh": f"{again.audit.under_hours:.2f}",
        "cost_absent": f"{found.before.cost.total:.2f}",
        "cost_repaired": f"{audit.cost.total:.2f}",
        "cost_afresh": f"{again.audit.cost.total:.2f}",
        "violations": str(len(audit.violations)),
        "changes_before_the_time": str(early(found.changes, request)),
        **measured_on(),
    }


def main() -> None:
    """Measure family by family; each line is written as it comes."""
    parser = argparse.ArgumentParser(description="Repair of a large roster.")
    parser.add_argument("--families", default="one_peaked,four_peaked")
    parser.add_argument("--agents", type=int, default=1000)
    parser.add_argument("--plan-seconds", type=float, default=60.0)
    parser.add_argument("--repair-seconds", type=float, default=1.2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    path = RESULTS / f"repair-{version('staffwright')}.csv"
    for family in options.families.split(","):
        row = figures(
            family, options.agents, options.plan_seconds, options.repair_seconds, options.seed
        )
        is_new = not path.exists()
        with path.open("a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, row, lineterminator="\n")
            if is_new:
                writer.writeheader()
            writer.writerow(row)
        print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)


if __name__ == "__main__":
    main()
