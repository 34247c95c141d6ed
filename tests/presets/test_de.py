"""Worked cases of the preset ``de``: the Arbeitszeitgesetz (ArbZG)."""

from __future__ import annotations

from pathlib import Path

from .worked_cases import BREAKS, Duty, any_start, day, duties, statute, work_out

LUNCH = ("meal", "12:00", "12:30")
TEN = """
[[breaks]]
id = "ten"
minutes = 10
paid = true
earliest_minutes = 30
latest_minutes = 400
"""
SHIFTS = (
    any_start("short", [300, 305, 360])
    + any_start("day", [365, 480, 505, 510, 515, 570], "meal")
    + any_start("long", [365, 575, 590, 645, 650], "meal", "quarter")
    + any_start("two-parts", [405, 540], "quarter", "meal")
    + any_start("ten-first", [540], "ten", "meal")
    + BREAKS.replace("latest_minutes = 360", "latest_minutes = 400")
    + TEN
)
DE = '[rules]\npreset = "de"\n'
AVERAGE = "max_average_weekly_minutes"
REST = "min_weekly_rest_minutes"


def weeks_of_48_hours(*weeks: int) -> list[Duty]:
    """Return six days of eight paid hours in each of the weeks, counted from the horizon's."""
    return [d for w in weeks for d in duties(range(7 * w, 7 * w + 6), "08:00", "16:30", LUNCH)]


def sundays(*weeks: int) -> list[Duty]:
    """Return five hours on the Sunday of each of the weeks."""
    return duties([7 * week + 6 for week in weeks], "08:00", "13:00")


@statute("de", "rules.min_rest_minutes")
def test_eleven_hours_of_rest_after_work(tmp_path: Path) -> None:
    """ArbZG § 5 Abs. 1: after the end of the daily working time workers have an uninterrupted
    rest of at least eleven hours.
    """
    first = Duty(day(0), "13:30", "22:00", (("meal", "17:00", "17:30"),))
    legal, illegal = Duty(day(1), "09:00", "15:00"), Duty(day(1), "08:55", "14:55")
    assert work_out(tmp_path, DE + SHIFTS, [first, legal]).found == []
    assert work_out(tmp_path, DE + SHIFTS, [first, illegal]).found == [
        ("rest", "2026-04-14", "655 minutes", "at least 660 minutes")
    ]


@statute("de", "rules.max_daily_minutes")
def test_ten_hours_a_day(tmp_path: Path) -> None:
    """ArbZG § 3 Satz 2: the working day may be extended to ten hours, breaks left out (§ 2
    Abs. 1).
    """
    breaks = (LUNCH, ("quarter", "15:00", "15:15"))
    assert work_out(tmp_path, DE + SHIFTS, duties([0], "08:00", "18:45", *breaks)).found == []
    assert work_out(tmp_path, DE + SHIFTS, duties([0], "08:00", "18:50", *breaks)).found == [
        ("max_daily_minutes", "2026-04-13", "605 minutes", "at most 600 minutes")
    ]


@statute("de", "rules.max_average_weekly_minutes")
def test_eight_hours_each_working_day_on_average(tmp_path: Path) -> None:
    """ArbZG § 3: the working time of a working day, Monday to Saturday, is not above eight hours
    on average; 24 weeks of six such days hold 69,120 minutes.
    """
    history = weeks_of_48_hours(*range(-23, 0))
    week = duties(range(5), "08:00", "16:30", LUNCH)
    legal = [*week, *duties([5], "08:00", "16:30", LUNCH)]
    illegal = [*week, *duties([5], "08:00", "16:35", LUNCH)]
    assert work_out(tmp_path, DE + SHIFTS, legal, history=history, days=7).found == []
    assert work_out(tmp_path, DE + SHIFTS, illegal, history=history, days=7).found == [
        (AVERAGE, "2026-04-13", "69125 minutes", "at most 69120 minutes")
    ]


