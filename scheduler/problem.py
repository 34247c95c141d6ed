"""The scenario and its requirement as a `RosterProblem`: every rule becomes arrays here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..models.rostering.problem import (
    RATE_SCALE,
    TICKS,
    WEIGHT_SCALE,
    Cover,
    Options,
    RosterProblem,
    Staff,
)
from .errors import InputError
from .locks import LockedOptions, apply_locks, locked_minutes, locked_options
from .pay import slot_premiums
from .placing import narrow, place_events
from .plan import Requirement
from .scenario.types import Agent, Contract, Event, Preference, Scenario, Shift, TimeOff
from .shifts import (
    ShiftOption,
    Spans,
    absent_slots,
    is_night,
    rest_slots,
    slots_outward,
    template_options,
    templates_of_span,
)
from .weeks import by_employee, weekly_limits, wholly_covered

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

PROMISE_FACTOR = 20
"""Dearest hours that a slot below a hard minimum costs, or a minute below a weekly minimum."""


@dataclass(frozen=True)
class ProblemMap:
    """A problem with what its indices mean in the planner's world.

    `options[o]` is the shift option, `events` are the agents' events with their times placed.
    """

    problem: RosterProblem
    options: tuple[ShiftOption, ...]
    events: tuple[Event, ...]


def roster_problem(scenario: Scenario, requirement: Requirement) -> ProblemMap:
    """Build the arrays of the rostering problem.

    Raises
    ------
    InputError
        If an agent serves no queue, or an amount has more decimals than are kept.
    """
    idle = [agent.employee_id for agent in scenario.agents if not agent.skills]
    if idle:
        raise InputError(f"agents {', '.join(idle)} serve no queue: each needs at least one skill")
    locked = locked_options(scenario, template_options(scenario))
    options = locked.options
    row = {agent.employee_id: a for a, agent in enumerate(scenario.agents)}
    allowed = _allowed(scenario, options, row)
    must_work = np.zeros((len(scenario.agents), scenario.grid.days), dtype=bool)
    apply_locks(scenario, locked, allowed, must_work)
    events = place_events(scenario, requirement, options, allowed, must_work)
    days = scenario.grid.days
    limits = weekly_limits(scenario)
    staff = _staff(scenario, options, events, allowed, must_work)
    # Locked shifts stay even where they alone exceed the most: the audit then names that rule.
    most = np.maximum(limits.most, locked_minutes(scenario, locked, limits.week))
    problem = RosterProblem(
        slot_minutes=scenario.grid.slot_minutes,
        day_start=scenario.grid.day_starts,
        week=limits.week,
        pay_weight=_pay_weight(scenario),
        cover=_cover(scenario, requirement, locked, staff),
        options=_option_arrays(scenario, options),
        staff=replace(staff, least=limits.least, most=most, overtime_after=limits.overtime_after),
        rest_slots=rest_slots(scenario),
        break_gap_slots=-(
            -scenario.rules.min_work_between_breaks_minutes // scenario.grid.slot_minutes
        ),
        shortfall_price=PROMISE_FACTOR * ticks(dearest_hour(scenario)),
        fair_nights_price=ticks(scenario.objective.fair_nights_price),
        fair_weekends_price=ticks(scenario.objective.fair_weekends_price),
    )
    if problem.staff.allowed.shape != (len(scenario.agents), len(options)) or days < 1:
        raise InputError(f"a scenario needs agents and at least one day, got {days} days")
    return ProblemMap(problem, options, events)


def dearest_hour(scenario: Scenario) -> Decimal:
    """Return more than an hour of anybody's work can cost or save, all prices together.

    The dearest agent with every premium and overtime at once, the prices of a contact queue, and
    those of wishes and fair shares, rounded up to whole currency units.
    """
    percent = sum((p.percent for p in scenario.premiums), Decimal(100))
    percent += max((c.overtime_percent for c in scenario.contracts), default=Decimal(0))
    rate = max((a.base_rate for a in scenario.agents), default=Decimal(0))
    queue = max((q.under_price + q.over_price for q in scenario.queues), default=Decimal(0))
    weight = max((w.weight for w in scenario.preferences), default=Decimal(0))
    prices = scenario.objective
    soft = weight * prices.preference_price + prices.fair_nights_price + prices.fair_weekends_price
    return (rate * percent / 100 + queue + soft + 1).to_integral_value(ROUND_CEILING)


def ticks(amount: Decimal | Fraction) -> int:
    """Return an amount of money in ticks, exactly.

    Raises
    ------
    InputError
        If the amount has more decimals than ticks can hold.
    """
    exact = Fraction(amount) * TICKS
    if exact.denominator != 1:
        raise InputError(f"amount {amount}: at most 9 decimals are kept exactly")
    return int(exact)


def _pay_weight(scenario: Scenario) -> IntArray:
    """Return the weight of every slot for a shift that begins on each day, (D, T)."""
    grid = scenario.grid
    rates = slot_premiums(scenario)
    base = grid.slot_minutes * WEIGHT_SCALE
    weight = np.zeros((grid.days, grid.n_slots), dtype=np.int64)
    for d in range(grid.days):
        own = slice(int(grid.day_starts[d]), int(grid.day_starts[d + 1]))
        after = slice(int(grid.day_starts[d + 1]), int(grid.day_starts[d + 2]))
        weight[d, own] = base + rates.same_day[own]
        weight[d, after] = base + rates.day_before[after]
    return weight


def _option_arrays(scenario: Scenario, options: Sequence[ShiftOption]) -> Options:
    grid, n = scenario.grid, len(options)
    width = max((len(o.breaks) for o in options), default=0)
    first = np.zeros((n, width), dtype=np.int64)
    last, slots = first.copy(), first.copy()
    paid = np.zeros((n, width), dtype=bool)
    for k, option in enumerate(options):
        for b, window in enumerate(option.breaks):
            first[k, b], last[k, b], slots[k, b] = window.first, window.last, window.slots
            paid[k, b] = window.paid
    day = np.array([o.day for o in options], dtype=np.int64)
    nights = [
        is_night(grid.instant(o.start), grid.instant(o.end), scenario.rules, grid.zone)
        for o in options
    ]
    return Options(
        day=day,
        start=np.array([o.start for o in options], dtype=np.int64),
        end=np.array([o.end for o in options], dtype=np.int64),
        paid_minutes=np.array([o.paid_slots * grid.slot_minutes for o in options], dtype=np.int64),
        night=np.array(nights, dtype=bool),
        weekend=np.array([grid.day(o.day).weekday() >= 5 for o in options], dtype=bool),
        flexible=np.array([o.queues is None for o in options], dtype=bool),
        n_breaks=np.array([len(o.breaks) for o in options], dtype=np.int64),
        break_first=first,
        break_last=last,
        break_slots=slots,
        break_paid=paid,
        first_of_day=np.searchsorted(day, np.arange(grid.days + 1)).astype(np.int64),
    )


def _cover(
    scenario: Scenario,
    requirement: Requirement,
    locked: LockedOptions,
    staff: Staff,
) -> Cover:
    grid = scenario.grid
    n_queues, demand = len(scenario.queues), grid.n_demand_slots
    shape = (n_queues, grid.n_slots)
    required, minimum = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    under, over, hard = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    required[:, :demand] = np.repeat(requirement.scheduled, grid.slots_per_interval, axis=1)
    is_open = np.repeat(requirement.open, grid.slots_per_interval, axis=1)
    hours = Fraction(grid.slot_minutes, 60)
    promise = PROMISE_FACTOR * ticks(dearest_hour(scenario))
    for k, queue in enumerate(scenario.queues):
        under[k, :demand] = ticks(Fraction(queue.under_price) * hours)
        over[k, :demand] = ticks(Fraction(queue.over_price) * hours)
        if queue.hard_minimum:
            minimum[k, :demand] = np.where(is_open[k], queue.minimum_staff, 0)
            hard[k, :demand] = promise
    skills = skill_sets(scenario.agents)
    index = scenario.queue_index()
    table = np.zeros((len(skills), n_queues), dtype=bool)
    for g, names in enumerate(skills):
        table[g, [index[name] for name in names]] = True
    fixed = _history_cover(scenario)
    row = {agent.employee_id: a for a, agent in enumerate(scenario.agents)}
    for lock in locked.locks:
        option = locked.options[lock.option]
        attends = staff.event[row[lock.employee_id]] > 0
        for t, name in enumerate(option.queues or (), start=option.start):
            if name is not None and not attends[t]:
                fixed[index[name], t] += 1
    return Cover(required, minimum, fixed, under, over, hard, table)


def _history_cover(scenario: Scenario) -> IntArray:
    """Return agents per queue and slot from shifts of the history that run into the horizon."""
    grid, index = scenario.grid, scenario.queue_index()
    fixed = np.zeros((len(scenario.queues), grid.n_slots), dtype=np.int64)
    for shift in scenario.history:
        for activity in shift.activities:
            served = activity.queue if activity.code == "work" else None
            if served in index and activity.end > grid.start:
                first = grid.slot_at(activity.start + timedelta(minutes=grid.slot_minutes - 1))
                last = grid.slot_at(activity.end)
                fixed[index[served], max(0, first) : max(0, last)] += 1
    return fixed


def skill_sets(agents: Sequence[Agent]) -> tuple[frozenset[str], ...]:
    """Return the distinct skill sets in a stable order."""
    return tuple(sorted({agent.skills for agent in agents}, key=sorted))


def _staff(
    scenario: Scenario,
    options: Sequence[ShiftOption],
    events: Sequence[Event],
    allowed: BoolArray,
    must_work: BoolArray,
) -> Staff:
    """Return the agents' arrays; weekly limits are filled in by the caller.

    Events narrow `allowed` and add to `must_work` in place.
    """
    agents = scenario.agents
    row = {agent.employee_id: a for a, agent in enumerate(agents)}
    skills = {names: g for g, names in enumerate(skill_sets(agents))}
    contracts = {contract.id: k for k, contract in enumerate(scenario.contracts)}
    event, unpaid = _apply_events(scenario, options, events, row, allowed, must_work)
    option_cost, off_cost = _wishes(scenario, options, row)
    history, leave = by_employee(scenario.history), by_employee(scenario.time_off)
    past = [history.get(agent.employee_id, []) for agent in agents]
    before = np.array([_history_counts(scenario, shifts) for shifts in past], dtype=np.int64)
    nothing = np.zeros((len(agents), 0), dtype=np.int64)
    return Staff(
        skill_set=np.array([skills[agent.skills] for agent in agents], dtype=np.int64),
        rate=np.array([_rate(agent) for agent in agents], dtype=np.int64),
        overtime=np.array(
            [_basis_points(agent.contract.overtime_percent) for agent in agents], dtype=np.int64
        ),
        allowed=allowed,
        must_work=must_work,
        event=event,
        event_unpaid_minutes=unpaid,
        run=np.array([_run_before(scenario, shifts) for shifts in past], dtype=np.int64),
        max_run=np.full(len(agents), scenario.rules.work.max_days_in_row, dtype=np.int64),
        least=nothing,
        most=nothing,
        overtime_after=nothing,
        option_cost=option_cost,
        off_cost=off_cost,
        fair_group=np.array([contracts[agent.contract.id] for agent in agents], dtype=np.int64),
        fair_weight=np.array(
            [_fair_weight(scenario, agent, leave.get(agent.employee_id, [])) for agent in agents],
            dtype=np.int64,
        ),
        nights_before=before[:, 0],
        weekends_before=before[:, 1],
    )


def _rate(agent: Agent) -> int:
    rate = Fraction(agent.base_rate) * RATE_SCALE
    if rate.denominator != 1:
        raise InputError(
            f"base_rate {agent.base_rate} of {agent.employee_id}: at most 4 decimals are allowed"
        )
    return int(rate)


def _basis_points(percent: Decimal) -> int:
    points = Fraction(percent) * 100
    if points.denominator != 1:
        raise InputError(f"overtime_percent {percent}: at most 2 decimals are allowed")
    return int(points)


def _allowed(scenario: Scenario, options: Sequence[ShiftOption], row: dict[str, int]) -> BoolArray:
    """Return which options contract, leave, availability and history permit, (A, O)."""
    grid = scenario.grid
    kinds = [o.kind for o in options]
    by_contract = {
        c.id: np.array([kind in c.shift_kinds for kind in kinds], dtype=bool)
        for c in scenario.contracts
    }
    starts = np.array([o.start for o in options], dtype=np.int64)
    ends = np.array([o.end for o in options], dtype=np.int64)
    from_template = np.array([o.template is not None for o in options], dtype=bool)
    suits = np.array([by_contract[agent.contract.id] for agent in scenario.agents])
    allowed: BoolArray = suits.reshape(len(scenario.agents), len(options)) & from_template
    blocked = np.zeros((len(scenario.agents), grid.n_slots + 1), dtype=np.int64)
    for employee_id, first, last in absent_slots(scenario):
        blocked[row[employee_id], 1 + first : 1 + last] = 1
    prefix = np.cumsum(blocked, axis=1)
    allowed &= prefix[:, ends] == prefix[:, starts]
    rest = timedelta(minutes=scenario.rules.work.min_rest_minutes)
    for shift in scenario.history:
        if shift.employee_id in row and shift.end + rest > grid.start:
            step = timedelta(minutes=grid.slot_minutes)
            ready = -((grid.start - (shift.end + rest)) // step)
            allowed[row[shift.employee_id]] &= starts >= ready
    return allowed


def _apply_events(
    scenario: Scenario,
    options: Sequence[ShiftOption],
    events: Sequence[Event],
    row: dict[str, int],
    allowed: BoolArray,
    must_work: BoolArray,
) -> tuple[npt.NDArray[np.int8], IntArray]:
    """Narrow the options around events; return the event mask (A, T) and unpaid minutes (A, O).

    An option contains an event or keeps clear of it. A mandatory event obliges the agent to
    work on a day that holds it (see `narrow`).
    """
    grid = scenario.grid
    spans = Spans.of(options)
    mask = np.zeros((len(row), grid.n_slots), dtype=np.int8)
    unpaid = np.zeros((len(row), len(options)), dtype=np.int64)
    for event in sorted(events, key=lambda event: not event.mandatory):
        if event.start is None or event.end is None:
            continue
        a = row[event.employee_id]
        first, last = slots_outward(grid, event.start, event.end)
        mask[a, first:last] = 1 if event.paid else 2
        if not event.paid:
            unpaid[a, spans.contain(first, last)] += (last - first) * grid.slot_minutes
        narrow(allowed[a], must_work[a], spans, first, last, event.mandatory)
    return mask, unpaid


def _wishes(
    scenario: Scenario, options: Sequence[ShiftOption], row: dict[str, int]
) -> tuple[IntArray, IntArray]:
    """Return what wishes cost where an option is taken, (A, O), and on a day off, (A, D)."""
    grid = scenario.grid
    option_cost = np.zeros((len(row), len(options)), dtype=np.int64)
    off_cost = np.zeros((len(row), grid.days), dtype=np.int64)
    days = np.array([o.day for o in options], dtype=np.int64)
    for wish in scenario.preferences:
        day = (wish.day - grid.first_day).days
        if not 0 <= day < grid.days:
            continue
        a = row[wish.employee_id]
        contract = scenario.agents[a].contract
        price = ticks(Fraction(wish.weight) * Fraction(scenario.objective.preference_price))
        for o in np.flatnonzero(days == day).tolist():
            if not _grants(scenario, wish, options[o], contract):
                option_cost[a, o] += price
        if not wish.off:
            off_cost[a, day] += price
    return option_cost, off_cost


def _grants(scenario: Scenario, wish: Preference, option: ShiftOption, contract: Contract) -> bool:
    """Say whether a shift on the wish's date grants it."""
    if wish.off:
        return False
    if wish.shift is not None:
        return wish.shift in _names(scenario, option, contract)
    if wish.window is None:
        return True
    start, end = scenario.grid.instant(option.start), scenario.grid.instant(option.end)
    return wish.window[0] <= start and end <= wish.window[1]


