"""The same service level in every interval, and over the day: paid hours and what is achieved.

Plans one bundled scenario three times for the same time: with targets that hold in every interval,
with a requirement that meets them over the day, and with coverage worth the contacts it answers in
time, the price of a late one found on the way. Queues without a service level stay as they are.

    python benchmarks/coverage_value.py --time-limit 120
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from measured_on import measured_on
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.scenario import load_scenario
from staffwright.scheduler.scenario.types import Queue, Scenario

HERE = Path(__file__).resolve().parent
WAYS = ("every interval", "over the day, by requirement", "over the day, by value")


def scenario_for(scenario: Scenario, way: str) -> Scenario:
    """Return the scenario with its service levels met in one of `WAYS`."""

    def changed(queue: Queue) -> Queue:
        if queue.service_level is None or way == WAYS[0]:
            return queue
        value = "service_level" if way == WAYS[2] else "requirement"
        return replace(queue, target_over="day", value=value)

    return replace(scenario, queues=tuple(changed(queue) for queue in scenario.queues))


def figures(plan: Plan, way: str) -> dict[str, str]:
    """Return hours, money and service of a plan; days count where a queue has a target."""
    audit = plan.audit
    days = [d for d in audit.service_levels if d.target is not None and d.service_level is not None]
    met = sum(d.service_level >= d.target for d in days)  # type: ignore[operator]
    volume = sum(d.volume for d in days)
    in_time = sum(d.volume * (d.service_level or 0.0) for d in days)
    bound = plan.solve.bound
    return {
        "way": way,
        "paid_hours": f"{sum(audit.paid_hours.values()):.1f}",
        "wages": f"{audit.cost.wages:.2f}",
        "late_contacts_price": f"{audit.cost.late_contacts:.2f}",
        "answered_in_time": f"{in_time / volume:.4f}",
        "queue_days_met": f"{met} of {len(days)}",
        "worst_day": f"{min(d.service_level or 0.0 for d in days):.4f}",
        "cost": f"{audit.cost.total:.2f}",
        "bound": "" if bound is None else f"{bound:.2f}",
        "seconds": f"{plan.solve.seconds:.1f}",
        **measured_on(),
    }


def rows(folder: Path, seconds: float, seed: int) -> Iterator[dict[str, str]]:
    """Plan the scenario in each way."""
    scenario = load_scenario(folder)
    for way in WAYS:
        plan = make_plan(scenario_for(scenario, way), PlanOptions(seconds, seed=seed))
        yield figures(plan, way)


def main() -> None:
    """Plan, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenario", type=Path, default=HERE.parent / "instances/harbour_line")
    parser.add_argument("--time-limit", type=float, default=120.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="CSV file")
    options = parser.parse_args()
    results = HERE / "results" / f"coverage_value-{version('staffwright')}.csv"
    out = options.out or results
    found = []
    for row in rows(options.scenario, options.time_limit, options.seed):
        print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)
        found.append(row)
        with out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, row, lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)


if __name__ == "__main__":
    main()
