"""Base rates by date, minimum pay, bonuses and on-cost in the audit, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from staffwright.models.queueing import abandonment
from staffwright.scheduler.audit import audit_schedule
from staffwright.scheduler.plan import Cost, Requirement
from staffwright.scheduler.scenario.pay_types import Allowance, Bonus, PayRules, Rate
from staffwright.scheduler.scenario.types import Agent, Scenario, Shift

from .factory import (
    CONTRACT,
    agent,
    at,
    audit,
    day,
    grid,
    queue,
    requirement,
    row,
    scenario,
    shift,
    shift_of,
)


def cost(of: Scenario, *roster: Shift) -> Cost:
    return audit(of, roster).cost


def hourly(who: Agent, on: date) -> Decimal:
    """Return what an hour of a date is paid."""
    of = scenario(agents=(who,), grid=grid(first=on, days=7))
    return cost(of, shift(on, "08:00", "09:00")).base


def test_the_rate_of_a_date_is_the_last_that_has_begun() -> None:
    rates = (Rate(Decimal(17), start=day(1)), Rate(Decimal(18), start=day(3)))
    who = agent(base_rate=Decimal(16), rates=rates)
    assert [hourly(who, day(k)) for k in (0, 1, 2, 3)] == [16, 17, 17, 18]


def test_own_rates_come_before_the_column_and_the_column_before_the_contract() -> None:
    contract = replace(CONTRACT, rates=(Rate(Decimal(12)),))
    assert hourly(agent(contract=contract), day(0)) == 16
    assert hourly(agent(contract=contract, rates=(Rate(Decimal(13)),)), day(0)) == 13
    assert hourly(agent(contract=contract, base_rate=Decimal(0)), day(0)) == 12


@pytest.mark.parametrize(
    ("hired", "on", "rate"),
    [
        (date(2024, 3, 24), date(2026, 3, 23), 10),
        (date(2024, 3, 23), date(2026, 3, 23), 12),
        (date(2021, 3, 23), date(2026, 3, 23), 15),
        (None, date(2026, 3, 23), 10),
        (date(2027, 1, 1), date(2026, 3, 23), 10),
        (date(2024, 2, 29), date(2026, 2, 28), 10),
        (date(2024, 2, 29), date(2026, 3, 1), 12),
    ],
)
def test_rates_rise_with_whole_years_of_service(hired: date | None, on: date, rate: int) -> None:
    rates = (Rate(Decimal(10)), Rate(Decimal(12), 2), Rate(Decimal(15), 5))
    assert hourly(agent(hire_date=hired, rates=rates), on) == rate


def test_a_night_is_paid_at_the_rate_of_the_date_on_which_it_began() -> None:
    who = agent(rates=(Rate(Decimal(20), start=day(1)),))
    night = shift(day(0), "22:00", "30:00", name="night")
    assert cost(scenario(agents=(who,)), night).base == 8 * 16


@pytest.mark.parametrize(("end", "missing"), [("10:00", 120), ("11:59", 1), ("12:00", 0)])
def test_short_shifts_are_paid_up_to_the_minimum(end: str, missing: int) -> None:
    of = scenario(agents=(agent(base_rate=Decimal(60)),), pay=PayRules(minimum_paid_minutes=240))
    paid = cost(of, shift(day(0), "08:00", end))
    assert (paid.minimum, paid.base) == (missing, 240 - missing)
    assert audit(of, [shift(day(0), "08:00", end)]).paid_hours == {"A": (240 - missing) / 60}


def test_the_minimum_looks_at_paid_minutes_of_each_shift() -> None:
    rows = [
        row("work", at(day(0), "08:00"), at(day(0), "11:00")),
        row("break:meal", at(day(0), "11:00"), at(day(0), "12:00"), paid=False),
    ]
    of = scenario(agents=(agent(base_rate=Decimal(60)),), pay=PayRules(minimum_paid_minutes=240))
    assert cost(of, shift_of(rows), shift(day(1), "08:00", "16:00")).minimum == 60


def test_on_cost_is_a_share_of_gross_pay_and_the_contracts_own_comes_first() -> None:
    """8 h at 16, EUR 12 of allowance, EUR 4 of bonus: 144, at 20 % and at 50 %."""
    pay = PayRules(
        allowances=(Allowance("a", Decimal(12)),),
        bonuses=(Bonus("b", "calls", "hour", Decimal("0.5"), Decimal(3)),),
        on_cost_percent=Decimal(20),
    )
    roster = shift(day(0), "08:00", "16:00")
    of = scenario(pay=pay)
    paid = cost(of, roster)
    assert (paid.bonuses, paid.expected_value) == (4, 24)
    assert (paid.on_cost, paid.wages) == (Decimal("28.8"), Decimal("172.8"))
    dear = agent(contract=replace(CONTRACT, on_cost_percent=Decimal(50)))
    assert cost(replace(of, agents=(dear,)), roster).on_cost == 72
    free = agent(contract=replace(CONTRACT, on_cost_percent=Decimal(0)))
    assert cost(replace(of, agents=(free,)), roster).on_cost == 0


def test_minimum_pay_and_overtime_bear_on_cost() -> None:
    contract = replace(CONTRACT, weekly_minutes=60, overtime_percent=Decimal(100))
    pay = PayRules(minimum_paid_minutes=180, on_cost_percent=Decimal(10))
    of = scenario(agents=(agent(contract=contract, base_rate=Decimal(60)),), pay=pay)
    paid = cost(of, shift(day(0), "08:00", "10:00"))
    assert (paid.base, paid.minimum, paid.overtime, paid.on_cost) == (120, 60, 60, 24)


def test_bonuses_by_the_hour_count_work_on_their_queue_alone() -> None:
    rows = [
        row("work", at(day(0), "08:00"), at(day(0), "10:00")),
        row("break:pause", at(day(0), "10:00"), at(day(0), "10:30"), queue="calls"),
        row("work", at(day(0), "10:30"), at(day(0), "12:00"), queue="mail"),
    ]
    pay = PayRules(bonuses=(Bonus("b", "calls", "hour", Decimal(3), Decimal(5)),))
    of = scenario(queues=(queue("calls"), queue("mail")), pay=pay)
    paid = cost(of, shift_of(rows))
    assert (paid.bonuses, paid.expected_value) == (6, 10)


def with_contacts(of: Scenario, volume: float, load: float, patience_s: float) -> Requirement:
    """Return a requirement with the same contacts in every interval."""
    needed = requirement(of)
    shape = needed.volume.shape
    return replace(
        needed,
        volume=np.full(shape, volume),
        offered_load=np.full(shape, load),
        patience_s=np.full(shape, patience_s),
    )


BY_CONTACT = Bonus("save", "calls", "contact", Decimal(4), Decimal(30), 0.25)


def bonuses(of: Scenario, needed: Requirement, *roster: Shift) -> tuple[Decimal, Decimal]:
    paid = audit_schedule(of, needed, roster).cost
    return paid.bonuses, paid.expected_value


def test_every_contact_is_answered_where_callers_wait_as_long_as_it_takes() -> None:
    """Four intervals of 10 contacts, a quarter of them saved: 10 times EUR 4."""
    of = scenario(pay=PayRules(bonuses=(BY_CONTACT,)))
    needed = with_contacts(of, 10.0, 0.5, float("nan"))
    assert bonuses(of, needed, shift(day(0), "08:00", "10:00")) == (40, 300)


def test_no_more_contacts_are_answered_than_there_is_time_for() -> None:
    """Load 4 with one agent: a quarter of the 10 contacts."""
    of = scenario(pay=PayRules(bonuses=(BY_CONTACT,)))
    needed = with_contacts(of, 10.0, 4.0, float("nan"))
    assert bonuses(of, needed, shift(day(0), "08:00", "10:00")) == (10, 75)


def test_callers_who_hang_up_earn_no_bonus_and_absence_counts() -> None:
    of = scenario(queues=(queue(shrinkage=0.1),), pay=PayRules(bonuses=(BY_CONTACT,)))
    needed = with_contacts(of, 10.0, 1.5, 120.0)
    lost = float(abandonment(1.5, 0.9, 240.0, 120.0))
    assert 0.2 < lost < 0.8
    paid, value = bonuses(of, needed, shift(day(0), "08:00", "10:00"))
    assert float(paid) == pytest.approx(40 * (1 - lost), abs=1e-5)
    assert value == pytest.approx(paid * Decimal("7.5"), abs=Decimal("1e-5"))


def test_contacts_are_split_by_minutes_and_bear_the_on_cost_of_their_agents() -> None:
    """B is there for half of the two hours: a quarter of each shared interval's minutes."""
    dear = replace(CONTRACT, id="dear", on_cost_percent=Decimal(100))
    pay = PayRules(bonuses=(BY_CONTACT,))
    people = (agent("A", base_rate=Decimal(0)), agent("B", base_rate=Decimal(0), contract=dear))
    of = scenario(agents=people, pay=pay)
    needed = with_contacts(of, 10.0, 0.5, float("nan"))
    roster = [shift(day(0), "08:00", "10:00", "A"), shift(day(0), "08:00", "09:00", "B")]
    paid = audit_schedule(of, needed, roster).cost
    # 08:00 to 09:00: ten each; 09:00 to 10:00: twenty by A
    assert (paid.bonuses, paid.on_cost) == (40, 10)