def _names(scenario: Scenario, option: ShiftOption, contract: Contract) -> set[str]:
    """Return the template ids and kinds a wish may call an option by.

    A locked shift is what its start and end say, whatever its id: first the templates of a kind
    the contract allows, then any that fit, then the one named. Among those that fit the id
    decides.
    """
    if option.template is not None and option.kind in contract.shift_kinds:
        return {option.shift_id, option.kind}
    named = [t for t in scenario.shifts if t.id == option.shift_id]
    fitting = templates_of_span(scenario, option)
    allowed = [t for t in fitting if t.kind in contract.shift_kinds]
    meant = allowed or fitting
    meant = [t for t in meant if t in named] or meant or named
    return {name for t in meant for name in (t.id, t.kind)} or {option.shift_id}


def _history_counts(scenario: Scenario, past: Sequence[Shift]) -> tuple[int, int]:
    """Return nights and weekend shifts in the agent's history."""
    nights = sum(is_night(s.start, s.end, scenario.rules, scenario.zone) for s in past)
    return nights, sum(s.business_date.weekday() >= 5 for s in past)


def _run_before(scenario: Scenario, past: Sequence[Shift]) -> int:
    """Return on how many business dates in a row the agent worked up to the horizon."""
    worked = {s.business_date for s in past}
    run = 0
    while scenario.grid.first_day - timedelta(days=run + 1) in worked:
        run += 1
    return run


def _fair_weight(scenario: Scenario, agent: Agent, absences: Sequence[TimeOff]) -> int:
    """Return weekly contract minutes times days of the horizon not wholly covered by leave."""
    grid = scenario.grid
    leave = [(t.start, t.end) for t in absences]
    edges = [grid.instant(int(slot)) for slot in grid.day_starts[: grid.days + 1]]
    covered = sum(wholly_covered(begin, end, leave) for begin, end in pairwise(edges))
    return agent.weekly_minutes * (grid.days - covered)
