"""Rosters round by round while the prices of late contacts are found; else a single round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic

from ..models.rostering.conductor import Progress, Settings, Solution, solve
from ..models.rostering.problem import Roster
from ..models.rostering.warmup import compile_kernels
from .audit import audit_schedule
from .late_prices import PriceSearch, open_queues, shortfall, start_prices, with_prices
from .plan import AuditReport, Requirement
from .problem import ProblemMap, roster_problem
from .requirement import requirement as required
from .roster_shifts import Assigned, assigned
from .scenario.types import Scenario
from .service_value import LatePrices

MOST_ROUNDS = 8
"""Rounds at most, the last included."""
_FIRST_SHARE, _LATER_SHARE, _LAST_SHARE = 0.2, 0.1, 0.2
"""Shares of the time limit: of the first round, of a correction, and what is left for the last."""


@dataclass(frozen=True)
class Round:
    """A roster for given prices, as it was solved, in the planner's world and audited.

    The solution's seconds and trace begin where the search as a whole did.
    """

    requirement: Requirement
    solved: ProblemMap
    solution: Solution
    roster: Assigned
    audit: AuditReport


def solve_scenario(
    scenario: Scenario,
    settings: Settings,
    on_progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> Round:
    """Plan a scenario; find the prices of late contacts on the way where they are not given.

    The roster of a round is the start of the next one. What is returned is the cheapest round that
    meets all targets, else the one that lacks least; its bound belongs to its prices.
    """
    rounds = _Rounds(scenario, settings, on_progress, should_stop)
    requirement = required(scenario)
    queues = open_queues(scenario)
    if not queues:
        return rounds.solve(requirement, 1.0, None)
    searches: dict[tuple[str, str], PriceSearch] = {}
    requirement = with_prices(requirement, start_prices(scenario, requirement))
    best = last = rounds.solve(requirement, _FIRST_SHARE, None)
    for number in range(2, MOST_ROUNDS + 1):
        if last.solution.status == "cancelled" or rounds.left() <= 0:
            break
        is_last = number == MOST_ROUNDS or rounds.left() < _LATER_SHARE + _LAST_SHARE
        prices = _next_prices(last, queues, searches, is_last=is_last)
        settled = all(
            period.price == prices.get((period.queue, period.first_day), period.price)
            for period in last.audit.service_periods
        )
        if settled and last.solution.status == "optimal":
            break
        is_last = is_last or settled
        share = rounds.left() if is_last else _LATER_SHARE
        last = rounds.solve(with_prices(requirement, prices), share, last.solution.roster)
        best = min(best, last, key=lambda r: _merit(r, queues))
        if is_last:
            break
    return best


def _next_prices(
    last: Round,
    queues: frozenset[str],
    searches: dict[tuple[str, str], PriceSearch],
    *,
    is_last: bool,
) -> LatePrices:
    """Return prices corrected by what the last round achieved."""
    prices = {}
    for period in last.audit.service_periods:
        if period.queue in queues:
            key = period.queue, period.first_day
            search = searches.setdefault(key, PriceSearch())
            prices[key] = search.next_price(period, is_last=is_last)
    return prices


def _merit(found: Round, queues: frozenset[str]) -> tuple[float, float]:
    """Return what the targets lack, in contacts, and the cost but for late contacts."""
    cost = found.audit.cost
    lacking = shortfall(found.audit.service_periods, queues)
    return (lacking, float(cost.total - cost.late_contacts))


class _Rounds:
    """Solves rounds one after the other within one time limit."""

    def __init__(
        self,
        scenario: Scenario,
        settings: Settings,
        on_progress: Callable[[Progress], None],
        should_stop: Callable[[], bool],
    ) -> None:
        self._scenario = scenario
        self._settings = settings
        self._tell = on_progress
        self._should_stop = should_stop
        self._worked = 0.0
        self._begun: float | None = None

    def left(self) -> float:
        """Return the share of the time limit that is left."""
        limit = self._settings.time_limit
        return (limit - self._spent()) / limit if limit > 0 else 0.0

    def _spent(self) -> float:
        """Return seconds since the first search began, or seconds of work where that counts."""
        if self._settings.deterministic or self._begun is None:
            return self._worked
        return monotonic() - self._begun

    def solve(self, requirement: Requirement, share: float, start: Roster | None) -> Round:
        """Solve a round within a share of the time limit."""
        scenario = self._scenario
        solved = roster_problem(scenario, requirement)
        before = self._spent()
        if self._begun is None:
            compile_kernels()
            self._begun = monotonic()
        limit = self._settings.time_limit
        solution = solve(
            solved.problem,
            replace(self._settings, time_limit=min(share * limit, limit - before)),
            start=start,
            on_progress=lambda point: self._tell(_later(point, before)),
            should_stop=self._should_stop,
        )
        self._worked += solution.seconds
        roster = assigned(scenario, solved, solution.roster)
        audit = audit_schedule(scenario, requirement, roster.shifts, roster.bought)
        solution = replace(
            solution,
            seconds=before + solution.seconds,
            trace=tuple(_later(point, before) for point in solution.trace),
        )
        return Round(requirement, solved, solution, roster, audit)


def _later(point: Progress, seconds: float) -> Progress:
    return replace(point, seconds=point.seconds + seconds)
