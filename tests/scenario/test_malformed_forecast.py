"""Faults of table files as such, and of forecast.csv."""

from __future__ import annotations

from typing import Any

import pytest

from .edits import add, case, sub, with_column

FORECAST = "forecast.csv"


CASES = [
    case("no forecast", FORECAST, None, None, None, "is missing"),
    case("empty file", FORECAST, "", None, None, "is empty"),
    case("only a header", FORECAST, "queue,interval_start,volume,aht_s\n", None, None, "no rows"),
    case(
        "no header", FORECAST, "billing,2026-03-23T08:00,12,240\n", 1, None, "must name the columns"
    ),
    case("tabs", FORECAST, lambda t: t.replace(",", "\t"), 1, "tab", "commas"),
    case("bars", FORECAST, lambda t: t.replace(",", "|"), 1, "|", "commas"),
    case(
        "missing column",
        FORECAST,
        lambda t: t.replace("volume", "calls"),
        1,
        None,
        "column is missing",
    ),
    case("unknown column", FORECAST, sub("volume", "volumes"), 1, "volumes", "'volume'"),
    case(
        "cell too many",
        FORECAST,
        add("billing,2026-03-23T09:00:00+01:00,1,5,240"),
        5,
        None,
        "5 cells, the header 4",
    ),
    case(
        "cell too few",
        FORECAST,
        add("billing,2026-03-23T09:00:00+01:00"),
        5,
        None,
        "2 cells, the header 4",
    ),
    case("negative volume", FORECAST, sub(",12,", ",-12,"), 2, "-12", "at least 0"),
    case("nan volume", FORECAST, sub(",12,", ",NaN,"), 2, "NaN", "finite"),
    case("infinite volume", FORECAST, sub(",12,", ",inf,"), 2, "inf", "finite"),
    case("volume text", FORECAST, sub(",12,", ",twelve,"), 2, "twelve", "not a number"),
    case("decimal comma", FORECAST, sub(",14.5,", ',"14,5",'), 3, "14,5", "decimal point"),
    case("empty volume", FORECAST, sub(",12,", ",,"), 2, None, "empty"),
    case("volume without aht", FORECAST, sub("12,240", "12,0"), 2, "0", "above 0"),
    case("volume with empty aht", FORECAST, sub("12,240", "12,"), 2, None, "above 0"),
    case("unknown queue", FORECAST, sub("technical", "tecnical"), 4, "tecnical", "'technical'"),
    case(
        "duplicate interval",
        FORECAST,
        add("billing,2026-03-23T08:00:00+01:00,1,240"),
        5,
        "2026-03-23T08:00:00+01:00",
        "another row",
    ),
    case(
        "off the grid",
        FORECAST,
        sub("T08:30", "T08:40"),
        3,
        "2026-03-23T08:40:00+01:00",
        "grid of 30-minute",
    ),
    case(
        "no date",
        FORECAST,
        sub("2026-03-23T08:30:00+01:00", "Monday"),
        3,
        "Monday",
        "2026-03-23T06:00+01:00",
    ),
    case(
        "slashes",
        FORECAST,
        sub("2026-03-23T08:30:00+01:00", "3/4/2026 8:30"),
        3,
        "3/4/2026 8:30",
        "March or April",
    ),
    case(
        "29 february",
        FORECAST,
        sub("2026-03-23T08:30", "2026-02-29T08:30"),
        3,
        "2026-02-29T08:30:00+01:00",
        "not a date",
    ),
    case(
        "offset of 30 h",
        FORECAST,
        sub("T08:30:00+01:00", "T08:30:00+30:00"),
        3,
        "2026-03-23T08:30:00+30:00",
        "offset",
    ),
    case(
        "seconds",
        FORECAST,
        sub("T08:30:00", "T08:30:07"),
        3,
        "2026-03-23T08:30:07+01:00",
        "whole minute",
    ),
    case(
        "skipped hour",
        FORECAST,
        add("billing,2026-03-29 02:30,1,240"),
        5,
        "2026-03-29 02:30",
        "does not exist in Europe/Berlin",
    ),
    case(
        "all outside",
        FORECAST,
        lambda t: t.replace("2026-03", "2027-03"),
        None,
        "2027-03-23 08:00 to 2027-03-23 08:30",
        "inside the horizon, 2026-03-23 00:00 to before 2026-03-30 00:00 in Europe/Berlin: "
        "[horizon] has start = 2026-03-23 and days = 7",
    ),
    case(
        "interval minutes",
        FORECAST,
        with_column("interval_minutes", "15"),
        2,
        "15",
        "must be 30",
    ),
    case(
        "chat",
        FORECAST,
        with_column("channel", "chat"),
        2,
        "chat",
        "voice",
    ),
    case(
        "concurrency",
        FORECAST,
        with_column("concurrency", "3"),
        2,
        "3",
        "one contact",
    ),
]


@pytest.mark.parametrize(("file", "edit", "line", "value", "words"), CASES)
def test_a_fault_is_located_and_says_what_is_allowed(
    file: str, edit: Any, line: int | None, value: str | None, words: str, assert_fault: Any
) -> None:
    """File, line and value are those of the change, and the message helps."""
    assert_fault({file: edit}, file, line, value, words)
