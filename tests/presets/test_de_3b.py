"""Worked cases of the preset ``de-3b``: the tax-free caps of § 3b EStG, paid as premiums."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from .worked_cases import BREAKS, Duty, Outcome, any_start, statute, work_out

TOML = (
    '[pay]\npremium_preset = "de-3b"\n\n[holidays]\ncountry = "DE"\nsubdivision = "BB"\n\n'
    + any_start("plain", [360, 420, 480])
    + BREAKS
)
MONDAY = date(2026, 3, 23)
TUESDAY, SATURDAY, SUNDAY = date(2026, 3, 24), date(2026, 3, 28), date(2026, 3, 29)
EASTER_SUNDAY, EASTER_MONDAY = date(2026, 4, 5), date(2026, 4, 6)


def paid(folder: Path, day: date, start: str, end: str) -> Outcome:
    """Return what one shift at EUR 16 an hour is paid."""
    return work_out(folder, TOML, [Duty(day, start, end)], first=MONDAY, days=15, rate="16")


def euros(text: str) -> Decimal:
    """Return an amount."""
    return Decimal(text)


@statute("de-3b", "premiums.night")
def test_a_quarter_from_twenty_to_six(tmp_path: Path) -> None:
    """EStG § 3b Abs. 1 Nr. 1: 25 % for night work, which Abs. 2 Satz 2 puts from 20:00 to 06:00.

    Tuesday 16:00 to 22:00 has two such hours, 04:00 to 10:00 another two.
    """
    evening = paid(tmp_path, TUESDAY, "16:00", "22:00")
    assert (evening.paid("NIGHT"), evening.gross) == (euros("8.00"), euros("104.00"))
    morning = paid(tmp_path, TUESDAY, "04:00", "10:00")
    assert (morning.paid("NIGHT"), morning.gross) == (euros("8.00"), euros("104.00"))


@statute("de-3b", "premiums.deep-night")
def test_forty_percent_after_midnight_for_who_began_before(tmp_path: Path) -> None:
    """EStG § 3b Abs. 3 Nr. 1: 40 % from 00:00 to 04:00 where the night work began before 00:00.

    Tuesday 22:00 to 06:00: 4 h x 4.00 and 4 h x 6.40. From midnight on: 6 h x 4.00.
    """
    through = paid(tmp_path, TUESDAY, "22:00", "30:00")
    assert through.paid("NIGHT") == euros("16.00")
    assert through.paid("DEEP-NIGHT") == euros("25.60")
    assert through.gross == euros("169.60")
    later = paid(tmp_path, TUESDAY, "00:00", "06:00")
    assert (later.paid("NIGHT"), later.paid("DEEP-NIGHT")) == (euros("24.00"), 0)
    assert later.gross == euros("120.00")


@statute("de-3b", "premiums.sunday")
def test_half_on_sundays_and_until_four(tmp_path: Path) -> None:
    """EStG § 3b Abs. 1 Nr. 2: 50 % for work on Sundays; Abs. 3 Nr. 2: and from 00:00 to 04:00 of
    the day that follows, where it began before 00:00.

    Into the Sunday on which clocks go forward, 22:00 to 06:00 are 7 hours: 112.00, nights
    4 h x 4.00 and 3 h x 6.40, Sunday 5 h x 8.00. Out of it: Sunday 2 h and 4 h.
    """
    into = paid(tmp_path, SATURDAY, "22:00", "30:00")
    assert into.paid("BASE") == euros("112.00")
    assert into.paid("NIGHT") + into.paid("DEEP-NIGHT") == euros("35.20")
    assert into.paid("SUNDAY") == euros("40.00")
    assert into.gross == euros("187.20")
    out = paid(tmp_path, SUNDAY, "22:00", "30:00")
    assert (out.paid("SUNDAY"), out.gross) == (euros("48.00"), euros("217.60"))
    begun_on_monday = paid(tmp_path, date(2026, 3, 30), "00:00", "06:00")
    assert begun_on_monday.paid("SUNDAY") == 0


@statute("de-3b", "premiums.holiday")
def test_a_holiday_takes_the_sundays_place(tmp_path: Path) -> None:
    """EStG § 3b Abs. 1 Nr. 3: 125 % for work on public holidays, also on Sundays (Abs. 2 Satz 4);
    Abs. 3 Nr. 2: and until 04:00 of the day that follows.

    Easter Sunday is a public holiday in Brandenburg: 8 h x 20.00. The night after Easter Monday
    has 2 h and 4 h of it.
    """
    easter = paid(tmp_path, EASTER_SUNDAY, "10:00", "18:00")
    assert (easter.paid("HOLIDAY"), easter.paid("SUNDAY")) == (euros("160.00"), 0)
    assert easter.gross == euros("288.00")
    night = paid(tmp_path, EASTER_MONDAY, "22:00", "30:00")
    assert (night.paid("HOLIDAY"), night.gross) == (euros("120.00"), euros("289.60"))
