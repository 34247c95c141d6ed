"""Weekdays and clock windows of scenario.toml as numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ..calendar import WEEKDAYS, parse_clock


def weekday_set(days: Sequence[str]) -> frozenset[int]:
    """Return weekday numbers, 0 for Monday."""
    return frozenset(WEEKDAYS.index(day) for day in days)


def window(text: str) -> tuple[int, int]:
    """Return start and end of ``HH:MM-HH:MM`` in minutes after midnight."""
    start, _, end = text.partition("-")
    return parse_clock(start), parse_clock(end)


def weekdays_or_any(days: Sequence[str] | None) -> frozenset[int] | None:
    """Return weekday numbers, None where every day is meant."""
    return None if days is None else weekday_set(days)


def window_or_any(text: str | None) -> tuple[int, int] | None:
    """Return a clock window, None where all day is meant."""
    return None if text is None else window(text)


def names_or_any(names: Sequence[str] | None) -> frozenset[str] | None:
    """Return a set of names, None where any is meant."""
    return None if names is None else frozenset(names)
