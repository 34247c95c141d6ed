"""Base rates, minimum, allowances, on-cost, bonuses, and conditions on agents and holidays."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from pay_factory import agent, premium, scenario, shift
from staffwright.scheduler.expected_contacts import contacts_answered
from staffwright.scheduler.pay import pay_segments
from staffwright.scheduler.pay_rates import base_rate, service_years
from staffwright.scheduler.payroll import pay_lines, wages
from staffwright.scheduler.plan import Coverage, Requirement
from staffwright.scheduler.scenario.pay_types import Allowance, Bonus, PayRules, Rate
from staffwright.scheduler.scenario.types import Queue, Scenario, Shift

DAY = shift("2026-03-25T08:00", "2026-03-25T16:00")


def premiums_paid(made: Scenario, worked: Shift = DAY) -> dict[str, Fraction]:
    return {name: amount for name, amount in wages(made, [worked]).premiums.items() if amount}


# -- base rates ---------------------------------------------------------------------------------

STEPS = (
    Rate(Decimal("15")),
    Rate(Decimal("16"), service_years=2),
    Rate(Decimal("15.50"), start=date(2026, 4, 1)),
    Rate(Decimal("16.50"), service_years=2, start=date(2026, 4, 1)),
)


@pytest.mark.parametrize(
    ("hired", "day", "rate"),
    [
        (None, date(2026, 3, 31), "15"),
        (None, date(2026, 4, 1), "15.50"),
        (date(2024, 3, 31), date(2026, 3, 30), "15"),
        (date(2024, 3, 31), date(2026, 3, 31), "16"),
        (date(2024, 3, 31), date(2026, 4, 1), "16.50"),
    ],
)
def test_the_last_rate_that_has_begun_and_whose_service_is_reached_counts(hired, day, rate):
    who = agent(rates=STEPS, hire_date=hired)
    assert base_rate(who, day) == Decimal(rate)


def test_own_rates_come_before_the_column_and_that_before_the_contract():
    later = (Rate(Decimal("20"), start=date(2026, 4, 1)),)
    by_contract = {"rates": (Rate(Decimal("12")),)}
    days = date(2026, 3, 31), date(2026, 4, 1)
    full = agent(rate="16", rates=later, contract=by_contract)
    empty = agent(rate="0", rates=later, contract=by_contract)
    assert [base_rate(full, day) for day in days] == [16, 20]
    assert [base_rate(empty, day) for day in days] == [12, 20]
    assert base_rate(agent(rate="0"), days[0]) == 0


def test_who_was_hired_on_the_leap_day_completes_the_year_on_the_first_of_march():
    who = agent(hire_date=date(2024, 2, 29))
    days = date(2025, 2, 28), date(2025, 3, 1), date(2028, 2, 28), date(2028, 2, 29)
    assert [service_years(who, day) for day in days] == [0, 1, 3, 4]
    assert service_years(who, date(2020, 1, 1)) == 0


def test_a_night_keeps_the_rate_of_the_date_on_which_it_began():
    made = scenario(premiums=(), agents=[agent(rates=STEPS)])
    assert wages(made, [shift("2026-03-31T22:00", "2026-04-01T06:00")]).base == 8 * 15


# -- conditions of differentials ----------------------------------------------------------------


def test_priority_comes_before_worth_within_a_group():
    made = scenario(premiums=[premium("much", "50"), premium("first", "10", priority=1)])
    assert premiums_paid(made) == {"first": Fraction("12.8")}


def test_money_per_hour_and_a_percentage_compete_by_what_they_are_worth_to_the_agent():
    """10 % of 16.00 is 1.60 and of 30.00 is 3.00; the other pays 2.00."""
    both = [premium("ten", "10"), premium("two", "0", amount=Decimal(2))]
    assert premiums_paid(scenario(premiums=both)) == {"two": 16}
    assert premiums_paid(scenario(premiums=both, agents=[agent(rate="30")])) == {"ten": 24}
    line = pay_lines(scenario(premiums=both), [DAY])[1]
    assert (line.pay_code, line.rate, line.multiplier, line.amount) == ("TWO", 2, 1, 16)


@pytest.mark.parametrize(
    ("condition", "matching", "other"),
    [
        ({"contracts": frozenset({"full"})}, {}, {"contract": {"id": "part"}}),
        ({"skills": frozenset({"spanish"})}, {"skills": ["spanish", "mail"]}, {"skills": ["mail"]}),
    ],
)
def test_contract_and_skill_are_conditions_on_the_agent(condition, matching, other):
    rule = premium("p", "10", **condition)
    assert premiums_paid(scenario(premiums=[rule], agents=[agent(**matching)])) == {
        "p": Fraction("12.8")
    }
    assert premiums_paid(scenario(premiums=[rule], agents=[agent(**other)])) == {}


def test_a_premium_of_a_queue_counts_only_while_it_is_worked():
    made = scenario(premiums=[premium("chat", "10", queues=frozenset({"chat"}))])
    worked = shift(
        "2026-03-25T08:00",
        "2026-03-25T16:00",
        unpaid=[("2026-03-25T12:00", "2026-03-25T12:30")],
        queue="chat",
    )
    assert premiums_paid(made, worked) == {"chat": Fraction("12")}
    assert premiums_paid(made, DAY) == {}


@pytest.mark.parametrize(
    ("start", "earned"), [("05:59", 0), ("06:00", 60), ("21:00", 60), ("22:00", 0)]
)
def test_began_window_looks_at_the_beginning_of_the_shift(start, earned):
    made = scenario(premiums=[premium("p", "10", began_window=(360, 1320))])
    hour = int(start[:2]) + 1
    worked = shift(f"2026-03-25T{start}", f"2026-03-25T{hour:02}{start[2:]}")
    minutes = sum(s.minutes for s in pay_segments(made, worked) if s.premiums)
    assert minutes == earned


def test_a_half_holiday_counts_from_its_time_on():
    """24 December from 14:00, for a shift from 10:00 to 18:00: four hours at 125 %."""
    made = scenario(
        premiums=[premium("holiday", "125", holidays=True)],
        first_day=date(2026, 12, 21),
        half_holidays={date(2026, 12, 24): 14 * 60},
    )
    worked = shift("2026-12-24T10:00", "2026-12-24T18:00")
    assert premiums_paid(made, worked) == {"holiday": 4 * 20}
    assert [(s.minutes, s.premiums) for s in pay_segments(made, worked)] == [
        (240, ()),
        (240, ("holiday",)),
    ]


def test_a_half_holiday_is_carried_past_midnight_by_any_shift_that_began_on_its_date():
    made = scenario(
        premiums=[premium("holiday", "100", holidays=True, carry_until=240)],
        half_holidays={date(2026, 3, 25): 14 * 60},
    )
    for begun in ("12:00", "20:00"):
        worked = shift(f"2026-03-25T{begun}", "2026-03-26T06:00")
        assert sum(s.minutes for s in pay_segments(made, worked) if s.premiums) == (
            240 + min(600, 24 * 60 - int(begun[:2]) * 60)
        )


def test_an_agent_has_the_clock_and_the_holidays_of_its_own_place():
    """22:00 to 06:00 in Kolkata is 17:30 to 01:30 in Berlin; the holiday is Kolkata's."""
    there = agent(zone="Asia/Kolkata", jurisdiction="IN")
    rules = [
        premium("night", "25", window=(0, 360)),
        premium("feast", "100", group="f", holidays=True),
    ]
    made = scenario(
        premiums=rules,
        agents=[there, agent("bob")],
        other_holidays={"IN": frozenset({date(2026, 3, 26)})},
        holidays=frozenset({date(2026, 3, 25)}),
    )
    worked = shift("2026-03-25T22:00", "2026-03-26T06:00", zone="Asia/Kolkata")
    assert premiums_paid(made, worked) == {"night": 24, "feast": 96}
    line = pay_lines(made, [worked])[0]
    assert (line.start, line.work_date) == ("2026-03-25T22:00:00+05:30", "2026-03-25")


