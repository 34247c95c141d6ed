"""300 generated small cases, and the engine beside proven optima of the plain model on them.

Twelve families of 25 scenarios. None has events with a window, agents in a zone of their own or
rules that narrow the windows of breaks: the planner settles those before it searches.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any

import numpy as np
from cover_variants import stepped, valued, with_pool
from plain_cpsat import plain_optimum
from ruled_scenarios import TURN, ruled_scenario, rules_on
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario.types import Scenario
from tiny_scenarios import MARCH, MAY, OCTOBER, Mix, random_scenario

NUMBERS = range(25)
"""Of the cases of a family."""
FIRST_DAYS = (MAY, MARCH, OCTOBER)
SATURDAY = timedelta(days=1)
"""From `MARCH` and `OCTOBER` to the eve of the clock change."""
ON_BREAKS = frozenset({"max_work_minutes", "break_duties"})
CENT = 0.01


@dataclass(frozen=True)
class SmallCase:
    """The scenario of a number in a family; the same two give the same."""

    family: str
    number: int

    def __str__(self) -> str:
        return f"{self.family} {self.number}"

    @property
    def scenario(self) -> Scenario:
        return FAMILIES[self.family](self.number)


@dataclass(frozen=True)
class Compared:
    """What engine and plain model found for a case, in the scenario's currency.

    `optimum` is None where the plain model proved that no roster keeps every rule, or proved
    nothing. The numbers `below` count agents and slots below hard minima. `parts` are the
    components of cost that are not zero in the engine's plan.
    """

    family: str
    number: int
    proved: bool
    optimum: float | None
    optimum_below: int
    cost: float
    below: int
    bound: float | None
    status: str
    violations: int
    parts: tuple[str, ...]
    engine_seconds: float
    proof_seconds: float

    @property
    def comparable(self) -> bool:
        """There is a proven optimum to compare with."""
        return self.proved and self.optimum is not None

    @property
    def gap(self) -> float:
        """The engine's cost over the optimum, as a fraction.

        Infinite where it breaks a promise that the optimum keeps.
        """
        assert self.optimum is not None
        if self.below > self.optimum_below:
            return float("inf")
        return (self.cost - self.optimum) / max(self.optimum, 1.0)

    @property
    def is_equal(self) -> bool:
        """Cost and optimum are the same to the cent."""
        return self.below == self.optimum_below and abs(self.cost - (self.optimum or 0.0)) < CENT

    @property
    def bound_holds(self) -> bool:
        """The engine's bound does not exceed the optimum.

        The bound holds for rosters that break hard minima no more than the engine's.
        """
        assert self.optimum is not None
        return self.bound is None or self.bound < self.optimum + CENT


def compare(case: SmallCase, engine_seconds: float, proof_seconds: float) -> Compared:
    """Plan a case and prove its optimum."""
    scenario = case.scenario
    begun = time.perf_counter()
    plan = make_plan(scenario, PlanOptions(time_limit=engine_seconds, seed=case.number))
    planned = time.perf_counter()
    best = plain_optimum(scenario, requirement(scenario), seconds=proof_seconds)
    proved = time.perf_counter()
    return Compared(
        family=case.family,
        number=case.number,
        proved=best.proved,
        optimum=None if best.cost is None else round(float(best.cost), 4),
        optimum_below=best.below_minimum,
        cost=round(float(plan.audit.cost.total), 4),
        below=_below(plan),
        bound=None if plan.solve.bound is None else round(plan.solve.bound, 4),
        status=plan.solve.status,
        violations=len(plan.audit.violations),
        parts=_parts(plan),
        engine_seconds=round(planned - begun, 2),
        proof_seconds=round(proved - planned, 2),
    )


def _below(plan: Plan) -> int:
    """Count agents and slots below hard minima; bought cover is left out of the count."""
    grid = plan.scenario.grid
    is_open = np.repeat(plan.requirement.open, grid.slots_per_interval, axis=1)
    rows = [row for shift in (*plan.shifts, *plan.scenario.history) for row in shift.activities]
    missing = 0
    for k, queue in enumerate(plan.scenario.queues):
        if not queue.hard_minimum:
            continue
        serving = [row for row in rows if row.code == "work" and row.queue == queue.id]
        for slot in np.flatnonzero(is_open[k]):
            now = grid.instant(int(slot))
            there = sum(row.start <= now < row.end for row in serving)
            missing += max(0, queue.minimum_staff - there)
    return missing


def _parts(plan: Plan) -> tuple[str, ...]:
    cost = plan.audit.cost
    own = ("overtime", "understaffing", "overstaffing", "preferences", "fairness")
    own += ("late_contacts", "bought_cover")
    found = [name for name in own if getattr(cost, name)]
    found += [f"premium {name}" for name, amount in cost.premiums.items() if amount]
    found += [f"rule {name}" for name, amount in cost.rules.items() if amount]
    return tuple(sorted(found))


# -- the families ------------------------------------------------------------------------------


def _random(number: int, **mix: Any) -> Scenario:
    return random_scenario(100 + number, Mix(**mix))


def _eve(number: int, change: date, **mix: Any) -> Scenario:
    """Return a horizon over a clock change: it is on the second day or the third."""
    return _random(number, first_day=change + number % 2 * SATURDAY, days=3, **mix)


def _nights(number: int) -> Scenario:
    """Return nights to share; in every second case, their spread is limited."""
    base = _random(number, days=4, nights=True, first_day=_first_day(number))
    spread = 1 + number // 2 % 2 if number % 2 else None
    return replace(base, objective=replace(base.objective, fair_spread=spread))


def _first_day(number: int) -> date:
    return FIRST_DAYS[number % len(FIRST_DAYS)]


def _ruled(number: int, rule: str | None = None) -> Scenario:
    """Return two agents over a week under many rules, a given one among them."""
    return _with_rules(_ruled_seeds(rule)[number])


@cache
def _ruled_seeds(rule: str | None) -> tuple[int, ...]:
    """Return seeds of scenarios with a rule that the plain model can state.

    Those for a given rule begin far from the others.
    """
    found: list[int] = []
    for seed in count(0 if rule is None else 200):
        is_on = rule is None or rule in rules_on(seed)
        if is_on and _is_plain(_with_rules(seed)):
            found.append(seed)
        if len(found) == len(NUMBERS):
            break
    return tuple(found)


def _is_plain(of: Scenario) -> bool:
    """Say whether all agents have the site's clock and all events a time."""
    return not any(agent.zone for agent in of.agents) and not any(e.window for e in of.events)


