"""Windows of night hours that were given the wrong way round."""

from __future__ import annotations

from typing import Any

import pytest
from staffwright.scheduler.scenario import load_scenario

from .edits import sub


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        (
            "min_rest_minutes = 660",
            'night_window = "06:00-23:00"',
            'rules: night_window = "06:00-23:00" makes 17 hours of night, more than half '
            'of the day; the other way round it is "23:00-06:00".',
        ),
        (
            'window = "23:00-06:00"',
            'window = "06:00-20:00"',
            'pay: premium night: window = "06:00-20:00" makes 14 hours of night, more '
            'than half of the day; the other way round it is "20:00-06:00".',
        ),
        (
            "min_rest_minutes = 660",
            'night_window = "06:00 - 23:00"',
            'rules: night_window = "06:00 - 23:00" makes 17 hours of night, more than half '
            'of the day; the other way round it is "23:00-06:00".',
        ),
    ],
)
def test_a_night_longer_than_half_a_day_is_noted(
    write_scenario: Any, old: str, new: str, note: str
) -> None:
    changed = load_scenario(write_scenario({"scenario.toml": sub(old, new)}))
    assert note in changed.defaults_used
    half = load_scenario(write_scenario({"scenario.toml": sub(old, half_of(new))}))
    assert not any("hours of night" in note for note in half.defaults_used)


def half_of(line: str) -> str:
    """Return the line with a window of twelve hours."""
    return line.partition("=")[0] + '= "18:00-06:00"'
