"""Repair: a roster changed from a time on, as little as it pays, for absences or a new forecast."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from ..models.rostering.conductor import Progress, Settings, Solution, solve
from ..models.rostering.problem import Roster
from .absent_agents import with_absences
from .audit import audit_schedule
from .changes import CHANGED, Change, changes_between
from .errors import InputError
from .finished_plan import Searched, finished_plan, trace_point
from .formats import DEFAULT_FORMATS
from .late_prices import start_prices, with_prices
from .leave_at_hand import leave_beside, leave_notes
from .lock_faults import faults_of_fixed
from .plan import AuditReport, Plan, Requirement, Shortage, TracePoint, Violation
from .problem import roster_problem
from .problem_bought import in_order
from .replan_absence import absence_leave
from .replan_bought import BoughtAtHand, divide_bought
from .replan_events import repaired_events
from .replan_fixed import Divided, as_locks, divide, irregular, key_of
from .replan_inputs import Request
from .replan_start import PricedProblem, cornered, price_changes, start_roster, withheld
from .requirement import requirement as required
from .roster_shifts import Assigned, assigned
from .scenario.bought_types import BoughtBlock
from .scenario.types import Scenario, Shift, TimeOff
from .service_value import LatePrices

MAX_CHANGE_PRICE = Decimal(1000)
"""Highest price of a changed shift."""


@dataclass(frozen=True)
class ReplanOptions:
    """What changes cost and how long to search.

    Attributes
    ----------
    change_price : Decimal or None
        Price of a shift that differs, from 0 to `MAX_CHANGE_PRICE` in the scenario's currency;
        None takes the scenario's.
    time_limit, gap, seed
        As in `PlanOptions`.
    """

    change_price: Decimal | None = None
    time_limit: float = 10.0
    gap: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class Replanned:
    """A repaired plan and what it changed.

    Attributes
    ----------
    plan : Plan
        Its scenario has the absences as leave and what stays as locked shifts; its bound holds
        for rosters with no more changes, by price, than this one.
    before : AuditReport
        Of the roster at hand, less the shifts that absences take, against the same requirement.
    changes : tuple of Change
    leave : tuple of TimeOff
        The absences as leave.
    change_price : Decimal
    since : datetime
    notes : tuple of str
        What stays broken or was left out, in sentences.
    earlier_leave : tuple of TimeOff
        The absences of the plan at hand, from earlier repairs, that the scenario's own leave
        does not cover.
    """

    plan: Plan
    before: AuditReport
    changes: tuple[Change, ...]
    leave: tuple[TimeOff, ...]
    change_price: Decimal
    since: datetime
    notes: tuple[str, ...]
    earlier_leave: tuple[TimeOff, ...] = ()

    @property
    def changed(self) -> tuple[Change, ...]:
        """The changes that cost the price of a change."""
        return tuple(change for change in self.changes if change.what in CHANGED)

    @property
    def new_violations(self) -> tuple[Violation, ...]:
        """Rules broken that were kept before."""
        return _beyond(self.plan.audit, self.before)

    @property
    def hard_shortages(self) -> tuple[Shortage, ...]:
        """Hard minima not met after the time of the repair."""
        shortages = self.plan.audit.shortages
        return tuple(s for s in shortages if s.hard and datetime.fromisoformat(s.end) > self.since)

    def save(
        self,
        folder: str | Path,
        *,
        formats: Iterable[str] = DEFAULT_FORMATS,
        replaces: str | Path | None = None,
    ) -> None:
        """Write the plan folder, with the tables ``changes`` and ``absences`` as well.

        Parameters
        ----------
        folder, formats, replaces
            As in `Plan.save`; `replaces` is best the folder of the plan that was repaired.
        """
        from .export.folder import save_plan
        from .replan_lines import replan_tables

        tables = replan_tables(self)
        save_plan(self.plan, folder, formats=formats, replaces=replaces, tables=tables)

    @property
    def promises(self) -> dict[str, bool]:
        """Promises that the repair could keep, kept or not: as `Plan.promises`."""
        rules, hard = not self.new_violations, not self.hard_shortages
        return {"hard_minimum_staff": hard, "rules": rules, "audit": rules and hard}

    @property
    def promises_kept(self) -> bool:
        """Nothing is broken that the repair could have kept."""
        return all(self.promises.values())


def replan(
    scenario: Scenario,
    shifts: Sequence[Shift],
    request: Request,
    options: ReplanOptions | None = None,
    *,
    bought: Sequence[BoughtBlock] = (),
    late_prices: LatePrices | None = None,
    leave: Sequence[TimeOff] = (),
    on_progress: Callable[[TracePoint], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Replanned:
    """Repair a roster from a time on (docs/how_to_sick_call.md).

    Parameters
    ----------
    scenario : Scenario
        With the forecast as it is now.
    shifts : sequence of Shift
        The roster at hand, also one edited by hand.
    request : Request
        From when on, and who is absent.
    options : ReplanOptions, optional
    bought : sequence of BoughtBlock
        What was bought from pools.
    late_prices : mapping, optional
        Prices of late contacts of the plan at hand, where they were found for it; first prices
        stand in for those that are missing.
    leave : sequence of TimeOff
        Absences that the roster at hand was repaired for before: leave beside the scenario's,
        where that does not cover them.
    on_progress, should_stop : callable, optional
        As in `make_plan`.

    Raises
    ------
    InputError
        If the price of changes is negative or too high.
    """
    options = options or ReplanOptions()
    price = _change_price(scenario, options)
    earlier = leave_beside(scenario, leave)
    scenario = with_absences(scenario, shifts, leave, request.since)
    divided = divide(scenario, shifts, request.since, request.absences)
    absent = absence_leave(scenario, request.absences, divided.lost)
    events = repaired_events(scenario, divided, request.since, request.absences)
    changed = replace(scenario, time_off=(*scenario.time_off, *absent), events=events.events)
    requirement = required(changed)
    prices = {**start_prices(changed, requirement), **(late_prices or {})}
    requirement = with_prices(requirement, prices)
    purchases = divide_bought(scenario, bought, request.since)
    held = _held(_with_locks(changed, divided, request, divided.fixed), divided)
    problem = _Problem.of(
        changed, requirement, request, divided.with_fixed(held), held, price, purchases
    )
    before = problem.audit_before()
    if before.violations and (more := problem.cornered() - held):
        held |= more
        problem = _Problem.of(
            changed, requirement, request, divided.with_fixed(held), held, price, purchases
        )
        before = problem.audit_before()
    divided, priced = problem.divided, problem.priced
    solution = solve(
        priced.solved.problem,
        Settings(options.time_limit, options.gap, options.seed),
        start=problem.start(),
        on_progress=_teller(on_progress),
        should_stop=should_stop or (lambda: False),
        keep_breaks=True,
    )
    repaired = _assembled(problem.scenario, priced, solution, divided, purchases)
    searched = _searched(problem, solution, options.seed, request.since, whole=not held)
    plan = finished_plan(problem.audited, problem.requirement, repaired, searched)
    plan = replace(plan, absences=(*earlier, *absent))
    lost = {key_of(loss.shift) for loss in divided.lost}
    return Replanned(
        plan=plan,
        before=before,
        changes=changes_between(shifts, repaired.shifts, lost),
        leave=absent,
        change_price=price,
        since=request.since,
        notes=(*leave_notes(earlier), *events.notes, *_notes(held, plan.audit, before)),
        earlier_leave=earlier,
    )


@dataclass(frozen=True)
class _Problem:
    """The problem of a repair with what it was made from.

    Shifts that stay are locked: as they are in `audited`, as a roster can hold them in `scenario`.
    """

    scenario: Scenario
    audited: Scenario
    requirement: Requirement
    divided: Divided
    priced: PricedProblem
    purchases: BoughtAtHand

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        requirement: Requirement,
        request: Request,
        divided: Divided,
        held: Collection[str],
        price: Decimal,
        purchases: BoughtAtHand,
    ) -> _Problem:
        """Build the problem in which some agents are held out of the search."""
        planned = _with_locks(scenario, divided, request, as_locks(divided.fixed))
        audited = _with_locks(scenario, divided, request, divided.fixed)
        solved = roster_problem(planned, requirement, not_before=request.since, held=purchases.held)
        solved = withheld(planned, solved, held)
        priced = price_changes(planned, solved, divided, price)
        return cls(planned, audited, requirement, divided, priced, purchases)

    def start(self) -> Roster:
        """Return the roster at hand as far as the problem can hold it."""
        solved = self.priced.solved
        own = start_roster(self.scenario, solved, self.divided.at_hand)
        return self.purchases.start(self.scenario, solved, own)

    def audit_before(self) -> AuditReport:
        """Audit the roster at hand, less what absences take."""
        return audit_schedule(
            self.audited, self.requirement, self.divided.at_hand, self.purchases.all
        )

    def cornered(self) -> frozenset[str]:
        """Return the agents who cannot keep all rules with the shifts that stay."""
        return cornered(self.scenario, self.priced.solved, self.divided)


def _held(scenario: Scenario, divided: Divided) -> frozenset[str]:
    """Return the agents of whom all shifts stay: what is fixed breaks rules, or is no plan's."""
    broken = {v.employee_id for v in faults_of_fixed(scenario) if v.employee_id is not None}
    between = timedelta(minutes=scenario.rules.min_work_between_breaks_minutes)
    return irregular(divided.fixed, between) | broken