def test_a_shift_of_the_history_takes_its_part_of_the_contacts_without_a_bonus() -> None:
    past = shift(day(-1), "22:00", "30:00", who="B", name="night")
    of = scenario(
        agents=(agent("A"), agent("B")), pay=PayRules(bonuses=(BY_CONTACT,)), history=(past,)
    )
    needed = with_contacts(of, 10.0, 0.5, float("nan"))
    assert bonuses(of, needed, shift(day(0), "05:00", "07:00")) == (30, 225)


def test_closed_intervals_and_queues_without_agents_earn_nothing() -> None:
    of = scenario(pay=PayRules(bonuses=(BY_CONTACT,)))
    needed = with_contacts(of, 10.0, 0.5, float("nan"))
    closed = replace(needed, open=np.zeros_like(needed.open))
    assert bonuses(of, closed, shift(day(0), "08:00", "10:00")) == (0, 0)
    assert bonuses(of, needed) == (0, 0)


def test_the_total_is_wages_and_prices_and_leaves_out_what_bonuses_are_worth() -> None:
    of: dict[str, Any] = {"premiums": {"p": Decimal(4)}, "overtime": Decimal(8)}
    prices = {"understaffing": Decimal(100), "overstaffing": Decimal(200)}
    more = {"preferences": Decimal(400), "fairness": Decimal(800)}
    made = Cost(base=Decimal(1), **of, **prices, **more)
    assert (made.wages, made.prices, made.total) == (13, 1500, 1513)
    full = replace(
        made,
        minimum=Decimal(2),
        bonuses=Decimal(16),
        on_cost=Decimal(32),
        rules={"max_weekends": Decimal(1600), "leads": Decimal(3200)},
        expected_value=Decimal(10**6),
    )
    assert (full.wages, full.prices, full.total) == (63, 6300, 6363)
