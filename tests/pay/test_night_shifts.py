"""22:00 to 06:00 over clock changes, holidays and New Year, in four zones.

Differentials: night 25 % 20-06, or 40 % 00-04 for shifts begun the day before; Sunday 50 % and
holiday 125 %, carried to 04:00. The expected figures count local minutes by hand.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from pay_factory import BERLIN, GERMAN, scenario, shift
from staffwright.scheduler.payroll import pay_lines, wages

NEW_YORK, LORD_HOWE, KOLKATA = "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"

# zone, business date, holidays, paid minutes, minutes of night, deep night, Sunday, holiday
CASES = [
    # Berlin skips 02:00 to 03:00 on Sunday 29 March 2026
    (BERLIN, "2026-03-28", [], 420, 240, 180, 300, 0),
    # Berlin shows 02:00 to 03:00 twice on Sunday 25 October 2026
    (BERLIN, "2026-10-24", [], 540, 240, 300, 420, 0),
    # New York skips 02:00 to 03:00 on Sunday 8 March 2026
    (NEW_YORK, "2026-03-07", [], 420, 240, 180, 300, 0),
    # New York shows 01:00 to 02:00 twice on Sunday 1 November 2026
    (NEW_YORK, "2026-10-31", [], 540, 240, 300, 420, 0),
    # Lord Howe shows 01:30 to 02:00 twice on Sunday 5 April 2026
    (LORD_HOWE, "2026-04-04", [], 510, 240, 270, 390, 0),
    # Lord Howe skips 02:00 to 02:30 on Sunday 4 October 2026
    (LORD_HOWE, "2026-10-03", [], 450, 240, 210, 330, 0),
    # Kolkata never changes its clock
    (KOLKATA, "2026-03-28", [], 480, 240, 240, 360, 0),
    (KOLKATA, "2026-10-24", [], 480, 240, 240, 360, 0),
    # Wednesday into a holiday on Thursday: the holiday counts from midnight
    (BERLIN, "2026-05-13", ["2026-05-14"], 480, 240, 240, 0, 360),
    (NEW_YORK, "2026-11-25", ["2026-11-26"], 480, 240, 240, 0, 360),
    (LORD_HOWE, "2026-06-10", ["2026-06-11"], 480, 240, 240, 0, 360),
    (KOLKATA, "2026-10-01", ["2026-10-02"], 480, 240, 240, 0, 360),
    # out of a holiday on Thursday: carried to 04:00 on Friday
    (BERLIN, "2026-05-14", ["2026-05-14"], 480, 240, 240, 0, 360),
    (NEW_YORK, "2026-11-26", ["2026-11-26"], 480, 240, 240, 0, 360),
    (LORD_HOWE, "2026-06-11", ["2026-06-11"], 480, 240, 240, 0, 360),
    (KOLKATA, "2026-10-02", ["2026-10-02"], 480, 240, 240, 0, 360),
    # over New Year, Thursday 31 December 2026 to Friday
    (BERLIN, "2026-12-31", ["2027-01-01"], 480, 240, 240, 0, 360),
    (NEW_YORK, "2026-12-31", ["2027-01-01"], 480, 240, 240, 0, 360),
    (LORD_HOWE, "2026-12-31", ["2027-01-01"], 480, 240, 240, 0, 360),
    (KOLKATA, "2026-12-31", ["2027-01-01"], 480, 240, 240, 0, 360),
]


@pytest.mark.parametrize(
    ("zone", "day", "holidays", "paid", "night", "deep_night", "sunday", "holiday"), CASES
)
def test_a_night_has_the_minutes_premiums_and_business_date_of_its_clock(
    zone, day, holidays, paid, night, deep_night, sunday, holiday
):
    began = date.fromisoformat(day)
    following = date.fromordinal(began.toordinal() + 1)
    made = scenario(
        premiums=GERMAN,
        zone=zone,
        first_day=began,
        days=1,
        holidays=frozenset(date.fromisoformat(d) for d in holidays),
    )
    worked = [shift(f"{day}T22:00", f"{following}T06:00", zone=zone)]
    minutes: dict[str, int] = {}
    for line in pay_lines(made, worked):
        minutes[line.pay_code] = minutes.get(line.pay_code, 0) + line.minutes
        assert line.work_date == day
    counted = {
        "BASE": paid,
        "NIGHT": night,
        "DEEP_NIGHT": deep_night,
        "SUNDAY": sunday,
        "HOLIDAY": holiday,
    }
    assert minutes == {code: n for code, n in counted.items() if n}
    percent = {"BASE": 100, "NIGHT": 25, "DEEP_NIGHT": 40, "SUNDAY": 50, "HOLIDAY": 125}
    expected = sum(Fraction(16 * n * percent[code], 6000) for code, n in counted.items())
    assert wages(made, worked).total == expected


@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24"])
def test_the_shift_from_23_to_7_lasts_seven_hours_in_spring_and_nine_in_autumn(day):
    following = date.fromordinal(date.fromisoformat(day).toordinal() + 1)
    made = scenario(premiums=(), first_day=date.fromisoformat(day), days=1)
    paid = wages(made, [shift(f"{day}T23:00", f"{following}T07:00")])
    assert paid.total == 16 * {"2026-03-28": 7, "2026-10-24": 9}[day]
