"""Numbers, money, dates and spans as a reader sees them, independent of the machine's locale."""

from __future__ import annotations

import html
import math
from datetime import date, datetime
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NewType
from zoneinfo import ZoneInfo

from ..payroll import minor_unit_exponent

Markup = NewType("Markup", str)

WEEKDAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
UNKNOWN = "unknown"
NOTHING = "–"
NBSP = "\u00a0"
ALMOST = 1e-9


def escape(value: object) -> Markup:
    """Return text in which no character is markup, inside and outside of attributes."""
    return Markup(html.escape(str(value), quote=True))


def number(value: float | Decimal, digits: int = 0) -> str:
    """Return a number with thousands separators and a true minus sign; NaN is unknown.

    Halves are rounded away from zero, also those that binary numbers just miss; the scripts of
    the page do the same.
    """
    if math.isnan(value):
        return UNKNOWN
    exact = Decimal(value)
    if exact.is_finite():
        if isinstance(value, float):
            exact += Decimal(math.copysign(ALMOST, value))
        exact = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    if text.startswith("-"):
        bare = text[1:]
        return bare if not bare.strip("0.,") else "−" + bare
    return text


def money(amount: Decimal | float, currency: str) -> str:
    """Return an amount rounded half up to the minor unit, after the currency's code."""
    return f"{currency}{NBSP}{amount_text(amount, currency)}"


def amount_text(amount: Decimal | float, currency: str) -> str:
    """Return an amount as `money` does, without the code, for columns that name it."""
    digits = minor_unit_exponent(currency)
    exact = amount if isinstance(amount, Decimal) else Decimal(repr(amount))
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return number(rounded, digits)


def bound_text(bound: float | None, currency: str) -> str:
    """Return a bound rounded down to the minor unit: what is shown holds too."""
    if bound is None:
        return UNKNOWN
    unit = Decimal(1).scaleb(-minor_unit_exponent(currency))
    return money(Decimal(bound).quantize(unit, rounding=ROUND_FLOOR), currency)


def gap_text(gap: float | None) -> str:
    """Return a gap in percent, rounded up to two places; None is unknown."""
    if gap is None:
        return UNKNOWN
    return f"{number(math.ceil(gap * 10_000 - 1e-9) / 100, 2)}{NBSP}%"


def optional_money(amount: Decimal | float | None, currency: str) -> str:
    """Return an amount, or the word for an amount nobody knows."""
    return UNKNOWN if amount is None else money(amount, currency)


def percent(fraction: float | None, digits: int = 1) -> str:
    """Return a fraction as a percentage; None is unknown."""
    if fraction is None or math.isnan(fraction):
        return UNKNOWN
    return f"{number(fraction * 100, digits)}{NBSP}%"


def share_of(part: float, whole: float) -> str:
    """Return `part` as a percentage of `whole`, a dash where there is no whole."""
    return percent(part / whole) if whole > 0 else NOTHING


def day_label(day: date) -> str:
    """Return a date as ``Mon 23 Mar``."""
    month = MONTHS.split()[day.month - 1]
    return f"{WEEKDAY_NAMES[day.weekday()]} {day.day} {month}"


def long_day(day: date) -> str:
    """Return a date as ``Mon 23 Mar 2026``."""
    return f"{day_label(day)} {day.year}"


def iso_day_label(text: str) -> str:
    """Return an ISO date as ``Mon 23 Mar``; other text as it is."""
    try:
        return day_label(date.fromisoformat(text))
    except ValueError:
        return text


def clock_label(instant: datetime) -> str:
    """Return the clock time of a local instant as ``HH:MM``."""
    return f"{instant.hour:02d}:{instant.minute:02d}"


def count(value: int, singular: str, plural: str | None = None) -> str:
    """Return a number with its noun."""
    noun = singular if value == 1 else (plural or singular + "s")
    return f"{number(value)} {noun}"


def instant_in(text: str, zone: ZoneInfo) -> datetime | None:
    """Return a time as an aware local one, None where the text is no ISO time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)


def span_label(start: str, end: str, zone: ZoneInfo) -> str:
    """Return ``Mon 23 Mar 06:00–07:30``, with the second date where it differs."""
    first, last = instant_in(start, zone), instant_in(end, zone)
    if first is None or last is None:
        return f"{start} – {end}"
    opening = f"{day_label(first.date())} {clock_label(first)}"
    if first.date() == last.date():
        # A span over the repeated hour would seem to run backwards without the offsets
        if first.utcoffset() != last.utcoffset():
            opening += f" {first:%Z}"
            return f"{opening}–{clock_label(last)} {last:%Z}"
        return f"{opening}–{clock_label(last)}"
    return f"{opening} – {day_label(last.date())} {clock_label(last)}"
