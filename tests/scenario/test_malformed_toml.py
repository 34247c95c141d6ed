"""Faults of scenario.toml."""

from __future__ import annotations

from typing import Any

import pytest

from .edits import add, case, sub

TOML = "scenario.toml"


CASES = [
    case("toml syntax", TOML, sub("days = 7", "days = = 7"), 8, "days = = 7", "not valid TOML"),
    case("toml unclosed", TOML, add("[rules2"), 72, "[rules2", "not valid TOML"),
    case(
        "toml not utf8", TOML, lambda t: t.encode().replace(b"Quay", b"Q\xff"), 2, "0xff", "UTF-8"
    ),
    case("toml missing", TOML, None, None, None, "is missing"),
    case("toml nesting", TOML, add("x = " + "[" * 5000), None, None, "nested too deeply"),
    case(
        "bad zone", TOML, sub("Europe/Berlin", "Europe/Berln"), 3, "Europe/Berln", "Europe/Berlin"
    ),
    case("zone path", TOML, sub("Europe/Berlin", "../etc/passwd"), 3, "../etc/passwd", "IANA"),
    case("currency", TOML, sub('"EUR"', '"euro"'), 4, "euro", "ISO 4217"),
    case("missing zone", TOML, sub('time_zone = "Europe/Berlin"', ""), 1, None, "is missing: IANA"),
    case("unknown key", TOML, sub("unplanned", "unplaned"), 12, "0.1", "'unplanned'"),
    case("unknown section", TOML, sub("[shrinkage]", "[shrinkages]"), 11, None, "'shrinkage'"),
    case("shrinkage 1", TOML, sub("unplanned = 0.1", "unplanned = 1.0"), 12, "1.0", "below 1"),
    case("negative shrinkage", TOML, sub("= 0.1", "= -0.1"), 12, "-0.1", "at least 0"),
    case("shrinkage nan", TOML, sub("= 0.1", "= nan"), 12, "nan", "finite number"),
    case("days 0", TOML, sub("days = 7", "days = 0"), 8, "0", "at least 1"),
    case("days 43", TOML, sub("days = 7", "days = 43"), 8, "43", "at most 42 days"),
    case("days text", TOML, sub("days = 7", 'days = "7"'), 8, "7", "whole number"),
    case("days true", TOML, sub("days = 7", "days = true"), 8, "true", "whole number"),
    case(
        "interval 7", TOML, sub("interval_minutes = 30", "interval_minutes = 7"), 9, "7", "one of 5"
    ),
    case("bad start", TOML, sub("start = 2026-03-23", 'start = "soon"'), 7, "soon", "date"),
    case("year 1066", TOML, sub("2026-03-23", "1066-10-14"), 7, "1066-10-14", "1970"),
    case(
        "interval against clock change",
        TOML,
        lambda t: (
            t.replace("Europe/Berlin", "Australia/Lord_Howe")
            .replace("interval_minutes = 30", "interval_minutes = 60")
            .replace("2026-03-23", "2026-03-30")
        ),
        9,
        "60",
        "clock change of 30 minutes on 2026-04-05",
    ),
    case(
        "carry out skipped",
        TOML,
        lambda t: t.replace("days = 7", 'days = 6\ncarry_out = "02:30"'),
        9,
        "02:30",
        "does not exist in Europe/Berlin",
    ),
    case(
        "carry out off grid",
        TOML,
        sub("days = 7", 'days = 7\ncarry_out = "05:10"'),
        9,
        "05:10",
        "multiple",
    ),
    case("service level 80", TOML, sub("0.80", "80"), 16, "80", "below 1"),
    case("only service level", TOML, sub("within_s = 20\n", ""), 16, "0.8", "needs within_s"),
    case("only within", TOML, sub("service_level = 0.80\n", ""), 16, "20.0", "needs service_level"),
    case("price text", TOML, sub("under_price = 45", 'under_price = "45"'), 19, "45", "a number"),
    case("duplicate queue", TOML, sub('"technical"', '"billing"'), 23, "billing", "twice"),
    case(
        "closes before opening", TOML, sub('"20:00"', '"07:00"'), 27, "07:00", "after open, 08:00"
    ),
    case(
        "opens off grid",
        TOML,
        sub('"08:00", close', '"08:10", close'),
        27,
        "08:10",
        "interval of 30",
    ),
    case("bad weekday", TOML, sub('["mon", "tue"]', '["mon", "tues"]'), 27, "tues", "one of 'mon'"),
    case("clock 25:00", TOML, sub('"20:00"', '"25:00"'), 27, "25:00", "24:00"),
    case(
        "abandonment without patience",
        TOML,
        sub("mean_wait_s = 30", "max_abandonment = 0.05"),
        24,
        "0.05",
        "patience_s",
    ),
    case(
        "break window backwards",
        TOML,
        sub("latest_minutes = 300", "latest_minutes = 100"),
        34,
        "100",
        "earliest_minutes, 180",
    ),
    case(
        "break does not fit",
        TOML,
        sub("[480]", "[180]"),
        50,
        "meal",
        "cannot end inside a shift of 180",
    ),
    case(
        "unknown break", TOML, sub('breaks = ["meal"]', 'breaks = ["maal"]'), 43, "maal", "'meal'"
    ),
    case("shift longer than a day", TOML, sub("[480]", "[1500]"), 49, "1500", "at most 1440"),
    case(
        "starts pass midnight",
        TOML,
        sub('latest_start = "08:00"', 'latest_start = "05:00"'),
        40,
        "05:00",
        "before start",
    ),
    case(
        "start off step",
        TOML,
        sub('latest_start = "08:00"', 'latest_start = "08:30"'),
        40,
        "08:30",
        "steps of 60",
    ),
    case(
        "slot too short",
        TOML,
        sub('start = "22:00"', 'start = "22:02"'),
        48,
        "22:02",
        "planning step",
    ),
    case(
        "break of 17 minutes",
        TOML,
        sub("minutes = 30\npaid", "minutes = 17\npaid"),
        31,
        "17",
        "planning step",
    ),
    case(
        "min above max hours",
        TOML,
        sub("min_weekly_hours = 16", "min_weekly_hours = 50"),
        55,
        "50",
        "max_weekly_hours, 48",
    ),
    case(
        "hours above 168",
        TOML,
        sub("max_weekly_hours = 48", "max_weekly_hours = 480"),
        56,
        "480",
        "at most 168",
    ),
    case(
        "contract above max",
        TOML,
        sub("weekly_hours = 40", "weekly_hours = 60"),
        56,
        "48",
        "weekly_hours, 60",
    ),
    case(
        "unknown kind", TOML, sub('["day", "night"]', '["day", "nights"]'), 58, "nights", "'night'"
    ),
    case(
        "unknown country",
        TOML,
        sub("[holidays]", '[holidays]\ncountry = "Germanyy"'),
        64,
        "Germanyy",
        "unknown country",
    ),
    case(
        "unknown subdivision",
        TOML,
        sub("[holidays]", '[holidays]\ncountry = "DE"\nsubdivision = "XX"'),
        65,
        "XX",
        "BB",
    ),
    case("premium window", TOML, sub("23:00-06:00", "23:00"), 69, "23:00", "HH:MM-HH:MM"),
    case(
        "premium takes base",
        TOML,
        sub('id = "night"\npercent', 'id = "base"\npercent'),
        67,
        "base",
        "pay code",
    ),
    case(
        "carry without day",
        TOML,
        sub("percent = 25\nwindow", 'percent = 25\ncarry_until = "04:00"\nwindow'),
        69,
        "04:00",
        "weekdays",
    ),
    case(
        "queues is a table", TOML, sub("[[queues]]", "[queuez]\n[[queues]]"), 14, None, "'queues'"
    ),
]


@pytest.mark.parametrize(("file", "edit", "line", "value", "words"), CASES)
def test_a_fault_is_located_and_says_what_is_allowed(
    file: str, edit: Any, line: int | None, value: str | None, words: str, assert_fault: Any
) -> None:
    """File, line and value are those of the change, and the message helps."""
    assert_fault({file: edit}, file, line, value, words)