@statute("de", "rules.average_weeks")
def test_the_average_is_over_twenty_four_weeks(tmp_path: Path) -> None:
    """ArbZG § 3 Satz 2: eight hours are not exceeded on average within 24 weeks.

    A Sunday of five hours counts in the 24 weeks that end with this one, and no longer when it
    lies one week further back.
    """
    rules = DE + "max_days_in_row = 14\n" + SHIFTS
    plan, history = weeks_of_48_hours(0), weeks_of_48_hours(*range(-24, 0))
    legal, illegal = [*history, *sundays(-24)], [*history, *sundays(-23)]
    assert work_out(tmp_path, rules, plan, history=legal, days=7).found == []
    assert work_out(tmp_path, rules, plan, history=illegal, days=7).found == [
        (AVERAGE, "2026-04-13", "69420 minutes", "at most 69120 minutes")
    ]


@statute("de", "rules.break_duties")
def test_thirty_minutes_above_six_hours_and_forty_five_above_nine(tmp_path: Path) -> None:
    """ArbZG § 4 Satz 1: breaks of at least 30 minutes for a working time of more than six hours
    to nine hours, and of 45 minutes in total for more than nine hours.
    """
    for legal in (
        duties([0], "08:00", "14:00"),
        duties([0], "08:00", "17:30", LUNCH),
        duties([0], "08:00", "17:50", LUNCH, ("quarter", "15:00", "15:15")),
    ):
        assert work_out(tmp_path, DE + SHIFTS, legal).found == []
    six = work_out(tmp_path, DE + SHIFTS, duties([0], "08:00", "14:05"))
    assert six.of("break_duties") == [
        ("2026-04-13", "0 minutes of breaks", "at least 30 minutes of breaks")
    ]
    nine = work_out(tmp_path, DE + SHIFTS, duties([0], "08:00", "17:35", LUNCH))
    assert nine.rules == {"breaks", "break_duties"}
    assert nine.of("break_duties") == [
        ("2026-04-13", "30 minutes of breaks", "at least 45 minutes of breaks")
    ]


@statute("de", "rules.max_work_minutes")
def test_no_more_than_six_hours_in_a_row(tmp_path: Path) -> None:
    """ArbZG § 4 Satz 3: workers must not be employed for more than six hours in a row without a
    break.
    """
    legal = duties([0], "08:00", "16:30", ("meal", "14:00", "14:30"))
    illegal = duties([0], "08:00", "16:30", ("meal", "14:05", "14:35"))
    assert work_out(tmp_path, DE + SHIFTS, legal).found == []
    assert work_out(tmp_path, DE + SHIFTS, illegal).found == [
        ("max_work_minutes", "2026-04-13", "365 minutes", "at most 360 minutes")
    ]


@statute("de", "rules.break_block_minutes")
def test_a_part_of_a_break_has_fifteen_minutes(tmp_path: Path) -> None:
    """ArbZG § 4 Satz 2: breaks may be split into parts of at least 15 minutes each; a pause of
    ten minutes does not end a stretch of six hours.
    """
    legal = duties([0], "08:00", "17:00", ("quarter", "11:00", "11:15"), ("meal", "14:15", "14:45"))
    illegal = duties([0], "08:00", "17:00", ("ten", "11:00", "11:10"), ("meal", "14:10", "14:40"))
    assert work_out(tmp_path, DE + SHIFTS, legal).found == []
    assert work_out(tmp_path, DE + SHIFTS, illegal).found == [
        ("max_work_minutes", "2026-04-13", "370 minutes", "at most 360 minutes")
    ]


@statute("de", "rules.min_weekly_rest_minutes")
def test_the_day_off_comes_with_eleven_hours(tmp_path: Path) -> None:
    """ArbZG § 11 Abs. 4: the Sunday's rest or the day off in its place is granted together with
    the rest of § 5: 35 hours, here from Saturday 21:00 to Monday 08:00.
    """
    plan = duties([*range(5), *range(7, 12)], "08:00", "16:30", LUNCH)
    dinner = ("meal", "17:00", "17:30")
    legal = work_out(tmp_path, DE + SHIFTS, [*plan, *duties([5], "12:30", "21:00", dinner)])
    illegal = work_out(tmp_path, DE + SHIFTS, [*plan, *duties([5], "12:30", "21:05", dinner)])
    longest = "1 rest, the longest stretch 3330 minutes"
    assert legal.found == []
    assert illegal.found == [(REST, "2026-04-13", longest, "at least 2 rests of 2100 minutes")]


