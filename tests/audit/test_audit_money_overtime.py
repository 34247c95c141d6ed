"""Overtime by day, week and seventh day in the audit, at EUR 60 an hour: a minute is a euro."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from staffwright.scheduler.plan import Cost
from staffwright.scheduler.scenario.pay_types import Overtime, OvertimeTier, PayRules, Rate
from staffwright.scheduler.scenario.types import Shift

from .factory import CONTRACT, agent, at, audit, day, grid, row, scenario, shift, shift_of


def tiers(*pairs: tuple[int, int]) -> tuple[OvertimeTier, ...]:
    """Return tiers from pairs of hours and percent."""
    return tuple(OvertimeTier(60 * hours, Decimal(percent)) for hours, percent in pairs)


CALIFORNIA = Overtime(
    weekly=tiers((40, 50)),
    daily=tiers((8, 50), (12, 100)),
    seventh_day=tiers((0, 50), (8, 100)),
)
"""Cal. Labor Code 510."""


def cost(rules: Overtime, *roster: Shift, **more: Any) -> Cost:
    people = more.pop("agents", (agent(base_rate=Decimal(60)),))
    return audit(scenario(agents=people, pay=PayRules(rules), **more), roster).cost


def hours(length: int, *indices: int) -> list[Shift]:
    """Return shifts of so many hours from 06:00."""
    return [shift(day(k), "06:00", f"{6 + length}:00") for k in indices]


@pytest.mark.parametrize(
    ("length", "amount", "minutes"), [(8, 0, 0), (10, 60, 120), (12, 120, 240), (13, 180, 300)]
)
def test_hours_of_a_day_above_each_tier_are_paid_by_that_tier(
    length: int, amount: int, minutes: int
) -> None:
    paid = cost(CALIFORNIA, *hours(length, 0))
    assert (paid.overtime, paid.overtime_minutes) == (amount, minutes)


def test_overtime_by_day_is_not_counted_towards_the_week_again() -> None:
    """Five days of 10 h: 10 h by day, and 40 h are left for the week."""
    assert cost(CALIFORNIA, *hours(10, 0, 1, 2, 3, 4)).overtime_minutes == 600
    assert cost(CALIFORNIA, *hours(10, 0, 1, 2, 3, 4, 5)).overtime_minutes == 720 + 480


def test_the_seventh_day_in_a_row_of_a_week_has_tiers_of_its_own() -> None:
    """Seven days of 4 h and a last one of 9 h: 8 h at 50 % and 1 h at 100 %."""
    week = hours(4, 0, 1, 2, 3, 4, 5)
    assert cost(CALIFORNIA, *week, *hours(9, 6)).overtime == 8 * 30 + 60
    assert cost(CALIFORNIA, *week[1:], *hours(9, 6)).overtime == 30
    assert cost(CALIFORNIA, *week[1:], *hours(4, 6, 7)).overtime == 0


def test_without_seventh_day_tiers_the_seventh_day_follows_the_daily_ones() -> None:
    rules = replace(CALIFORNIA, seventh_day=())
    assert cost(rules, *hours(4, 0, 1, 2, 3, 4, 5), *hours(9, 6)).overtime == 30


def test_the_history_counts_among_the_seven_days() -> None:
    more = {"history": tuple(hours(4, *range(6))), "grid": grid(first=day(6), days=7)}
    assert cost(CALIFORNIA, *hours(4, 6), **more).overtime == 4 * 30


def test_history_on_the_same_day_comes_first_and_is_not_paid_again() -> None:
    more = {
        "history": (shift(day(0), "00:00", "06:00"),),
        "grid": grid(first=day(0), days=7),
    }
    assert cost(CALIFORNIA, shift(day(0), "08:00", "12:00"), **more).overtime == 2 * 30
    more["history"] = (shift(day(0), "00:00", "09:00"),)
    assert cost(CALIFORNIA, shift(day(0), "10:00", "12:00"), **more).overtime == 2 * 30


def test_further_weekly_tiers_are_paid_from_their_hours_on() -> None:
    """60 h: 8 h at 25 % and 12 h at 50 %."""
    rules = Overtime(weekly=tiers((40, 25), (48, 50)))
    assert cost(rules, *hours(10, 0, 1, 2, 3, 4, 5)).overtime == 8 * 15 + 12 * 30


def test_without_weekly_tiers_the_contract_decides() -> None:
    contract = replace(CONTRACT, weekly_minutes=960, overtime_percent=Decimal(30))
    people = (agent(base_rate=Decimal(60), contract=contract),)
    assert cost(Overtime(), *hours(10, 0, 1), agents=people).overtime == 4 * 18


def test_minutes_belong_to_the_week_in_which_the_shift_began_or_to_their_own() -> None:
    """A night from Sunday 22:00: six hours of it lie in the next week."""
    night, monday = shift(day(6), "22:00", "30:00", name="night"), hours(4, 8)[0]
    weekly = Overtime(weekly=tiers((8, 100)))
    assert cost(weekly, night, monday).overtime == 0
    by_clock = replace(weekly, counts_by="clock")
    assert cost(by_clock, night, monday).overtime == 2 * 60


def test_minutes_of_a_day_are_those_of_the_shift_or_of_the_clock() -> None:
    """A night of 10 h from 20:00: ten hours of one date, or four and six."""
    night = shift(day(0), "20:00", "30:00", name="night")
    daily = Overtime(daily=tiers((5, 100)))
    assert cost(daily, night).overtime == 5 * 60
    assert cost(replace(daily, counts_by="clock"), night).overtime == 60


@pytest.mark.parametrize(("first", "extra"), [(0, 0), (210, 60)])
def test_a_night_that_the_clock_change_lengthens_has_an_hour_of_overtime(
    first: int, extra: int
) -> None:
    """Saturday 22:00 to 06:00 has seven hours in March and nine in October."""
    night = shift(day(first + 5), "22:00", "30:00", name="night")
    of = {"grid": grid(first=day(first), days=14)}
    assert cost(Overtime(daily=tiers((8, 100))), night, **of).overtime == extra


def test_unpaid_breaks_are_no_hours() -> None:
    rows = [
        row("work", at(day(0), "08:00"), at(day(0), "12:00")),
        row("break:meal", at(day(0), "12:00"), at(day(0), "13:00"), paid=False),
        row("work", at(day(0), "13:00"), at(day(0), "17:00")),
    ]
    assert cost(CALIFORNIA, shift_of(rows)).overtime == 0


def test_overtime_is_a_share_of_the_rate_of_its_own_date() -> None:
    """From day 1 on EUR 120: the two hours above 16 are of that date."""
    people = (agent(base_rate=Decimal(60), rates=(Rate(Decimal(120), start=day(1)),)),)
    rules = Overtime(weekly=tiers((16, 50)))
    assert cost(rules, *hours(9, 0, 1), agents=people).overtime == 2 * 60


def test_every_agent_has_an_overtime_of_its_own() -> None:
    people = (agent("A", base_rate=Decimal(60)), agent("B", base_rate=Decimal(60)))
    roster = [shift(day(0), "06:00", "15:00", who) for who in ("A", "B")]
    assert cost(CALIFORNIA, *roster, agents=people).overtime == 2 * 30
