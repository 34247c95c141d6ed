"""The scenario and its requirement as a `RosterProblem`: every rule becomes arrays here.

How each rule of docs/rules.md enters:

================================================  ================================================
rule                                              where
================================================  ================================================
shift_template, breaks, max_work_minutes,         the options and their break windows
break_duties                                      (`shifts`, `break_windows`)
time_off, availability, events, locked,           `allowed` and `must_work` (`problem_staff`,
forbidden_shifts, max_daily_minutes, skills       `placing`, `locks`)
rest, runs, nights, weekly rest, weekends,        `RuleSet` (`rule_sets`), walked by the tour
rotation, kinds, successions                      program and stated again in CP-SAT
weekly_max, weekly_min                            minutes by week (`weeks`)
max_average_weekly_minutes                        `Budget` (`weeks`): shared out over the weeks in
                                                  the tour program, whole in CP-SAT, not in bounds
max_horizon_minutes, min_horizon_minutes, hard    `Totals` (`horizon_totals`): counted by the tour
most of a kind over the horizon                   program, whole in CP-SAT
leads                                             `Cover` (`problem_cover`), like a queue that
                                                  takes nobody away
fairness                                          counts against the fair share
bought_cover                                      `BoughtCover` (`problem_bought`): units that buy
                                                  blocks beside the agents' tours
================================================  ================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from ..models.rostering.problem import Options, Pay, RosterProblem
from .cover_hinges import dearest_late_hour, hinges
from .errors import InputError
from .horizon_totals import horizon_totals
from .kind_numbers import kind_numbers
from .locks import apply_locks, locked_options
from .pay_for_search import search_pay
from .placing import place_events
from .plan import Requirement
from .prices import PROMISE_FACTOR, PROMISE_HOURS, dearest_hour, ticks
from .problem_bought import Offers, build_offers
from .problem_cover import build_cover, groups
from .problem_staff import allowed_options, build_staff
from .rule_sets import NO_KIND, horizon_days, rule_classes
from .scenario.bought_types import BoughtBlock
from .scenario.types import Event, Scenario
from .shifts import ShiftOption, clock_of, is_night, template_options
from .weeks import average_budgets


@dataclass(frozen=True)
class ProblemMap:
    """A problem with what its indices mean in the planner's world.

    `options[o]` is the shift option, `events` are the agents' events with their times placed.
    `pay_is_exact` says whether the problem's pay is payroll's for every roster, `offers` whose
    agents can be bought.
    """

    problem: RosterProblem
    options: tuple[ShiftOption, ...]
    events: tuple[Event, ...]
    pay_is_exact: bool
    offers: Offers


def roster_problem(
    scenario: Scenario,
    requirement: Requirement,
    *,
    not_before: datetime | None = None,
    held: Sequence[BoughtBlock] = (),
) -> ProblemMap:
    """Build the arrays of the rostering problem.

    Parameters
    ----------
    not_before : datetime, optional
        No shift begins before it, those locked aside, and nothing is bought.
    held : sequence of BoughtBlock
        Cover bought already that stays.

    Raises
    ------
    InputError
        If an agent serves no queue, or an amount has more decimals than are kept.
    """
    idle = [agent.employee_id for agent in scenario.agents if not agent.skills]
    if idle:
        raise InputError(f"agents {', '.join(idle)} serve no queue: each needs at least one skill")
    if not scenario.agents:
        raise InputError("a roster needs at least one agent, and the scenario has none")
    locked = locked_options(scenario, template_options(scenario))
    options = locked.options
    row = {agent.employee_id: a for a, agent in enumerate(scenario.agents)}
    allowed = allowed_options(scenario, options, row)
    if not_before is not None:
        first = scenario.grid.slot_at(not_before)
        allowed &= np.array([o.start >= first for o in options], dtype=np.bool_)
    must_work = np.zeros((len(scenario.agents), scenario.grid.days), dtype=bool)
    apply_locks(scenario, locked, allowed, must_work)
    events = place_events(scenario, requirement, options, allowed, must_work)
    pay = search_pay(scenario, options)
    staff = build_staff(scenario, locked, events, allowed, must_work, pay)
    hour = ticks(dearest_hour(scenario, dearest_late_hour(requirement)))
    prices = scenario.objective
    skill_sets = {skills: g for g, (skills, lead) in enumerate(groups(scenario)) if not lead}
    offers = build_offers(scenario, skill_sets, held, not_before)
    fair = (prices.fair_nights_price, prices.fair_weekends_price, prices.fair_holidays_price)
    slot = scenario.grid.slot_minutes
    problem = RosterProblem(
        slot_minutes=slot,
        day_start=scenario.grid.day_starts,
        days=horizon_days(scenario),
        rules=rule_classes(scenario).rules,
        budget=average_budgets(scenario),
        pay=Pay(pay.weight, pay.flat, pay.option_weight, pay.option_flat),
        cover=build_cover(scenario, requirement, locked, staff.event, held),
        options=_option_arrays(scenario, options),
        staff=staff,
        break_gap_slots=-(-scenario.rules.min_work_between_breaks_minutes // slot),
        shortfall_price=PROMISE_FACTOR * hour,
        promise_price=PROMISE_HOURS * hour,
        fair_prices=np.array([ticks(price) for price in fair], dtype=np.int64),
        fair_spread=prices.fair_spread,
        totals=horizon_totals(scenario),
        bought=offers.arrays,
    )
    # a week's overtime leaves out what is overtime by day; the search counts both
    twice = bool(pay.daily_overtime.any()) and bool(pay.overtime.any())
    return ProblemMap(problem, options, events, pay.exact and not twice, offers)


def repriced(
    scenario: Scenario, solved: ProblemMap, before: Requirement, requirement: Requirement
) -> ProblemMap:
    """Return a problem in which only the prices of late contacts differ, or all of it anew.

    Anew where they rise above what the prices of promises were made to outweigh.
    """
    if dearest_late_hour(requirement) > dearest_late_hour(before):
        return roster_problem(scenario, requirement)
    level, level_price = hinges(scenario, requirement)
    cover = replace(solved.problem.cover, level=level, level_price=level_price)
    return replace(solved, problem=replace(solved.problem, cover=cover))


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
    zones = [o.zone or grid.zone for o in options]
    begins = [grid.instant(o.start) for o in options]
    nights = [
        is_night(begin, grid.instant(o.end), scenario.rules, zone)
        for o, begin, zone in zip(options, begins, zones, strict=True)
    ]
    kinds = kind_numbers(scenario)
    clocks = [clock_of(b.astimezone(ZoneInfo(z))) for b, z in zip(begins, zones, strict=True)]
    return Options(
        day=day,
        start=np.array([o.start for o in options], dtype=np.int64),
        end=np.array([o.end for o in options], dtype=np.int64),
        paid_minutes=np.array([o.paid_slots * grid.slot_minutes for o in options], dtype=np.int64),
        night=np.array(nights, dtype=bool),
        weekend=np.array([grid.day(o.day).weekday() >= 5 for o in options], dtype=bool),
        kind=np.array([kinds.get(o.kind, NO_KIND) for o in options], dtype=np.int64),
        clock=np.array(clocks, dtype=np.int64),
        flexible=np.array([o.queues is None for o in options], dtype=bool),
        n_breaks=np.array([len(o.breaks) for o in options], dtype=np.int64),
        break_first=first,
        break_last=last,
        break_slots=slots,
        break_paid=paid,
        first_of_day=np.searchsorted(day, np.arange(grid.days + 1)).astype(np.int64),
    )