@statute("de", "rules.weekly_rest_weeks")
def test_the_day_off_may_lie_in_the_other_week(tmp_path: Path) -> None:
    """ArbZG § 11 Abs. 3: the day off for work on a Sunday is granted within two weeks that hold
    the Sunday. Eleven days in a row, then 70 hours; five minutes less are one rest only.
    """
    rules = DE + "max_days_in_row = 14\n" + SHIFTS
    plan, late = duties(range(10), "08:00", "16:30", LUNCH), ("meal", "21:00", "21:30")
    legal = work_out(tmp_path, rules, [*plan, *duties([10], "17:30", "26:00", late)])
    illegal = work_out(tmp_path, rules, [*plan, *duties([10], "17:30", "26:05", late)])
    longest = "1 rest, the longest stretch 4195 minutes"
    assert legal.found == []
    assert illegal.found == [(REST, "2026-04-13", longest, "at least 2 rests of 2100 minutes")]


@statute("de", "rules.max_sundays")
def test_fifteen_sundays_stay_free(tmp_path: Path) -> None:
    """ArbZG § 11 Abs. 1: at least 15 Sundays a year stay free of work, so that of 52 at most 37
    are worked.
    """
    legal, illegal = sundays(*range(-36, 0)), sundays(*range(-37, 0))
    assert work_out(tmp_path, DE + SHIFTS, sundays(0), history=legal, days=7).found == []
    assert work_out(tmp_path, DE + SHIFTS, sundays(0), history=illegal, days=7).found == [
        ("max_sundays", "2026-04-19", "38 Sundays", "at most 37 Sundays")
    ]


@statute("de", "rules.sunday_weeks")
def test_sundays_are_counted_over_fifty_two_weeks(tmp_path: Path) -> None:
    """ArbZG § 11 Abs. 1: the free Sundays are those of a year. A Sunday worked 52 weeks ago is
    out of it, one 51 weeks ago is not.
    """
    history = sundays(*range(-36, 0))
    legal, illegal = [*sundays(-52), *history], [*sundays(-51), *history]
    assert work_out(tmp_path, DE + SHIFTS, sundays(0), history=legal, days=7).found == []
    found = work_out(tmp_path, DE + SHIFTS, sundays(0), history=illegal, days=7)
    assert found.rules == {"max_sundays"}


@statute("de", "rules.night_window")
def test_night_time_is_from_twenty_three_to_six(tmp_path: Path) -> None:
    """ArbZG § 2 Abs. 3: night time is the time from 23:00 to 06:00. From 04:00 on are two hours
    of it; from 20:00 to 01:00 as well, though three hours lie after 22:00.
    """
    rules = DE + "max_nights_in_row = 1\n" + SHIFTS
    for start, end in (("04:00", "09:00"), ("20:00", "25:00")):
        assert work_out(tmp_path, rules, duties([0, 1], start, end)).found == []
    assert work_out(tmp_path, rules, duties([0, 1], "03:55", "09:00")).found == [
        ("max_nights_in_row", "2026-04-14", "2 nights in a row", "at most 1 night in a row")
    ]


@statute("de", "rules.night_minutes")
def test_night_work_has_more_than_two_hours_of_night_time(tmp_path: Path) -> None:
    """ArbZG § 2 Abs. 4: night work is work that covers more than two hours of night time."""
    rules = DE + "max_nights_in_row = 1\n" + SHIFTS
    assert work_out(tmp_path, rules, duties([0, 1], "20:00", "25:00")).found == []
    assert work_out(tmp_path, rules, duties([0, 1], "20:00", "25:05")).found == [
        ("max_nights_in_row", "2026-04-14", "2 nights in a row", "at most 1 night in a row")
    ]
