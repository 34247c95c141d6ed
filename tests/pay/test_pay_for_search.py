"""The planner's linear form against payroll, to the tick, over generated scenarios."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from pay_factory import BERLIN, agent, premium, scenario, shift
from staffwright.models.rostering.problem import TICKS
from staffwright.scheduler.pay_for_search import SearchPay, search_pay
from staffwright.scheduler.pay_overtime import week_of
from staffwright.scheduler.payroll import pay_lines, wages
from staffwright.scheduler.scenario.pay_types import (
    Allowance,
    Bonus,
    Overtime,
    OvertimeTier,
    PayRules,
    Rate,
)
from staffwright.scheduler.scenario.types import Activity, Agent, Event, Premium, Scenario, Shift
from staffwright.scheduler.shifts import BreakWindow, ShiftOption

SITES = [
    (BERLIN, date(2026, 3, 26)),
    (BERLIN, date(2026, 10, 22)),
    ("America/New_York", date(2026, 10, 29)),
    ("Australia/Lord_Howe", date(2026, 4, 2)),
    ("Asia/Kolkata", date(2025, 12, 29)),
]
SLOT = 15


def random_premium(chance: random.Random, k: int) -> Premium:
    """A differential of percent or money, with conditions of every kind but queues."""
    percent, amount = chance.choice([("25", "0"), ("12.5", "0"), ("50", "0"), ("0", "3.20")])
    return premium(
        f"p{k}",
        percent,
        group=chance.choice("ab"),
        amount=Decimal(amount),
        window=chance.choice([None, (1200, 360), (0, 247), (600, 901)]),
        weekdays=chance.choice([None, [6], [5, 6], [0, 3]]),
        holidays=chance.random() < 0.3,
        shift_began=chance.choice(["any", "any", "same_day", "day_before"]),
        carry_until=chance.choice([None, None, 240]),
        priority=chance.choice([0, 0, 1]),
        began_window=chance.choice([None, None, None, (0, 600)]),
        contracts=chance.choice([None, None, frozenset({"full"})]),
        skills=chance.choice([None, None, frozenset({"spanish"})]),
    )


def random_agent(chance: random.Random, k: int, day: date) -> Agent:
    return agent(
        f"a{k}",
        rate=chance.choice(["16", "17.25", "0"]),
        weekly_minutes=chance.choice([600, 1200, 2400]),
        skills=chance.choice([[], ["spanish"]]),
        jurisdiction=chance.choice([None, "other"]),
        zone=None,
        contract={
            "id": chance.choice(["full", "part"]),
            "on_cost_percent": chance.choice([None, Decimal("12")]),
            "rates": (Rate(Decimal("15.50")),),
        },
        rates=(Rate(Decimal("20"), start=day + timedelta(days=2)),)
        if chance.random() < 0.2
        else (),
    )


def random_scenario(chance: random.Random) -> Scenario:
    zone, day = chance.choice(SITES)
    tiers = (OvertimeTier(480, Decimal("50")), OvertimeTier(600, Decimal("100")))
    weekly = chance.choice([(), (OvertimeTier(900, Decimal("50")),)])
    return scenario(
        premiums=[random_premium(chance, k) for k in range(chance.randint(0, 5))],
        agents=[random_agent(chance, k, day) for k in range(3)],
        zone=zone,
        first_day=day,
        days=5,
        slot_minutes=SLOT,
        week_start=(day.weekday() + chance.choice([0, 2])) % 7,
        holidays=frozenset({day + timedelta(days=1)}),
        half_holidays={day + timedelta(days=3): 14 * 60},
        other_holidays={"other": frozenset({day + timedelta(days=4)})},
        pay=PayRules(
            overtime=Overtime(weekly=weekly, daily=chance.choice([(), tiers])),
            allowances=(
                Allowance("late", Decimal("4.50"), began_window=(1200, 240)),
                Allowance("long", Decimal("2"), contracts=frozenset({"full"}), min_minutes=420),
                Allowance("feast", Decimal("7"), weekdays=frozenset({4, 5, 6}), holidays=True),
            ),
            minimum_paid_minutes=chance.choice([0, 300]),
            on_cost_percent=chance.choice([Decimal(0), Decimal("20")]),
        ),
    )


def random_options(chance: random.Random, made: Scenario) -> list[ShiftOption]:
    """Two options a day, of 3 to 11 hours, with an unpaid and perhaps a paid break."""
    options = []
    for day in range(made.grid.days):
        for _ in range(2):
            start = int(made.grid.day_starts[day]) + chance.randint(0, 90)
            slots = chance.randint(12, 44)
            first = start + chance.randint(1, 4)
            meal = BreakWindow("break:meal", first, first + chance.randint(0, 3), 2, paid=False)
            rest = BreakWindow("break:rest", meal.last + 2, meal.last + 3, 1, paid=True)
            breaks = chance.choice([(), (meal,), (meal, rest)])
            options.append(ShiftOption("s", "day", day, start, start + slots, breaks, None))
    return options


def shift_of(made: Scenario, who: Agent, option: ShiftOption, begins: list[int]) -> Shift:
    """Return an option as a shift, its breaks at the given slots."""
    at, rows = option.start, []

    def add(code: str, until: int, paid: bool) -> None:
        nonlocal at
        if until > at:
            span = made.grid.instant(at), made.grid.instant(until)
            rows.append(Activity(code, *span, paid, code == "work"))
        at = until

    for window, begin in zip(option.breaks, begins, strict=True):
        add("work", begin, True)
        add(window.code, begin + window.slots, window.paid)
    add("work", option.end, True)
    return Shift(who.employee_id, "s", made.grid.day(option.day), tuple(rows))


def linear_ticks(
    made: Scenario, pay: SearchPay, chosen: list[tuple[int, int, ShiftOption, Shift]]
) -> int:
    """Evaluate the linear form for (agent, option position, option, shift)."""
    ticks = 0
    weeks: dict[tuple[int, date], list[int]] = {}
    for a, o, option, worked in chosen:
        p, d = int(pay.pay_class[a]), option.day
        rate, weight, flat = int(pay.rate[a, d]), int(pay.option_weight[p, o]), 0
        for row in worked.activities:
            if row.paid:
                span = slice(made.grid.slot_at(row.start), made.grid.slot_at(row.end))
                weight += int(pay.weight[p, d, span].sum())
                flat += int(pay.flat[p, d, span].sum())
        ticks += rate * weight + flat + int(pay.option_flat[p, o])
        week = weeks.setdefault((a, week_of(worked.business_date, made.week_start)), [rate, 0])
        week[1] += worked.paid_minutes - int(pay.daily_overtime[o])
    for (a, _), (rate, minutes) in weeks.items():
        ticks += rate * int(pay.overtime[a]) * max(0, minutes - int(pay.weekly_tier[a]))
    return ticks


def random_roster(
    chance: random.Random, made: Scenario, options: list[ShiftOption]
) -> list[tuple[int, int, ShiftOption, Shift]]:
    """At most one option per agent and day, breaks anywhere in their windows."""
    chosen = []
    for a, who in enumerate(made.agents):
        for day in range(made.grid.days):
            o = chance.choice([2 * day, 2 * day + 1, None])
            if o is not None:
                option = options[o]
                begins = [chance.randint(b.first, b.last) for b in option.breaks]
                chosen.append((a, o, option, shift_of(made, who, option, begins)))
    return chosen


def test_the_linear_form_is_payroll_to_the_tick_wherever_it_says_it_is_exact():
    """160 scenarios; of these at least 60 are exact and at least 20 are not."""
    counts = {True: 0, False: 0}
    for seed in range(160):
        chance = random.Random(seed)
        made = random_scenario(chance)
        options = random_options(chance, made)
        pay = search_pay(made, options)
        chosen = random_roster(chance, made, options)
        exact = wages(made, [worked for *_, worked in chosen]).total * TICKS
        counts[pay.exact] += 1
        if pay.exact:
            assert linear_ticks(made, pay, chosen) == exact, seed
    assert counts[True] >= 60
    assert counts[False] >= 20


def test_lines_add_up_to_gross_pay_but_for_half_a_cent_each():
    for seed in range(40):
        chance = random.Random(seed)
        made = random_scenario(chance)
        rules = replace(
            made.pay.overtime,
            counts_by=chance.choice(["shift", "clock"]),
            regular_rate=chance.random() < 0.5,
        )
        made = replace(made, pay=replace(made.pay, overtime=rules))
        worked = [w for *_, w in random_roster(chance, made, random_options(chance, made))]
        lines = pay_lines(made, worked)
        amount = Fraction(sum(line.amount for line in lines))
        assert abs(amount - wages(made, worked).gross) <= Fraction(len(lines), 200), seed


def option(day: int, start: int, end: int, *breaks: BreakWindow) -> ShiftOption:
    return ShiftOption("s", "day", day, start, end, breaks, None)


def test_a_slot_weighs_its_minutes_and_the_basis_points_of_its_premiums():
    """A window edge inside the slot: 7 of its 15 minutes at 25 %."""
    made = scenario(premiums=[premium("late", "25", window=(23 * 60 + 8, 0))], days=3)
    pay = search_pay(made, ())
    at = 92
    assert (pay.weight[0, 0, at : at + 4] - 150_000).tolist() == [
        7 * 2500,
        15 * 2500,
        15 * 2500,
        15 * 2500,
    ]


def test_slots_outside_the_three_dates_from_the_day_weigh_nothing():
    pay = search_pay(scenario(premiums=(), days=4), ())
    assert pay.weight[0, 1, :96].tolist() == [0] * 96
    assert pay.weight[0, 0, 3 * 96 :].sum() == 0
    assert (pay.weight[0, 0, : 3 * 96] == 150_000).all()


def test_the_rate_follows_the_date_and_carries_on_cost():
    made = scenario(
        premiums=(),
        days=3,
        agents=[agent(rates=(Rate(Decimal("20"), start=date(2026, 3, 24)),))],
        pay=PayRules(on_cost_percent=Decimal("21")),
    )
    assert search_pay(made, ()).rate.tolist() == [[193_600, 242_000, 242_000]]


def test_agents_in_another_zone_have_a_class_whose_night_lies_elsewhere():
    made = scenario(
        premiums=[premium("night", "25", window=(0, 360))],
        days=2,
        agents=[agent(), agent("bob", zone="Asia/Kolkata"), agent("cleo")],
    )
    pay = search_pay(made, ())
    assert pay.pay_class.tolist() == [0, 1, 0]
    # 24 March 00:00 to 06:00 in Kolkata is 23 March 19:30 to 01:30 in Berlin
    night = np.flatnonzero(pay.weight[1, 1] > 150_000)
    assert (night[0], night.size) == (78, 3 * 24)


def test_money_per_hour_wins_over_a_percentage_where_the_rate_is_low():
    """10 % of 16.00 is 1.60, of 30.00 it is 3.00; the other pays 2.00 in the same group."""
    made = scenario(
        premiums=[premium("ten", "10"), premium("two", "0", amount=Decimal(2))],
        agents=[agent(), agent("bob", rate="30")],
        days=1,
    )
    pay = search_pay(made, ())
    low, high = pay.pay_class.tolist()
    assert (pay.weight[low, 0, 0], pay.flat[low, 0, 0]) == (150_000, TICKS // 2)
    assert (pay.weight[high, 0, 0], pay.flat[high, 0, 0]) == (165_000, 0)


def test_a_premium_by_beginning_is_exact_unless_a_break_can_leave_its_window():
    """+20 % from 12:00 to 14:00 for shifts begun before 10:00; the meal may cross noon or not."""
    late = premium("p", "20", window=(720, 840), began_window=(0, 600))
    made = scenario(premiums=[late], days=1)
    inside = BreakWindow("break:m", 49, 51, 2, paid=False)
    across = BreakWindow("break:m", 45, 51, 2, paid=False)
    found = [search_pay(made, [option(0, 32, 64, pause)]) for pause in (inside, across)]
    assert [pay.exact for pay in found] == [True, False]
    assert [int(pay.option_weight[0, 0]) for pay in found] == [6 * 15 * 2000, 8 * 15 * 2000]
    begun_later = search_pay(made, [option(0, 41, 64, inside)])
    assert int(begun_later.option_weight[0, 0]) == 0


def test_the_beginning_of_a_shift_is_read_on_the_clock_of_its_zone():
    """12:00 in Kolkata is 07:30 in Berlin; the meal across 12:00 Berlin concerns nobody there."""
    rule = premium("p", "20", window=(720, 840), began_window=(0, 600))
    made = scenario(premiums=[rule], days=1, agents=[agent(), agent("bob", zone="Asia/Kolkata")])
    pause = BreakWindow("break:m", 45, 51, 2, paid=False)
    there = replace(option(0, 32, 64, pause), zone="Asia/Kolkata")
    pay = search_pay(made, [there])
    assert pay.option_weight.tolist() == [[0], [0]]
    assert pay.exact


def test_a_premium_on_queues_counts_where_all_the_queues_of_an_agent_have_it():
    made = scenario(
        premiums=[premium("chat", "10", queues=frozenset({"chat"}))],
        agents=[agent(skills=["chat"]), agent("bob", skills=["chat", "mail"])],
        days=1,
    )
    pay = search_pay(made, ())
    assert pay.weight[pay.pay_class, 0, 0].tolist() == [165_000, 150_000]
    assert not pay.exact


HISTORY = shift("2026-03-23T06:00", "2026-03-23T16:00")


@pytest.mark.parametrize(
    "change",
    [
        {"pay": PayRules(overtime=Overtime(counts_by="clock"))},
        {"pay": PayRules(overtime=Overtime(regular_rate=True))},
        {"pay": PayRules(overtime=Overtime(seventh_day=(OvertimeTier(0, Decimal(50)),)))},
        {
            "pay": PayRules(
                overtime=Overtime(
                    weekly=(OvertimeTier(2400, Decimal(25)), OvertimeTier(2880, Decimal(50)))
                )
            )
        },
        {"pay": PayRules(bonuses=(Bonus("b", "q", "hour", Decimal(1), Decimal(2)),))},
        {"pay": PayRules(on_cost_percent=Decimal("0.0001"))},
        {"premiums": (premium("third", "33.333"),)},
        {"premiums": (premium("fine", "0", amount=Decimal("0.0000000001")),)},
        {"agents": (agent(rates=(Rate(Decimal(20), start=date(2026, 3, 27)),)),)},
        {
            "pay": PayRules(overtime=Overtime(daily=(OvertimeTier(480, Decimal(50)),))),
            "history": (HISTORY,),
            "grid": replace(scenario().grid, first_day=date(2026, 3, 24)),
        },
        {
            "pay": PayRules(minimum_paid_minutes=240),
            "events": (Event("e", "ann", None, None, 30, None, True, False),),
        },
    ],
)
def test_what_is_not_linear_is_said_not_to_be_exact(change):
    made = scenario(premiums=())
    assert search_pay(made, ()).exact
    assert not search_pay(replace(made, **change), ()).exact


def test_overtime_by_day_and_the_minimum_stand_in_the_weight_of_the_shift():
    """9 h with tiers from 8 h at 50 % and 8.5 h at 100 %; 2 h with a minimum of 3 h."""
    tiers = (OvertimeTier(480, Decimal(50)), OvertimeTier(510, Decimal(100)))
    made = scenario(
        premiums=(),
        days=1,
        pay=PayRules(overtime=Overtime(daily=tiers), minimum_paid_minutes=180),
    )
    pay = search_pay(made, [option(0, 20, 56), option(0, 20, 28)])
    assert pay.option_weight.tolist() == [[30 * 5000 + 30 * 10_000, 60 * 10_000]]
    assert pay.daily_overtime.tolist() == [60, 0]
    assert pay.exact


def test_amounts_round_half_up_and_say_so():
    made = scenario(
        premiums=(),
        days=1,
        agents=[agent(rate="0.00005")],
        pay=PayRules(on_cost_percent=Decimal(0)),
    )
    pay = search_pay(made, ())
    assert pay.rate.tolist() == [[1]]
    assert not pay.exact
    assert Fraction(pay.rate[0, 0], 10_000) != Fraction("0.00005")
