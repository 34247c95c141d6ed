"""An instance of Curtois & Qu as the engine's problem, and the engine's roster as rows.

A day has one slot per kind of shift, so that the cover of a shift is the cover of a slot; an option
is one kind on one day. Weeks limit nothing; the horizon does.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from curtois_qu_instance import Instance
from staffwright.models.rostering.problem import (
    OFF,
    TICKS,
    Budget,
    Cover,
    IntArray,
    Options,
    Pay,
    Roster,
    RosterProblem,
    Staff,
)
from staffwright.models.rostering.rules import Days, RuleSet, Succession
from staffwright.models.rostering.totals import NO_LIMIT, Totals

MINUTE_PRICE = 100
"""Cost of a minute below a minimum that no tour reaches."""
PROMISE_PRICE = 100_000
"""Cost of a rule that nothing avoids breaking."""


def problem_of(instance: Instance) -> RosterProblem:
    """Return the engine's problem: costs are those of the instance, in units of currency."""
    kinds, days, agents = len(instance.shifts), instance.days, len(instance.staff)
    weeks = -(-days // 7)
    keys = [(e.max_run, e.min_run, e.min_off, e.max_weekends) for e in instance.staff]
    classes = list(dict.fromkeys(keys))
    weekday = np.arange(days) % 7
    return RosterProblem(
        slot_minutes=60,
        day_start=np.arange(days + 3) * kinds,
        days=Days(weekday, np.arange(days) // 7, np.arange(days + 1) * kinds, 0),
        rules=tuple(_rules(instance, *key) for key in classes),
        budget=Budget(np.zeros((0, weeks), dtype=bool), np.zeros((agents, 0), dtype=np.int64)),
        pay=Pay(*(np.zeros(shape, dtype=np.int64) for shape in _pay_shapes(instance))),
        cover=_cover(instance),
        options=_options(instance),
        staff=_staff(instance, np.array([classes.index(key) for key in keys], dtype=np.int64)),
        break_gap_slots=0,
        shortfall_price=MINUTE_PRICE * TICKS,
        promise_price=PROMISE_PRICE * TICKS,
        fair_prices=np.zeros(3, dtype=np.int64),
        totals=_totals(instance),
    )


def _pay_shapes(instance: Instance) -> tuple[tuple[int, ...], ...]:
    """Return the shapes of pay: nobody is paid."""
    options = instance.days * len(instance.shifts)
    by_slot = (1, instance.days, options)
    return by_slot, by_slot, (1, options), (1, options)


def _rules(
    instance: Instance, max_run: int, min_run: int, min_off: int, max_weekends: int
) -> RuleSet:
    kinds, weeks = len(instance.shifts), -(-instance.days // 7)
    number = {shift.name: k for k, shift in enumerate(instance.shifts)}
    return RuleSet(
        week_edges=np.arange(weeks + 1) * 7 * kinds,
        day_edges=np.arange(instance.days + 1) * kinds,
        rest_slots=0,
        max_run=max_run,
        min_run=max(1, min_run),
        min_off=max(1, min_off),
        max_weekends=max_weekends,
        weekend_weeks=weeks,
        successions=tuple(
            Succession(number[shift.name], number[after])
            for shift in instance.shifts
            for after in shift.not_followed_by
        ),
    )


def _options(instance: Instance) -> Options:
    kinds, days = len(instance.shifts), instance.days
    n = kinds * days
    day, kind = np.divmod(np.arange(n), kinds)
    none = np.zeros((n, 0), dtype=np.int64)
    return Options(
        day=day,
        start=np.arange(n),
        end=np.arange(n) + 1,
        paid_minutes=np.tile([shift.minutes for shift in instance.shifts], days),
        night=np.zeros(n, dtype=bool),
        weekend=day % 7 >= 5,
        kind=kind,
        clock=kind,
        flexible=np.ones(n, dtype=bool),
        n_breaks=np.zeros(n, dtype=np.int64),
        break_first=none,
        break_last=none,
        break_slots=none,
        break_paid=none.astype(bool),
        first_of_day=np.arange(days + 1) * kinds,
    )


def _cover(instance: Instance) -> Cover:
    kinds = {shift.name: k for k, shift in enumerate(instance.shifts)}
    slots = len(kinds) * instance.days
    required, under, over = (np.zeros((1, slots), dtype=np.int64) for _ in range(3))
    for row in instance.cover:
        slot = row.day * len(kinds) + kinds[row.shift]
        required[0, slot] = row.required
        under[0, slot], over[0, slot] = row.under * TICKS, row.over * TICKS
    nothing = np.zeros((1, slots), dtype=np.int64)
    duties = np.zeros((0, slots), dtype=np.int64)
    return Cover(
        required=required,
        minimum=nothing,
        fixed=nothing,
        under=under,
        over=over,
        hard=nothing,
        skills=np.ones((1, 1), dtype=bool),
        lead=np.zeros(1, dtype=bool),
        lead_minimum=duties,
        lead_price=duties,
        lead_hard=np.zeros(0, dtype=bool),
        lead_fixed=np.zeros(slots, dtype=np.int64),
    )


def _totals(instance: Instance) -> Totals:
    most = np.full((len(instance.staff), len(instance.shifts)), NO_LIMIT, dtype=np.int64)
    for a, employee in enumerate(instance.staff):
        for k, shift in enumerate(instance.shifts):
            limit = employee.max_shifts.get(shift.name, NO_LIMIT)
            most[a, k] = NO_LIMIT if limit >= instance.days else limit
    return Totals(
        np.array([e.min_minutes for e in instance.staff], dtype=np.int64),
        np.array([e.max_minutes for e in instance.staff], dtype=np.int64),
        most,
    )


def _staff(instance: Instance, rule_class: IntArray) -> Staff:
    agents, days, kinds = len(instance.staff), instance.days, len(instance.shifts)
    options, weeks = days * kinds, -(-days // 7)
    row = {employee.name: a for a, employee in enumerate(instance.staff)}
    number = {shift.name: k for k, shift in enumerate(instance.shifts)}
    allowed = np.ones((agents, options), dtype=bool)
    for a, employee in enumerate(instance.staff):
        for name, most in employee.max_shifts.items():
            if most == 0:
                allowed[a, number[name] :: kinds] = False
    for name, free in instance.days_off.items():
        for day in free:
            allowed[row[name], day * kinds : (day + 1) * kinds] = False
    option_cost = np.zeros((agents, options), dtype=np.int64)
    off_cost = np.zeros((agents, days), dtype=np.int64)
    for request in instance.on:
        a, day = row[request.employee], request.day
        off_cost[a, day] += request.weight * TICKS
        option_cost[a, day * kinds : (day + 1) * kinds] += request.weight * TICKS
        option_cost[a, day * kinds + number[request.shift]] -= request.weight * TICKS
    for request in instance.off:
        o = request.day * kinds + number[request.shift]
        option_cost[row[request.employee], o] += request.weight * TICKS
    per_agent = np.zeros(agents, dtype=np.int64)
    by_week = np.zeros((agents, weeks), dtype=np.int64)
    return Staff(
        skill_set=per_agent,
        pay_class=per_agent,
        rate=np.zeros((agents, days), dtype=np.int64),
        overtime=per_agent,
        allowed=allowed,
        must_work=np.zeros((agents, days), dtype=bool),
        event=np.zeros((agents, options), dtype=np.int8),
        event_unpaid_minutes=np.zeros((agents, options), dtype=np.int64),
        rule_class=rule_class,
        past=((),) * agents,
        holiday=np.zeros((agents, days), dtype=bool),
        least=by_week,
        most=by_week + NO_LIMIT,
        overtime_after=by_week + NO_LIMIT,
        option_cost=option_cost,
        off_cost=off_cost,
        fair_group=per_agent,
        fair_weight=per_agent + 1,
        fair_before=np.zeros((agents, 3), dtype=np.int64),
    )


def write_roster(instance: Instance, roster: Roster, path: Path) -> None:
    """Write `employee,day,shift`, worked days only; aside first, so that a stop leaves no half."""
    kinds = len(instance.shifts)
    aside = path.with_suffix(".part")
    with aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["employee", "day", "shift"])
        for a, employee in enumerate(instance.staff):
            for day, o in enumerate(roster.option[a].tolist()):
                if o != OFF:
                    writer.writerow([employee.name, day, instance.shifts[o % kinds].name])
    aside.replace(path)


def read_roster(instance: Instance, problem: RosterProblem, path: Path) -> Roster:
    """Read a roster that `write_roster` wrote."""
    kinds = {shift.name: k for k, shift in enumerate(instance.shifts)}
    row = {employee.name: a for a, employee in enumerate(instance.staff)}
    roster = Roster.empty(problem)
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            day = int(line["day"])
            roster.option[row[line["employee"]], day] = day * len(kinds) + kinds[line["shift"]]
    return roster
