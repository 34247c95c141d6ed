"""`staffwright init`: templates plan as they are, and the commented one explains every key."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from staffwright.scheduler.scenario import json_schema
from staffwright.scheduler.scenario.spec import DEFAULT_UNDER_PRICE, ScenarioSpec
from staffwright.scheduler.terminal.template_names import TEMPLATES

from .command_line import Run

DAY_DESK = (
    files("staffwright.scheduler.templates")
    .joinpath("day_desk", "scenario.toml")
    .read_text(encoding="utf-8")
)


def everything_on() -> dict[str, Any]:
    """Return the commented template with all of its settings on."""
    return tomllib.loads(re.sub(r"^#(?=\w|\[|\]|    )", "", DAY_DESK, flags=re.MULTILINE))


def keys_of_schema(node: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every key of scenario.toml; a contract's rules have the keys of the site's."""
    schema = json_schema()
    for name, child in node["properties"].items():
        here = (*path, name)
        yield here
        if here == ("contracts", "rules"):
            continue
        for option in child.get("anyOf", [child]):
            inner = option.get("items", option)
            if "$ref" in inner:
                yield from keys_of_schema(schema["$defs"][inner["$ref"].rsplit("/")[-1]], here)


def keys_of_toml(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every key that a parsed TOML has; of lists those of all tables together."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield (*path, name)
            yield from keys_of_toml(item, (*path, name))
    elif isinstance(value, list):
        for item in value:
            yield from keys_of_toml(item, path)


@pytest.mark.parametrize("name", ["day_desk", "night_desk"])
def test_every_further_agent_missing_at_once_costs_more(name: str) -> None:
    """Else shortages cost the same wherever they are, and breaks of small teams bunch."""
    folder = files("staffwright.scheduler.templates").joinpath(name)
    spec = ScenarioSpec.model_validate(tomllib.loads(folder.joinpath("scenario.toml").read_text()))
    for queue in spec.queues:
        first = queue.under_price or DEFAULT_UNDER_PRICE
        prices = [first, *(step.price for step in queue.under_steps)]
        assert [step.missing for step in queue.under_steps] == [2, 3]
        assert prices == sorted(set(prices))


def test_the_commented_template_has_every_key() -> None:
    missing = set(keys_of_schema(json_schema())) - set(keys_of_toml(everything_on()))
    assert missing == set()


def test_every_setting_of_the_commented_template_is_valid_when_switched_on() -> None:
    ScenarioSpec.model_validate(everything_on())


def test_every_line_of_the_commented_template_fits_a_screen() -> None:
    assert max(map(len, DAY_DESK.splitlines())) <= 110


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_no_faults(run_here: Run, name: str) -> None:
    made = run_here("init", "site", "--template", name)
    assert made.code == 0
    assert "staffwright plan site" in made.out
    assert not list(Path("site").glob("*.py"))
    assert run_here("check", "site").code == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["day_desk", "night_desk"])
def test_a_template_plans_as_it_is_and_keeps_its_promises(run_here: Run, name: str) -> None:
    run_here("init", "site", "--template", name)
    planned = run_here("plan", "site", "--time-limit", "3", "--quiet")
    assert (planned.code, planned.out, planned.err) == (0, "", "")
    document = json.loads(Path("site/plan/plan.json").read_text(encoding="utf-8"))
    assert document["under_hours"] < 0.1 * document["required_hours"]


def test_nothing_that_is_there_is_overwritten(run_here: Run) -> None:
    Path("site").mkdir()
    Path("site/agents.csv").write_text("mine\n")
    refused = run_here("init", "site")
    assert refused.code == 2
    assert "has agents.csv already" in refused.err
    assert Path("site/agents.csv").read_text() == "mine\n"
    assert not Path("site/scenario.toml").exists()


def test_a_folder_that_has_other_files_is_filled(run_here: Run) -> None:
    Path("site").mkdir()
    Path("site/notes.txt").write_text("mine\n")
    assert run_here("init", "site").code == 0
    assert Path("site/notes.txt").exists()


def test_a_file_in_the_place_of_the_folder_is_refused(run_here: Run) -> None:
    Path("site").write_text("")
    refused = run_here("init", "site")
    assert refused.code == 2
    assert "is a file" in refused.err


def test_a_template_that_is_not_there_is_answered_with_the_names(run_here: Run) -> None:
    refused = run_here("init", "site", "--template", "night_dsk")
    assert refused.code == 2
    assert "night_desk" in refused.err
