"""Overtime by day, seventh day and week, each minute once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pay_factory import agent, scenario, shift
from staffwright.scheduler.payroll import pay_lines, wages
from staffwright.scheduler.scenario.pay_types import Overtime, OvertimeTier, PayRules, Rate
from staffwright.scheduler.scenario.types import Scenario, Shift


def tiers(*pairs: tuple[int, str]) -> tuple[OvertimeTier, ...]:
    return tuple(OvertimeTier(over, Decimal(percent)) for over, percent in pairs)


# California Labor Code section 510(a): time and a half above 8 hours a day, above 40 a week and
# for the first 8 hours on the seventh consecutive day of a workweek; double above 12 hours a day
# and above 8 on that seventh day.
CALIFORNIA = Overtime(
    weekly=tiers((2400, "50")),
    daily=tiers((480, "50"), (720, "100")),
    seventh_day=tiers((0, "50"), (480, "100")),
)


def california(**change: object) -> Scenario:
    fields = {"premiums": (), "week_start": 0, "agents": [agent(rate="20")], **change}
    return scenario(pay=PayRules(overtime=CALIFORNIA), **fields)


def day_of(day: int, first: int, last: int) -> Shift:
    """A shift on a day of March 2026 (23 is a Monday), whole hours."""
    end = f"2026-03-{day:02}T{last:02}:00" if last < 24 else f"2026-03-{day + 1:02}T00:00"
    return shift(f"2026-03-{day:02}T{first:02}:00", end)


def overtime(made: Scenario, worked: Sequence[Shift]) -> list[tuple[str, int, str, str]]:
    """Overtime lines as (day, minutes, rate type, amount)."""
    return [
        (line.work_date[-2:], line.minutes, line.rate_type, str(line.amount))
        for line in pay_lines(made, worked)
        if line.pay_code == "OVERTIME"
    ]


def test_a_day_of_thirteen_hours_has_four_at_a_half_and_one_double():
    """California Labor Code 510(a), at 20.00: 4 h x 10.00 and 1 h x 20.00."""
    assert overtime(california(), [day_of(23, 8, 21)]) == [
        ("23", 240, "OT", "40.00"),
        ("23", 60, "DT", "20.00"),
    ]


def test_hours_that_are_overtime_by_day_do_not_count_towards_the_week_again():
    """Four days of 10 hours and one of 10: 8 hours of daily overtime, 40 regular, no pyramiding.

    Labor Code 510(a) requires no employer to combine two rates of overtime for one hour.
    """
    week = [day_of(23 + k, 8, 18) for k in range(5)]
    found = overtime(california(), week)
    assert sum(minutes for _, minutes, _, _ in found) == 600
    assert {minutes for _, minutes, _, _ in found} == {120}


def test_a_sixth_day_is_weekly_overtime_from_its_first_hour():
    """Five days of 9 hours are 40 regular hours; the sixth has 8 weekly and 1 daily."""
    week = [day_of(23 + k, 8, 17) for k in range(6)]
    found = overtime(california(), week)
    assert [row for row in found if row[0] == "28"] == [
        ("28", 480, "OT", "80.00"),
        ("28", 60, "OT", "10.00"),
    ]


def test_the_seventh_day_in_a_row_pays_a_half_for_eight_hours_and_double_after():
    """Seven days of 9 hours from Monday: on Sunday 8 h at a half and 1 h double."""
    week = [day_of(23 + k, 8, 17) for k in range(7)]
    found = overtime(california(), week)
    assert [row for row in found if row[0] == "29"] == [
        ("29", 480, "OT", "80.00"),
        ("29", 60, "DT", "20.00"),
    ]


def test_seven_days_in_a_row_over_two_weeks_are_no_seventh_day():
    """Thursday to Wednesday: the week begins on Monday in between."""
    run = [day_of(20 + k, 8, 12) for k in range(7)]
    assert overtime(california(first_day=date(2026, 3, 19)), run) == []


def test_history_makes_a_seventh_day_and_is_not_paid():
    week = [day_of(23 + k, 8, 12) for k in range(7)]
    made = california(first_day=date(2026, 3, 29), history=week[:6])
    assert overtime(made, week[6:]) == [("29", 240, "OT", "40.00")]
    assert overtime(california(first_day=date(2026, 3, 29), history=week[1:6]), week[6:]) == []


def test_minutes_count_by_the_clock_where_the_law_counts_days_so():
    """20:00 to 06:00 and 16:00 to 20:00 the next day: 4 + 10 hours by shift, 4 and 10 by clock."""
    worked = [shift("2026-03-23T20:00", "2026-03-24T06:00"), day_of(24, 16, 20)]
    by_shift = scenario(premiums=(), pay=PayRules(overtime=Overtime(daily=tiers((480, "50")))))
    by_clock = scenario(
        premiums=(),
        pay=PayRules(overtime=Overtime(daily=tiers((480, "50")), counts_by="clock")),
    )
    assert [row[:2] for row in overtime(by_shift, worked)] == [("23", 120)]
    assert [row[:2] for row in overtime(by_clock, worked)] == [("24", 120)]


def test_by_the_clock_a_night_into_the_new_week_is_parted_at_midnight():
    """29 CFR 778.104: each workweek stands alone. 38 h, then Sunday 20:00 to Monday 06:00."""
    week = [day_of(23 + k, 8, 18) for k in range(3)] + [day_of(26, 8, 16)]
    night = shift("2026-03-29T20:00", "2026-03-30T06:00")
    rules = Overtime(weekly=tiers((2400, "50")), counts_by="clock")
    made = scenario(premiums=(), pay=PayRules(overtime=rules))
    lines = [x for x in pay_lines(made, [*week, night]) if x.pay_code == "OVERTIME"]
    assert [(x.start[8:16], x.end[8:16], x.minutes) for x in lines] == [
        ("29T22:00", "30T00:00", 120)
    ]


def test_several_weekly_tiers_follow_each_other():
    """Above 40 hours 25 %, above 44 hours 50 %: 50 hours have 4 and 6."""
    rules = Overtime(weekly=tiers((2400, "25"), (2640, "50")))
    made = scenario(premiums=(), pay=PayRules(overtime=rules))
    week = [day_of(23 + k, 8, 18) for k in range(5)]
    lines = [x for x in pay_lines(made, week) if x.pay_code == "OVERTIME"]
    assert [(x.minutes, x.multiplier) for x in lines] == [
        (240, Decimal("0.25")),
        (360, Decimal("0.5")),
    ]
    assert wages(made, week).overtime == 4 * 4 + 6 * 8


def test_overtime_of_a_week_is_priced_by_the_rate_of_its_own_shift():
    """The rate rises on Friday: ten hours of overtime at 25 % of 20.00."""
    raised = agent(rates=(Rate(Decimal(20), start=date(2026, 3, 27)),))
    week = [day_of(23 + k, 8, 18) for k in range(5)]
    assert wages(scenario(premiums=(), agents=[raised]), week).overtime == 50