# -- shifts as a whole --------------------------------------------------------------------------


def test_missing_minutes_are_paid_at_the_base_rate_under_a_code_of_their_own():
    made = scenario(premiums=[premium("p", "10")], pay=PayRules(minimum_paid_minutes=180))
    worked = shift("2026-03-25T08:00", "2026-03-25T10:00")
    lines = [(x.pay_code, x.minutes, x.amount) for x in pay_lines(made, [worked])]
    assert lines == [("BASE", 120, 32), ("MINIMUM", 60, 16), ("P", 120, Decimal("3.20"))]
    paid = wages(made, [worked])
    assert (paid.base, paid.minimum, paid.premiums["p"]) == (32, 16, Fraction("3.2"))
    assert not [x for x in pay_lines(made, [DAY]) if x.pay_code == "MINIMUM"]


def test_minutes_paid_but_not_worked_make_no_overtime():
    made = scenario(
        premiums=(),
        agents=[agent(weekly_minutes=240)],
        pay=PayRules(minimum_paid_minutes=240),
    )
    worked = [shift(f"2026-03-{d}T08:00", f"2026-03-{d}T10:00") for d in (23, 24)]
    assert wages(made, worked).overtime == 0


@pytest.mark.parametrize(
    ("rule", "earned"),
    [
        ({}, 3),
        ({"began_window": (1200, 540)}, 2),
        ({"weekdays": frozenset({2})}, 2),
        ({"contracts": frozenset({"part"})}, 0),
        ({"min_minutes": 480}, 2),
        ({"holidays": True}, 1),
    ],
)
def test_an_allowance_is_paid_once_for_a_shift_that_meets_all_conditions(rule, earned):
    """Wednesday 08:00 (8 h) and 21:00 (3 h); the half holiday of Thursday at 14:00 (8 h)."""
    made = scenario(
        premiums=(),
        half_holidays={date(2026, 3, 26): 14 * 60},
        pay=PayRules(allowances=(Allowance("extra", Decimal("4.5"), **rule),)),
    )
    worked = [
        DAY,
        shift("2026-03-25T21:00", "2026-03-26T00:00"),
        shift("2026-03-26T14:00", "2026-03-26T22:00"),
    ]
    assert wages(made, worked).premiums["extra"] == earned * Fraction("4.5")
    lines = [x for x in pay_lines(made, worked) if x.pay_code == "EXTRA"]
    assert [(x.minutes, x.amount) for x in lines] == [(0, Decimal("4.50"))] * earned


