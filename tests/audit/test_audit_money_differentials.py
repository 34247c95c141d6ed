"""Differentials and allowances in the audit: conditions, priorities, zones, half holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from staffwright.scheduler.plan import Cost
from staffwright.scheduler.scenario.pay_types import Allowance, PayRules
from staffwright.scheduler.scenario.types import Premium, Scenario, Shift

from .factory import CONTRACT, agent, at, audit, day, grid, queue, row, scenario, shift, shift_of

NIGHT_SHIFT = shift(day(0), "22:00", "30:00", name="night")
CHRISTMAS = date(2026, 12, 21)


def premium(**conditions: Any) -> Premium:
    base = Premium("p", "g", Decimal(100), None, None, False, "any", None)
    return replace(base, **conditions)


def cost(of: Scenario, *roster: Shift) -> Cost:
    return audit(of, roster).cost


def minutes(*premiums: Premium, roster: Shift, **more: Any) -> dict[str, int]:
    """Return the minutes that earn each premium, having checked that they are paid at the rate.

    Premiums of 100 % at EUR 60 an hour are paid a euro a minute.
    """
    people = more.pop("agents", (agent(base_rate=Decimal(60)),))
    paid = cost(scenario(agents=people, premiums=premiums, **more), roster)
    assert paid.premiums == paid.premium_minutes
    return paid.premium_minutes


def test_money_per_hour_does_not_depend_on_the_rate() -> None:
    extra = premium(percent=Decimal(0), amount=Decimal("1.50"))
    for rate in (Decimal(16), Decimal(30)):
        of = scenario(agents=(agent(base_rate=rate),), premiums=(extra,))
        assert cost(of, shift(day(0), "08:00", "12:00")).premiums == {"p": 6}


@pytest.mark.parametrize(("rate", "winner"), [("15", "fixed"), ("16", "share"), ("20", "share")])
def test_of_percent_and_amount_the_one_worth_most_at_the_agents_rate_counts(
    rate: str, winner: str
) -> None:
    """25 % of EUR 15 is 3.75, of EUR 16 it is 4, as much as the amount; the first listed counts."""
    both = (
        premium(id="share", percent=Decimal(25)),
        premium(id="fixed", percent=Decimal(0), amount=Decimal(4)),
    )
    of = scenario(agents=(agent(base_rate=Decimal(rate)),), premiums=both)
    paid = cost(of, shift(day(0), "08:00", "12:00"))
    assert {name for name, amount in paid.premiums.items() if amount} == {winner}
    assert paid.premium_minutes[winner] == 240


def test_priority_comes_before_worth() -> None:
    first = premium(id="low", percent=Decimal(10), priority=1)
    of = scenario(premiums=(premium(id="high"), first))
    assert cost(of, shift(day(0), "08:00", "12:00")).premiums == {"low": Decimal("6.4"), "high": 0}


def test_a_premium_may_ask_when_the_shift_began() -> None:
    late = premium(began_window=(1200, 120))
    assert minutes(late, roster=NIGHT_SHIFT) == {"p": 480}
    assert minutes(late, roster=shift(day(0), "18:00", "26:00")) == {"p": 0}
    assert minutes(late, roster=shift(day(0), "01:30", "04:00")) == {"p": 150}


def test_a_premium_may_ask_for_contract_and_skill() -> None:
    roster = shift(day(0), "08:00", "12:00")
    assert minutes(premium(contracts=frozenset({"full", "x"})), roster=roster) == {"p": 240}
    assert minutes(premium(contracts=frozenset({"x"})), roster=roster) == {"p": 0}
    assert minutes(premium(skills=frozenset({"calls", "x"})), roster=roster) == {"p": 240}
    assert minutes(premium(skills=frozenset({"x"})), roster=roster) == {"p": 0}


def test_a_premium_for_queues_counts_on_work_for_them_alone() -> None:
    """Two hours on `calls`, a paid break that names the queue, an hour on `mail`."""
    rows = [
        row("work", at(day(0), "08:00"), at(day(0), "10:00")),
        row("break:pause", at(day(0), "10:00"), at(day(0), "10:15"), queue="calls"),
        row("work", at(day(0), "10:15"), at(day(0), "11:15"), queue="mail"),
    ]
    of = {"queues": (queue("calls"), queue("mail")), "roster": shift_of(rows)}
    assert minutes(premium(queues=frozenset({"calls"})), **of) == {"p": 120}
    assert minutes(premium(queues=frozenset({"calls", "mail"})), **of) == {"p": 180}


HALF_HOLIDAY: dict[str, Any] = {
    "grid": grid(first=CHRISTMAS, days=7),
    "half_holidays": {date(2026, 12, 24): 14 * 60},
}


@pytest.mark.parametrize(("start", "end", "earned"), [(8, 16, 120), (14, 22, 480), (6, 14, 0)])
def test_a_half_holiday_is_a_holiday_from_its_time_on(start: int, end: int, earned: int) -> None:
    roster = shift(date(2026, 12, 24), f"{start}:00", f"{end}:00")
    assert minutes(premium(holidays=True), roster=roster, **HALF_HOLIDAY) == {"p": earned}


@pytest.mark.parametrize("start", [12, 22])
def test_a_shift_begun_on_a_half_holiday_carries_it_whenever_it_began(start: int) -> None:
    carried = premium(holidays=True, carry_until=240)
    roster = shift(date(2026, 12, 24), f"{start}:00", "30:00")
    expected = (24 - max(start, 14)) * 60 + 240
    assert minutes(carried, roster=roster, **HALF_HOLIDAY) == {"p": expected}


def test_holidays_are_those_of_the_agents_jurisdiction() -> None:
    people = (
        agent("A", base_rate=Decimal(60)),
        agent("B", base_rate=Decimal(60), jurisdiction="DE-BY"),
    )
    of = scenario(
        agents=people,
        premiums=(premium(holidays=True),),
        holidays=frozenset({day(0)}),
        other_holidays={"DE-BY": frozenset({day(1)})},
    )
    for who, on, earned in (("A", 0, 240), ("A", 1, 0), ("B", 0, 0), ("B", 1, 240)):
        assert cost(of, shift(day(on), "08:00", "12:00", who)).premium_minutes == {"p": earned}


@pytest.mark.parametrize(
    ("zone", "began", "paid", "deep"),
    [
        ("Europe/Berlin", date(2026, 3, 28), 420, 180),
        ("Europe/Berlin", date(2026, 10, 24), 540, 300),
        ("America/New_York", date(2026, 3, 7), 420, 180),
        ("America/New_York", date(2026, 10, 31), 540, 300),
        ("Australia/Lord_Howe", date(2026, 10, 3), 450, 210),
        ("Australia/Lord_Howe", date(2026, 4, 4), 510, 270),
        ("Asia/Kolkata", date(2026, 3, 28), 480, 240),
        ("Asia/Kolkata", date(2026, 12, 31), 480, 240),
    ],
)
def test_nights_are_paid_by_the_clock_of_the_agents_zone(
    zone: str, began: date, paid: int, deep: int
) -> None:
    """22:00 to 06:00 at EUR 60 with 100 % from 00:00 to 04:00 for a shift begun the day before.

    The site is in Berlin. The next day is a holiday of the agent: it is all that lies after
    midnight.
    """
    night = row("work", at(began, "22:00", zone), at(began, "30:00", zone))
    roster = Shift("A", "night", began, (night,))
    deep_night = premium(id="deep", window=(0, 240), shift_began="day_before")
    holiday = premium(id="holiday", group="day", holidays=True)
    of = scenario(
        agents=(agent(base_rate=Decimal(60), zone=zone, jurisdiction="X"),),
        grid=grid(first=began - timedelta(days=2), days=7),
        premiums=(deep_night, holiday),
        other_holidays={"X": frozenset({began + timedelta(days=1)})},
    )
    found = cost(of, roster)
    assert found.base == paid == (night.end - night.start).total_seconds() / 60
    assert found.premium_minutes == {"deep": deep, "holiday": paid - 120}


ALLOWANCE = Allowance("a", Decimal("7.50"))


@pytest.mark.parametrize(
    ("conditions", "earned"),
    [
        ({}, 2),
        ({"began_window": (1200, 360)}, 1),
        ({"began_window": (480, 540)}, 1),
        ({"weekdays": frozenset({0})}, 1),
        ({"holidays": True}, 1),
        ({"contracts": frozenset({"full"})}, 2),
        ({"contracts": frozenset({"part"})}, 0),
        ({"min_minutes": 241}, 1),
        ({"min_minutes": 480}, 1),
        ({"min_minutes": 481}, 0),
    ],
)
def test_an_allowance_is_paid_for_every_shift_that_meets_its_conditions(
    conditions: dict[str, Any], earned: int
) -> None:
    """A night of 480 minutes from Monday, a morning of 240 on Wednesday, which is a holiday."""
    pay = PayRules(allowances=(replace(ALLOWANCE, **conditions),))
    of = scenario(pay=pay, holidays=frozenset({day(2)}))
    paid = cost(of, NIGHT_SHIFT, shift(day(2), "08:00", "12:00"))
    assert paid.premiums == {"a": earned * Decimal("7.50")}
    assert paid.allowance_shifts == {"a": earned}
    assert paid.wages == 12 * 16 + earned * Decimal("7.50")


@pytest.mark.parametrize(("start", "earned"), [("13:59", 0), ("14:00", 1)])
def test_an_allowance_for_holidays_asks_for_the_holiday_part_of_a_half_holiday(
    start: str, earned: int
) -> None:
    pay = PayRules(allowances=(replace(ALLOWANCE, holidays=True),))
    roster = shift(date(2026, 12, 24), start, "20:00")
    assert cost(scenario(pay=pay, **HALF_HOLIDAY), roster).allowance_shifts == {"a": earned}


def test_the_history_earns_no_allowance() -> None:
    pay = PayRules(allowances=(ALLOWANCE,))
    past = shift(day(-1), "22:00", "30:00", name="night")
    assert cost(scenario(pay=pay, history=(past,))).wages == 0


def test_agents_share_a_shift_but_not_its_worth() -> None:
    """The same night by two agents of different rates and contracts."""
    other = replace(CONTRACT, id="other")
    people = (agent("A", base_rate=Decimal(60)), agent("B", base_rate=Decimal(6), contract=other))
    of = scenario(
        agents=people,
        premiums=(premium(id="n", window=(1320, 360), contracts=frozenset({"other"})),),
    )
    second = replace(NIGHT_SHIFT, employee_id="B")
    assert cost(of, NIGHT_SHIFT, second).premiums == {"n": 48}
