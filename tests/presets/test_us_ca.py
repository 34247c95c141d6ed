"""Worked cases of the preset ``us-ca``: the Labor Code of California and Wage Order 4."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from .worked_cases import Duty, Outcome, any_start, day, duties, statute, work_out


def pause(name: str, minutes: int, paid: str, latest: int) -> str:
    """Return a break in TOML."""
    return (
        f'[[breaks]]\nid = "{name}"\nminutes = {minutes}\npaid = {paid}\n'
        f"earliest_minutes = 30\nlatest_minutes = {latest}\n\n"
    )


TOML = '[rules]\npreset = "us-ca"\n\n'
SHIFTS = (
    any_start("four-less", [200, 205])
    + any_start("half", [210, 240, 300], "rest-1")
    + any_start("whole", [305, 510, 570, 630], "rest-1", "meal-1", "rest-2")
    + any_start("long", [635, 665, 780], "rest-1", "meal-1", "rest-2", "meal-2", "rest-3")
    + pause("rest-1", 10, "true", 200)
    + pause("rest-2", 10, "true", 500)
    + pause("rest-3", 10, "true", 700)
    + pause("meal-1", 30, "false", 400)
    + pause("meal-2", 30, "false", 600)
)
R1, M1, R2 = (
    ("rest-1", "10:00", "10:10"),
    ("meal-1", "12:00", "12:30"),
    ("rest-2", "14:30", "14:40"),
)
M2, R3 = ("meal-2", "16:30", "17:00"), ("rest-3", "18:00", "18:10")
NIGHT = '[[pay.premiums]]\nid = "night"\namount = 2\nwindow = "18:00-06:00"\n\n'


def paid(folder: Path, plan: list[Duty], toml: str = TOML, **more: Any) -> Outcome:
    """Return what a schedule in Los Angeles is paid, at USD 20 an hour."""
    where = {"zone": "America/Los_Angeles", "currency": "USD", **more}
    return work_out(folder, toml + SHIFTS, plan, **where)


def breaks(folder: Path, start: str, end: str, *taken: tuple[str, str, str]) -> Outcome:
    """Return what the audit says of one shift with its breaks."""
    return paid(folder, duties([0], start, end, *taken))


@statute("us-ca", "rules.break_duties")
def test_a_meal_begins_by_the_end_of_the_fifth_hour(tmp_path: Path) -> None:
    """Cal. Labor Code 512(a): no work period of more than five hours without a meal of at least
    30 minutes; it begins by the end of the fifth hour (Brinker v. Superior Court, 2012).
    """
    assert breaks(tmp_path, "08:00", "13:00", R1).found == []
    rest = ("rest-2", "15:00", "15:10")
    legal = breaks(tmp_path, "08:00", "16:30", R1, ("meal-1", "13:00", "13:30"), rest)
    assert legal.found == []
    late = breaks(tmp_path, "08:00", "16:30", R1, ("meal-1", "13:05", "13:35"), rest)
    assert late.found == [
        (
            "break_duties",
            "2026-04-13",
            "305 minutes after the start",
            "within 300 minutes of the start",
        )
    ]
    without = breaks(tmp_path, "08:00", "13:05", R1)
    assert without.of("break_duties") == [
        ("2026-04-13", "0 minutes of unpaid breaks", "at least 30 minutes of unpaid breaks"),
        ("2026-04-13", "10 minutes of breaks", "at least 40 minutes of breaks"),
    ]


@statute("us-ca", "rules.break_duties")
def test_a_second_meal_above_ten_hours(tmp_path: Path) -> None:
    """Cal. Labor Code 512(a): no work period of more than ten hours without a second meal of at
    least 30 minutes.
    """
    assert breaks(tmp_path, "08:00", "18:30", R1, M1, R2).found == []
    assert breaks(tmp_path, "08:00", "19:05", R1, M1, R2, M2, R3).found == []
    illegal = breaks(tmp_path, "08:00", "18:35", R1, M1, R2, R3)
    assert illegal.rules == {"breaks", "break_duties"}
    assert illegal.of("break_duties") == [
        ("2026-04-13", "30 minutes of unpaid breaks", "at least 60 minutes of unpaid breaks")
    ]


@statute("us-ca", "rules.break_duties")
def test_ten_minutes_of_rest_for_four_hours_or_the_larger_part(tmp_path: Path) -> None:
    """8 CCR 11040(12)(A): ten minutes of paid rest for four hours or major fraction thereof; none
    where the daily work time is below three and one-half hours. Above six hours there are two,
    above ten three.
    """
    assert breaks(tmp_path, "08:00", "11:25").found == []
    assert breaks(tmp_path, "08:00", "11:30", R1).found == []
    three_and_a_half = breaks(tmp_path, "08:00", "11:30")
    assert three_and_a_half.of("break_duties") == [
        ("2026-04-13", "0 minutes of breaks", "at least 10 minutes of breaks")
    ]
    six = breaks(tmp_path, "08:00", "14:35", R1, M1)
    assert six.of("break_duties") == [
        ("2026-04-13", "40 minutes of breaks", "at least 50 minutes of breaks")
    ]
    ten = breaks(tmp_path, "08:00", "19:05", R1, M1, R2, M2)
    assert ten.of("break_duties") == [
        ("2026-04-13", "80 minutes of breaks", "at least 90 minutes of breaks")
    ]


@statute("us-ca", "rules.kind_limits")
def test_one_day_of_rest_in_each_workweek(tmp_path: Path) -> None:
    """Cal. Labor Code 551, 552: one day's rest in seven, by the workweek (Mendoza v. Nordstrom,
    2017): twelve days in a row over two workweeks are legal, seven in one are not.
    """
    toml = TOML.replace("\n\n", "\nmax_days_in_row = 14\n\n")
    assert paid(tmp_path, duties(range(1, 13), "08:00", "11:25"), toml).found == []
    assert paid(tmp_path, duties(range(7), "08:00", "11:25"), toml).found == [
        ("kind_limits", "2026-04-19", "7 shifts", "at most 6 shifts")
    ]


@statute("us-ca", "pay.overtime.daily")
def test_above_eight_hours_a_day_and_above_twelve(tmp_path: Path) -> None:
    """Cal. Labor Code 510(a): above eight hours in a workday one and one-half times the regular
    rate, above twelve twice. 06:00 to 20:00 with two meals are 13 h at 20: 260, 4 h x 10 and
    1 h x 20.
    """
    meals = (("meal-1", "10:30", "11:00"), ("meal-2", "16:00", "16:30"))
    eight = paid(tmp_path, duties([0], "06:00", "15:00", *meals[:1], ("meal-2", "14:00", "14:30")))
    assert eight.gross == Decimal("160.00")
    found = paid(tmp_path, duties([0], "06:00", "20:00", *meals))
    kinds = {
        kind: sum(line.minutes for line in found.lines if line.rate_type == kind)
        for kind in ("OT", "DT")
    }
    assert kinds == {"OT": 240, "DT": 60}
    assert found.gross == Decimal("320.00")


@statute("us-ca", "pay.overtime.weekly")
def test_above_forty_hours_a_week(tmp_path: Path) -> None:
    """Cal. Labor Code 510(a): above forty hours in a workweek one and one-half times the regular
    rate. Six days of eight hours at 20: 960 and 8 h x 10.
    """
    lunch = ("meal-1", "12:00", "12:30")
    assert paid(tmp_path, duties(range(5), "08:00", "16:30", lunch)).gross == Decimal("800.00")
    assert paid(tmp_path, duties(range(6), "08:00", "16:30", lunch)).gross == Decimal("1040.00")


@statute("us-ca", "pay.overtime.weekly")
def test_overtime_by_day_is_not_overtime_by_week_as_well(tmp_path: Path) -> None:
    """Cal. Labor Code 510(a): nothing requires more than one rate of overtime for one hour.

    Six days of ten hours at 20: 1200, two hours each day, and of the other 48 eight: 20 h x 10.
    """
    found = paid(tmp_path, duties(range(6), "08:00", "18:30", ("meal-1", "12:00", "12:30")))
    assert (found.paid("OVERTIME"), found.gross) == (Decimal("200.00"), Decimal("1400.00"))


@statute("us-ca", "pay.overtime.seventh_day")
def test_the_seventh_day_of_a_workweek(tmp_path: Path) -> None:
    """Cal. Labor Code 510(a): the first eight hours on the seventh day in a row of a workweek one
    and one-half times the regular rate, those above eight twice.

    Six days of five hours, then nine hours, at 20: 780, 8 h x 10 and 1 h x 20. With a day off
    before, the nine hours have one of overtime by day.
    """
    last = Duty(day(6), "08:00", "17:00")
    seven = paid(tmp_path, [*duties(range(6), "08:00", "13:00"), last])
    assert (seven.paid("OVERTIME"), seven.gross) == (Decimal("100.00"), Decimal("880.00"))
    six = paid(tmp_path, [*duties([0, 1, 3, 4, 5], "08:00", "13:00"), last])
    assert six.paid("OVERTIME") == Decimal("10.00")


@statute("us-ca", "pay.overtime.seventh_day")
def test_seven_days_over_two_workweeks_are_no_seventh_day(tmp_path: Path) -> None:
    """Cal. Labor Code 510(a): the seventh day in a row of work *in any one workweek*."""
    found = paid(tmp_path, duties(range(1, 13), "08:00", "11:25"))
    assert found.paid("OVERTIME") == 0


@statute("us-ca", "pay.overtime.counts_by")
def test_a_workday_is_a_fixed_span_of_twenty_four_hours(tmp_path: Path) -> None:
    """Cal. Labor Code 500(a), (b): a workday is any consecutive 24-hour period that begins at the
    same time each day, a workweek seven of them.

    18:00 to 06:00 are six hours on each of two workdays; four more on the second make ten.
    """
    night = Duty(day(0), "18:00", "30:00")
    alone = paid(tmp_path, [night])
    assert (alone.paid("OVERTIME"), alone.gross) == (0, Decimal("240.00"))
    more = paid(tmp_path, [night, Duty(day(1), "10:00", "14:00")])
    assert (more.paid("OVERTIME"), more.gross) == (Decimal("20.00"), Decimal("340.00"))


@statute("us-ca", "pay.overtime.regular_rate")
def test_a_differential_is_in_the_regular_rate(tmp_path: Path) -> None:
    """Cal. Labor Code 510(a): overtime is a multiple of the regular rate of pay.

    Ten hours at 20, six of them with 2 an hour more: 212 / 10 = 21.20; 212 and 2 h x 10.60.
    """
    found = paid(tmp_path, duties([0], "14:00", "24:00"), TOML + NIGHT)
    assert (found.paid("NIGHT"), found.paid("OVERTIME")) == (Decimal("12.00"), Decimal("21.20"))
    assert found.gross == Decimal("233.20")