def test_an_allowance_of_a_half_holiday_needs_a_beginning_in_its_part():
    rule = Allowance("feast", Decimal(10), holidays=True)
    made = scenario(
        premiums=(),
        half_holidays={date(2026, 3, 25): 14 * 60},
        pay=PayRules(allowances=(rule,)),
    )
    assert premiums_paid(made, DAY) == {}
    assert premiums_paid(made, shift("2026-03-25T14:00", "2026-03-25T15:00")) == {"feast": 10}


def test_on_cost_is_a_share_of_gross_pay_and_the_contracts_comes_first():
    made = scenario(
        premiums=[premium("p", "25")],
        agents=[agent(), agent("bob", contract={"id": "b", "on_cost_percent": Decimal(10)})],
        pay=PayRules(on_cost_percent=Decimal("21.5")),
    )
    paid = wages(made, [DAY])
    assert (paid.gross, paid.on_cost) == (160, Fraction("34.4"))
    his = shift("2026-03-25T08:00", "2026-03-25T16:00", employee_id="bob")
    assert wages(made, [his]).on_cost == 16
    assert not [x for x in pay_lines(made, [DAY]) if x.pay_code == "ON_COST"]


# -- bonuses ------------------------------------------------------------------------------------

SAVED = Bonus("saved", "keep", "contact", Decimal(5), Decimal(60), share=0.2)
HOURLY = Bonus("desk", "keep", "hour", Decimal("0.5"), Decimal(1))


