"""Random small scenarios with the rules of docs/rules.md turned on in a balanced way.

Each rule is on in `ON` of `SEEDS` scenarios, drawn by its name, so that every rule meets many
others. Rules hold for the site, for the contract with rules of its own or for both, hard or at a
price where they may have one. What is asked can mostly be kept: leave and the like begin on the
fifth day and keep clear of each other, events and promised leads lie on working days, and where
minimum hours are asked for, other rules of that contract have a price.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from ruled_base import OFF, SITE, plain_scenario
from staffwright.scheduler.audit.locked import faults_of_locked
from staffwright.scheduler.calendar import midnight, shift_span
from staffwright.scheduler.scenario.rule_types import (
    PRICED_RULES,
    BreakDuty,
    KindLimit,
    LeadDuty,
    Succession,
    WorkRules,
)
from staffwright.scheduler.scenario.types import (
    Agent,
    Contract,
    Event,
    OpeningHours,
    Preference,
    Scenario,
    Shift,
    TimeOff,
    Unavailability,
)
from tiny_scenarios import EVERY_DAY, at, row

SEEDS, ON = 48, 22

PRICES = (Decimal(15), Decimal(60), Decimal("112.5"))

WORK: dict[str, Callable[[random.Random], dict[str, Any]]] = {
    "max_days_in_row": lambda rng: {"max_days_in_row": rng.choice([2, 3, 4])},
    "min_days_in_row": lambda rng: {"min_days_in_row": rng.choice([2, 3])},
    "min_days_off_in_row": lambda rng: {"min_days_off_in_row": rng.choice([2, 3])},
    "max_nights_in_row": lambda rng: {"max_nights_in_row": rng.choice([1, 1, 1, 2])},
    "rest_after_nights_minutes": lambda rng: {
        "rest_after_nights_minutes": rng.choice([1440, 2160, 2900]),
        "rest_after_nights_from": rng.choice([1, 1, 2]),
    },
    "max_daily_minutes": lambda rng: {"max_daily_minutes": rng.choice([450, 510])},
    "max_average_weekly_minutes": lambda rng: {
        "max_average_weekly_minutes": rng.choice([1500, 1800, 2000]),
        "average_weeks": rng.choice([1, 2, 3]),
    },
    "max_horizon_minutes": lambda rng: {"max_horizon_minutes": rng.choice([1000, 1500, 2000])},
    "min_horizon_minutes": lambda rng: {"min_horizon_minutes": rng.choice([720, 960])},
    "min_weekly_rest_minutes": lambda rng: {
        "min_weekly_rest_minutes": rng.choice([2160, 2880, 3600]),
        "weekly_rest_weeks": rng.choice([1, 1, 2]),
    },
    "max_weekends": lambda rng: {
        "max_weekends": rng.choice([0, 1]),
        "weekend_weeks": rng.choice([2, 3]),
    },
    "max_sundays": lambda rng: {
        "max_sundays": rng.choice([0, 1]),
        "sunday_weeks": rng.choice([2, 3, 8]),
    },
    "whole_weekends": lambda rng: {"whole_weekends": True},
    "max_backward_minutes": lambda rng: {"max_backward_minutes": rng.choice([0, 60])},
    "max_start_change_minutes": lambda rng: {"max_start_change_minutes": rng.choice([60, 120])},
    "kind_limits": lambda rng: {"kind_limits": _kind_limits(rng)},
    "forbidden_successions": lambda rng: {"forbidden_successions": _successions(rng)},
    "rest": lambda rng: {"min_rest_minutes": rng.choice([660, 700])},
}
"""What each rule of a contract changes."""


@dataclass(frozen=True)
class Ruled:
    """A scenario, and the ids of the rules that are on in it."""

    scenario: Scenario
    on: frozenset[str]


def rules_on(seed: int) -> frozenset[str]:
    """Return the rules that are on in the scenario of a seed."""
    return frozenset(rule for rule in TURN if seed % SEEDS in _seeds_of(rule))


@cache
def _seeds_of(rule: str) -> frozenset[int]:
    return frozenset(random.Random(rule).sample(range(SEEDS), ON))


def seeds_of(rule: str) -> tuple[int, ...]:
    """Return the seeds, below `SEEDS`, in whose scenarios a rule is on."""
    return tuple(sorted(_seeds_of(rule)))


def ruled_scenario(seed: int, only: frozenset[str] | None = None, **size: Any) -> Ruled:
    """Return the scenario of a seed; the same seed gives the same.

    `only` keeps to some rules; `size` may give `days`, `agents`, `first_day` and `slot`.
    """
    on = rules_on(seed) if only is None else rules_on(seed) & only
    found = plain_scenario(random.Random(seed), **size)
    for rule, (turn_on, _) in TURN.items():
        if rule in on:
            found = turn_on(random.Random(f"{rule} {seed}"), found)
    found = _within_reach(found)
    return Ruled(replace(found, history=_settled(found)), on)


def without(of: Scenario, rule: str) -> Scenario:
    """Return a scenario with a rule taken out and everything else as it is."""
    return TURN[rule][1](of)


# -- rules of a contract ----------------------------------------------------------------------


def _settled(of: Scenario) -> tuple[Shift, ...]:
    """Leave out history that the horizon would have to complete, whatever else holds there.

    That is a run of days or a weekend cut in two where the rule is hard, and hours that leave
    too few in a week with a minimum.
    """
    eve = of.grid.first_day - timedelta(days=1)
    dropped: set[tuple[str, date]] = set()
    for person in of.agents:
        rules = of.work_rules(person.contract)
        worked = {s.business_date for s in of.history if s.employee_id == person.employee_id}
        run = next(k for k in range(20) if eve - timedelta(days=k) not in worked)
        length = run if run < rules.min_days_in_row and _hard(rules, "min_days_in_row") else 0
        if rules.whole_weekends and _hard(rules, "whole_weekends") and eve.weekday() == 5:
            length = max(1, length)
        if person.min_weekly_minutes:
            length = max(6, length)
        dropped |= {(person.employee_id, eve - timedelta(days=k)) for k in range(length)}
    return tuple(s for s in of.history if (s.employee_id, s.business_date) not in dropped)


def _within_reach(of: Scenario) -> Scenario:
    """Let limits over the horizon leave room for the minimum minutes that are asked for."""
    site, own = of.rules.work, of.contracts[1].rules
    assert own is not None
    if of.contracts[0].min_weekly_minutes and site.max_horizon_minutes is not None:
        site = replace(site, max_horizon_minutes=1000 + site.max_horizon_minutes)
    return _with_rules(of, _with_room(site), _with_room(own))


def _with_room(rules: WorkRules) -> WorkRules:
    if rules.min_horizon_minutes is None:
        return rules
    limits = (replace(limit, price=limit.price or PRICES[1]) for limit in rules.kind_limits)
    return replace(rules, kind_limits=tuple(limits))


def _hard(rules: WorkRules, rule: str) -> bool:
    return rule not in rules.prices


def _kind_limits(rng: random.Random) -> tuple[KindLimit, ...]:
    limits = []
    for kind in rng.sample(["early", "late", "night", "any"], rng.choice([1, 2])):
        over = rng.choice(["week", "horizon"])
        price = rng.choice([None, *PRICES])
        hard = price is None
        least = (
            rng.choice([0, 0, 1]) if hard and kind == "any" else 0 if hard else rng.randint(0, 2)
        )
        most = rng.choice([None, 2, 3]) if least else rng.choice([1, 2])
        limits.append(KindLimit(kind, least, most, over, price))  # type: ignore[arg-type]
    return tuple(limits)


def _successions(rng: random.Random) -> tuple[Succession, ...]:
    kinds = ["early", "late", "night", "long"]
    pairs = [(x, y) for x in kinds for y in kinds]
    return tuple(
        Succession(*pair, price=rng.choice([None, *PRICES])) for pair in rng.sample(pairs, 3)
    )


def _with_work(rng: random.Random, of: Scenario, rule: str) -> Scenario:
    """Turn on a rule of contracts: for the site's, the other's, or both with their own values."""
    scope = rng.choice(["site", "own", "both", "both"])
    site, own = of.rules.work, of.contracts[1].rules
    assert own is not None
    if scope != "own":
        site = _changed(rng, site, rule)
    if scope != "site":
        own = _changed(rng, own, rule)
    return _with_rules(of, site, own)


def _changed(rng: random.Random, rules: WorkRules, rule: str) -> WorkRules:
    priced = rule in PRICED_RULES and rng.random() < 0.4
    prices = {**rules.prices, rule: rng.choice(PRICES)} if priced else rules.prices
    return replace(rules, **WORK[rule](rng), prices=prices)


def _without_work(of: Scenario, rule: str) -> Scenario:
    names = list(WORK[rule](random.Random(0)))
    weakest = {name: getattr(OFF, name) for name in names}

    def weaker(rules: WorkRules) -> WorkRules:
        prices = {name: price for name, price in rules.prices.items() if name != rule}
        return replace(rules, **weakest, prices=prices)

    own = of.contracts[1].rules
    assert own is not None
    return _with_rules(of, weaker(of.rules.work), weaker(own))


def _with_rules(of: Scenario, site: WorkRules, own: WorkRules) -> Scenario:
    contracts = (of.contracts[0], replace(of.contracts[1], rules=own))
    return _with_contracts(replace(of, rules=replace(of.rules, work=site)), contracts)


def _with_contracts(of: Scenario, contracts: tuple[Contract, ...]) -> Scenario:
    by_id = {contract.id: contract for contract in contracts}
    people = tuple(replace(person, contract=by_id[person.contract.id]) for person in of.agents)
    return replace(of, contracts=contracts, agents=people)


# -- rules of the site, weekly hours and the tables -------------------------------------------


def _weekly_max(rng: random.Random, of: Scenario) -> Scenario:
    most = rng.choice([1800, 2100, 2400])
    return _with_contracts(of, tuple(replace(c, max_weekly_minutes=most) for c in of.contracts))


def _weekly_min(rng: random.Random, of: Scenario) -> Scenario:
    """Ask for minimum hours of one contract, where little work is worth them."""
    contracts = (replace(of.contracts[0], min_weekly_minutes=1200), of.contracts[1])
    little = of.forecast.with_columns(volume=of.forecast["volume"] * rng.choice([0.3, 0.45]))
    of = _with_contracts(replace(of, forecast=little), contracts)
    work, price = of.rules.work, PRICES[1]
    prices = {rule: price for rule in PRICED_RULES if getattr(work, rule) != getattr(OFF, rule)}
    work = replace(
        work,
        prices=prices | dict(work.prices),
        kind_limits=tuple(replace(k, price=k.price or price) for k in work.kind_limits),
        forbidden_successions=tuple(
            replace(pair, price=pair.price or price) for pair in work.forbidden_successions
        ),
    )
    return replace(of, rules=replace(of.rules, work=work))


def _max_work(rng: random.Random, of: Scenario) -> Scenario:
    rules = replace(of.rules, max_work_minutes=rng.choice([270, 300]), break_block_minutes=30)
    return replace(of, rules=rules)


def _break_duties(rng: random.Random, of: Scenario) -> Scenario:
    slot = of.grid.slot_minutes
    duties = (
        BreakDuty(300, slot, slot, begin_by_minutes=240, unpaid_only=True),
        BreakDuty(480, 2 * slot, slot),
    )
    return replace(of, rules=replace(of.rules, break_duties=duties[: rng.choice([1, 2])]))


def _leads(rng: random.Random, of: Scenario) -> Scenario:
    """A lead at a price while `calls` is open, or surely while `mail` is, on a working day."""
    if rng.random() < 0.75:
        duty = LeadDuty(1, frozenset({"calls"}), rng.choice([Decimal(4), Decimal(25)]))
        hours = (OpeningHours(EVERY_DAY, 480, 1200),)
    else:
        duty = LeadDuty(1, frozenset({"mail"}))
        weekday = next(d for k in (1, 2, 3) if (d := of.grid.day(k).weekday()) < 5)
        hours = (OpeningHours(frozenset({weekday}), 660, 720),)
        of = replace(of, agents=tuple(replace(a, lead=True) for a in of.agents))
    queues = tuple(replace(q, hours=hours) if q.id in duty.queues else q for q in of.queues)
    return replace(of, queues=queues, rules=replace(of.rules, leads=(duty,)))


def _skills(rng: random.Random, of: Scenario) -> Scenario:
    people = tuple(
        replace(a, skills=frozenset({rng.choice(["calls", "calls", "mail"])})) if k != 1 else a
        for k, a in enumerate(of.agents)
    )
    return replace(of, agents=people)


def _all_skills(of: Scenario) -> Scenario:
    everything = frozenset(q.id for q in of.queues)
    return replace(of, agents=tuple(replace(a, skills=everything) for a in of.agents))


def _own_day(rng: random.Random, of: Scenario, person: Agent, first: int = 4) -> date | None:
    """Return a day that nothing else of the agent's is near, if there is one."""
    who = person.employee_id
    busy = {wish.day for wish in of.preferences if wish.employee_id == who}
    busy |= {shift.business_date for shift in of.locked if shift.employee_id == who}
    for span in (*of.time_off, *of.unavailable):
        if span.employee_id == who:
            begun = of.grid.local(span.start).date()
            busy |= {begun + timedelta(days=k) for k in range(-1, 4)}
    for event in of.events:
        start = event.start or (event.window and event.window[0])
        if start and event.employee_id == who:
            busy |= {of.grid.local(start).date() + timedelta(days=k) for k in (-1, 0, 1)}
    free = [day for k in range(first, of.grid.days) if (day := of.grid.day(k)) not in busy]
    return rng.choice(free) if free else None