def _with_rules(seed: int) -> Scenario:
    return ruled_scenario(seed, frozenset(TURN) - ON_BREAKS, agents=2, days=7).scenario


def _all_prices(number: int) -> Scenario:
    """Return bought cover for two queues: one valued by late contacts, one at rising prices."""
    base = _random(number, agents=2, days=2, queues=2, first_day=_first_day(number))
    calls, mail = base.queues
    value = valued(replace(base, queues=(calls,))).queues
    steps = stepped(replace(base, queues=(mail,))).queues
    return with_pool(replace(base, queues=(*value, *steps)))


FAMILIES: dict[str, Callable[[int], Scenario]] = {
    "one queue": lambda n: _random(n, days=4),
    "two queues": lambda n: _random(n, days=3, queues=2),
    "day of 23 hours": lambda n: _eve(n, MARCH, queues=1 + n % 2),
    "day of 25 hours": lambda n: _eve(n, OCTOBER, queues=1 + n % 2),
    "nights, fair shares": _nights,
    "hard minima": lambda n: _random(n, agents=2, days=3, minima=True, first_day=_first_day(n)),
    "rules": _ruled,
    "leads": lambda n: _ruled(n, "leads"),
    "rising prices": lambda n: stepped(_random(n, days=3, first_day=_first_day(n))),
    "bought cover": lambda n: with_pool(
        _random(n, agents=2, days=3, queues=1 + n % 2, first_day=_first_day(n))
    ),
    "late contacts": lambda n: valued(_random(n, agents=3, days=2, first_day=_first_day(n))),
    "all prices": _all_prices,
}

CASES = tuple(SmallCase(family, number) for number in NUMBERS for family in FAMILIES)
"""All 300, family after family of the same number."""
