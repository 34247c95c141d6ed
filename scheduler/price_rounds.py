"""Rosters round by round while the prices of late contacts are found; else a single round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic

from ..models.rostering.conductor import Progress, Settings, Solution, prepare, solve
from ..models.rostering.evaluate import market_of
from ..models.rostering.problem import TICKS
from .cover_hinges import late_ticks_of
from .coverage import achieved_by_period, coverage_of
from .late_prices import (
    PriceSearch,
    open_queues,
    price_of_lacking,
    raised,
    start_prices,
    with_prices,
)
from .plan import Requirement
from .problem import ProblemMap, repriced, roster_problem
from .requirement import requirement as required
from .scenario.types import Scenario
from .service_value import Achieved, LatePrices

MOST_TRIES = 7
"""Rounds of corrections at most."""
_FIRST_SHARE, _TRY_SHARE = 0.15, 0.07
"""Shares of the time limit: of the first round and of a correction."""
_LAST_SHARES = (0.22, 0.12, 0.12)
"""Shares of the last rounds, which only raise prices where a target is still missed."""


@dataclass(frozen=True)
class Round:
    """A roster for given prices; its seconds and trace begin where the search as a whole did."""

    requirement: Requirement
    solved: ProblemMap
    solution: Solution


def solve_scenario(
    scenario: Scenario,
    settings: Settings,
    on_progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> Round:
    """Plan a scenario; find the prices of late contacts on the way where they are not given.

    Short rounds try prices, each with the roster of the one before as its start. The last rounds
    go on from the best of them, with higher prices where it missed a target. What is returned is
    the best round; its bound belongs to its prices.
    """
    rounds = _Rounds(scenario, settings, on_progress, should_stop)
    requirement = required(scenario)
    queues = open_queues(scenario)
    if not queues:
        return rounds.solve(requirement, 1.0)
    searches: dict[tuple[str, str], PriceSearch] = {}
    requirement = with_prices(requirement, start_prices(scenario, requirement))
    best = last = _Tried.of(scenario, rounds.solve(requirement, _FIRST_SHARE), queues)
    for _ in range(MOST_TRIES):
        prices = _next_prices(last.periods, queues, searches)
        settled = all(prices[p.queue, p.first_day] == p.price for p in last.periods)
        if settled or last.is_over or rounds.left() < _TRY_SHARE + sum(_LAST_SHARES):
            break
        changed = with_prices(requirement, prices)
        found = rounds.solve(changed, _TRY_SHARE, last.round)
        last = _Tried.of(scenario, found, queues)
        best = min(best, last, key=lambda tried: tried.merit)
    for number in range(len(_LAST_SHARES)):
        if last.is_over or rounds.left() <= 0:
            break
        prices = {(p.queue, p.first_day): raised(p) for p in best.periods if p.queue in queues}
        changed = with_prices(best.round.requirement, prices)
        share = rounds.left() * _LAST_SHARES[number] / sum(_LAST_SHARES[number:])
        last = _Tried.of(scenario, rounds.solve(changed, share, best.round), queues)
        best = min(last, best, key=lambda tried: tried.merit)
    return rounds.in_all(best.round)


@dataclass(frozen=True)
class _Tried:
    """A round with what it achieved; `merit` is its cost, contacts that targets lack for late."""

    round: Round
    periods: tuple[Achieved, ...]
    merit: float

    @classmethod
    def of(cls, scenario: Scenario, found: Round, queues: frozenset[str]) -> _Tried:
        served = market_of(found.solved.problem, found.solution.roster).served
        coverage = coverage_of(found.requirement, served, scenario)
        periods = achieved_by_period(found.requirement, coverage)
        late = late_ticks_of(found.requirement, served) / TICKS
        merit = found.solution.cost - late + price_of_lacking(periods, queues)
        return cls(found, periods, merit)

    @property
    def is_over(self) -> bool:
        """Whether somebody asked to stop."""
        return self.round.solution.status == "cancelled"


def _next_prices(
    periods: tuple[Achieved, ...],
    queues: frozenset[str],
    searches: dict[tuple[str, str], PriceSearch],
) -> LatePrices:
    """Return prices corrected by what the last round achieved; given ones as they are."""
    prices = {}
    for period in periods:
        key = period.queue, period.first_day
        prices[key] = period.price
        if period.queue in queues:
            prices[key] = searches.setdefault(key, PriceSearch()).next_price(period)
    return prices


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

    def in_all(self, found: Round) -> Round:
        """Return a round with the seconds of all of them."""
        spent = max(found.solution.seconds, self._spent())
        return replace(found, solution=replace(found.solution, seconds=spent))

    def _spent(self) -> float:
        """Return seconds since the first search began, or seconds of work where that counts."""
        if self._settings.deterministic or self._begun is None:
            return self._worked
        return monotonic() - self._begun

    def solve(self, requirement: Requirement, share: float, after: Round | None = None) -> Round:
        """Solve a round within a share of the time limit, from the roster of another one."""
        scenario = self._scenario
        if after is None:
            solved = roster_problem(scenario, requirement)
        else:
            solved = repriced(scenario, after.solved, after.requirement, requirement)
        if self._begun is None:
            prepare(solved.problem, self._tell)
            self._begun = monotonic()
        before = self._spent()
        limit = self._settings.time_limit
        solution = solve(
            solved.problem,
            replace(self._settings, time_limit=min(share * limit, limit - before)),
            start=None if after is None else after.solution.roster,
            prices=None if after is None else after.solution.prices,
            on_progress=lambda point: self._tell(_later(point, before)),
            should_stop=self._should_stop,
        )
        self._worked += solution.seconds
        solution = replace(
            solution,
            seconds=before + solution.seconds,
            trace=tuple(_later(point, before) for point in solution.trace),
        )
        return Round(requirement, solved, solution)


def _later(point: Progress, seconds: float) -> Progress:
    return replace(point, seconds=point.seconds + seconds)