def _change_price(scenario: Scenario, options: ReplanOptions) -> Decimal:
    given = options.change_price
    price = scenario.objective.change_price if given is None else given
    if not 0 <= price <= MAX_CHANGE_PRICE:
        raise InputError(f"change price {price}: must lie between 0 and {MAX_CHANGE_PRICE}")
    return price


def _with_locks(
    scenario: Scenario, divided: Divided, request: Request, fixed: Sequence[Shift]
) -> Scenario:
    """Lock what stays; of the scenario's own locked shifts those that are neither past nor lost."""
    stays = {key_of(shift) for shift in divided.fixed}
    own = tuple(
        shift
        for shift in scenario.locked
        if shift.start >= request.since
        and key_of(shift) not in stays
        and not any(
            a.employee_id == shift.employee_id and shift.start < a.end and a.start < shift.end
            for a in request.absences
        )
    )
    return replace(scenario, locked=(*own, *(replace(s, locked=True) for s in fixed)))


def _teller(
    on_progress: Callable[[TracePoint], None] | None,
) -> Callable[[Progress], None]:
    def tell(point: Progress) -> None:
        if on_progress is not None:
            on_progress(trace_point(point))

    return tell


def _assembled(
    scenario: Scenario,
    priced: PricedProblem,
    solution: Solution,
    divided: Divided,
    purchases: BoughtAtHand,
) -> Assigned:
    """Return the roster, with what stays exactly as it was given."""
    stays = {key_of(shift) for shift in divided.fixed}
    found = assigned(scenario, priced.solved, solution.roster)
    new = [shift for shift in found.shifts if key_of(shift) not in stays]
    shifts = sorted((*new, *divided.fixed), key=lambda s: (s.employee_id, s.start))
    return Assigned(tuple(shifts), in_order((*purchases.held, *found.bought)))


def _searched(
    problem: _Problem, solution: Solution, seed: int, since: datetime, *, whole: bool
) -> Searched:
    """Tell prices of changes and what was bought before and stays from cost and bound.

    The search's figures hold the former and not the latter.
    """
    changes = problem.priced.price_of(solution.roster)
    held = problem.purchases.ticks(problem.audited)
    return Searched(
        problem.priced.solved,
        solution,
        seed,
        beside_ticks=changes - held,
        whole=whole,
        since=since,
    )


def _notes(held: Collection[str], audit: AuditReport, before: AuditReport) -> tuple[str, ...]:
    """Name the rules broken before as after, and agents whose shifts all stay."""
    new = set(_beyond(audit, before))
    still = [f"rule {v.rule}, broken before: {v.message}" for v in audit.violations if v not in new]
    if not held:
        return tuple(still)
    names = ", ".join(sorted(held))
    return (
        *still,
        f"{names}: what stays of their shifts breaks rules or is no plan's, so all of them stay.",
    )


def _beyond(audit: AuditReport, before: AuditReport) -> tuple[Violation, ...]:
    known = {(v.rule, v.employee_id, v.day) for v in before.violations}
    return tuple(v for v in audit.violations if (v.rule, v.employee_id, v.day) not in known)
