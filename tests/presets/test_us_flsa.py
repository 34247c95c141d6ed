"""Worked cases of the preset ``us-flsa``: overtime of the Fair Labor Standards Act."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from .worked_cases import BREAKS, Duty, Outcome, any_start, day, duties, statute, work_out

TOML = '[rules]\npreset = "us-flsa"\nmax_days_in_row = 7\n\n'
SHIFTS = any_start("plain", [240, 300, 480, 540]) + BREAKS
NIGHT = '[[pay.premiums]]\nid = "night"\npercent = 10\nwindow = "22:00-06:00"\n\n'
SUNDAY = '[[pay.premiums]]\nid = "sunday"\ngroup = "day"\npercent = {}\nweekdays = ["sun"]\n\n'
HOLIDAY = '[[pay.premiums]]\nid = "holiday"\ngroup = "day"\npercent = 50\nholidays = true\n\n'


def paid(folder: Path, plan: list[Duty], pay: str = "", **more: Any) -> Outcome:
    """Return what a schedule in New York is paid, at USD 20 an hour unless told otherwise."""
    where = {"zone": "America/New_York", "currency": "USD", **more}
    return work_out(folder, TOML + pay + SHIFTS, plan, **where)


@statute("us-flsa", "pay.overtime.weekly")
def test_half_more_above_forty_hours(tmp_path: Path) -> None:
    """29 U.S.C. 207(a)(1): no employee works longer than forty hours in a workweek without
    one and one-half times the regular rate for what is above. 41 h at 20: 820 and 10.
    """
    forty = paid(tmp_path, duties(range(5), "08:00", "16:00"))
    assert (forty.gross, forty.paid("OVERTIME")) == (Decimal("800.00"), 0)
    week = [*duties(range(4), "08:00", "16:00"), *duties([4], "08:00", "17:00")]
    more = paid(tmp_path, week)
    assert (more.gross, more.paid("OVERTIME")) == (Decimal("830.00"), Decimal("10.00"))


@statute("us-flsa", "pay.overtime.weekly")
def test_weeks_are_not_averaged(tmp_path: Path) -> None:
    """29 U.S.C. 207(a)(1), 29 CFR 778.104: each workweek stands alone. 30 h and 50 h: 10 hours
    of overtime.
    """
    short = duties(range(6), "08:00", "13:00")
    long = [*duties(range(7, 12), "08:00", "17:00"), *duties([12], "08:00", "13:00")]
    assert paid(tmp_path, short + long).gross == Decimal("1700.00")


@statute("us-flsa", "pay.overtime.counts_by")
def test_hours_after_the_end_of_the_workweek_are_of_the_next(tmp_path: Path) -> None:
    """29 CFR 778.105: a workweek is a fixed and regularly recurring period of 168 hours.

    36 h until Thursday and a Sunday night 20:00 to 04:00: four of its hours make 40, four are
    of the next workweek. With 40 h more there, these four are overtime.
    """
    first = [*duties(range(4), "08:00", "17:00"), Duty(day(6), "20:00", "28:00")]
    alone = paid(tmp_path, first)
    assert (alone.gross, alone.paid("OVERTIME")) == (Decimal("880.00"), 0)
    both = paid(tmp_path, [*first, *duties(range(8, 13), "08:00", "16:00")])
    assert both.paid("OVERTIME") == Decimal("40.00")
    assert both.gross == Decimal("1720.00")


@statute("us-flsa", "pay.overtime.regular_rate")
def test_two_rates_in_one_week_are_weighted(tmp_path: Path) -> None:
    """29 U.S.C. 207(e), 29 CFR 778.115, Fact Sheet 54 of the Department of Labor: 24 h at 8 and
    24 h at 9 make a regular rate of 8.50; eight hours of overtime at half of it: 408 and 34.
    """
    plan = duties(range(6), "08:00", "16:00")
    rates = "E1,,0,8\nE1,2026-04-16,0,9\n"
    found = paid(tmp_path, plan, rate="", rates=rates)
    assert (found.paid("OVERTIME"), found.gross) == (Decimal("34.00"), Decimal("442.00"))
    (line,) = (line for line in found.lines if line.pay_code == "OVERTIME")
    assert line.rate == Decimal("8.5")


@statute("us-flsa", "pay.overtime.regular_rate")
def test_a_night_differential_is_in_the_regular_rate(tmp_path: Path) -> None:
    """29 U.S.C. 207(e), 29 CFR 778.207(b): 48 h at 20, 24 of them with 10 % for the night: the
    regular rate is 1008 / 48 = 21; 1008 and 8 h x 10.50.
    """
    plan = [*duties(range(3), "08:00", "16:00"), *duties(range(3, 6), "22:00", "30:00")]
    found = paid(tmp_path, plan, NIGHT)
    assert (found.paid("NIGHT"), found.paid("OVERTIME")) == (48, 84)
    assert found.gross == Decimal("1092.00")


@statute("us-flsa", "pay.overtime.regular_rate")
def test_half_more_on_sundays_and_holidays_is_credited(tmp_path: Path) -> None:
    """29 U.S.C. 207(e)(6) and (h), 29 CFR 778.203, 778.205: 12 an hour, 18 on Sunday and on a
    holiday, 56 h in the week of Memorial Day: 672 and 96, and nothing further is due.
    """
    memorial_day = date(2026, 5, 25)
    plan = [Duty(day(k, memorial_day), "08:00", "16:00") for k in range(7)]
    pay = SUNDAY.format(50) + HOLIDAY + '[holidays]\ncountry = "US"\n\n'
    found = paid(tmp_path, plan, pay, first=memorial_day, days=7, rate="12")
    assert (found.paid("SUNDAY"), found.paid("HOLIDAY")) == (48, 48)
    assert (found.paid("OVERTIME"), found.paid("OVERTIME_CREDIT")) == (96, -96)
    assert found.gross == Decimal("768.00")


@statute("us-flsa", "pay.overtime.regular_rate")
def test_a_quarter_more_on_sundays_is_not_credited(tmp_path: Path) -> None:
    """29 U.S.C. 207(e)(6), 29 CFR 778.203: below one and one-half times a Sunday premium is in
    the regular rate. 48 h at 20, 8 of them with 25 %: 1000 / 48 = 20.8333; 1000 and 83.33.
    """
    plan = duties([0, 1, 2, 3, 4, 6], "08:00", "16:00")
    found = paid(tmp_path, plan, SUNDAY.format(25))
    assert (found.paid("OVERTIME"), found.paid("OVERTIME_CREDIT")) == (Decimal("83.33"), 0)
    assert found.gross == Decimal("1083.33")
