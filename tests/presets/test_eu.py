"""Worked cases of the preset ``eu``: Directive 2003/88/EC."""

from __future__ import annotations

from pathlib import Path

from .worked_cases import BREAKS, Duty, any_start, day, duties, statute, work_out

LUNCH = ("meal", "12:00", "12:30")
SHIFTS = (
    any_start("short", [300, 355, 360])
    + any_start("long", [365, 390, 480, 505, 510, 515], "meal")
    + BREAKS
)
EU = '[rules]\npreset = "eu"\n'


def weeks_of_48_hours(*weeks: int) -> list[Duty]:
    """Return six days of eight paid hours in each of the weeks, counted from the horizon's."""
    return [d for w in weeks for d in duties(range(7 * w, 7 * w + 6), "08:00", "16:30", LUNCH)]


@statute("eu", "rules.min_rest_minutes")
def test_eleven_hours_of_daily_rest(tmp_path: Path) -> None:
    """Directive 2003/88/EC Art. 3: a minimum daily rest of 11 consecutive hours per 24 hours."""
    first = Duty(day(0), "13:30", "22:00", (("meal", "17:00", "17:30"),))
    legal = Duty(day(1), "09:00", "15:00")
    illegal = Duty(day(1), "08:55", "14:55")
    assert work_out(tmp_path, EU + SHIFTS, [first, legal]).found == []
    assert work_out(tmp_path, EU + SHIFTS, [first, illegal]).found == [
        ("rest", "2026-04-14", "655 minutes", "at least 660 minutes")
    ]


@statute("eu", "rules.min_weekly_rest_minutes")
def test_twenty_four_hours_and_eleven_of_weekly_rest(tmp_path: Path) -> None:
    """Directive 2003/88/EC Art. 5: per seven days an uninterrupted rest of 24 hours, plus the
    11 hours of Art. 3. From Saturday 21:00 to Monday 08:00 are 35 hours; the second week has
    its rest from Friday on.
    """
    around = duties(range(5), "08:00", "16:30", LUNCH) + duties(
        range(7, 12), "08:00", "16:30", LUNCH
    )
    dinner = ("meal", "17:00", "17:30")
    legal = work_out(tmp_path, EU + SHIFTS, [*around, *duties([5], "12:30", "21:00", dinner)])
    illegal = work_out(tmp_path, EU + SHIFTS, [*around, *duties([5], "12:30", "21:05", dinner)])
    assert legal.found == []
    assert illegal.found == [
        (
            "min_weekly_rest_minutes",
            "2026-04-13",
            "1 rest, the longest stretch 3330 minutes",
            "at least 2 rests of 2100 minutes",
        )
    ]


@statute("eu", "rules.weekly_rest_weeks")
def test_weekly_rest_over_fourteen_days(tmp_path: Path) -> None:
    """Directive 2003/88/EC Art. 16 (a): a reference period of up to 14 days for weekly rest.

    Eleven days of work in a row, then 70 hours, which are two rests of 35. Five minutes less
    are one.
    """
    rules = EU + "max_days_in_row = 14\n" + SHIFTS
    before = duties(range(10), "08:00", "16:30", LUNCH)
    late = ("meal", "21:00", "21:30")
    legal = work_out(tmp_path, rules, [*before, *duties([10], "17:30", "26:00", late)])
    illegal = work_out(tmp_path, rules, [*before, *duties([10], "17:30", "26:05", late)])
    assert legal.found == []
    assert illegal.of("min_weekly_rest_minutes") == [
        (
            "2026-04-13",
            "1 rest, the longest stretch 4195 minutes",
            "at least 2 rests of 2100 minutes",
        )
    ]
    assert len(illegal.rules) == 1