def test_contacts_are_split_by_the_minutes_on_the_queue_in_the_interval():
    """Twelve contacts from 08:00 to 09:00: Ann has 60 minutes and Bob 30; a fifth is saved."""
    made = scenario(premiums=(), agents=[agent(), agent("bob")], pay=PayRules(bonuses=(SAVED,)))
    ann = shift("2026-03-25T08:00", "2026-03-25T12:00", queue="keep")
    bob = shift("2026-03-25T08:30", "2026-03-25T12:00", employee_id="bob", queue="keep")
    contacts = {("keep", 2 * 24 + 8): Decimal(12)}
    paid = wages(made, [ann, bob], contacts)
    assert (paid.bonuses, paid.expected_value) == (12, 144)
    # Ann's part alone, as Bob works the same hours in the history and is not paid again
    past = scenario(premiums=(), agents=made.agents, pay=made.pay, history=[bob])
    assert wages(past, [ann], contacts).bonuses == 8
    assert wages(made, [ann, bob]).bonuses == 0


def test_hours_on_the_queue_earn_the_hourly_bonus_and_on_cost():
    made = scenario(premiums=(), pay=PayRules(bonuses=(HOURLY,), on_cost_percent=Decimal(10)))
    there = shift("2026-03-25T08:00", "2026-03-25T12:00", queue="keep")
    paid = wages(made, [there])
    assert (paid.bonuses, paid.expected_value, paid.on_cost) == (2, 4, Fraction("6.6"))
    assert wages(made, [DAY]).bonuses == 0
    assert {x.pay_code for x in pay_lines(made, [there])} == {"BASE"}


def _queue(patience_s: float | None) -> Queue:
    return Queue(
        "keep",
        0.8,
        20,
        None,
        None,
        None,
        patience_s,
        0.1,
        0,
        False,
        (),
        False,
        Decimal(1),
        Decimal(1),
    )


@pytest.mark.parametrize(
    ("covered", "patience_s", "expected"),
    [(0.0, 120.0, None), (20.0, None, "10"), (5.0, None, "4.5"), (1000.0, 120.0, "10")],
)
def test_contacts_answered_are_what_the_agents_left_can_take(covered, patience_s, expected):
    """Ten contacts of an hour each: load 10; with 10 % shrinkage 5 agents answer 4.5."""
    made = scenario(premiums=(), days=1, queues=(_queue(patience_s),))
    shape = (1, made.grid.n_intervals)
    first = np.zeros(shape)
    first[0, 0] = 1
    wanted = Requirement(
        grid=made.grid,
        queues=("keep",),
        volume=10 * first,
        aht_s=np.full(shape, 3600.0),
        patience_s=np.full(shape, np.nan if patience_s is None else patience_s),
        offered_load=10 * first,
        required=np.zeros(shape, dtype=np.int64),
        scheduled=np.zeros(shape, dtype=np.int64),
        open=np.ones(shape, dtype=bool),
        model=("erlang_a",),
        binding=np.zeros(shape, dtype=np.int8),
    )
    coverage = Coverage(covered * np.ones(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape))
    found = contacts_answered(made, wanted, coverage)
    assert found == ({} if expected is None else {("keep", 0): Decimal(expected)})


def test_lines_of_a_day_stay_within_the_week_of_its_business_date():
    """A week from Wednesday: Tuesday night still belongs to the old one."""
    made = scenario(week_start=2, first_day=date(2026, 3, 24))
    line = pay_lines(made, [shift("2026-03-24T22:00", "2026-03-25T06:00")])[0]
    assert line.workweek_start == (date(2026, 3, 25) - timedelta(days=7)).isoformat()
