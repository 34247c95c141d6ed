"""What fair shares cost: harbour_line without their prices, with them, and with twice them.

    python benchmarks/fair_shares.py --time-limit 60

Each run is a line of ``results/fair_shares-<version>.csv``, written as soon as it ends. The spread
of a contract is the largest number less the smallest among its agents who are there for part of
the horizon at least; shown is that of the contract where it is largest. It counts the history, as
the fair share does. The spread *within reach* is that of the distances from the fair share, without
what the history decides: no roster can take back what it holds above the share, and nobody is
asked for more than the own share of the horizon to make up for it. *Unfair* are the shifts that
`fair_spread` puts a price on.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from measured_on import measured_on
from staffwright.instances import path as instance
from staffwright.scheduler.audit.wishes import FairShare
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.report.fair_shares import AgentLoad, agent_loads
from staffwright.scheduler.scenario import load_scenario
from staffwright.scheduler.scenario.types import Scenario

RESULTS = Path(__file__).resolve().parent / "results"


def priced(scenario: Scenario, times: int) -> Scenario:
    """Return the scenario with prices of unfair shares so many times its own."""
    names = ("fair_nights_price", "fair_weekends_price", "fair_holidays_price")
    prices = {name: times * getattr(scenario.objective, name) for name in names}
    return replace(scenario, objective=replace(scenario.objective, **prices))


def apart(share: FairShare) -> int:
    """Return the shifts above the fair share, negative for those missing below, within reach."""
    if share.fair is None:
        return 0
    if share.with_history > share.fair:
        return min(share.planned, share.with_history - share.fair)
    return -max(0, min(share.fair - share.with_history, share.own - share.planned))


def spread(
    loads: Sequence[AgentLoad],
    share_of: Callable[[AgentLoad], FairShare],
    *,
    within_reach: bool = False,
) -> int:
    """Return the largest spread within a contract: of numbers, or of what is within reach."""
    groups: dict[str, list[int]] = defaultdict(list)
    for load in loads:
        share = share_of(load)
        if share.fair:  # without one: on leave all the time, or nobody has any
            number = apart(share) if within_reach else share.with_history
            groups[load.agent.contract.id].append(number)
    return max((max(group) - min(group) for group in groups.values()), default=0)


def figures(plan: Plan, prices: str) -> dict[str, str]:
    """Return money, gap and spreads of a plan."""
    loads = agent_loads(plan)
    cost = plan.audit.cost
    gap = plan.solve.gap
    return {
        "fairness": prices,
        "seed": str(plan.solve.seed),
        "cost": f"{cost.total:.2f}",
        "cost_without_fairness": f"{cost.total - cost.fairness:.2f}",
        "gap": "" if gap is None else f"{gap:.4f}",
        "spread_of_nights": str(spread(loads, _nights)),
        "spread_of_nights_within_reach": str(spread(loads, _nights, within_reach=True)),
        "unfair_nights": str(sum(x.nights.above + x.nights.below for x in loads)),
        "spread_of_weekends": str(spread(loads, _weekends)),
        "spread_of_weekends_within_reach": str(spread(loads, _weekends, within_reach=True)),
        "unfair_weekends": str(sum(x.weekends.above + x.weekends.below for x in loads)),
        "violations": str(len(plan.audit.violations)),
        "seconds": f"{plan.solve.seconds:.1f}",
        **measured_on(),
    }


def _nights(load: AgentLoad) -> FairShare:
    return load.nights


def _weekends(load: AgentLoad) -> FairShare:
    return load.weekends


def rows(seconds: float, seeds: int) -> Iterator[dict[str, str]]:
    """Plan without prices, with them and with twice them, seed by seed."""
    scenario = load_scenario(instance("harbour_line"))
    for seed in range(1, seeds + 1):
        for name, times in (("free", 0), ("priced", 1), ("twice", 2)):
            plan = make_plan(priced(scenario, times), PlanOptions(seconds, seed=seed))
            yield figures(plan, name)


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
