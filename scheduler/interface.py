"""What ``import staffwright`` offers: requirement, plan, repair and audit, as functions.

All of them take and return frozen values, print nothing and keep nothing: they may be called
from several threads at once. Callbacks come from the search, `should_stop` also from a thread of
its own. What a callback raises ends the search and is passed on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from .plan import AuditReport, Plan, Requirement, TracePoint
from .scenario.frames import Frame
from .scenario.types import Scenario

if TYPE_CHECKING:
    from .replan import Replanned
    from .roster_at_hand import Roster

OnProgress = Callable[[TracePoint], None]
ShouldStop = Callable[[], bool]


def required(scenario: Scenario) -> Requirement:
    """Return the agents that every queue needs in every interval.

    Parameters
    ----------
    scenario : Scenario
        Also one without agents.

    Returns
    -------
    Requirement
        Arrays of shape (queues, intervals).

    Raises
    ------
    InputError
        If `scenario` is none.
    """
    from .arguments import check_scenario
    from .requirement import requirement

    check_scenario(scenario, "required")
    return requirement(scenario)


def plan(
    scenario: Scenario,
    *,
    time_limit: float = 60.0,
    gap: float = 0.0,
    seed: int = 0,
    deterministic: bool = False,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Plan:
    """Return the cheapest legal roster found, audited, with a bound on what is possible.

    Parameters
    ----------
    scenario : Scenario
    time_limit : float
        Seconds of search, above 0.
    gap : float
        Stop where (cost - bound) / bound falls to this fraction.
    seed : int
        Of all random choices, 0 to 2**31 - 1.
    deterministic : bool
        Count work instead of seconds: same scenario, limit and seed, same plan.
    on_progress : callable, optional
        Told with a `TracePoint` whenever the best roster or the bound moves.
    should_stop : callable, optional
        Asked often; True ends the search and keeps the best roster. Must be quick.

    Returns
    -------
    Plan
        Always: what nobody can cover is priced and named. `Plan.promises` says whether hard
        minima and rules hold.

    Raises
    ------
    InputError
        If `scenario` is none, an option is out of range, or locked shifts break rules
        (`ScenarioError`).
    """
    from .arguments import check_options, check_scenario
    from .planner import PlanOptions, make_plan

    check_scenario(scenario, "plan")
    check_options(time_limit, gap, seed)
    options = PlanOptions(time_limit, gap, seed, deterministic)
    with _Callbacks(on_progress, should_stop) as calls:
        return make_plan(scenario, options, on_progress=calls.tell, should_stop=calls.stop)


def replan(
    scenario: Scenario,
    roster: Roster,
    *,
    since: datetime | str,
    absent: Iterable[str] = (),
    forecast: str | Path | Frame | None = None,
    change_price: Decimal | float | None = None,
    time_limit: float = 10.0,
    gap: float = 0.0,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Replanned:
    """Repair a roster from a time on with few changes (docs/how_to_sick_call.md).

    Parameters
    ----------
    scenario : Scenario
    roster : Plan, path, data frame or sequence of Shift
        The roster at hand, also one edited by hand.
    since : datetime or str
        What begins before stays; without an offset on the site's clock.
    absent : iterable of str, or str
        ``"E17"`` from then on, ``"E17:2026-03-25"`` or ``"E17:2026-03-25..2026-03-27"`` on dates.
    forecast : path or data frame, optional
        Forecast rows that replace the scenario's.
    change_price : number, optional
        Price of a shift that differs; by default the scenario's.
    time_limit, gap, seed, on_progress, should_stop
        As in `plan`.

    Raises
    ------
    ScenarioError
        With every fault of time, absences, roster and forecast.
    InputError
        If `scenario` or `roster` is none, an argument has another form, or an option is out of
        range.
    """
    from .arguments import (
        absent_items,
        check_options,
        check_roster,
        check_scenario,
        price_of_changes,
        time_text,
    )
    from .replan import ReplanOptions
    from .replan import replan as repair
    from .replan_inputs import Asked, check_belongs, read_request
    from .roster_at_hand import roster_at_hand
    from .scenario.new_forecast import with_forecast

    check_scenario(scenario, "replan")
    check_roster(roster, "replan")
    check_options(time_limit, gap, seed)
    price = price_of_changes(change_price)
    asked = Asked("since", "absent")
    request = read_request(scenario, time_text(since), absent_items(absent), asked)
    at_hand = roster_at_hand(scenario, roster)
    check_belongs(scenario, at_hand.shifts, "roster")
    if forecast is not None:
        scenario = with_forecast(scenario, forecast, request.since)
    options = ReplanOptions(price, time_limit, gap, seed)
    with _Callbacks(on_progress, should_stop) as calls:
        return repair(
            scenario,
            at_hand.shifts,
            request,
            options,
            bought=at_hand.bought,
            late_prices=at_hand.late_prices,
            leave=at_hand.leave,
            on_progress=calls.tell,
            should_stop=calls.stop,
        )


def audit(scenario: Scenario, roster: Roster) -> AuditReport:
    """Re-check every rule of a roster and recompute its cost and coverage.

    Parameters
    ----------
    scenario : Scenario
        What the roster is for.
    roster : Plan, path, data frame or sequence of Shift
        A plan, a plan folder or schedule file, a frame with the columns of schedule.csv, or
        shifts; also edited by hand. Bought cover belongs to plans and to files only.

    Returns
    -------
    AuditReport
        What is wrong is a violation there, never an exception.

    Raises
    ------
    ScenarioError
        If a file or frame cannot be read as a schedule.
    InputError
        If `scenario` or `roster` is none.
    """
    from .arguments import check_roster, check_scenario
    from .roster_at_hand import roster_at_hand

    check_scenario(scenario, "audit")
    check_roster(roster, "audit")
    return roster_at_hand(scenario, roster).audit(scenario)


class _Callbacks:
    """A caller's functions for the search: what they raise stops it and is raised at its end.

    The search calls from threads of its own, in which an exception would be lost.
    """

    def __init__(self, on_progress: OnProgress | None, should_stop: ShouldStop | None) -> None:
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._raised: BaseException | None = None

    def tell(self, point: TracePoint) -> None:
        """Hand on how the search stands."""
        if self._on_progress is not None and self._raised is None:
            try:
                self._on_progress(point)
            except BaseException as error:  # noqa: BLE001 - raised again at the end
                self._raised = error

    def stop(self) -> bool:
        """Ask whether to stop."""
        if self._raised is None and self._should_stop is not None:
            try:
                return bool(self._should_stop())
            except BaseException as error:  # noqa: BLE001 - raised again at the end
                self._raised = error
        return self._raised is not None

    def __enter__(self) -> _Callbacks:
        return self

    def __exit__(self, *_: object) -> None:
        if self._raised is not None:
            raise self._raised
