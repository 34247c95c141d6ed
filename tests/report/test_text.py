"""Numbers, money and times as the reader sees them."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from staffwright.scheduler.report import text
from staffwright.scheduler.report.markup import Cell, Column, table
from staffwright.scheduler.report.service import share_state, wait_state
from staffwright.scheduler.report.text import span_label

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (1234567.891, 1, "1,234,567.9"),
        (0, 0, "0"),
        (-1234, 0, "−1,234"),
        (-0.001, 2, "0.00"),
        (float("nan"), 1, "unknown"),
        (15.25, 1, "15.3"),
        (-0.5, 0, "−1"),
    ],
)
def test_numbers_have_thousands_separators(value: float, digits: int, shown: str) -> None:
    assert text.number(value, digits) == shown


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (Decimal("102390.885"), "EUR", "EUR 102,390.89"),
        (Decimal("0.125"), "EUR", "EUR 0.13"),
        (Decimal("1999.5"), "JPY", "JPY 2,000"),
        (Decimal("1.0005"), "KWD", "KWD 1.001"),
        (96247.42, "USD", "USD 96,247.42"),
    ],
)
def test_money_is_rounded_half_up_to_the_minor_unit(
    amount: Decimal | float, currency: str, shown: str
) -> None:
    assert text.money(amount, currency).replace(text.NBSP, " ") == shown


def test_what_is_unknown_is_called_so_and_never_zero() -> None:
    assert text.optional_money(None, "EUR") == "unknown"
    assert text.percent(None) == "unknown"
    assert text.percent(float("nan")) == "unknown"
    assert text.share_of(3.0, 0.0) == "–"


def test_days_are_named_without_the_locale_of_the_machine() -> None:
    assert text.long_day(date(2026, 4, 3)) == "Fri 3 Apr 2026"
    assert text.iso_day_label("2026-03-29") == "Sun 29 Mar"
    assert text.iso_day_label("week 13") == "week 13"


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2026-03-23T06:00:00+01:00", "2026-03-23T07:30:00+01:00", "Mon 23 Mar 06:00–07:30"),
        ("2026-03-23T05:00:00Z", "2026-03-23T06:30:00Z", "Mon 23 Mar 06:00–07:30"),
        ("2026-03-23T06:00", "2026-03-23T07:30", "Mon 23 Mar 06:00–07:30"),
        ("2026-03-28T22:00+01:00", "2026-03-29T06:00+02:00", "Sat 28 Mar 22:00 – Sun 29 Mar 06:00"),
        ("2026-10-25T02:45+02:00", "2026-10-25T02:15+01:00", "Sun 25 Oct 02:45 CEST–02:15 CET"),
        ("dawn", "dusk", "dawn – dusk"),
    ],
)
def test_spans_are_shown_in_the_time_of_the_site(start: str, end: str, shown: str) -> None:
    assert span_label(start, end, BERLIN) == shown


@pytest.mark.parametrize(
    ("share", "target", "state"),
    [
        (0.8, 0.8, "met"),
        (0.79, 0.8, "near"),
        (0.7, 0.8, "missed"),
        (None, 0.8, ""),
        (0.7, None, ""),
    ],
)
def test_a_share_is_judged_by_its_target(
    share: float | None, target: float | None, state: str
) -> None:
    assert share_state(share, target) == state


@pytest.mark.parametrize(
    ("wait", "target", "state"),
    [(20.0, 20.0, "met"), (25.0, 20.0, "near"), (31.0, 20.0, "missed"), (None, 20.0, "")],
)
def test_a_wait_is_judged_by_its_target(wait: float | None, target: float, state: str) -> None:
    assert wait_state(wait, target) == state


def test_cells_captions_and_headings_are_escaped() -> None:
    nasty = "<b a='\">&"
    made = table(nasty, [Column(nasty, meaning=nasty)], [[Cell(nasty, note=nasty, spoken=nasty)]])
    assert nasty not in made
    assert made.count("&lt;b a=&#x27;&quot;&gt;&amp;") == 7


def test_a_row_of_another_length_than_the_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        table("Rows", [Column("One"), Column("Two")], [[Cell("1")]])
