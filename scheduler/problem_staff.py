"""Agents in arrays: what they may work, what they wish, what lies behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..models.rostering.problem import Staff
from .calendar import midnight
from .locks import LockedOptions, locked_minutes
from .pay_for_search import SearchPay
from .placing import narrow
from .prices import ticks
from .problem_cover import groups
from .rule_sets import past_shifts, rule_classes
from .scenario.types import Agent, Contract, Event, Preference, Scenario, Shift, TimeOff
from .shifts import (
    ShiftOption,
    Spans,
    absent_slots,
    is_night,
    slots_outward,
    templates_of_span,
)
from .weeks import by_employee, weekly_limits, wholly_covered

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def build_staff(
    scenario: Scenario,
    locked: LockedOptions,
    events: Sequence[Event],
    allowed: BoolArray,
    must_work: BoolArray,
    pay: SearchPay,
) -> Staff:
    """Return the agents' arrays; events narrow `allowed` and add to `must_work` in place."""
    agents, options = scenario.agents, locked.options
    row = {agent.employee_id: a for a, agent in enumerate(agents)}
    group = {members: g for g, members in enumerate(groups(scenario))}
    contracts = {contract.id: k for k, contract in enumerate(scenario.contracts)}
    event, unpaid = _apply_events(scenario, options, events, row, allowed, must_work)
    _keep_daily_hours(scenario, options, unpaid, allowed)
    option_cost, off_cost = _wishes(scenario, options, row)
    history, leave = by_employee(scenario.history), by_employee(scenario.time_off)
    limits = weekly_limits(scenario, pay.weekly_tier)
    return Staff(
        skill_set=np.array([group[agent.skills, agent.lead] for agent in agents], dtype=np.int64),
        pay_class=pay.pay_class,
        rate=pay.rate,
        overtime=pay.overtime,
        allowed=allowed,
        must_work=must_work,
        event=event,
        event_unpaid_minutes=unpaid,
        rule_class=rule_classes(scenario).of_agent,
        past=past_shifts(scenario, history),
        holiday=_holidays(scenario),
        least=limits.least,
        # locked shifts stay even where they alone exceed the most
        most=np.maximum(limits.most, locked_minutes(scenario, locked, limits.week)),
        overtime_after=limits.overtime_after,
        option_cost=option_cost,
        off_cost=off_cost,
        fair_group=np.array([contracts[agent.contract.id] for agent in agents], dtype=np.int64),
        fair_weight=np.array(
            [_fair_weight(scenario, agent, leave.get(agent.employee_id, [])) for agent in agents],
            dtype=np.int64,
        ),
        fair_before=np.array(
            [_history_counts(scenario, a, history.get(a.employee_id, [])) for a in agents],
            dtype=np.int64,
        ).reshape(len(agents), 3),
    )


def _holidays(scenario: Scenario) -> BoolArray:
    """Return which business dates are holidays of each agent, (A, D)."""
    dates = [scenario.grid.day(d) for d in range(scenario.grid.days)]
    rows = [[day in scenario.holidays_of(agent) for day in dates] for agent in scenario.agents]
    return np.array(rows, dtype=np.bool_).reshape(len(scenario.agents), len(dates))


def _keep_daily_hours(
    scenario: Scenario, options: Sequence[ShiftOption], unpaid: IntArray, allowed: BoolArray
) -> None:
    """Take away shifts longer than the daily hours of the agent's contract; locked ones stay."""
    slot = scenario.grid.slot_minutes
    minutes = np.array([option.paid_slots * slot for option in options], dtype=np.int64)
    offered = np.array([option.template is not None for option in options], dtype=np.bool_)
    for a, agent in enumerate(scenario.agents):
        most = scenario.work_rules(agent.contract).max_daily_minutes
        if most is not None:
            allowed[a] &= (minutes - unpaid[a] <= most) | ~offered


