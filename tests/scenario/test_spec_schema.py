"""scenario.toml: JSON Schema, lines of keys, sections with defaults, the stored instances."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from staffwright.scheduler.scenario import json_schema, load_scenario
from staffwright.scheduler.scenario.faults import FaultLog
from staffwright.scheduler.scenario.spec_reader import parse_toml, validate
from staffwright.scheduler.scenario.toml_lines import key_lines, nearest_line

INSTANCES = Path(__file__).parents[2] / "instances"


def nodes(schema: Any) -> list[dict[str, Any]]:
    """Return every object in a schema."""
    if isinstance(schema, list):
        return [node for item in schema for node in nodes(item)]
    if not isinstance(schema, dict):
        return []
    return [schema, *(node for value in schema.values() for node in nodes(value))]


def test_the_schema_is_json_and_describes_every_key() -> None:
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert schema["required"] == ["site", "horizon", "queues"]
    for node in nodes(schema):
        for name, value in node.get("properties", {}).items():
            assert "description" in value, name
        if "properties" in node:
            assert node["additionalProperties"] is False


def test_the_schema_can_be_changed_without_changing_the_next() -> None:
    json_schema()["title"] = "other"
    assert json_schema()["title"] == "Staffwright scenario"


@pytest.mark.parametrize("name", ["harbour_line", "corner_shop"])
def test_the_toml_of_an_instance_is_valid(name: str) -> None:
    log = FaultLog()
    source = parse_toml((INSTANCES / name / "scenario.toml").read_text(), "scenario.toml", log)
    assert source is not None
    assert validate(source, log).whole
    assert log.sorted() == ()


def test_every_key_of_an_instance_is_found_on_its_line() -> None:
    text = (INSTANCES / "harbour_line" / "scenario.toml").read_text()
    lines = text.split("\n")
    found = key_lines(text)

    def check(value: Any, path: tuple[str | int, ...]) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                check(item, (*path, key))
        elif isinstance(value, list):
            for k, item in enumerate(value):
                check(item, (*path, k))
        else:
            key = next(part for part in reversed(path) if isinstance(part, str))
            assert key in lines[found[path] - 1], path

    check(tomllib.loads(text), ())


def test_lines_of_nested_dotted_quoted_and_multi_line_toml() -> None:
    text = '''a.b = 1
"c d" = [
  1, # one ] [
  { x = "}", y = [2,
     3] },
]
s = """
[no]
key = 1
"""
[t]
k = \'[x]\'
[[t.u]]
v = 2026-01-01 10:00:00
[[t.u]]
[t.u.w]
z = true
'''
    assert tomllib.loads(text)
    lines = key_lines(text)
    assert lines[("a", "b")] == 1
    assert lines[("c d", 0)] == 3
    assert lines[("c d", 1, "x")] == 4
    assert lines[("c d", 1, "y", 1)] == 5
    assert lines[("s",)] == 7
    assert lines[("t", "k")] == 12
    assert lines[("t", "u", 0, "v")] == 14
    assert lines[("t", "u", 1)] == 15
    assert lines[("t", "u", 1, "w", "z")] == 17
    assert nearest_line(lines, ("t", "u", 1, "w", "missing")) == 16
    assert nearest_line(lines, ("nowhere",)) is None


keys = st.text("abcXYZ_-09", min_size=1, max_size=6)
values = st.one_of(
    st.integers(-9, 9).map(str),
    st.booleans().map(lambda b: str(b).lower()),
    st.text("ab #[]{}=,'.", max_size=8).map(lambda t: f'"{t}"'),
    st.lists(st.integers(0, 9), max_size=3).map(lambda xs: "[" + ",\n ".join(map(str, xs)) + "]"),
)


@given(st.lists(st.tuples(keys, values), max_size=8, unique_by=lambda item: item[0]))
def test_the_line_of_any_key_is_where_it_was_written(items: list[tuple[str, str]]) -> None:
    text, expected, line = "", {}, 1
    for key, value in items:
        row = f"{key} = {value}  # note = 1\n\n"
        expected[key] = line
        text += row
        line += row.count("\n")
    found = key_lines(text)
    assert {key: found[(key,)] for key in expected} == expected


def test_sections_left_out_have_defaults_that_are_said(write_scenario: Any) -> None:
    toml = (
        '[site]\ntime_zone = "Europe/Berlin"\n'
        "[horizon]\nstart = 2026-03-23\ndays = 7\ninterval_minutes = 30\n"
        '[[queues]]\nid = "billing"\n[[queues]]\nid = "technical"\nmax_occupancy = 0.9\n'
    )
    changes = {
        "scenario.toml": toml,
        "agents.csv": lambda t: t.replace("full", "standard"),
        "locked.csv": None,
        "events.csv": None,
    }
    scenario = load_scenario(write_scenario(changes))
    assert (scenario.name, scenario.is_named) == ("Site", False)
    assert [queue.service_level for queue in scenario.queues] == [0.8, None]
    assert [shift.id for shift in scenario.shifts] == ["early", "late", "night"]
    assert scenario.premiums == ()
    said = "\n".join(scenario.defaults_used)
    for section in ("shrinkage", "shifts", "contracts", "rules", "pay", "objective", "holidays"):
        assert f"{section}: no" in said
    assert "queues: billing has no target, so 80 %" in said


def test_a_toml_with_everything_says_only_what_it_leaves_open(write_scenario: Any) -> None:
    read = load_scenario(write_scenario())
    assert (
        read.defaults_used
        == read.notes
        == ("agents.csv: proficiencies below 1 do not change handling times.",)
    )


def test_holidays_come_from_country_subdivision_and_own_dates(write_scenario: Any) -> None:
    own = '[holidays]\ncountry = "DE"\nsubdivision = "BB"\nextra = [2026-03-24, 2027-01-05]'

    def edit(text: str) -> str:
        return text.replace("[holidays]", own).replace("days = 7", "days = 10")

    found = load_scenario(write_scenario({"scenario.toml": edit})).holidays
    assert sorted(day.isoformat() for day in found) == ["2026-03-24", "2026-04-03"]


def test_clock_times_may_be_written_without_quotes(write_scenario: Any) -> None:
    folder = write_scenario({"scenario.toml": lambda t: t.replace('"22:00"', "22:00:00")})
    assert load_scenario(folder).shifts[1].start_minutes == 1320


def test_numbers_are_exact_as_written(write_scenario: Any) -> None:
    def edit(text: str) -> str:
        return text.replace("under_price = 45", "under_price = 45.10", 1)

    assert (
        str(load_scenario(write_scenario({"scenario.toml": edit})).queues[0].under_price) == "45.1"
    )


def test_a_requirement_needs_no_agents(write_scenario: Any) -> None:
    """Without agents the other tables about people are of no use either."""
    tables = ("agents", "time_off", "availability", "preferences", "events", "history", "locked")
    folder = write_scenario({f"{name}.csv": None for name in tables})
    assert load_scenario(folder, with_agents=False).agents == ()
