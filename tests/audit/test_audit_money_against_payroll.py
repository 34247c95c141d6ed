"""Audit and payroll, written apart from each other, pay random rosters the same to the last digit.

Random differentials, allowances, overtime rules, rates and bonuses; agents in four zones over both
clock changes, Christmas with its half holiday, a leap day; shifts with breaks, history before them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from staffwright.scheduler.audit.bought import Purchases
from staffwright.scheduler.audit.coverage import staffing
from staffwright.scheduler.audit.duties import make_roster
from staffwright.scheduler.audit.money import Wages as Audited
from staffwright.scheduler.audit.money import wages as audited_wages
from staffwright.scheduler.calendar import SkippedTimeError
from staffwright.scheduler.coverage import coverage_of
from staffwright.scheduler.expected_contacts import contacts_answered
from staffwright.scheduler.payroll import Wages as Paid
from staffwright.scheduler.payroll import wages as paid_wages
from staffwright.scheduler.plan import Requirement
from staffwright.scheduler.scenario.pay_types import (
    Allowance,
    Bonus,
    Overtime,
    OvertimeTier,
    PayRules,
    Rate,
)
from staffwright.scheduler.scenario.types import Agent, Premium, Scenario, Shift, ShrinkageCause

from .factory import CONTRACT, agent, at, grid, queue, requirement, row, scenario

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
FIRST_DAYS = (
    date(2026, 3, 23),
    date(2026, 10, 19),
    date(2026, 3, 2),
    date(2026, 9, 28),
    date(2026, 12, 21),
    date(2028, 2, 28),
)
CAUSES = (
    ShrinkageCause("sick", 0.04),
    ShrinkageCause("sick", 0.11, weekdays=frozenset({0, 5})),
    ShrinkageCause("late", 0.02, window=(1320, 480)),
    ShrinkageCause("late", 0.3, dates=frozenset(FIRST_DAYS)),
)
CASES = 48


def some(rng: random.Random, *choices: Any) -> Any:
    return rng.choice(choices)


def window(rng: random.Random) -> tuple[int, int]:
    return rng.randrange(0, 1440, 15), rng.randrange(0, 1441, 15)


def premium(rng: random.Random, name: str) -> Premium:
    by_money = rng.random() < 0.3
    return Premium(
        name,
        some(rng, "g", "h", name),
        Decimal(0) if by_money else Decimal(some(rng, "10", "12.5", "25", "50", "100")),
        some(rng, None, window(rng)),
        some(rng, None, None, frozenset(rng.sample(range(7), 2))),
        rng.random() < 0.3,
        some(rng, "any", "any", "same_day", "day_before"),
        some(rng, None, 240),
        amount=Decimal(some(rng, "1.35", "4", "8")) if by_money else Decimal(0),
        priority=some(rng, 0, 0, 1),
        began_window=some(rng, None, None, window(rng)),
        contracts=some(rng, None, None, frozenset({"full"})),
        skills=some(rng, None, None, frozenset({"mail"})),
        queues=some(rng, None, None, frozenset({"calls"})),
        regular_rate=some(rng, "auto", "auto", "include", "exclude"),
    )


def tiers(rng: random.Random, *hours: int) -> tuple[OvertimeTier, ...]:
    """Return none, one or all of rising tiers."""
    all_tiers = [
        OvertimeTier(60 * h, Decimal(p)) for h, p in zip(hours, ("50", "100"), strict=True)
    ]
    return tuple(all_tiers[: rng.randint(0, 2)])


def pay_rules(rng: random.Random) -> PayRules:
    allowance = Allowance(
        "allowance",
        Decimal("7.77"),
        some(rng, None, window(rng)),
        some(rng, None, frozenset(rng.sample(range(7), 3))),
        rng.random() < 0.3,
        some(rng, None, frozenset({"other"})),
        some(rng, 0, 300),
    )
    bonuses = (
        Bonus("hour", "calls", "hour", Decimal("0.33"), Decimal("1.1")),
        Bonus("contact", "mail", "contact", Decimal("2.20"), Decimal("9.90"), 0.15),
    )
    return PayRules(
        overtime=Overtime(
            weekly=tiers(rng, 20, 30),
            daily=tiers(rng, 7, 9),
            seventh_day=tiers(rng, 0, 4),
            counts_by=some(rng, "shift", "clock"),
            regular_rate=rng.random() < 0.5,
        ),
        allowances=(allowance,) if rng.random() < 0.5 else (),
        bonuses=bonuses[: rng.randint(0, 2)],
        minimum_paid_minutes=some(rng, 0, 240),
        on_cost_percent=Decimal(some(rng, "0", "21.5")),
    )


def person(rng: random.Random, name: str) -> Agent:
    contract = replace(
        CONTRACT,
        id=some(rng, "full", "other"),
        weekly_minutes=1200,
        rates=(Rate(Decimal("11.11")), Rate(Decimal("12.12"), 3)),
        on_cost_percent=some(rng, None, Decimal(10)),
    )
    rates = (Rate(Decimal("18.30"), 5), Rate(Decimal("19.99"), 0, date(2026, 3, 26)))
    return agent(
        name,
        contract=contract,
        fte=some(rng, Decimal(1), Decimal("0.8")),
        base_rate=Decimal(some(rng, "0", "16", "17.35")),
        skills=frozenset(rng.sample(["calls", "mail"], rng.randint(1, 2))),
        hire_date=some(rng, None, date(2020, 3, 25), date(2024, 2, 29)),
        zone=some(rng, None, *ZONES),
        jurisdiction=some(rng, None, "X"),
        rates=rates if rng.random() < 0.4 else (),
    )


def rows(rng: random.Random, start: datetime, minutes: int) -> list[Any]:
    """Return work with a break in it, paid or not, on one queue or two."""
    step = timedelta(minutes=15)
    first = start + rng.randrange(2, minutes // 15 - 2) * step
    second, end = first + step, start + timedelta(minutes=minutes)
    serves = [some(rng, "calls", "mail", None) for _ in range(2)]
    return [
        row("work", start, first, queue=serves[0]),
        row("break:pause", first, second, paid=rng.random() < 0.5),
        row("work", second, end, queue=serves[1]),
    ]


def shifts(rng: random.Random, who: Agent, zone: str, days: Sequence[date]) -> list[Shift]:
    made = []
    for day in days:
        if rng.random() < 0.15:
            continue
        minutes = rng.randrange(90, 660, 15)
        start = rng.choice([0, 360, 480, 840, 1200, 1320, 1380])
        try:
            begin = at(day, f"{start // 60}:{start % 60:02}", zone)
        except SkippedTimeError:
            continue
        made.append(Shift(who.employee_id, "x", day, tuple(rows(rng, begin, minutes))))
    return made


def apart(roster: list[Shift]) -> list[Shift]:
    """Leave out shifts that overlap the one before."""
    kept: list[Shift] = []
    for shift in sorted(roster, key=lambda s: s.start):
        if not kept or kept[-1].end <= shift.start:
            kept.append(shift)
    return kept


def with_contacts(of: Scenario, rng: random.Random) -> Requirement:
    needed = requirement(of)
    volume = np.array([[rng.uniform(0, 9) for _ in row] for row in needed.volume])
    patience = np.where(np.arange(2)[:, None] == rng.randrange(2), 90.0, np.nan)
    return replace(
        needed,
        volume=volume,
        offered_load=volume * 240.0 / 1800,
        patience_s=np.broadcast_to(patience, volume.shape),
    )


@cache
def both(seed: int) -> tuple[Audited, Paid]:
    """Return what audit and payroll pay a random roster of three agents and two weeks."""
    rng = random.Random(seed)
    first = FIRST_DAYS[seed % len(FIRST_DAYS)]
    people = tuple(person(rng, name) for name in "ABC")
    of = scenario(
        agents=people,
        grid=grid(first=first, days=14),
        week_start=some(rng, 0, 6),
        queues=(queue("calls", shrinkage=0.07), queue("mail", causes=CAUSES)),
        premiums=tuple(premium(rng, f"p{k}") for k in range(rng.randint(0, 5))),
        pay=pay_rules(rng),
        holidays=frozenset(first + timedelta(days=k) for k in rng.sample(range(16), 3)),
        half_holidays={first + timedelta(days=k): 840 for k in rng.sample(range(16), 2)},
        other_holidays={"X": frozenset({first + timedelta(days=5)})},
    )
    roster: list[Shift] = []
    past: list[Shift] = []
    for who in people:
        days = [first + timedelta(days=k) for k in range(-4, 14)]
        own = apart(shifts(rng, who, of.zone_of(who), days))
        past += [shift for shift in own if shift.business_date < first]
        roster += [shift for shift in own if shift.business_date >= first]
    of = replace(of, history=tuple(past))
    needed = with_contacts(of, rng)
    read = make_roster(of, roster)
    covered = coverage_of(needed, staffing(read, needed, Purchases.of(of, ())).covered, of)
    contacts = contacts_answered(of, needed, covered)
    return audited_wages(read, needed), paid_wages(of, roster, contacts)


@pytest.mark.parametrize("seed", range(CASES))
def test_every_component_is_the_same(seed: int) -> None:
    audited, paid = both(seed)
    assert audited.base == paid.base
    assert audited.minimum == paid.minimum
    assert audited.premiums == paid.premiums
    assert audited.overtime == paid.overtime
    assert audited.bonuses == paid.bonuses
    assert audited.on_cost == paid.on_cost
    assert audited.value == paid.expected_value


def test_every_component_is_paid_in_many_of_the_cases() -> None:
    found = [both(seed)[0] for seed in range(CASES)]
    for component in ("minimum", "overtime", "bonuses", "on_cost", "value"):
        assert sum(getattr(case, component) > 0 for case in found) >= CASES // 5
    assert all(case.base > 0 for case in found)
    assert sum(sum(case.premiums.values(), Fraction(0)) > 0 for case in found) >= CASES // 2
