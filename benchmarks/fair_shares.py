"""What fair shares cost: harbour_line with and without their prices.

    python benchmarks/fair_shares.py --time-limit 60

Each run is a line of ``results/fair_shares-<version>.csv``, written as soon as it ends. The spread
of a contract is the largest number less the smallest among its agents who are there for part of
the horizon at least; shown is that of the contract where it is largest. It counts the history, as
the fair share does.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

from staffwright.instances import path as instance
from staffwright.scheduler.audit.wishes import FairShare
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.report.fair_shares import AgentLoad, agent_loads
from staffwright.scheduler.scenario import load_scenario
from staffwright.scheduler.scenario.types import Scenario

RESULTS = Path(__file__).resolve().parent / "results"


def unpriced(scenario: Scenario) -> Scenario:
    """Return the scenario without prices of unfair shares."""
    free = {name: Decimal(0) for name in ("fair_nights_price", "fair_weekends_price")}
    free |= {"fair_holidays_price": Decimal(0)}
    return replace(scenario, objective=replace(scenario.objective, **free))


def spread(
    loads: Sequence[AgentLoad], share_of: Callable[[AgentLoad], FairShare], *, beside: bool = False
) -> int:
    """Return the largest spread within a contract: of numbers, or of those less the fair share."""
    groups: dict[str, list[int]] = defaultdict(list)
    for load in loads:
        share = share_of(load)
        if share.fair:  # without one: on leave all the time, or nobody has any
            fair = share.fair if beside else 0
            groups[load.agent.contract.id].append(share.with_history - fair)
    return max((max(group) - min(group) for group in groups.values()), default=0)


def figures(plan: Plan, priced: str) -> dict[str, str]:
    """Return money, gap and spreads of a plan."""
    loads = agent_loads(plan)
    cost = plan.audit.cost
    gap = plan.solve.gap
    return {
        "fairness": priced,
        "seed": str(plan.solve.seed),
        "cost": f"{cost.total:.2f}",
        "cost_without_fairness": f"{cost.total - cost.fairness:.2f}",
        "gap": "" if gap is None else f"{gap:.4f}",
        "spread_of_nights": str(spread(loads, _nights)),
        "spread_of_nights_beside_share": str(spread(loads, _nights, beside=True)),
        "nights_above_share": str(sum(x.nights.above for x in loads)),
        "spread_of_weekends": str(spread(loads, _weekends)),
        "spread_of_weekends_beside_share": str(spread(loads, _weekends, beside=True)),
        "weekends_above_share": str(sum(x.weekends.above for x in loads)),
        "violations": str(len(plan.audit.violations)),
        "seconds": f"{plan.solve.seconds:.1f}",
    }


def _nights(load: AgentLoad) -> FairShare:
    return load.nights


def _weekends(load: AgentLoad) -> FairShare:
    return load.weekends


def rows(seconds: float, seeds: int) -> Iterator[dict[str, str]]:
    """Plan with and without prices, seed by seed."""
    scenario = load_scenario(instance("harbour_line"))
    for seed in range(1, seeds + 1):
        for name, of in (("priced", scenario), ("free", unpriced(scenario))):
            yield figures(make_plan(of, PlanOptions(seconds, seed=seed)), name)


def main() -> None:
    """Plan, print and write the table."""
    parser = argparse.ArgumentParser(description="What fair shares cost.")
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    path = RESULTS / f"fair_shares-{version('staffwright')}.csv"
    found: list[dict[str, str]] = []
    for row in rows(options.time_limit, options.seeds):
        print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)
        found.append(row)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, row, lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)


if __name__ == "__main__":
    main()