@statute("eu", "rules.max_average_weekly_minutes")
def test_forty_eight_hours_a_week_on_average(tmp_path: Path) -> None:
    """Directive 2003/88/EC Art. 6 (b): the average working time for each seven-day period,
    including overtime, does not exceed 48 hours.
    """
    history = weeks_of_48_hours(*range(-16, 0))
    week = duties(range(5), "08:00", "16:30", LUNCH)
    legal = [*week, *duties([5], "08:00", "16:30", LUNCH)]
    illegal = [*week, *duties([5], "08:00", "16:35", LUNCH)]
    assert work_out(tmp_path, EU + SHIFTS, legal, history=history, days=7).found == []
    assert work_out(tmp_path, EU + SHIFTS, illegal, history=history, days=7).found == [
        (
            "max_average_weekly_minutes",
            "2026-04-13",
            "48965 minutes",
            "at most 48960 minutes",
        )
    ]


@statute("eu", "rules.average_weeks")
def test_the_average_is_over_seventeen_weeks(tmp_path: Path) -> None:
    """Directive 2003/88/EC Art. 16 (b): a reference period of up to four months, 17 weeks.

    A week of 51 hours counts in the seventeen weeks that end with this one, and no longer when
    it lies one week further back.
    """
    extra = ("08:00", "11:00")
    plan = weeks_of_48_hours(0)
    history = weeks_of_48_hours(*range(-17, 0))
    legal = [*history, *duties([7 * -17 + 6], *extra)]
    illegal = [*history, *duties([7 * -16 + 6], *extra)]
    rules = EU + "max_days_in_row = 14\n" + SHIFTS
    assert work_out(tmp_path, rules, plan, history=legal, days=7).found == []
    found = work_out(tmp_path, rules, plan, history=illegal, days=7)
    assert found.found == [
        (
            "max_average_weekly_minutes",
            "2026-04-13",
            "49140 minutes",
            "at most 48960 minutes",
        )
    ]


@statute("eu", "rules.break_duties")
def test_more_than_six_hours_have_a_break(tmp_path: Path) -> None:
    """Directive 2003/88/EC Art. 4: where the working day is longer than six hours, every worker
    is entitled to a rest break.
    """
    assert work_out(tmp_path, EU + SHIFTS, duties([0], "08:00", "14:00")).found == []
    with_break = duties([0], "08:00", "14:05", LUNCH)
    assert work_out(tmp_path, EU + SHIFTS, with_break).found == []
    illegal = work_out(tmp_path, EU + SHIFTS, duties([0], "08:00", "14:05"))
    assert illegal.rules == {"breaks", "break_duties"}
    assert illegal.of("break_duties") == [
        ("2026-04-13", "0 minutes of breaks", "at least 1 minute of breaks")
    ]


@statute("eu", "rules.night_window")
def test_night_time_ends_at_six(tmp_path: Path) -> None:
    """Directive 2003/88/EC Art. 2 (3): night time is not less than seven hours, which include
    midnight to 05:00; here 23:00 to 06:00. A shift from 03:05 on has 175 minutes of it.
    """
    rules = EU + "max_nights_in_row = 1\n" + SHIFTS
    assert work_out(tmp_path, rules, duties([0, 1], "03:05", "09:05")).found == []
    assert work_out(tmp_path, rules, duties([0, 1], "03:00", "09:00")).found == [
        ("max_nights_in_row", "2026-04-14", "2 nights in a row", "at most 1 night in a row")
    ]


@statute("eu", "rules.night_minutes")
def test_three_hours_of_night_time_make_a_night(tmp_path: Path) -> None:
    """Directive 2003/88/EC Art. 2 (4) (a): who works at least three hours of daily working time
    during night time is a night worker.
    """
    rules = EU + "max_nights_in_row = 1\n" + SHIFTS
    assert work_out(tmp_path, rules, duties([0, 1], "20:00", "25:55")).found == []
    assert work_out(tmp_path, rules, duties([0, 1], "20:00", "26:00")).found == [
        ("max_nights_in_row", "2026-04-14", "2 nights in a row", "at most 1 night in a row")
    ]
