"""docs/formats.md: its examples are one scenario that loads, and its tables name every column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from staffwright.scheduler.scenario import (
    absences,
    agents,
    events,
    forecast,
    json_schema,
    load_scenario,
    rates,
    wishes,
    worked,
)

TEXT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(
    r"^(?:## )?([a-z_]+\.(?:toml|csv)):?$|^```(?:toml|csv)\n(.*?)^```$", re.M | re.S
)


def examples() -> dict[str, str]:
    """Return the examples by the file name that stands last before each."""
    files: dict[str, str] = {}
    name = ""
    for match in EXAMPLE.finditer(TEXT):
        if match.group(1):
            name = match.group(1)
        else:
            files[name] = match.group(2)
    return files


def test_the_examples_form_a_scenario_that_loads(tmp_path: Path) -> None:
    files = examples()
    assert len(files) == 10
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    scenario = load_scenario(tmp_path)
    assert [agent.name for agent in scenario.agents] == [
        "Ada Byron",
        "Noor, Ben",
        "Cem Aydin",
        "Dora Lind",
    ]
    assert (len(scenario.history), len(scenario.locked), len(scenario.events)) == (2, 1, 3)


@pytest.mark.parametrize(
    "columns",
    [
        forecast.COLUMNS,
        agents.COLUMNS,
        rates.COLUMNS,
        absences.TIME_OFF_COLUMNS,
        absences.AVAILABILITY_COLUMNS,
        wishes.COLUMNS,
        events.COLUMNS,
        worked.COLUMNS,
    ],
)
def test_every_column_is_documented(columns: object) -> None:
    for name in columns.names:  # type: ignore[attr-defined]
        assert f"`{name}`" in TEXT


def test_every_key_of_the_toml_is_documented() -> None:
    schema = json_schema()
    sections = [schema, *schema["$defs"].values()]
    nested = {
        "premiums",
        "causes",
        "site",
        "time_off",
        "queues",
        "rules",
        "pay",
        "objective",
        "horizon",
    }
    for section in sections:
        for name in section["properties"]:
            shown = any(text in TEXT for text in (f"`{name}`", f"[{name}]", f".{name}]"))
            assert shown or name in nested | {"open", "close", "to", "date", "from"}, name
