"""Faults of agents, leave, availability and wishes."""

from __future__ import annotations

from typing import Any

import pytest

from .edits import add, case, sub, with_column

AGENTS = "agents.csv"
TIME_OFF = "time_off.csv"
AVAILABILITY = "availability.csv"
PREFERENCES = "preferences.csv"


CASES = [
    case("no agents", AGENTS, None, None, None, "is missing"),
    case(
        "not utf8", AGENTS, lambda t: t.replace("Cem", "Jörg").encode("latin-1"), 4, "0xf6", "UTF-8"
    ),
    case("utf16", AGENTS, lambda t: t.encode("utf-16"), 1, None, "UTF-16"),
    case("nul", AGENTS, sub("Ben", "B\0n"), 3, None, "NUL"),
    case(
        "column twice", AGENTS, sub("employee_id,name", "employee_id,employee_id"), 1, None, "twice"
    ),
    case("open quote", AGENTS, sub("Ben", '"Ben'), 3, None, "quoted cell"),
    case(
        "unknown column",
        AGENTS,
        sub("group", "grup"),
        1,
        "grup",
        "did you mean 'group'? allowed: base_rate, contract_id, currency, employee_id, fte, group, "
        "hire_date, jurisdiction, lead, name, seniority_rank, site, skills, timezone",
    ),
    case("duplicate agent", AGENTS, sub("A3,", "A1,"), 4, "A1", "twice, first on line 2"),
    case("unknown skill", AGENTS, sub("billing,team1", "biling,team1"), 3, "biling", "'billing'"),
    case(
        "skill twice",
        AGENTS,
        sub("billing,team1", "billing|billing,team1"),
        3,
        "billing|billing",
        "twice",
    ),
    case(
        "skills separated otherwise",
        AGENTS,
        sub("billing,team1", "billing; technical,team1"),
        3,
        "billing; technical",
        "skills are separated by |: write 'billing|technical'",
    ),
    case(
        "proficiency 5",
        AGENTS,
        sub("technical:0.8", "technical:5"),
        2,
        "billing:1|technical:5",
        "up to 1",
    ),
    case("no skill", AGENTS, sub("20.00,technical", "20.00,"), 4, None, "empty"),
    case("unknown contract", AGENTS, sub("Ben,full", "Ben,ful"), 3, "ful", "'full'"),
    case("rate 0", AGENTS, sub("19.00", "0"), 3, "0", "above 0"),
    case("fte 3", AGENTS, sub("0.5", "3"), 3, "3", "at most 2"),
    case("no employee id", AGENTS, sub("A3,", ","), 4, None, "empty"),
    case(
        "agent's currency",
        AGENTS,
        with_column("currency", "USD"),
        2,
        "USD",
        "site's, EUR",
    ),
    case(
        "agent's zone",
        AGENTS,
        with_column("timezone", "Europe/Berln"),
        2,
        "Europe/Berln",
        "did you mean 'Europe/Berlin'",
    ),
    case(
        "hire date",
        AGENTS,
        with_column("hire_date", "1.1."),
        2,
        "1.1.",
        "2026-03-23",
    ),
    case(
        "overlapping leave",
        TIME_OFF,
        add("A2,2026-03-26,2026-03-28,sick,0"),
        3,
        "2026-03-26",
        "overlaps the leave of A2 on line 2",
    ),
    case("leave of nobody", TIME_OFF, sub("A2", "A9"), 2, "A9", "unknown employee"),
    case(
        "leave backwards",
        TIME_OFF,
        sub("2026-03-27T", "2026-03-24T"),
        2,
        "2026-03-24T00:00:00+01:00",
        "after the start",
    ),
    case(
        "leave paid too much", TIME_OFF, sub("480", "4800"), 2, "4800", "more than the leave lasts"
    ),
    case(
        "leave paid a little too much",
        TIME_OFF,
        sub("480", "2881"),
        2,
        "2881",
        "more than the leave lasts",
    ),
    case("available maybe", AVAILABILITY, sub("false", "maybe"), 2, "maybe", "true or false"),
    case(
        "weekday and date",
        AVAILABILITY,
        sub("A3,sat,,", "A3,sat,2026-03-28,"),
        2,
        "2026-03-28",
        "either a weekday or a date",
    ),
    case("weekday someday", AVAILABILITY, sub("sat", "someday"), 2, "someday", "weekday"),
    case(
        "start without end", AVAILABILITY, sub("06:00,18:00", "06:00,"), 3, "06:00", "start and end"
    ),
    case(
        "two wishes",
        PREFERENCES,
        sub("A1,2026-03-28,,,,true", "A1,2026-03-28,,early,,true"),
        2,
        "shift=early, off=true",
        "exactly one",
    ),
    case("unknown shift", PREFERENCES, sub("early", "earlie"), 3, "earlie", "'early'"),
    case("window text", PREFERENCES, sub("06:00-16:00", "mornings"), 4, "mornings", "HH:MM-HH:MM"),
    case("weight 0", PREFERENCES, sub("1.5", "0"), 4, "0", "above 0"),
    case(
        "wish twice", PREFERENCES, add("A1,,mon,early,,,1"), 5, "A1", "same wish stands on line 3"
    ),
]


@pytest.mark.parametrize(("file", "edit", "line", "value", "words"), CASES)
def test_a_fault_is_located_and_says_what_is_allowed(
    file: str, edit: Any, line: int | None, value: str | None, words: str, assert_fault: Any
) -> None:
    """File, line and value are those of the change, and the message helps."""
    assert_fault({file: edit}, file, line, value, words)