def allowed_options(
    scenario: Scenario, options: Sequence[ShiftOption], row: dict[str, int]
) -> BoolArray:
    """Return which options contract, zone, leave, availability and history permit, (A, O)."""
    grid = scenario.grid
    kinds = [o.kind for o in options]
    by_contract = {
        c.id: np.array([kind in c.shift_kinds for kind in kinds], dtype=bool)
        for c in scenario.contracts
    }
    starts = np.array([o.start for o in options], dtype=np.int64)
    ends = np.array([o.end for o in options], dtype=np.int64)
    from_template = np.array([o.template is not None for o in options], dtype=bool)
    zones = np.array([o.zone or grid.zone for o in options])
    suits = [
        by_contract[agent.contract.id] & (zones == scenario.zone_of(agent))
        for agent in scenario.agents
    ]
    allowed: BoolArray = np.array(suits).reshape(len(row), len(options)) & from_template
    blocked = np.zeros((len(scenario.agents), grid.n_slots + 1), dtype=np.int64)
    for employee_id, first, last in absent_slots(scenario):
        blocked[row[employee_id], 1 + first : 1 + last] = 1
    prefix = np.cumsum(blocked, axis=1)
    allowed &= prefix[:, ends] == prefix[:, starts]
    for shift in scenario.history:
        if shift.employee_id not in row:
            continue
        a = row[shift.employee_id]
        rules = scenario.work_rules(scenario.agents[a].contract)
        rested = shift.end + timedelta(minutes=rules.min_rest_minutes)
        if rested > grid.start:
            ready = -((grid.start - rested) // timedelta(minutes=grid.slot_minutes))
            allowed[a] &= starts >= ready
    _forbid(scenario, options, row, allowed)
    return allowed


def _forbid(
    scenario: Scenario, options: Sequence[ShiftOption], row: dict[str, int], allowed: BoolArray
) -> None:
    """Take away what hard rows of preferences.csv forbid."""
    days = np.array([o.day for o in options], dtype=np.int64)
    for wish in scenario.preferences:
        day = (wish.day - scenario.grid.first_day).days
        if not (wish.hard and 0 <= day < scenario.grid.days):
            continue
        a = row[wish.employee_id]
        contract = scenario.agents[a].contract
        for o in np.flatnonzero((days == day) & allowed[a]).tolist():
            if not _grants(scenario, wish, options[o], contract):
                allowed[a, o] = False


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
        if wish.hard or not 0 <= day < grid.days:
            continue
        a = row[wish.employee_id]
        contract = scenario.agents[a].contract
        price = ticks(Fraction(wish.weight) * Fraction(scenario.objective.preference_price))
        for o in np.flatnonzero(days == day).tolist():
            if not _grants(scenario, wish, options[o], contract):
                option_cost[a, o] += price
        if not wish.off and wish.avoid is None:
            off_cost[a, day] += price
    return option_cost, off_cost


def _grants(scenario: Scenario, wish: Preference, option: ShiftOption, contract: Contract) -> bool:
    """Say whether a shift on the wish's date grants it."""
    if wish.off:
        return False
    if wish.avoid is not None:
        return wish.avoid not in _kept_from(scenario, option)
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


def _kept_from(scenario: Scenario, option: ShiftOption) -> set[str]:
    """Return the names by which a wish to avoid a shift means an option: its id and its kind's.

    The kind is that of the template the id names, else of the first that fits.
    """
    named = [t for t in scenario.shifts if t.id == option.shift_id]
    meant = (named or list(templates_of_span(scenario, option)))[:1]
    return {option.shift_id} | {name for t in meant for name in (t.id, t.kind)}


def _history_counts(
    scenario: Scenario, agent: Agent, past: Sequence[Shift]
) -> tuple[int, int, int]:
    """Return nights, weekend shifts and holiday shifts in the agent's history."""
    zone, holidays = scenario.zone_of(agent), scenario.holidays_of(agent)
    nights = sum(is_night(s.start, s.end, scenario.rules, zone) for s in past)
    weekends = sum(s.business_date.weekday() >= 5 for s in past)
    return nights, weekends, sum(s.business_date in holidays for s in past)


def _fair_weight(scenario: Scenario, agent: Agent, absences: Sequence[TimeOff]) -> int:
    """Return weekly contract minutes times days of the horizon not wholly covered by leave."""
    grid, zone = scenario.grid, scenario.zone_of(agent)
    leave = [(t.start, t.end) for t in absences]
    edges = [midnight(grid.day(d), zone) for d in range(grid.days + 1)]
    covered = sum(wholly_covered(begin, end, leave) for begin, end in pairwise(edges))
    return agent.weekly_minutes * (grid.days - covered)