def _time_off(rng: random.Random, of: Scenario) -> Scenario:
    for person in rng.sample(of.agents, max(1, len(of.agents) // 2)):
        day = _own_day(rng, of, person)
        if day is None:
            continue
        zone = of.zone_of(person)
        span = midnight(day, zone), midnight(day + timedelta(days=rng.choice([1, 1, 2])), zone)
        paid = rng.choice([0, 420, 421])
        leave = TimeOff(person.employee_id, *span, "vacation", paid)
        of = replace(of, time_off=(*of.time_off, leave))
    return of


def _availability(rng: random.Random, of: Scenario) -> Scenario:
    for person in rng.sample(of.agents, max(1, len(of.agents) // 2)):
        day = _own_day(rng, of, person)
        if day is not None:
            first = rng.choice([360, 720])
            span = at(day, first), at(day, first + 420)
            gone = Unavailability(person.employee_id, *span)
            of = replace(of, unavailable=(*of.unavailable, gone))
    return of


def _forbidden(rng: random.Random, of: Scenario) -> Scenario:
    for person in of.agents:
        for _ in range(2):
            day = _own_day(rng, of, person)
            if day is not None:
                off = rng.random() < 0.5 and not person.min_weekly_minutes
                avoid = None if off else rng.choice(["early", "late", "night", "long"])
                wish = Preference(
                    person.employee_id, day, None, None, off, Decimal(0), avoid=avoid, hard=True
                )
                of = replace(of, preferences=(*of.preferences, wish))
    return of


def _events(rng: random.Random, of: Scenario) -> Scenario:
    """Give an agent an event of an hour at noon, or in a window around it."""
    person = rng.choice(of.agents)
    day = _own_day(rng, of, person, first=2)
    if day is None or day.weekday() >= 5:
        return of
    start = at(day, 840, of.zone_of(person))
    hour = timedelta(hours=1)
    fixed = rng.random() < 0.6
    event = Event(
        "talk",
        person.employee_id,
        start if fixed else None,
        start + hour if fixed else None,
        60,
        None if fixed else (start - hour, start + 2 * hour),
        mandatory=True,
        paid=rng.random() < 0.6,
    )
    return replace(of, events=(*of.events, event))


def _locked(rng: random.Random, of: Scenario) -> Scenario:
    """Lock a shift or two where the rules permit them by themselves, with the history."""
    for person in rng.sample(of.agents, len(of.agents) // 2 + 1):
        day = _own_day(rng, of, person, first=1)
        template = rng.choice(of.shifts)
        zone = of.zone_of(person)
        if day is None or day.weekday() not in template.weekdays:
            continue
        span = shift_span(day, template.start_minutes, template.lengths_minutes[0], zone)
        if span is None:
            continue
        rows = (row("shift", *span),)
        if rng.random() < 0.5:
            half, rest = span[0] + timedelta(hours=2), timedelta(minutes=of.grid.slot_minutes)
            rows = (
                row("work", span[0], half, queue=min(person.skills)),
                row("break:meal", half, half + rest, paid=False),
                row("work", half + rest, span[1], queue=min(person.skills)),
            )
        shift = Shift(person.employee_id, template.id, day, rows, locked=True)
        more = replace(of, locked=(*of.locked, shift))
        if not faults_of_locked(more):
            of = more
    return of


Turn = tuple[Callable[[random.Random, Scenario], Scenario], Callable[[Scenario], Scenario]]


def _of_contracts(rule: str) -> Turn:
    return (
        lambda rng, of: _with_work(rng, of, rule),
        lambda of: _without_work(of, rule),
    )


def _hours_off(name: str) -> Callable[[Scenario], Scenario]:
    weakest = getattr(SITE, name)
    return lambda of: _with_contracts(
        of, tuple(replace(c, **{name: weakest}) for c in of.contracts)
    )


def _site_off(**weakest: Any) -> Callable[[Scenario], Scenario]:
    return lambda of: replace(of, rules=replace(of.rules, **weakest))


def _no_hard_wishes(of: Scenario) -> Scenario:
    return replace(of, preferences=tuple(w for w in of.preferences if not w.hard))


TURN: dict[str, Turn] = {
    **{rule: _of_contracts(rule) for rule in WORK},
    "weekly_max": (_weekly_max, _hours_off("max_weekly_minutes")),
    "weekly_min": (_weekly_min, _hours_off("min_weekly_minutes")),
    "max_work_minutes": (_max_work, _site_off(max_work_minutes=None)),
    "break_duties": (_break_duties, _site_off(break_duties=())),
    "leads": (_leads, _site_off(leads=())),
    "skills": (_skills, _all_skills),
    "time_off": (_time_off, lambda of: replace(of, time_off=())),
    "availability": (_availability, lambda of: replace(of, unavailable=())),
    "forbidden_shifts": (_forbidden, _no_hard_wishes),
    "events": (_events, lambda of: replace(of, events=())),
    "locked": (_locked, lambda of: replace(of, locked=())),
}
"""How each rule is turned on, in this order, and taken out again."""
