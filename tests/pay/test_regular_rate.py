"""The regular rate of the Fair Labor Standards Act, with its published examples."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from pay_factory import agent, premium, scenario, shift
from staffwright.scheduler.pay_regular_rate import regular_rate_marks
from staffwright.scheduler.payroll import pay_lines, wages
from staffwright.scheduler.scenario.pay_types import (
    Allowance,
    Bonus,
    Overtime,
    OvertimeTier,
    PayRules,
    Rate,
)
from staffwright.scheduler.scenario.types import Premium, Scenario, Shift

NEW_YORK = "America/New_York"
FLSA = Overtime(weekly=(OvertimeTier(2400, Decimal(50)),), counts_by="clock", regular_rate=True)
# Monday 4 to Sunday 10 May 2026; Monday is taken for a holiday in one case.
MONDAY = date(2026, 5, 4)


def week(hours: list[int], first: str = "08") -> list[Shift]:
    """Shifts from 08:00 of so many hours from Monday on; 0 is a day off."""
    return [
        shift(
            f"2026-05-{4 + k:02}T{first}:00",
            f"2026-05-{4 + k:02}T{int(first) + n:02}:00",
            zone=NEW_YORK,
        )
        for k, n in enumerate(hours)
        if n
    ]


def usa(rate: str, *premiums: Premium, rates: tuple[Rate, ...] = (), **change: object) -> Scenario:
    fields: dict[str, object] = {
        "premiums": premiums,
        "agents": [agent(rate=rate, rates=rates)],
        "zone": NEW_YORK,
        "first_day": MONDAY,
        "days": 7,
        "currency": "USD",
        "holidays": frozenset({MONDAY}),
        "pay": PayRules(overtime=FLSA),
        **change,
    }
    return scenario(**fields)  # type: ignore[arg-type]


def test_two_rates_in_one_week():
    """DOL Fact Sheet 54: 24 h at $8 and 24 h at $9: RR 8.50, total $442 (29 CFR 778.115)."""
    made = usa("8", rates=(Rate(Decimal(8)), Rate(Decimal(9), start=date(2026, 5, 7))))
    worked = week([8, 8, 8, 8, 8, 8])
    assert wages(made, worked).total == 442
    line = next(x for x in pay_lines(made, worked) if x.pay_code == "OVERTIME")
    assert (line.rate, line.multiplier, line.amount) == (
        Decimal("8.5"),
        Decimal("0.5"),
        Decimal("34.00"),
    )


def test_time_and_a_half_on_sunday_and_holiday_is_credited_in_full():
    """29 CFR 778.205: $12, $18 on Sunday and holiday, 56 h: $768 and nothing further owed."""
    special = (
        premium("sunday", "50", weekdays=[6]),
        premium("holiday", "50", holidays=True, group="h"),
    )
    made, worked = usa("12", *special), week([8] * 7)
    paid = wages(made, worked)
    assert paid.total == 768
    assert paid.overtime == 0
    lines = pay_lines(made, worked)
    assert sum(x.amount for x in lines) == 768
    credit = [x for x in lines if x.pay_code == "OVERTIME_CREDIT"]
    assert [(x.work_date, x.minutes, x.amount) for x in credit] == [
        ("2026-05-10", 0, Decimal("-96.00"))
    ]


def test_a_night_differential_is_included_and_never_credited():
    """29 CFR 778.207(b): $20, 48 h of which 24 at +10 %: RR 21, total $1,092, not $1,088."""
    made = usa("20", premium("night", "10", window=(19 * 60, 24 * 60)))
    worked = week([8] * 6, first="15")
    assert wages(made, worked).total == 1092


def test_a_sunday_premium_below_a_half_is_included_and_not_credited():
    """29 CFR 778.203: $20, 48 h of which 8 on Sunday at 1.25 x: RR 20.8333, total $1,083.33."""
    made = usa("20", premium("sunday", "25", weekdays=[6]))
    worked = week([8, 8, 8, 8, 8, 0, 8])
    assert wages(made, worked).total == Fraction(3250, 3)
    assert sum(x.amount for x in pay_lines(made, worked)) == Decimal("1083.33")


def test_half_the_rate_is_due_for_hours_above_forty_at_one_rate():
    """29 CFR 778.110(a): $12 and 46 h: $552 and half of 12 for 6 h, $588."""
    assert wages(usa("12"), week([8, 8, 8, 8, 8, 6])).total == 588


def test_a_bonus_by_the_hour_and_an_allowance_raise_the_regular_rate():
    """29 CFR 778.110(b) has $46 more in the same week: RR 13, total $637."""
    allowance = Allowance("once", Decimal(46), weekdays=frozenset({0}))
    made = usa("12", pay=PayRules(overtime=FLSA, allowances=(allowance,)))
    assert wages(made, week([8, 8, 8, 8, 8, 6])).total == 637
    hourly = Bonus("line", "help", "hour", Decimal(1), Decimal(3))
    made = usa("12", pay=PayRules(overtime=FLSA, bonuses=(hourly,)))
    worked = [
        shift(
            f"2026-05-{4 + k:02}T08:00", f"2026-05-{4 + k:02}T{end}:00", zone=NEW_YORK, queue="help"
        )
        for k, end in enumerate([16, 16, 16, 16, 16, 14])
    ]
    paid = wages(made, worked)
    assert (paid.bonuses, paid.expected_value, paid.total) == (46, 138, 637)


@pytest.mark.parametrize(
    ("rule", "total"),
    [
        # excluded: RR 20, 8 x 10 = 80, less the credit of 80
        ("exclude", 960 + 80),
        # included: RR (960 + 80) / 48
        ("include", 960 + 80 + 4 * Fraction(1040, 48)),
    ],
)
def test_a_scenario_may_say_what_is_included(rule, total):
    made = usa("20", premium("sunday", "50", weekdays=[6], regular_rate=rule))
    assert wages(made, week([8, 8, 8, 8, 8, 0, 8])).total == total


def test_a_credit_above_the_overtime_due_takes_nothing_from_other_pay():
    """Sunday at double pay earns 160 of credit; only 80 are due for 8 hours."""
    made = usa("20", premium("sunday", "100", weekdays=[6]))
    paid = wages(made, week([8, 8, 8, 8, 8, 0, 8]))
    assert (paid.overtime, paid.premiums["sunday"], paid.total) == (0, 160, 960 + 160)


def test_each_workweek_has_a_rate_of_its_own():
    """29 CFR 778.104: a night premium of the second week leaves the first at 20."""
    made = usa(
        "20",
        premium("night", "10", window=(20 * 60, 24 * 60)),
        days=14,
    )
    second = [
        shift(f"2026-05-{11 + k:02}T16:00", f"2026-05-{12 + k:02}T00:00", zone=NEW_YORK)
        for k in range(6)
    ]
    assert wages(made, [*week([8] * 6), *second]).total == 48 * 20 + 80 + 1092


def test_history_is_part_of_the_workweek_and_not_paid_again():
    """Four days at $8 before the horizon, two at $9 in it: RR 49/6, half of it for 8 hours."""
    rates = (Rate(Decimal(8)), Rate(Decimal(9), start=date(2026, 5, 8)))
    worked = week([8] * 6)
    made = usa("8", rates=rates, first_day=date(2026, 5, 8), days=3, history=worked[:4])
    paid = wages(made, worked[4:])
    regular = Fraction(32 * 8 + 16 * 9, 48)
    assert (paid.base, paid.overtime) == (16 * 9, regular / 2 * 8)


def test_pay_codes_say_whether_they_count_towards_the_regular_rate_or_are_credited():
    made = usa(
        "12",
        premium("night", "10", window=(20 * 60, 24 * 60)),
        premium("sunday", "50", weekdays=[6]),
        premium("weekend", "25", weekdays=[5, 6]),
        premium("feast", "0", amount=Decimal(9), holidays=True),
        pay=PayRules(overtime=FLSA, allowances=(Allowance("meal", Decimal(4)),)),
    )
    marks = regular_rate_marks(made)
    assert {code for code, mark in marks.items() if mark == (True, False)} == {
        "BASE",
        "NIGHT",
        "WEEKEND",
        "FEAST",
        "MEAL",
    }
    assert {code for code, mark in marks.items() if mark == (False, True)} == {"SUNDAY"}
    worked = week([8] * 7)
    assert {line.pay_code for line in pay_lines(made, worked)} <= marks.keys()
